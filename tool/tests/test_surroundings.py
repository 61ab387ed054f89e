"""What the environment may not decide: where the window stands, and whom the program trusts."""

import pytest
from yorisoi_tool.surroundings import fix_window, forget_trust, has_screen

KEPT = {"DISPLAY": ":0", "HOME": "/home/hanako", "XDG_SESSION_TYPE": "x11", "LANG": "ja_JP.UTF-8"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QT_QPA_PLATFORM", "vnc:port=5993"),
        ("QT_QPA_PLATFORM", "offscreen"),
        ("QT_QPA_PLATFORM", "wayland"),
        ("QT_QPA_PLATFORM_PLUGIN_PATH", "/tmp/plugins"),
        ("QT_PLUGIN_PATH", "/tmp/plugins"),
        ("QT_QPA_GENERIC_PLUGINS", "tuiotouch:udp=3333"),
        ("QT_QPA_PLATFORMTHEME", "gtk3"),
        ("QT_STYLE_OVERRIDE", "x"),
        ("QT_IM_MODULE", "x"),
        ("QT_SCALE_FACTOR", "0.01"),
        ("QT_SCREEN_SCALE_FACTORS", "0.01"),
        ("QT_FONT_DPI", "1"),
        ("QT_LOGGING_TO_CONSOLE", "1"),
        ("QTWEBENGINE_REMOTE_DEBUGGING", "9222"),
        ("QML_IMPORT_PATH", "/tmp/qml"),
        ("QSG_RHI_BACKEND", "null"),
        ("Qt_qpa_platform", "offscreen"),
    ],
)
def test_no_variable_says_where_the_window_stands(name: str, value: str) -> None:
    environment = {**KEPT, name: value}
    fix_window(environment, platform="linux", has_desktop=True)
    assert environment == {**KEPT, "QT_QPA_PLATFORM": "xcb"}


def test_without_a_desktop_the_sentence_appears_where_it_can() -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "vnc"}
    fix_window(environment, platform="linux", has_desktop=False)
    assert environment == {"WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "wayland;xcb"}


def test_whom_it_trusts_is_not_heard_and_the_rest_stays() -> None:
    environment = {**KEPT, "SSL_CERT_FILE": "/tmp/ca.pem", "SSLKEYLOGFILE": "/tmp/keys"}
    forget_trust(environment)
    assert environment == KEPT


@pytest.mark.parametrize(
    ("named", "expected"),
    [({}, False), ({"DISPLAY": ""}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True)],
)
def test_a_screen_is_one_that_is_named(named: dict[str, str], expected: bool) -> None:
    assert has_screen(named, platform="linux") is expected


@pytest.mark.parametrize("platform", ["win32", "darwin"])
@pytest.mark.parametrize("has_desktop", [True, False])
def test_other_systems_have_one_place_for_windows(platform: str, has_desktop: bool) -> None:
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    assert has_screen(environment, platform=platform)
    fix_window(environment, platform=platform, has_desktop=has_desktop)
    assert environment == {}
