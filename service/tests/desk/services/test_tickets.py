"""Opening, answering, handing over, finishing: what the desk's people may do to a ticket."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_service.contracts.services.endings import cancel
from yorisoi_service.contracts.services.lines import move_line
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.desk.errors import BadAnswer, NotYours, TicketFinished
from yorisoi_service.desk.models.tickets import Kind, Ticket
from yorisoi_service.desk.queries import tickets as queries
from yorisoi_service.desk.rules.identity import Marks, Typed
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.queries import find
from yorisoi_service.testing.people import NOON, RIGHT, Provider, Tool, claims, identity, later

WRONG = Typed("C-10001", name="山本", address="東京都")


def gate(provider: Provider, ticket: Ticket, name: str) -> str:
    verdict = queries.gates_of(ticket, policy=settings.PROVIDER.desk, now=later(minutes=1))
    return next(g.reason for g in verdict.gates if g.name == name)


def opened(provider: Provider, by: StaffMember | None = None) -> Ticket:
    who = by or provider.communicator
    return tickets.open_ticket(channel="mobile", asked="音が出ない", subscriber=provider.subscriber, by=who, now=NOON)


def test_a_ticket_belongs_to_who_opened_it_and_brings_the_only_line(provider: Provider) -> None:
    ticket = opened(provider)
    assert (ticket.holder, ticket.line, ticket.channel) == (provider.communicator, provider.line, "mobile")
    assert queries.tickets_open(provider.communicator) == [ticket]


def test_after_a_move_the_ticket_brings_the_line_that_stands_and_the_search_shows_it_first(provider: Provider) -> None:
    moved = move_line(
        line=provider.line, number="A-1", address="見本町2", opened_on=date(2026, 11, 1), by=provider.clerk, now=NOON
    )
    assert opened(provider).line == moved
    newest = move_line(
        line=moved, number="Z-1", address="見本町3", opened_on=date(2026, 11, 10), by=provider.clerk, now=NOON
    )
    (found,) = find("C-10001")
    assert next(iter(found.lines.all())) == newest


def test_with_two_lines_the_communicator_chooses(provider: Provider) -> None:
    second = provider.add_line(provider.subscriber, "L-2")
    ticket = opened(provider)
    assert ticket.line is None
    assert gate(provider, ticket, "contract") == "caller_unknown"
    ticket = tickets.set_caller(
        ticket=ticket, subscriber=provider.subscriber, line=second, by=provider.communicator, now=NOON
    )
    assert gate(provider, ticket, "contract") == "no_active_contract"


def test_a_strangers_line_is_refused(provider: Provider) -> None:
    other = provider.add_line(provider.household("C-20002", "0847-33-4444"), "L-2")
    with pytest.raises(BadAnswer):
        tickets.open_ticket(
            channel="landline", asked="", subscriber=provider.subscriber, line=other, by=provider.communicator, now=NOON
        )
    with pytest.raises(BadAnswer):
        tickets.open_ticket(channel="landline", asked="", line=other, by=provider.communicator, now=NOON)


@pytest.mark.parametrize("channel", ["", "fax", "LANDLINE"])
def test_the_number_dialled_is_one_of_two(provider: Provider, channel: str) -> None:
    with pytest.raises(BadAnswer):
        tickets.open_ticket(channel=channel, asked="", by=provider.communicator, now=NOON)


def test_only_the_desk_works_on_tickets(provider: Provider) -> None:
    ticket = opened(provider)
    for other in (provider.clerk, provider.accountant, provider.administrator):
        with pytest.raises(NotAllowed):
            opened(provider, other)
        with pytest.raises(NotAllowed):
            answers.tick(ticket=ticket, condition="device", yes=True, by=other, now=NOON)


def test_only_its_holder_or_a_lead_answers_on_a_ticket(provider: Provider) -> None:
    ticket = opened(provider)
    with pytest.raises(NotYours):
        answers.tick(ticket=ticket, condition="device", yes=True, by=provider.second, now=NOON)
    answers.tick(ticket=ticket, condition="device", yes=True, by=provider.lead, now=NOON)


def test_a_check_says_circle_or_cross_and_the_gate_follows(provider: Provider) -> None:
    ticket = opened(provider)
    marks = answers.check_identity(ticket=ticket, typed=WRONG, by=provider.communicator, now=NOON)
    assert marks == Marks(True, False, False, False)
    assert gate(provider, ticket, "identity") == "identity_not_checked"
    answers.check_identity(ticket=ticket, typed=RIGHT, by=provider.communicator, now=later(seconds=1))
    assert gate(provider, ticket, "identity") == ""


def test_after_three_failures_only_a_call_back_helps(provider: Provider) -> None:
    ticket = opened(provider)
    for n in range(3):
        answers.check_identity(ticket=ticket, typed=WRONG, by=provider.communicator, now=later(seconds=n))
    assert gate(provider, ticket, "identity") == "call_back"
    with pytest.raises(BadAnswer):
        answers.check_identity(ticket=ticket, typed=RIGHT, by=provider.communicator, now=later(seconds=4))
    answers.called_back(ticket=ticket, by=provider.communicator, now=later(seconds=5))
    assert gate(provider, ticket, "identity") == ""


def test_a_check_needs_a_caller(provider: Provider) -> None:
    ticket = tickets.open_ticket(channel="mobile", asked="", by=provider.communicator, now=NOON)
    for act in (
        lambda: answers.check_identity(ticket=ticket, typed=RIGHT, by=provider.communicator, now=NOON),
        lambda: answers.called_back(ticket=ticket, by=provider.communicator, now=NOON),
    ):
        with pytest.raises(BadAnswer):
            act()


def test_answers_for_one_caller_do_not_count_for_another(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    other = provider.household("C-20002", "0847-33-4444")
    line = provider.add_line(other, "L-2")
    join(line=line, form_on=date(2026, 11, 1), terms_version="2026-04", by=provider.clerk, now=NOON)
    ticket = tickets.set_caller(ticket=ticket, subscriber=other, line=line, by=provider.communicator, now=NOON)
    closed = queries.gates_of(ticket, policy=settings.PROVIDER.desk, now=NOON).closed
    assert closed == ("identity", "checklist")


def test_ticks_can_be_taken_back(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    assert gate(provider, ticket, "checklist") == ""
    answers.tick(ticket=ticket, condition="operations", yes=False, by=provider.communicator, now=later(seconds=1))
    assert gate(provider, ticket, "checklist") == "operations_not_ticked"
    with pytest.raises(BadAnswer):
        answers.tick(ticket=ticket, condition="scope", yes=True, by=provider.communicator, now=NOON)


def test_what_is_not_on_the_list_a_lead_decides(provider: Provider) -> None:
    ticket = opened(provider)
    with pytest.raises(NotAllowed):
        answers.decide_scope(ticket=ticket, category="agreed_by_lead", by=provider.communicator, now=NOON)
    with pytest.raises(BadAnswer):
        answers.decide_scope(ticket=ticket, category="anything", by=provider.communicator, now=NOON)
    answers.decide_scope(ticket=ticket, category="agreed_by_lead", by=provider.lead, now=NOON)
    assert gate(provider, ticket, "scope") == ""


def test_terms_are_accepted_on_the_form_or_read_aloud_in_the_present_version(provider: Provider) -> None:
    """R11."""
    ticket = opened(provider)
    assert gate(provider, ticket, "terms") == ""
    cancel(period=provider.period, requested_on=date(2026, 11, 19), by=provider.clerk, now=NOON)
    again = join(line=provider.line, form_on=date(2026, 11, 20), terms_version="2020-01", by=provider.clerk, now=NOON)
    assert gate(provider, ticket, "terms") == "terms_not_accepted"
    present = settings.PROVIDER.terms.version
    with pytest.raises(BadAnswer):
        answers.terms_read_aloud(ticket=ticket, version="2020-01", present=present, by=provider.communicator, now=NOON)
    answers.terms_read_aloud(ticket=ticket, version=present, present=present, by=provider.communicator, now=NOON)
    assert gate(provider, ticket, "terms") == ""
    # The next ticket of this line needs no second reading; another contract does.
    assert gate(provider, opened(provider), "terms") == ""
    cancel(period=again, requested_on=date(2026, 11, 20), by=provider.clerk, now=NOON)
    join(line=provider.line, form_on=date(2026, 11, 21), terms_version="", by=provider.clerk, now=later(days=1))
    verdict = queries.gates_of(opened(provider), policy=settings.PROVIDER.desk, now=later(days=1))
    assert verdict.closed == ("identity", "scope", "checklist", "terms")


@pytest.mark.parametrize("reason", ["", "   ", "はい", "x" * 501])
def test_an_exception_needs_a_reason_worth_reading(provider: Provider, reason: str) -> None:
    with pytest.raises(BadAnswer):
        answers.network_exception(ticket=opened(provider), reason=reason, by=provider.communicator, now=NOON)


def test_every_answer_keeps_who_and_when(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    found = [(a.kind, a.by, a.at) for a in queries.answers_of(ticket)]
    assert found == [
        (k, provider.communicator, NOON) for k in (Kind.IDENTITY, Kind.SCOPE, Kind.DEVICE, Kind.OPERATIONS)
    ]


def test_a_ticket_is_handed_over_by_its_holder_or_a_lead_and_goes_to_the_desk_only(provider: Provider) -> None:
    ticket = opened(provider)
    with pytest.raises(NotYours):
        tickets.hand_over(ticket=ticket, to=provider.second, by=provider.second, now=NOON)
    with pytest.raises(NotAllowed):
        tickets.hand_over(ticket=ticket, to=provider.clerk, by=provider.lead, now=NOON)
    with pytest.raises(BadAnswer):
        tickets.hand_over(ticket=ticket, to=provider.communicator, by=provider.lead, now=NOON)
    assert tickets.hand_over(ticket=ticket, to=provider.second, by=provider.lead, now=NOON).holder == provider.second
    back = tickets.hand_over(ticket=ticket, to=provider.communicator, by=provider.second, now=NOON)
    assert back.holder == provider.communicator


def test_a_waiting_ticket_is_taken_by_one(provider: Provider) -> None:
    ticket = opened(provider)
    Ticket.objects.update(holder=None)
    assert queries.tickets_waiting() == [ticket]
    assert tickets.take_ticket(ticket=ticket, by=provider.second, now=NOON).holder == provider.second
    with pytest.raises(NotYours):
        tickets.take_ticket(ticket=ticket, by=provider.communicator, now=NOON)


@pytest.mark.parametrize("outcome", ["resolved", "partly", "not_possible"])
def test_an_outcome_finishes_a_ticket(provider: Provider, outcome: str) -> None:
    ticket = opened(provider)
    told = {"done": "再起動しました", "not_done": "部品がありません"}
    set_outcome(ticket=ticket, outcome=outcome, note="再起動", **told, by=provider.communicator, now=later(minutes=9))
    ticket.refresh_from_db()
    assert (ticket.outcome, ticket.finished_at, ticket.finished_by) == (
        outcome,
        later(minutes=9),
        provider.communicator,
    )
    with pytest.raises(TicketFinished):
        answers.tick(ticket=ticket, condition="device", yes=True, by=provider.communicator, now=NOON)
    assert queries.tickets_open(provider.communicator) == []


def test_a_referral_without_a_target_is_refused(provider: Provider) -> None:
    """R12."""
    ticket = opened(provider)
    with pytest.raises(BadAnswer):
        set_outcome(ticket=ticket, outcome="referred", referred_to="メーカー", by=provider.communicator, now=NOON)
    with pytest.raises(BadAnswer):
        set_outcome(ticket=ticket, outcome="solved", by=provider.communicator, now=NOON)
    set_outcome(
        ticket=ticket, outcome="referred", referred_to="メーカー", referred_contact="0120-000-000",
        by=provider.communicator, now=NOON,
    )  # fmt: skip


def test_a_ticket_with_a_running_session_does_not_finish(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    with pytest.raises(BadAnswer):
        set_outcome(ticket=ticket, outcome="resolved", done="直りました", by=provider.communicator, now=NOON)


def test_a_finished_ticket_claims_nothing(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    set_outcome(ticket=ticket, outcome="resolved", done="直りました", by=provider.communicator, now=NOON)
    assert str(claims(offer.nameplate, ticket, identity(provider.communicator))).count("not_allowed") == 1


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "'; DROP TABLE desk_ticket; --", "🦆" * 500, "{{ 7 * 7 }}", "一行\n二行"]
)
def test_hostile_words_are_kept_as_words(provider: Provider, text: str) -> None:
    ticket = tickets.open_ticket(channel="mobile", asked=text, by=provider.communicator, now=NOON)
    ticket.refresh_from_db()
    assert ticket.asked == text


def test_what_cannot_be_seen_is_shown_as_a_sign_and_stored_on_every_database(provider: Provider) -> None:
    ticket = tickets.open_ticket(channel="mobile", asked="a\x00b\u202ec", by=provider.communicator, now=NOON)
    ticket.refresh_from_db()
    assert ticket.asked == "a\ufffdb\ufffdc"


def test_a_referral_that_cannot_be_kept_is_a_sentence_not_a_fault(provider: Provider) -> None:
    with pytest.raises(BadAnswer):
        set_outcome(
            ticket=opened(provider), outcome="referred", referred_to="x" * 121, referred_contact="y" * 201,
            by=provider.communicator, now=NOON,
        )  # fmt: skip


def test_too_many_words_are_refused(provider: Provider) -> None:
    with pytest.raises(BadAnswer):
        tickets.open_ticket(channel="mobile", asked="あ" * 2_001, by=provider.communicator, now=NOON)


def test_the_ticket_lists_ask_the_database_as_often_for_three_as_for_one(
    provider: Provider,
) -> None:
    counts = []
    for count in (1, 2):
        for _ in range(count):
            opened(provider)
        with CaptureQueriesContext(connection) as asked:
            for ticket in queries.tickets_open(provider.communicator):
                assert f"{ticket.subscriber} {ticket.line} {ticket.holder}"
        counts.append(len(asked))
    assert counts == [1, 1]
