"""Subscribers signed in to their own page, apart from everything the staff's sign-in uses.

A browser holds a token of its own, made anew at each sign-in, so a token somebody planted before is worth nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from yorisoi_service.audit.services import record
from yorisoi_service.subscribers.models import AccessKey, SignIn, Subscriber
from yorisoi_service.subscribers.rules import access
from yorisoi_service.subscribers.rules.access import Purpose
from yorisoi_service.subscribers.services.access import hash_of

COOKIE_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)  # a page more within it writes nothing


@transaction.atomic
def sign_in(*, key: AccessKey, now: datetime, draw: Callable[[int], bytes]) -> str:
    """Begin a sign-in with a key that `access.open_with` just opened; the token for the cookie is told this once."""
    if key.purpose not in (Purpose.OWN_PAGE, Purpose.LETTER_CODE):
        raise ValueError(f"a key for {key.purpose} signs nobody in")
    SignIn.objects.filter(seen_at__lte=now - access.IDLE).delete()
    token = draw(COOKIE_BYTES).hex()
    SignIn.objects.create(hash=_hash(token), subscriber_id=key.subscriber_id, began_at=now, seen_at=now)
    about = f"subscriber:{key.subscriber_id}"
    record(event="own_page.signed_in", by=about, about=about, facts={"with": key.purpose}, now=now)
    return token


def signed_in(*, token: str, now: datetime, by_itself: bool = False) -> Subscriber | None:
    """Who is signed in with this token, or None: unknown, signed out, thirty minutes idle, eight hours old. One query.

    The idle time begins anew, but not for a page that asks `by_itself`: that shows nobody's presence.
    """
    found = SignIn.objects.select_related("subscriber").filter(hash=_hash(token)).first() if token else None
    if found is None or found.seen_at <= now - access.IDLE or found.began_at <= now - access.LONGEST_SIGN_IN:
        return None
    if not by_itself and now - found.seen_at >= SEEN_EVERY:
        SignIn.objects.filter(pk=found.pk).update(seen_at=now)
    return found.subscriber


@transaction.atomic
def sign_out(*, token: str, now: datetime) -> None:
    """End this sign-in. Nothing happens for a token that belongs to none."""
    found = SignIn.objects.filter(hash=_hash(token)).first()
    if found is None:
        return
    found.delete()
    about = f"subscriber:{found.subscriber_id}"
    record(event="own_page.signed_out", by=about, about=about, now=now)


@transaction.atomic
def sign_out_everywhere(*, subscriber: Subscriber, now: datetime) -> int:
    """End every sign-in of a subscriber; how many there were."""
    ended, _rows = SignIn.objects.filter(subscriber=subscriber).delete()
    if ended:
        about = f"subscriber:{subscriber.pk}"
        record(event="own_page.signed_out_everywhere", by=about, about=about, facts={"ended": ended}, now=now)
    return ended


def _hash(token: str) -> str:
    return hash_of("sign-in", token[: access.LONGEST_TYPED])
