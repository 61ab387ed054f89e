"""Opening a pass: who gets a nameplate, which one, and who must wait."""

import logging
from ipaddress import ip_network

import pytest
from django.conf import settings
from yorisoi_protocol.vocabulary import Ending, Refusal
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.services import admission
from yorisoi_service.remote import nameplates, queries
from yorisoi_service.remote.models import Nameplate, Session
from yorisoi_service.remote.rules.networks import LineCheck, Network, Networks, Policy
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import State
from yorisoi_service.remote.services.endings import end_due
from yorisoi_service.remote.services.offers import Offer, Opening, withdraw_offer
from yorisoi_service.testing.people import ELSEWHERE, HOME, NOON, Provider, Tool, later

pytestmark = pytest.mark.django_db


def test_an_offer_has_four_digits_and_lives_ten_minutes() -> None:
    offer = Tool().offer()
    row = Session.objects.get()
    assert (row.state, row.nameplate, row.expires_at) == (State.OFFERED, offer.nameplate, later(minutes=10))
    assert offer.nameplate.isdigit()
    assert len(offer.nameplate) == 4
    assert offer.expires_in_s == 600


def test_the_resume_token_is_stored_as_a_hash_and_shown_nowhere() -> None:
    offer = Tool().offer()
    row = Session.objects.get()
    assert offer.resume not in " ".join(str(value) for value in vars(row).values())
    assert offer.resume not in repr(offer)


def test_the_nameplate_longest_at_rest_is_next() -> None:
    first = [Tool().offer(now=later(seconds=n), address=f"192.0.2.{n}") for n in range(5)]
    assert len({offer.nameplate for offer in first}) == 5
    withdraw_offer(session=first[1].session, now=later(seconds=20))
    withdraw_offer(session=first[0].session, now=later(seconds=21))
    behind = Nameplate.objects.filter(in_use=False).order_by("-rest_rank").values_list("number", flat=True)[:2]
    assert list(behind) == [first[0].nameplate, first[1].nameplate]
    assert Tool().offer(now=later(seconds=30)).nameplate not in {offer.nameplate for offer in first}


@pytest.mark.timeout(120)
def test_five_thousand_offers_leave_free_ones_and_raise_the_alarm_once() -> None:
    Tool().offer()
    Nameplate.objects.filter(number__in=Nameplate.objects.filter(in_use=False).values("number")[:4_998]).update(
        in_use=True
    )
    assert not Row.objects.filter(event="nameplates.half_in_use").exists()
    Tool().offer(address="192.0.2.6")
    assert nameplates.in_use() == 5_000
    assert Row.objects.filter(event="nameplates.half_in_use").count() == 1
    Tool().offer(address="192.0.2.7")
    assert Row.objects.filter(event="nameplates.half_in_use").count() == 1


def test_when_every_nameplate_is_in_use_nobody_gets_a_strangers() -> None:
    Tool().offer()
    Nameplate.objects.update(in_use=True)
    assert Tool().opens(address="192.0.2.6") == Refused(Refusal.NO_NAMEPLATE, retry_after_s=60)


def test_outside_the_hours_no_pass_is_offered() -> None:
    """R34: 21:00:00 in Japan is closed."""
    assert Tool().opens(now=later(hours=9)) == Refused(Refusal.OUTSIDE_HOURS)
    assert not isinstance(Tool().opens(now=later(hours=8, minutes=59, seconds=59)), Refused)


def test_a_refused_network_gets_no_pass_and_is_audited() -> None:
    """R13."""
    strict = Networks((Network("自社", ip_network("192.0.2.0/24"), Policy.ALLOW),), Policy.REFUSE)
    assert Tool().opens(address=ELSEWHERE, networks=strict) == Refused(Refusal.OTHER_NETWORK)
    assert Tool().opens(address=None, networks=strict) == Refused(Refusal.OTHER_NETWORK)
    assert not Session.objects.exists()
    assert Row.objects.filter(event="open.refused").count() == 2


def test_an_asking_network_is_offered_a_pass_and_remembered() -> None:
    offer = Tool().offer(address=ELSEWHERE)
    row = queries.newest_under(offer.nameplate)
    assert row is not None
    assert queries.line_check_of(row) == LineCheck(Policy.ASK, "")


def test_one_home_holds_eight_offers_and_opens_twenty_times_in_ten_minutes() -> None:
    for _ in range(8):
        Tool().offer()
    assert Tool().opens() == Refused(Refusal.TOO_MANY, retry_after_s=600)
    assert not isinstance(Tool().opens(address="192.0.2.6"), Refused)
    for row in Session.objects.filter(address=HOME):
        withdraw_offer(session=row.pk, now=NOON)
    for _ in range(12):
        withdraw_offer(session=Tool().offer(now=later(seconds=1)).session, now=later(seconds=1))
    assert Tool().opens(now=later(seconds=2)) == Refused(Refusal.TOO_MANY, retry_after_s=598)
    assert not isinstance(Tool().opens(now=later(minutes=10)), Refused)


def test_homes_of_one_ipv6_prefix_count_as_one() -> None:
    for n in range(8):
        Tool().offer(address=f"2001:db8:10:22{n:02x}::{n + 1}")
    assert Tool().opens(address="2001:db8:10:22ff::9") == Refused(Refusal.TOO_MANY, retry_after_s=600)


def test_a_withdrawn_offer_is_over_and_its_nameplate_rests() -> None:
    offer = Tool().offer()
    assert withdraw_offer(session=offer.session, now=later(minutes=1))
    assert not withdraw_offer(session=offer.session, now=later(minutes=2))
    row = Session.objects.get()
    assert (row.state, row.ending) == (State.ENDED, Ending.PASS_EXPIRED)
    assert nameplates.in_use() == 0


def test_an_expired_offer_is_ended_when_due_and_not_before() -> None:
    offer = Tool().offer()
    assert end_due(now=later(minutes=9, seconds=59)) == []
    assert [(e.session, e.reason) for e in end_due(now=later(minutes=10))] == [(offer.session, Ending.PASS_EXPIRED)]
    assert end_due(now=later(minutes=10)) == []
    assert nameplates.in_use() == 0


def test_an_offer_leaves_no_secret_in_the_log(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        offer = Tool().offer()
    assert offer.resume not in caplog.text


def test_hostile_names_of_program_and_system_are_kept_harmless() -> None:
    provider = settings.PROVIDER
    offered = admission.open_pass(
        opening=Opening("ab" * 32, "cd" * 32, "tool\x00\u202e", "<img src=x onerror=alert(1)>"),
        address=HOME, policy=provider.desk, networks=provider.networks, limits=provider.limits, now=NOON, draw=clock.draw,
    )  # fmt: skip
    assert isinstance(offered, Offer)
    row = Session.objects.get()
    assert (row.program, row.system) == ("tool\ufffd\ufffd", "<img src=x onerror=alert(1)>")
