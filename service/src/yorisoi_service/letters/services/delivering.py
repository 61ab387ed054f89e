"""Handing a letter over: on paper to the registered address or by mail to the registered mail address, nowhere else.

Every handing over is a row and an audit row; all but the first of a way are re-issues and say so on the letter.
The letter after a visit is not mailed itself: the mail leads to its page, by a link that is made when the mail is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day, end_of_day
from yorisoi_service.letters import rendering
from yorisoi_service.letters.errors import BadLetter, LetterError, LettersNotReady, MailNotReady, NoAddress
from yorisoi_service.letters.models import Delivery, Letter
from yorisoi_service.letters.rules.codec import from_json
from yorisoi_service.letters.rules.kinds import Kind, MailState, Way
from yorisoi_service.letters.rules.paper import VERSION, Paper, Section, Window
from yorisoi_service.letters.wording.forms import day
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.subscribers.services import access

Draw = Callable[[int], bytes]
WAYS = {Kind.WELCOME: (Way.PAPER, Way.MAIL), Kind.INVOICE: (Way.PAPER, Way.MAIL), Kind.VISIT: (Way.PAPER, Way.LINK)}
MOST_AT_ONCE = 5  # mails in one round: a slow server holds nobody up for longer


@transaction.atomic
def deliver(*, letter: Letter, way: Way | str, by: StaffMember, now: datetime) -> Delivery:
    """Hand a letter over, the first time or again: log it, and for mail send it as soon as this transaction stands.

    Raises MailNotReady, NoAddress or LettersNotReady before anything is logged. Takes no address: what is registered
    at this moment counts (R28). The PDF of a paper letter comes from `pdf`.
    """
    require(by, deed_of(letter))
    if way not in WAYS[Kind(letter.kind)]:
        raise BadLetter(_("Choose paper or mail."))
    way = Way(way)
    subscriber = Subscriber.objects.get(pk=letter.subscriber_id)
    if way is not Way.PAPER and not settings.MAIL_READY:
        raise MailNotReady(_("Mail is not configured here. Print the letter, or ask the administrator to set up mail."))
    sent_to = subscriber.address if way is Way.PAPER else subscriber.email
    if not sent_to.strip():
        raise NoAddress(
            _("This subscriber has no registered postal address. Enter it first.")
            if way is Way.PAPER
            else _("This subscriber has no registered mail address. Print the letter.")
        )
    if way is not Way.LINK and (missing := rendering.what_is_missing()):
        raise LettersNotReady(missing[0])
    delivery = _hand_over(letter, way, subscriber=subscriber, sent_to=sent_to, by=by, now=now)
    if way is Way.MAIL:
        transaction.on_commit(lambda: send(delivery=delivery, now=now))
    return delivery


@transaction.atomic
def announce(*, letter: Letter, by: StaffMember, now: datetime) -> Delivery | None:
    """Log that the way to a letter's page is to be mailed, where mail is configured and an address is registered.

    Asks no deed: it follows from issuing. Sends nothing: `send_links` does, within a minute.
    """
    subscriber = Subscriber.objects.get(pk=letter.subscriber_id)
    if not settings.MAIL_READY or not subscriber.email.strip():
        return None
    return _hand_over(letter, Way.LINK, subscriber=subscriber, sent_to=subscriber.email, by=by, now=now)


def deed_of(letter: Letter) -> Deed:
    """Who may print it and send it again. What a visit was about is none of the accountant's business."""
    return Deed.PRINT_VISIT_LETTERS if letter.kind == Kind.VISIT else Deed.PRINT_LETTERS


def _hand_over(
    letter: Letter, way: Way, *, subscriber: Subscriber, sent_to: str, by: StaffMember, now: datetime
) -> Delivery:
    Letter.objects.select_for_update().get(pk=letter.pk)  # deliveries of one letter are counted one after the other
    delivery = Delivery.objects.create(
        letter=letter,
        way=str(way),
        nth=Delivery.objects.filter(letter=letter, way=str(way)).count() + 1,
        name=subscriber.name,
        sent_to=sent_to,
        on=business_day(now),
        state=str(MailState.DONE if way is Way.PAPER else MailState.WAITING),
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
    return delivery


def send_links(*, now: datetime, draw: Draw = clock.draw) -> int:
    """Hand waiting links to the mail server, a few, until it refuses one; how many it took.

    Safe in several processes at once: a row is taken by one UPDATE. It counts as failed until the server took it, so a
    process that dies in between leaves it to the letters command.
    """
    waiting = Delivery.objects.filter(way=str(Way.LINK), state=str(MailState.WAITING)).select_related("letter")
    sent = 0
    for delivery in waiting.order_by("at", "pk")[:MOST_AT_ONCE]:
        mine = Delivery.objects.filter(pk=delivery.pk, state=str(MailState.WAITING)).update(state=str(MailState.FAILED))
        if mine != 1:
            continue
        if not send(delivery=delivery, now=now, draw=draw):
            break
        sent += 1
    return sent


def send(*, delivery: Delivery, now: datetime, draw: Draw = clock.draw) -> bool:
    """Hand one waiting mail to the mail server, outside every transaction: a slow server must not hold the database.

    It goes to the address that is registered at this moment, which the row then names; with none it fails.
    True when the server took it. Otherwise the row says `failed` and the letters command tries again. A mail server
    that took a mail just before this process died sees it twice; a letter more does no harm.
    """
    try:
        _readdress(delivery)
        (_link if delivery.way == Way.LINK else _message)(delivery, now, draw).send()
    except (SMTPException, OSError, LetterError):
        state = MailState.FAILED
    else:
        state = MailState.SENT
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).exclude(state=str(MailState.SENT)).update(state=str(state))
        facts = {"nth": delivery.nth, "state": str(state)}
        record(event="letter.mailed", by="service", about=delivery.letter.topic, facts=facts, now=now)
    return state is MailState.SENT


def _readdress(delivery: Delivery) -> None:
    """What was registered when it was asked for may be somebody else's mail box by now."""
    registered = Subscriber.objects.values_list("email", flat=True).get(pk=delivery.letter.subscriber_id)
    if not registered.strip():
        raise NoAddress(_("This subscriber has no registered mail address. Print the letter."))
    if registered != delivery.sent_to:
        Delivery.objects.filter(pk=delivery.pk).update(sent_to=registered)
        delivery.sent_to = registered


def pdf(letter: Letter, delivery: Delivery | None = None, *, more: Section | None = None) -> bytes:
    """The letter as PDF, to whom `delivery` (or the newest one) handed it over; before the first, as registered now.

    `more` follows on a page of its own and is kept nowhere: what is told on this one paper alone.
    Raises LettersNotReady, naming the Debian packages to install.
    """
    paper, window = paper_of(letter), _window(letter, delivery or _newest(letter))
    if more is None:
        return rendering.pdf_of(paper, window)
    return rendering.pdf_of(replace(paper, sections=(*paper.sections, more)), window, most=rendering.MOST_PAGES + 1)


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


def _link(delivery: Delivery, now: datetime, draw: Draw) -> EmailMessage:
    """The way to the letter's page. Nothing of the letter stands in it: a mail is read by whoever reads the mailbox."""
    letter, days = delivery.letter, settings.PROVIDER.letters.link_days
    until = end_of_day(now, days=days)
    token = access.make_key(
        subscriber=letter.subscriber,
        purpose="visit_letter",
        about=letter.topic,
        life=until - now,
        by=None,
        now=now,
        draw=draw,
    )
    with translation.override(letter.language):
        paper = paper_of(letter)
        lines = [
            paper.honorific % {"name": delivery.name},
            "",
            gettext("Thank you for your call. The record of it stands on this page:"),
            f"{settings.ORIGIN}{reverse('portal:visit')}#{token}",
            "",
            gettext("The page opens until %(day)s.") % {"day": day(business_day(now) + timedelta(days=days))},
            _in_doubt(letter),
            "",
            *paper.sender[:1],
        ]
        subject = f"{paper.title} {letter.number}"
    return EmailMessage(
        subject=subject, body="\n".join(lines), from_email=settings.DEFAULT_FROM_EMAIL, to=[delivery.sent_to]
    )


def _in_doubt(letter: Letter) -> str:
    """Which number to call: who has no contract has no welcome letter that holds."""
    if letter.values["desk"] is None:
        return gettext(
            "We ask for no money and no password there. If in doubt, call our office, at the number on the papers of"
            " your internet contract."
        )
    return gettext("We ask for no money and no password there. If in doubt, call the number in your welcome letter.")


def _message(delivery: Delivery, _now: datetime, _draw: Draw) -> EmailMessage:
    letter, paper = delivery.letter, paper_of(delivery.letter)
    message = EmailMessage(
        subject=f"{paper.title} {letter.number}",
        body=text(letter, delivery),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[delivery.sent_to],
    )
    message.attach(f"{letter.number}.pdf", pdf(letter, delivery), "application/pdf")
    return message
