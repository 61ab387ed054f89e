import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import xcffib
from yorisoi_protocol.keys import USAGES
from yorisoi_tool.desktops.x11.input import X11Injection
from yorisoi_tool.desktops.x11.keycodes import KEYCODE_OF_USAGE
from yorisoi_tool.testing.x_server import Program, start_server, wait_until

A, S, ENTER, SHIFT, CONTROL = 0x04, 0x16, 0x28, 0xE1, 0xE0


class Own:
    """The windows the tool calls its own."""

    def __init__(self) -> None:
        self.ids: frozenset[int] = frozenset()

    def __call__(self) -> frozenset[int]:
        return self.ids


@pytest.fixture
def own() -> Own:
    return Own()


@pytest.fixture
def injection(server: str, own: Own) -> Iterator[X11Injection]:
    opened = X11Injection(server, own)
    yield opened
    opened.close()


def test_every_key_of_the_protocol_has_a_physical_key_code() -> None:
    unknown = {usage for usage in USAGES if usage not in KEYCODE_OF_USAGE}
    assert unknown <= {0xBB, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD8, 0xD9}  # Linux has no such keys
    assert len(set(KEYCODE_OF_USAGE.values())) == len(KEYCODE_OF_USAGE)


def test_keys_arrive_as_physical_keys_in_order(injection: X11Injection, program: Program) -> None:
    program.focus()
    for usage, down in ((SHIFT, True), (A, True), (A, False), (SHIFT, False), (0x94, True), (0x94, False)):
        injection.key(usage, down)
    keys = [("key down", 50), ("key down", 38), ("key up", 38), ("key up", 50), ("key down", 93), ("key up", 93)]
    assert wait_until(lambda: [each for each in program.events if each[0] != "at"] == keys), program.events


def test_pointer_buttons_and_wheel_arrive_where_they_were_meant(injection: X11Injection, program: Program) -> None:
    injection.pointer(100, 100)
    injection.button(101, 100, 0, True)
    injection.button(102, 100, 0, False)
    injection.wheel(102, 100, 0, 240)
    injection.wheel(102, 100, -60, 0)
    injection.wheel(102, 100, -60, 0)
    wanted = [
        ("at", 1_000_100), ("at", 1_010_100), ("button down", 1), ("at", 1_020_100), ("button up", 1),
        ("button down", 5), ("button up", 5), ("button down", 5), ("button up", 5),
        ("button down", 6), ("button up", 6),
    ]  # fmt: skip
    assert wait_until(lambda: without_repeats(program.events) == wanted), program.events


def without_repeats(events: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Motion to where the pointer is already is an event for X, but nothing new."""
    place, kept = 0, []
    for what, number in list(events):
        if what != "at" or number != place:
            kept.append((what, number))
        if what == "at":
            place = number
    return kept


def test_everything_held_goes_up_at_once_and_only_once(injection: X11Injection, program: Program) -> None:
    program.focus()
    injection.key(CONTROL, True)
    injection.key(A, True)
    injection.button(100, 100, 2, True)
    assert injection.held() == {("key", CONTROL), ("key", A), ("button", 2)}
    injection.release_all()
    assert injection.held() == frozenset()
    injection.release_all()
    ups = {("key up", 38), ("key up", 37), ("button up", 3)}
    assert wait_until(lambda: ups <= set(program.events))
    assert len([each for each in program.events if each[0].endswith("up")]) == 3


def test_unknown_keys_and_buttons_do_nothing(injection: X11Injection, program: Program) -> None:
    injection.key(0x01, True)
    injection.button(100, 100, 9, True)
    assert injection.held() == frozenset()


def test_events_over_or_into_the_tools_own_window_are_dropped(
    injection: X11Injection, own: Own, program: Program, server: str
) -> None:
    other = Program(server, (400, 30, 200, 200))
    try:
        own.ids = frozenset({program.window})
        program.focus()
        injection.button(100, 100, 0, True)
        injection.wheel(100, 100, 0, 120)
        injection.key(A, True)
        injection.text("yes")
        injection.pointer(100, 100)
        assert injection.held() == frozenset()
        assert injection.dropped() == 5
        injection.button(450, 100, 0, True)
        injection.button(100, 100, 0, False)  # let go over the tool's window: goes up where it was
        assert wait_until(lambda: ("button up", 1) in other.events)
        program.sync()
        assert not [each for each in program.events if "down" in each[0]]
    finally:
        other.close()


def test_a_frame_around_the_tools_window_counts_as_the_tools_own(
    injection: X11Injection, own: Own, program: Program
) -> None:
    inner = program.connection.generate_id()
    program.connection.core.CreateWindow(0, inner, program.window, 50, 50, 20, 20, 0, 1, 0, 0, [])
    program.connection.core.MapWindow(inner)
    program.sync()
    own.ids = frozenset({inner})
    injection.button(25, 35, 0, True)  # on the frame, beside the window itself
    assert injection.held() == frozenset()


def test_a_window_above_the_tools_own_may_be_used(
    injection: X11Injection, own: Own, program: Program, server: str
) -> None:
    own.ids = frozenset({program.window})
    above = Program(server, (50, 50, 60, 60))
    try:
        injection.button(70, 70, 0, True)
        assert wait_until(lambda: ("button down", 1) in above.events)
    finally:
        above.close()


TEXTS = [
    "こんにちは ABC 漢字 ~|\\",
    "line one\nline two\ttabbed",
    "".join(chr(0x4E00 + at) for at in range(120)),  # more characters than spare keys
    "aAbB!\"#$%&'()=-^@[]{};:+*,.<>/?_",
    "いろはにほへとちりぬるを わかよたれそつねならむ うゐのおくやまけふこえて あさきゆめみしゑひもせす",
]


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[1], TEXTS[3]])
def test_committed_text_arrives_intact_in_a_real_terminal(
    injection: X11Injection, server: str, surroundings: dict[str, str], tmp_path: Path, text: str
) -> None:
    written = tmp_path / "written"
    with terminal(written, surroundings):
        injection.text(text)
        injection.key(ENTER, True)  # waits behind the text
        injection.key(ENTER, False)
        assert wait_until(lambda: written.exists() and written.read_text().endswith(text[-1] + "\n"))
        assert written.read_text() == text + "\n"


@pytest.mark.parametrize("text", TEXTS)
def test_committed_text_arrives_intact_in_a_real_editor(
    injection: X11Injection, surroundings: dict[str, str], tmp_path: Path, text: str
) -> None:
    """GTK; the editor answers pings, so no time is guessed."""
    written = tmp_path / "written.txt"
    written.write_text("")
    with editor(written, surroundings):
        injection.text(text)
        save(injection)
        assert wait_until(lambda: written.read_text() != "")
        assert written.read_text().removesuffix("\n") == text


def save(injection: X11Injection) -> None:
    for usage, down in ((CONTROL, True), (S, True), (S, False), (CONTROL, False)):
        injection.key(usage, down)


def test_text_after_text_does_not_borrow_keys_that_are_still_being_read(
    injection: X11Injection, surroundings: dict[str, str], tmp_path: Path
) -> None:
    written = tmp_path / "written.txt"
    written.write_text("")
    pieces = ["".join(chr(0x4E00 + 20 * piece + at) for at in range(17)) for piece in range(6)]
    with editor(written, surroundings):
        for piece in pieces:
            injection.text(piece)
        save(injection)
        assert wait_until(lambda: written.read_text() != "")
        assert written.read_text().removesuffix("\n") == "".join(pieces)


def test_text_is_the_same_while_shift_or_caps_lock_is_on(
    injection: X11Injection, surroundings: dict[str, str], tmp_path: Path
) -> None:
    written = tmp_path / "written"
    with terminal(written, surroundings):
        injection.key(SHIFT, True)
        injection.text("mixed Case 1\n")
        injection.key(SHIFT, False)
        injection.key(0x39, True)
        injection.key(0x39, False)
        injection.text("mixed Case 2\n")
        injection.key(0x39, True)
        injection.key(0x39, False)
        assert wait_until(lambda: written.exists() and written.read_text().count("\n") == 2)
        assert written.read_text() == "mixed Case 1\nmixed Case 2\n"


def test_borrowed_keys_are_given_back(injection: X11Injection, server: str, program: Program) -> None:
    program.focus()
    before = keymap(server)
    injection.text("漢字")
    assert keymap(server) != before
    injection.close()
    assert keymap(server) == before


def test_borrowed_keys_are_given_back_after_a_while(injection: X11Injection, server: str, program: Program) -> None:
    program.focus()
    before = keymap(server)
    injection.text("漢字")
    assert wait_until(lambda: keymap(server) == before)


def test_a_keyboard_map_without_a_spare_key_lends_the_keys_beyond_f12_and_gets_them_back(
    surroundings: dict[str, str], tmp_path: Path
) -> None:
    process, name = start_server("640x480x24")
    injection = X11Injection(name, frozenset)
    try:
        fill_the_keymap(name)
        before = keymap(name)
        assert all(any(symbols) for symbols in rows_of(before))
        written = tmp_path / "written.txt"
        written.write_text("")
        with editor(written, surroundings | {"DISPLAY": name}):
            injection.text("漢字かな交じり文の途中で足りなくなる")
            save(injection)
            assert wait_until(lambda: written.read_text() != "")
            assert written.read_text().removesuffix("\n") == "漢字かな交じり文の途中で足りなくなる"
        injection.close()
        assert keymap(name) == before
    finally:
        injection.close()
        process.terminate()
        process.wait(20)


def fill_the_keymap(server: str) -> None:
    connection = xcffib.connect(server)
    for code, symbols in enumerate(rows_of(keymap(server)), connection.get_setup().min_keycode):
        if not any(symbols):
            connection.core.ChangeKeyboardMapping(1, code, 4, [0xFFCA] * 4)
    connection.core.GetInputFocus().reply()
    connection.disconnect()


def rows_of(symbols: list[int]) -> list[list[int]]:
    return [symbols[at : at + 4] for at in range(0, len(symbols), 4)]


def test_queued_text_is_forgotten_when_everything_is_released(injection: X11Injection, program: Program) -> None:
    program.focus()
    injection.text("".join(chr(0x4E00 + at) for at in range(400)))
    injection.release_all()
    program.sync()
    struck = len(program.events)
    assert struck < 100
    assert not wait_until(lambda: len(program.events) > struck + 40, 0.5)


def test_closed_it_lets_go_of_nothing_more_and_says_nothing(injection: X11Injection, program: Program) -> None:
    program.focus()
    injection.key(A, True)
    injection.close()
    injection.release_all()  # somebody stops what is over already
    assert injection.held() == frozenset()


def keymap(server: str) -> list[int]:
    connection = xcffib.connect(server)
    setup = connection.get_setup()
    reply = connection.core.GetKeyboardMapping(setup.min_keycode, setup.max_keycode - setup.min_keycode + 1).reply()
    width, symbols = reply.keysyms_per_keycode, list(reply.keysyms)
    connection.disconnect()
    rows = [symbols[at : at + width] for at in range(0, len(symbols), width)]
    return [symbol for row in rows for symbol in (row + [0] * 8)[:4]]


class terminal:  # noqa: N801 - used like a function
    """A real xterm that writes what is typed into a file, focused and ready."""

    def __init__(self, written: Path, surroundings: dict[str, str]) -> None:
        self.written, self.surroundings = written, surroundings

    def __enter__(self) -> None:
        ready = self.written.with_name("ready")
        self.process = subprocess.Popen(
            ["xterm", "-u8", "-geometry", "80x20+0+0", "-e", "sh", "-c",
             f"stty -echo; touch {ready}; cat > {self.written}"],
            env=self.surroundings,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert wait_until(ready.exists)
        assert wait_until(lambda: focus(self.surroundings["DISPLAY"], b"xterm"))

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


class editor:  # noqa: N801 - used like a function
    """A real mousepad with this file open, focused and ready."""

    def __init__(self, written: Path, surroundings: dict[str, str]) -> None:
        self.written = written
        home = written.parent / "home"
        home.mkdir()
        self.surroundings = surroundings | {
            "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "1",
        }  # fmt: skip

    def __enter__(self) -> None:
        self.process = subprocess.Popen(
            ["mousepad", "--disable-server", str(self.written)],
            env=self.surroundings,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        assert wait_until(lambda: focus(self.surroundings["DISPLAY"], b"mousepad"))

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def focus(server: str, name: bytes) -> bool:
    """Gives the keyboard to the shown window of this class; False while there is none."""
    connection = xcffib.connect(server)
    try:
        core, root = connection.core, connection.get_setup().roots[0].root
        for window in core.QueryTree(root).reply().children:
            known = bytes(core.GetProperty(False, window, 67, 31, 0, 64).reply().value.raw)
            if name in known and core.GetWindowAttributes(window).reply().map_state == 2:
                core.SetInputFocus(1, window, 0, is_checked=True).check()
                return True
        return False
    except (xcffib.ProtocolException, xcffib.Error):
        return False
    finally:
        connection.disconnect()
