"""A hand is a real device: the inner server sees Xephyr's own mouse and keyboard, pressed on the outer one."""

import subprocess
import threading
from collections.abc import Iterator

import pytest
import xcffib
import xcffib.xtest
from yorisoi_tool.desktops.x11.hands import X11OwnHands
from yorisoi_tool.desktops.x11.input import X11Injection
from yorisoi_tool.testing.x_server import FIRST, LAST, is_free, start_server, wait_until


@pytest.fixture(scope="module")
def nested() -> Iterator[tuple[str, str]]:
    """An outer server and one inside it that fills it."""
    outer_process, outer = start_server("400x300x24")
    number = next(each for each in range(LAST, FIRST, -1) if is_free(each))
    inner_process = subprocess.Popen(
        ["Xephyr", f":{number}", "-screen", "400x300", "-nolisten", "tcp", "-no-host-grab", "-noreset"],
        env={"DISPLAY": outer},
        stderr=subprocess.DEVNULL,
    )

    def answers() -> bool:
        try:
            xcffib.connect(f":{number}").disconnect()
        except xcffib.ConnectionException:
            return False
        return True

    assert wait_until(answers)
    yield outer, f":{number}"
    for process in (inner_process, outer_process):
        process.terminate()
        process.wait(20)


@pytest.fixture
def heard(nested: tuple[str, str]) -> Iterator[threading.Event]:
    event = threading.Event()
    hands = X11OwnHands(nested[1])
    hands.watch(event.set)
    yield event
    hands.close()


class Hand:
    """Presses on the outer server, as a person does on a machine."""

    def __init__(self, outer: str) -> None:
        self._connection = xcffib.connect(outer)
        self._xtest = self._connection(xcffib.xtest.key)
        self._root = self._connection.get_setup().roots[0].root

    def do(self, kind: int, detail: int, x: int = 0, y: int = 0) -> None:
        self._xtest.FakeInput(kind, detail, 0, self._root, x, y, 0)
        self._connection.core.GetInputFocus().reply()

    def close(self) -> None:
        self._connection.disconnect()


@pytest.fixture
def hand(nested: tuple[str, str]) -> Iterator[Hand]:
    made = Hand(nested[0])
    yield made
    made.close()


def test_a_moved_mouse_is_heard(heard: threading.Event, hand: Hand) -> None:
    hand.do(6, 0, 100, 100)
    hand.do(6, 0, 120, 110)
    assert heard.wait(20)


def test_a_pressed_button_and_a_pressed_key_are_heard(heard: threading.Event, hand: Hand) -> None:
    hand.do(6, 0, 100, 100)
    heard.wait(1)
    heard.clear()
    hand.do(4, 1)
    hand.do(5, 1)
    assert heard.wait(20)
    heard.clear()
    hand.do(2, 38)
    hand.do(3, 38)
    assert heard.wait(20)


def test_what_the_tool_injects_is_not_heard(heard: threading.Event, nested: tuple[str, str]) -> None:
    injection = X11Injection(nested[1], frozenset)
    injection.pointer(50, 50)
    heard.wait(0.3)
    heard.clear()
    injection.pointer(60, 70)
    injection.button(60, 70, 0, True)
    injection.key(0x04, True)
    injection.release_all()
    injection.text("漢")
    injection.close()
    assert not heard.wait(0.4)


def test_closing_ends_the_thread_and_may_be_done_twice(nested: tuple[str, str]) -> None:
    hands = X11OwnHands(nested[1])
    before = threading.active_count()
    hands.watch(lambda: None)
    assert threading.active_count() == before + 1
    hands.close()
    hands.close()
    assert threading.active_count() == before
