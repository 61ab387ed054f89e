"""A session ends when its time is over, and goes on only when a person says why (R34)."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from yorisoi_protocol.vocabulary import Ending, Permission
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.errors import BadAnswer, TooLate
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.services import admission
from yorisoi_service.remote import queries
from yorisoi_service.remote.models import Extension, Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import end_due, end_session
from yorisoi_service.remote.services.offers import Offer
from yorisoi_service.remote.services.running import note_seen, record_entry
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later

BOX = timedelta(minutes=30)
AT_NINE = later(hours=9)  # the first closed second


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def claimed(provider: Provider, now: datetime = NOON) -> Offer:
    offer = Tool().offer(now=now)
    me = identity(provider.communicator, now=now, second_factor=now)
    assert isinstance(claims(offer.nameplate, provider.ready_ticket(now=now), me, now=now), Grant)
    return offer


def row(offer: Offer) -> Session:
    return Session.objects.get(pk=offer.session)


def extend(offer: Offer, by: StaffMember, now: datetime, reason: str = "設定がまだ途中です") -> datetime:
    return admission.extend(session=offer.session, reason=reason, by=by, now=now, policy=settings.PROVIDER.desk).until


def test_the_box_of_the_decision_binds_from_the_claim_on(provider: Provider) -> None:
    offer = claimed(provider, later(minutes=7))
    assert row(offer).deadline_at == later(minutes=37)


@pytest.mark.parametrize("before_s", [1, 0])
def test_a_session_is_ended_when_its_time_is_over_and_not_before(provider: Provider, before_s: int) -> None:
    offer = claimed(provider)
    now = NOON + BOX - timedelta(seconds=before_s)
    note_seen(sessions=[offer.session], now=now)  # its sockets are there
    assert [ended.reason for ended in end_due(now=now)] == ([] if before_s else [Ending.TIME_OVER])
    assert row(offer).ending == ("" if before_s else "time_over")


def test_a_session_that_runs_at_nine_may_finish_until_half_past(provider: Provider) -> None:
    """R34."""
    begun = AT_NINE - timedelta(minutes=5)
    offer = claimed(provider, begun)
    assert row(offer).deadline_at == AT_NINE + timedelta(minutes=25)
    until = extend(offer, provider.communicator, AT_NINE + timedelta(minutes=10))
    assert until == AT_NINE + timedelta(minutes=30)
    with pytest.raises(TooLate, match="desk closes"):
        extend(offer, provider.communicator, AT_NINE + timedelta(minutes=20))
    note_seen(sessions=[offer.session], now=until)
    assert [ended.reason for ended in end_due(now=until)] == [Ending.TIME_OVER]


def test_going_on_adds_one_box_says_why_and_who_and_is_audited_without_the_words(provider: Provider) -> None:
    offer = claimed(provider)
    now = later(minutes=26)
    assert extend(offer, provider.communicator, now, "  ルーターの設定がまだ途中です\n ") == NOON + 2 * BOX
    assert extend(offer, provider.lead, later(minutes=50), "もう少し") == NOON + 3 * BOX
    first, second = queries.extensions_of([offer.session])
    assert (first.by, first.at, first.until_before, first.until) == (
        provider.communicator, now, NOON + BOX, NOON + 2 * BOX,
    )  # fmt: skip
    assert (first.reason, second.by) == ("ルーターの設定がまだ途中です", provider.lead)
    audited = Row.objects.filter(event="session.extended", about=f"session:{offer.session}")
    assert [(each.by, json.loads(each.facts)) for each in audited] == [
        ("staff:12", {"seconds": 1800}),
        ("staff:10", {"seconds": 1800}),
    ]


def test_only_its_communicator_and_a_lead_let_a_session_go_on(provider: Provider) -> None:
    offer = claimed(provider)
    for other in (provider.second, provider.clerk, provider.administrator):
        with pytest.raises(NotAllowed):
            extend(offer, other, later(minutes=20))
    assert row(offer).deadline_at == NOON + BOX


@pytest.mark.parametrize("reason", ["", "  x ", "長" * 501])
def test_without_a_fitting_reason_nothing_goes_on(provider: Provider, reason: str) -> None:
    offer = claimed(provider)
    with pytest.raises(BadAnswer):
        extend(offer, provider.communicator, later(minutes=20), reason)
    assert not Extension.objects.exists()


def test_what_is_over_does_not_go_on(provider: Provider) -> None:
    offer = claimed(provider)
    with pytest.raises(TooLate):
        extend(offer, provider.communicator, NOON + BOX)  # its time is over, though nobody has ended it yet
    end_session(session=offer.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=later(minutes=3))
    with pytest.raises(TooLate):
        extend(offer, provider.communicator, later(minutes=4))


def test_a_ticket_decided_otherwise_meanwhile_gets_no_more_time(provider: Provider) -> None:
    offer = claimed(provider)
    Decided.objects.update(decision="refuse")  # no step does it while the session runs: the extension asks again
    with pytest.raises(TooLate, match="decided"):
        extend(offer, provider.communicator, later(minutes=20))


def test_another_box_is_cut_at_the_same_hour(provider: Provider) -> None:
    late = AT_NINE - timedelta(minutes=1)
    ticket, offer = provider.ready_ticket(now=late), Tool().offer(now=late)
    policy = settings.PROVIDER.desk
    grant = admission.claim_pass(
        nameplate=offer.nameplate,
        ticket=ticket.pk,
        identity=identity(provider.communicator, now=late, second_factor=late),
        policy=replace(policy, time_box_s=7_200, hours=replace(policy.hours, may_finish_min=10)),
        limits=settings.PROVIDER.limits,
        now=late,
    )
    assert isinstance(grant, Grant)
    assert row(offer).deadline_at == AT_NINE + timedelta(minutes=10)


def test_what_is_granted_now_is_read_from_the_verified_entries(provider: Provider) -> None:
    tool = Tool()
    offer = tool.offer()
    claims(offer.nameplate, provider.ready_ticket(), identity(provider.communicator))
    other = claimed(provider)

    def stands(event: str, permission: Permission | None = None) -> queries.Standing:
        line = tool.says(event, permission=permission)
        assert record_entry(session=offer.session, entry=line, limits=Limits(), now=NOON)
        both = queries.standing_of([offer.session, other.session])
        assert both[other.session] == queries.Standing()
        return both[offer.session]

    view, control = Permission.VIEW, Permission.CONTROL
    assert stands("verified") == queries.Standing()
    assert stands("asked", view) == queries.Standing()
    assert stands("granted", view) == queries.Standing((view,))
    assert stands("granted", control) == queries.Standing((view, control))
    assert stands("paused") == queries.Standing((view, control), paused=True)
    assert stands("taken", control) == queries.Standing((view,), paused=True)
    assert stands("resumed") == queries.Standing((view,))
    for end in ("revoked", "given_back", "lapsed", "spent", "taken"):
        assert stands("granted", control).granted == (view, control)
        assert stands(end, control).granted == (view,)


def test_no_session_runs_without_an_end(provider: Provider) -> None:
    offer = claimed(provider)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=offer.session).update(deadline_at=None)
    end_session(session=offer.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    Session.objects.filter(pk=offer.session).update(deadline_at=None)  # of one that is over nothing is asked
