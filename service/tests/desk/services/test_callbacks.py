"""Calls back: at the subscriber's wish, under a registered number, one at a time (D1)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import BadCallBack, CallGone
from yorisoi_service.desk.models.calls import Call, CallBack
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import callbacks as asked
from yorisoi_service.desk.queries import calls as heard
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.services import callbacks, calls, hours, tickets
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.testing.people import NOON, Provider, later

POLICY = settings.PROVIDER.desk


def ask(provider: Provider, registered: str = "landline", **more: object) -> CallBack:
    usual: dict[str, object] = {"wanted_from": None, "by": provider.communicator, "now": NOON}
    return callbacks.ask(
        subscriber=provider.subscriber,
        registered=registered,
        policy=POLICY,
        **{**usual, **more},  # type: ignore[arg-type]
    )


def give_mobile(provider: Provider, number: str) -> None:
    provider.subscriber.mobile = number
    provider.subscriber.save()


def test_a_registered_number_is_called_as_it_is_registered_now(provider: Provider) -> None:
    row = ask(provider)
    assert (row.number, row.wanted_from, row.asked_by) == ("0847-11-2222", NOON, provider.communicator)
    provider.subscriber.phone = "0847-99-9999"
    provider.subscriber.save()
    found = asked.find(row.pk)
    assert found is not None
    assert found.number == "0847-99-9999"


@pytest.mark.parametrize("registered", ["mobile", "fax", "", "0847-55-5555"])
def test_no_other_number_is_called(provider: Provider, registered: str) -> None:
    with pytest.raises(BadCallBack):
        ask(provider, registered)
    assert CallBack.objects.count() == 0


def test_a_number_given_up_meanwhile_is_not_called(provider: Provider) -> None:
    give_mobile(provider, "090-1111-2222")
    row = ask(provider, "mobile")
    give_mobile(provider, "")
    with pytest.raises(BadCallBack):
        callbacks.take_up(call_back=row, by=provider.communicator, now=NOON)
    CallBack.objects.update(taken_by=provider.communicator, taken_at=NOON)
    with pytest.raises(BadCallBack, match="登録から外れて"):
        callbacks.done(call_back=row, by=provider.communicator, now=NOON)
    assert asked.open_of(provider.subscriber) == row


def test_one_open_request_for_each_subscriber(provider: Provider) -> None:
    row = ask(provider)
    with pytest.raises(BadCallBack):
        ask(provider, by=None)
    callbacks.withdraw(call_back=row, by=None, now=later(minutes=1))
    assert ask(provider, by=None, now=later(minutes=2)).asked_by is None
    with pytest.raises(IntegrityError), transaction.atomic():
        CallBack.objects.create(subscriber=provider.subscriber, registered="landline", wanted_from=NOON, asked_at=NOON)


@pytest.mark.parametrize(
    ("hours_later", "is_right"),
    [
        (8.99, True),  # 20:59
        (9, False),  # 21:00
        (20.9, False),  # 8:54 the next morning
        (21, True),  # 9:00
        (-1, False),
        (14 * 24, True),
        (14 * 24 + 1, False),
    ],
)
def test_a_moment_lies_ahead_within_the_opening_hours(provider: Provider, hours_later: float, is_right: bool) -> None:
    wanted = later(hours=hours_later)
    if is_right:
        assert ask(provider, wanted_from=wanted).wanted_from == wanted
    else:
        with pytest.raises(BadCallBack):
            ask(provider, wanted_from=wanted)


def test_asked_at_night_it_is_due_in_the_morning_of_the_next_open_day(provider: Provider) -> None:
    night = later(hours=10)
    hours.close_day(day=(NOON + timedelta(days=1)).date(), note="", by=provider.lead, policy=POLICY, now=NOON)
    row = ask(provider, by=None, now=night)
    assert row.wanted_from == later(days=2, hours=-3)  # nine o'clock, the day after the closed one
    assert (asked.due(now=night), asked.coming(now=night)) == ([], [row])
    assert asked.due(now=row.wanted_from) == [row]


def test_two_people_never_call_one_subscriber_at_once(provider: Provider) -> None:
    row = ask(provider)
    callbacks.take_up(call_back=row, by=provider.communicator, now=NOON)
    with pytest.raises(CallGone):
        callbacks.take_up(call_back=row, by=provider.second, now=later(minutes=14))
    with pytest.raises(CallGone):
        callbacks.done(call_back=row, by=provider.second, now=later(minutes=14))
    assert callbacks.take_up(call_back=row, by=provider.second, now=later(minutes=15)).taken_by == provider.second


def test_nobody_is_called_before_the_moment_they_asked_for(provider: Provider) -> None:
    row = ask(provider, wanted_from=later(hours=2))
    with pytest.raises(BadCallBack):
        callbacks.take_up(call_back=row, by=provider.communicator, now=later(hours=1))


def test_whoever_is_reached_has_a_ticket_on_which_the_call_back_is_the_identity_check(provider: Provider) -> None:
    give_mobile(provider, "090-1111-2222")
    row = ask(provider, "mobile")
    callbacks.take_up(call_back=row, by=provider.second, now=NOON)
    ticket = callbacks.done(call_back=row, by=provider.second, now=later(minutes=3))
    assert (ticket.holder, ticket.subscriber, ticket.channel) == (provider.second, provider.subscriber, "mobile")
    assert desk.newest_identity(ticket) == "called_back_mobile"
    row.refresh_from_db()
    assert (row.closing, row.done_by, row.done_at, row.ticket) == (
        "reached", provider.second, later(minutes=3), ticket,
    )  # fmt: skip
    with pytest.raises(BadCallBack):
        callbacks.done(call_back=row, by=provider.second, now=later(minutes=4))


def on_with(provider: Provider, by: StaffMember, ticket: Ticket) -> Ticket:
    row = ask(provider, ticket=ticket)
    callbacks.take_up(call_back=row, by=by, now=NOON)
    return callbacks.done(call_back=row, by=by, now=later(minutes=5))


def test_the_ticket_it_came_from_goes_on(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    assert on_with(provider, provider.communicator, ticket) == ticket
    Ticket.objects.update(holder=None)
    assert on_with(provider, provider.second, ticket) == ticket
    ticket.refresh_from_db()
    assert ticket.holder == provider.second


def test_somebody_elses_ticket_and_one_about_another_are_left_alone(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    assert on_with(provider, provider.second, ticket) != ticket
    other = provider.household("C-10002", "0847-33-4444")
    tickets.set_caller(ticket=ticket, subscriber=other, line=None, by=provider.communicator, now=NOON)
    assert on_with(provider, provider.communicator, ticket) != ticket


def test_who_was_not_reached_is_due_again_half_an_hour_later(provider: Provider) -> None:
    row = ask(provider)
    with pytest.raises(BadCallBack):
        callbacks.give_up(call_back=row, by=provider.communicator, now=NOON)
    callbacks.take_up(call_back=row, by=provider.communicator, now=NOON)
    callbacks.not_reached(call_back=row, by=provider.communicator, policy=POLICY, now=later(minutes=1))
    row.refresh_from_db()
    assert (row.tries, row.taken_by, row.wanted_from, row.done_at) == (1, None, later(minutes=31), None)
    evening = later(hours=8, minutes=45)  # 20:45: half an hour later the desk is closed
    callbacks.take_up(call_back=row, by=provider.communicator, now=evening)
    callbacks.not_reached(call_back=row, by=provider.communicator, policy=POLICY, now=evening)
    row.refresh_from_db()
    assert (row.tries, row.wanted_from) == (2, later(hours=21))
    callbacks.give_up(call_back=row, by=provider.communicator, now=evening)
    row.refresh_from_db()
    assert (row.closing, asked.open_of(provider.subscriber)) == ("given_up", None)


def test_only_who_took_it_up_says_how_the_call_went(provider: Provider) -> None:
    row = ask(provider, wanted_from=later(hours=1))

    def says(by: StaffMember) -> None:
        with pytest.raises((BadCallBack, CallGone)):
            callbacks.done(call_back=row, by=by, now=later(hours=1))
        with pytest.raises((BadCallBack, CallGone)):
            callbacks.not_reached(call_back=row, by=by, policy=POLICY, now=later(hours=1))

    says(provider.communicator)
    callbacks.take_up(call_back=row, by=provider.communicator, now=later(hours=1))
    says(provider.second)
    callbacks.not_reached(call_back=row, by=provider.communicator, policy=POLICY, now=later(hours=1))
    says(provider.communicator)  # the button was pressed twice
    row.refresh_from_db()
    assert (row.tries, Ticket.objects.count()) == (1, 0)


def test_a_missed_call_that_is_called_back_leaves_the_list(provider: Provider) -> None:
    calls.ring(call_id="1.1", number="0847112222", channel="landline", now=NOON)
    call: Call = calls.hang_up(call_id="1.1", now=NOON)
    assert heard.missed(since=NOON, now=NOON) == [call]
    ask(provider, call=call)
    assert heard.missed(since=NOON, now=NOON) == []


def test_only_people_of_the_desk_see_to_it(provider: Provider) -> None:
    row = ask(provider)
    with pytest.raises(NotAllowed):
        ask(provider, by=provider.clerk)
    for act in (callbacks.take_up, callbacks.done, callbacks.withdraw, callbacks.give_up):
        with pytest.raises(NotAllowed):
            act(call_back=row, by=provider.clerk, now=NOON)
    with pytest.raises(NotAllowed):
        callbacks.not_reached(call_back=row, by=provider.clerk, policy=POLICY, now=NOON)
    row.refresh_from_db()
    assert row.done_at is None


def test_the_trail_names_no_number(provider: Provider) -> None:
    row = ask(provider, by=None)
    callbacks.take_up(call_back=row, by=provider.communicator, now=NOON)
    callbacks.done(call_back=row, by=provider.communicator, now=NOON)
    rows = list(Row.objects.filter(event__startswith="call_back."))
    assert [(each.event, each.by) for each in rows] == [
        ("call_back.asked", "subscriber"), ("call_back.taken", "staff:12"), ("call_back.reached", "staff:12"),
    ]  # fmt: skip
    assert not any("0847" in each.facts for each in rows)
