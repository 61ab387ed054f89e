"""A session as the engine runs it: what is agreed to happens, and nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from yorisoi_protocol import broker, peer
from yorisoi_protocol.frames.input import Button, CommittedText, Key, MouseButton, Move, Release
from yorisoi_protocol.one_time_pass import OneTimePass
from yorisoi_protocol.vocabulary import Answer, Ending, Permission, Refusal, Removal
from yorisoi_tool.engine import ending, events, given_up
from yorisoi_tool.engine.events import PassEnd, Trouble
from yorisoi_tool.testing.loopback import THEIRS, description
from yorisoi_tool.testing.scene import ORIGIN, Scene, settle
from yorisoi_tool.testing.service import FakeCommunicator, FakeLine, FakeService

pytestmark = pytest.mark.asyncio
KEY_A = 0x04
BACKSPACE = 0x2A


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    await scene.start()
    yield scene
    await scene.leave()


async def test_whole_session_from_number_to_receipt(scene: Scene) -> None:
    link = await scene.live()
    assert link.pictures == []
    await scene.agree(Permission.VIEW)
    assert link.pictures == [b"fragment"]
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Move(grant, 1, 10, 20), Key(grant, 1, KEY_A, True), Key(grant, 1, KEY_A, False))
    assert scene.desktop.injection.done == [("pointer", 10, 20), ("key", KEY_A, True), ("key", KEY_A, False)]
    await scene.say(peer.Bye(Ending.FINISHED))
    over = await scene.finished()
    assert (over.reason, over.removal, over.handed_in) == (Ending.FINISHED, Removal.VERIFIED, True)
    assert over.used == (Permission.CONTROL, Permission.VIEW)
    row = scene.service.rows[0]
    assert row.receipt is not None
    assert row.receipt.n == len(row.entries)
    assert row.ending is Ending.FINISHED
    assert scene.studio.stopped


async def test_refused_view_never_shows_a_frame(scene: Scene) -> None:
    link = await scene.live()
    asked = await scene.ask(Permission.VIEW)
    scene.door.deny(asked.way, asked.question)
    await scene.moved()
    scene.studio.draw()
    await settle()
    assert link.pictures == []
    assert scene.studio.reads == 0
    assert scene.snapshot().answers[0].answer is Answer.DENIED


async def test_control_without_view_cannot_be_granted(scene: Scene) -> None:
    await scene.live()
    asked = await scene.ask(Permission.CONTROL)
    assert not scene.door.grant(asked.way, asked.question)
    await scene.press(Move(1, 1, 5, 5))
    assert scene.desktop.injection.done == []


async def test_taking_control_back_stops_everything_at_once(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Key(grant, 1, KEY_A, True), Button(grant, 1, 3, 3, MouseButton.LEFT, True))
    assert scene.desktop.injection.held() == {("key", KEY_A), ("button", 0)}
    scene.door.take_back(Permission.CONTROL)
    assert scene.desktop.injection.held() == frozenset()
    done = list(scene.desktop.injection.done)
    await scene.press(Move(grant, 1, 9, 9), CommittedText(grant, 1, "x"))
    assert scene.desktop.injection.done == done
    await scene.moved()
    assert scene.last(events.Standing).control is False


async def test_new_grant_makes_frames_of_the_old_one_stale(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    old = await scene.agree(Permission.CONTROL)
    scene.door.take_back(Permission.CONTROL)
    await scene.moved()
    new = await scene.agree(Permission.CONTROL)
    await scene.press(Move(old, 1, 1, 1), Move(new, 1, 2, 2), Move(new, 2, 3, 3))
    assert scene.desktop.injection.done == [("pointer", 2, 2)]


async def test_open_question_releases_keys_and_stops_input(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Key(grant, 1, KEY_A, True))
    await scene.ask(Permission.CLIPBOARD)
    assert scene.desktop.injection.held() == frozenset()
    await scene.press(Key(grant, 1, KEY_A, True))
    assert scene.desktop.injection.held() == frozenset()


async def test_lost_link_lets_held_keys_go(scene: Scene) -> None:
    link = await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Key(grant, 1, KEY_A, True))
    link.cut()
    assert scene.desktop.injection.held() == frozenset()


async def held_backspace(scene: Scene) -> int:
    """The communicator holds a key; answers the grant's number."""
    await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Key(grant, 1, BACKSPACE, True))
    assert scene.desktop.injection.held() == {("key", BACKSPACE)}
    return grant


async def test_desktop_of_another_size_lets_held_keys_go(scene: Scene) -> None:
    grant = await held_backspace(scene)
    scene.studio.new_layout(2)
    await settle()
    assert scene.desktop.injection.held() == frozenset()
    await scene.press(Key(grant, 1, BACKSPACE, True))  # measured on the old one
    assert scene.desktop.injection.held() == frozenset()
    await scene.press(Key(grant, 2, BACKSPACE, True))
    assert scene.desktop.injection.held() == {("key", BACKSPACE)}


async def test_letting_go_is_heard_whatever_layout_it_was_made_on(scene: Scene) -> None:
    grant = await held_backspace(scene)
    await scene.press(Release(grant, 7))
    assert scene.desktop.injection.held() == frozenset()


async def test_own_hand_wins_for_half_a_second(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    scene.desktop.hands.move()
    await scene.press(Move(grant, 1, 1, 1))
    await scene.advance(499)
    await scene.press(Move(grant, 1, 2, 2))
    await scene.advance(1)
    await scene.press(Move(grant, 1, 3, 3))
    assert scene.desktop.injection.done == [("pointer", 3, 3)]


async def test_pause_hides_the_screen_and_takes_control(scene: Scene) -> None:
    link = await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    sent = len(link.pictures)
    scene.door.pause()
    await scene.moved()
    scene.studio.draw()
    await scene.press(Move(grant, 1, 1, 1))
    assert (len(link.pictures), scene.desktop.injection.done) == (sent, [])
    assert scene.last(events.Standing).paused
    scene.door.resume()
    await scene.moved()
    assert len(link.pictures) > sent
    assert not scene.last(events.Standing).control


async def test_locked_desktop_pauses(scene: Scene) -> None:
    link = await scene.live()
    await scene.agree(Permission.VIEW)
    sent = len(link.pictures)
    scene.desktop.lock.locked = True
    await scene.moved()
    scene.studio.draw()
    await settle()
    assert scene.snapshot().paused
    assert len(link.pictures) == sent


async def test_question_that_nobody_answers_lapses_and_may_be_asked_again(scene: Scene) -> None:
    await scene.live()
    first = await scene.ask(Permission.VIEW)
    for _ in range(6):
        await scene.advance(10_000)
        await scene.say(peer.Alive(scene.now_ms, 0))
    assert scene.last(events.Settled) == events.Settled(1, first.question, Permission.VIEW, Answer.EXPIRED)
    assert not scene.door.grant(first.way, first.question)
    second = await scene.ask(Permission.VIEW)
    assert second.question == first.question + 1


async def test_withdrawn_question_leaves_the_window(scene: Scene) -> None:
    await scene.live()
    asked = await scene.ask(Permission.VIEW)
    await scene.say(peer.GiveBack(Permission.VIEW))
    assert scene.last(events.Settled) == events.Settled(1, asked.question, Permission.VIEW, Answer.WITHDRAWN)


async def test_only_what_the_desk_allowed_is_asked(scene: Scene) -> None:
    await scene.live(allowed=(Permission.VIEW,))
    await scene.agree(Permission.VIEW)
    await scene.say(peer.Ask(Permission.CONTROL))
    await scene.say(peer.Ask(Permission.REBOOT))
    assert [event.permission for event in scene.told if isinstance(event, events.Asked)] == [Permission.VIEW]
    assert scene.words()[-1] == peer.Note("not_asked")


async def test_silence_takes_control_and_a_sign_of_life_brings_view_back(scene: Scene) -> None:
    link = await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Key(grant, 1, KEY_A, True))
    await scene.advance(15_000)
    assert scene.desktop.injection.held() == frozenset()
    assert not scene.last(events.Standing).linked
    sent = len(link.pictures)
    scene.studio.draw()
    await settle()
    assert len(link.pictures) == sent
    await scene.say(peer.Alive(1, 0))
    assert scene.last(events.Standing) == events.Standing(
        caller=scene.last(events.Standing).caller, view=True, control=False, clipboard=False, paused=False, linked=True
    )
    await settle()
    assert len(link.pictures) > sent


async def test_session_ends_after_ninety_seconds_of_silence(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    await scene.advance(15_000)
    await scene.advance(75_000)
    assert (await scene.finished()).reason is Ending.SILENT


async def test_wrong_pass_burns_the_number_and_offers_another(scene: Scene) -> None:
    row, shown = await scene.number()
    wrong = OneTimePass(shown.nameplate, f"{(int(shown.secret) + 1) % 10**6:06d}")
    communicator = await scene.claimed(wrong)
    with pytest.raises(TimeoutError):
        await communicator.exchange()
    assert scene.last(events.PassOver) == events.PassOver(PassEnd.WRONG, more=True)
    assert row.ending is Ending.WRONG_PASS
    assert scene.transport.links == []


async def test_another_name_than_the_service_said_is_refused(scene: Scene) -> None:
    row, shown = await scene.number()
    communicator = FakeCommunicator(scene.service, row, shown, scene.draw, ORIGIN)
    communicator.person = broker.Person("12", "佐藤")
    communicator.claim()
    with pytest.raises(TimeoutError):
        await communicator.exchange()
    assert scene.last(events.PassOver).why is PassEnd.BROKEN
    assert scene.transport.links == []


async def test_certificate_other_than_the_pinned_one_ends_it_hard(scene: Scene) -> None:
    scene.transport.shows = ":".join(["0C"] * 32)
    communicator = await scene.claimed()
    await communicator.exchange()
    scene.link.open()
    await scene.until(lambda: any(isinstance(event, events.PassOver) for event in scene.told))
    assert scene.last(events.PassOver).why is PassEnd.BROKEN
    assert scene.service.rows[0].ending is Ending.CERTIFICATE_CHANGED
    assert scene.link.closed
    assert scene.link.words == []


async def test_nobody_connects_in_time(scene: Scene) -> None:
    communicator = await scene.claimed()
    await communicator.exchange()
    await scene.advance(15_000)
    await scene.until(lambda: any(isinstance(event, events.PassOver) for event in scene.told))
    assert scene.last(events.PassOver).why is PassEnd.NOT_CONNECTED


async def test_claim_that_says_nothing_more_ends(scene: Scene) -> None:
    await scene.claimed()
    await settle()
    await scene.advance(20_000)
    await scene.until(lambda: any(isinstance(event, events.PassOver) for event in scene.told))
    assert scene.last(events.PassOver).why is PassEnd.NOT_CONNECTED


async def test_number_grows_old_after_ten_minutes(scene: Scene) -> None:
    await scene.number()
    await scene.advance(600_000)
    assert scene.last(events.PassOver) == events.PassOver(PassEnd.EXPIRED, more=True)


async def another(scene: Scene) -> None:
    """The person presses for another number, and it is shown."""
    shown = sum(isinstance(event, events.PassShown) for event in scene.told)
    scene.session.post(events.NewNumber())
    await scene.until(lambda: sum(isinstance(event, events.PassShown) for event in scene.told) == shown + 1)


async def test_another_number_ends_the_one_before_at_the_service(scene: Scene) -> None:
    first, _ = await scene.number()
    await another(scene)
    assert first.ending is Ending.PASS_EXPIRED
    assert scene.service.rows[1].ending is None
    await leave(scene)
    assert [row.receipt for row in scene.service.rows] == [None, None]  # nobody typed one: there is nothing to sign


async def test_number_that_nobody_reads_out_any_more_ends_with_the_program(scene: Scene) -> None:
    row, _ = await scene.number()
    await leave(scene)
    assert (row.ending, row.receipt) == (Ending.PASS_EXPIRED, None)
    assert scene.told[-1] == events.Gone()


async def test_number_grown_old_here_is_ended_there(scene: Scene) -> None:
    row, _ = await scene.number()
    await scene.advance(600_000)
    assert row.ending is Ending.PASS_EXPIRED


async def test_leaving_while_a_number_is_asked_for_leaves_none_behind(scene: Scene) -> None:
    scene.service.silent = True
    scene.session.post(events.Begin())
    await scene.until(lambda: len(scene.service.rows) == 1)
    scene.service.silent = False
    await leave(scene)
    assert scene.service.rows[0].ending is Ending.PASS_EXPIRED


async def test_number_that_somebody_typed_at_that_very_moment_gets_its_receipt(scene: Scene) -> None:
    row, shown = await scene.number()
    row.claimed = True  # and the word of it is still under way
    await another(scene)
    assert row.ending is Ending.STOPPED_BY_SUBSCRIBER
    await leave(scene)
    assert row.receipt is not None
    assert row.receipt.n == 0
    assert scene.told[-1] == events.Gone()
    del shown


async def test_number_whose_socket_broke_is_ended_before_the_next_one_is_asked_for(scene: Scene) -> None:
    row, _ = await scene.number()
    row.line.drop()
    await scene.until(lambda: any(isinstance(event, events.Troubled) for event in scene.told))
    assert row.ending is None
    await another(scene)
    assert row.ending is Ending.PASS_EXPIRED
    assert scene.service.rows[1].ending is None


async def test_number_typed_while_the_socket_was_gone_gets_its_receipt_at_the_end(scene: Scene) -> None:
    row, _ = await scene.number()
    scene.service.fall()
    await scene.until(lambda: any(isinstance(event, events.Troubled) for event in scene.told))
    row.claimed, row.ending = True, Ending.NOT_CONNECTED  # the viewer heard nobody
    scene.service.reachable = True
    await leave(scene)
    assert row.receipt is not None


async def test_service_that_does_not_answer_keeps_nobody_from_leaving(scene: Scene) -> None:
    row, _ = await scene.number()
    scene.service.fall()
    scene.service.reachable = False
    await leave(scene)
    assert row.ending is None


async def test_service_that_falls_mute_keeps_nobody_waiting_while_old_numbers_are_ended(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = await scene.number()
    row.line.drop()
    await scene.until(lambda: any(isinstance(event, events.Troubled) for event in scene.told))
    dialled: list[object] = []
    dial = type(scene.service).__call__

    async def mute(service: FakeService) -> FakeLine:
        line = await dial(service)
        dialled.append(line)
        monkeypatch.setattr(line, "send", lambda _text: asyncio.sleep(0))
        return line

    monkeypatch.setattr(type(scene.service), "__call__", mute)
    monkeypatch.setattr(given_up, "SETTLE_S", 0.2)
    monkeypatch.setattr(ending, "ANSWER_S", 3_600)
    scene.session.post(events.NewNumber())
    await scene.until(lambda: len(dialled) == 2)  # the first for the old number; it is not waited for any longer
    await leave(scene)


async def leave(scene: Scene) -> None:
    scene.session.post(events.Leave())
    assert scene.task is not None
    await asyncio.wait_for(scene.task, 20)


async def test_three_numbers_then_a_rest_of_ten_minutes(scene: Scene) -> None:
    await scene.number()
    for count in (2, 3):
        scene.session.post(events.NewNumber())
        await scene.until(lambda count=count: len(scene.service.rows) == count)
        await settle()
    assert not scene.last(events.PassShown).more
    scene.session.post(events.NewNumber())
    await scene.until(lambda: any(isinstance(event, events.Resting) for event in scene.told))
    assert scene.last(events.Resting).minutes == 10
    assert len(scene.service.rows) == 3
    await scene.advance(600_000)
    assert scene.last(events.PassOver).more
    scene.session.post(events.NewNumber())
    await scene.until(lambda: len(scene.service.rows) == 4)


async def test_service_dies_and_comes_back_while_picture_and_control_go_on(scene: Scene) -> None:
    link = await scene.live()
    await scene.agree(Permission.VIEW)
    scene.service.fall()
    await settle()
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Move(grant, 1, 7, 7))
    scene.studio.draw()
    await settle()
    assert scene.desktop.injection.done == [("pointer", 7, 7)]
    assert len(link.pictures) > 1
    reported = len(scene.service.rows[0].entries)
    scene.service.reachable = True
    await scene.until(lambda: len(scene.service.rows[0].entries) > reported)


async def test_link_that_breaks_is_taken_up_by_a_new_offer(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    scene.link.cut()
    await settle()
    assert scene.communicator is not None
    offer = scene.communicator.run.seal("re-offer", peer.Description("offer", description(THEIRS)))
    scene.communicator.relay(offer)
    answer = peer.exchange.decode(await scene.communicator.heard())
    assert isinstance(answer, peer.Sealed)
    scene.communicator.run.open(answer)
    assert len(scene.transport.links) == 2
    scene.link.open()
    await scene.say(peer.Ready([]))
    assert scene.link.pictures
    assert scene.snapshot().grants[0].permission is Permission.VIEW


async def test_stop_works_without_service_and_link(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    await scene.press(Key(grant, 1, KEY_A, True))
    scene.service.fall()
    scene.link.cut()
    scene.door.stop()
    assert scene.desktop.injection.held() == frozenset()
    scene.session.post(events.Leave())
    over = await scene.finished()
    assert (over.reason, over.handed_in) == (Ending.STOPPED_BY_SUBSCRIBER, False)
    assert scene.remover.removed == 1


async def test_end_that_was_lost_with_the_socket_is_said_again_before_the_receipt(scene: Scene) -> None:
    await scene.live()
    scene.service.lines[-1].drop()
    scene.session.post(events.Leave())
    over = await scene.finished()
    row = scene.service.rows[0]
    assert (over.handed_in, row.ending) == (True, Ending.STOPPED_BY_SUBSCRIBER)
    assert row.receipt is not None
    assert row.receipt.n == len(row.entries)


async def test_entries_that_nobody_read_before_the_socket_closed_are_said_again(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    scene.service.lines[-1].deaf = True
    await scene.say(peer.Bye(Ending.FINISHED))
    assert (await scene.finished()).handed_in
    row = scene.service.rows[0]
    assert row.receipt is not None
    assert row.receipt.n == len(row.entries)


async def test_every_burnt_number_gets_its_receipt_too(scene: Scene) -> None:
    _, shown = await scene.number()
    wrong = OneTimePass(shown.nameplate, f"{(int(shown.secret) + 1) % 10**6:06d}")
    communicator = FakeCommunicator(scene.service, scene.service.rows[0], wrong, scene.draw, ORIGIN)
    communicator.claim()
    with pytest.raises(TimeoutError):
        await communicator.exchange()
    scene.told.clear()
    await scene.live()
    scene.session.post(events.Leave())
    assert (await scene.finished()).handed_in
    assert [row.ending for row in scene.service.rows] == [Ending.WRONG_PASS, Ending.STOPPED_BY_SUBSCRIBER]
    assert all(row.receipt is not None for row in scene.service.rows)


async def test_failed_removal_is_told_and_signed(scene: Scene) -> None:
    scene.remover.frozen, scene.remover.removal = True, Removal.FAILED
    await scene.live()
    scene.session.post(events.Leave())
    over = await scene.finished()
    assert (over.removal, over.frozen) == (Removal.FAILED, True)
    receipt = scene.service.rows[0].receipt
    assert receipt is not None
    assert receipt.removal is Removal.FAILED


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (Refusal.OUTSIDE_HOURS, Trouble.OUTSIDE_HOURS),
        (Refusal.OTHER_NETWORK, Trouble.OTHER_NETWORK),
        (Refusal.TOO_MANY, Trouble.BUSY),
        (Refusal.NO_NAMEPLATE, Trouble.BUSY),
        (Refusal.UNKNOWN_VERSION, Trouble.OLD_PROGRAM),
        (Refusal.MALFORMED, Trouble.REFUSED),
    ],
)
async def test_every_refusal_has_its_page(scene: Scene, code: Refusal, why: Trouble) -> None:
    scene.service.refuse = code
    scene.session.post(events.Begin())
    await scene.until(lambda: any(isinstance(event, events.Troubled) for event in scene.told))
    assert scene.last(events.Troubled).why is why


async def test_unreachable_service_is_told_and_costs_no_number(scene: Scene) -> None:
    scene.service.reachable = False
    for _ in range(5):
        scene.told.clear()
        scene.session.post(events.Begin())
        await scene.until(lambda: any(isinstance(event, events.Troubled) for event in scene.told))
    scene.service.reachable = True
    await scene.number()


async def test_leaving_before_anybody_came_removes_and_goes(scene: Scene) -> None:
    await scene.number()
    scene.session.post(events.Leave())
    assert scene.task is not None
    await scene.task
    assert scene.told[-1] == events.Gone()
    assert scene.remover.removed == 1
