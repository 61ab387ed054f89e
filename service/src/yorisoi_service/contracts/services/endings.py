"""Ending a contract: on request, at a later day, with the line; and taking a reserved end back (R05 to R07, T5)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadDay, MonthClosed, NotNow
from yorisoi_service.contracts.models import Event, Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.story import EndCause, Kind, Void
from yorisoi_service.contracts.services.telling import check_newest, hold, hold_period, make_void, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line
from yorisoi_service.subscribers.services import lines as subscribers

LINE_ENDED = "line_ended"  # the ground on which a contract is void that began after its line had ended
FARTHEST_END = timedelta(days=2 * 366)  # a reserved end; beyond that it is a mistyped year


@transaction.atomic
def cancel(*, period: Period, requested_on: date, end_on: date | None = None, by: StaffMember, now: datetime) -> Period:
    """End a contract on the day the subscriber asked for it, or on a later day they named (T5).

    The day of the request counts, however late it is entered. Charges nothing by itself (R06).
    """
    require(by, Deed.CANCEL_CONTRACT)
    period = hold_period(period)
    last = end_on or requested_on
    if period.void:
        raise NotNow(_("This contract was withdrawn or corrected before, so there is nothing to cancel."))
    with_line = period.end_cause == EndCause.LINE_CLOSED
    if period.end_on is not None and not (with_line and last < period.end_on):
        raise BadDay(_("This contract has an end already. Take it back first where it is still reserved."))
    _check_days(period, requested_on, last, now)
    period.requested_end_on, period.end_on, period.end_cause = requested_on, last, EndCause.REQUEST
    period.save(update_fields=["requested_end_on", "end_on", "end_cause"])
    facts: dict[str, Fact] = {"requested_on": requested_on.isoformat(), "end_on": last.isoformat()}
    kind = Kind.CANCELLATION_RESERVED if last > business_day(now) else Kind.CANCELLED
    tell(kind, line=period.line, on=last, period=period, facts=facts, by=by, now=now)
    return period


@transaction.atomic
def undo_cancel(*, period: Period, by: StaffMember, now: datetime) -> Period:
    """Take a reserved cancellation back, before its day; the contract then runs on as if it had not been asked for,
    to the end of its line where that has one."""
    require(by, Deed.CANCEL_CONTRACT)
    period = hold_period(period)
    if period.void or period.end_on is None or period.end_cause != EndCause.REQUEST:
        raise NotNow(_("This contract has no cancellation that could be taken back."))
    if business_day(now) >= period.end_on:
        raise NotNow(_("The last day has come, so the cancellation stands. The subscriber may apply again."))
    check_newest(period)
    before = period.end_on
    period.requested_end_on, period.end_on = None, period.line.closed_on
    period.end_cause = EndCause.OPEN if period.end_on is None else EndCause.LINE_CLOSED
    period.save(update_fields=["requested_end_on", "end_on", "end_cause"])
    facts: dict[str, Fact] = {"end_on": before.isoformat()}
    tell(Kind.CANCELLATION_UNDONE, line=period.line, on=business_day(now), period=period, facts=facts, by=by, now=now)
    return period


@transaction.atomic
def correct_end(
    *, period: Period, requested_on: date, end_on: date | None = None, open_from: Month, by: StaffMember, now: datetime
) -> Period:
    """A mistyped cancellation gets its right days, before a month it touches is closed (`open_from`: the first open)."""
    require(by, Deed.CANCEL_CONTRACT)
    period = hold_period(period)
    if period.void or period.end_on is None or period.end_cause != EndCause.REQUEST:
        raise NotNow(_("This contract has no cancellation that could be corrected."))
    last, before = end_on or requested_on, period.end_on
    _check_days(period, requested_on, last, now)
    check_newest(period)
    if period.line.closed_on is not None and last > period.line.closed_on:
        raise BadDay(_("The contract cannot outlast its line. Check the last day."))
    if Month.of(min(before, last)) < open_from:
        raise MonthClosed(_("This would change a month that is closed already. Ask the accountant."))
    period.requested_end_on, period.end_on = requested_on, last
    period.save(update_fields=["requested_end_on", "end_on"])
    facts: dict[str, Fact] = {
        "what": "end",
        "requested_on": requested_on.isoformat(),
        "end_on": last.isoformat(),
        "end_on_before": before.isoformat(),
    }
    tell(Kind.CORRECTED, line=period.line, on=last, period=period, facts=facts, by=by, now=now)
    return period


@transaction.atomic
def close_line(*, line: Line, on: date, by: StaffMember, now: datetime) -> Line:
    """The line ends with this day, and in the same transaction its contract, also one with a later reserved end.

    A contract that began only after that day had no line to be on: it becomes void. A day entered wrongly is mended by
    closing again, which brings back what the wrong day made void. NotNow for a line that moved.
    """
    require(by, Deed.CANCEL_CONTRACT)
    line = hold(line)
    if Line.objects.filter(moved_from=line).exists():
        raise NotNow(_("This line has moved. Close the line that replaced it."))
    line = subscribers.close_line(line=line, on=on, by=by, now=now)
    _bring_back(line, on, by=by, now=now)
    for never in queries.counting(line.pk).filter(start_on__gt=on).order_by("-sequence"):
        make_void(never, Void.WITHDRAWN, business_day(now))
        told: dict[str, Fact] = {"ground": LINE_ENDED, "sequence": never.sequence}
        tell(Kind.WITHDRAWN, line=line, on=on, period=never, facts=told, by=by, now=now)
    ended_with_line = Q(end_cause=EndCause.LINE_CLOSED)
    period = queries.counting(line.pk).filter(Q(end_on=None) | Q(end_on__gt=on) | ended_with_line).last()
    facts: dict[str, Fact] = {}
    if period is not None:
        asked = queries.asked_end(period)
        if period.end_cause == EndCause.LINE_CLOSED and asked is not None and asked <= on:
            last, period.end_cause = asked, EndCause.REQUEST  # closed again, later: what was asked for comes first
        else:
            last, period.end_cause = on, EndCause.LINE_CLOSED
        period.end_on = last
        period.save(update_fields=["end_on", "end_cause"])
        facts["end_on"] = last.isoformat()
    tell(Kind.LINE_CLOSED, line=line, on=on, period=period, facts=facts, by=by, now=now)
    return line


@transaction.atomic
def reopen_line(*, line: Line, open_from: Month, by: StaffMember, now: datetime) -> Line:
    """The line was closed by mistake: it is open, and what ended or became void with it is as it was before.

    `open_from` is the first month that is not closed; MonthClosed when one after the line's last day is closed, or one in
    which a contract began that became void with the line: it was closed without them. NotNow for a line that is open or
    has moved.
    """
    require(by, Deed.CANCEL_CONTRACT)
    line = hold(line)
    if line.closed_on is None:
        raise NotNow(_("This line is open."))
    if Line.objects.filter(moved_from=line).exists():
        raise NotNow(_("This line has moved. Close the line that replaced it."))
    first_changed = [Month.of(line.closed_on).plus(1), *(Month.of(back.start_on) for back in _void_with(line, None))]
    if min(first_changed) < open_from:
        raise MonthClosed(_("This would change a month that is closed already. Ask the accountant."))
    before = line.closed_on
    line = subscribers.reopen_line(line=line, by=by, now=now)
    _bring_back(line, None, by=by, now=now)
    newest = queries.counting(line.pk).last()
    for period in queries.counting(line.pk).filter(end_cause=EndCause.LINE_CLOSED):
        asked = queries.asked_end(period)
        if asked is not None or period == newest:
            period.end_on, period.end_cause = asked, EndCause.OPEN if asked is None else EndCause.REQUEST
            period.save(update_fields=["end_on", "end_cause"])
    facts: dict[str, Fact] = {"what": "line_open", "end_on_before": before.isoformat()}
    tell(Kind.CORRECTED, line=line, on=business_day(now), period=newest, facts=facts, by=by, now=now)
    return line


def _bring_back(line: Line, on: date | None, *, by: StaffMember, now: datetime) -> None:
    """Contracts that an earlier, wrong last day of the line had made void count again; None: it has no last day."""
    for period in _void_with(line, on):
        period.void, period.void_on = Void.RUNS, None
        period.save(update_fields=["void", "void_on"])
        facts: dict[str, Fact] = {"what": "line_end", "sequence": period.sequence}
        tell(Kind.CORRECTED, line=line, on=on or business_day(now), period=period, facts=facts, by=by, now=now)


def _void_with(line: Line, on: date | None) -> list[Period]:
    """What _bring_back brings back, in order: not where another contract took its place since."""
    told = Event.objects.filter(line=line, kind=Kind.WITHDRAWN, facts__ground=LINE_ENDED).values("period")
    back = Period.objects.filter(pk__in=told, void=Void.WITHDRAWN, start_on__lte=on or date.max).order_by("sequence")
    taken = set(queries.counting(line.pk).values_list("sequence", flat=True))
    found = []
    for period in back:
        if period.sequence not in taken:
            taken.add(period.sequence)
            found.append(period)
    return found


def _check_days(period: Period, requested_on: date, last: date, now: datetime) -> None:
    today = business_day(now)
    if requested_on > today:
        raise BadDay(_("The request lies in the future. Enter the day on which the subscriber asked."))
    if last < requested_on:
        raise BadDay(_("The last day lies before the request. Enter the day of the request, or a later one."))
    if last < period.start_on:
        raise BadDay(_("The last day lies before the start of the contract. Withdraw it, or check the days."))
    if last > today + FARTHEST_END:
        raise BadDay(_("The last day lies more than two years ahead. Check the year."))
