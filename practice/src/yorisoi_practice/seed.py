"""The demo's people, lines and contracts: invented, the same every time but for the passwords.

Everything goes in through the verbs a provider's own staff use, so that demo data obeys every rule that real data does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from yorisoi_service.clock import business_day
from yorisoi_service.contracts.services.endings import cancel
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.staff import services as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers import services as subscribers

from yorisoi_practice.households import HOUSEHOLDS, Household
from yorisoi_practice.sign_ins import SignIn, new_password, write

Draw = Callable[[int], bytes]
JOINED_DAYS_AGO, CANCELLED_DAYS_AGO, OPENED_DAYS_AGO = 60, 3, 900


@dataclass(frozen=True)
class Member:
    username: str
    number: str
    name: str
    role: Role


STAFF = (
    Member("kanri", "1", "管理 花", Role.ADMINISTRATOR),
    Member("yamada", "12", "山田", Role.COMMUNICATOR),
    Member("sato", "15", "佐藤", Role.COMMUNICATOR),
    Member("suzuki", "10", "鈴木", Role.DESK_LEAD),
    Member("tanaka", "21", "田中", Role.CLERK),
    Member("ito", "31", "伊藤", Role.ACCOUNTANT),
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
    period = join(
        line=line,
        form_on=today - timedelta(days=JOINED_DAYS_AGO),
        terms_version="" if household.contract == "unread" else terms_version,
        by=clerk,
        now=now,
    )
    if household.contract == "cancelled":
        cancel(period=period, requested_on=today - timedelta(days=CANCELLED_DAYS_AGO), by=clerk, now=now)
