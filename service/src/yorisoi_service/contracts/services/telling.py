"""What every change of a contract shares: the line held while it happens, and its place in story and audit trail.

What `facts` of an event holds (numbers, days and codes; a note a clerk wrote may stand in the story, never in the audit):

applied, rejected            channel, code
joined, rejoined             sequence, form_on, start_on, campaign, channel, solicited, terms
withdrawn                    ground, sequence (of a contract); application (of an application)
cancelled, cancellation_reserved   requested_on, end_on
cancellation_undone          end_on (the day that no longer is)
line_closed                  end_on, or nothing where no contract ran
line_moved                   from, to (line ids); dropped_form_on (of the contract that the new line had)
line_suspended, line_resumed first_on, last_on
line_inherited               from, to (subscriber ids)
course_, device_, account_changed  note
corrected                    what, and the values before and after (`note`: a line's number before); mistake (of an entry that counts for nothing)
support_suspended            unpaid_months
support_resumed              nothing
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import NotNow
from yorisoi_service.contracts.models import Event, Period
from yorisoi_service.contracts.rules.story import Kind, Void
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line


def hold(line: Line) -> Line:
    """The line as it is now, ours until the transaction ends: nobody else can change its contract meanwhile."""
    return Line.objects.select_for_update().get(pk=line.pk)


def hold_period(period: Period) -> Period:
    """The period as it is now, its line held first, as everybody does: two orders would lock each other out."""
    line_id = Period.objects.values_list("line_id", flat=True).get(pk=period.pk)
    Line.objects.select_for_update().get(pk=line_id)
    return Period.objects.select_related("line").get(pk=period.pk)


def check_counts(period: Period) -> None:
    """NotNow for a void period."""
    if period.void:
        raise NotNow(
            _("This contract was withdrawn or corrected before. Look at the line's story for the one that counts.")
        )


def check_newest(period: Period) -> None:
    """NotNow for a void period, and for one that a later contract of the line follows."""
    check_counts(period)
    if queries.counting(period.line_id).filter(sequence__gt=period.sequence).exists():
        raise NotNow(_("The line has a later contract. Begin with that one."))


def tell(
    kind: Kind,
    *,
    line: Line,
    on: date,
    period: Period | None = None,
    facts: Mapping[str, Fact] | None = None,
    note: str = "",
    by: StaffMember,
    now: datetime,
) -> Event:
    """Add one event to the story and its row to the audit trail. `note` stands in the story alone. Call it last."""
    told = dict(facts or {})
    # The audit trail first, do not move: it holds its head until the commit, so events get their numbers in the order
    # of commits, and whoever has read up to a number has missed nothing below it.
    record(
        event=f"contract.{kind}",
        by=by.actor,
        about=f"line:{line.pk}",
        facts={"on": on.isoformat(), **told},
        now=now,
    )
    return Event.objects.create(
        line=line,
        period=period,
        kind=kind,
        on=on,
        facts=told | ({"note": note} if note else {}),
        entered_by=by,
        entered_at=now,
    )


def make_void(period: Period, why: Void, on: date) -> None:
    """The period counts as never having been, from this day's entry on."""
    period.void, period.void_on = why, on
    period.save(update_fields=["void", "void_on"])
