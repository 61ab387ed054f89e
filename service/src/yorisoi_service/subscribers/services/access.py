"""Keys to a subscriber's own data: made once, told once, kept as a keyed hash, opened within limits.

A link by mail opens the own page once and within half an hour. The code printed in a letter opens it until a newer one
is printed, or until nobody used it for a year. A link to one letter opens that letter until it lapses. The audit trail
learns that and for whom, never with what.
"""

import hmac
import logging
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.errors import BadKey, TooManyTries
from yorisoi_service.subscribers.models import AccessKey, AccessTry, SignIn, Subscriber
from yorisoi_service.subscribers.rules import access
from yorisoi_service.subscribers.rules.access import Kind, Purpose

Draw = Callable[[int], bytes]

log = logging.getLogger("yorisoi.access")

SENTENCES = {
    Purpose.OWN_PAGE: _("This link was used already, or its time is over. Ask for a new one."),
    Purpose.LETTER_CODE: _("Customer number and code do not belong together. Look at the letter once more, please."),
    Purpose.VISIT_LETTER: _("This link opens nothing any more. Open the letter from your own page, or ask our office."),
}
WAIT = _("That did not work several times. Please wait fifteen minutes, then try again. Our office is glad to help.")


@transaction.atomic
def make_key(
    *,
    subscriber: Subscriber,
    purpose: Purpose | str,
    about: str = "",
    life: timedelta,
    by: StaffMember | None,
    now: datetime,
    draw: Draw,
) -> str:
    """A new key and its token, which is told this once. `by` None: nobody of the staff made it.

    Older keys stay as they are. For the printed code use `print_code`.
    """
    token = urlsafe_b64encode(draw(access.LINK_BYTES)).decode().rstrip("=")
    _write(subscriber, Purpose(purpose), token, about=about, expires_at=now + life, by=by, now=now)
    return token


@transaction.atomic
def print_code(*, subscriber: Subscriber, by: StaffMember, now: datetime, draw: Draw) -> str:
    """A new code for the letter, in groups as it is printed. Every code printed before opens nothing from now on, and
    every browser is signed out: the letter before may be in wrong hands. Two who print wait for one another."""
    require(by, Deed.PRINT_CODES)
    Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    old = AccessKey.objects.filter(subscriber=subscriber, purpose=str(Purpose.LETTER_CODE), spent_at=None)
    old.update(spent_at=now)
    ended, _rows = SignIn.objects.filter(subscriber=subscriber).delete()
    if ended:
        about, facts = f"subscriber:{subscriber.pk}", {"ended": ended}
        record(event="own_page.signed_out_everywhere", by=by.actor, about=about, facts=facts, now=now)
    code = access.code_of(draw(2 * access.LINK_BYTES))
    typed = _with_number(subscriber.customer_number, code)
    _write(subscriber, Purpose.LETTER_CODE, typed, about="", expires_at=now + access.CODE_LIFE, by=by, now=now)
    return access.spoken(code)


@transaction.atomic
def take_back(*, token: str, purpose: Purpose | str, now: datetime) -> None:
    """A key that reached nobody opens nothing, and counts for no limit. Nothing happens for one that was used."""
    unused = AccessKey.objects.filter(hash=_hash(Purpose(purpose), token), used_at=None, spent_at=None)
    for key in unused.select_for_update():
        key.spent_at = now
        key.save(update_fields=["spent_at"])
        _record("access.taken_back", key, "service", now)


def open_with(*, token: str, purpose: Purpose | str, now: datetime, source: str = "", number: str = "") -> AccessKey:
    """The key this token belongs to, with its subscriber; it is spent, or marked as used.

    `source` is where the try comes from (an address, or the home it belongs to), `number` the customer number typed with
    it; they are counted as keyed hashes. Raises BadKey: wrong, spent, lapsed, all told alike; TooManyTries, before
    looking, for a place that was wrong too often, in all or for this number. Call it outside a transaction: a try that
    failed must stay counted.
    """
    purpose, tries = Purpose(purpose), {Kind.WRONG: place_of(source)}
    if number:
        tries[Kind.WRONG_NUMBER] = place_of(f"{source}\0{plain(number)}")
    total = _tries(Kind.WRONG, None, now)
    if any(_tries(kind, place, now) >= access.allowed_wrong(kind, total) for kind, place in tries.items()):
        raise TooManyTries(WAIT)
    key = _opened(_hash(purpose, token[: access.LONGEST_TYPED]), purpose, now)
    if key is None:
        _count_wrong(tries, now)
        raise BadKey(SENTENCES[purpose])
    return key


def open_with_code(*, customer_number: str, code: str, now: datetime, source: str) -> AccessKey:
    """`open_with` for the printed code, however it was typed: width, case, spaces and hyphens do not matter."""
    token = _with_number(customer_number, code)
    return open_with(token=token, purpose=Purpose.LETTER_CODE, now=now, source=source, number=customer_number)


@transaction.atomic
def count_link(*, source: str, now: datetime) -> None:
    """Count a wish for a link; TooManyTries for a place that asks again and again."""
    place = place_of(source)
    since = now - access.WINDOW
    asked = AccessTry.objects.filter(kind=str(Kind.LINK), source=place, at__gt=since).count()
    if asked >= access.LINKS_FROM_ONE_PLACE:
        raise TooManyTries(WAIT)
    AccessTry.objects.create(kind=str(Kind.LINK), source=place, at=now)


def place_of(source: str) -> str:
    """Where something came from, so that it can be counted and not be read."""
    return _keyed("place", source)[:32]


def hash_of(what: str, token: str) -> str:
    """What is kept of a token."""
    return _keyed(what, token)


@transaction.atomic
def _opened(hashed: str, purpose: Purpose, now: datetime) -> AccessKey | None:
    key = AccessKey.objects.select_related("subscriber").select_for_update(of=("self",)).filter(hash=hashed).first()
    if key is None or not hmac.compare_digest(key.hash, hashed) or key.purpose != purpose:
        return None
    if key.spent_at is not None or key.expires_at <= now:
        return None
    key.used_at = now
    if purpose is Purpose.OWN_PAGE:
        key.spent_at = now
    elif purpose is Purpose.LETTER_CODE:
        key.expires_at = now + access.CODE_LIFE
    # One of two that come at once: a database without row locks lets both read, and only one write this.
    free = AccessKey.objects.filter(pk=key.pk, spent_at=None)
    if not free.update(used_at=now, spent_at=key.spent_at, expires_at=key.expires_at):
        return None
    _record("access.opened", key, f"subscriber:{key.subscriber_id}", now)
    return key


def _write(
    subscriber: Subscriber,
    purpose: Purpose,
    token: str,
    *,
    about: str,
    expires_at: datetime,
    by: StaffMember | None,
    now: datetime,
) -> None:
    key = AccessKey.objects.create(
        subscriber=subscriber,
        purpose=str(purpose),
        about=about,
        hash=_hash(purpose, token),
        made_at=now,
        made_by=by,
        expires_at=expires_at,
    )
    _record("access.made", key, "service" if by is None else by.actor, now)


def _record(event: str, key: AccessKey, by: str, now: datetime) -> None:
    facts: dict[str, Fact] = {"key": key.pk, "purpose": key.purpose}
    record(event=event, by=by, about=f"subscriber:{key.subscriber_id}", facts=facts, now=now)


def _tries(kind: Kind, place: str | None, now: datetime) -> int:
    """Made within the window; from everywhere when `place` is None."""
    tries = AccessTry.objects.filter(kind=str(kind), at__gt=now - access.WINDOW)
    return tries.count() if place is None else tries.filter(source=place).count()


def _count_wrong(tries: dict[Kind, str], now: datetime) -> None:
    AccessTry.objects.filter(at__lt=now - access.TRIES_KEPT).delete()
    AccessTry.objects.bulk_create(AccessTry(kind=str(kind), source=place, at=now) for kind, place in tries.items())
    if _tries(Kind.WRONG, None, now) == access.WRONG_IN_TOTAL:
        log.warning("access_guessed_from_many_places")


def _with_number(customer_number: str, code: str) -> str:
    return f"{plain(customer_number)}:{plain(code)}"


def plain(typed: str) -> str:
    """What was meant: without width, case, spaces, and whatever looks like a hyphen."""
    folded = unicodedata.normalize("NFKC", typed[: access.LONGEST_TYPED]).upper()
    return "".join(c for c in folded if c.isalnum())


def _hash(purpose: Purpose, token: str) -> str:
    return _keyed(f"access:{purpose}", token)


def _keyed(what: str, token: str) -> str:
    """Keyed with the key that bank data is sealed with: whoever holds the database alone can try no code on it."""
    text = f"{what}\0{token}".encode("utf-8", "replace")
    return hmac.new(settings.DATA_KEY, b"yorisoi:" + text, sha256).hexdigest()
