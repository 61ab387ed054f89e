"""What happens to a line while its contract goes on: moved, inherited, resting, another course or device.

None of it changes a fee, but for whole months of rest (R09, R10, T15, T16); all of it stands in the story.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadDay
from yorisoi_service.contracts.models import Application, Event, Period
from yorisoi_service.contracts.rules.story import Kind, State
from yorisoi_service.contracts.services.telling import hold, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.services import lines as subscribers

CHANGES = {"course": Kind.COURSE_CHANGED, "device": Kind.DEVICE_CHANGED, "account": Kind.ACCOUNT_CHANGED}
MOST_NOTE = 400


@transaction.atomic
def move_line(
    *,
    line: Line,
    number: str,
    address: str,
    opened_on: date,
    fixed_networks: Sequence[str] = (),
    by: StaffMember,
    now: datetime,
) -> Line:
    """The line goes on under another number from this day; its contract, history and waiting application go along.

    The month of the move is charged once, under the old number. BadDay for a day to come: until then the old line is
    the one in use, so it is entered when the new one is open.
    """
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    if opened_on > business_day(now):
        raise BadDay(_("The new line is not open yet. Enter the move on the day it opens, or later."))
    moved = subscribers.move_line(
        line=line,
        number=number,
        address=address,
        opened_on=opened_on,
        fixed_networks=fixed_networks,
        by=by,
        now=now,
    )
    Period.objects.filter(line=line).update(line=moved)
    Application.objects.filter(line=line, state=State.APPLIED).update(line=moved)
    facts: dict[str, Fact] = {"from": line.pk, "to": moved.pk}
    period = queries.active_period(moved.pk, on=opened_on)
    tell(Kind.LINE_MOVED, line=moved, on=opened_on, period=period, facts=facts, by=by, now=now)
    return moved


@transaction.atomic
def inherit_line(*, line: Line, to: Subscriber, on: date, by: StaffMember, now: datetime) -> Line:
    """The line, and the contract on it, is another subscriber's from this day (succession): the same contract goes on,
    with no new free months (T16)."""
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    if on > business_day(now) or on < line.opened_on:
        raise BadDay(_("A succession is entered on its day or later, and not before the line opened."))
    lines = Event.objects.filter(line_id__in=queries.followed(line.pk), kind=Kind.LINE_INHERITED)
    earlier = lines.aggregate(newest=Max("on"))["newest"]
    if earlier is not None and on < earlier:
        raise BadDay(_("The line had another holder until %(day)s. Enter a later day.") % {"day": earlier.isoformat()})
    before = line.subscriber_id
    line = subscribers.hand_line_over(line=line, to=to, by=by, now=now)
    facts: dict[str, Fact] = {"from": before, "to": to.pk}
    period = queries.active_period(line.pk, on=on)
    tell(Kind.LINE_INHERITED, line=line, on=on, period=period, facts=facts, by=by, now=now)
    return line


@transaction.atomic
def suspend_line(*, line: Line, first_on: date, last_on: date, by: StaffMember, now: datetime) -> None:
    """The line rests on these days, both included. Whole calendar months of it cost nothing, parts are full (T15)."""
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    subscribers.suspend_line(line=line, first_on=first_on, last_on=last_on, by=by, now=now)
    facts: dict[str, Fact] = {"first_on": first_on.isoformat(), "last_on": last_on.isoformat()}
    period = queries.active_period(line.pk, on=first_on)
    tell(Kind.LINE_SUSPENDED, line=line, on=first_on, period=period, facts=facts, by=by, now=now)


@transaction.atomic
def resume_line(*, line: Line, on: date, by: StaffMember, now: datetime) -> None:
    """The line is used again from this day, earlier than was planned; also one that moved while it rested."""
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    resting = Line.objects.filter(pk__in=queries.followed(line.pk), suspensions__last_on__gte=on)
    row = resting.order_by("suspensions__first_on").first() or line
    rest = subscribers.resume_line(line=row, on=on, by=by, now=now)
    facts: dict[str, Fact] = {}
    if rest is not None:
        facts = {"first_on": rest.first_on.isoformat(), "last_on": rest.last_on.isoformat()}
    period = queries.active_period(line.pk, on=on)
    tell(Kind.LINE_RESUMED, line=line, on=on, period=period, facts=facts, by=by, now=now)


@transaction.atomic
def note_change(
    *,
    line: Line,
    what: Literal["course", "device", "account"],
    on: date,
    note: str = "",
    by: StaffMember,
    now: datetime,
) -> None:
    """Another course, device or bank account: told in the story and nothing else (R09, R10, R27)."""
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    if on > business_day(now):
        raise BadDay(_("This day lies in the future. Enter the change on its day or later."))
    period = queries.active_period(line.pk, on=on)
    tell(CHANGES[what], line=line, on=on, period=period, note=note.strip()[:MOST_NOTE], by=by, now=now)


@transaction.atomic
def correct_free_window(*, line: Line, used: bool, by: StaffMember, now: datetime) -> Line:
    """Say what an import could not know: whether the free months were used before our records begin. It holds for the
    whole contract, so the lines it moved over are marked alike."""
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    chain = Line.objects.filter(pk__in=queries.followed(line.pk))
    before = any(each.free_window_used for each in chain)
    for each in chain.exclude(pk=line.pk):
        subscribers.mark_free_window(line=each, used=used, by=by, now=now)
    line = subscribers.mark_free_window(line=line, used=used, by=by, now=now)
    facts: dict[str, Fact] = {"what": "free_window", "used": used, "used_before": before}
    tell(Kind.CORRECTED, line=line, on=business_day(now), facts=facts, by=by, now=now)
    return line
