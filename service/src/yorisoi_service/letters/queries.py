"""Finding letters: of a subscriber, about a contract, and invoices by day, amount and recipient."""

from datetime import date

from django.db.models import QuerySet

from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.kinds import Kind, MailState
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.rules.search import folded


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
    found: QuerySet[Letter] = Letter.objects.filter(kind=str(Kind.INVOICE))
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


def mail_waiting() -> list[Delivery]:
    """Mails that were promised and not handed to the mail server yet, or that it refused, the oldest first."""
    states = [str(MailState.WAITING), str(MailState.FAILED)]
    return list(Delivery.objects.filter(state__in=states).select_related("letter__subscriber").order_by("at", "pk"))
