"""One subscriber's data deleted before its time, because they ask: what may go goes at once, the rest when its time is
over. What is still needed is named first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.billing import queries as billing
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import retention as contracts
from yorisoi_service.debits.models import Receivable
from yorisoi_service.debits.services.retention import SETTLED
from yorisoi_service.desk.models.calls import CallBack
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import retention as desk
from yorisoi_service.letters.services import retention as letters
from yorisoi_service.remote.services import retention as remote
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.errors import SubscriberError
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.services import retention as subscribers


class StillNeeded(SubscriberError):
    """Something that runs or is open needs the data; the sentence names it and the next step."""


@dataclass(frozen=True)
class Need:
    """One thing for which the data is still needed."""

    code: str
    sentence: str | Promise


@dataclass(frozen=True)
class Forgotten:
    """How many rows of which table went or were emptied. `unknown`: nothing says any more who the subscriber was, but
    what the books keep."""

    rows: dict[str, int]
    unknown: bool


def needs(*, subscriber: Subscriber, now: datetime) -> list[Need]:
    """Why the data cannot be deleted yet; empty when it can."""
    return list(_needs(subscriber, now))


@transaction.atomic
def forget(*, subscriber: Subscriber, by: StaffMember | None, now: datetime) -> Forgotten:
    """Delete what no law asks to keep: requests, calls, letters after visits, whom they named, keys to the own pages,
    technical data of sessions; and who they are, where no line is open. Contract, ledger, invoices, consents and who
    looked stay for their time, by numbers. `by` None: the subscriber, signed in to the own page.

    Raises StillNeeded, changing nothing, while something is open. The audit row holds counts alone.
    """
    if by is not None:
        require(by, Deed.REGISTER_CONTRACT)
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    for need in _needs(subscriber, now):
        raise StillNeeded(need.sentence)
    rows: Counter[str] = Counter()
    # Connections belong to whoever asked for them, wherever the line went since: found before the requests go.
    rows += remote.forget(tickets=Ticket.objects.filter(subscriber=subscriber).values_list("pk", flat=True))
    rows += desk.forget(subscriber=subscriber)
    rows += letters.forget(subscriber=subscriber)
    # What a housemate owes hangs on whose contract was the household's first, for as long as that contract is kept.
    kept = Period.objects.filter(line__first_holder=subscriber).exists()
    rows += subscribers.forget(subscriber=subscriber, keeps_household=kept, now=now)
    actor = f"subscriber:{subscriber.pk}" if by is None else by.actor
    found = {table: count for table, count in sorted(rows.items()) if count}
    record(event="subscriber.forgotten", by=actor, about=f"subscriber:{subscriber.pk}", facts=found, now=now)
    return Forgotten(found, unknown="subscribers.Subscriber" in found)


def _needs(subscriber: Subscriber, now: datetime) -> Iterator[Need]:
    today = business_day(now)
    if not contracts.past_subscribers([subscriber.pk], since=today):
        yield Need("contract", _("A support contract runs, or was applied for. Cancel it first; then the data can go."))
    elif (last := _last_month(subscriber)) is not None and not _is_charged(last):
        yield Need("month", _("The last month is not charged yet. Delete the data when it is."))
    if Receivable.objects.filter(subscriber=subscriber).exclude(state__in=SETTLED).exists():
        yield Need("unpaid", _("An amount is not paid, or not paid back yet. Settle it first."))
    if Ticket.objects.filter(subscriber=subscriber, finished_at=None).exists():
        yield Need("ticket", _("A request at the desk is still open. It is finished first."))
    if CallBack.objects.filter(subscriber=subscriber, done_at=None).exists():
        yield Need("call_back", _("A call back is still waiting. Withdraw it first."))


def _is_charged(last: Month) -> bool:
    closed = billing.last_closed()
    return closed is not None and last <= closed


def _last_month(subscriber: Subscriber) -> Month | None:
    ended = Period.objects.filter(Q(line__subscriber=subscriber) | Q(line__first_holder=subscriber), void="")
    last = ended.order_by("-end_on").values_list("end_on", flat=True).first()
    return None if last is None else Month.of(last)
