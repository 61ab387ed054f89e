"""Sessions at the desk: the lead's list tells what is true now, ends what it says it ends, and time is given by hand only."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from yorisoi_protocol.vocabulary import Ending, Permission
from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.rules.triage import Need, Request
from yorisoi_service.desk.services import handover
from yorisoi_service.desk.services.admission import extend
from yorisoi_service.desk.services.scope import decide
from yorisoi_service.desk.services.visit_letter import close_in_writing
from yorisoi_service.front.console import running
from yorisoi_service.hub import wakes
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services.endings import end_session
from yorisoi_service.remote.services.offers import Offer
from yorisoi_service.remote.services.running import record_entry
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    return provider.ready_ticket()


@pytest.fixture
def tool() -> Tool:
    return Tool()


@pytest.fixture
def main(provider: Provider, ticket: Ticket, tool: Tool) -> Offer:
    offer = tool.offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    record_entry(session=offer.session, entry=tool.says("verified"), limits=Limits(), now=NOON)
    return offer


@pytest.fixture
def lead(provider: Provider) -> Client:
    return browser(provider.lead)


def expected(provider: Provider) -> dict[str, bool]:
    """Of every session without its end: whether the lead is told to wait for it."""
    shown = running.unclosed(running.running_now(by=provider.lead, now=NOON))
    return {one.row.pk: one.is_expected for one in shown}


@pytest.mark.parametrize(("reason", "was_live"), [(Ending.LOST, True), (Ending.LOST, False), (Ending.SILENT, True)])
def test_a_program_that_was_lost_is_an_alarm_though_another_one_is_at_work(
    provider: Provider, ticket: Ticket, reason: Ending, was_live: bool
) -> None:
    tool, me = Tool(), identity(provider.communicator)
    first, second = tool.offer(), Tool().offer()
    claims(first.nameplate, ticket, me)
    if was_live:
        record_entry(session=first.session, entry=tool.says("verified"), limits=Limits(), now=NOON)
    end_session(session=first.session, reason=reason, side=Side.SERVICE, now=NOON)
    claims(second.nameplate, ticket, me)
    assert expected(provider) == {first.session: False}


def test_what_the_running_program_still_owes_is_no_alarm(provider: Provider, ticket: Ticket, main: Offer) -> None:
    def looks(tool: Tool) -> Offer:
        offer = tool.offer(beside=main)
        claims(offer.nameplate, ticket, identity(provider.lead))
        return offer

    gone, stays, wrong = looks(Tool()), Tool(), Tool()
    end_session(session=gone.session, reason=Ending.STOPPED_BY_SUBSCRIBER, side=Side.SUBSCRIBER, now=NOON)
    assert expected(provider) == {gone.session: True}
    beside = looks(stays)
    handover.hand_over(ticket=ticket, to=provider.second, by=provider.lead, now=NOON)
    assert set(expected(provider).values()) == {False}  # nothing runs: a program may be lost
    for tool in (wrong, Tool()):
        offer = tool.offer()
        claims(offer.nameplate, ticket, identity(provider.second))
        if tool is wrong:
            end_session(session=offer.session, reason=Ending.WRONG_PASS, side=Side.SUBSCRIBER, now=NOON)
            owed = offer.session
    assert expected(provider) == dict.fromkeys((gone.session, beside.session, main.session, owed), True)


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def live(client: Client) -> str:
    answer = client.get(reverse("desk:live"))
    assert answer.status_code == 200
    return answer.content.decode()


def row_of(page: str, session: str) -> str:
    """One session's row of the list, as text."""
    found = re.search(rf'<tr data-session="{session}">(.*?)</tr>', page, re.DOTALL)
    assert found is not None
    return re.sub(r"<[^>]*>|\s+", " ", found.group(1))


def test_the_list_says_who_since_when_on_what_until_when(
    lead: Client, main: Offer, ticket: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, later(minutes=12, seconds=10))
    row = row_of(live(lead), main.session)
    for told in ("Session running", f"#{ticket.pk}", "12 Yamada", "L-10001", "11-20 12:00", "12:30", "18 min left"):
        assert told in row, told
    at(monkeypatch, later(minutes=29))
    assert "1 min left" in row_of(live(lead), main.session)


def test_the_list_says_what_is_granted_at_this_moment(lead: Client, main: Offer, tool: Tool) -> None:
    def report(event: str, permission: Permission | None = None) -> str:
        record_entry(session=main.session, entry=tool.says(event, permission=permission), limits=Limits(), now=NOON)
        return row_of(live(lead), main.session)

    assert "nothing yet" in row_of(live(lead), main.session)
    assert "seeing the screen" in report("granted", Permission.VIEW)
    assert "mouse and keyboard" in report("granted", Permission.CONTROL)
    assert "mouse and keyboard" not in report("revoked", Permission.CONTROL)
    hidden = report("paused")
    assert "the screen is hidden" in hidden
    assert "seeing the screen" not in hidden
    assert "seeing the screen" in report("resumed")


def test_who_looks_along_stands_under_the_session_and_is_ended_alone(
    lead: Client, main: Offer, ticket: Ticket, provider: Provider
) -> None:
    assert "Join, view only" in row_of(live(lead), main.session)
    to = f'<a href="{reverse("desk:ticket", args=[ticket.pk])}" data-in-viewer="{ticket.pk}">Join, view only</a>'
    assert to in live(lead), "no place within the page, which would hide its head, and the ticket for the viewer"
    joined = Tool().offer(beside=main)
    claims(joined.nameplate, ticket, identity(provider.lead))
    page = live(lead)
    assert "Looks along" in row_of(page, joined.session)
    assert "Join, view only" not in row_of(page, main.session)
    lead.post(reverse("desk:end", args=[joined.session]))
    states = {row.pk: row.ending for row in Session.objects.all()}
    assert states == {main.session: "", joined.session: "stopped_by_desk_lead"}


def test_every_cell_of_the_list_carries_the_name_of_its_column(
    lead: Client, main: Offer, ticket: Ticket, provider: Provider
) -> None:
    """In the viewer's narrow pane the cells stand below each other: there is no column to look up to."""
    claims(Tool().offer(beside=main).nameplate, ticket, identity(provider.lead))
    page = live(lead)
    head, *rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    columns = re.findall(r"<th>(.*?)</th>", head)
    assert len(rows) == 2
    for row in rows:
        cells = re.findall(r"<td([^>]*)>(.*?)</td>", row, re.DOTALL)
        told = [(column, attributes) for column, (attributes, text) in zip(columns, cells, strict=True) if text][1:-1]
        assert all(f'data-label="{column}"' in attributes for column, attributes in told), told


def test_the_lead_ends_a_session_and_both_sides_are_woken(
    lead: Client, main: Offer, ticket: Ticket, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[str] = []
    stop = wakes.listen(heard.append)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        lead.post(reverse("desk:end", args=[main.session]))
    stop()
    assert {f"session:{main.session}", f"ticket:{ticket.pk}"} <= set(heard)
    assert Session.objects.get().ending == Ending.STOPPED_BY_DESK_LEAD


def test_wrong_numbers_again_and_again_are_told_with_who_how_many_and_since(
    lead: Client, ticket: Ticket, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = identity(provider.communicator)
    for minute in (0, 1):
        claims("0000", ticket, me, now=later(minutes=minute))
    at(monkeypatch, later(minutes=2))
    assert "Wrong numbers" not in live(lead)
    claims("0000", ticket, me, now=later(minutes=2))
    page = re.sub(r"<[^>]*>", "", live(lead))
    assert "Wrong numbers: 3 times since 12:00, last at 12:02: 12 Yamada" in page
    at(monkeypatch, later(minutes=63))
    assert "Wrong numbers" not in live(lead)


def test_a_session_not_closed_is_an_alarm_unless_its_program_still_runs(
    lead: Client, main: Offer, ticket: Ticket, provider: Provider
) -> None:
    end_session(session=main.session, reason=Ending.HANDED_OVER, side=Side.SERVICE, now=NOON)
    assert "Sessions not closed: 1" in live(lead)
    claims(Tool().offer().nameplate, ticket, identity(provider.communicator))
    page = live(lead)
    assert "Sessions not closed" not in page
    assert "Its program still runs" in page


def test_the_list_asks_the_database_as_often_for_many_sessions(
    lead: Client, main: Offer, ticket: Ticket, provider: Provider
) -> None:
    live(lead)
    with CaptureQueriesContext(connection) as few:
        live(lead)
    for _ in range(3):
        claims(Tool().offer().nameplate, ticket, identity(provider.communicator))
    claims(Tool().offer(beside=main).nameplate, ticket, identity(provider.lead))
    with CaptureQueriesContext(connection) as many:
        live(lead)
    assert len(many) == len(few)


def test_more_time_is_given_on_the_tickets_page_with_a_reason(
    main: Offer, ticket: Ticket, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, page = browser(provider.communicator), reverse("desk:ticket", args=[ticket.pk])
    at(monkeypatch, later(minutes=26))
    assert "The planned time is nearly over" in client.get(page).content.decode()
    to = reverse("desk:extend", args=[ticket.pk, main.session])
    assert "4 to 500 characters" in client.post(to, {"reason": ""}, follow=True).content.decode()
    shown = client.post(to, {"reason": "<b>設定</b>の途中"}, follow=True).content.decode()
    assert "The session may go on until 13:00." in shown
    assert "&lt;b&gt;設定&lt;/b&gt;の途中" in shown
    assert "34 min left" in shown
    assert "The planned time is nearly over" not in shown
    assert Session.objects.get().deadline_at == NOON + timedelta(minutes=60)


def test_nobody_elses_session_is_given_more_time(main: Offer, ticket: Ticket, provider: Provider) -> None:
    other = browser(provider.second)
    assert (
        other.post(reverse("desk:extend", args=[ticket.pk, main.session]), {"reason": "long enough"}).status_code == 404
    )
    mine = browser(provider.communicator)
    elsewhere = provider.ready_ticket()
    assert mine.post(reverse("desk:extend", args=[elsewhere.pk, main.session]), {"reason": "long"}).status_code == 404


def test_the_lead_is_told_on_the_ticket_how_to_look_along(
    lead: Client, main: Offer, ticket: Ticket, provider: Provider
) -> None:
    page = reverse("desk:ticket", args=[ticket.pk])
    assert "To look along" in lead.get(page).content.decode()
    assert "To look along" not in browser(provider.communicator).get(page).content.decode()


def test_the_holder_is_told_who_looks_along_and_since_when(main: Offer, ticket: Ticket, provider: Provider) -> None:
    holder, page, tool = browser(provider.communicator), reverse("desk:ticket", args=[ticket.pk]), Tool()

    def shown() -> str:
        return holder.get(page).content.decode()

    assert "Looks along" not in shown()
    beside = tool.offer(beside=main)
    claims(beside.nameplate, ticket, identity(provider.lead), now=later(minutes=3))
    name, told = provider.lead.display_name, re.sub(r"<[^>]*>", "", shown())
    assert f"Looks along{provider.lead.number} {name}, since 12:03: nothing yet" in told
    assert "data-beside" not in shown(), "the viewer names nobody who sees nothing"
    for event, permission in (("verified", None), ("granted", Permission.VIEW)):
        entry = tool.says(event, permission=permission)
        record_entry(session=beside.session, entry=entry, limits=Limits(), now=NOON)
    assert f'data-beside="{name}"' in shown()
    assert shown().count("Looking along, view only") == 1
    end_session(
        session=beside.session, reason=Ending.FINISHED, side=Side.COMMUNICATOR, by=provider.lead, now=later(minutes=9)
    )
    assert "data-beside" not in shown()
    assert shown().count("Looking along, view only") == 1, "the list of sessions says for good that she only looked"
    assert step_now(shown())[0] == "view", "the session beside which she looked goes on"


def test_after_a_session_no_further_number_is_asked_for_unless_one_goes_on(
    main: Offer, ticket: Ticket, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, over, ask = (
        reverse("desk:ticket", args=[ticket.pk]),
        "The session is over. Write the outcome",
        "All open. Ask",
    )
    end_session(
        session=main.session, reason=Ending.FINISHED, side=Side.COMMUNICATOR, by=provider.communicator, now=NOON
    )
    close_in_writing(
        ticket=ticket,
        session=main.session,
        text="お客様の画面で、ソフトが消えたことを確認しました。",
        by=provider.lead,
        now=NOON,
    )
    shown = browser(provider.communicator).get(page).content.decode()
    assert over in shown
    assert ask not in shown
    Session.objects.update(ending=Ending.HANDED_OVER)
    given = browser(provider.communicator).get(page).content.decode()
    assert ask in given, "who took it over begins with a number"
    assert over not in given


NOT_CLOSED = "A session of this ticket is not closed"


def step_now(page: str) -> tuple[str, str]:
    """The step of the call's flow that the page says now, and its first sentence."""
    found = re.search(r'class="now" data-step="(\w+)".*?<p>(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return found[1], found[2]


@pytest.mark.parametrize("reason", [Ending.WRONG_PASS, Ending.NOT_CONNECTED, Ending.STOPPED_BY_COMMUNICATOR])
def test_after_a_number_that_came_to_nothing_the_next_one_is_asked_for(
    ticket: Ticket, provider: Provider, reason: Ending
) -> None:
    offer = Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    end_session(session=offer.session, reason=reason, side=Side.SUBSCRIBER, now=NOON)
    shown = browser(provider.communicator).get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert step_now(shown)[0] == "number"
    assert "All open. Ask for the number" in shown
    assert "The session is over." not in shown
    assert 'id="outcome-region" data-live="draft">' in shown  # the hand is not led to the outcome


@pytest.mark.parametrize("reason", [Ending.STOPPED_BY_SUBSCRIBER, Ending.LOST])
def test_a_program_that_is_gone_before_anything_was_seen_is_asked_for_no_number(
    ticket: Ticket, provider: Provider, reason: Ending
) -> None:
    offer = Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    end_session(session=offer.session, reason=reason, side=Side.SUBSCRIBER, now=NOON)
    shown = browser(provider.communicator).get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert step_now(shown)[0] == "closing"
    assert NOT_CLOSED in shown
    assert "The program has ended and removes itself." not in shown.split("<details>")[0]


def test_a_further_number_hides_no_session_that_is_not_closed(main: Offer, ticket: Ticket, provider: Provider) -> None:
    """R37."""
    end_session(session=main.session, reason=Ending.LOST, side=Side.SERVICE, now=NOON)
    offer = Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    end_session(session=offer.session, reason=Ending.WRONG_PASS, side=Side.SUBSCRIBER, now=NOON)
    shown = browser(provider.communicator).get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert NOT_CLOSED in shown
    assert step_now(shown)[0] == "number"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Ending.FINISHED, "Does everything work as you wish?"),
        (Ending.STOPPED_BY_COMMUNICATOR, "We are not connected any more."),
        (Ending.LOST, "We are not connected any more."),
    ],
)
def test_after_a_session_it_is_asked_how_things_stand_and_only_then_whether_it_works(
    main: Offer, ticket: Ticket, provider: Provider, reason: Ending, said: str
) -> None:
    end_session(session=main.session, reason=reason, side=Side.COMMUNICATOR, by=provider.communicator, now=NOON)
    shown = browser(provider.communicator).get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    step, first = step_now(shown)
    assert step == "closing"
    assert first.startswith(said)


def test_nothing_is_promised_aloud_while_the_desk_is_closed_or_after_the_session(
    ticket: Ticket, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, yes = reverse("desk:ticket", args=[ticket.pk]), "Yes, we can help with that."
    me = browser(provider.communicator)
    assert yes in me.get(page).content.decode()
    at(monkeypatch, later(hours=11))
    assert yes not in me.get(page).content.decode(), "it is eleven at night"
    at(monkeypatch, NOON)
    offer = Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    end_session(session=offer.session, reason=Ending.LOST, side=Side.SERVICE, now=NOON)
    assert yes not in me.get(page).content.decode()


def test_an_end_that_was_cut_afterwards_is_shown_no_more(
    main: Offer, ticket: Ticket, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    Session.objects.update(allowed=["view"])
    extend(
        session=main.session,
        reason="まだ途中です",
        by=provider.communicator,
        now=later(minutes=20),
        policy=settings.PROVIDER.desk,
    )
    at(monkeypatch, later(minutes=22))
    me = browser(provider.communicator, now=later(minutes=22), second_factor=later(minutes=22))
    page = reverse("desk:ticket", args=[ticket.pk])
    before = me.get(page).content.decode()
    assert "may go on until" in before
    assert "Continue, at most 30 minutes more" in before
    decide(ticket=ticket, request=Request(need=Need.ADVICE), by=provider.communicator, now=later(minutes=22))
    shown = me.get(page).content.decode()
    assert "Planned until" in shown
    assert "may go on until" not in shown
    assert "Continue, at most 15 minutes more" in shown, "as many as it would bring"


def test_a_page_that_sends_in_place_reads_once_to_whom_it_was_given(
    main: Offer, ticket: Ticket, provider: Provider
) -> None:
    client, address = browser(provider.communicator), reverse("desk:hand_over", args=[ticket.pk])
    answer = client.post(address, {"to": "15"}, headers={"X-Yorisoi-In-Place": "yes"})
    assert (answer.status_code, answer.content) == (204, b"")
    told = f"You gave ticket #{ticket.pk} to {provider.second.display_name}."
    assert told in client.get(reverse("desk:overview")).content.decode()
    assert told not in client.get(reverse("desk:overview")).content.decode()


def test_the_holder_hands_over_and_the_session_ends(main: Offer, ticket: Ticket, provider: Provider) -> None:
    client = browser(provider.communicator)
    answer = client.post(reverse("desk:hand_over", args=[ticket.pk]), {"to": "15"}, follow=True)
    assert answer.redirect_chain == [(reverse("desk:overview"), 302)]
    assert f"You gave ticket #{ticket.pk} to {provider.second.display_name}." in answer.content.decode()
    assert "autofocus" not in answer.content.decode(), "the first caller is still at one's ear: no key takes the next"
    given = browser(provider.second).get(reverse("desk:overview")).content.decode()
    assert given.index("Given to you (1)") < given.index("New ticket")
    assert f"from {provider.communicator.display_name}" in given
    row = Session.objects.get()
    assert (row.ending, row.successor) == ("handed_over", provider.second)
    theirs = browser(provider.second).get(reverse("desk:ticket", args=[ticket.pk])).content.decode()
    assert "Handed over to a colleague" in theirs
    assert NOT_CLOSED not in theirs, "its program runs on, for them"
    assert 'data-step="number"' in theirs
    assert "All open. Ask for the number" in theirs
    assert " data-then" not in theirs, "the work goes on with a number, not with the outcome"
