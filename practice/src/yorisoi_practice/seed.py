"""The demo's people, prices, lines and contracts: invented, the same every time but for the passwords.

Everything goes in through the verbs a provider's own staff use, day after day as it would have happened, so that demo
data obeys every rule that real data does. No month is closed and no letter printed: whoever tries the demo does that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Literal, cast

from yorisoi_service.billing.services import tariff
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.clock import BUSINESS_ZONE, business_day
from yorisoi_service.config.provider import Provider
from yorisoi_service.contracts.models import Campaign
from yorisoi_service.contracts.queries import counting
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import applications, campaigns, endings, lines, periods, terms
from yorisoi_service.debits.services import mandates
from yorisoi_service.staff import services as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.services.access import print_code
from yorisoi_service.subscribers.services.household import add_household_member
from yorisoi_service.subscribers.services.lines import add_line
from yorisoi_service.subscribers.services.people import add_subscriber

from yorisoi_practice.households import (
    CALLER,
    CAMPAIGN,
    HOUSEHOLDS,
    Applies,
    Cancels,
    Household,
    Joins,
    Moves,
    Notes,
    Rests,
    Step,
)
from yorisoi_practice.sign_ins import SignIn, new_password, write
from yorisoi_practice.telephone_calls import tell_calls

Draw = Callable[[int], bytes]
OPENED_DAYS_AGO = 900
BEGAN_MONTHS_AGO = 8  # when the provider took up the service
OFFICE_OPENS = time(10)
BANK = ("9999", "001")


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


def seed(*, sign_ins: Path, provider: Provider, key: bytes, now: datetime, draw: Draw) -> bool:
    """Fills an empty service and writes the sign-ins (readable by this user only); False when there are people already.

    `key` seals the bank data of a provider that debits accounts itself.
    """
    if StaffMember.objects.exists():
        return False
    began = _morning(Month.of(business_day(now)).plus(-BEGAN_MONTHS_AGO).first_day)
    passwords = {member.username: new_password(draw) for member in STAFF}
    people = _people(passwords, now=began)
    tariff.seed(
        monthly_yen=provider.price.monthly_yen,
        tax_percent=provider.price.tax_percent,
        policy=provider.charge,
        now=began,
    )
    terms.seed_terms(
        version=provider.terms.version,
        in_force_since=provider.terms.in_force_since,
        liability=provider.terms.liability,
        now=began,
    )
    _Office(people, provider, now=now, began=began).live_through(HOUSEHOLDS)
    tell_calls(people, provider, now=now)
    if provider.collection.bank is not None:
        _mandates(people[Role.CLERK], provider, key=key, draw=draw, now=began)
    caller = Subscriber.objects.get(customer_number=CALLER.customer_number)
    code = print_code(subscriber=caller, by=people[Role.CLERK], now=now, draw=draw)
    write(
        sign_ins,
        [
            *(SignIn(m.username, passwords[m.username], f"{m.role.replace('_', ' ')}, {m.name}") for m in STAFF),
            SignIn(CALLER.customer_number, code, f"subscriber, {CALLER.name}: number and code for /my/code"),
        ],
    )
    return True


def _morning(day: date) -> datetime:
    return datetime.combine(day, OFFICE_OPENS, BUSINESS_ZONE)


def _people(passwords: Mapping[str, str], *, now: datetime) -> dict[Role, StaffMember]:
    """Everybody who works here; the first of each role."""
    found: dict[Role, StaffMember] = {}
    for member in STAFF:
        added = staff.add_staff(
            username=member.username,
            number=member.number,
            display_name=member.name,
            role=member.role,
            password=passwords[member.username],
            by=found.get(Role.ADMINISTRATOR),
            now=now,
        )
        found.setdefault(member.role, added)
    return found


class _Office:
    """The clerk and the accountant, through all the days of the households' stories."""

    def __init__(
        self, people: Mapping[Role, StaffMember], provider: Provider, *, now: datetime, began: datetime
    ) -> None:
        self.clerk, self.provider, self.now, self.began = people[Role.CLERK], provider, now, began
        self.today = business_day(now)
        self.lines: dict[str, Line] = {}
        self.campaign = self._add_campaign(people[Role.ACCOUNTANT])

    def live_through(self, households: tuple[Household, ...]) -> None:
        for household in households:
            self._settle(household)
        steps = [(step.on.before(self.today), household, step) for household in households for step in household.story]
        for day, household, step in sorted(steps, key=lambda each: each[0]):
            self._take(step, household, day, min(_morning(day), self.now))

    def _add_campaign(self, accountant: StaffMember) -> Campaign:
        half = self.provider.price.monthly_yen // 2
        return campaigns.add_campaign(
            code=CAMPAIGN,
            name={"ja": "はじめて半額キャンペーン", "en": "Half price at first"},
            terms=[{"from_month": 1, "to_month": 2, "amount": 0}, {"from_month": 3, "to_month": 8, "amount": half}],
            offered_from=business_day(self.began),
            for_whom="first",
            by=accountant,
            now=self.began,
        )

    def _settle(self, household: Household) -> None:
        subscriber = add_subscriber(
            customer_number=household.customer_number,
            name=household.name,
            kana=household.kana,
            address=household.address,
            phone=household.phone,
            mobile=household.mobile,
            email=household.email,
            billing_account=household.billing_account,
            by=self.clerk,
            now=self.began,
        )
        if household.member is not None:
            name, kana, relation = household.member
            add_household_member(
                subscriber=subscriber, name=name, kana=kana, relation=relation, by=self.clerk, now=self.began
            )
        self.lines[household.customer_number] = add_line(
            subscriber=subscriber,
            number=household.line,
            address=household.address,
            opened_on=self.today - timedelta(days=OPENED_DAYS_AGO),
            fixed_networks=household.fixed_networks,
            by=self.clerk,
            now=self.began,
        )

    def _take(self, step: Step, household: Household, day: date, now: datetime) -> None:
        line, by = self.lines[household.customer_number], self.clerk
        match step:
            case Joins():
                period = periods.join(
                    line=line,
                    form_on=day,
                    terms_version=self.provider.terms.version if step.read else "",
                    campaign=self.campaign if step.campaign else None,
                    by=by,
                    now=now,
                )
                issue_welcome(period=period, provider=self.provider, language="ja", by=by, now=now)
            case Cancels():
                ending = counting(line.pk).last()
                assert ending is not None
                last = None if step.last is None else step.last.before(self.today)
                endings.cancel(period=ending, requested_on=day, end_on=last, by=by, now=now)
            case Rests():
                lines.suspend_line(line=line, first_on=day, last_on=step.last.before(self.today), by=by, now=now)
            case Moves():
                moved = lines.move_line(
                    line=line, number=step.line, address=step.address, opened_on=day, by=by, now=now
                )
                self.lines[household.customer_number] = moved
            case Applies():
                applications.apply(line=line, received_on=day, by=by, now=now)
            case Notes():
                what = cast(Literal["course", "device", "account"], step.what)
                lines.note_change(line=line, what=what, on=day, note=step.note, by=by, now=now)


def _mandates(clerk: StaffMember, provider: Provider, *, key: bytes, draw: Draw, now: datetime) -> None:
    """Everybody's account, at a bank nobody has."""
    assert provider.collection.bank is not None
    for number, line in enumerate(Line.objects.filter(moved_from=None).order_by("pk").select_related("subscriber")):
        mandates.add_mandate(
            subscriber=line.subscriber,
            bank=mandates.BankData(*BANK, 1, f"{1_234_500 + number}", line.subscriber.kana),
            received_on=business_day(now),
            profile=provider.collection.bank,
            key=key,
            draw=draw,
            by=clerk,
            now=now,
        )
