from collections.abc import Iterator

import pytest
import xcffib
import xcffib.screensaver
from yorisoi_tool.desktops.x11.clipboard import X11Clipboard
from yorisoi_tool.desktops.x11.lock import X11Lock


@pytest.fixture
def one(server: str) -> Iterator[X11Clipboard]:
    opened = X11Clipboard(server)
    yield opened
    opened.close()


@pytest.fixture
def other(server: str) -> Iterator[X11Clipboard]:
    opened = X11Clipboard(server)
    yield opened
    opened.close()


@pytest.mark.parametrize("text", ["", "請求書 2026-11 ~|\\\n二行目", "長い" * 100_000], ids=["empty", "short", "long"])
def test_text_passes_to_another_program_and_back(one: X11Clipboard, other: X11Clipboard, text: str) -> None:
    one.set_text(text)
    assert other.get_text(20_000) == text
    other.set_text("later")
    assert one.get_text(20_000) == "later"
    assert other.get_text(20_000) == "later"


def test_without_an_owner_there_is_no_text_and_no_wait(server: str) -> None:
    clipboard = X11Clipboard(server)
    try:
        assert clipboard.get_text(20_000) is None
    finally:
        clipboard.close()


def test_an_owner_that_does_not_answer_costs_the_given_time_only(one: X11Clipboard, server: str) -> None:
    silent = xcffib.connect(server)
    window = silent.generate_id()
    root = silent.get_setup().roots[0].root
    silent.core.CreateWindow(0, window, root, 0, 0, 1, 1, 0, 2, 0, 0, [])
    name = "CLIPBOARD"
    atom = silent.core.InternAtom(False, len(name), name).reply().atom
    silent.core.SetSelectionOwner(window, atom, 0)
    silent.core.GetInputFocus().reply()
    assert one.get_text(100) is None
    silent.disconnect()


def test_more_than_a_megabyte_is_cut_at_a_character(one: X11Clipboard, other: X11Clipboard) -> None:
    one.set_text("字" * 400_000)
    assert other.get_text(20_000) == "字" * (1_000_000 // 3)


def test_closing_gives_the_clipboard_up(server: str, other: X11Clipboard) -> None:
    clipboard = X11Clipboard(server)
    clipboard.set_text("secret")
    clipboard.close()
    clipboard.close()
    assert other.get_text(20_000) is None


def test_a_screen_saver_that_covers_the_desktop_counts_as_locked(server: str) -> None:
    lock = X11Lock(server)
    try:
        assert not lock.is_locked()
        connection = xcffib.connect(server)
        connection.core.ForceScreenSaver(1)
        connection.core.GetInputFocus().reply()
        assert lock.is_locked()
        connection.core.ForceScreenSaver(0)
        connection.core.GetInputFocus().reply()
        assert not lock.is_locked()
        connection.disconnect()
    finally:
        lock.close()
