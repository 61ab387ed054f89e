"""Who looks along: a number, an exchange, a question and a picture of their own, and nothing but the view."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from yorisoi_protocol import broker, peer
from yorisoi_protocol.frames.input import Key, Move, inputs
from yorisoi_protocol.one_time_pass import OneTimePass, parse_pass
from yorisoi_protocol.peer import Description
from yorisoi_protocol.vocabulary import Codec, Ending, Permission, Refusal, ViewerKind
from yorisoi_tool.engine import events
from yorisoi_tool.engine.events import Caller, PassEnd, ToWindow, Trouble
from yorisoi_tool.testing.loopback import THEIRS, LoopbackLink, description
from yorisoi_tool.testing.scene import ORIGIN, Scene, settle
from yorisoi_tool.testing.service import EVERYTHING, FakeCommunicator, Row

pytestmark = pytest.mark.asyncio
LEAD = broker.Person("10", "鈴木")
KEY_A = 0x04


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    await scene.start()
    await scene.live()
    await scene.agree(Permission.VIEW)
    yield scene
    await scene.leave()


def beside(scene: Scene) -> list[ToWindow]:
    return [event.event for event in scene.told if isinstance(event, events.Beside)]


def shown(scene: Scene) -> list[str]:
    return [event.digits for event in beside(scene) if isinstance(event, events.PassShown)]


async def invite(scene: Scene, wish: events.ToEngine | None = None) -> tuple[Row, OneTimePass]:
    """The subscriber asks for a number for one more."""
    before = len(shown(scene))
    scene.session.post(wish or events.Invite())
    await scene.until(lambda: len(shown(scene)) == before + 1)
    return scene.service.rows[-1], parse_pass(shown(scene)[-1])


async def join(scene: Scene, allowed: tuple[Permission, ...] = (Permission.VIEW,)) -> tuple[LoopbackLink, Row]:
    """A lead joins; nothing is agreed to yet."""
    row, typed = await invite(scene)
    lead = FakeCommunicator(scene.service, row, typed, scene.draw, ORIGIN, person=LEAD)
    lead.claim(allowed, kind=ViewerKind.JOINED)
    links = len(scene.transport.links)
    await lead.exchange()
    await scene.until(lambda: len(scene.transport.links) == links + 1)
    link = scene.link
    link.open()
    await scene.say_over(link, peer.Ready([Codec.VP8]))
    return link, row


async def looks(scene: Scene) -> tuple[LoopbackLink, Row]:
    link, row = await join(scene)
    await scene.say_over(link, peer.Ask(Permission.VIEW))
    asked = scene.last(events.Asked)
    assert asked.caller == Caller("10", "鈴木")
    assert scene.door.grant(asked.way, asked.question)
    await scene.moved()
    return link, row


def heard(link: LoopbackLink) -> list[object]:
    return [peer.from_subscriber.decode(text) for text in link.words]


async def test_one_more_has_a_number_a_key_and_a_nonce_of_its_own_beside_the_session(scene: Scene) -> None:
    first, (second, typed) = scene.service.rows[0], await invite(scene)
    assert (second.opened.beside, second.opened.resume) == (first.session, "resume-token-0001")
    assert second.opened.nonce != first.opened.nonce
    assert second.opened.public_key != first.opened.public_key
    assert second.line is not first.line
    assert not [text for text in scene.service.texts if typed.secret in text]


async def test_nothing_is_seen_before_the_second_consent_and_both_see_after_it(scene: Scene) -> None:
    first = scene.link
    link, _ = await join(scene)
    for studio in scene.studios:
        studio.draw()
    await settle()
    assert link.pictures == []
    assert scene.studios[1].reads == 0
    await scene.say_over(link, peer.Ask(Permission.VIEW))
    asked = scene.last(events.Asked)
    assert scene.door.grant(asked.way, asked.question)
    await scene.moved()
    await settle()
    sent = len(first.pictures)
    for studio in scene.studios:
        studio.draw(b"both")
    await settle()
    assert (first.pictures[sent:], link.pictures[-1]) == ([b"both"], b"both")
    standings = {each.way: each for each in scene.told if isinstance(each, events.Standing)}
    assert [(each.view, each.joined) for each in standings.values()] == [(True, False), (True, True)]


async def test_whatever_the_service_allows_one_more_is_asked_for_the_view_only(scene: Scene) -> None:
    link, _ = await join(scene, EVERYTHING)
    for permission in Permission:
        if permission is not Permission.VIEW:
            await scene.say_over(link, peer.Ask(permission))
    assert [each for each in heard(link) if isinstance(each, peer.Note)] == [peer.Note("not_asked")] * 7
    link.listener.input(b"")
    await settle()
    assert scene.desktop.injection.done == []


async def test_one_more_moves_nothing_with_anybodys_grant(scene: Scene) -> None:
    first = scene.link
    asked = None
    await scene.say_over(first, peer.Ask(Permission.CONTROL))
    asked = scene.last(events.Asked)
    assert scene.door.grant(asked.way, asked.question)
    await scene.moved()
    link, _ = await looks(scene)
    await scene.press(Move(1, 1, 5, 5), Key(2, 1, KEY_A, True))
    assert scene.link is link
    assert scene.desktop.injection.done == []


async def test_one_more_has_no_hand_at_all_whatever_the_gate_would_say(scene: Scene) -> None:
    desktop = scene.desktop.desktop()
    desktop.injection.key(KEY_A, True)
    desktop.clipboard.set_text("mine")
    with desktop.look_along() as theirs:
        theirs.injection.key(KEY_A + 1, True)
        theirs.injection.pointer(1, 1)
        theirs.injection.release_all()
        theirs.clipboard.set_text("theirs")
        assert theirs.clipboard.get_text() is None
    assert desktop.injection.held() == {("key", KEY_A)}
    assert desktop.clipboard.get_text() == "mine"


async def test_what_happens_to_one_more_lets_go_of_none_of_the_helpers_keys(scene: Scene) -> None:
    first = scene.link
    await scene.say_over(first, peer.Ask(Permission.CONTROL))
    asked = scene.last(events.Asked)
    assert scene.door.grant(asked.way, asked.question)
    await scene.moved()
    link, _ = await looks(scene)
    grant = next(
        each.grant
        for word in reversed(heard(first))
        if isinstance(word, peer.Snapshot)
        for each in word.grants
        if each.permission is Permission.CONTROL
    )
    first.listener.input(inputs.pack(Key(grant, 1, KEY_A, True)))
    assert scene.desktop.injection.held() == {("key", KEY_A)}
    link.cut()
    await scene.moved()
    await scene.advance(1_000)
    assert scene.desktop.injection.held() == {("key", KEY_A)}


async def test_stop_ends_everybody_before_it_returns(scene: Scene) -> None:
    first = scene.link
    link, row = await looks(scene)
    counts = len(first.pictures), len(link.pictures)
    scene.door.stop()
    for studio in scene.studios:
        studio.draw()
    assert (len(first.pictures), len(link.pictures)) == counts
    scene.session.post(events.Leave())
    over = await scene.finished()
    assert (over.reason, over.handed_in) == (Ending.STOPPED_BY_SUBSCRIBER, True)
    assert over.callers == (Caller("12", "山田"), Caller("10", "鈴木"))
    assert row.ending is Ending.STOPPED_BY_SUBSCRIBER
    assert all(each.receipt is not None for each in scene.service.rows)
    assert [screen.closed and cursor.closed for screen, cursor in scene.desktop.eyes] == [True]
    assert all(studio.stopped for studio in scene.studios)


async def test_the_end_of_the_session_is_the_end_of_who_looks_along(scene: Scene) -> None:
    first = scene.link
    link, row = await looks(scene)
    await scene.say_over(first, peer.Bye(Ending.FINISHED))
    over = await scene.finished()
    assert over.reason is Ending.FINISHED
    assert row.ending is Ending.MAIN_OVER
    assert heard(link)[-1] == peer.Bye(Ending.MAIN_OVER)


async def test_who_looked_along_goes_and_the_session_goes_on(scene: Scene) -> None:
    first = scene.link
    link, row = await looks(scene)
    await scene.say_over(link, peer.Bye(Ending.FINISHED))
    await scene.until(lambda: any(isinstance(event, events.BesideOver) for event in scene.told))
    assert row.ending is Ending.FINISHED
    assert scene.last(events.Left) == events.Left(2, Caller("10", "鈴木"))
    sent = len(first.pictures)
    scene.studio.draw()
    await settle()
    assert len(first.pictures) == sent + 1
    assert [screen.closed and cursor.closed for screen, cursor in scene.desktop.eyes] == [True]


async def test_pause_hides_the_screen_from_everybody(scene: Scene) -> None:
    first = scene.link
    link, _ = await looks(scene)
    counts = len(first.pictures), len(link.pictures)
    scene.door.pause()
    await scene.moved()
    for studio in scene.studios:
        studio.draw()
    await settle()
    assert (len(first.pictures), len(link.pictures)) == counts


async def test_an_invitation_is_taken_back_and_the_session_goes_on(scene: Scene) -> None:
    row, typed = await invite(scene)
    scene.session.post(events.Uninvite())
    await scene.until(lambda: isinstance(scene.told[-1], events.BesideOver))
    assert not row.line.open
    assert row.ending is Ending.PASS_EXPIRED
    assert scene.task is not None
    assert not scene.task.done()
    assert scene.studio.ready
    del typed


async def test_one_more_who_is_not_let_look_is_sent_away(scene: Scene) -> None:
    link, row = await join(scene)
    await scene.say_over(link, peer.Ask(Permission.VIEW))
    asked = scene.last(events.Asked)
    scene.door.deny(asked.way, asked.question)
    scene.session.post(events.Uninvite())
    await scene.until(lambda: row.ending is not None)
    assert row.ending is Ending.STOPPED_BY_SUBSCRIBER
    assert link.pictures == []


async def test_a_wrong_pass_costs_one_guess_and_the_session_goes_on(scene: Scene) -> None:
    row, typed = await invite(scene)
    wrong = OneTimePass(typed.nameplate, f"{(int(typed.secret) + 1) % 1_000_000:06d}")
    lead = FakeCommunicator(scene.service, row, wrong, scene.draw, ORIGIN, person=LEAD)
    lead.claim((Permission.VIEW,), kind=ViewerKind.JOINED)
    lead.relay(lead.run.m1)
    m2 = peer.exchange.decode(await lead.heard())
    assert isinstance(m2, peer.M2)
    lead.relay(lead.run.m3(m2, Description("offer", description(THEIRS))))
    await scene.until(lambda: any(isinstance(event, events.PassOver) for event in beside(scene)))
    assert row.ending is Ending.WRONG_PASS
    assert scene.studio.ready


async def test_a_number_for_one_more_is_no_number_for_a_session_and_the_other_way_round(scene: Scene) -> None:
    row, _ = await invite(scene)
    row.line.say(broker.Claimed(LEAD, [Permission.VIEW], 1_800, ViewerKind.MAIN))
    await scene.until(lambda: beside(scene)[-1] == events.PassOver(PassEnd.BROKEN, more=True))
    assert len(scene.transport.links) == 1


async def test_a_refusal_is_told_beside_the_session(scene: Scene) -> None:
    scene.service.refuse = Refusal.OUTSIDE_HOURS
    scene.session.post(events.Invite())
    await scene.until(lambda: events.Troubled(Trouble.OUTSIDE_HOURS, again=True) in beside(scene))
    assert scene.studio.ready


async def test_one_invitation_at_a_time_and_three_numbers_in_all(scene: Scene) -> None:
    await invite(scene)
    scene.session.post(events.Invite())
    await settle()
    assert len(scene.service.rows) == 2
    await invite(scene, events.GuestNumber())
    assert [row.ending for row in scene.service.rows[1:]] == [Ending.PASS_EXPIRED, None]
    scene.session.post(events.GuestNumber())
    await scene.until(lambda: isinstance(beside(scene)[-1], events.Resting))
    assert len(scene.service.rows) == 3


async def test_a_number_for_one_more_ends_with_the_session(scene: Scene) -> None:
    row, _ = await invite(scene)
    scene.session.post(events.Leave())
    assert (await scene.finished()).handed_in
    assert (row.ending, row.receipt) == (Ending.PASS_EXPIRED, None)


async def test_a_hand_over_ends_who_looks_along(scene: Scene) -> None:
    link, row = await looks(scene)
    scene.service.rows[0].line.say(broker.Ended(Ending.HANDED_OVER, [LEAD]))
    await scene.until(lambda: isinstance(scene.told[-1], events.HandedOver))
    assert row.ending is Ending.MAIN_OVER
    sent = len(link.pictures)
    scene.studios[1].draw()
    await settle()
    assert len(link.pictures) == sent
