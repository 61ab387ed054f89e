"""What a caller's words may mean besides a thing: a fact is asked about, and decided only by whoever says that it is so.

Data and finding only; what a fact leads to stands in the table of `triage`.
"""

from collections.abc import Mapping

from yorisoi_service.desk.rules.catalogue import plain
from yorisoi_service.desk.rules.triage import Fact, System

SHORTEST = 2  # letters; less touches everything

# What callers say, in both languages at any desk. Each word asks its question; none decides.
CALLED: dict[Fact, tuple[str, ...]] = {
    Fact.FAKE_ALERT: (
        "ウイルス", "ウィルス", "感染", "警告", "警告画面", "詐欺", "だまされた", "お金を払え",
        "virus", "infected", "warning", "scam", "fraud",
    ),
    Fact.FOREIGN_TOOL: ("遠隔操作された", "乗っ取られた", "知らない人が操作", "hacked", "AnyDesk", "TeamViewer"),
    Fact.NOT_CONNECTED: ("つながらない", "繋がらない", "ネットが切れる", "モデム", "modem", "not connected", "offline"),
    Fact.REPAIR: ("故障", "修理", "壊れた", "こわれた", "broken", "repair"),
    Fact.RENTED_REPAIR: ("モデム", "ONU", "回線終端装置", "レンタル", "modem", "rented"),
    Fact.DELETED_DATA: (
        "写真", "画像", "消した", "消えた", "削除", "復元", "復旧", "消失",
        "deleted photographs", "lost photos", "lost files", "undelete",
    ),
    Fact.CORPORATE: ("VPN", "会社", "社内", "勤務先", "テレワーク", "company", "employer"),
    Fact.ILLEGAL: ("映画", "違法", "クラック", "海賊版", "movie", "film", "illegal", "cracked", "pirated"),
}  # fmt: skip

# Names that say on what a phone or tablet runs.
SYSTEMS: dict[System, tuple[str, ...]] = {
    System.ANDROID: ("android", "アンドロイド"),
    System.IOS: ("iphone", "アイフォン", "アイフォーン", "ipad", "アイパッド"),
}


def system_of(text: str) -> System | None:
    """The system that these words name; None when they name none, or both."""
    said = plain(text)
    found = [system for system, names in SYSTEMS.items() if any(plain(name) in said for name in names)]
    return found[0] if len(found) == 1 else None


def is_everyday(text: str) -> bool:
    """Whether this very word is one that callers use for a fact: asked about even where a thing is called so."""
    wanted = plain(text)
    return any(wanted == plain(word) for words in CALLED.values() for word in words)


def named(text: str, labels: Mapping[Fact, str]) -> Fact | None:
    """The fact whose whole label this is. Never the one of which nothing is kept: that takes a choice of its own (R35)."""
    wanted = plain(text)
    found = [fact for fact, label in labels.items() if wanted and plain(label) == wanted]
    return found[0] if len(found) == 1 and found[0] is not Fact.ILLEGAL else None


def touched(text: str, labels: Mapping[Fact, str]) -> tuple[Fact, ...]:
    """Which facts these words may mean, in the order of the labels: a part of a label or of a caller's word, or a
    sentence that holds such a word. For asking only."""
    wanted = plain(text)
    if len(wanted) < SHORTEST:
        return ()
    return tuple(
        fact
        for fact, label in labels.items()
        if wanted in plain(label) or any(wanted in word or word in wanted for word in map(plain, CALLED.get(fact, ())))
    )
