"""Counts of the desk from rows as they are: each border of a formula on its right side, in Japan's days."""

from datetime import UTC, date, datetime, timedelta

import pytest
from yorisoi_protocol.vocabulary import Ending
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
