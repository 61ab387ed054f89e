"""Who stands before the door: somebody with the link of a mail, or with the code of a paper letter.

The link opens the letter and its questions, the code the questions alone. Both are wrong a few times and then for a
quarter of an hour, counted for each home.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yorisoi_service.clock import end_of_day
from yorisoi_service.desk.errors import BadSurvey
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.queries import visits
from yorisoi_service.desk.rules.survey import WRONG_TRIES, WRONG_WINDOW_S, read_code
from yorisoi_service.hub.allowance import household
from yorisoi_service.letters import queries as letters
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.kinds import Kind
from yorisoi_service.subscribers.errors import BadKey
from yorisoi_service.subscribers.rules.access import Purpose
from yorisoi_service.subscribers.services import access

GONE = _("This link opens nothing any more. Our office prints the letter for you once more.")
WRONG = _("No letter has this number. Look once more: eight letters and digits, at the end of the letter.")
WAIT = _("That did not work several times. Please wait fifteen minutes, then try again. Our office is glad to help.")


@dataclass(frozen=True)
class Opened:
    """What may be seen, and the moment that ends the last day on which the questions may be answered. `letter` is None for who has the code alone."""

    note: VisitNote
    letter: Letter | None
    until: datetime


def by_link(request: HttpRequest, token: str, *, now: datetime) -> Opened:
    """The letter of a link. BadKey or TooManyTries (both with a sentence) for any other."""
    key = access.open_with(token=token, purpose=Purpose.VISIT_LETTER, now=now, source=_home(request))
    letter = letters.by_number(key.about.removeprefix("letter:"))
    note = None if letter is None or letter.kind != Kind.VISIT else visits.note_of_letter(letter)
    if letter is None or note is None or letter.subscriber_id != key.subscriber_id:
        raise BadKey(GONE)
    return Opened(note, letter, key.expires_at)


def by_code(request: HttpRequest, typed: str, *, now: datetime) -> Opened:
    """The questions of a printed code. BadSurvey for one that no letter holds, and after too many of those."""
    place = f"survey-tries:{access.place_of(_home(request))}"
    if cache.get_or_set(place, 0, WRONG_WINDOW_S) >= WRONG_TRIES:
        raise BadSurvey(WAIT)
    note = visits.note_with_code(read_code(typed))
    if note is None or note.issued_at is None:
        _count(place)
        raise BadSurvey(WRONG)
    return Opened(note, None, end_of_day(note.issued_at, days=settings.PROVIDER.letters.link_days))


def _count(place: str) -> None:
    try:
        cache.incr(place)
    except ValueError:  # it lapsed between the two
        cache.set(place, 1, WRONG_WINDOW_S)


def _home(request: HttpRequest) -> str:
    """REMOTE_ADDR is already the client as far as our own proxies vouch for it (see `config.asgi`)."""
    return household(str(request.META.get("REMOTE_ADDR") or ""))
