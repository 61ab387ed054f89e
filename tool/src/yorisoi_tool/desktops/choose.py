"""The desktop of this machine, or the reason why it cannot be shown."""

from collections.abc import Callable, Mapping

from yorisoi_tool.desktops.ports import Desktop, DesktopLost, Refused


def choose(
    *, environment: Mapping[str, str], platform: str, own_windows: Callable[[], frozenset[int]]
) -> Desktop | Refused:
    """Opens the desktop that `environment` and `platform` (`sys.platform`) name.

    `own_windows` hands out the ids of the tool's shown top-level windows, from any thread. Each reason has a sentence
    and a next step in the window: wayland_only, no_display, missing_extension, unusual_colours, not_built_for_windows,
    not_built_for_macos.
    """
    if platform == "win32":
        return Refused("not_built_for_windows", "this build has no Windows desktop")
    if platform == "darwin":
        return Refused("not_built_for_macos", "this build has no macOS desktop")
    name = environment.get("DISPLAY", "")
    if environment.get("XDG_SESSION_TYPE") == "wayland" or (environment.get("WAYLAND_DISPLAY") and not name):
        # X programs on Wayland see each other only, never the desktop: half a picture would be worse than none
        return Refused("wayland_only", "the desktop runs on Wayland")
    if not name:
        return Refused("no_display", "DISPLAY is not set")
    # Optional: the binding loads the system's X library, which only machines with X have.
    from yorisoi_tool.desktops.x11.display import CannotShow
    from yorisoi_tool.desktops.x11.open import open_desktop

    try:
        return open_desktop(name, own_windows)
    except DesktopLost:
        return Refused("no_display", f"nothing answers at display {name}")
    except CannotShow as error:
        return Refused(error.reason, str(error))
