"""The pass in large digits, 3-4-4 like a mobile telephone number. Each digit stands in a cell of its own."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from yorisoi_tool.window import theme

GROUPS = (3, 4, 4)
DIGITS = sum(GROUPS)
CELL_WIDTH_PX = 48
CELL_HEIGHT_PX = 84
GROUP_GAP_PX = 34
ROUND_ABOUT_PX = 170  # margins, frame and scroll bar beside the digits


def cells(scale: float) -> list[QRect]:
    """Where each of the eleven digits stands, from the left upper corner of the widget."""
    width, height, gap = (round(n * scale) for n in (CELL_WIDTH_PX, CELL_HEIGHT_PX, GROUP_GAP_PX))
    places, x = [], 0
    for group in GROUPS:
        for _ in range(group):
            places.append(QRect(x, 0, width, height))
            x += width
        x += gap
    return places


def fitting(scale: float) -> float:
    """How large the digits may be on this screen: at most 1.3 times, never under 48 px."""
    room = QGuiApplication.primaryScreen().availableGeometry().width() - ROUND_ABOUT_PX
    return max(48 / theme.PASS_PX, min(scale, 1.3, room / (cells(1.0)[-1].right() + 1)))


def digit_font(base: QFont, scale: float) -> QFont:
    font = QFont(base)
    font.setPixelSize(round(theme.PASS_PX * scale))
    font.setBold(True)
    return font


class PassDigits(QWidget):
    """Shows eleven digits; forgets them when told. Screen readers get them group by group."""

    def __init__(self, scale: float) -> None:
        super().__init__()
        self._scale = scale
        self._digits = ""
        self.setObjectName("pass_digits")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_pass(self, digits: str) -> None:
        self._digits = digits
        self.setAccessibleName(" - ".join(" ".join(group) for group in grouped(digits)))
        self.update()

    def forget(self) -> None:
        self._digits = ""
        self.setAccessibleName("")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        last = cells(self._scale)[-1]
        return QSize(last.right() + 1, last.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setFont(digit_font(self.font(), self._scale))
        painter.setPen(QColor(theme.INK))
        places = cells(self._scale)
        for digit, place in zip(self._digits, places, strict=False):
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, digit)
        if self._digits:
            width = round(GROUP_GAP_PX * self._scale)
            for last in (2, 6):
                dash = QRect(places[last].right() + 1, 0, width, places[last].height())
                painter.fillRect(dash.center().x() - width // 4, dash.center().y(), width // 2, 4, QColor(theme.QUIET))
        painter.end()


def grouped(digits: str) -> list[str]:
    """Eleven digits as 3-4-4."""
    parts, at = [], 0
    for group in GROUPS:
        parts.append(digits[at : at + group])
        at += group
    return parts
