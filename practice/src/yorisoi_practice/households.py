"""The demo's subscribers as they stand on their contracts' papers, and what happened to them: invented, the same every
time, told in months before today so that there are always months to close.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from yorisoi_service.contracts.rules.month import Month

CAMPAIGN = "HALF-8"
"""Two free months, then half the fee until the eighth. The code the accountant gave it."""


@dataclass(frozen=True)
class Ago:
    """A day of the month so many months before this one (the last day where it is shorter), or so many days back."""

    months: int = 0
    day: int = 0
    days: int = 0

    def before(self, today: date) -> date:
        if not self.day:
            return today - timedelta(days=self.days)
        month = Month.of(today).plus(-self.months)
        return date(month.year, month.number, min(self.day, month.last_day.day))


@dataclass(frozen=True)
class Joins:
    """A form of that day. `read`: the terms stood on it and were accepted; `campaign`: under the demo's campaign."""

    on: Ago
    read: bool = True
    campaign: bool = False


@dataclass(frozen=True)
class Cancels:
    """Asked on that day, for that day or for a later `last`."""

    on: Ago
    last: Ago | None = None


@dataclass(frozen=True)
class Rests:
    """The line is suspended from `on` to `last`."""

    on: Ago
    last: Ago


@dataclass(frozen=True)
class Moves:
    """The line goes on under another number."""

    on: Ago
    line: str
    address: str


@dataclass(frozen=True)
class Applies:
    """A telephone call; the form has not come yet."""

    on: Ago


@dataclass(frozen=True)
class Notes:
    """Something changed that changes no fee: course, device or account."""

    on: Ago
    what: str
    note: str


Step = Joins | Cancels | Rests | Moves | Applies | Notes


@dataclass(frozen=True)
class Household:
    """One subscriber with one line and what happened to its contract, in order."""

    customer_number: str
    name: str
    kana: str
    address: str
    phone: str
    line: str
    story: tuple[Step, ...] = ()
    mobile: str = ""
    email: str = ""
    member: tuple[str, str, str] | None = None  # name, kana and relation of somebody at home who may ask for support
    fixed_networks: tuple[str, ...] = ()
    billing_account: str = ""


HOUSEHOLDS = (
    Household(
        *("KJ-1001", "青木 花子", "アオキ ハナコ", "岡山市北区見本町1-1", "086-000-1001", "L-1001"),
        story=(Joins(Ago(5, 15)), Notes(Ago(2, 9), "course", "光1ギガコースへ変更")),
        mobile="090-0000-1001",
        email="aoki@example.jp",
        member=("青木 健", "アオキ ケン", "夫"),
    ),
    Household(
        *("KJ-1002", "石井 太郎", "イシイ タロウ", "岡山市北区見本町1-2", "086-000-1002", "L-1002"),
        story=(Joins(Ago(2, 20), read=False),),
    ),
    Household(*("KJ-1003", "上田 キヨ", "ウエダ キヨ", "倉敷市例示2-5", "086-000-1003", "L-1003")),
    Household(
        *("KJ-1004", "江口 三郎", "エグチ サブロウ", "倉敷市例示2-8", "086-000-1004", "L-1004"),
        story=(Joins(Ago(4, 8)), Cancels(Ago(days=3))),
    ),
    Household(
        *("KJ-1005", "岡本 静", "オカモト シズカ", "総社市練習3-3", "0866-00-1005", "L-1005"),
        story=(Joins(Ago(6, 30)),),
        fixed_networks=("198.51.100.7/32",),
    ),
    Household(
        *("KJ-1006", "加藤 一郎", "カトウ イチロウ", "総社市練習3-9", "0866-00-1006", "L-1006"),
        story=(Joins(Ago(3, 1)), Notes(Ago(1, 12), "device", "パソコンを買い替え")),
        mobile="090-0000-1006",
        billing_account="KJ-1005",  # a son's house: the internet is paid by his mother
    ),
    Household(
        *("KJ-1007", "木村 すみれ", "キムラ スミレ", "玉野市演習4-1", "0863-00-1007", "L-1007"),
        story=(Joins(Ago(5, 2)), Cancels(Ago(days=2), last=Ago(-1, 10))),
    ),
    Household(
        *("KJ-1008", "小林 昭", "コバヤシ アキラ", "玉野市演習4-6", "0863-00-1008", "L-1008"),
        story=(Joins(Ago(7, 10)), Cancels(Ago(4, 10)), Joins(Ago(2, 25))),
    ),
    Household(
        *("KJ-1009", "佐々木 恵", "ササキ メグミ", "井原市手本5-2", "0866-00-1009", "L-1009"),
        story=(Joins(Ago(5, 18), campaign=True),),
    ),
    Household(
        *("KJ-1010", "清水 実", "シミズ ミノル", "井原市手本5-7", "0866-00-1010", "L-1010"),
        story=(Joins(Ago(6, 5)), Rests(Ago(2, 1), last=Ago(1, 31))),
    ),
    Household(
        *("KJ-1011", "菅原 トミ", "スガワラ トミ", "笠岡市見本町6-1", "0865-00-1011", "L-1011"),
        story=(Joins(Ago(6, 12)), Moves(Ago(2, 14), "L-2011", "笠岡市見本町6-15")),
    ),
    Household(
        *("KJ-1012", "関口 勝", "セキグチ マサル", "笠岡市見本町6-4", "0865-00-1012", "L-1012"),
        story=(Joins(Ago(1, 20)),),
    ),
    Household(
        *("KJ-1013", "曽根 ハル", "ソネ ハル", "高梁市例示7-3", "0866-00-1013", "L-1013"),
        story=(Applies(Ago(days=1)),),
    ),
    Household(
        *("KJ-1014", "高木 進", "タカギ ススム", "高梁市例示7-8", "0866-00-1014", "L-1014"),
        story=(Joins(Ago(5, 25)), Cancels(Ago(4, 20))),  # in the second free month: never charged
    ),
)

CALLER = HOUSEHOLDS[0]
"""Whom the practice subscriber answers for on the telephone: nothing but the communicator's checks is in the way."""
