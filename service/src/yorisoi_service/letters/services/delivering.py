"""Handing a letter over: on paper to the registered address or by mail to the registered mail address, nowhere else.

Every handing over is a row and an audit row; all but the first of a way are re-issues and say so on the letter.
"""

from datetime import date, datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.letters import rendering
from yorisoi_service.letters.errors import BadLetter, LetterError, LettersNotReady, MailNotReady, NoAddress
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.codec import from_json
from yorisoi_service.letters.rules.kinds import MailState, Way
from yorisoi_service.letters.rules.paper import VERSION, Paper, Window
from yorisoi_service.letters.wording.forms import day
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber


@transaction.atomic
def deliver(*, letter: Letter, way: Way | str, by: StaffMember, now: datetime) -> Delivery:
    """Hand a letter over, the first time or again: log it, and for mail send it as soon as this transaction stands.

    Raises MailNotReady, NoAddress or LettersNotReady before anything is logged. Takes no address: what is registered
    at this moment counts (R28). The PDF of a paper letter comes from `pdf`.
    """
    require(by, Deed.PRINT_LETTERS)
    try:
        way = Way(way)
    except ValueError:
        raise BadLetter(_("Choose paper or mail.")) from None
    subscriber = Subscriber.objects.get(pk=letter.subscriber_id)
    if way is Way.MAIL and not settings.MAIL_READY:
        raise MailNotReady(_("Mail is not configured here. Print the letter, or ask the administrator to set up mail."))
    sent_to = subscriber.email if way is Way.MAIL else subscriber.address
    if not sent_to.strip():
        raise NoAddress(
            _("This subscriber has no registered mail address. Print the letter.")
            if way is Way.MAIL
            else _("This subscriber has no registered postal address. Enter it first.")
        )
    if missing := rendering.what_is_missing():
        raise LettersNotReady(missing[0])
    Letter.objects.select_for_update().get(pk=letter.pk)  # deliveries of one letter are counted one after the other
    delivery = Delivery.objects.create(
        letter=letter,
        way=str(way),
        nth=Delivery.objects.filter(letter=letter, way=str(way)).count() + 1,
        name=subscriber.name,
        sent_to=sent_to,
        on=business_day(now),
        state=str(MailState.WAITING if way is Way.MAIL else MailState.DONE),
        by=by,
        at=now,
    )
    record(
        event="letter.delivered",
        by=by.actor,
        about=letter.topic,
        facts={"way": str(way), "nth": delivery.nth},
        now=now,
    )
    if way is Way.MAIL:
        transaction.on_commit(lambda: send(delivery=delivery, now=now))
    return delivery


def send(*, delivery: Delivery, now: datetime) -> bool:
    """Hand one waiting mail to the mail server, outside every transaction: a slow server must not hold the database.

    True when the server took it. Otherwise the row says `failed` and the letters command tries again. A mail server
    that took a mail just before this process died sees it twice; a letter more does no harm.
    """
    try:
        _message(delivery).send()
    except (SMTPException, OSError, LetterError):
        state = MailState.FAILED
    else:
        state = MailState.SENT
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).exclude(state=str(MailState.SENT)).update(state=str(state))
        facts = {"nth": delivery.nth, "state": str(state)}
        record(event="letter.mailed", by="service", about=delivery.letter.topic, facts=facts, now=now)
    return state is MailState.SENT


def pdf(letter: Letter, delivery: Delivery | None = None) -> bytes:
    """The letter as PDF, to whom `delivery` (or the newest one) handed it over; before the first, as registered now.

    Raises LettersNotReady, naming the Debian packages to install.
    """
    return rendering.pdf_of(paper_of(letter), _window(letter, delivery or _newest(letter)))


def text(letter: Letter, delivery: Delivery | None = None) -> str:
    """The same words as the PDF, as plain text."""
    return rendering.text_of(paper_of(letter), _window(letter, delivery or _newest(letter)))


def paper_of(letter: Letter) -> Paper:
    """Every word of the letter as issued. BadLetter for one of a shape this release does not know."""
    if letter.version != VERSION:
        raise BadLetter(_("This letter was written by another release and cannot be drawn by this one."))
    return from_json(Paper, letter.content)


def _newest(letter: Letter) -> Delivery | None:
    return letter.deliveries.order_by("-pk").first()


def _window(letter: Letter, delivery: Delivery | None) -> Window:
    if delivery is None:
        return Window(letter.subscriber.name, letter.subscriber.address)
    address = delivery.sent_to if delivery.way == Way.PAPER else ""
    return Window(delivery.name, address, _again(letter, delivery.on) if delivery.is_reissue else "")


def _again(letter: Letter, on: date) -> str:
    with translation.override(letter.language):
        return paper_of(letter).copy % {"day": day(on)}


def _message(delivery: Delivery) -> EmailMessage:
    letter, paper = delivery.letter, paper_of(delivery.letter)
    message = EmailMessage(
        subject=f"{paper.title} {letter.number}",
        body=text(letter, delivery),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[delivery.sent_to],
    )
    message.attach(f"{letter.number}.pdf", pdf(letter, delivery), "application/pdf")
    return message
