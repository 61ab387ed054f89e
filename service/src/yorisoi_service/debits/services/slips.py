"""The list for whoever prints payment slips: one row a subscriber and month. It holds names and addresses, so every
writing of it is audited by count and total."""

import csv
import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits import queries
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import as_text
from yorisoi_service.staff.services import require

COLUMNS = ("customer_number", "name", "address", "service_month", "amount_yen", "since")
CHUNK = 2_000


@dataclass(frozen=True)
class Listed:
    count: int
    total: int
    content: bytes = field(repr=False)


@transaction.atomic
def list_slips(*, encoding: Literal["utf-8", "cp932"], by: StaffMember, now: datetime) -> Listed:
    """Everything that is to be paid by slip now. Raises CannotExport for a character the encoding does not have."""
    require(by, Deed.EXPORT_MONEY)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    content, count, total = [], 0, 0
    for row in queries.slips().iterator(chunk_size=CHUNK):
        person = row.subscriber
        since = business_day(row.since)
        name, address = as_text(person.name), as_text(person.address)
        writer.writerow((person.customer_number, name, address, Month.of(row.month), row.left, since))
        try:
            content.append(text.getvalue().encode(encoding))
        except UnicodeEncodeError:
            raise CannotExport(
                _("The name or address of %(number)s has a character that %(encoding)s lacks. Write the list as UTF-8.")
                % {"number": person.customer_number, "encoding": encoding}
            ) from None
        text.seek(0)
        text.truncate()
        count, total = count + 1, total + row.left
    content.append(text.getvalue().encode(encoding))
    record(event="debits.slips_listed", by=by.actor, about="debits", facts={"count": count, "total": total}, now=now)
    return Listed(count, total, b"".join(content))
