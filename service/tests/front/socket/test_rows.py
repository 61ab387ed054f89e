"""The port on the real rows: each call moves the row, answers with a refusal's code, and wakes who must read again."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.urls import reverse
from yorisoi_protocol import broker, evidence
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.queries import statistics
from yorisoi_service.desk.rules.kpi import Targets
from yorisoi_service.desk.rules.statistics import Span, Step
from yorisoi_service.desk.services import calls, tickets
from yorisoi_service.front.socket.port import Course, Grant, No, Offer, Person
from yorisoi_service.front.socket.rows import ServiceRows
from yorisoi_service.hub import wakes
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.models import Session
from yorisoi_service.staff.models import SocketTicket, StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.staff.services import change_role, issue_socket_ticket
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import ELSEWHERE, HOME, NOON, Provider, Tool, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


@pytest.fixture
def rows() -> ServiceRows:
    provider = settings.PROVIDER
    return ServiceRows(policy=provider.desk, networks=provider.networks, limits=provider.limits)


@pytest.fixture
def woken() -> Iterator[list[str]]:
    heard: list[str] = []
    end = wakes.listen(heard.append)
    yield heard
    end()


def opening(tool: Tool) -> broker.Open:
    return broker.Open(1, "ab" * 32, evidence.public_key_of(tool.key), "yorisoi-tool", "Debian 12")


def offered(rows: ServiceRows, tool: Tool, replaces: str | None = None) -> Offer:
    offer = rows.open(opening(tool), address=HOME, replaces=replaces)
    assert isinstance(offer, Offer), offer
    tool.log = evidence.Log(tool.key, offer.session)
    return offer


def person(rows: ServiceRows, member: StaffMember, *shown: int) -> Person:
    """Somebody at a socket, whose desk showed these tickets."""
    session, ticket = signed_in(member), ""
    for desk_ticket in (*shown, None):
        ticket = issue_socket_ticket(member=member, session=session, now=NOON, draw=clock.draw, desk_ticket=desk_ticket)
    found = rows.redeem(ticket)
    assert isinstance(found, Person), found
    assert rows.redeem(ticket) == No(Refusal.NOT_SIGNED_IN)
    return found


def test_a_whole_session(rows: ServiceRows, provider: Provider, woken: list[str]) -> None:
    tool, ticket = Tool(), provider.ready_ticket()
    offer, yamada = offered(rows, tool), person(rows, provider.communicator, ticket.pk)
    assert (yamada.number, yamada.name) == ("12", "Yamada")
    grant = rows.claim(nameplate=offer.nameplate, ticket=ticket.pk, by=yamada)
    assert isinstance(grant, Grant)
    assert (grant.session, grant.nonce, Permission.VIEW in grant.allowed) == (offer.session, "ab" * 32, True)
    assert rows.report(offer.session, tool.says("verified")) is None
    assert rows.resume_subscriber(offer.session, resume=offer.resume) is None
    assert rows.resume_communicator(offer.session, by=yamada) is None
    assert rows.course(offer.session) == Course(None, NOON + timedelta(minutes=30), 1_800)
    assert rows.end(offer.session, reason=Ending.FINISHED, by=yamada) is None
    assert rows.end(offer.session, reason=Ending.STOPPED_BY_SUBSCRIBER, by=None) is None
    assert rows.course(offer.session) == Course(Ending.FINISHED)
    assert rows.receipt(offer.session, tool.receipt()) is Removal.VERIFIED
    row = Session.objects.get()
    assert (row.state, row.ended_by) == ("closed", "communicator")
    assert set(woken) == {f"ticket:{ticket.pk}", f"session:{offer.session}"}


def test_a_number_that_is_given_up_is_refused_as_an_old_one(rows: ServiceRows, provider: Provider) -> None:
    ticket = provider.ready_ticket()
    offer, yamada = offered(rows, Tool()), person(rows, provider.communicator, ticket.pk)
    assert rows.end(offer.session, reason=Ending.PASS_EXPIRED, by=None) is None
    assert rows.course(offer.session).ending is Ending.PASS_EXPIRED
    refused = rows.claim(nameplate=offer.nameplate, ticket=ticket.pk, by=yamada)
    assert isinstance(refused, No)
    assert refused.code is Refusal.PASS_EXPIRED
    assert remote.not_closed() == []


def test_a_number_that_was_typed_before_it_was_given_up_is_a_session_to_be_closed(
    rows: ServiceRows, provider: Provider
) -> None:
    tool, ticket = Tool(), provider.ready_ticket()
    offer, yamada = offered(rows, tool), person(rows, provider.communicator, ticket.pk)
    assert isinstance(rows.claim(nameplate=offer.nameplate, ticket=ticket.pk, by=yamada), Grant)
    assert rows.end(offer.session, reason=Ending.PASS_EXPIRED, by=None) is None
    assert rows.course(offer.session).ending is Ending.STOPPED_BY_SUBSCRIBER
    assert [row.pk for row in remote.not_closed()] == [offer.session]
    assert rows.receipt(offer.session, tool.receipt()) is Removal.VERIFIED
    assert remote.not_closed() == []


def test_a_socket_claims_only_for_tickets_that_its_own_sign_in_was_shown(rows: ServiceRows, provider: Provider) -> None:
    """Whatever number the viewer names: the desk decides what it may be claimed for."""
    shown, other = provider.ready_ticket(), provider.ready_ticket()
    yamada, elsewhere = (person(rows, provider.communicator, one.pk) for one in (shown, other))
    offer = offered(rows, Tool())
    for wrong, by in ((other, yamada), (shown, elsewhere)):
        assert rows.claim(nameplate=offer.nameplate, ticket=wrong.pk, by=by) == No(Refusal.NOT_ALLOWED)
    denied = Row.objects.filter(event="claim.denied").values_list("about", flat=True)
    assert list(denied) == [other.topic, shown.topic]
    assert isinstance(rows.claim(nameplate=offer.nameplate, ticket=shown.pk, by=yamada), Grant)


def test_a_page_names_only_tickets_that_its_reader_may_see(provider: Provider) -> None:
    theirs, mine = provider.ready_ticket(provider.second), provider.ready_ticket()
    address, client = reverse("desk:socket_ticket"), browser(provider.communicator)
    asked = [client.post(address, {"ticket": one}).status_code for one in (mine.pk, theirs.pk, 999, "x", "9" * 30)]
    assert asked == [200, 404, 404, 404, 404]
    assert client.post(address).status_code == 200  # a page without a ticket watches, and claims nothing
    assert list(SocketTicket.objects.order_by("pk").values_list("desk_ticket", flat=True)) == [mine.pk, None]


def test_a_new_open_withdraws_the_old_offer_but_never_a_running_session(rows: ServiceRows, provider: Provider) -> None:
    tool, ticket = Tool(), provider.ready_ticket()
    first = offered(rows, tool)
    second = offered(rows, tool, replaces=first.session)
    yamada = person(rows, provider.communicator, ticket.pk)
    assert rows.claim(nameplate=first.nameplate, ticket=ticket.pk, by=yamada) == No(Refusal.PASS_EXPIRED)
    assert isinstance(rows.claim(nameplate=second.nameplate, ticket=ticket.pk, by=yamada), Grant)
    assert rows.open(opening(tool), address=HOME, replaces=second.session) == No(Refusal.OUT_OF_ORDER)
    rows.end(second.session, reason=Ending.FINISHED, by=None)
    offered(rows, tool, replaces=second.session)


def test_each_refusal_keeps_its_code_and_its_gates(rows: ServiceRows, provider: Provider) -> None:
    empty = tickets.open_ticket(
        channel="landline",
        asked="プリンター",
        subscriber=provider.subscriber,
        by=provider.communicator,
        now=provider.now,
    )
    yamada = person(rows, provider.communicator, empty.pk, 999)
    offer = offered(rows, Tool())
    refused = rows.claim(nameplate=offer.nameplate, ticket=empty.pk, by=yamada)
    assert refused == No(Refusal.GATES_CLOSED, ("identity", "scope", "checklist"))
    assert rows.claim(nameplate=offer.nameplate, ticket=999, by=yamada) == No(Refusal.NOT_ALLOWED)
    assert rows.resume_subscriber(offer.session, resume="x" * 32) == No(Refusal.NO_SUCH_SESSION)
    assert rows.resume_communicator(offer.session, by=yamada) == No(Refusal.NO_SUCH_SESSION)
    assert rows.report(offer.session, "{}") == No(Refusal.OUT_OF_ORDER)
    assert rows.receipt(offer.session, "{}") == No(Refusal.OUT_OF_ORDER)
    assert rows.course("no-such-session-here") == Course(None)
    assert rows.end("no-such-session-here", reason=Ending.LOST, by=None) == No(Refusal.NO_SUCH_SESSION)


def test_hours_and_networks_are_asked_at_open(
    rows: ServiceRows, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = rows.open(opening(Tool()), address=ELSEWHERE, replaces=None)
    allowed = settings.PROVIDER.networks.check(ELSEWHERE).policy
    assert isinstance(there, Offer) or (there == No(Refusal.OTHER_NETWORK) and allowed == "refuse")
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=9))
    assert rows.open(opening(Tool()), address=HOME, replaces=None) == No(Refusal.OUTSIDE_HOURS)


@pytest.mark.parametrize("role", [Role.CLERK, Role.ACCOUNTANT, Role.ADMINISTRATOR])
def test_a_socket_is_for_the_desk_only(rows: ServiceRows, provider: Provider, role: Role) -> None:
    member = {
        Role.CLERK: provider.clerk,
        Role.ACCOUNTANT: provider.accountant,
        Role.ADMINISTRATOR: provider.administrator,
    }
    ticket = issue_socket_ticket(member=member[role], session=signed_in(member[role]), now=NOON, draw=clock.draw)
    assert rows.redeem(ticket) == No(Refusal.NOT_ALLOWED)


def test_signing_out_losing_the_role_and_leaving_are_seen_at_the_next_look(
    rows: ServiceRows, provider: Provider
) -> None:
    yamada, sato = person(rows, provider.communicator), person(rows, provider.second)
    assert rows.may_stay(yamada, at_work=True) is None
    BrowserSession.objects.filter(session_key=yamada.key.session_key).delete()  # type: ignore[attr-defined]
    assert rows.may_stay(yamada, at_work=True) == No(Refusal.NOT_SIGNED_IN)
    assert rows.may_stay(sato, at_work=False) is None
    change_role(member=provider.second, role=Role.CLERK, by=provider.administrator, now=NOON)
    assert rows.may_stay(sato, at_work=False) == No(Refusal.NOT_SIGNED_IN)


def test_the_sweep_gives_up_a_call_whose_hang_up_was_lost_without_another_one(
    rows: ServiceRows, provider: Provider, monkeypatch: pytest.MonkeyPatch, woken: list[str]
) -> None:
    calls.ring(call_id="last-of-the-day", number="0847112222", channel="landline", now=NOON)
    offered_by = []
    woken.clear()
    for minutes in (60, 61, 62):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: NOON + timedelta(minutes=minutes))
        rows.sweep(())
        counted = statistics.totals(Span(NOON.date(), NOON.date(), Step.DAY), targets=Targets())
        offered_by.append((counted.offered, counted.long_waits, len(woken)))
    assert offered_by == [(0, 0, 0), (1, 1, 1), (1, 1, 1)]
    assert set(woken) == {"desk"}
    assert Call.objects.get().hung_up_at == NOON + timedelta(hours=1)


def test_the_sweep_ends_what_nobody_came_back_to(
    rows: ServiceRows, provider: Provider, monkeypatch: pytest.MonkeyPatch, woken: list[str]
) -> None:
    ticket = provider.ready_ticket()
    yamada = person(rows, provider.communicator, ticket.pk)
    expired, lost, kept = offered(rows, Tool()), offered(rows, Tool()), offered(rows, Tool())
    for offer in (lost, kept):
        assert isinstance(rows.claim(nameplate=offer.nameplate, ticket=ticket.pk, by=yamada), Grant)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=601))
    woken.clear()
    rows.sweep((kept.session,))
    found = {offer.session: rows.course(offer.session).ending for offer in (expired, lost, kept)}
    assert found == {expired.session: Ending.PASS_EXPIRED, lost.session: Ending.LOST, kept.session: None}
    assert f"session:{lost.session}" in woken
    assert f"session:{kept.session}" not in woken
    woken.clear()
    rows.sweep((kept.session,))
    assert woken == [f"ticket:{ticket.pk}"]  # what is left of its time
    woken.clear()
    rows.sweep(())
    assert woken == []
