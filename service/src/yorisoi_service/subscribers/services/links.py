"""Links to the own page by mail: only to the registered address, and never told whether there is one.

Asking writes a row, whoever asks; another thread writes the mails, so that an answer takes no longer for somebody who
exists. A token is made at the moment of mailing and kept nowhere.
"""

import logging
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower, Replace
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from yorisoi_service.staff.rules.words import one_line
from yorisoi_service.subscribers.models import AccessKey, LinkWish, Subscriber
from yorisoi_service.subscribers.rules import access
from yorisoi_service.subscribers.rules.access import Purpose
from yorisoi_service.subscribers.services.access import count_link, make_key, plain, take_back

MOST_WITH_ONE_ADDRESS = 5  # a household may share one
STILL_WANTED = timedelta(minutes=10)

log = logging.getLogger("yorisoi.access")


@transaction.atomic
def ask_for_link(*, email: str, customer_number: str = "", source: str, now: datetime) -> None:
    """Somebody wants a link for this registered address, of this customer number if they typed one.

    The same queries whether or not somebody has it, and no answer. Raises TooManyTries for a place that asks on and on.
    """
    count_link(source=source, now=now)
    found = registered_under(one_line(email), customer_number=one_line(customer_number))
    rows: list[Subscriber | None] = list(found[:MOST_WITH_ONE_ADDRESS])
    LinkWish.objects.bulk_create(LinkWish(subscriber=row, asked_at=now) for row in rows or [None])


def registered_under(email: str, *, customer_number: str = "") -> QuerySet[Subscriber]:
    """Who registered this mail address, of this customer number if one is given. Case and width do not matter, nor do
    hyphens and spaces in the number, as for the printed code."""
    typed = unicodedata.normalize("NFKC", email[: access.LONGEST_TYPED]).lower()
    found = Subscriber.objects.annotate(typed=Lower("email")).exclude(email="").filter(typed=typed)
    if customer_number:
        number = Replace("customer_number", Value("-"), Value(""))
        found = found.annotate(number=number).filter(number=plain(customer_number))
    return found.order_by("pk")


def address_of(token: str) -> str:
    """The link. The token stands behind the #: no server's log and no other page ever learns it."""
    return f"{settings.ORIGIN}{reverse('portal:my')}#{token}"


def send_links(*, now: datetime, draw: Callable[[int], bytes], address: Callable[[str], str] = address_of) -> int:
    """Mail a link for every wish that waits; how many were mailed. `address` makes a link of a token.

    Each wish is taken by one caller, however many call. A mail that a server refused costs its reader nothing: it is
    tried again by the next call, one of which comes by itself every minute, as long as somebody may still be waiting.
    A server that answers not at all ends the round.
    """
    LinkWish.objects.filter(asked_at__lte=now - STILL_WANTED).delete()
    sent = 0
    for wish in LinkWish.objects.filter(taken_at=None).select_related("subscriber").order_by("pk"):
        if not LinkWish.objects.filter(pk=wish.pk, taken_at=None).update(taken_at=now):
            continue
        if wish.subscriber is not None and _may_have_another(wish.subscriber, now):
            try:
                _send(wish.subscriber, now, draw, address)
            except (SMTPException, OSError) as refused:
                log.warning("link_mail_failed")
                LinkWish.objects.filter(pk=wish.pk).update(taken_at=None)
                if isinstance(refused, SMTPRecipientsRefused):
                    continue
                break
            sent += 1
        LinkWish.objects.filter(pk=wish.pk).delete()
    return sent


def _may_have_another(subscriber: Subscriber, now: datetime) -> bool:
    since = now - access.WINDOW
    made = AccessKey.objects.filter(subscriber=subscriber, purpose=str(Purpose.OWN_PAGE), made_at__gt=since)
    mailed = made.exclude(spent_at__isnull=False, used_at=None)  # the others were taken back
    return settings.MAIL_READY and mailed.count() < access.LINKS_FOR_ONE_SUBSCRIBER


def _send(subscriber: Subscriber, now: datetime, draw: Callable[[int], bytes], address: Callable[[str], str]) -> None:
    token = make_key(
        subscriber=subscriber, purpose=Purpose.OWN_PAGE, life=access.LINK_LIFE, by=None, now=now, draw=draw
    )
    with translation.override(settings.LANGUAGE_CODE):
        names = {
            "provider": settings.PROVIDER.name_in(settings.LANGUAGE_CODE),
            "office": settings.PROVIDER.phones.office,
            "minutes": int(access.LINK_LIFE.total_seconds() // 60),
            "number": subscriber.customer_number,
            "link": address(token),
        }
        mail = EmailMessage(
            subject=_("The way to your own page"),
            body=_(
                "Somebody asked for the way to the own page of customer number %(number)s.\n"
                "\n"
                "Open this address:\n"
                "%(link)s\n"
                "\n"
                "It works once, for %(minutes)s minutes.\n"
                "Please tell it to nobody and pass this mail on to nobody. We never ask for it, on the telephone neither.\n"
                "If you did not ask for it, you need not do anything.\n"
                "\n"
                "%(provider)s\n"
                "Office: %(office)s\n"
            )
            % names,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[subscriber.email],
        )
    try:
        mail.send()
    except (SMTPException, OSError):
        take_back(token=token, purpose=Purpose.OWN_PAGE, now=now)
        raise
