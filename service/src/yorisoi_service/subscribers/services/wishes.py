"""What subscribers ask of the office about their own data: delete it, correct it. Asked by whoever is signed in to the
own page, so nobody needs to say who they are again; done or declined by a clerk, with a word about it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import paragraph
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.errors import BadWish
from yorisoi_service.subscribers.models import Subscriber, Wish
from yorisoi_service.subscribers.rules.access import WishKind

LONGEST_TEXT = 1_000
MOST_OPEN = 5  # corrections one subscriber waits for at once


@transaction.atomic
def ask_deletion(*, subscriber: Subscriber, now: datetime) -> Wish:
    """Ask the office to delete what the law lets it delete. Deletes nothing. BadWish when it was asked already."""
    try:
        with transaction.atomic():
            wish = Wish.objects.create(subscriber=subscriber, kind=str(WishKind.DELETION), asked_at=now)
    except IntegrityError:
        raise BadWish(_("You asked for this already. Our office is working on it.")) from None
    _told("asked", wish, f"subscriber:{subscriber.pk}", now)
    return wish


@transaction.atomic
def ask_correction(*, subscriber: Subscriber, text: str, now: datetime) -> Wish:
    """Tell the office what is wrong in the data. Changes nothing."""
    said = paragraph(text)
    if not said:
        raise BadWish(_("Please write what is wrong, and how it should be."))
    if len(said) > LONGEST_TEXT:
        raise BadWish(_("Please say it in at most 1,000 characters."))
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)  # counted one after the other
    waiting = Wish.objects.filter(subscriber=subscriber, kind=WishKind.CORRECTION, withdrawn_at=None, done_at=None)
    if waiting.count() >= MOST_OPEN:
        raise BadWish(_("Our office has several requests of yours already. It answers these first."))
    wish = Wish.objects.create(subscriber=subscriber, kind=str(WishKind.CORRECTION), text=said, asked_at=now)
    _told("asked", wish, f"subscriber:{subscriber.pk}", now)
    return wish


@transaction.atomic
def withdraw(*, wish: Wish, now: datetime) -> Wish:
    """The subscriber thought otherwise. BadWish when the office has answered already."""
    row = _open(wish)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    _told("withdrawn", row, f"subscriber:{row.subscriber_id}", now)
    return row


@transaction.atomic
def finish(*, wish: Wish, answer: str, by: StaffMember, now: datetime) -> Wish:
    """The office has done it, or says why not; `answer` is shown to the subscriber."""
    require(by, Deed.REGISTER_CONTRACT)
    said = paragraph(answer)
    if not said or len(said) > LONGEST_TEXT:
        raise BadWish(_("Write in at most 1,000 characters what was done, or why not. The subscriber reads it."))
    row = _open(wish)
    row.answer, row.done_at, row.done_by = said, now, by
    row.save(update_fields=["answer", "done_at", "done_by"])
    _told("finished", row, by.actor, now)
    return row


def _open(wish: Wish) -> Wish:
    row = Wish.objects.select_for_update().get(pk=wish.pk)
    if row.done_at is not None or row.withdrawn_at is not None:
        raise BadWish(_("This request is settled already."))
    return row


def _told(what: str, wish: Wish, by: str, now: datetime) -> None:
    record(event=f"wish.{what}", by=by, about=f"wish:{wish.pk}", facts={"kind": wish.kind}, now=now)
