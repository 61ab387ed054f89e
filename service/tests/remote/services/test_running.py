"""Evidence, resuming, and signs of life of a running session."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_protocol import evidence
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal
from yorisoi_service.audit.models import Row
from yorisoi_service.remote import queries
from yorisoi_service.remote.models import Entry, Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.refused import Refused
from yorisoi_service.remote.rules.session import Side, State
from yorisoi_service.remote.services.endings import end_session
from yorisoi_service.remote.services.offers import Offer
from yorisoi_service.remote.services.running import (
    Recorded,
    Taken,
    note_seen,
    record_entry,
    resume_communicator,
    resume_subscriber,
)
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity, later

LIMITS = Limits()


@pytest.fixture
def running(provider: Provider) -> tuple[Tool, Offer]:
    tool = Tool()
    offer = tool.offer()
    claims(offer.nameplate, provider.ready_ticket(), identity(provider.communicator))
    return tool, offer


def report(offer: Offer, entry: str, limits: Limits = LIMITS) -> Recorded | Refused:
    return record_entry(session=offer.session, entry=entry, limits=limits, now=later(minutes=1))


def test_the_first_verified_entry_makes_the_session_live(running: tuple[Tool, Offer]) -> None:
    tool, offer = running
    assert report(offer, tool.says("verified")) == Recorded(State.LIVE, True, "verified")
    assert tool.log is not None
    line = tool.log.append(1_500, "granted", Permission.VIEW, 1)
    assert report(offer, line) == Recorded(State.LIVE, False, "granted")
    row = Session.objects.get()
    assert (row.state, row.entries, row.head, row.live_at) == (State.LIVE, 2, tool.log.head.head, later(minutes=1))
    stored = queries.entries_of(offer.session)
    assert [(e.n, e.event, e.permission, e.number, e.at_ms) for e in stored] == [
        (0, "verified", "", 0, 0), (1, "granted", "view", 1, 1_500),
    ]  # fmt: skip
    assert evidence.verify_chain([e.line for e in stored], row.public_key, row.pk) == tool.log.head
    assert Row.objects.filter(event="session.reported").count() == 2


def test_what_is_not_the_next_link_is_refused_audited_and_not_stored(running: tuple[Tool, Offer]) -> None:
    tool, offer = running
    first, second = tool.says("verified"), tool.says("asked")
    stranger = Tool(log=evidence.Log(Tool().key, offer.session))
    elsewhere = Tool(key=tool.key, log=evidence.Log(tool.key, "x" * 32))
    altered = json.loads(first)
    altered["event"] = "granted"
    bad = [
        second,
        stranger.says("verified"),
        elsewhere.says("verified"),
        json.dumps(altered),
        "{}",
        "",
        "null",
        first + " ",
    ]
    for entry in bad:
        assert report(offer, entry) == Refused(Refusal.MALFORMED), entry
    assert not Entry.objects.exists()
    assert Session.objects.get().state == State.CLAIMED
    assert Row.objects.filter(event="session.entry_refused").count() == len(bad)
    assert isinstance(report(offer, first), Recorded)
    assert isinstance(report(offer, second), Recorded)


def test_what_is_stored_already_may_be_said_again_and_changes_nothing(running: tuple[Tool, Offer]) -> None:
    tool, offer = running
    lines = [tool.says("verified"), tool.says("asked"), tool.says("granted")]
    for line in lines[:2]:
        report(offer, line)
    audited = Row.objects.count()
    assert report(offer, lines[0]) == Recorded(State.LIVE, False, "verified")
    assert report(offer, lines[1]) == Recorded(State.LIVE, False, "asked")
    assert (Entry.objects.count(), Row.objects.count()) == (2, audited)
    assert report(offer, lines[2]) == Recorded(State.LIVE, False, "granted")
    end_session(session=offer.session, reason=Ending.LOST, side=Side.SERVICE, now=later(minutes=2))
    assert report(offer, lines[2]) == Recorded(State.ENDED, False, "granted")


def test_what_cannot_be_printed_never_reaches_the_database(running: tuple[Tool, Offer]) -> None:
    """PostgreSQL refuses a NUL even in a question; the socket would break instead of hearing a refusal."""
    tool, offer = running
    with CaptureQueriesContext(connection) as asked:
        refused = report(offer, tool.says("verified")[:-1] + "\x00")
    assert refused == Refused(Refusal.MALFORMED)
    assert not any("\x00" in query["sql"] for query in asked)


def test_nothing_is_reported_before_a_claim(db: None) -> None:
    tool = Tool()
    offer = tool.offer()
    assert report(offer, tool.says("verified")) == Refused(Refusal.OUT_OF_ORDER)
    assert report(Offer("y" * 32, "", "", 0), tool.says("asked")) == Refused(Refusal.NO_SUCH_SESSION)


def test_a_late_entry_after_the_end_is_kept_and_revives_nothing(running: tuple[Tool, Offer]) -> None:
    tool, offer = running
    report(offer, tool.says("verified"))
    end_session(session=offer.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=later(minutes=2))
    assert report(offer, tool.says("ended")) == Recorded(State.ENDED, False, "ended")
    assert Session.objects.get().state == State.ENDED


def test_a_session_says_only_so_much(running: tuple[Tool, Offer]) -> None:
    tool, offer = running
    few = Limits(entries_per_session=2)
    assert isinstance(report(offer, tool.says("verified"), few), Recorded)
    assert isinstance(report(offer, tool.says("asked"), few), Recorded)
    assert report(offer, tool.says("granted"), few) == Refused(Refusal.TOO_MANY)


def test_the_tool_takes_up_its_session_with_its_token_only(running: tuple[Tool, Offer], provider: Provider) -> None:
    _, offer = running
    taken = resume_subscriber(session=offer.session, resume=offer.resume, now=later(minutes=3))
    assert taken == Taken(
        offer.session, State.CLAIMED, None, ("12", "Yamada"),
        (Permission.VIEW, Permission.CONTROL, Permission.CLIPBOARD), 1_800,
    )  # fmt: skip
    assert Session.objects.get().seen_at == later(minutes=3)
    for wrong in ("", "x" * 32, offer.session):
        assert resume_subscriber(session=offer.session, resume=wrong, now=NOON) == Refused(Refusal.NO_SUCH_SESSION)
    assert resume_subscriber(session="z" * 32, resume=offer.resume, now=NOON) == Refused(Refusal.NO_SUCH_SESSION)


def test_an_ended_session_is_taken_up_to_hand_in_the_receipt(running: tuple[Tool, Offer]) -> None:
    _, offer = running
    end_session(session=offer.session, reason=Ending.STOPPED_BY_COMMUNICATOR, side=Side.SERVICE, now=NOON)
    taken = resume_subscriber(session=offer.session, resume=offer.resume, now=NOON)
    assert isinstance(taken, Taken)
    assert (taken.state, taken.ending) == (State.ENDED, Ending.STOPPED_BY_COMMUNICATOR)


def test_an_expired_offer_is_not_taken_up(db: None) -> None:
    offer = Tool().offer()
    taken = resume_subscriber(session=offer.session, resume=offer.resume, now=later(minutes=9))
    assert isinstance(taken, Taken)
    assert taken.communicator is None
    assert isinstance(resume_subscriber(session=offer.session, resume=offer.resume, now=later(minutes=10)), Refused)


def test_only_who_claimed_takes_it_up_on_the_other_side(running: tuple[Tool, Offer], provider: Provider) -> None:
    _, offer = running
    mine = resume_communicator(session=offer.session, identity=identity(provider.communicator), now=NOON)
    assert isinstance(mine, Taken)
    for other in (provider.second, provider.lead):
        refused = resume_communicator(session=offer.session, identity=identity(other), now=NOON)
        assert refused == Refused(Refusal.NO_SUCH_SESSION)
    end_session(session=offer.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    after = resume_communicator(session=offer.session, identity=identity(provider.communicator), now=NOON)
    assert after == Refused(Refusal.NO_SUCH_SESSION)


def test_signs_of_life_touch_running_sessions_only(running: tuple[Tool, Offer]) -> None:
    _, offer = running
    waiting = Tool().offer(address="192.0.2.9")
    note_seen(sessions=[offer.session, waiting.session], now=later(minutes=4))
    seen = {row.pk: row.seen_at for row in Session.objects.all()}
    assert seen == {offer.session: later(minutes=4), waiting.session: NOON}
