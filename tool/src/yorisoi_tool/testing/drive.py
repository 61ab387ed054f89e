"""Drives the whole program: a real process on a stage, a hand at it, the fake service and a viewer at the other end."""

import asyncio
import secrets
from collections.abc import Callable
from pathlib import Path

from yorisoi_protocol import peer
from yorisoi_protocol.one_time_pass import parse_pass
from yorisoi_protocol.vocabulary import Permission

from yorisoi_tool.testing.hand import Hand
from yorisoi_tool.testing.service import FakeCommunicator, FakeService
from yorisoi_tool.testing.stage import Stage
from yorisoi_tool.testing.web import Viewer
from yorisoi_tool.window import theme
from yorisoi_tool.window.theme import Kind

PATIENCE_S = 60.0


class Drive:
    """One start of the program. `viewer` is there after `join`."""

    def __init__(self, stage: Stage, hand: Hand, service: FakeService, origin: str, home: Path) -> None:
        self.stage = stage
        self.hand = hand
        self.service = service
        self.origin = origin
        self.home = home
        self.viewer: Viewer | None = None
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, *command: str | Path, **environment: str) -> None:
        env = {**self.stage.environment(), "HOME": str(self.home), **environment}
        self.process = await asyncio.create_subprocess_exec(*command, env=env, cwd=self.home)

    async def join(self) -> Viewer:
        """From the first tick to a viewer that is connected and may ask."""
        await asyncio.to_thread(self.hand.tick_all)
        await self.press(Kind.GO_ON, lambda: not self.hand.find(theme.TICK_ON_FILL))
        shown = parse_pass(await asyncio.to_thread(self.hand.read_pass, PATIENCE_S))
        communicator = FakeCommunicator(self.service, self.service.rows[-1], shown, secrets.token_bytes, self.origin)
        communicator.claim()
        self.viewer = viewer = Viewer(communicator)
        await viewer.join()
        return viewer

    async def agree(self, permission: Permission) -> peer.Grant:
        """The viewer asks, the hand agrees."""
        viewer = self.viewer
        assert viewer is not None
        viewer.say(peer.Ask(permission))
        await self.press(Kind.GRANT, lambda: viewer.grant_of(permission))
        return await viewer.until_granted(permission)

    async def press(self, kind: Kind, heard: Callable[[], object]) -> None:
        """Presses the button until something came of it."""
        await asyncio.to_thread(self.hand.press, kind, PATIENCE_S, heard=heard)

    async def stop(self) -> None:
        """Stops everything by the bar; the last page is there then."""
        await self.press(Kind.STOP, lambda: self.hand.find(Kind.CLOSE.value))

    async def close_last_page(self) -> int:
        """Closes the last page; the program's exit code."""
        process = self.process
        assert process is not None
        await self.press(Kind.CLOSE, lambda: process.returncode is not None)
        return await self.ended()

    async def ended(self) -> int:
        """The program's exit code."""
        assert self.process is not None
        return await asyncio.wait_for(self.process.wait(), PATIENCE_S)

    async def close(self) -> None:
        """Nothing keeps running, whatever a test did."""
        if self.viewer is not None:
            await self.viewer.close()
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
