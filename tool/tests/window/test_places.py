"""Where the windows stand: under the bar, never behind it, and in the middle, also when what they say changes."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
import xcffib
import xcffib.xproto
from yorisoi_tool.testing.hand import Hand
from yorisoi_tool.testing.stage import WIDTH, Stage
from yorisoi_tool.window.theme import Kind

Open = Callable[..., Any]
BAR = b"Yorisoi bar"
TITLE = 15  # the window manager of the stage puts a little more than this above
pytestmark = pytest.mark.timeout(180)  # the sum of what is waited for on a busy machine


class Place(NamedTuple):
    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height


class Seen(NamedTuple):
    """The bar, and the windows beside it."""

    bar: Place | None
    windows: list[Place]


class Eyes:
    """Sees the windows of programs on a display, without what the window manager puts around them."""

    def __init__(self, display: str) -> None:
        self._connection: Any = xcffib.connect(display=display)

    def close(self) -> None:
        self._connection.disconnect()

    def look(self) -> Seen:
        core, atom = self._connection.core, xcffib.xproto.Atom
        root = self._connection.get_setup().roots[0].root
        bar, windows, left = None, [], [root]
        while left:
            one = left.pop()
            try:
                left += core.QueryTree(one).reply().children
                if not core.GetProperty(False, one, atom.WM_CLASS, 0, 0, 64).reply().value_len:
                    continue
                if core.GetWindowAttributes(one).reply().map_state != xcffib.xproto.MapState.Viewable:
                    continue
                size, at = core.GetGeometry(one).reply(), core.TranslateCoordinates(one, root, 0, 0).reply()
                name = bytes(core.GetProperty(False, one, atom.WM_NAME, 0, 0, 64).reply().value.buf())
            except xcffib.xproto.WindowError:  # gone meanwhile
                continue
            place = Place(at.dst_x, at.dst_y, size.width, size.height)
            if name == BAR:
                bar = place
            else:
                windows.append(place)
        return Seen(bar, windows)


@pytest.fixture
def eyes(stage: Stage) -> Iterator[Eyes]:
    made = Eyes(stage.inner)
    yield made
    made.close()


@pytest.fixture
def watched(window: Open, hand: Hand, eyes: Eyes) -> Any:
    """A program whose screen is looked at: its bar stands alone, and the window before it has gone, as when a person comes
    to press something there."""
    program = window("called")
    assert hand.wait(lambda: eyes.look().windows or None, 20)
    program.show("watching")
    assert hand.wait(lambda: (eyes.look().bar is not None and not eyes.look().windows) or None, 20)
    return program


def is_free(seen: Seen) -> bool:
    """Whether one window stands wholly below the bar, with its title."""
    return seen.bar is not None and len(seen.windows) == 1 and seen.windows[0].top - TITLE >= seen.bar.bottom


@pytest.mark.parametrize("before", [(), ("one_more_called",)])
def test_the_number_for_one_more_stands_in_the_middle_and_below_the_bar(
    watched: Any, hand: Hand, eyes: Eyes, before: tuple[str, ...]
) -> None:
    for name in (*before, "one_more_pass"):
        watched.show(name)
    assert hand.see(Kind.UNINVITE) is not None
    assert hand.wait(lambda: is_free(eyes.look()) or None, 20)

    def is_in_the_middle() -> bool | None:
        seen = eyes.look()
        return (is_free(seen) and abs(2 * seen.windows[0].left + seen.windows[0].width - WIDTH) <= 2) or None

    assert hand.wait(is_in_the_middle, 20)


@pytest.mark.parametrize(
    ("before", "more"),
    [
        ("one_more_pass", ("soon",)),
        ("one_more_called", ("one_more_connected", "soon")),
        ("control", ("longer",)),
    ],
)
def test_a_bar_that_says_more_covers_no_window(
    watched: Any, hand: Hand, eyes: Eyes, before: str, more: tuple[str, ...]
) -> None:
    watched.show(before)
    assert hand.wait(lambda: is_free(eyes.look()) or None, 20)
    bar = eyes.look().bar
    assert bar is not None
    for name in more:
        watched.show(name)

    def is_higher_and_free() -> bool | None:
        seen = eyes.look()
        return (seen.bar is not None and seen.bar.height > bar.height and is_free(seen)) or None

    assert hand.wait(is_higher_and_free, 20)
