"""Whatever the other side sends: a refusal, never a stack trace, never an act."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yorisoi_protocol import peer
from yorisoi_protocol.frames.input import InputFrame, Move, inputs
from yorisoi_protocol.peer import ClipboardText
from yorisoi_protocol.vocabulary import Codec, Ending, Permission
from yorisoi_tool.engine import events
from yorisoi_tool.testing.scene import Scene, settle

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
TAGS = st.sampled_from(["ready", "ask", "give_back", "alive", "clipboard_text", "bye", "grant", "snapshot", "note", ""])
FIELDS = st.dictionaries(
    st.sampled_from(["permission", "serial", "echo", "codecs", "text", "last", "reason", "grant", "question", "x"]),
    JSON | st.sampled_from(["view", "control", "granted", "finished"]),
    max_size=4,
)
WORDS = (
    st.text(max_size=60)
    | JSON.map(json.dumps)
    | st.builds(lambda tag, rest: json.dumps({"t": tag, **rest}), TAGS, FIELDS)
    | st.just("[" * 100_000)
    | st.just('{"t":"ask","permission":"view","permission":"control"}')
)
FRAMES = st.binary(max_size=40) | st.builds(
    lambda frame, cut, more: inputs.pack(frame)[:cut] + more,
    st.builds(Move, st.just(1), st.integers(1, 3), st.integers(0, 900), st.integers(0, 900)),
    st.integers(0, 20),
    st.binary(max_size=3),
)


async def in_session(act: Any) -> None:
    scene = Scene()
    await scene.start()
    try:
        await scene.live()
        await act(scene)
        assert scene.task is not None
        assert not scene.task.done() or scene.task.exception() is None
    finally:
        await scene.leave()


@SLOW
@given(st.lists(WORDS, min_size=1, max_size=12))
def test_any_words_are_refused_or_understood_and_grant_nothing(words: list[str]) -> None:
    async def act(scene: Scene) -> None:
        for word in words:
            scene.link.listener.words(word)
        await settle()
        assert scene.link.pictures == []
        assert scene.desktop.injection.done == []
        assert scene.desktop.clipboard.text is None
        assert all(snapshot.grants == [] for snapshot in scene.words() if isinstance(snapshot, peer.Snapshot))

    asyncio.run(in_session(act))


@SLOW
@given(st.lists(FRAMES, min_size=1, max_size=20))
def test_any_input_frame_without_control_moves_nothing(frames: list[bytes]) -> None:
    async def act(scene: Scene) -> None:
        await scene.agree(Permission.VIEW)
        for frame in frames:
            scene.link.listener.input(frame)
            scene.link.listener.picture(frame)
        await settle()
        assert scene.desktop.injection.done == []

    asyncio.run(in_session(act))


@SLOW
@given(st.lists(FRAMES, min_size=1, max_size=20))
def test_only_whole_frames_of_the_granted_number_and_layout_are_applied(frames: list[bytes]) -> None:
    def whole(frame: bytes) -> bool:
        try:
            read: InputFrame = inputs.unpack(frame)
        except ValueError:
            return False
        return read.layout == 1

    async def act(scene: Scene) -> None:
        await scene.agree(Permission.VIEW)
        assert await scene.agree(Permission.CONTROL) == 2
        for frame in frames:
            scene.link.listener.input(frame)
        await settle()
        assert scene.desktop.injection.done == []  # every frame here carries grant 1
        assert all(scene.desktop.injection.held() == frozenset() for frame in frames if whole(frame))

    asyncio.run(in_session(act))


@SLOW
@given(st.lists(st.text(max_size=80) | JSON.map(json.dumps), min_size=1, max_size=6))
def test_any_box_before_the_exchange_burns_the_number_and_nothing_else(boxes: list[str]) -> None:
    async def run() -> None:
        scene = Scene()
        await scene.start()
        try:
            communicator = await scene.claimed()
            for box in boxes:
                communicator.row.line.say_text(json.dumps({"t": "relay", "box": box}))
            await scene.until(lambda: any(isinstance(event, events.PassOver) for event in scene.told))
            assert scene.transport.links == []
            assert scene.service.rows[0].ending is Ending.PROTOCOL_BROKEN
        finally:
            await scene.leave()

    asyncio.run(run())


@SLOW
@given(st.lists(st.text(max_size=80) | JSON.map(json.dumps), min_size=1, max_size=6))
def test_any_text_from_the_service_is_survived(texts: list[str]) -> None:
    async def run() -> None:
        scene = Scene()
        await scene.start()
        try:
            await scene.live()
            for text in texts:
                scene.service.lines[-1].say_text(text)
            await settle()
            assert scene.task is not None
            assert not scene.task.done()
            assert not any(isinstance(event, events.Troubled) for event in scene.told)
        finally:
            await scene.leave()

    asyncio.run(run())


@pytest.mark.asyncio
async def test_clipboard_text_waits_for_its_own_consent_and_its_size() -> None:
    async def act(scene: Scene) -> None:
        await scene.say(ClipboardText(1, True, "before"))
        assert scene.words()[-1] == peer.Note("clipboard_refused")
        await scene.agree(Permission.VIEW)
        await scene.agree(Permission.CLIPBOARD)
        await scene.say(ClipboardText(2, False, "より"))
        await scene.say(ClipboardText(2, True, "そい"))
        assert scene.desktop.clipboard.text == "よりそい"
        for _ in range(120):
            await scene.say(ClipboardText(3, False, "x" * 10_000))
        await scene.say(ClipboardText(3, True, "end"))
        assert scene.desktop.clipboard.text != "end"
        assert "x" not in str(scene.desktop.clipboard.text)

    await in_session(act)


@pytest.mark.asyncio
async def test_older_link_is_not_heard_any_more() -> None:
    async def act(scene: Scene) -> None:
        old = scene.link
        assert scene.communicator is not None
        from yorisoi_tool.testing.loopback import THEIRS, description

        offer = scene.communicator.run.seal("re-offer", peer.Description("offer", description(THEIRS)))
        scene.communicator.relay(offer)
        await scene.communicator.heard()
        scene.link.open()
        old.listener.words(peer.encode(peer.Ask(Permission.VIEW)).decode())
        await settle()
        assert not any(isinstance(event, events.Asked) for event in scene.told)
        await scene.say(peer.Ready([Codec.H264]))
        await scene.ask(Permission.VIEW)

    await in_session(act)


@pytest.mark.asyncio
async def test_re_offer_with_another_certificate_ends_the_session() -> None:
    async def act(scene: Scene) -> None:
        await scene.agree(Permission.VIEW)
        assert scene.communicator is not None
        run = scene.communicator.run
        foreign = "v=0\r\na=fingerprint:sha-256 " + ":".join(["0D"] * 32) + "\r\n"
        run._fingerprints.clear()
        scene.communicator.relay(run.seal("re-offer", peer.Description("offer", foreign)))
        over = await scene.finished()
        assert over.reason is Ending.CERTIFICATE_CHANGED

    await in_session(act)
