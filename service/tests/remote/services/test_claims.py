"""Claiming: one winner, every gate, the right refusal for each wrong pass, and the lock against guessing."""

from dataclasses import replace

import pytest
from django.conf import settings
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal
from yorisoi_service.audit.models import Row
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.services.endings import cancel
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import admission, answers, tickets
from yorisoi_service.remote import nameplates
from yorisoi_service.remote.models import Session, WrongClaim
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import Side, State
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import end_due, end_session
from yorisoi_service.staff.services import deactivate
from yorisoi_service.subscribers.services.lines import close_line
from yorisoi_service.testing.people import ELSEWHERE, NOON, RIGHT, Provider, Tool, claims, identity, later


def other_than(nameplate: str) -> str:
    return f"{(int(nameplate) + 1) % 10_000:04d}"


def test_a_claim_grants_what_the_ticket_allows(provider: Provider) -> None:
    tool, ticket = Tool(), provider.ready_ticket()
    offer = tool.offer()
    grant = claims(offer.nameplate, ticket, identity(provider.communicator), now=later(minutes=1))
    assert isinstance(grant, Grant)
    row = Session.objects.get()
    assert (grant.session, grant.nonce, grant.public_key) == (row.pk, row.nonce, row.public_key)
    assert grant.allowed == (Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD)
    assert grant.time_box_s == 1_800
    assert (row.state, row.ticket, row.line, row.communicator) == (
        State.CLAIMED, ticket.pk, provider.line, provider.communicator,
    )  # fmt: skip
    assert row.claimed_at == later(minutes=1)


def test_a_used_pass_is_refused_and_logged(provider: Provider) -> None:
    """R30."""
    ticket, offer = provider.ready_ticket(), Tool().offer()
    me = identity(provider.communicator)
    claims(offer.nameplate, ticket, me)
    assert claims(offer.nameplate, ticket, me) == Refused(Refusal.PASS_USED)
    end_session(session=offer.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    assert claims(offer.nameplate, ticket, me) == Refused(Refusal.PASS_USED)
    logged = Row.objects.filter(event="claim.refused", about=f"session:{offer.session}")
    assert [row.facts for row in logged] == ['{"code":"pass_used"}'] * 2


@pytest.mark.parametrize("swept", [False, True])
def test_an_expired_pass_is_told_from_one_that_never_was(provider: Provider, swept: bool) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    me, after = identity(provider.communicator), later(minutes=10)
    if swept:
        end_due(now=after)
    assert claims(offer.nameplate, ticket, me, now=after) == Refused(Refusal.PASS_EXPIRED)
    assert claims(other_than(offer.nameplate), ticket, me, now=after) == Refused(Refusal.NO_SUCH_PASS)


def test_the_last_second_still_counts(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    grant = claims(offer.nameplate, ticket, identity(provider.communicator), now=later(minutes=9, seconds=59))
    assert isinstance(grant, Grant)


def test_a_nameplate_is_burnt_by_the_claim_whatever_follows(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    claims(offer.nameplate, ticket, identity(provider.communicator))
    assert nameplates.in_use() == 0
    assert offer.nameplate not in {Tool().offer().nameplate for _ in range(5)}


def test_of_two_communicators_the_second_is_told_so(provider: Provider) -> None:
    offer = Tool().offer()
    one = claims(offer.nameplate, provider.ready_ticket(), identity(provider.communicator))
    other = claims(offer.nameplate, provider.ready_ticket(provider.second), identity(provider.second))
    assert isinstance(one, Grant)
    assert other == Refused(Refusal.PASS_USED)


def test_every_gate_blocks_a_claim_and_leaves_the_pass(provider: Provider) -> None:
    offer = Tool().offer()
    bare = tickets.open_ticket(channel="mobile", asked="", by=provider.communicator, now=NOON)
    refused = claims(offer.nameplate, bare, identity(provider.communicator))
    assert refused == Refused(
        Refusal.GATES_CLOSED, gates=("contract", "line", "identity", "scope", "checklist", "terms")
    )
    assert Session.objects.get().state == State.OFFERED
    assert not WrongClaim.objects.exists()


def test_gates_are_computed_afresh_inside_the_claim(provider: Provider) -> None:
    """Everything was in order when the ticket was made; then the world changed."""
    me, ticket = identity(provider.communicator), provider.ready_ticket()
    offer = Tool().offer()
    cancel(period=provider.period, requested_on=business_day(NOON), by=provider.clerk, now=NOON)
    tomorrow = later(hours=23)
    assert claims(offer.nameplate, ticket, me, now=tomorrow) == Refused(Refusal.NOT_SIGNED_IN)
    me = identity(provider.communicator, now=tomorrow, second_factor=tomorrow)
    refused = claims(offer.nameplate, ticket, me, now=tomorrow)
    assert isinstance(refused, Refused)
    assert refused.gates == ("contract", "terms")


def test_a_closed_line_blocks(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    close_line(line=provider.line, on=business_day(NOON).replace(day=1), by=provider.clerk, now=NOON)
    refused = claims(offer.nameplate, ticket, identity(provider.communicator))
    assert isinstance(refused, Refused)
    assert refused.gates == ("line",)


def test_outside_the_hours_blocks_even_a_pass_offered_before(provider: Provider) -> None:
    before, at_nine = later(hours=8, minutes=59, seconds=59), later(hours=9)
    ticket, offer = provider.ready_ticket(now=before), Tool().offer(now=before)
    me = identity(provider.communicator, now=before, second_factor=before)
    assert claims(offer.nameplate, ticket, me, now=at_nine) == Refused(Refusal.GATES_CLOSED, gates=("hours",))
    grant = claims(offer.nameplate, ticket, me, now=before)
    assert isinstance(grant, Grant)
    assert grant.time_box_s == 1_800


def test_a_session_begun_late_gets_the_time_that_is_left(provider: Provider) -> None:
    late = later(hours=8, minutes=50)
    ticket, offer = provider.ready_ticket(now=late), Tool().offer(now=late)
    grant = admission.claim_pass(
        nameplate=offer.nameplate,
        ticket=ticket.pk,
        identity=identity(provider.communicator, now=late, second_factor=late),
        policy=replace(settings.PROVIDER.desk, time_box_s=3_600),
        limits=settings.PROVIDER.limits,
        now=late,
    )
    assert isinstance(grant, Grant)
    assert grant.time_box_s == 2_400  # ten minutes to closing time, and thirty to finish


def test_another_network_needs_a_logged_reason(provider: Provider) -> None:
    """R13: the communicator decides, and writes why."""
    ticket, offer = provider.ready_ticket(), Tool().offer(address=ELSEWHERE)
    me = identity(provider.communicator)
    assert claims(offer.nameplate, ticket, me) == Refused(Refusal.GATES_CLOSED, gates=("line",))
    answers.network_exception(ticket=ticket, reason="携帯の回線で試しています", by=provider.communicator, now=NOON)
    assert isinstance(claims(offer.nameplate, ticket, me), Grant)


def test_a_used_pass_from_another_network_is_still_told_as_used(provider: Provider) -> None:
    ticket, offer, me = provider.ready_ticket(), Tool().offer(address=ELSEWHERE), identity(provider.communicator)
    end_session(session=offer.session, reason=Ending.FAILED, side=Side.SUBSCRIBER, now=NOON)
    assert claims(offer.nameplate, ticket, me) == Refused(Refusal.PASS_EXPIRED)


def test_a_line_with_addresses_of_its_own_seen_from_elsewhere_needs_a_reason(provider: Provider) -> None:
    provider.line.fixed_networks = ["192.0.2.77/32"]
    provider.line.save()
    ticket, me = provider.ready_ticket(), identity(provider.communicator)
    away, home = Tool().offer(), Tool().offer(address="192.0.2.77")
    assert claims(away.nameplate, ticket, me) == Refused(Refusal.GATES_CLOSED, gates=("line",))
    assert isinstance(claims(home.nameplate, ticket, me), Grant)


def test_looking_only_when_the_ticket_is_for_advice(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    answers.decide_scope(ticket=ticket, category="replacement_advice", by=provider.communicator, now=later(seconds=1))
    grant = claims(offer.nameplate, ticket, identity(provider.communicator), now=later(seconds=2))
    assert isinstance(grant, Grant)
    assert grant.allowed == (Permission.VIEW,)


def test_a_no_internet_ticket_never_claims(provider: Provider) -> None:
    """R17."""
    ticket, offer = provider.ready_ticket(), Tool().offer()
    answers.decide_scope(ticket=ticket, category="no_internet", by=provider.communicator, now=later(seconds=1))
    refused = claims(offer.nameplate, ticket, identity(provider.communicator), now=later(seconds=2))
    assert refused == Refused(Refusal.GATES_CLOSED, gates=("scope",))


def test_a_second_factor_is_asked_for_and_a_fresh_one(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    without = identity(provider.communicator, second_factor=None)
    assert claims(offer.nameplate, ticket, without) == Refused(Refusal.SECOND_FACTOR)
    old = identity(provider.communicator, second_factor=later(hours=-4, seconds=-1))
    assert claims(offer.nameplate, ticket, old) == Refused(Refusal.SECOND_FACTOR)
    assert Session.objects.get().state == State.OFFERED


def test_only_the_tickets_holder_claims_for_it(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    assert claims(offer.nameplate, ticket, identity(provider.second)) == Refused(Refusal.NOT_ALLOWED)
    assert claims(offer.nameplate, ticket, identity(provider.lead)) == Refused(Refusal.NOT_ALLOWED)
    tickets.hand_over(ticket=ticket, to=provider.second, by=provider.lead, now=NOON)
    assert claims(offer.nameplate, ticket, identity(provider.communicator)) == Refused(Refusal.NOT_ALLOWED)
    assert isinstance(claims(offer.nameplate, ticket, identity(provider.second)), Grant)


@pytest.mark.parametrize("who", ["clerk", "accountant", "administrator"])
def test_nobody_outside_the_desk_claims(provider: Provider, who: str) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    assert claims(offer.nameplate, ticket, identity(getattr(provider, who))) == Refused(Refusal.NOT_ALLOWED)
    assert Row.objects.filter(event="claim.denied").exists()


def test_a_holder_whose_role_changed_claims_nothing(provider: Provider) -> None:
    ticket, offer = provider.ready_ticket(), Tool().offer()
    Ticket.objects.update(holder=provider.clerk)
    assert claims(offer.nameplate, ticket, identity(provider.clerk)) == Refused(Refusal.NOT_ALLOWED)


def test_who_left_claims_nothing(provider: Provider) -> None:
    ticket, offer, me = provider.ready_ticket(), Tool().offer(), identity(provider.communicator)
    deactivate(member=provider.communicator, by=provider.administrator, now=NOON)
    assert claims(offer.nameplate, ticket, me) == Refused(Refusal.NOT_SIGNED_IN)


def test_five_wrong_claims_lock_for_ten_minutes_and_the_lock_is_audited(provider: Provider) -> None:
    ticket, offer, me = provider.ready_ticket(), Tool().offer(), identity(provider.communicator)
    wrong = other_than(offer.nameplate)
    for n in range(4):
        assert claims(wrong, ticket, me, now=later(seconds=n)) == Refused(Refusal.NO_SUCH_PASS)
    assert claims(wrong, ticket, me, now=later(seconds=4)) == Refused(Refusal.NO_SUCH_PASS, retry_after_s=596)
    assert Row.objects.filter(event="claim.locked", about="staff:12").count() == 1
    for n in range(5, 30):
        assert claims(offer.nameplate, ticket, me, now=later(seconds=n)) == Refused(
            Refusal.TOO_MANY, retry_after_s=600 - n
        )
    assert WrongClaim.objects.count() == 5
    fresh = Tool().offer(now=later(minutes=10))
    assert isinstance(claims(fresh.nameplate, ticket, me, now=later(minutes=10)), Grant)


def test_another_communicator_is_not_locked_with_them(provider: Provider) -> None:
    ticket, offer, me = provider.ready_ticket(), Tool().offer(), identity(provider.communicator)
    for _ in range(5):
        claims(other_than(offer.nameplate), ticket, me)
    assert isinstance(claims(offer.nameplate, provider.ready_ticket(provider.second), identity(provider.second)), Grant)


def test_wrong_secrets_count_as_wrong_claims(provider: Provider) -> None:
    """The service never sees the secret; it counts sessions that ended for it."""
    ticket, me = provider.ready_ticket(), identity(provider.communicator)
    for n in range(5):
        offer = Tool().offer(now=later(seconds=n), address=f"192.0.2.{n}")
        assert isinstance(claims(offer.nameplate, ticket, me, now=later(seconds=n)), Grant)
        end_session(session=offer.session, reason=Ending.WRONG_PASS, side=Side.SUBSCRIBER, now=later(seconds=n))
    offer = Tool().offer(now=later(seconds=9))
    assert claims(offer.nameplate, ticket, me, now=later(seconds=9)) == Refused(Refusal.TOO_MANY, retry_after_s=591)
    assert denied(ticket) == ['{"code":"too_many"}']


def test_a_line_holds_four_sessions_at_a_time(provider: Provider) -> None:
    ticket, me = provider.ready_ticket(), identity(provider.communicator)
    for n in range(4):
        assert isinstance(claims(Tool().offer(address=f"192.0.2.{n}").nameplate, ticket, me), Grant)
    assert claims(Tool().offer(address="192.0.2.9").nameplate, ticket, me) == Refused(Refusal.TOO_MANY)
    assert denied(ticket) == ['{"code":"too_many"}']


def denied(ticket: Ticket) -> list[str]:
    """What the audit trail says of claims that were denied on this ticket."""
    return list(Row.objects.filter(event="claim.denied", about=ticket.topic).values_list("facts", flat=True))


def test_typed_values_of_the_identity_check_are_stored_nowhere(provider: Provider) -> None:
    ticket = provider.ready_ticket()
    stored = " ".join(str(value) for answer in ticket.answers.all() for value in vars(answer).values())
    for typed in (RIGHT.customer_number, RIGHT.name, RIGHT.address):
        assert typed not in stored
