"""Real presses from another process on the real window: a person's are heard, a program's never."""

from collections.abc import Callable
from typing import Any

import pytest
import xcffib
import xcffib.xproto
from yorisoi_tool import clock
from yorisoi_tool.testing.hand import Hand, Spot
from yorisoi_tool.testing.stage import Stage
from yorisoi_tool.window import theme
from yorisoi_tool.window.theme import Kind

Open = Callable[..., Any]
SPACE, TAB, ENTER, ESCAPE = 0x20, 0xFF09, 0xFF0D, 0xFF1B
NOTHING_S = 0.4
pytestmark = pytest.mark.timeout(180)  # the sum of what is waited for on a busy machine


def gone(hand: Hand, kind: Kind) -> bool:
    """Whether the button leaves the screen."""
    return hand.wait(lambda: True if not hand.find(kind.value) else None, 20) or False


def windows_under(connection: Any, spot: Spot) -> list[int]:
    """The windows at this place, from the root to the deepest."""
    root = connection.get_setup().roots[0].root
    found = [root]
    while child := connection.core.TranslateCoordinates(root, found[-1], spot.x, spot.y).reply().child:
        found.append(child)
    return found


def move_window(stage: Stage, spot: Spot, dx: int, dy: int) -> None:
    """Another program moves the window that is under the spot."""
    connection = xcffib.connect(display=stage.inner)
    core, place = connection.core, xcffib.xproto.ConfigWindow
    root = connection.get_setup().roots[0].root
    named = xcffib.xproto.Atom.WM_CLASS
    client = next(
        each
        for each in windows_under(connection, spot)
        if core.GetProperty(False, each, named, 0, 0, 64).reply().value_len
    )
    at = core.TranslateCoordinates(client, root, 0, 0).reply()
    core.ConfigureWindow(client, place.X | place.Y, [at.dst_x + dx, at.dst_y + dy])
    connection.flush()
    core.GetInputFocus().reply()
    connection.disconnect()


def test_ticking_all_three_lets_go_on(window: Open, hand: Hand) -> None:
    program = window()
    assert hand.see(Kind.NOT_SURE) is not None
    assert hand.find(Kind.GO_ON.value) == []
    hand.tick_all()
    hand.press(Kind.GO_ON, heard=program.heard)
    assert program.line() == "tell Begin"


def test_what_is_not_true_leads_to_the_advice_and_out(window: Open, hand: Hand) -> None:
    program = window()
    hand.press(Kind.NOT_SURE, shows=Kind.BACK)
    hand.press(Kind.CLOSE, heard=program.heard)
    assert program.line() == "tell Leave"


def test_number_is_shown_and_another_can_be_asked_for(window: Open, hand: Hand) -> None:
    program = window("pass")
    assert hand.see(Kind.NEW_NUMBER) is not None
    assert hand.read_pass() == "48217395062"
    hand.press(Kind.NEW_NUMBER, heard=program.heard)
    assert program.line() == "tell NewNumber"
    program.show("last_pass")
    assert hand.see(Kind.CLOSE) is not None
    assert hand.read_pass() == "90351864274"
    assert hand.find(Kind.NEW_NUMBER.value) == []


@pytest.mark.parametrize(("kind", "said"), [(Kind.GRANT, "grant 1 1"), (Kind.DENY, "deny 1 1")])
def test_question_is_answered_by_a_hand(window: Open, hand: Hand, kind: Kind, said: str) -> None:
    program = window("called", "connected", "view")
    hand.press(kind, heard=program.heard)
    assert program.line() == said


def first_heard(program: Any, hand: Hand, spot: Spot, began: int) -> tuple[str | None, int]:
    """Presses without a pause until one is heard; answers what it did, and how many milliseconds after `began`."""
    heard = None
    while heard is None and clock.now_ms() < began + 30_000:
        hand.click(*spot)
        heard = program.line(0.03)
    return heard, clock.now_ms() - began


def test_question_hears_nothing_in_its_first_moments(window: Open, hand: Hand) -> None:
    program = window("called", "connected", "view")
    spot = hand.see(Kind.GRANT)
    assert spot is not None
    program.show("view_withdrawn")
    assert gone(hand, Kind.GRANT)
    began = clock.now_ms()
    program.show("view")
    heard, after_ms = first_heard(program, hand, spot, began)
    assert heard == "grant 1 1"
    assert after_ms >= theme.INERT_MS


def test_press_that_began_before_the_question_is_no_answer(window: Open, hand: Hand) -> None:
    program = window("called", "connected", "view")
    spot = hand.see(Kind.GRANT)
    assert spot is not None
    hand.down(*spot)
    program.show("view_withdrawn")
    assert gone(hand, Kind.GRANT)
    program.show("control")
    assert hand.see(Kind.GRANT) is not None
    hand.up()
    assert program.line(NOTHING_S) is None


def test_injected_press_grants_nothing(window: Open, hand: Hand, program_hand: Hand) -> None:
    program = window("called", "connected", "view")
    spot = hand.see(Kind.GRANT)
    assert spot is not None
    program_hand.click(*spot)
    program_hand.strike(TAB)
    program_hand.strike(SPACE)
    program_hand.strike(ENTER)
    assert program.line(NOTHING_S) is None
    assert hand.see(Kind.GRANT) == spot


def test_person_presses_where_they_pointed_though_a_program_moved_the_pointer_away(
    window: Open, hand: Hand, program_hand: Hand
) -> None:
    program = window("called", "connected", "view")
    spot = hand.see(Kind.GRANT)
    assert spot is not None
    hand.go(*spot)
    program_hand.go(5, 5)
    hand.press(Kind.GRANT, heard=program.heard)
    assert program.line() == "grant 1 1"


def test_sent_events_grant_nothing(window: Open, hand: Hand, stage: Stage) -> None:
    program = window("called", "connected", "view")
    spot = hand.see(Kind.GRANT)
    assert spot is not None
    connection = xcffib.connect(display=stage.inner)
    root = connection.get_setup().roots[0].root
    window_id = windows_under(connection, spot)[-1]
    reply = connection.core.TranslateCoordinates(root, window_id, spot.x, spot.y).reply()
    x, y = reply.dst_x, reply.dst_y
    for kind in (xcffib.xproto.ButtonPressEvent, xcffib.xproto.ButtonReleaseEvent):
        event = kind.synthetic(1, 0, root, window_id, 0, spot.x, spot.y, x, y, 0, True)
        connection.core.SendEvent(False, window_id, 0xFFFFFF, event.pack())
    for kind in (xcffib.xproto.KeyPressEvent, xcffib.xproto.KeyReleaseEvent):
        event = kind.synthetic(65, 0, root, window_id, 0, spot.x, spot.y, x, y, 0, True)
        connection.core.SendEvent(False, window_id, 0xFFFFFF, event.pack())
    connection.flush()
    assert program.line(NOTHING_S) is None
    connection.disconnect()


def test_refusing_has_the_keyboard(window: Open, hand: Hand) -> None:
    program = window("called", "connected", "view")
    hand.wait_for_keyboard(Kind.DENY)
    hand.strike(SPACE)
    assert program.line() == "deny 1 1"


def test_agreeing_is_reached_by_the_keyboard(window: Open, hand: Hand) -> None:
    program = window("called", "connected", "view")
    hand.wait_for_keyboard(Kind.GRANT)
    hand.strike(TAB)
    hand.strike(ENTER)
    assert program.line() == "grant 1 1"


def test_lapsed_question_says_so_and_may_come_again(window: Open, hand: Hand) -> None:
    program = window("called", "connected", "view")
    assert hand.see(Kind.GRANT) is not None
    program.show("view_lapsed")
    hand.press(Kind.UNDERSTOOD, heard=lambda: gone(hand, Kind.UNDERSTOOD))
    program.show("control")
    hand.press(Kind.DENY, heard=program.heard)
    assert program.line() == "deny 1 2"


def test_questions_come_one_after_the_other(window: Open, hand: Hand) -> None:
    program = window("called", "connected", "watching", "control", "clipboard")
    hand.press(Kind.GRANT, heard=program.heard)
    assert program.line() == "grant 1 2"
    assert gone(hand, Kind.GRANT)
    hand.press(Kind.GRANT, heard=program.heard)
    assert program.line() == "grant 1 3"


@pytest.mark.parametrize(
    ("shown", "kind", "said"),
    [
        ("watching", Kind.PAUSE, "pause"),
        ("watching", Kind.TAKE_BACK_VIEW, "take_back view"),
        ("working", Kind.TAKE_BACK_CONTROL, "take_back control"),
        ("paused", Kind.RESUME, "resume"),
        ("watching", Kind.INVITE, "tell Invite"),
        ("interrupted", Kind.STOP, "stop"),
        ("connected", Kind.STOP, "stop"),
    ],
)
def test_bar_does_what_it_says(window: Open, hand: Hand, shown: str, kind: Kind, said: str) -> None:
    program = window("called", shown)
    hand.press(kind, heard=program.heard)
    assert program.line() == said


def test_stop_listens_while_a_question_is_open(window: Open, hand: Hand) -> None:
    program = window("called", "connected", "view")
    assert hand.see(Kind.GRANT) is not None
    hand.press(Kind.STOP, heard=program.heard)
    assert (program.line(), program.line()) == ("stop", "tell Leave")
    assert gone(hand, Kind.GRANT)


def test_caller_can_be_refused_before_anything(window: Open, hand: Hand) -> None:
    program = window("called_hostile")
    hand.press(Kind.STOP, heard=program.heard)
    assert (program.line(), program.line()) == ("stop", "tell Leave")


def test_number_for_one_more_is_shown_beside_the_bar_and_taken_back(window: Open, hand: Hand) -> None:
    program = window("called", "watching", "one_more_pass")
    assert hand.see(Kind.GUEST_NUMBER) is not None
    assert hand.see(Kind.STOP) is not None
    hand.press(Kind.UNINVITE, heard=program.heard)
    assert program.line() == "tell Uninvite"
    assert hand.see(Kind.INVITE) is not None


@pytest.mark.parametrize(("kind", "said"), [(Kind.GRANT, ["grant 2 1"]), (Kind.DENY, ["deny 2 1", "tell Uninvite"])])
def test_one_more_is_let_look_or_sent_away(window: Open, hand: Hand, kind: Kind, said: list[str]) -> None:
    program = window("called", "watching", "one_more_called", "one_more_connected", "one_more_view")
    hand.press(kind, heard=program.heard)
    assert [program.line() for _ in said] == said


def test_after_a_hand_over_a_new_number_is_one_press_away(window: Open, hand: Hand) -> None:
    program = window("called", "watching", "handed_over")
    assert gone(hand, Kind.PAUSE)
    hand.press(Kind.NEW_NUMBER, heard=program.heard)
    assert program.line() == "tell NewNumber"


def test_last_page_closes_the_program(window: Open, hand: Hand) -> None:
    program = window("called", "watching", "ended_verified_frozen")
    hand.press(Kind.CLOSE, heard=program.heard)
    assert program.line() == "quit"
    program.start("ja")


def test_moving_the_window_makes_it_rest(window: Open, hand: Hand, stage: Stage) -> None:
    program = window("called", "connected", "view")
    spot = hand.see(Kind.GRANT)
    assert spot is not None
    moved = Spot(spot.x, spot.y - 150)
    began = clock.now_ms()
    move_window(stage, spot, 0, -150)
    heard, after_ms = first_heard(program, hand, moved, began)
    assert heard == "grant 1 1"
    assert after_ms >= theme.INERT_MS
