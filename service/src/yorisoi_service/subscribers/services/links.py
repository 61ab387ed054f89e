"""Links to the own page by mail: only to the registered address, and never told whether there is one.

Asking writes a row, whoever asks; another thread writes the mails, so that an answer takes no longer for somebody who
exists. A token is made at the moment of mailing and kept nowhere.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils import translation
from django.utils.translation import gettext as _

from yorisoi_service.staff.rules.words import one_line
from yorisoi_service.subscribers.models import AccessKey, LinkWish, Subscriber
from yorisoi_service.subscribers.rules import access
from yorisoi_service.subscribers.rules.access import Purpose
from yorisoi_service.subscribers.services.access import count_link, make_key

MOST_WITH_ONE_ADDRESS = 5  # a household may share one
STILL_WANTED = timedelta(minutes=10)

log = logging.getLogger("yorisoi.access")


@transaction.atomic
def ask_for_link(*, email: str, customer_number: str = "", source: str, now: datetime) -> None:
    """Somebody wants a link for this registered address, of this customer number if they typed one.

    The same queries whether or not somebody has it, and no answer. Raises TooManyTries for a place that asks on and on.
    """
    count_link(source=source, now=now)
    found = registered_under(one_line(email)[:254], customer_number=one_line(customer_number))
    rows: list[Subscriber | None] = list(found[:MOST_WITH_ONE_ADDRESS])
    LinkWish.objects.bulk_create(LinkWish(subscriber=row, asked_at=now) for row in rows or [None])


def registered_under(email: str, *, customer_number: str = "") -> QuerySet[Subscriber]:
    """Who registered this mail address, however it is written, of this customer number if one is given."""
    found = Subscriber.objects.annotate(typed=Lower("email")).exclude(email="").filter(typed=email.lower())
    if customer_number:
        found = found.filter(customer_number=customer_number.upper()[:20])
    return found.order_by("pk")


def send_links(*, now: datetime, draw: Callable[[int], bytes], address: Callable[[str], str]) -> int:
    """Mail a link for every wish that waits; how many were mailed. `address` makes a link of a token.

    Each wish is taken by one caller, however many call. A mail that a server refused is tried again by the next call, as
    long as somebody may still be waiting for it.
    """
    LinkWish.objects.filter(asked_at__lte=now - STILL_WANTED).delete()
    sent = 0
    for wish in LinkWish.objects.filter(taken_at=None).select_related("subscriber").order_by("pk"):
        if not LinkWish.objects.filter(pk=wish.pk, taken_at=None).update(taken_at=now):
            continue
        if wish.subscriber is not None and _may_have_another(wish.subscriber, now):
            try:
                _send(wish.subscriber, now, draw, address)
            except (SMTPException, OSError):
                log.warning("link_mail_failed")
                LinkWish.objects.filter(pk=wish.pk).update(taken_at=None)
                continue
            sent += 1
        LinkWish.objects.filter(pk=wish.pk).delete()
    return sent


def _may_have_another(subscriber: Subscriber, now: datetime) -> bool:
    since = now - access.WINDOW
    made = AccessKey.objects.filter(subscriber=subscriber, purpose=str(Purpose.OWN_PAGE), made_at__gt=since)
    return settings.MAIL_READY and made.count() < access.LINKS_FOR_ONE_SUBSCRIBER


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
        EmailMessage(
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
        ).send()
