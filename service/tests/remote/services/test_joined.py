"""Who looks along: a pass of their own, the view and nothing else, and never longer than the session beside which they look."""

from datetime import timedelta

import pytest
from django.conf import settings
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, ViewerKind
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import admission
from yorisoi_service.desk.services.handover import hand_over
from yorisoi_service.remote.models import Session, WrongClaim
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import Side, State
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import end_due, end_session
from yorisoi_service.remote.services.offers import Offer
from yorisoi_service.remote.services.running import note_seen
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.staff.services import change_role
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later


@pytest.fixture
def ticket(provider: Provider) -> Ticket:
    return provider.ready_ticket()


@pytest.fixture
def main(provider: Provider, ticket: Ticket) -> Offer:
    offer = Tool().offer()
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.communicator)), Grant)
    return offer


def row(offer: Offer) -> Session:
    return Session.objects.get(pk=offer.session)


def test_a_lead_joins_with_a_pass_of_their_own_and_may_only_look(
    provider: Provider, ticket: Ticket, main: Offer
) -> None:
    beside = Tool().offer(beside=main, now=later(minutes=10))
    lead = identity(provider.lead, second_factor=later(minutes=10))
    grant = claims(beside.nameplate, ticket, lead, now=later(minutes=10))
    assert isinstance(grant, Grant)
    assert (grant.kind, grant.allowed) == (ViewerKind.JOINED, (Permission.VIEW,))
    assert grant.time_box_s == 1_200  # no longer than the other's
    joined = row(beside)
    assert (joined.kind, joined.beside_id, joined.ticket, joined.communicator) == (
        "joined", main.session, ticket.pk, provider.lead,
    )  # fmt: skip
    assert row(main).state == State.CLAIMED


def test_nobody_joins_but_a_lead_who_is_not_the_helper(provider: Provider, ticket: Ticket, main: Offer) -> None:
    beside = Tool().offer(beside=main)
    assert claims(beside.nameplate, ticket, identity(provider.second)) == Refused(Refusal.NOT_ALLOWED)
    mine = claims(beside.nameplate, ticket, identity(provider.communicator))
    assert mine == Refused(Refusal.NO_SUCH_PASS)  # the holder helps, and needs no second pass
    assert row(beside).state == State.OFFERED
    assert isinstance(claims(beside.nameplate, ticket, identity(provider.lead)), Grant)


def test_a_lead_who_helps_needs_somebody_else_to_look_along(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    hand_over(ticket=ticket, to=provider.lead, by=provider.communicator, now=NOON)
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.lead)), Grant)
    assert row(offer).kind == "main"
    beside = Tool().offer(beside=offer)
    assert claims(beside.nameplate, ticket, identity(provider.lead)) == Refused(Refusal.NO_SUCH_PASS)
    change_role(member=provider.second, role=Role.DESK_LEAD, by=provider.administrator, now=NOON)
    assert isinstance(claims(beside.nameplate, ticket, identity(provider.second)), Grant)


def test_a_pass_for_looking_along_opens_nothing_else(provider: Provider, ticket: Ticket, main: Offer) -> None:
    """A number of another subscriber, or of another session, is none for this ticket."""
    other, theirs = provider.ready_ticket(), Tool().offer()
    assert isinstance(claims(theirs.nameplate, other, identity(provider.communicator)), Grant)
    lead = identity(provider.lead)
    for wrong in (Tool().offer(), Tool().offer(beside=theirs)):
        assert claims(wrong.nameplate, ticket, lead) == Refused(Refusal.NO_SUCH_PASS)
        assert row(wrong).state == State.OFFERED
    assert WrongClaim.objects.filter(communicator=provider.lead).count() == 2


def test_only_the_program_of_a_running_session_makes_a_pass_beside_it(
    provider: Provider, ticket: Ticket, main: Offer
) -> None:
    stolen = Offer(main.session, "x" * 32, main.nameplate, 600)
    assert Tool().opens(beside=stolen) == Refused(Refusal.NO_SUCH_SESSION)
    waiting = Tool().offer()
    assert Tool().opens(beside=waiting) == Refused(Refusal.NO_SUCH_SESSION)
    beside = Tool().offer(beside=main)
    assert isinstance(claims(beside.nameplate, ticket, identity(provider.lead)), Grant)
    assert Tool().opens(beside=beside) == Refused(Refusal.NO_SUCH_SESSION)  # nobody looks along with who looks along
    end_session(session=main.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    assert Tool().opens(beside=main) == Refused(Refusal.NO_SUCH_SESSION)


def test_at_most_two_look_along(provider: Provider, ticket: Ticket, main: Offer) -> None:
    change_role(member=provider.second, role=Role.DESK_LEAD, by=provider.administrator, now=NOON)
    for who in (provider.lead, provider.second):
        beside = Tool().offer(beside=main)
        assert isinstance(claims(beside.nameplate, ticket, identity(who)), Grant)
    assert Tool().opens(beside=main) == Refused(Refusal.TOO_MANY)


def test_the_gates_count_for_who_looks_along_too(provider: Provider, main: Offer, ticket: Ticket) -> None:
    late = later(hours=8, minutes=59)
    mine = identity(provider.communicator, now=late, second_factor=late)
    ticket, first = provider.ready_ticket(now=late), Tool().offer(now=late)
    assert isinstance(claims(first.nameplate, ticket, mine, now=late), Grant)
    beside = Tool().offer(beside=first, now=late)
    closed = later(hours=9)
    lead = identity(provider.lead, now=late, second_factor=late)
    assert claims(beside.nameplate, ticket, lead, now=closed) == Refused(Refusal.GATES_CLOSED, gates=("hours",))
    no_factor = identity(provider.lead, now=late, second_factor=None)
    assert claims(beside.nameplate, ticket, no_factor, now=late) == Refused(Refusal.SECOND_FACTOR)


def test_the_end_of_the_session_ends_everybody_beside_it_and_the_passes_for_it(
    provider: Provider, ticket: Ticket, main: Offer
) -> None:
    joined, waiting = Tool().offer(beside=main), Tool().offer(beside=main)
    claims(joined.nameplate, ticket, identity(provider.lead))
    end_session(session=main.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    assert [row(each).ending for each in (main, joined, waiting)] == ["finished", "main_over", "pass_expired"]


def test_who_looked_along_and_stops_leaves_the_session_alone(provider: Provider, ticket: Ticket, main: Offer) -> None:
    joined = Tool().offer(beside=main)
    claims(joined.nameplate, ticket, identity(provider.lead))
    ended = end_session(
        session=joined.session,
        reason=Ending.FINISHED,
        side=Side.COMMUNICATOR,
        by=provider.lead,
        now=NOON,
    )
    assert not isinstance(ended, Refused)
    assert (row(joined).state, row(main).state) == (State.ENDED, State.CLAIMED)


def test_the_time_of_who_looks_along_is_the_sessions_own(provider: Provider, ticket: Ticket, main: Offer) -> None:
    joined = Tool().offer(beside=main)
    claims(joined.nameplate, ticket, identity(provider.lead))
    admission.extend(
        session=main.session,
        reason="続きがあります",
        by=provider.communicator,
        now=later(minutes=20),
        policy=settings.PROVIDER.desk,
    )
    assert row(joined).deadline_at == row(main).deadline_at == later(minutes=60)
    over = later(minutes=60)
    note_seen(sessions=[main.session, joined.session], now=over)
    assert {ended.reason for ended in end_due(now=over)} == {Ending.TIME_OVER}
    assert row(joined).ended_at == row(main).ended_at == over


def test_who_looks_along_gives_nobody_more_time(provider: Provider, ticket: Ticket, main: Offer) -> None:
    joined = Tool().offer(beside=main)
    claims(joined.nameplate, ticket, identity(provider.lead))
    with pytest.raises(admission.TooLate):
        admission.extend(
            session=joined.session,
            reason="もっと見たい",
            by=provider.lead,
            now=NOON + timedelta(minutes=5),
            policy=settings.PROVIDER.desk,
        )


@pytest.mark.parametrize("side", [Side.SUBSCRIBER, Side.COMMUNICATOR])
@pytest.mark.parametrize("reason", [Ending.HANDED_OVER, Ending.STOPPED_BY_DESK_LEAD, Ending.MAIN_OVER])
def test_no_side_ends_in_the_services_name(provider: Provider, main: Offer, side: Side, reason: Ending) -> None:
    by = provider.communicator if side is Side.COMMUNICATOR else None
    end_session(session=main.session, reason=reason, side=side, by=by, now=NOON)
    assert row(main).ending == f"stopped_by_{side}"
