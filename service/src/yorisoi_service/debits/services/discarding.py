"""Taking back a file that never reached the bank: a wrong debit date, or mandates that were still missing."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable, ResultFile
from yorisoi_service.debits.rules.receivable import MOST_DEBITS, State, after, step_back
from yorisoi_service.debits.services.turns import every_month
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require


@transaction.atomic
def discard(*, month: Month, by: StaffMember, now: datetime) -> None:
    """Undo the newest run, on the word of a named person that the bank never had its file.

    Its charges are open (or carried over) again, also those that went to slips with it; its mandates are as new as
    they were. Credits that met something stay so. The audit row keeps count, total and checksum of what was undone.
    Raises CannotExport for any run but the newest, and for one the bank has answered.
    """
    require(by, Deed.EXPORT_MONEY)
    every_month()  # no file is written meanwhile
    run = DebitRun.objects.select_for_update().order_by("-month").first()
    if run is None or Month.of(run.month) != month:
        raise CannotExport(
            _("Only the newest debit file can be discarded, and %(month)s is not it.") % {"month": month}
        )
    if ResultFile.objects.filter(run=run).exists():
        raise CannotExport(_("The bank has answered the file of %(month)s; it cannot be discarded.") % {"month": month})
    items = DebitItem.objects.filter(run=run)
    requested = Receivable.objects.filter(parts__item__run=run, state=State.REQUESTED)
    slipped = Receivable.objects.filter(state=State.SLIP, since=run.written_at)
    for before in range(MOST_DEBITS):
        step = step_back(debits=before)
        keys = list(requested.filter(debits=before + 1).values_list("pk", flat=True))
        _update(keys, state=after(State.REQUESTED, step), debits=F("debits") - 1, since=now)
        keys = list(slipped.filter(debits=before).values_list("pk", flat=True))
        _update(keys, state=after(State.SLIP, step), since=now)
    for new_code in ("1", "2"):
        Mandate.objects.filter(items__in=items.filter(new_code=new_code)).update(new_code=new_code)
    facts = {"count": run.count, "total": run.total, "sha256": run.sha256}
    DebitPart.objects.filter(item__run=run).delete()
    items.delete()
    run.delete()
    record(event="debits.discarded", by=by.actor, about=f"debits:{month}", facts=facts, now=now)


def _update(keys: list[int], **values: object) -> None:
    for start in range(0, len(keys), 500):
        Receivable.objects.filter(pk__in=keys[start : start + 500]).update(**values)
