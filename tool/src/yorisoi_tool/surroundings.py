"""What of the environment this program does not hear: nobody who starts it decides whom it trusts or where its window is.

The window must stand on the very screen that is looked at, where the subscriber sees it and only a hand can press it. The
toolkit has variables that would show it elsewhere (on a port for everybody in the network, or nowhere at all), load other
plugins, or make it too small to see. None of them is kept; how large letters are on this screen Qt learns from the desktop.
"""

from collections.abc import Mapping, MutableMapping

TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE", "OPENSSL_CONF", "PYTHONASYNCIODEBUG")
TOOLKIT = ("QT", "QML", "QSG")  # what they begin with
PLATFORM = "QT_QPA_PLATFORM"


def forget_trust(environment: MutableMapping[str, str]) -> None:
    """Takes away what would change whom a program that was handed out trusts, or write down what it says."""
    for name in TRUST:
        environment.pop(name, None)


def fix_window(environment: MutableMapping[str, str], *, platform: str, has_desktop: bool) -> None:
    """Takes away every variable of the toolkit and says where the window is. To be called before the toolkit starts.

    On Linux, with a desktop, it is the X server that is looked at, and nothing else. Without one there is nothing to agree
    to: the sentence that says so appears wherever it can. Other systems have one place for windows, and Qt knows it.
    """
    for name in [name for name in environment if name.upper().startswith(TOOLKIT)]:
        del environment[name]
    if platform.startswith("linux"):
        environment[PLATFORM] = "xcb" if has_desktop else "wayland;xcb"


def has_screen(environment: Mapping[str, str], *, platform: str) -> bool:
    """Whether a window could appear: Linux names its screens in the environment, other systems just have them."""
    return not platform.startswith("linux") or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
