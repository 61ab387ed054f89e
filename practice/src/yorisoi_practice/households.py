"""The demo's subscribers as they stand on their contracts' papers: invented, the same every time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Household:
    """One subscriber with one line. `contract`: none, active, cancelled, or `unread` (active, form without terms)."""

    customer_number: str
    name: str
    kana: str
    address: str
    phone: str
    line: str
    contract: str
    mobile: str = ""
    fixed_networks: tuple[str, ...] = ()


HOUSEHOLDS = (
    Household(
        "KJ-1001",
        "青木 花子",
        "アオキ ハナコ",
        "岡山市北区見本町1-1",
        "086-000-1001",
        "L-1001",
        "active",
        "090-0000-1001",
    ),
    Household("KJ-1002", "石井 太郎", "イシイ タロウ", "岡山市北区見本町1-2", "086-000-1002", "L-1002", "unread"),
    Household("KJ-1003", "上田 キヨ", "ウエダ キヨ", "倉敷市例示2-5", "086-000-1003", "L-1003", "none"),
    Household("KJ-1004", "江口 三郎", "エグチ サブロウ", "倉敷市例示2-8", "086-000-1004", "L-1004", "cancelled"),
    Household(
        *("KJ-1005", "岡本 静", "オカモト シズカ", "総社市練習3-3", "0866-00-1005", "L-1005", "active"),
        fixed_networks=("198.51.100.7/32",),
    ),
    Household(
        "KJ-1006", "加藤 一郎", "カトウ イチロウ", "総社市練習3-9", "0866-00-1006", "L-1006", "active", "090-0000-1006"
    ),
    Household("KJ-1007", "木村 すみれ", "キムラ スミレ", "玉野市演習4-1", "0863-00-1007", "L-1007", "active"),
)

CALLER = HOUSEHOLDS[0]
"""Whom the practice subscriber answers for on the telephone: nothing but the communicator's checks is in the way."""
