"""The planned time binds the program itself, and a hand-over leaves it ready for a new number."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from yorisoi_protocol import broker, peer
from yorisoi_protocol.frames.input import Move
from yorisoi_protocol.one_time_pass import parse_pass
from yorisoi_protocol.vocabulary import Codec, Ending, Permission
from yorisoi_tool.engine import events
from yorisoi_tool.engine.events import Caller
from yorisoi_tool.testing.scene import ORIGIN, Scene, settle
from yorisoi_tool.testing.service import FakeCommunicator

pytestmark = pytest.mark.asyncio
SATO = broker.Person("15", "佐藤")


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    await scene.start()
    yield scene
    await scene.leave()


async def pass_time(scene: Scene, seconds: int) -> None:
    """Time goes by while both sides are there and something is done."""
    for _ in range(seconds // 10):
        await scene.advance(10_000)
        await scene.say(peer.Alive(scene.now_ms, 0))
        scene.desktop.hands.move()


def told(scene: Scene) -> list[bool]:
    return [event.is_soon for event in scene.told if isinstance(event, events.TimeTold)]


async def test_the_program_ends_in_time_though_the_service_is_away(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    scene.service.fall()
    await pass_time(scene, 1_790)
    assert scene.last(events.Standing).view
    assert told(scene) == [True]
    await scene.advance(10_000)
    over = await scene.finished()
    assert over.reason is Ending.TIME_OVER
    assert scene.studio.stopped
    assert scene.words()[-1] == peer.Bye(Ending.TIME_OVER)


async def test_a_session_as_short_as_its_last_minutes_comes_about_and_is_told_so(scene: Scene) -> None:
    row, shown = await scene.number()
    communicator = FakeCommunicator(scene.service, row, shown, scene.draw, ORIGIN)
    communicator.claim(seconds=200)
    await communicator.exchange()
    scene.link.open()
    await scene.say(peer.Ready([Codec.VP8]))
    await scene.agree(Permission.VIEW)
    assert told(scene) == [True]
    assert scene.link.pictures


async def test_going_on_is_shown_and_moves_the_end(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    await pass_time(scene, 1_600)
    scene.service.rows[0].line.say(broker.TimeLeft(2_000))
    await settle()
    assert told(scene) == [True, False]
    await pass_time(scene, 1_690)
    assert told(scene) == [True, False]
    await pass_time(scene, 20)
    assert told(scene) == [True, False, True]


async def test_an_earlier_end_is_shown_warned_of_and_kept_with_the_service_away(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    scene.service.rows[0].line.say(broker.TimeLeft(900))
    await settle()
    assert told(scene) == [False]
    assert scene.last(events.TimeTold).until.timestamp() == 1_775_000_000 + scene.now_ms / 1_000 + 900
    scene.service.fall()
    await pass_time(scene, 610)
    assert told(scene) == [False, True]
    await pass_time(scene, 280)
    await scene.advance(10_000)
    assert (await scene.finished()).reason is Ending.TIME_OVER


async def test_the_services_word_ends_it_first(scene: Scene) -> None:
    await scene.live()
    scene.service.rows[0].line.say(broker.Ended(Ending.TIME_OVER))
    over = await scene.finished()
    assert (over.reason, over.handed_in) == (Ending.TIME_OVER, True)


async def test_a_hand_over_stops_everything_names_who_comes_and_lets_make_a_new_number(scene: Scene) -> None:
    await scene.live()
    await scene.agree(Permission.VIEW)
    grant = await scene.agree(Permission.CONTROL)
    first = scene.link
    row = scene.service.rows[0]
    row.ending = Ending.HANDED_OVER
    row.line.say(broker.Ended(Ending.HANDED_OVER, [SATO]))
    await scene.until(lambda: any(isinstance(event, events.HandedOver) for event in scene.told))
    assert scene.last(events.HandedOver) == events.HandedOver(Caller("15", "佐藤"))
    sent = len(first.pictures)
    scene.studio.draw()
    first.listener.input(b"")
    await scene.press(Move(grant, 1, 1, 1))
    assert (scene.desktop.injection.done, len(first.pictures)) == ([], sent)

    scene.session.post(events.NewNumber())
    await scene.until(lambda: len(scene.service.rows) == 2)
    await scene.until(lambda: sum(isinstance(event, events.PassShown) for event in scene.told) == 2)
    typed = parse_pass(scene.last(events.PassShown).digits)
    second = FakeCommunicator(scene.service, scene.service.rows[1], typed, scene.draw, ORIGIN, person=SATO)
    second.claim()
    await second.exchange()
    scene.link.open()
    await scene.say(peer.Ready([Codec.VP8]))
    assert not scene.last(events.Standing).view  # nothing was taken over
    await scene.agree(Permission.VIEW)
    await scene.say(peer.Bye(Ending.FINISHED))
    over = await scene.finished()
    assert over.callers == (Caller("12", "山田"), Caller("15", "佐藤"))
    assert over.used == (Permission.CONTROL, Permission.VIEW)
    assert over.handed_in
    endings = [each.ending for each in scene.service.rows]
    assert endings == [Ending.HANDED_OVER, Ending.FINISHED]
    assert all(each.receipt is not None for each in scene.service.rows)
    assert scene.service.rows[1].opened.beside == ""


async def test_whoever_leaves_after_a_hand_over_is_rid_of_the_program(scene: Scene) -> None:
    await scene.live()
    scene.service.rows[0].line.say(broker.Ended(Ending.HANDED_OVER, [SATO]))
    await scene.until(lambda: any(isinstance(event, events.HandedOver) for event in scene.told))
    scene.session.post(events.Leave())
    over = await scene.finished()
    assert (over.reason, scene.remover.removed, over.handed_in) == (Ending.HANDED_OVER, 1, True)
