"""The demo's people, lines and contracts: invented, the same every time but for the passwords.

Everything goes in through the verbs a provider's own staff use, so that demo data obeys every rule that real data does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from yorisoi_service.clock import business_day
from yorisoi_service.contracts import services as contracts
from yorisoi_service.staff import services as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers import services as subscribers

from yorisoi_practice.sign_ins import SignIn, new_password, write

Draw = Callable[[int], bytes]
JOINED_DAYS_AGO, CANCELLED_DAYS_AGO, OPENED_DAYS_AGO = 60, 3, 900


@dataclass(frozen=True)
class Member:
    username: str
    number: str
    name: str
    role: Role


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


STAFF = (
    Member("kanri", "1", "管理 花", Role.ADMINISTRATOR),
    Member("yamada", "12", "山田", Role.COMMUNICATOR),
    Member("sato", "15", "佐藤", Role.COMMUNICATOR),
    Member("suzuki", "10", "鈴木", Role.DESK_LEAD),
    Member("tanaka", "21", "田中", Role.CLERK),
    Member("ito", "31", "伊藤", Role.ACCOUNTANT),
)

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


def seed(*, sign_ins: Path, terms_version: str, now: datetime, draw: Draw) -> bool:
    """Fills an empty service and writes the sign-ins (readable by this user only); False when there are people already."""
    if StaffMember.objects.exists():
        return False
    passwords = {member.username: new_password(draw) for member in STAFF}
    people: dict[Role, StaffMember] = {}
    administrator: StaffMember | None = None
    for member in STAFF:
        added = staff.add_staff(
            username=member.username,
            number=member.number,
            display_name=member.name,
            role=member.role,
            password=passwords[member.username],
            by=administrator,
            now=now,
        )
        administrator = administrator or added
        people.setdefault(member.role, added)
    for household in HOUSEHOLDS:
        _settle(household, clerk=people[Role.CLERK], terms_version=terms_version, now=now)
    write(
        sign_ins,
        [SignIn(m.username, passwords[m.username], f"{m.role.replace('_', ' ')}, {m.name}") for m in STAFF],
    )
    return True


def _settle(household: Household, *, clerk: StaffMember, terms_version: str, now: datetime) -> None:
    today: date = business_day(now)
    opened = today - timedelta(days=OPENED_DAYS_AGO)
    subscriber = subscribers.add_subscriber(
        customer_number=household.customer_number,
        name=household.name,
        kana=household.kana,
        address=household.address,
        phone=household.phone,
        mobile=household.mobile,
        by=clerk,
        now=now,
    )
    line = subscribers.add_line(
        subscriber=subscriber,
        number=household.line,
        address=household.address,
        opened_on=opened,
        fixed_networks=household.fixed_networks,
        by=clerk,
        now=now,
    )
    if household.contract == "none":
        return
    period = contracts.join(
        line=line,
        form_on=today - timedelta(days=JOINED_DAYS_AGO),
        terms_version="" if household.contract == "unread" else terms_version,
        by=clerk,
        now=now,
    )
    if household.contract == "cancelled":
        contracts.cancel(period=period, requested_on=today - timedelta(days=CANCELLED_DAYS_AGO), by=clerk, now=now)
