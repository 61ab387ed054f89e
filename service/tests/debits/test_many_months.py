"""Half a year of everything at once: whatever subscribers, banks and clerks do, every yen is somewhere, exactly once."""

from collections import defaultdict
from random import Random

import pytest
from django.db.models import Sum
from yorisoi_service.billing.models import Entry
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits import queries
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Receivable
from yorisoi_service.debits.rules.receivable import MOST_DEBITS, State, Step
from yorisoi_service.debits.services import decisions, mandates
from yorisoi_service.debits.services.discarding import discard
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.testing.collecting import Collecting, answered

AMOUNTS = (0, 275, 550, 550, 550, 550, 1100, 1100, -275, -550)
CODES = "00000111234589"


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_yen_is_somewhere_exactly_once(collecting: Collecting, seed: int) -> None:
    chance = Random(seed)
    seen: set[str] = set()
    people = [collecting.subscriber(mandate=number > 0) for number in range(7)]
    for number in range(6):
        month = Month(2026, 5).plus(number)
        collecting.now = collecting.now.replace(month=5 + number)
        collecting.books(str(month), {who: chance.choice(AMOUNTS) for who in people})
        content = collecting.exports(str(month)).content
        if chance.random() < 0.3:
            discard(month=month, by=collecting.provider.accountant, now=collecting.now)
            content = collecting.exports(str(month)).content
        assert collecting.exports(str(month)).content == content
        seen |= look()
        if content:
            references = DebitItem.objects.filter(run__month=month.first_day).values_list("customer_ref", flat=True)
            codes = {reference: chance.choice(CODES) for reference in references}
            collecting.takes(answered(content, codes))
        seen |= look()
        for who in people:
            something(collecting, who, chance)
        decided(collecting, chance)
        seen |= look()
    booked = Entry.objects.aggregate(Sum("amount"))["amount__sum"]
    assert Receivable.objects.aggregate(Sum("amount"))["amount__sum"] == booked
    assert seen == set(State)


def something(collecting: Collecting, who: Subscriber, chance: Random) -> None:
    """The clerk's work between two months."""
    has = queries.mandate_of(who.pk) is not None
    match chance.randrange(6):
        case 0 if has:
            collecting.renew(who)
        case 1 if has:
            mandates.end_mandate(subscriber=who, by=collecting.provider.clerk, now=collecting.now)
        case 2 | 3 if not has:
            collecting.mandate(who)


def decided(collecting: Collecting, chance: Random) -> None:
    """The accountant's."""
    by, now = collecting.provider.accountant, collecting.now
    for row in queries.to_decide():
        steps = [Step.SLIP, Step.WRITE_OFF] + ([Step.CARRY] if row.debits < MOST_DEBITS else [])
        decisions.decide(receivable=row, step=chance.choice(steps), by=by, now=now)
    for row in queries.slips():
        if chance.random() < 0.5:
            decisions.settle(receivable=row, by=by, now=now)


def look() -> set[str]:
    """What must hold at any time; returns the states there are."""
    met: dict[int, int] = defaultdict(int)
    for row in Receivable.objects.all():
        met[row.subscriber_id] += row.met if row.amount > 0 else -row.met
        parts = list(DebitPart.objects.filter(receivable=row).select_related("item"))
        collected = [part.amount for part in parts if part.item.result_code == "0"]
        assert row.debits == len(parts) <= MOST_DEBITS
        assert len(collected) <= 1
        if collected:
            assert (row.state, collected) == (State.PAID, [row.left])
        if row.state == State.REQUESTED:
            assert [part.item.result_code for part in parts].count("") == 1
        if row.amount < 0:
            assert not parts
    assert not any(met.values())  # what credits gave is what debts received
    for item in DebitItem.objects.all():
        assert item.amount == sum(part.amount for part in item.parts.all())
    for run in DebitRun.objects.all():
        assert (run.count, run.total) == (run.items.count(), sum(item.amount for item in run.items.all()))
        assert run.state == "written" or run.done_total + run.failed_total == run.total
    return set(Receivable.objects.values_list("state", flat=True))
