"""Finding letters: of a subscriber, about a contract, and invoices by day, amount and recipient."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from yorisoi_service.audit.queries import about as trail
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.kinds import Kind, MailState
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.rules.search import folded

OVERDUE = timedelta(minutes=10)  # a mail is sent within seconds of its promise, or its process has died


def letters_of(subscriber: Subscriber) -> list[Letter]:
    """Every letter of a subscriber, the newest first, with its deliveries fetched."""
    found = Letter.objects.filter(subscriber=subscriber).select_related("corrects", "by")
    return list(found.prefetch_related("deliveries").order_by("-at", "-pk"))


def letters_about(about: str) -> list[Letter]:
    """The letters that tell of one thing ("period:12"), the newest first."""
    return list(Letter.objects.filter(about=about).order_by("-at", "-pk"))


def by_number(number: str) -> Letter | None:
    """The letter with exactly this number."""
    return Letter.objects.filter(number=number.strip().upper()).first()


def invoices(
    *,
    first_on: date | None = None,
    last_on: date | None = None,
    least: int | None = None,
    most: int | None = None,
    recipient: str = "",
    limit: int | None = None,
) -> list[Letter]:
    """Invoices dealing with any day from `first_on` to `last_on`, over `least` to `most` yen, to a recipient whose name
    holds the text; what is None or empty does not narrow. The three keys and their combinations are what tax law wants
    kept invoices to be found by."""
    found: QuerySet[Letter] = Letter.objects.filter(kind=str(Kind.INVOICE)).select_related("corrects", "corrected_by")
    if first_on is not None:
        found = found.filter(last_on__gte=first_on)
    if last_on is not None:
        found = found.filter(first_on__lte=last_on)
    if least is not None:
        found = found.filter(amount__gte=least)
    if most is not None:
        found = found.filter(amount__lte=most)
    if folded(recipient):
        found = found.filter(found_recipient__contains=folded(recipient))
    ordered = found.order_by("number")
    return list(ordered if limit is None else ordered[:limit])


def standing_invoices(subscriber: Subscriber, first_on: date, last_on: date) -> list[Letter]:
    """Invoices of the subscriber for any day in between that no later one took the place of."""
    return list(
        Letter.objects.filter(
            subscriber=subscriber,
            kind=str(Kind.INVOICE),
            first_on__lte=last_on,
            last_on__gte=first_on,
            corrected_by=None,
        ).order_by("number")
    )


def mail_waiting(*, now: datetime) -> list[Delivery]:
    """Mails that the mail server refused, and those promised a while ago whose sending never ended: the oldest first."""
    overdue = Q(state=str(MailState.WAITING), at__lte=now - OVERDUE)
    found = Delivery.objects.filter(overdue | Q(state=str(MailState.FAILED))).select_related("letter__subscriber")
    return list(found.order_by("at", "pk"))


def altered() -> Iterator[Letter]:
    """Letters that no longer say what the audit trail recorded at their issue, by number; none is as it should be.
    Whether the trail itself is whole is for `audit_verify` to say."""
    for letter in Letter.objects.order_by("number").iterator(chunk_size=500):
        issued = [json.loads(row.facts).get("sha256") for row in trail(letter.topic) if row.event == "letter.issued"]
        if issued != [digest_of(letter)]:
            yield letter


def digest_of(letter: Letter) -> str:
    """SHA-256 over number, facts and words as they stand in the row now."""
    text = json.dumps(
        [letter.number, letter.version, letter.values, letter.content],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()
