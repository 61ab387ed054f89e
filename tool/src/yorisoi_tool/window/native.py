"""What the window asks of the toolkit once, at the start: fonts and colours that are always ours, and the guard."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractNativeEventFilter
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from yorisoi_tool.window import theme

FONTS = ("Noto Sans CJK JP", "Yu Gothic UI", "Meiryo", "Hiragino Sans", "IPAexGothic")


def prepare(application: QApplication) -> None:
    """Black on white and plain large letters, whatever the system's theme is."""
    application.setQuitOnLastWindowClosed(False)
    application.setStyle("Fusion")
    application.setPalette(_palette())
    font = application.font()
    font.setFamilies([*FONTS, font.family()])
    application.setFont(font)


class Guard(QAbstractNativeEventFilter):
    """Drops every event that a program made: the communicator can never press a button of this window."""

    def __init__(self, injected: Callable[[bytes, int], bool]) -> None:
        super().__init__()
        self._injected = injected

    def nativeEventFilter(self, event_type: object, message: object) -> tuple[bool, int]:  # noqa: N802 (Qt's name)
        kind = bytes(event_type.data()) if hasattr(event_type, "data") else bytes(event_type)  # type: ignore[call-overload]
        return self._injected(kind, int(message)), 0  # type: ignore[call-overload]


def _palette() -> QPalette:
    """Black on white whatever the system's theme is."""
    palette = QPalette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base, QPalette.ColorRole.Button):
        palette.setColor(role, QColor(theme.PAPER))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(role, QColor(theme.INK))
    return palette
