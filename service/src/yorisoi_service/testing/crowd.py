"""Thousands of lines with every kind of contract history, written at once, the same every time. Invented, no search keys.

The story around each contract is told as the services tell it, except that nobody is asked and no letter is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Field, Model

from yorisoi_service.audit.services import record
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.services import tariff
from yorisoi_service.contracts.models import Campaign, Event, Period
from yorisoi_service.contracts.rules.story import Kind
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.subscribers.models import Line, Subscriber, Suspension

OPENED = date(2019, 4, 1)
BATCH = 5_000
BASE = 20_000  # so many lines are made one by one
KINDS = 20  # kinds of histories, in turn


@dataclass(frozen=True)
class Staff:
    clerk: StaffMember
    accountant: StaffMember


def hire(now: datetime) -> Staff:
    """A clerk and an accountant who never sign in."""
    clerk, accountant = (
        StaffMember.objects.create(
            username=str(role), number=str(number), display_name=str(role), role=role, joined_at=now, password="!"
        )
        for number, role in ((21, Role.CLERK), (31, Role.ACCOUNTANT))
    )
    return Staff(clerk, accountant)


def settle(lines: int, *, month: date, now: datetime, policy: Policy | None = None) -> Staff:
    """Fill an empty database with `lines` lines (beyond 20,000: whole multiples of it) whose contracts matter around `month` (a first of month)."""
    staff = hire(now)
    tariff.seed(monthly_yen=550, tax_percent=10, policy=policy or Policy(), now=now)
    half = Campaign.objects.create(
        code="half",
        name={"ja": "半額キャンペーン", "en": "Half price"},
        terms=[{"from_month": 1, "to_month": 2, "amount": 0}, {"from_month": 3, "to_month": 8, "amount": 275}],
        offered_from=OPENED,
        for_whom="anybody",
        entered_by=staff.clerk,
        entered_at=now,
    )
    for first in range(0, min(lines, BASE), BATCH):
        with transaction.atomic():
            _settle(range(first, min(first + BATCH, lines, BASE)), month, half, staff.clerk, now)
    _repeat(lines // BASE)
    return staff


def _repeat(times: int) -> None:
    """The first BASE lines again under other numbers, copied inside the database."""
    if times < 2:
        return
    tables: list[type[Model]] = [Subscriber, Line, Suspension, Period, Event]
    sizes = {model: model._default_manager.order_by("-pk").values_list("pk", flat=True)[0] for model in tables}
    for time in range(1, times):
        with transaction.atomic(), connection.cursor() as cursor:
            for model in tables:
                chosen = ", ".join(_shifted(field, sizes, time) for field in model._meta.concrete_fields)
                columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
                table = f'"{model._meta.db_table}"'
                cursor.execute(
                    f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table} WHERE id <= {sizes[model]}"
                )
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _shifted(field: Field, sizes: dict[type[Model], int], time: int) -> str:
    """A column of the `time`th copy: keys moved behind those before, what must be unique ends in another number."""
    column = f'"{field.column}"'
    related = field.model if field.primary_key else field.related_model
    if related in sizes:
        return f"{column} + {sizes[related] * time}"
    if field.column in ("customer_number", "billing_account", "number"):
        return f"{column} || '-{time}'"
    return column


def _settle(numbers: range, month: date, half: Campaign, clerk: StaffMember, now: datetime) -> None:
    # Every tenth subscriber holds two lines: line 9 of ten belongs to whoever holds line 8.
    holders = {
        number: Subscriber(
            customer_number=f"C-{number:08d}",
            name=f"見本 {number}",
            kana=f"ミホン {number}",
            address="広島県府中市見本町1-2-3",
            phone=f"0847-{number // 10_000:02d}-{number % 10_000:04d}",
            billing_account=f"N{number:09d}",
            added_at=now,
        )
        for number in numbers
        if number % 10 != 9
    }
    Subscriber.objects.bulk_create(holders.values())
    lines = {}
    for number in numbers:
        holder = holders[number - 1 if number % 10 == 9 else number]
        lines[number] = Line(
            number=f"L-{number:08d}",
            subscriber=holder,
            first_holder=holder,
            address="広島県府中市見本町1-2-3",
            opened_on=OPENED,
            free_window_used=number % KINDS == 13,
        )
    Line.objects.bulk_create(lines.values())
    periods: list[Period] = []
    rests: list[Suspension] = []
    for number, line in lines.items():
        for sequence, (start, end, is_half, is_void) in enumerate(_history(number, month), 1):
            periods.append(
                Period(
                    line=line,
                    form_line=line,
                    sequence=sequence,
                    form_on=start,
                    start_on=start,
                    end_on=end,
                    requested_end_on=end,
                    end_cause="request" if end else "",
                    campaign=half if is_half else None,
                    void="withdrawn" if is_void else "",
                    void_on=start if is_void else None,
                    entered_by=clerk,
                    entered_at=now,
                )
            )
        if number % KINDS == 11:
            rests.append(Suspension(line=line, first_on=month, last_on=month + timedelta(days=40)))
    Period.objects.bulk_create(periods)
    Suspension.objects.bulk_create(rests)
    record(event="crowd.settled", by="setup", about="crowd", facts={"lines": len(lines)}, now=now)
    Event.objects.bulk_create(
        Event(line=period.line, period=period, kind=Kind.JOINED, on=period.start_on, entered_by=clerk, entered_at=now)
        for period in periods
    )


def _history(number: int, month: date) -> Iterator[tuple[date, date | None, bool, bool]]:
    """Start, end, under the campaign?, void? of each contract of a line."""

    def day(months: int, day: int) -> date:
        index = month.year * 12 + month.month - 1 + months
        return date(index // 12, index % 12 + 1, day)

    spread = number // KINDS % 28 + 1
    match number % KINDS:
        case 0:  # joined this month
            yield day(0, spread), None, False, False
        case 1:  # joined the month before
            yield day(-1, spread), None, False, False
        case 2:  # cancelled this month
            yield day(-9, spread), day(0, spread), False, False
        case 3:  # cancelled long ago
            yield day(-9, spread), day(-3, spread), False, False
        case 4:  # again in the same month
            yield day(-9, 1), day(0, 3), False, False
            yield day(0, 4), None, False, False
        case 5:  # again after months
            yield day(-12, 1), day(-6, 10), False, False
            yield day(0, spread), None, False, False
        case 6:  # under the campaign
            yield day(-3, spread), None, True, False
        case 7:  # withdrawn
            yield day(-1, spread), None, False, True
        case 8 | 12:  # no contract
            return
        case 10:  # joins next month
            yield day(1, spread), None, False, False
        case _:  # pays
            yield day(-(number % 40) - 3, spread), None, False, False


def moment(day: date) -> datetime:
    """Noon of a day in Japan."""
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
