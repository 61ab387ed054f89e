"""A line whose number, address or opening day was mistyped: put right, and with the day the contracts that hang on it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import AlreadyActive, BadDay, MonthClosed
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.period import may_follow, start_of
from yorisoi_service.contracts.rules.replacing import may_replace
from yorisoi_service.contracts.rules.story import Kind
from yorisoi_service.contracts.services.entered_anew import enter_anew, line_of_form
from yorisoi_service.contracts.services.telling import hold, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line
from yorisoi_service.subscribers.services import lines as subscribers

CLOSED = _("This would change a month that is closed already. Ask the accountant.")


@dataclass(frozen=True)
class CorrectedLine:
    """The line as it is now, and the contracts that begin on another day with it: before, and as entered anew."""

    line: Line
    anew: tuple[tuple[Period, Period], ...]


@transaction.atomic
def correct_line(
    *, line: Line, number: str, address: str, opened_on: date, open_from: Month, by: StaffMember, now: datetime
) -> CorrectedLine:
    """What was mistyped about a line. A contract that began with the line's opening is entered anew for the right day
    (T12); where the line replaced another, that one closes with it.

    Number and address are names only and may be put right whenever it is noticed. `open_from` is the first month that is
    not closed; MonthClosed where another opening day would change an earlier one. BadDay for a day before which, or after
    which, the line cannot have opened; AlreadyActive where two contracts would overlap. Nothing is told of nothing.
    """
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    before = (line.number, line.address, line.opened_on)
    if before == (number.strip(), address.strip(), opened_on):
        return CorrectedLine(line, ())
    if opened_on != line.opened_on:
        _check_opening(line, opened_on, open_from, now)
    line = subscribers.correct_line(line=line, number=number, address=address, opened_on=opened_on, by=by, now=now)
    anew = () if line.opened_on == before[2] else _entered_anew(line, open_from, by=by, now=now)
    facts: dict[str, Fact] = {"what": "line"}
    if line.opened_on != before[2]:
        facts |= {"opened_on": line.opened_on.isoformat(), "opened_on_before": before[2].isoformat()}
    facts |= {"address_corrected": line.address != before[1], "number_corrected": line.number != before[0]}
    tell(
        Kind.CORRECTED,
        line=line,
        on=business_day(now),
        period=anew[-1][1] if anew else None,
        facts=facts,
        note=before[0] if line.number != before[0] else "",
        by=by,
        now=now,
    )
    return CorrectedLine(line, anew)


def _check_opening(line: Line, opened_on: date, open_from: Month, now: datetime) -> None:
    older, newer = line.moved_from, Line.objects.filter(moved_from=line).first()
    if (line.closed_on is not None and opened_on > line.closed_on) or (
        newer is not None and opened_on >= newer.opened_on
    ):
        raise BadDay(_("The line would open after it had closed or moved. Check the day."))
    if line.suspensions.filter(first_on__lt=opened_on).exists():
        raise BadDay(_("The line would rest before it opened. Check the day."))
    if older is None:
        return
    if opened_on > business_day(now):
        raise BadDay(_("The new line is not open yet. Enter the move on the day it opens, or later."))
    closed_on = None if older.closed_on == line.opened_on else older.closed_on  # it closes with the move, on any day
    if not may_replace(opened_on=older.opened_on, closed_on=closed_on, new_opened_on=opened_on):
        raise BadDay(
            _(
                "A line takes the place of one that opened earlier, and in the month after that one closed at the latest."
            )
        )
    # Under which of the two numbers a month stands follows the day of the move.
    if Month.of(min(opened_on, line.opened_on)) < open_from and _has_contracts(line):
        raise MonthClosed(CLOSED)


def _has_contracts(line: Line) -> bool:
    return queries.counting(queries.followed(line.pk)[-1]).exists()


def _entered_anew(line: Line, open_from: Month, *, by: StaffMember, now: datetime) -> tuple[tuple[Period, Period], ...]:
    newest = Line.objects.get(pk=queries.followed(line.pk)[-1])
    anew: list[tuple[Period, Period]] = []
    before: Period | None = None
    for period in queries.counting(newest.pk).select_related("campaign"):
        form_line = line_of_form(newest, period.form_on)
        start_on = start_of(period.form_on, form_line.opened_on)
        if start_on != period.start_on:
            _check_start(period, start_on, open_from)
            new = enter_anew(
                period,
                form_on=period.form_on,
                form_line=form_line,
                start_on=start_on,
                campaign=period.campaign,
                by=by,
                now=now,
            )
            anew.append((period, new))
            period = new
        if before is not None and not may_follow(before.days(), period.start_on):
            raise AlreadyActive(_("Two contracts of the line would overlap. Correct them first."))
        before = period
    return tuple(anew)


def _check_start(period: Period, start_on: date, open_from: Month) -> None:
    if Month.of(min(period.start_on, start_on)) < open_from:
        raise MonthClosed(CLOSED)
    if period.end_on is not None and start_on > period.end_on:
        raise BadDay(_("The contract would begin after its last day. Check the day the line opened."))
