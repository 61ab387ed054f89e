"""The answers on a ticket, each a row with who and when. Whether a gate opens is computed from them later."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.desk.errors import BadAnswer
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.desk.queries import tickets as queries
from yorisoi_service.desk.queries.scope import newest as newest_decision
from yorisoi_service.desk.rules.gates import MAX_IDENTITY_FAILURES
from yorisoi_service.desk.rules.identity import Caller, Known, Marks, Speaking, Typed, compare
from yorisoi_service.desk.rules.triage import CATEGORIES, Code
from yorisoi_service.desk.services import scope
from yorisoi_service.desk.services.tickets import held
from yorisoi_service.desk.services.writing import answer
from yorisoi_service.remote import queries as remote
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import is_name, paragraph
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.models import HouseholdMember, Subscriber

SHORTEST_REASON = 5


@transaction.atomic
def check_identity(
    *, ticket: Ticket, typed: Typed, by: StaffMember, now: datetime, speaking: Speaking | None = None
) -> Marks:
    """Compare what the caller said with what is on file (R33); keep only whether it was right.

    `speaking`: somebody other than the subscriber; their name and relation are kept, as they say them.
    After three failures within 24 hours, on whatever ticket of this subscriber, or once a call back was asked for there,
    it refuses: call back, then `called_back`. A relation under which the subscriber named somebody means one of those only.
    """
    require(by, Deed.CHECK_IDENTITY)
    ticket = held(ticket, by)
    subscriber = _subscriber(ticket)
    if queries.identity_failures(ticket, now=now) >= MAX_IDENTITY_FAILURES:
        raise BadAnswer(_("Three checks failed within 24 hours. Call back under the registered telephone number."))
    if queries.is_to_be_called_back(ticket, newest=queries.newest_identity(ticket), now=now):
        raise BadAnswer(_("This caller is to be called back under the registered telephone number."))
    if speaking is not None:
        speaking = _named(speaking)
    members = () if speaking is None else _meant(subscribers.members_of(subscriber), speaking)
    known = Known(
        subscriber.customer_number,
        (subscriber.name, subscriber.kana),
        subscriber.address,
        tuple(phone for phone in (subscriber.phone, subscriber.mobile) if phone),
        tuple(name for member in members for name in (member.name, member.kana)),
    )
    marks = compare(known, typed, speaking)
    _say_who_speaks(ticket, marks.caller, speaking, by=by, now=now)
    answer(ticket, Kind.IDENTITY, "passed" if marks.passed else "failed", by=by, now=now)
    return marks


@transaction.atomic
def ask_to_call_back(*, ticket: Ticket, by: StaffMember, now: datetime) -> Answer:
    """The paper is lost, or somebody speaks whom nobody named: from now on only a call back helps, no typing (R33),
    for 24 hours on whatever ticket or line of this subscriber."""
    require(by, Deed.CHECK_IDENTITY)
    ticket = held(ticket, by)
    _subscriber(ticket)
    return answer(ticket, Kind.IDENTITY, "to_call_back", by=by, now=now)


@transaction.atomic
def called_back(*, ticket: Ticket, by: StaffMember, now: datetime, number: str = "landline") -> Answer:
    """The subscriber was reached under a registered number and agrees; stands for a passed check, where nothing else does:
    three checks failed, or a call back was asked for on a ticket. Otherwise it refuses: who is on the line is checked.

    `number` says which of the two was dialled, "landline" or "mobile"; the digits are kept nowhere.
    """
    require(by, Deed.CHECK_IDENTITY)
    ticket = held(ticket, by)
    _subscriber(ticket)
    if not queries.is_call_back_needed(ticket, now=now):
        raise BadAnswer(_('No call back is needed here. Check who is calling, or press "Call back instead" first.'))
    return reached(ticket=ticket, by=by, now=now, number=number)


@transaction.atomic
def reached(*, ticket: Ticket, by: StaffMember, now: datetime, number: str) -> Answer:
    """As `called_back`, for a call back that the subscriber wished for: `services.callbacks` knows of it."""
    require(by, Deed.CHECK_IDENTITY)
    ticket = held(ticket, by)
    subscriber = _subscriber(ticket)
    registered = {"landline": subscriber.phone, "mobile": subscriber.mobile}
    if not registered.get(number):
        raise BadAnswer(_("Choose one of the registered telephone numbers."))
    return answer(ticket, Kind.IDENTITY, f"called_back_{number}", by=by, now=now)


@transaction.atomic
def decide_scope(*, ticket: Ticket, category: str, by: StaffMember, now: datetime) -> Answer:
    """Decide by one of the FAQ's own kinds of request, without naming a thing; see `services.scope.decide`."""
    request = CATEGORIES.get(category)
    if request is None:
        raise BadAnswer(_("Choose one of the categories."))
    return scope.decide(ticket=ticket, request=request, by=by, now=now).answer


@transaction.atomic
def tick(*, ticket: Ticket, condition: str, yes: bool, by: StaffMember, now: datetime) -> Answer:
    """Tick or untick one of the two conditions of R23: "device" or "operations". Neither is unticked while a session runs:
    the session was allowed under both."""
    ticket = held(ticket, by)
    if condition not in (Kind.DEVICE, Kind.OPERATIONS):
        raise BadAnswer(_("Choose one of the two conditions."))
    if not yes and remote.running_of_ticket(ticket.pk):
        raise BadAnswer(_("A session of this ticket is still running. End it first."))
    return answer(ticket, Kind(condition), "yes" if yes else "no", by=by, now=now)


@transaction.atomic
def terms_read_aloud(*, ticket: Ticket, version: str, present: str, by: StaffMember, now: datetime) -> Answer:
    """The present terms were read aloud and the subscriber agreed (R11). `present` is the version in force."""
    ticket = held(ticket, by)
    if version != present:
        raise BadAnswer(_("The terms have changed meanwhile. Read out the present version."))
    if ticket.line is None:
        raise BadAnswer(_("Choose the caller's line first."))
    return answer(ticket, Kind.TERMS, version, by=by, now=now)


@transaction.atomic
def network_exception(*, ticket: Ticket, reason: str, by: StaffMember, now: datetime) -> Answer:
    """Why the session may go on though the connection is not from the provider's own network (R13); logged."""
    ticket = held(ticket, by)
    words = paragraph(reason)
    if not SHORTEST_REASON <= len(words) <= 500:
        raise BadAnswer(_("Write the reason in 5 to 500 characters."))
    decided = newest_decision(ticket)
    if decided is not None and decided.code == Code.ILLEGAL:
        raise BadAnswer(_("Nothing is written down about a request that may break the law."))
    return answer(ticket, Kind.NETWORK, "exception", by=by, now=now, note=words)


def _subscriber(ticket: Ticket) -> Subscriber:
    if ticket.subscriber is None:
        raise BadAnswer(_("Find the caller first: by customer number, name or telephone."))
    return ticket.subscriber


def _named(speaking: Speaking) -> Speaking:
    name, relation = speaking.name.strip(), speaking.relation.strip()
    if not (is_name(name) and is_name(relation) and len(name) <= 120 and len(relation) <= 40):
        raise BadAnswer(_("Enter the caller's own name and how they are related to the subscriber."))
    return Speaking(name, relation)


def _meant(members: Sequence[HouseholdMember], speaking: Speaking) -> tuple[HouseholdMember, ...]:
    """Those named as what the caller says to be; who says it in other words may be any of them."""
    alike = tuple(member for member in members if member.relation == speaking.relation)
    return alike or tuple(members)


def _say_who_speaks(
    ticket: Ticket, caller: Caller, speaking: Speaking | None, *, by: StaffMember, now: datetime
) -> None:
    note = "" if speaking is None else f"{speaking.name} / {speaking.relation}"
    before = queries.newest_caller(ticket)
    if (str(caller), note) != ((before.value, before.note) if before else (str(Caller.SUBSCRIBER), "")):
        answer(ticket, Kind.CALLER, caller, by=by, now=now, note=note)
