"""Finding subscribers and lines: by number, telephone or name."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, prefetch_related_objects

from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.words import is_name
from yorisoi_service.subscribers.models import AccessKey, HouseholdMember, Line, Look, SearchKey, Subscriber, Wish
from yorisoi_service.subscribers.rules.access import Purpose
from yorisoi_service.subscribers.rules.search import beginning, digits, wanted, whole

MOST_UNDER_ONE_PHONE = 100  # an office's switchboard; nobody reads further down


@dataclass(frozen=True)
class Found:
    """One page of a search, by name or number as it was found, then by customer number; lines are there already.

    `after` asks for the next page and is None on the last one. It holds what was found: it travels in a form, never
    in an address.
    """

    subscribers: list[Subscriber]
    after: str | None


def by_number(customer_number: str) -> Subscriber | None:
    """The subscriber with exactly this customer number."""
    return Subscriber.objects.filter(customer_number=customer_number.strip().upper()).first()


def by_phone(phone: str) -> list[Subscriber]:
    """Everybody reached under this telephone number, however it is written; the hundred first ones by number."""
    number = digits(phone)
    if not number:
        return []
    low, high = whole(number)
    keys = SearchKey.objects.filter(key__gte=low, key__lt=high).order_by("key")
    rows = _rows(list(keys.values_list("subscriber_id", flat=True)[:MOST_UNDER_ONE_PHONE]))
    # The same digits may be somebody's customer number, or the end of another telephone number.
    return [row for row in rows if number in (digits(row.phone), digits(row.mobile))]


def search(text: str, *, limit: int = 20, after: str | None = None) -> Found:
    """Subscribers with a name, kana, telephone (whole, beginning, last four digits), customer number, billing account
    or line number that begins with the text.

    Nothing for what is no name, or for fewer than four digits. Three queries at most, each on an index, however many
    are found. An `after` of another search begins anew.
    """
    plain = wanted(text) if is_name(text) else ""  # a database may refuse what no name holds
    if not plain:
        return Found([], None)
    low, high = beginning(plain)
    keys = SearchKey.objects.filter(key__lt=high, least__lte=len(plain)).order_by("key")
    cursor = _opened(after)
    # One lower bound only: with two, SQLite may walk from the first one to the cursor.
    keys = keys.filter(key__gt=cursor) if cursor is not None and low <= cursor < high else keys.filter(key__gte=low)
    page = list(keys.values_list("key", "subscriber_id")[: limit + 1])
    more = len(page) > limit
    subscribers = _rows([pk for _key, pk in page[:limit]])
    prefetch_related_objects(
        subscribers, Prefetch("lines", Line.objects.order_by(F("closed_on").asc(nulls_first=True), "number"))
    )
    return Found(subscribers, _sealed(bytes(page[limit - 1][0])) if more else None)


def find(text: str, *, limit: int = 20) -> list[Subscriber]:
    """The first subscribers of a search."""
    return search(text, limit=limit).subscribers


def lines_of(subscriber: Subscriber) -> list[Line]:
    """The subscriber's lines, by number."""
    return list(subscriber.lines.order_by("number"))


def is_open(line: Line, *, on: date) -> bool:
    """Is the line in service on this day?"""
    return line.opened_on <= on and (line.closed_on is None or on <= line.closed_on)


def _rows(pks: list[int]) -> list[Subscriber]:
    """The subscribers in this order, each once."""
    found = Subscriber.objects.in_bulk(pks)
    return [found[pk] for pk in dict.fromkeys(pks) if pk in found]


def _sealed(key: bytes) -> str:
    return urlsafe_b64encode(key).decode()


def _opened(after: str | None) -> bytes | None:
    try:
        return urlsafe_b64decode(after) if after else None
    except ValueError:
        return None


def members_of(subscriber: Subscriber) -> list[HouseholdMember]:
    """Whom of the household the subscriber named, in the order of naming."""
    return list(subscriber.members.order_by("pk"))


def looks_at(subscriber: Subscriber, *, limit: int = 200) -> list[Look]:
    """Who looked at this subscriber's record, the newest hour first, with the people fetched."""
    found = Look.objects.filter(subscriber=subscriber).select_related("by", "subscriber")
    return list(found.order_by("-hour", "-pk")[:limit])


def looks_by(member: StaffMember, *, limit: int = 200) -> list[Look]:
    """Whose records this person looked at, the newest hour first, with the subscribers fetched."""
    found = Look.objects.filter(by=member).select_related("by", "subscriber")
    return list(found.order_by("-hour", "-pk")[:limit])


def wishes_waiting(*, of: Subscriber | None = None, limit: int = 200) -> list[Wish]:
    """What subscribers (or one) asked about their own data and nobody answered yet, the oldest first."""
    found = Wish.objects.filter(done_at=None, withdrawn_at=None).select_related("subscriber")
    if of is not None:
        found = found.filter(subscriber=of)
    return list(found.order_by("asked_at", "pk")[:limit])


def wishes_answered(*, limit: int = 50) -> list[Wish]:
    """The newest answered ones, with who answered."""
    found = Wish.objects.filter(done_at__isnull=False).select_related("subscriber", "done_by")
    return list(found.order_by("-done_at", "-pk")[:limit])


def printed_code(subscriber: Subscriber) -> AccessKey | None:
    """The code of the own page that was printed last and still opens, or lapsed; None when none was printed. It tells
    when and by whom, never the code: nobody can read that any more."""
    found = AccessKey.objects.filter(subscriber=subscriber, purpose=str(Purpose.LETTER_CODE), spent_at=None)
    return found.select_related("made_by").order_by("-pk").first()
