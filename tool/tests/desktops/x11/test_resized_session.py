"""A whole engine on a real desktop that changes its size in the middle of a session."""

from collections.abc import Iterator
from typing import Any, cast

import pytest
import xcffib
import xcffib.randr
from yorisoi_protocol import peer
from yorisoi_protocol.frames.input import Key
from yorisoi_protocol.vocabulary import Permission
from yorisoi_tool import main
from yorisoi_tool.desktops.ports import Desktop
from yorisoi_tool.desktops.x11.open import open_desktop
from yorisoi_tool.engine import events
from yorisoi_tool.engine.show import Studio
from yorisoi_tool.testing.scene import Scene
from yorisoi_tool.testing.x_server import start_server

BACKSPACE = 0x2A


@pytest.fixture
def server() -> Iterator[str]:
    """A server of its own: no other test meets the new size."""
    process, name = start_server("800x600x24")
    yield name
    process.terminate()
    process.wait()


class Real:
    """The desktop and its cameras in the places of the fakes."""

    def __init__(self, name: str) -> None:
        self._name = name

    def desktop(self) -> Desktop:
        return open_desktop(self._name, frozenset)

    def studio(self, desktop: Desktop) -> Studio:
        return main.studio(desktop)


def resize(name: str, width: int, height: int) -> None:
    connection = xcffib.connect(name)
    randr = connection(xcffib.randr.key)
    randr.QueryVersion(1, 5).reply()
    root = connection.get_setup().roots[0].root
    resources = randr.GetScreenResources(root).reply()
    randr.SetCrtcConfig(resources.crtcs[0], 0, resources.config_timestamp, 0, 0, 0, 1, 0, []).reply()
    randr.SetScreenSize(root, width, height, 200, 150, is_checked=True).check()
    connection.disconnect()


@pytest.mark.asyncio
async def test_no_key_stays_down_when_the_desktop_changes_its_size(server: str) -> None:
    real = cast(Any, Real(server))
    watcher = xcffib.connect(server)

    def held() -> int:
        return sum(byte.bit_count() for byte in bytes(watcher.core.QueryKeymap().reply().keys))

    def layouts() -> list[peer.Layout]:
        return [word for word in scene.words() if isinstance(word, peer.Layout)]

    scene = Scene(desktop=real, studio=real)
    await scene.start()
    try:
        await scene.live()
        await scene.until(lambda: bool(layouts()))
        await scene.agree(Permission.VIEW)
        grant = await scene.agree(Permission.CONTROL)
        await scene.press(Key(grant, layouts()[-1].layout, BACKSPACE, True))
        await scene.until(lambda: held() == 1)
        resize(server, 640, 480)
        await scene.until(lambda: (layouts()[-1].width, layouts()[-1].height) == (640, 480))
        await scene.until(lambda: held() == 0)
        await scene.press(Key(grant, layouts()[-1].layout, BACKSPACE, True))
        await scene.until(lambda: held() == 1)
        scene.session.post(events.Leave())
        await scene.finished()
        assert held() == 0
    finally:
        await scene.leave()
        watcher.disconnect()
