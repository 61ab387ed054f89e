"""Ending once, and closing only by a verified receipt or a person's words (R37)."""

import json

import pytest
from yorisoi_protocol.vocabulary import Ending, Refusal, Removal
from yorisoi_service.audit.models import Row
from yorisoi_service.desk.queries.tickets import live_list, session_shown_as
from yorisoi_service.desk.rules.shown import Shown
from yorisoi_service.remote import queries
from yorisoi_service.remote.errors import BadExplanation
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import Side, State
from yorisoi_service.remote.services.endings import (
    Closed,
    Ended,
    close_with_explanation,
    close_with_receipt,
    end_due,
    end_session,
)
from yorisoi_service.remote.services.offers import Offer
from yorisoi_service.remote.services.running import note_seen, record_entry
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later


@pytest.fixture
def live(provider: Provider) -> tuple[Tool, Offer]:
    tool = Tool()
    offer = tool.offer()
    claims(offer.nameplate, provider.ready_ticket(), identity(provider.communicator))
    record_entry(session=offer.session, entry=tool.says("verified"), limits=Limits(), now=NOON)
    return tool, offer


def end(
    offer: Offer, reason: Ending = Ending.FINISHED, side: Side = Side.SUBSCRIBER, by: StaffMember | None = None
) -> Ended | Refused:
    return end_session(session=offer.session, reason=reason, side=side, by=by, now=later(minutes=5))


def shown() -> Shown:
    return session_shown_as(Session.objects.get())


def test_a_communicator_ends_their_own_session_and_a_lead_anybodys(
    live: tuple[Tool, Offer], provider: Provider
) -> None:
    _, offer = live
    for other in (provider.second, provider.lead, provider.clerk, None):
        assert end(offer, side=Side.COMMUNICATOR, by=other) == Refused(Refusal.NOT_ALLOWED)
    for other in (provider.communicator, provider.administrator, None):
        assert end(offer, side=Side.DESK_LEAD, by=other) == Refused(Refusal.NOT_ALLOWED)
    assert Session.objects.get().state == State.LIVE
    ended = end(offer, Ending.STOPPED_BY_DESK_LEAD, Side.DESK_LEAD, provider.lead)
    assert ended == Ended(offer.session, Ending.STOPPED_BY_DESK_LEAD, True)
    assert Row.objects.get(event="session.ended").by == "staff:10"


def test_a_session_ends_once_and_the_first_reason_stands(live: tuple[Tool, Offer], provider: Provider) -> None:
    _, offer = live
    assert end(offer, Ending.STOPPED_BY_SUBSCRIBER) == Ended(offer.session, Ending.STOPPED_BY_SUBSCRIBER, True)
    assert end(offer, Ending.FINISHED, Side.COMMUNICATOR, provider.communicator) == Ended(
        offer.session, Ending.STOPPED_BY_SUBSCRIBER, False
    )
    row = Session.objects.get()
    assert (row.ending, row.ended_by, row.ended_at) == ("stopped_by_subscriber", "subscriber", later(minutes=5))
    assert Row.objects.filter(event="session.ended").count() == 1


def test_what_never_was_does_not_end(db: None) -> None:
    assert end(Offer("q" * 32, "", "", 0)) == Refused(Refusal.NO_SUCH_SESSION)


@pytest.mark.parametrize(
    ("removal", "seen"),
    [
        (Removal.VERIFIED, Shown.REMOVED),
        (Removal.LEFT_TO_SYSTEM, Shown.LEFT_TO_SYSTEM),
        (Removal.FAILED, Shown.REMOVAL_FAILED),
    ],
)
def test_a_session_is_not_closed_until_the_receipt_is_there(
    live: tuple[Tool, Offer], removal: Removal, seen: Shown
) -> None:
    tool, offer = live
    end(offer)
    assert shown() is Shown.NOT_CLOSED
    assert [item.shown for item in live_list()] == [Shown.NOT_CLOSED]
    closed = close_with_receipt(session=offer.session, receipt=tool.receipt(removal), now=later(minutes=6))
    assert closed == Closed(offer.session, removal)
    assert shown() is seen
    assert live_list() == []
    facts = json.loads(Row.objects.get(event="session.closed").facts)
    assert facts == {"removal": str(removal), "log_agrees": True}


def test_a_receipt_over_entries_we_never_got_says_so_in_the_trail(live: tuple[Tool, Offer]) -> None:
    tool, offer = live
    tool.says("granted")  # written down there, lost on the way
    end(offer)
    assert isinstance(close_with_receipt(session=offer.session, receipt=tool.receipt(), now=NOON), Closed)
    assert json.loads(Row.objects.get(event="session.closed").facts)["log_agrees"] is False


def test_a_false_receipt_closes_nothing_and_is_audited(live: tuple[Tool, Offer], provider: Provider) -> None:
    tool, offer = live
    end(offer)
    other = Tool()
    other.offer(address="192.0.2.9")
    forged = json.loads(tool.receipt(Removal.FAILED))
    forged["removal"] = "verified"
    for receipt in (other.receipt(), json.dumps(forged), "{}", "", tool.says("ended")):
        assert close_with_receipt(session=offer.session, receipt=receipt, now=NOON) == Refused(Refusal.MALFORMED)
    assert shown_of(offer) is Shown.NOT_CLOSED
    assert Row.objects.filter(event="session.receipt_refused").count() == 5


def shown_of(offer: Offer) -> Shown:
    row = queries.find(offer.session)
    assert row is not None
    return session_shown_as(row)


def test_a_receipt_comes_after_the_end_and_once(live: tuple[Tool, Offer]) -> None:
    tool, offer = live
    receipt = tool.receipt()
    assert close_with_receipt(session=offer.session, receipt=receipt, now=NOON) == Refused(Refusal.OUT_OF_ORDER)
    end(offer)
    assert isinstance(close_with_receipt(session=offer.session, receipt=receipt, now=NOON), Closed)
    assert close_with_receipt(session=offer.session, receipt=receipt, now=NOON) == Refused(Refusal.OUT_OF_ORDER)


def test_without_a_receipt_a_person_explains_and_it_never_counts_as_removed(
    live: tuple[Tool, Offer], provider: Provider
) -> None:
    _, offer = live
    words = "停電で切れた。電話で削除の手順を案内し、画面で確認してもらった。"
    running = close_with_explanation(session=offer.session, text=words, by=provider.communicator, now=NOON)
    assert running == Refused(Refusal.OUT_OF_ORDER)
    end(offer, Ending.LOST, Side.SERVICE)
    with pytest.raises(NotAllowed):
        close_with_explanation(session=offer.session, text=words, by=provider.clerk, now=NOON)
    for short in ("", "  ", "停電"):
        with pytest.raises(BadExplanation):
            close_with_explanation(session=offer.session, text=short, by=provider.communicator, now=NOON)
    assert shown() is Shown.NOT_CLOSED
    done = close_with_explanation(session=offer.session, text=words, by=provider.communicator, now=NOON)
    assert done == Closed(offer.session, None)
    assert shown() is Shown.EXPLAINED
    assert words not in Row.objects.get(event="session.explained").facts


def test_a_session_nobody_comes_back_to_is_lost_after_ten_minutes(live: tuple[Tool, Offer]) -> None:
    _, offer = live
    note_seen(sessions=[offer.session], now=later(minutes=7))
    assert end_due(now=later(minutes=16, seconds=59)) == []
    assert end_due(now=later(minutes=17)) == [Ended(offer.session, Ending.LOST, True)]
    row = Session.objects.get()
    assert (row.state, row.ended_by) == (State.ENDED, "service")
    assert shown() is Shown.NOT_CLOSED


def test_the_live_list_shows_what_runs_and_what_is_left_open(live: tuple[Tool, Offer], provider: Provider) -> None:
    _, offer = live
    assert [(item.session.pk, item.shown) for item in live_list()] == [(offer.session, Shown.LIVE)]
    Tool().offer(address="192.0.2.9")
    assert len(live_list()) == 1


def test_a_pass_nobody_used_needs_no_explanation(provider: Provider) -> None:
    offer = Tool().offer()
    end(offer, Ending.PASS_EXPIRED, Side.SERVICE)
    words = "だれも使わなかった番号です。説明は要りません。"
    refused = close_with_explanation(session=offer.session, text=words, by=provider.communicator, now=NOON)
    assert refused == Refused(Refusal.OUT_OF_ORDER)
    assert shown() is Shown.NEVER_USED
