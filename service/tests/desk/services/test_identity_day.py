"""Who hangs up and calls again gets no new tries: failed checks of a subscriber are counted over 24 hours (R33)."""

from datetime import timedelta

import pytest
from django.conf import settings
from yorisoi_service.desk.errors import BadAnswer
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries.tickets import gates_of, identity_failures
from yorisoi_service.desk.rules.identity import Speaking, Typed
from yorisoi_service.desk.services import answers, tickets
from yorisoi_service.subscribers.services.household import add_household_member
from yorisoi_service.testing.people import NOON, RIGHT, Provider, later

pytestmark = pytest.mark.django_db
WRONG = Typed("C-99999", name="だれか")


def call(provider: Provider, **after: float) -> Ticket:
    return tickets.open_ticket(
        channel="landline",
        asked="",
        subscriber=provider.subscriber,
        by=provider.communicator,
        now=NOON + timedelta(**after),
    )


def fail(provider: Provider, ticket: Ticket, **after: float) -> None:
    now = NOON + timedelta(**after)
    assert not answers.check_identity(ticket=ticket, typed=WRONG, by=provider.communicator, now=now).passed


def reason(ticket: Ticket, **after: float) -> str:
    verdict = gates_of(ticket, policy=settings.PROVIDER.desk, now=NOON + timedelta(**after))
    return next(gate.reason for gate in verdict.gates if gate.name == "identity")


def test_three_failures_on_three_tickets_leave_only_the_call_back(provider: Provider) -> None:
    for n in range(3):
        fail(provider, call(provider, minutes=n), minutes=n)
    fresh = call(provider, minutes=10)
    assert reason(fresh, minutes=10) == "call_back"
    with pytest.raises(BadAnswer, match="24"):
        answers.check_identity(ticket=fresh, typed=RIGHT, by=provider.communicator, now=later(minutes=11))
    answers.called_back(ticket=fresh, by=provider.communicator, now=later(minutes=12))
    assert reason(fresh, minutes=12) == ""


def test_no_call_back_is_noted_where_none_is_needed(provider: Provider) -> None:
    """Nothing was typed and nothing failed: the gate stays shut, and who passed needs none."""

    def note(ticket: Ticket) -> None:
        answers.called_back(ticket=ticket, by=provider.communicator, now=NOON)

    fresh = call(provider)
    for failed in range(3):
        with pytest.raises(BadAnswer, match="かけ直しは必要ありません"):
            note(fresh)
        assert reason(fresh) == "identity_not_checked", failed
        fail(provider, fresh)
    note(fresh)
    passed = call(provider, minutes=1)
    answers.check_identity(ticket=passed, typed=RIGHT, by=provider.communicator, now=later(minutes=1))
    for done in (passed, fresh):
        with pytest.raises(BadAnswer, match="かけ直しは必要ありません"):
            note(done)


def test_a_call_back_asked_for_holds_on_every_ticket_until_it_is_made(provider: Provider) -> None:
    passed, asked = call(provider), call(provider)
    answers.check_identity(ticket=passed, typed=RIGHT, by=provider.communicator, now=NOON)
    answers.ask_to_call_back(ticket=asked, by=provider.communicator, now=NOON)
    fresh = call(provider, minutes=5)
    assert reason(fresh, minutes=5) == "call_back"
    with pytest.raises(BadAnswer):
        answers.check_identity(ticket=fresh, typed=RIGHT, by=provider.communicator, now=later(minutes=5))
    assert reason(passed, minutes=5) == "", "who passed there is in"
    assert reason(fresh, hours=24) == "identity_not_checked"
    assert reason(asked, hours=24) == "call_back"
    answers.called_back(ticket=asked, by=provider.communicator, now=later(minutes=6))
    assert reason(fresh, minutes=7) == "identity_not_checked"


def test_a_day_later_there_are_new_tries(provider: Provider) -> None:
    old = call(provider)
    for _ in range(3):
        fail(provider, old)
    fresh = call(provider, hours=23)
    assert identity_failures(fresh, now=later(hours=23, minutes=59)) == 3
    assert identity_failures(fresh, now=later(hours=24)) == 0
    assert answers.check_identity(ticket=fresh, typed=RIGHT, by=provider.communicator, now=later(hours=24)).passed


def test_a_reached_call_back_begins_the_count_anew(provider: Provider) -> None:
    old = call(provider)
    for _ in range(3):
        fail(provider, old)
    answers.called_back(ticket=old, by=provider.communicator, now=later(minutes=5))
    fresh = call(provider, minutes=30)
    assert reason(fresh, minutes=30) == "identity_not_checked"
    fail(provider, fresh, minutes=31)
    assert identity_failures(fresh, now=later(minutes=32)) == 1


def test_failures_elsewhere_take_nothing_from_who_passed(provider: Provider) -> None:
    passed = call(provider)
    answers.check_identity(ticket=passed, typed=RIGHT, by=provider.communicator, now=NOON)
    other = call(provider, minutes=1)
    for _ in range(3):
        fail(provider, other, minutes=1)
    assert reason(passed, minutes=2) == ""
    assert reason(other, minutes=2) == "call_back"


def test_another_subscriber_is_not_counted(provider: Provider) -> None:
    old = call(provider)
    for _ in range(3):
        fail(provider, old)
    neighbour = provider.household("C-10002", "0847-11-3333")
    provider.add_line(neighbour, "L-10002")
    fresh = tickets.open_ticket(channel="mobile", asked="", subscriber=neighbour, by=provider.communicator, now=NOON)
    assert identity_failures(fresh, now=NOON) == 0


def test_a_relation_named_by_the_subscriber_means_that_person_only(provider: Provider) -> None:
    for name, relation in (("佐藤 健", "夫"), ("佐藤 桜", "長女")):
        add_household_member(
            subscriber=provider.subscriber, name=name, kana="", relation=relation, by=provider.clerk, now=NOON
        )
    ticket = call(provider)

    def speaks(name: str, relation: str) -> bool:
        said = Speaking(name, relation)
        return answers.check_identity(
            ticket=ticket, typed=RIGHT, speaking=said, by=provider.communicator, now=NOON
        ).passed

    assert not speaks("佐藤 健", "長女")
    assert speaks("佐藤 桜", "長女")
    assert speaks("佐藤 健", "つれあい")  # in other words than the subscriber's
