import subprocess

import pytest
from yorisoi_tool.desktops.choose import choose
from yorisoi_tool.desktops.ports import Desktop, Refused
from yorisoi_tool.testing.x_server import start_server


def chosen(platform: str = "linux", **environment: str) -> Desktop | Refused:
    return choose(environment=environment, platform=platform, own_windows=frozenset)


@pytest.mark.parametrize(
    ("platform", "environment", "reason"),
    [
        ("win32", {}, "not_built_for_windows"),
        ("darwin", {"DISPLAY": ":0"}, "not_built_for_macos"),
        ("linux", {}, "no_display"),
        ("linux", {"DISPLAY": ":4711"}, "no_display"),
        ("linux", {"DISPLAY": "nonsense"}, "no_display"),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, "wayland_only"),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "wayland_only"),
    ],
)
def test_a_desktop_that_cannot_be_shown_is_refused_with_its_reason(
    platform: str, environment: dict[str, str], reason: str
) -> None:
    refused = chosen(platform, **environment)
    assert isinstance(refused, Refused)
    assert refused.reason == reason


def test_unusual_colours_are_refused() -> None:
    process, name = start_server("320x240x16")
    try:
        refused = chosen(DISPLAY=name)
        assert isinstance(refused, Refused)
        assert refused.reason == "unusual_colours"
    finally:
        end(process)


def test_a_server_without_damage_is_refused() -> None:
    process, name = start_server("320x240x24", "-extension", "DAMAGE")
    try:
        refused = chosen(DISPLAY=name)
        assert isinstance(refused, Refused)
        assert refused.reason == "missing_extension"
        assert "DAMAGE" in refused.detail
    finally:
        end(process)


def test_an_x_desktop_is_opened_whole_and_closed_twice() -> None:
    process, name = start_server("320x240x24")
    try:
        desktop = chosen(DISPLAY=name)
        assert isinstance(desktop, Desktop)
        assert desktop.screen.size() == (320, 240)
        assert not desktop.lock.is_locked()
        desktop.close()
        desktop.close()
    finally:
        end(process)


def test_closing_after_the_display_went_away_is_no_error() -> None:
    process, name = start_server("320x240x24")
    desktop = chosen(DISPLAY=name)
    assert isinstance(desktop, Desktop)
    process.kill()
    process.wait()
    desktop.close()


def end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(20)
