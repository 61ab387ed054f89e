"""Calls of a telephone system: told once or twice, early or late, they come to the same rows and to one ticket."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import BadCall, CallGone
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.tickets import Answer, Ticket
from yorisoi_service.desk.queries import calls as heard
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.queries.statistics import bars, totals
from yorisoi_service.desk.rules.kpi import Targets
from yorisoi_service.desk.rules.statistics import Span, Step
from yorisoi_service.desk.services import calls, handover
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.people import NOON, Provider, later

PHONE = "0847112222"  # as a telephone system writes the household's 0847-11-2222


def rings(call_id: str = "1.1", number: str = PHONE, channel: str = "landline", minutes: float = 0) -> Call:
    return calls.ring(call_id=call_id, number=number, channel=channel, now=later(minutes=minutes))


def test_the_caller_is_found_by_number_and_the_channel_is_the_number_dialled(provider: Provider) -> None:
    call = rings(number="+81847112222", channel="mobile")
    assert (call.subscriber, call.channel, call.number) == (provider.subscriber, "mobile", PHONE)
    answered = calls.answer(call_id="1.1", by=provider.communicator, now=later(minutes=1))
    ticket = answered.ticket
    assert ticket is not None
    assert (ticket.subscriber, ticket.line, ticket.channel) == (provider.subscriber, provider.line, "mobile")
    assert (ticket.holder, ticket.opened_by) == (provider.communicator, provider.communicator)
    assert heard.call_of(ticket) == call


def test_a_number_that_matches_is_no_identity_check(provider: Provider) -> None:
    rings()
    ticket = calls.answer(call_id="1.1", by=provider.communicator, now=NOON).ticket
    assert ticket is not None
    assert not Answer.objects.filter(ticket=ticket).exists()
    assert desk.newest_identity(ticket) == ""


def test_several_with_one_number_are_choices_and_nobody_is_filled_in(provider: Provider) -> None:
    other = provider.household("C-10002", "0847-11-2222")
    call = rings()
    assert (call.subscriber, call.matches) == (None, 2)
    assert heard.callers_of(call) == [provider.subscriber, other]
    ticket = calls.answer(call_id="1.1", by=provider.communicator, now=NOON).ticket
    assert ticket is not None
    assert ticket.subscriber is None


@pytest.mark.parametrize("number", ["", "anonymous", "0999999999", "2222", "C-10001", "10001"])
def test_a_number_withheld_or_unknown_is_nobody(provider: Provider, number: str) -> None:
    call = rings(number=number)
    assert (call.subscriber, call.matches, heard.callers_of(call)) == (None, 0, [])


def test_each_event_told_twice_changes_nothing_the_second_time(provider: Provider) -> None:
    def all_of_it() -> tuple[int | None, int]:
        rings()
        rings()
        ticket = calls.answer(call_id="1.1", by=provider.communicator, now=later(minutes=1)).ticket
        again = calls.answer(call_id="1.1", by=provider.communicator, now=later(minutes=2)).ticket
        assert ticket == again
        calls.hang_up(call_id="1.1", now=later(minutes=5))
        calls.hang_up(call_id="1.1", now=later(minutes=6))
        return ticket.pk if ticket else None, Row.objects.count()

    first = all_of_it()
    call = Call.objects.get()
    assert (call.state, call.answered_at, call.hung_up_at) == ("hung_up", later(minutes=1), later(minutes=5))
    assert all_of_it() == first
    assert (Call.objects.count(), Ticket.objects.count()) == (1, 1)
    assert Call.objects.values().get() == Call.objects.filter(pk=call.pk).values().get()


def test_an_answer_before_the_call_was_told_gets_its_ticket_with_the_call(provider: Provider) -> None:
    early = calls.answer(call_id="1.1", by=provider.communicator, now=NOON)
    assert (early.state, early.ticket, Ticket.objects.count()) == ("answered", None, 0)
    call = rings()
    assert call.ticket is not None
    assert (call.state, call.ticket.holder, call.ticket.subscriber) == (
        "answered", provider.communicator, provider.subscriber,
    )  # fmt: skip
    assert calls.answer(call_id="1.1", by=provider.communicator, now=NOON).ticket == call.ticket


def test_a_call_that_is_over_never_rings_and_opens_no_ticket(provider: Provider) -> None:
    calls.hang_up(call_id="1.1", now=NOON)
    call = rings()
    assert (call.state, call.subscriber, heard.waiting(now=NOON)) == ("abandoned", provider.subscriber, [])
    late = calls.answer(call_id="1.1", by=provider.communicator, now=later(minutes=1))
    assert (late.state, late.ticket, Ticket.objects.count()) == ("hung_up", None, 0)
    assert heard.missed(since=NOON, now=NOON) == []  # it was answered, told late


def test_a_call_nobody_answered_is_abandoned_and_missed(provider: Provider) -> None:
    rings()
    call = calls.hang_up(call_id="1.1", now=later(minutes=2))
    assert (call.state, call.hung_up_at) == ("abandoned", later(minutes=2))
    assert heard.missed(since=NOON, now=later(minutes=3)) == [call]
    assert heard.missed(since=later(minutes=1), now=later(minutes=3)) == []
    calls.settle(call=call, by=provider.second, now=later(minutes=4))
    assert heard.missed(since=NOON, now=later(minutes=5)) == []


def test_a_hang_up_without_a_call_is_no_missed_call_until_its_call_is_told(provider: Provider) -> None:
    span = Span(date(2026, 11, 20), date(2026, 11, 20), Step.DAY)
    call = calls.hang_up(call_id="1.1", now=NOON)
    assert heard.missed(since=NOON, now=NOON) == []
    assert totals(span, targets=Targets()).offered == bars(span, targets=Targets())[0].offered == 0
    rings(minutes=1)
    assert (heard.waiting(now=later(minutes=1)), heard.missed(since=NOON, now=later(minutes=1))) == ([], [call])
    assert totals(span, targets=Targets()).offered == bars(span, targets=Targets())[0].offered == 1


def test_a_missed_call_is_settled_when_the_same_number_is_answered_later(provider: Provider) -> None:
    rings()
    rings("2.1", number="")
    calls.hang_up(call_id="1.1", now=later(minutes=1))
    withheld = calls.hang_up(call_id="2.1", now=later(minutes=1))
    rings("3.1", minutes=5)
    assert len(heard.missed(since=NOON, now=later(minutes=5))) == 2
    calls.answer(call_id="3.1", by=provider.communicator, now=later(minutes=6))
    rings("4.1", number="", minutes=7)
    calls.answer(call_id="4.1", by=provider.second, now=later(minutes=8))
    assert heard.missed(since=NOON, now=later(minutes=9)) == [withheld]  # two withheld numbers are two people


def test_a_call_is_taken_once(provider: Provider) -> None:
    call = rings()
    ticket = calls.take(call=call, by=provider.communicator, now=NOON)
    assert calls.take(call=call, by=provider.communicator, now=NOON) == ticket
    with pytest.raises(CallGone):
        calls.take(call=call, by=provider.second, now=NOON)
    with pytest.raises(CallGone):
        calls.answer(call_id="1.1", by=provider.second, now=NOON)
    # The telephone system says the same afterwards.
    assert calls.answer(call_id="1.1", by=provider.communicator, now=NOON).ticket == ticket
    assert Ticket.objects.count() == 1


def test_a_call_that_was_hung_up_cannot_be_taken(provider: Provider) -> None:
    call = rings()
    calls.hang_up(call_id="1.1", now=NOON)
    with pytest.raises(CallGone):
        calls.take(call=call, by=provider.communicator, now=NOON)
    assert Ticket.objects.count() == 0


def test_a_lost_end_leaves_no_ghost(provider: Provider) -> None:
    call = rings()
    gone = later(minutes=61)
    assert (heard.waiting(now=gone), heard.position_of(provider.subscriber, now=gone)) == ([], None)
    assert heard.missed(since=NOON, now=gone) == [call]
    calls.ring(call_id="2.1", number="", channel="landline", now=gone)
    call.refresh_from_db()
    assert (call.state, call.hung_up_at) == ("abandoned", later(minutes=60))


def test_what_rings_no_more_can_be_said_by_hand(provider: Provider) -> None:
    call = rings()
    with pytest.raises(BadCall):
        calls.settle(call=call, by=provider.communicator, now=NOON)
    assert calls.let_go(call=call, by=provider.communicator, now=later(minutes=1)).state == "abandoned"
    assert heard.missed(since=NOON, now=later(minutes=1)) == [call]


def test_the_oldest_call_stands_first_and_a_subscriber_has_a_place(provider: Provider) -> None:
    other = provider.household("C-10002", "0847-33-4444")
    first, second, third = rings("1", "anonymous"), rings("2", minutes=1), rings("3", "0847334444", minutes=2)
    now = later(minutes=3)
    assert heard.waiting(now=now) == [first, second, third]
    assert [heard.position_of(each, now=now) for each in (provider.subscriber, other)] == [2, 3]
    calls.take(call=first, by=provider.communicator, now=now)
    assert [heard.position_of(each, now=now) for each in (provider.subscriber, other)] == [1, 2]
    calls.hang_up(call_id="2", now=now)
    assert [heard.position_of(each, now=now) for each in (provider.subscriber, other)] == [None, 1]
    assert heard.number_waiting(now=now) == 1


def test_calls_of_one_moment_have_places_of_their_own(provider: Provider) -> None:
    rings("1", "")
    rings("2")
    assert heard.position_of(provider.subscriber, now=NOON) == 2


def test_only_people_of_the_desk_answer(provider: Provider) -> None:
    call = rings()
    for stranger in (provider.clerk, provider.administrator, provider.accountant):
        with pytest.raises(NotAllowed):
            calls.answer(call_id="1.1", by=stranger, now=NOON)
        for act in (calls.take, calls.let_go, calls.settle):
            with pytest.raises(NotAllowed):
                act(call=call, by=stranger, now=NOON)
    assert (Call.objects.get().state, Ticket.objects.count()) == ("ringing", 0)


@pytest.mark.parametrize("call_id", ["", "x" * 65, "a b", "é", "1\n2", "\x00"])
def test_an_id_is_visible_and_short(provider: Provider, call_id: str) -> None:
    with pytest.raises(BadCall):
        rings(call_id)
    with pytest.raises(BadCall):
        calls.hang_up(call_id=call_id, now=NOON)
    assert Call.objects.count() == 0


def test_an_unknown_channel_is_refused(provider: Provider) -> None:
    with pytest.raises(BadCall):
        rings(channel="fax")
    assert Call.objects.count() == 0


def test_the_trail_names_no_number_and_no_name(provider: Provider) -> None:
    rings()
    calls.answer(call_id="1.1", by=provider.communicator, now=NOON)
    calls.hang_up(call_id="1.1", now=NOON)
    rows = [row for row in Row.objects.all() if row.event.startswith(("call.", "ticket."))]
    assert [row.event for row in rows] == ["call.rang", "ticket.opened", "call.answered", "call.over"]
    text = " ".join(f"{row.by} {row.about} {row.facts}" for row in rows)
    assert not any(secret in text for secret in (PHONE, "0847-11-2222", "佐藤", "C-10001"))
    assert {row.by for row in rows} == {"telephone", "staff:12"}


def test_earlier_tickets_are_the_newest_ones_without_the_one_at_hand(provider: Provider) -> None:
    tickets = [provider.ready_ticket(now=later(minutes=n)) for n in range(4)]
    set_outcome(
        ticket=tickets[0], outcome="not_possible", not_done="電源が入らない", by=provider.communicator, now=NOON
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = heard.earlier_tickets(provider.subscriber, limit=2, without=tickets[3])
        assert [str(each.holder) for each in found]
    assert (found, len(queries)) == ([tickets[2], tickets[1]], 1)
    assert len(heard.earlier_tickets(provider.subscriber)) == 4


def test_who_speaks_now_is_shown_until_the_end(provider: Provider) -> None:
    rings()
    call = calls.answer(call_id="1.1", by=provider.communicator, now=NOON)
    assert (heard.answered_by(provider.communicator), heard.answered_by(provider.second)) == ([call], [])
    handover.hand_over(ticket=call.ticket, to=provider.second, by=provider.communicator, now=NOON)
    assert heard.answered_by(provider.communicator) == []
    handover.hand_over(ticket=call.ticket, to=provider.communicator, by=provider.second, now=NOON)
    calls.hang_up(call_id="1.1", now=NOON)
    assert heard.answered_by(provider.communicator) == []
