"""What is forgotten of customers: keys and tries, who looked at whom, and in the end the customers themselves."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, ManyToOneRel, OuterRef, Q, QuerySet

from yorisoi_service.audit.purging import Child, Progress, Step, purge_steps, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.clock import business_day
from yorisoi_service.subscribers.keys import keep_keys
from yorisoi_service.subscribers.models import (
    AccessKey,
    AccessTry,
    HouseholdMember,
    Line,
    LinkWish,
    Look,
    SearchKey,
    SignIn,
    Subscriber,
    Suspension,
    Wish,
)
from yorisoi_service.subscribers.rules.access import LONGEST_SIGN_IN, TRIES_KEPT, WishKind

WITH_A_CUSTOMER = (
    Child(SearchKey, "subscriber"),
    Child(Suspension, "line__subscriber"),
)
NOTHING = "-"  # stands where a field cannot be empty
UNKNOWN = {
    "name": NOTHING,
    "kana": NOTHING,
    "address": NOTHING,
    "phone": NOTHING,
    "mobile": "",
    "email": "",
    "household": "",
}
OWN = {SearchKey, Suspension, AccessKey, LinkWish, SignIn}  # go with the customer, whatever their age


def purge(*, now: datetime, periods: Periods, dry_run: bool = False, told: Progress = silent) -> Counts:
    """Delete what opens the subscriber's own pages no more, looks older than `look_years`, wishes answered longer ago
    than `ticket_months`, and customers without a line for `customer_months` whom nothing names that is kept longer.
    Corrections that nobody answered for `ticket_months` lose their words, and wait on."""
    keys_old = periods.cut("key_days", now)
    keys = AccessKey.objects.filter(Q(expires_at__lte=keys_old) | Q(spent_at__lte=keys_old))
    short = now - TRIES_KEPT
    ticket_cut = periods.cut("ticket_months", now)
    wishes = Wish.objects.filter(Q(done_at__lte=ticket_cut) | Q(withdrawn_at__lte=ticket_cut))
    corrections = Wish.objects.filter(kind=str(WishKind.CORRECTION), done_at=None, withdrawn_at=None)
    waiting = corrections.exclude(text="")
    steps = (
        Step(AccessTry.objects.filter(at__lte=short), "at"),
        Step(LinkWish.objects.filter(asked_at__lte=short), "asked_at"),
        Step(SignIn.objects.filter(began_at__lte=now - LONGEST_SIGN_IN), "began_at"),
        Step(keys, "made_at"),
        Step(wishes, "asked_at"),
        Step(waiting.filter(asked_at__lte=ticket_cut), "asked_at", waiting, values={"text": ""}),
        Step(Look.objects.filter(hour__lte=periods.cut("look_years", now)), "hour"),
        Step(
            gone(now=now, periods=periods),
            "added_at",
            children=(*WITH_A_CUSTOMER, Child(Line, "subscriber")),
            also=_unlink,
            among=unnamed,
        ),
    )
    return purge_steps("retention:subscribers", steps, now=now, dry_run=dry_run, told=told)


def gone(*, now: datetime, periods: Periods) -> QuerySet[Subscriber]:
    """Customers known for longer than `customer_months` and without a line for as long; ended lines may be there."""
    since = periods.cut_day("customer_months", business_day(now))
    open_lines = Line.objects.filter(Q(closed_on=None) | Q(closed_on__gt=since), subscriber=OuterRef("pk"))
    known = Subscriber.objects.filter(added_at__lte=periods.cut("customer_months", now))
    return known.exclude(Exists(open_lines))


def unnamed(customers: Iterable[int]) -> set[int]:
    """Those of the customers whom, and whose lines, no other row of any app names: nothing is asked by name here, so a
    table that is added later is looked at as well."""
    left = set(customers)
    while named := _named(left):  # who stays may have a line that names another
        left -= named
    return left


def _named(left: set[int]) -> set[int]:
    """Those whom, or whose lines, a row names that does not go with them."""
    found: set[int] = set()
    for relation in _naming(Subscriber):
        if relation.related_model is Line and relation.field.name == "subscriber":
            continue
        found.update(_pointing(relation, left, left).values_list(relation.field.attname, flat=True))
    lines = dict(Line.objects.filter(subscriber__in=left).values_list("pk", "subscriber_id"))
    for relation in _naming(Line):
        pointing = _pointing(relation, lines, left).values_list(relation.field.attname, flat=True)
        found.update(lines[pk] for pk in pointing)
    return found


def _pointing(relation: ManyToOneRel, keys: Iterable[int], left: set[int]) -> QuerySet[Any]:
    rows = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": list(keys)})
    return rows.exclude(subscriber__in=left) if relation.related_model is Line else rows


def _naming(model: type) -> list[ManyToOneRel]:
    """Every relation that leads from another row to this model's, but those of rows that go with it."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)  # type: ignore[attr-defined]
        if isinstance(field, ManyToOneRel) and field.related_model not in OWN
    ]


def _unlink(customers: list[int]) -> None:
    """Their lines go in one statement: what leads from one to another is loosened before."""
    Line.objects.filter(subscriber__in=customers).update(moved_from=None)


def forget(*, subscriber: Subscriber, keeps_household: bool, now: datetime) -> Counter[str]:
    """Delete whom they named and what opens their own pages; without an open line empty what says who they are, but the
    numbers under which books are kept, and settle what they still asked to have corrected. Inside the caller's transaction.

    `keeps_household`: the word their household is known by stays, as the free months of others hang on it.
    """
    rows: Counter[str] = Counter()
    for model in (HouseholdMember, AccessKey, LinkWish, SignIn):
        rows.update(model.objects.filter(subscriber=subscriber).delete()[1])
    open_lines = Q(closed_on=None) | Q(closed_on__gte=business_day(now))
    corrections = Wish.objects.filter(subscriber=subscriber, kind=str(WishKind.CORRECTION))
    settled = corrections.exclude(done_at=None, withdrawn_at=None)
    if not Line.objects.filter(open_lines, subscriber=subscriber).exists():
        corrections.filter(done_at=None, withdrawn_at=None).update(done_at=now)
        settled = corrections
        household = {"household": subscriber.household} if keeps_household else {}
        Subscriber.objects.filter(pk=subscriber.pk).update(**(UNKNOWN | household))
        Line.objects.filter(subscriber=subscriber).update(address=NOTHING)
        keep_keys([subscriber.pk])
        rows["subscribers.Subscriber"] = 1
    rows["subscribers.Wish"] = settled.exclude(text="", answer="").update(text="", answer="")
    return rows
