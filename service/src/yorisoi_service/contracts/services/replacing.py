"""A line that was registered on its own turns out to have taken the place of another: the two count as one (case 28)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import AlreadyActive, BadDay, MonthClosed, NotEligible, NotNow
from yorisoi_service.contracts.models import Application, Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.period import may_follow
from yorisoi_service.contracts.rules.replacing import first_changed, may_replace
from yorisoi_service.contracts.rules.story import EndCause, Kind, State, Void
from yorisoi_service.contracts.services.telling import make_void, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line
from yorisoi_service.subscribers.services import lines as subscribers


@transaction.atomic
def replace_line(
    *, old: Line, new: Line, open_from: Month, is_booked: bool, is_closing: bool, by: StaffMember, now: datetime
) -> Line:
    """`new` counts as the line to which `old` moved; the contract of `old` goes on there, also one that had ended with it.

    A contract begun on `new` meanwhile was never one of its own: beside one that goes on it becomes void, after one that
    was cancelled it is the re-contract. A last day that was asked for stands again where the line's end came before it.
    `open_from` is the first month that is not closed; MonthClosed where a closed month would cost something else, and,
    as the ledger is kept by first holders, for a new line of another one with anything in it (`is_booked`). NotNow for
    such a line while a month is being closed (`is_closing`). NotEligible for lines of two subscribers, or which moved or
    closed; BadDay for days on which one cannot have replaced the other; NotNow and AlreadyActive where their contracts
    contradict it.
    """
    require(by, Deed.REGISTER_CONTRACT)
    held = {line.pk: line for line in Line.objects.select_for_update().filter(pk__in=[old.pk, new.pk]).order_by("pk")}
    old, new = held[old.pk], held[new.pk]
    _check_lines(old, new, now)
    if old.first_holder_id != new.first_holder_id:
        _check_ledger(is_booked=is_booked, is_closing=is_closing)
    running = queries.counting(old.pk).last()
    own = list(queries.counting(new.pk))
    goes_on = queries.goes_on(old.pk)
    cut_on = None if running is None or goes_on else _end_as_asked(running, new)
    if goes_on and (len(own) > 1 or any(period.end_on is not None for period in own)):
        raise NotNow(_("A contract of the new line has ended already, so it is one of its own. The lines stay apart."))
    if not goes_on:
        _check_own(running, own)
    changed = first_changed(
        old=running.days() if running else None,
        goes_on=goes_on,
        opened_on=new.opened_on,
        own_start=own[0].start_on if own else None,
        cut_on=cut_on,
    )
    if changed is not None and changed < open_from:
        raise MonthClosed(_("This would change a month that is closed already. Ask the accountant."))
    facts: dict[str, Fact] = {"from": old.pk, "to": new.pk}
    if goes_on and own:
        make_void(own[0], Void.CORRECTED, business_day(now))
        Application.objects.filter(period=own[0]).update(state=State.WITHDRAWN)
        facts["dropped_form_on"] = own[0].form_on.isoformat()
    if running is not None and cut_on is not None:
        running.save(update_fields=["end_on", "end_cause"])
    _take_along(old, new, running if goes_on else None)
    new = subscribers.join_lines(line=old, to=new, by=by, now=now)
    period = queries.active_period(new.pk, on=new.opened_on)
    tell(Kind.LINE_MOVED, line=new, on=new.opened_on, period=period, facts=facts, by=by, now=now)
    return new


def _check_lines(old: Line, new: Line, now: datetime) -> None:
    if old.subscriber_id != new.subscriber_id:
        raise NotEligible(_("These lines belong to two subscribers. Hand the line over first."))
    if Line.objects.filter(moved_from__in=[old, new]).exists() or new.moved_from_id is not None:
        raise NotEligible(_("One of these lines has moved, or replaced another, already."))
    if new.closed_on is not None:
        raise NotEligible(_("The new line is closed, so nothing can go on there."))
    if new.opened_on > business_day(now):
        raise BadDay(_("The new line is not open yet. Enter the move on the day it opens, or later."))
    if not may_replace(opened_on=old.opened_on, closed_on=old.closed_on, new_opened_on=new.opened_on):
        raise BadDay(
            _(
                "A line takes the place of one that opened earlier, and in the month after that one closed at the latest."
            )
        )
    if Application.objects.filter(line__in=[old, new], state=State.APPLIED).count() > 1:
        raise NotNow(_("An application waits on both lines. Let one be taken back first."))


def _check_ledger(*, is_booked: bool, is_closing: bool) -> None:
    """Two lines of different first holders: what is booked on the new one stands among its own holder's, and stays."""
    if is_closing:
        raise NotNow(_("A month is being closed at this moment. Enter this again once it is closed."))
    if is_booked:
        raise MonthClosed(
            _(
                "A closed month counts the new line by itself, so the two lines stay apart. Cancel the contract that is"
                " not needed."
            )
        )


def _end_as_asked(period: Period, new: Line) -> date | None:
    """The day on which the line's end had cut this contract off, which gets its last day as asked for; not saved yet."""
    asked = queries.asked_end(period)
    if period.end_cause != EndCause.LINE_CLOSED or asked is None:
        return None
    if asked < new.opened_on:
        raise NotNow(
            _("The contract was to end before the new line opened, so it cannot go on there. The lines stay apart.")
        )
    cut_on, period.end_on, period.end_cause = period.end_on, asked, EndCause.REQUEST
    return cut_on


def _check_own(ended: Period | None, own: list[Period]) -> None:
    """What the new line's contracts must be to stay: later than the one that ended, and begun with their forms, since on
    one line with the old one they would begin with those (T12)."""
    if ended is not None and own and not may_follow(ended.days(), own[0].start_on):
        raise AlreadyActive(_("The contracts of the two lines overlap, so one cannot continue the other."))
    if any(period.start_on != period.form_on for period in own):
        raise NotNow(
            _("The contract of the new line began with the line, so it is one of its own. The lines stay apart.")
        )


def _take_along(old: Line, new: Line, continued: Period | None) -> None:
    """Every contract of the old line stands on the new one, before those the new one had."""
    if continued is not None and continued.end_on is not None:
        continued.end_on, continued.end_cause = None, EndCause.OPEN
        continued.save(update_fields=["end_on", "end_cause"])
    before = queries.counting(old.pk).count()
    for period in queries.counting(new.pk).order_by("-sequence"):
        period.sequence += before
        period.save(update_fields=["sequence"])
    Period.objects.filter(line=old).update(line=new)
    Application.objects.filter(line=old, state=State.APPLIED).update(line=new)
