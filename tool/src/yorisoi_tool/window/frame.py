"""A top-level window that holds one page at a time and makes its buttons rest whenever it appears, moves or changes."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yorisoi_tool.window import theme
from yorisoi_tool.window.pages.page import Page

LEAST_HEIGHT_PX = 400
TITLE_PX = 40  # room for the title bar and frame that the window manager adds


class Frame(QWidget):
    """`closed` is called when the person closes the window by its own cross; the window itself stays until told."""

    def __init__(
        self, name: str, title: str, scale: float, *, height_px: int, on_top: bool, closed: Callable[[], None]
    ) -> None:
        flags = Qt.WindowType.Window
        if on_top:
            flags |= Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setStyleSheet(
            f"QWidget#{name}, QWidget#inside, QWidget#foot, QScrollArea {{ background: {theme.PAPER}; }}"
        )
        self._scale = scale
        self._height_px = height_px
        self._closed = closed
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.page: Page | None = None

    def turn_to(self, page: Page, *, below: int = 0) -> None:
        """Shows `page` in the middle of the screen, under the line `below` (the bar's lower edge)."""
        old, self.page = self.page, page
        width = self.width()
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._column.addWidget(page)
        page.show()
        if not self.isVisible():
            self.setGeometry(self._place(below))
            self.show()
        elif self._needed_width() > width:
            # The layout lets it grow where it is thought to stand: the corner, while the window manager still frames it.
            self.setGeometry(self._place(below))
        self.raise_()
        self.activateWindow()
        page.appear()

    def keep_below(self, line: int) -> None:
        """Out from under the bar, whose lower edge is `line` now: it grows with what it says."""
        if self.isVisible() and self.geometry().top() < line + TITLE_PX:
            self.setGeometry(self._place(line))

    def leave(self) -> None:
        """Hides the window and forgets its page."""
        self.hide()
        if self.page is not None:
            self._column.removeWidget(self.page)
            self.page.deleteLater()
            self.page = None

    def _place(self, below: int) -> QRect:
        screen = QGuiApplication.primaryScreen().availableGeometry()
        grow = min(self._scale, 1.6)
        wanted = max(round(theme.WINDOW_WIDTH_PX * grow), self._needed_width())
        width = min(wanted, screen.width() - TITLE_PX)
        top = max(below, screen.y()) + TITLE_PX
        if screen.bottom() - top < LEAST_HEIGHT_PX:  # a very small screen: the question is worth more than the bar
            top = screen.y() + TITLE_PX
        height = min(round(self._height_px * grow), screen.bottom() - top - 12)
        x = screen.x() + (screen.width() - width) // 2
        y = max(top, screen.y() + (screen.height() - height) // 2)
        return QRect(x, min(y, screen.bottom() - height), width, height)

    def _needed_width(self) -> int:
        return self._column.totalMinimumSize().width()

    def _rest(self) -> None:
        if self.page is not None:
            for button in self.page.buttons():
                button.rest()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._rest()

    def moveEvent(self, event: QMoveEvent) -> None:  # noqa: N802
        super().moveEvent(event)
        self._rest()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._rest()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        event.ignore()
        self._closed()
