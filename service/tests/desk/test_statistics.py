"""Counts of the desk from rows as they are: each border of a formula on its right side, in Japan's days."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_protocol.vocabulary import Ending
from yorisoi_service.clock import business_day, local
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.survey import Survey
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import statistics
from yorisoi_service.desk.rules.kpi import Targets, Totals
from yorisoi_service.desk.rules.statistics import Span, Step
from yorisoi_service.desk.services import answers
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.testing.people import NOON, Provider, later

DAY_OF = Span(date(2026, 11, 20), date(2026, 11, 20), Step.DAY)
TARGETS = Targets()


def call(nth: int, *, waited_s: int, answered: bool = True, talked_s: int = 300, rang: datetime = NOON) -> Call:
    until = rang + timedelta(seconds=waited_s)
    return Call.objects.create(
        call_id=f"call-{nth}",
        channel="landline",
        state="hung_up" if answered else "abandoned",
        rang_at=rang,
        answered_at=until if answered else None,
        hung_up_at=until + timedelta(seconds=talked_s) if answered else until,
    )


def ticket(
    provider: Provider, *, at: datetime = NOON, minutes: int = 10, outcome: str = "resolved", **more: object
) -> Ticket:
    values = {"subscriber": provider.subscriber, "holder": provider.communicator} | more
    row = Ticket.objects.create(
        channel="landline", opened_at=at, opened_by=provider.communicator, outcome=outcome, **values
    )
    if outcome:
        row.finished_at, row.finished_by = at + timedelta(minutes=minutes), provider.communicator
        row.save()
    return row


def totals(span: Span = DAY_OF) -> Totals:
    return statistics.totals(span, targets=TARGETS)


@pytest.mark.usefixtures("provider")
def test_calls_are_counted_by_how_long_they_rang() -> None:
    for nth, (waited, answered) in enumerate(
        [(20, True), (21, True), (60, True), (61, True), (60, False), (61, False)]
    ):
        call(nth, waited_s=waited, answered=answered)
    Call.objects.create(call_id="rings", state="ringing", rang_at=NOON)
    found = totals()
    assert (found.offered, found.answered, found.in_time, found.long_waits) == (6, 4, 1, 2)


@pytest.mark.usefixtures("provider")
def test_a_day_is_a_day_in_japan() -> None:
    midnight = datetime(2026, 11, 19, 15, tzinfo=UTC)
    for nth, at in enumerate([midnight - timedelta(seconds=1), midnight, midnight + timedelta(seconds=86_399)]):
        call(nth, waited_s=1, rang=at)
    call(9, waited_s=1, rang=midnight + timedelta(days=1))
    assert totals().offered == 2
    bars = statistics.bars(Span(date(2026, 11, 19), date(2026, 11, 21), Step.DAY), targets=TARGETS)
    assert [bar.offered for bar in bars] == [1, 2, 1]


def test_a_second_ticket_within_seven_days_is_a_repeat(provider: Provider) -> None:
    ticket(provider)
    ticket(provider, at=NOON + timedelta(days=7))
    other = provider.household("C-10002", "0847-11-3333")
    ticket(provider, subscriber=other)
    ticket(provider, subscriber=other, at=NOON + timedelta(days=7, seconds=1))
    ticket(provider, subscriber=None)
    found = totals()
    assert (found.tickets, found.known, found.repeated) == (3, 2, 1)
    assert (found.first_contacts, found.solved_at_once) == (2, 1)


def test_who_had_to_come_twice_was_not_helped_at_first_contact(provider: Provider) -> None:
    """Partly helped on Monday, solved on Tuesday: a first contact that did not solve it, and a second one that is none."""
    ticket(provider, at=NOON - timedelta(days=1), outcome="partly")
    ticket(provider)
    other = provider.household("C-10002", "0847-11-3333")
    ticket(provider, subscriber=other, at=NOON - timedelta(days=7))
    ticket(provider, subscriber=other, outcome="partly")  # on the border: still within seven days
    third = provider.household("C-10003", "0847-11-4444")
    ticket(provider, subscriber=third, at=NOON - timedelta(days=7, seconds=1), outcome="")
    ticket(provider, subscriber=third)
    found = totals()
    assert (found.finished, found.first_contacts, found.solved_at_once) == (3, 1, 1)
    both = totals(Span(date(2026, 11, 13), date(2026, 11, 20), Step.DAY))
    assert (both.finished, both.first_contacts, both.solved_at_once) == (5, 3, 1)


def test_solved_at_once_needs_the_outcome_resolved(provider: Provider) -> None:
    for nth, outcome in enumerate(("resolved", "partly", "referred", "not_possible", "")):
        ticket(provider, outcome=outcome, subscriber=provider.household(f"C-200{nth}", "0847-11-4444"))
    found = totals()
    assert (found.finished, found.referred, found.first_contacts, found.solved_at_once) == (4, 1, 4, 1)


def test_handling_is_talk_and_the_work_after_it(provider: Provider) -> None:
    first, second, third = (ticket(provider, minutes=n) for n in (10, 5, 121))
    for nth, (row, talked) in enumerate([(first, 300), (second, 600)]):
        made = call(nth, waited_s=0, talked_s=talked)
        made.ticket = row
        made.save()
    found = totals()
    assert third.outcome == "resolved"
    assert (found.handled, found.handled_s) == (
        2,
        600 + 600,
    )  # the longer of the two ends; the third waited for something


def test_sessions_tell_of_passes_consents_and_removal(provider: Provider) -> None:
    told = [("verified", "finished"), ("left_to_system", "finished"), ("failed", "finished"), ("", Ending.WRONG_PASS)]
    for nth, (removal, ending) in enumerate(told):
        row = Session.objects.create(
            id=f"s{nth}", state="closed" if removal else "ended", nameplate="0001", network_policy="allow",
            ticket=1, line=provider.line, communicator=provider.communicator, removal=removal, ending=str(ending),
            offered_at=NOON, expires_at=later(minutes=10), claimed_at=later(minutes=1), seen_at=NOON, ended_at=NOON,
        )  # fmt: skip
        for n, event in enumerate(["granted", "denied", "granted", "revoked"][: nth + 1]):
            Entry.objects.create(session=row, n=n, at_ms=0, event=event, line="x", received_at=NOON)
    Session.objects.create(
        id="never",
        state="ended",
        nameplate="0002",
        network_policy="allow",
        offered_at=NOON,
        expires_at=NOON,
        seen_at=NOON,
    )
    found = totals()
    assert (found.claimed, found.wrong_passes, found.ended) == (4, 1, 4)
    assert (found.removed, found.left_to_system, found.not_removed) == (1, 1, 1)
    assert (found.granted, found.denied) == (6, 3)


def test_answers_of_subscribers_are_sums(provider: Provider) -> None:
    for mark, solved in [(5, "yes"), (4, "partly"), (3, "no"), (1, "yes")]:
        Survey.objects.create(ticket=ticket(provider), solved=solved, help=mark, answered_at=NOON)
    found = totals()
    assert (found.surveys, found.satisfied, found.marks, found.solved, found.solved_partly) == (4, 2, 13, 2, 1)
    assert statistics.marks(DAY_OF) == [1, 0, 1, 1, 1]


def test_the_newest_decision_of_a_ticket_counts(provider: Provider) -> None:
    for nth, categories in enumerate([["listed_device"], ["listed_device", "repair"], ["repair"]]):
        row = ticket(provider, outcome="")
        for minute, category in enumerate(categories):
            answers.decide_scope(ticket=row, category=category, by=provider.communicator, now=later(minutes=minute))
        if nth == 2:
            Ticket.objects.filter(pk=row.pk).update(outcome="referred", finished_at=later(minutes=9))
    ticket(provider)
    found = {(each.code, each.tickets, each.referred) for each in statistics.decisions(DAY_OF)}
    assert found == {("repair", 2, 1), ("in_scope", 1, 0)}


def test_hours_are_hours_in_japan(provider: Provider) -> None:
    ticket(provider)
    ticket(provider, at=later(hours=2, minutes=59))
    counted = statistics.hours(DAY_OF)
    assert (len(counted), counted[12], counted[14], sum(counted)) == (24, 1, 1, 2)


@pytest.mark.parametrize(("step", "sums"), [(Step.DAY, [1] * 10), (Step.WEEK, [2, 7, 1]), (Step.MONTH, [1, 9])])
def test_bars_hold_every_ticket_and_empty_parts_too(provider: Provider, step: Step, sums: list[int]) -> None:
    for n in range(10):
        ticket(provider, at=datetime(2026, 10, 31, 3, tzinfo=UTC) + timedelta(days=n), outcome="referred")
    span = Span(date(2026, 10, 30), date(2026, 11, 9), step)
    found = [bar.tickets for bar in statistics.bars(span, targets=TARGETS)]
    assert [count for count in found if count] == sums
    assert len(found) == len(span.parts())


def crowd(provider: Provider) -> None:
    """A hundred and fifty tickets and calls of two months, at moments with a millionth of a second in them, half of the
    lengths exactly on a border of a formula or a millionth beside it."""
    chance = random.Random(20_261_123)
    people = [provider.subscriber, *(provider.household(f"C-300{n}", "0847-11-5555") for n in range(9)), None]
    nudge = [timedelta(0), timedelta(microseconds=1), timedelta(microseconds=-1)]
    for nth in range(150):
        at = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(microseconds=chance.randrange(60 * 86_400 * 10**6))
        if nth % 10 == 0:
            at = at.replace(hour=15, minute=0, second=0, microsecond=0) + chance.choice(nudge)
        row = ticket(
            provider,
            at=at,
            minutes=0,
            outcome=chance.choice(["resolved", "resolved", "referred", "partly", ""]),
            subscriber=chance.choice(people),
        )
        waited = timedelta(seconds=chance.choice([20, 60, 7, 90])) + chance.choice(nudge) * (nth % 2)
        made = call(nth, waited_s=0, answered=nth % 5 != 0, rang=at)
        until = at + waited
        made.answered_at = until if made.answered_at else None
        made.hung_up_at = until + timedelta(seconds=chance.randrange(900)) if made.answered_at else until
        made.ticket = row if nth % 3 else None
        made.save()
        if row.finished_at is not None:
            base = made.hung_up_at if made.ticket else at
            row.finished_at = base + chance.choice([timedelta(minutes=120), timedelta(seconds=-30)]) + nudge[nth % 3]
            row.save()


@pytest.mark.parametrize("step", [Step.WEEK, Step.MONTH])
def test_the_database_counts_what_counting_row_by_row_counts(provider: Provider, step: Step) -> None:
    crowd(provider)
    span = Span(date(2026, 10, 7), date(2026, 11, 20), step)
    since, until = statistics.ends(span)
    calls = [row for row in Call.objects.all() if since <= row.rang_at < until]
    all_tickets = list(Ticket.objects.select_related("call"))
    tickets = [row for row in all_tickets if since <= row.opened_at < until]
    lengths = [
        ((row.answered_at or row.hung_up_at or row.rang_at) - row.rang_at, bool(row.answered_at)) for row in calls
    ]
    handled = []
    for row in tickets:
        hung_up = row.call.hung_up_at if hasattr(row, "call") else None
        if row.finished_at and row.finished_at - (hung_up or row.opened_at) <= timedelta(minutes=120):
            handled.append(max(row.finished_at, hung_up or row.finished_at) - row.opened_at)

    def distances(row: Ticket) -> list[timedelta]:
        return [one.opened_at - row.opened_at for one in all_tickets if one.subscriber_id == row.subscriber_id]

    def is_repeated(row: Ticket) -> bool:
        return any(timedelta(0) < length <= timedelta(days=7) for length in distances(row))

    def is_first(row: Ticket) -> bool:
        return not any(timedelta(days=-7) <= length < timedelta(0) for length in distances(row))

    known = [row for row in tickets if row.subscriber_id]
    found = totals(span)
    assert (found.offered, found.answered) == (len(calls), sum(answered for _, answered in lengths))
    assert found.in_time == sum(answered and length <= timedelta(seconds=20) for length, answered in lengths)
    assert found.long_waits == sum(length > timedelta(seconds=60) for length, _ in lengths)
    assert (found.handled, found.handled_s) == (len(handled), round(sum(handled, timedelta()).total_seconds()))
    assert (found.known, found.repeated) == (len(known), sum(map(is_repeated, known)))
    firsts = [row for row in known if row.outcome and is_first(row)]
    assert found.first_contacts == len(firsts)
    assert found.solved_at_once == sum(row.outcome == "resolved" and not is_repeated(row) for row in firsts)
    assert 0 < found.solved_at_once < found.first_contacts < sum(bool(row.outcome) for row in known)
    assert 0 < found.in_time < found.answered
    assert 0 < found.repeated < found.known
    assert 0 < found.handled < found.tickets
    for bar in statistics.bars(span, targets=TARGETS):
        opened = [row for row in tickets if bar.first <= business_day(row.opened_at) <= bar.last]
        assert bar.tickets == len(opened)
        assert bar.resolved == sum(row.outcome == "resolved" for row in opened)
        rang = [n for n, row in enumerate(calls) if bar.first <= business_day(row.rang_at) <= bar.last]
        assert bar.offered == len(rang)
        assert bar.in_time == sum(lengths[n][1] and lengths[n][0] <= timedelta(seconds=20) for n in rang)
    by_hour = [local(row.opened_at).hour for row in tickets]
    assert statistics.hours(span) == [by_hour.count(hour) for hour in range(24)]


def test_sqlite_asks_nobody_back_about_a_row(provider: Provider) -> None:
    """Django helps SQLite out with functions written in Python, called for each row: a year of tickets took 17 s so."""
    span = Span(date(2025, 12, 1), date(2026, 11, 30), Step.MONTH)
    with CaptureQueriesContext(connection) as asked:
        totals(span)
        statistics.bars(span, targets=TARGETS)
        statistics.decisions(span)
        statistics.hours(span)
        statistics.marks(span)
    assert len(asked) == 11
    assert not [query["sql"] for query in asked.captured_queries if "django_" in query["sql"]]
