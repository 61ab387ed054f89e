"""What a person decides about one receivable: an unclear failure, a paid slip, a loss, a credit paid back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.debits.errors import CannotDecide
from yorisoi_service.debits.models import Receivable
from yorisoi_service.debits.rules.receivable import MOST_DEBITS, Illegal, State, Step, after
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require

DECIDED = (Step.CARRY, Step.SLIP, Step.WRITE_OFF)  # what may follow an unclear failure
NOT_NOW = _("This cannot be done in the state the amount is in. Look at it again: it may have moved on.")


@transaction.atomic
def decide(*, receivable: Receivable, step: Step, by: StaffMember, now: datetime) -> Receivable:
    """After results 9 and 5 to 7: debit it once more, ask for it by slip, or give it up. A slip may be given up too."""
    require(by, Deed.EXPORT_MONEY)
    receivable = Receivable.objects.select_for_update().get(pk=receivable.pk)
    if step not in DECIDED or receivable.state not in (State.FAILED, State.SLIP):
        raise CannotDecide(NOT_NOW)
    if step is Step.CARRY and receivable.debits >= MOST_DEBITS:
        raise CannotDecide(_("It has been debited twice. Ask for it by slip."))
    return _step(receivable, step, by=by, now=now)


@transaction.atomic
def settle(*, receivable: Receivable, by: StaffMember, now: datetime) -> Receivable:
    """A slip was paid in full; or a waiting credit was paid back, when no further month will meet it."""
    require(by, Deed.EXPORT_MONEY)
    receivable = Receivable.objects.select_for_update().get(pk=receivable.pk)
    if receivable.state != State.SLIP and not (receivable.amount < 0 and receivable.state == State.OPEN):
        raise CannotDecide(NOT_NOW)
    return _step(receivable, Step.SETTLE, by=by, now=now)


def _step(receivable: Receivable, step: Step, *, by: StaffMember, now: datetime) -> Receivable:
    before = receivable.state
    try:
        receivable.state = after(State(before), step)
    except Illegal:
        raise CannotDecide(NOT_NOW) from None
    receivable.since = now
    receivable.save(update_fields=["state", "since"])
    record(
        event=f"receivable.{step}",
        by=by.actor,
        about=f"subscriber:{receivable.subscriber_id}",
        facts={"month": f"{receivable.month:%Y-%m}", "left": receivable.left, "from": before},
        now=now,
    )
    return receivable
