"""The answers on a ticket, each a row with who and when. Whether a gate opens is computed from them later."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.desk.errors import BadAnswer
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.desk.queries import tickets as queries
from yorisoi_service.desk.rules.gates import MAX_IDENTITY_FAILURES
from yorisoi_service.desk.rules.identity import Known, Marks, Typed, compare
from yorisoi_service.desk.rules.triage import CATEGORIES
from yorisoi_service.desk.services.tickets import held
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import paragraph
from yorisoi_service.staff.services import require

SHORTEST_REASON = 5


@transaction.atomic
def check_identity(*, ticket: Ticket, typed: Typed, by: StaffMember, now: datetime) -> Marks:
    """Compare what the caller said with what is on file (R33); keep only whether it was right.

    After three failures it refuses: call back under the registered telephone, then `called_back`.
    """
    require(by, Deed.CHECK_IDENTITY)
    ticket = held(ticket, by)
    subscriber = ticket.subscriber
    if subscriber is None:
        raise BadAnswer(_("Find the caller first: by customer number, name or telephone."))
    if queries.identity_failures(ticket) >= MAX_IDENTITY_FAILURES:
        raise BadAnswer(_("Three checks failed. Call back under the registered telephone number."))
    known = Known(
        subscriber.customer_number,
        (subscriber.name, subscriber.kana),
        subscriber.address,
        tuple(phone for phone in (subscriber.phone, subscriber.mobile) if phone),
    )
    marks = compare(known, typed)
    _answer(ticket, Kind.IDENTITY, "passed" if marks.passed else "failed", by=by, now=now)
    return marks


@transaction.atomic
def called_back(*, ticket: Ticket, by: StaffMember, now: datetime) -> Answer:
    """The communicator called the registered number and reached the subscriber; stands for a passed check."""
    require(by, Deed.CHECK_IDENTITY)
    ticket = held(ticket, by)
    if ticket.subscriber is None:
        raise BadAnswer(_("Find the caller first: by customer number, name or telephone."))
    return _answer(ticket, Kind.IDENTITY, "called_back", by=by, now=now)


@transaction.atomic
def decide_scope(*, ticket: Ticket, category: str, by: StaffMember, now: datetime) -> Answer:
    """Say what kind of request it is (R14 to R21, R35). What is not on the list, a desk lead decides."""
    ticket = held(ticket, by)
    chosen = CATEGORIES.get(category)
    if chosen is None:
        raise BadAnswer(_("Choose one of the categories."))
    if chosen.by_lead:
        require(by, Deed.DECIDE_UNLISTED)
    return _answer(ticket, Kind.SCOPE, chosen.code, by=by, now=now)


@transaction.atomic
def tick(*, ticket: Ticket, condition: str, yes: bool, by: StaffMember, now: datetime) -> Answer:
    """Tick or untick one of the two conditions of R23: "device" or "operations"."""
    ticket = held(ticket, by)
    if condition not in (Kind.DEVICE, Kind.OPERATIONS):
        raise BadAnswer(_("Choose one of the two conditions."))
    return _answer(ticket, Kind(condition), "yes" if yes else "no", by=by, now=now)


@transaction.atomic
def terms_read_aloud(*, ticket: Ticket, version: str, present: str, by: StaffMember, now: datetime) -> Answer:
    """The present terms were read aloud and the subscriber agreed (R11). `present` is the version in force."""
    ticket = held(ticket, by)
    if version != present:
        raise BadAnswer(_("The terms have changed meanwhile. Read out the present version."))
    if ticket.line is None:
        raise BadAnswer(_("Choose the caller's line first."))
    return _answer(ticket, Kind.TERMS, version, by=by, now=now)


@transaction.atomic
def network_exception(*, ticket: Ticket, reason: str, by: StaffMember, now: datetime) -> Answer:
    """Why the session may go on though the connection is not from the provider's own network (R13); logged."""
    ticket = held(ticket, by)
    words = paragraph(reason)
    if not SHORTEST_REASON <= len(words) <= 500:
        raise BadAnswer(_("Write the reason in 5 to 500 characters."))
    return _answer(ticket, Kind.NETWORK, "exception", by=by, now=now, note=words)


def _answer(ticket: Ticket, kind: Kind, value: str, *, by: StaffMember, now: datetime, note: str = "") -> Answer:
    answer = Answer.objects.create(
        ticket=ticket,
        kind=kind,
        value=value,
        note=note,
        subscriber_id=ticket.subscriber_id,
        line_id=ticket.line_id,
        by=by,
        at=now,
    )
    record(
        event="ticket.answered",
        by=by.actor,
        about=ticket.topic,
        facts={"kind": str(kind), "value": value, "line": ticket.line_id},
        now=now,
    )
    return answer
