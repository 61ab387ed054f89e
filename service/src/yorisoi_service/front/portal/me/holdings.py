"""Everything that is stored about one subscriber, table by table: which fields they are given, and how rows are found.

Fields are named one by one, so nothing new goes out unseen. Left out: secrets and their hashes, what belongs to other
people, what only repeats another field. A test walks every model that leads to a subscriber and finds it here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yorisoi_service.billing.models import Entry as Charge
from yorisoi_service.contracts.models import Acceptance, Application, Event, Period
from yorisoi_service.debits.models import DebitItem, Mandate, Receivable
from yorisoi_service.debits.seal import CannotUnseal
from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.models.notes import Note
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.queries.tickets import confirmed
from yorisoi_service.front.portal.me import held
from yorisoi_service.front.portal.me.held import Held, Row
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.remote.models import Entry, Extension, Session
from yorisoi_service.subscribers.models import (
    AccessKey,
    HouseholdMember,
    Line,
    Look,
    SignIn,
    Subscriber,
    Suspension,
    Wish,
)

CHUNK = 500
LAST_DIGITS = 3


@dataclass(frozen=True)
class Holding:
    """One table: its title, the fields that are given, and the path from a row to the subscriber.

    `by_ticket`: rows name the ticket by its number alone. `cut`: the path leads to a line, and a row is given as far
    as the line was theirs. `said`: fields that hold what was said, written or decided on a ticket, the row's first field; where
    nobody confirmed who called, a sentence stands in the place of each.
    """

    name: str
    title: str | Promise
    model: type[Model]
    path: str
    fields: tuple[str, ...]
    by_ticket: bool = False
    cut: Callable[[Row, Held], Row | None] | None = None
    said: tuple[str, ...] = ()


NOTHING = ("", None)
NOT_CONFIRMED = _("Not shown: who called is not confirmed.")

HOLDINGS = (
    Holding(
        "subscriber",
        _("Your contact data"),
        Subscriber,
        "pk",
        (
            "customer_number",
            "name",
            "kana",
            "address",
            "phone",
            "mobile",
            "email",
            "billing_account",
            "household",
            "added_at",
        ),
    ),
    Holding(
        "household_members",
        _("People of your household whom you named"),
        HouseholdMember,
        "subscriber",
        ("name", "kana", "relation", "added_at"),
    ),
    Holding(
        "lines",
        _("Your internet lines"),
        Line,
        "subscriber",
        ("number", "address", "opened_on", "closed_on", "fixed_networks", "free_window_used"),
    ),
    Holding(
        "suspensions",
        _("Times in which a line rested"),
        Suspension,
        "line",
        ("line__number", "first_on", "last_on"),
        cut=held.rest,
    ),
    Holding(
        "contracts",
        _("Support contracts"),
        Period,
        "line",
        (
            "line__number",
            "sequence",
            "form_on",
            "start_on",
            "end_on",
            "requested_end_on",
            "end_cause",
            "channel",
            "solicited",
            "void",
            "void_on",
            "campaign__code",
            "entered_at",
        ),
        cut=held.contract,
    ),
    Holding(
        "applications",
        _("Applications"),
        Application,
        "line",
        ("line__number", "state", "channel", "solicited", "received_on", "rejection", "entered_at"),
        cut=held.application,
    ),
    Holding(
        "accepted_terms",
        _("Terms you accepted"),
        Acceptance,
        "period__line",
        ("period__line__number", "version", "accepted_on"),
        cut=held.acceptance,
    ),
    Holding(
        "contract_events",
        _("What happened to your contracts"),
        Event,
        "line",
        ("line__number", "kind", "on", "entered_at"),
        cut=held.event,
    ),
    Holding(
        "charges",
        _("What was charged"),
        Charge,
        "subscriber",
        ("line__number", "account", "month", "kind", "amount", "reason", "tax_percent", "at"),
    ),
    Holding(
        "mandates",
        _("Bank mandates (last digits only)"),
        Mandate,
        "subscriber",
        ("bank_code", "branch_code", "valid_from", "ended_on", "ending", "entered_at"),
    ),
    Holding(
        "collected",
        _("What is to be paid, and was"),
        Receivable,
        "subscriber",
        ("month", "amount", "met", "debits", "state", "since"),
    ),
    Holding(
        "debits",
        _("Debits asked of your bank"),
        DebitItem,
        "mandate__subscriber",
        ("run__debit_date", "amount", "result_code"),
    ),
    Holding(
        "letters",
        _("Letters to you"),
        Letter,
        "subscriber",
        ("number", "kind", "issued_on", "recipient", "amount", "first_on", "last_on", "content"),
    ),
    Holding(
        "letters_sent",
        _("How letters reached you"),
        Delivery,
        "letter__subscriber",
        ("letter__number", "way", "nth", "name", "sent_to", "on", "state"),
    ),
    Holding(
        "calls",
        _("Calls from your telephone"),
        Call,
        "subscriber",
        ("number", "channel", "state", "rang_at", "answered_at", "hung_up_at"),
    ),
    Holding(
        "call_backs",
        _("Calls back you asked for"),
        CallBack,
        "subscriber",
        ("registered", "wanted_from", "asked_at", "tries", "closing", "done_at"),
    ),
    Holding(
        "requests",
        _("What you asked our desk"),
        Ticket,
        "subscriber",
        (
            "pk",
            "channel",
            "asked",
            "opened_at",
            "outcome",
            "outcome_note",
            "referred_to",
            "referred_contact",
            "finished_at",
            "finished_by__number",
        ),
        said=("asked", "outcome", "outcome_note", "referred_to", "referred_contact"),
    ),
    Holding(
        "requests_answers",
        _("What was noted on your requests"),
        Answer,
        "ticket__subscriber",
        ("ticket", "kind", "value", "note", "by__number", "at"),
        said=("value", "note"),
    ),
    Holding(
        "requests_scope",
        _("What was decided on your requests"),
        Decided,
        "answer__ticket__subscriber",
        ("answer__ticket", "what", "need", "device", "decision", "code", "allowed"),
        said=("what", "need", "device", "decision", "code", "allowed"),
    ),
    Holding(
        "requests_notes",
        _("Notes of our desk"),
        Note,
        "ticket__subscriber",
        ("ticket", "text", "by__number", "at"),
        said=("text",),
    ),
    Holding(
        "visits",
        _("What was done and changed"),
        VisitNote,
        "ticket__subscriber",
        ("ticket", "done", "changed", "not_done", "next_step", "issued_at"),
        said=("done", "changed", "not_done", "next_step"),
    ),
    Holding(
        "surveys",
        _("Your answers to our two questions"),
        Survey,
        "ticket__subscriber",
        ("ticket", "solved", "help", "text", "answered_at"),
    ),
    Holding(
        "sessions",
        _("Connections to your device"),
        Session,
        "ticket",
        (
            "ticket",
            "communicator__number",
            "communicator__display_name",
            "program",
            "system",
            "address",
            "network",
            "claimed_at",
            "live_at",
            "ended_at",
            "ending",
            "removal",
            "explanation",
        ),
        by_ticket=True,
    ),
    Holding(
        "sessions_longer",
        _("Connections that were given more time"),
        Extension,
        "session__ticket",
        ("session__ticket", "at", "until", "reason"),
        by_ticket=True,
    ),
    Holding(
        "sessions_log",
        _("The record of your own program, with every consent"),
        Entry,
        "session__ticket",
        ("session__ticket", "n", "at_ms", "event", "permission", "received_at"),
        by_ticket=True,
    ),
    Holding(
        "own_page_keys",
        _("Links and codes to your own page (without the code)"),
        AccessKey,
        "subscriber",
        ("purpose", "about", "made_at", "expires_at", "used_at", "spent_at"),
    ),
    Holding("own_page_sign_ins", _("Where you are signed in now"), SignIn, "subscriber", ("began_at", "seen_at")),
    Holding(
        "wishes",
        _("Requests about your data"),
        Wish,
        "subscriber",
        ("kind", "text", "asked_at", "withdrawn_at", "done_at", "answer"),
    ),
    Holding(
        "looks",
        _("Who of our staff looked at your data"),
        Look,
        "subscriber",
        ("hour", "by__number", "where"),
    ),
)


def rows_of(holding: Holding, subscriber: Subscriber) -> Iterator[Row]:
    """The rows of one table that are about this subscriber, the oldest first, read as they are asked for."""
    if holding.model is Mandate:
        yield from _mandates(holding, subscriber)
        return
    if holding.cut is not None:
        yield from _held(holding, holding.cut, subscriber)
        return
    wanted = (
        Q(**{f"{holding.path}__in": Ticket.objects.filter(subscriber=subscriber).values("pk")})
        if holding.by_ticket
        else Q(**{holding.path: subscriber.pk})
    )
    known = confirmed(list(Ticket.objects.filter(subscriber=subscriber))) if holding.said else set()
    found = holding.model._default_manager.filter(wanted).order_by("pk").values(*holding.fields)
    for row in found.iterator(chunk_size=CHUNK):
        hidden = () if row[holding.fields[0]] in known else holding.said
        yield {
            name: str(NOT_CONFIRMED) if name in hidden and row[name] not in NOTHING else row[name]
            for name in holding.fields
        }


def _held(holding: Holding, cut: Callable[[Row, Held], Row | None], subscriber: Subscriber) -> Iterator[Row]:
    """Line by line, the rows of the time in which it was theirs."""
    for each in held.held_by(subscriber):
        found = holding.model._default_manager.filter(**{f"{holding.path}__in": each.lines}).order_by("pk")
        for row in found.values(*holding.fields).iterator(chunk_size=CHUNK):
            if (mine := cut(row, each)) is not None:
                yield {name: mine[name] for name in holding.fields}


def _mandates(holding: Holding, subscriber: Subscriber) -> Iterator[Row]:
    """Of an account the last digits: enough to know it again, too few for anybody who finds the file."""
    for mandate in Mandate.objects.filter(subscriber=subscriber).order_by("pk"):
        try:
            last = mandate.account(key=settings.DATA_KEY).number[-LAST_DIGITS:]
        except CannotUnseal:
            last = ""
        yield {name: getattr(mandate, name) for name in holding.fields} | {"account_ends_with": last}
