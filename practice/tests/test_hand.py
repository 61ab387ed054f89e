"""The hand finds buttons by looking and presses them as a real device."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import xcffib
import xcffib.xinput
from yorisoi_practice.desktop import Desktop
from yorisoi_practice.processes import Processes

WINDOW = Path(__file__).with_name("window_to_press.py")
Tell = Callable[[str], str]
pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def hand(desktop: Desktop, processes: Processes) -> Tell:
    process = processes.start(
        "hand",
        [sys.executable, "-m", "yorisoi_practice.hand", desktop.outer, "listen", "--nested", desktop.inner],
        pipe=True,
    )
    assert process.stdout
    assert process.stdin
    assert process.stdout.readline() == "ready\n"
    words, answers = process.stdin, process.stdout

    def tell(line: str) -> str:
        words.write(line + "\n")
        words.flush()
        return answers.readline().strip()

    return tell


def shown(desktop: Desktop, processes: Processes, digits: str, *pages: str) -> Callable[[], str]:
    window = processes.start("window", [sys.executable, WINDOW, digits, *pages], env=desktop.env, pipe=True)
    assert window.stdout
    assert window.stdout.readline() == "shown\n"
    output = window.stdout
    return lambda: output.readline().strip()


def test_hand_presses_the_button_of_the_named_kind(desktop: Desktop, processes: Processes, hand: Tell) -> None:
    heard = shown(desktop, processes, "17309215884")
    assert hand("tick 30") == "ticked 1"
    assert heard() == "ticked"
    assert hand("press grant 30").startswith("pressed ")
    assert heard() == "grant"
    assert hand("press deny 30").startswith("pressed ")
    assert heard() == "deny"
    assert hand("press stop 0.3") == "not-seen"


@pytest.mark.parametrize("digits", ["48217395062", "10000000001", "99887766554", "36905814722"])
def test_hand_reads_the_pass_from_the_picture(desktop: Desktop, processes: Processes, hand: Tell, digits: str) -> None:
    shown(desktop, processes, digits)
    assert hand("read 30") == f"read {digits}"


def test_friendly_subscriber_makes_a_new_number_when_one_is_over_and_closes_the_last_page(
    desktop: Desktop, processes: Processes
) -> None:
    words = ["-m", "yorisoi_practice.hand", desktop.outer, "answer", "--leave-after", "1", "--nested", desktop.inner]
    friendly = processes.start("friendly", [sys.executable, *words], pipe=True)
    assert friendly.stdout
    assert friendly.stdout.readline() == "ready\n"
    heard = shown(desktop, processes, "17309215884", "over")
    assert friendly.stdout.readline() == "173-0921-5884\n"
    assert [heard(), heard()] == ["new_number", "close"]


def test_nested_server_sees_the_hand_as_its_own_pointer_and_not_as_a_program(desktop: Desktop, hand: Tell) -> None:
    connection = xcffib.connect(display=desktop.inner)
    try:
        xinput = connection(xcffib.xinput.key)
        xinput.XIQueryVersion(2, 2).reply()
        names = {
            info.deviceid: bytes(info.name.buf()).decode()
            for info in xinput.XIQueryDevice(xcffib.xinput.Device.All).reply().infos
        }
        root = connection.get_setup().roots[0].root
        mask = xcffib.xinput.EventMask.synthetic(
            xcffib.xinput.Device.AllMaster, 1, [xcffib.xinput.XIEventMask.RawButtonPress]
        )
        xinput.XISelectEvents(root, 1, [mask], is_checked=True).check()
        assert hand("click 500 350").startswith("done ")
        event = connection.wait_for_event()
        assert names[event.sourceid] == "Xephyr virtual mouse"
    finally:
        connection.disconnect()
