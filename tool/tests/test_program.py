"""The whole program from source, as a process on a real desktop."""

import asyncio
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import xcffib
from yorisoi_protocol import peer
from yorisoi_protocol.frames.input import Key, Move, inputs
from yorisoi_protocol.vocabulary import Ending, Permission, Removal
from yorisoi_tool.testing.drive import Drive
from yorisoi_tool.testing.hand import Hand
from yorisoi_tool.testing.service import FakeService
from yorisoi_tool.testing.stage import Stage
from yorisoi_tool.testing.web import served
from yorisoi_tool.window.shell import LEAVE_LIMIT_MS

pytestmark = pytest.mark.timeout(280)
LEFT_SHIFT = 0xE1
# Where somebody who starts the program would like its window: on a port of the network, nowhere, or too small to see.
ELSEWHERE = {
    "QT_QPA_PLATFORM": "vnc:port=5993:size=1000x900",
    "QT_QPA_PLATFORM_PLUGIN_PATH": "/nowhere",
    "QT_PLUGIN_PATH": "/nowhere",
    "QT_QPA_GENERIC_PLUGINS": "tuiotouch",
    "QT_QPA_PLATFORMTHEME": "none",
    "QT_STYLE_OVERRIDE": "none",
    "QT_SCALE_FACTOR": "0.1",
    "QT_FONT_DPI": "1",
    "QT_XCB_GL_INTEGRATION": "none",
}


@pytest.fixture
def driven(stage: Stage, hand: Hand, tmp_path: Path) -> Callable[[Callable[[Drive], Awaitable[None]]], FakeService]:
    """Runs one drive of the program from source, its window wished elsewhere; answers what the service knows."""
    with socket.create_server(("localhost", 0)) as free:
        port = int(free.getsockname()[1])
    origin = f"http://localhost:{port}"

    def run(act: Callable[[Drive], Awaitable[None]]) -> FakeService:
        service = FakeService()

        async def whole() -> None:
            drive = Drive(stage, hand, service, origin, tmp_path)
            async with served(service, origin, port):
                try:
                    await drive.start(sys.executable, "-m", "yorisoi_tool", "--origin", origin, **ELSEWHERE)
                    await act(drive)
                finally:
                    await drive.close()

        asyncio.run(whole())
        return service

    return run


def held_keys(stage: Stage) -> int:
    """How many keys the inner server holds down."""
    connection = xcffib.connect(display=stage.inner)
    keys = bytes(connection.core.QueryKeymap().reply().keys)
    connection.disconnect()
    return sum(byte.bit_count() for byte in keys)


async def until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not reached():  # noqa: ASYNC110 (another process)
            await asyncio.sleep(0.05)


def test_terminated_program_lets_keys_go_and_still_says_goodbye(
    driven: Callable[[Callable[[Drive], Awaitable[None]]], FakeService], stage: Stage
) -> None:
    async def act(drive: Drive) -> None:
        viewer = await drive.join()
        await drive.agree(Permission.VIEW)
        grant = await drive.agree(Permission.CONTROL)
        await asyncio.sleep(0.7)  # the subscriber's own hand has just pressed, and wins for half a second
        layout = next(word for word in viewer.words if isinstance(word, peer.Layout))
        viewer.channels["input"].send(inputs.pack(Move(grant.grant, layout.layout, 5, layout.height - 5)))
        viewer.channels["input"].send(inputs.pack(Key(grant.grant, layout.layout, LEFT_SHIFT, True)))
        await until(lambda: held_keys(stage) == 1)
        assert drive.process is not None
        drive.process.send_signal(signal.SIGTERM)
        assert await drive.ended() == 0

    service = driven(act)
    assert held_keys(stage) == 0
    row = service.rows[0]
    assert row.ending is Ending.STOPPED_BY_SUBSCRIBER
    assert row.receipt is not None
    assert row.receipt.removal is Removal.VERIFIED


def test_end_from_the_other_side_shows_the_last_page(
    driven: Callable[[Callable[[Drive], Awaitable[None]]], FakeService],
) -> None:
    async def act(drive: Drive) -> None:
        viewer = await drive.join()
        await drive.agree(Permission.VIEW)
        viewer.say(peer.Bye(Ending.FINISHED))
        assert await drive.close_last_page() == 0

    row = driven(act).rows[0]
    assert (row.ending, row.receipt is not None) == (Ending.FINISHED, True)


def test_terminated_on_its_last_page_it_goes_at_once(
    driven: Callable[[Callable[[Drive], Awaitable[None]]], FakeService],
) -> None:
    async def act(drive: Drive) -> None:
        await drive.join()
        await drive.agree(Permission.VIEW)
        await drive.stop()
        assert drive.process is not None
        drive.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(LEAVE_LIMIT_MS / 2_000):  # long before the limit for what hangs
            assert await drive.ended() == 0

    row = driven(act).rows[0]
    assert (row.ending, row.receipt is not None) == (Ending.STOPPED_BY_SUBSCRIBER, True)
