"""Buttons that wait before they listen, and that only a hand can press: with a verb, or with a square to tick."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from yorisoi_tool.window import theme
from yorisoi_tool.window.theme import Kind

PRESSING_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)


class HandButton(QAbstractButton):
    """A button that only a hand can press, and only once it has been in place for `theme.INERT_MS`.

    `by_hand` is emitted for a real mouse click or key stroke that began and ended on this button. A programmatic
    click (accessibility action, `click()`) emits nothing: a question must not be answered by a program.
    """

    by_hand = Signal()

    def __init__(self, text: str, fill: str, scale: float) -> None:
        super().__init__()
        self._fill = fill
        self._scale = scale
        self._held: str | None = None
        self._inert = QTimer(self)
        self._inert.setSingleShot(True)
        self._inert.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one may be 5 % early
        self._inert.setInterval(theme.INERT_MS)
        self._inert.timeout.connect(self.update)
        self._wanted = True
        font = QFont(self.font())
        font.setPixelSize(round(theme.BUTTON_TEXT_PX * scale))
        font.setBold(True)
        self.setFont(font)
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def rest(self) -> None:
        """Be inert from now on for `theme.INERT_MS`, and forget a press that has begun."""
        self._held = None
        self._inert.start()
        self.update()

    def set_wanted(self, wanted: bool) -> None:
        """A button that is not wanted yet (a line is not ticked) looks and behaves inert."""
        self._wanted = wanted
        self.update()

    def listens(self) -> bool:
        return self._wanted and not self._inert.isActive() and self.isEnabled()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        inside = event.button() == Qt.MouseButton.LeftButton and self.listens()
        self._held = "mouse" if inside else None
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._let_go("mouse", self.rect().contains(event.position().toPoint()))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() not in PRESSING_KEYS:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self._held = f"key {event.key()}" if self.listens() else None

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() not in PRESSING_KEYS:
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self._let_go(f"key {event.key()}", True)

    def _let_go(self, what: str, inside: bool) -> None:
        pressed, self._held = self._held == what and inside and self.listens(), None
        if pressed:
            self.by_hand.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        self.update()

    def fill(self) -> str:
        return self._fill if self.listens() else theme.INERT_FILL

    def ink(self) -> str:
        return theme.BUTTON_INK if self.listens() else theme.INERT_INK

    def body(self) -> QRect:
        edge = theme.RING_PX + theme.RING_GAP_PX
        return self.rect().adjusted(edge, edge, -edge, -edge)

    def draw_ring(self, painter: QPainter) -> None:
        if not self.hasFocus():
            return
        half = theme.RING_PX / 2
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.RING), theme.RING_PX))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), theme.RADIUS_PX + 4, theme.RADIUS_PX + 4
        )


class Button(HandButton):
    """A solid button with its verb on it."""

    def __init__(self, kind: Kind, text: str, scale: float, pressed: Callable[[], None]) -> None:
        super().__init__(text, kind.value, scale)
        self.setObjectName(kind.name.lower())
        self.by_hand.connect(pressed)

    def sizeHint(self) -> QSize:  # noqa: N802
        text = self.fontMetrics().size(Qt.TextFlag.TextSingleLine, self.text())
        edge = 2 * (theme.RING_PX + theme.RING_GAP_PX)
        height = max(theme.BUTTON_HEIGHT_PX * min(self._scale, 1.4), text.height() + 24)
        return QSize(text.width() + 48 + edge, round(height) + edge)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.fill()))
        painter.drawRoundedRect(self.body(), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.setPen(QColor(self.ink()))
        painter.drawText(self.body(), Qt.AlignmentFlag.AlignCenter, self.text())
        self.draw_ring(painter)
        painter.end()


class TickLine(HandButton):
    """A sentence with a square before it; the whole line may be pressed."""

    ticked = Signal()

    def __init__(self, name: str, text: str, scale: float) -> None:
        super().__init__(text, theme.TICK_OFF_FILL, scale)
        self.setObjectName(name)
        self.setCheckable(True)
        font = QFont(self.font())
        font.setPixelSize(round(theme.BODY_PX * scale))
        font.setBold(False)
        self.setFont(font)
        self.by_hand.connect(self._turn)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _turn(self) -> None:
        self.setChecked(not self.isChecked())
        self.update()
        self.ticked.emit()

    def _text_rect(self, width: int) -> QRect:
        square = round(theme.TICK_PX * min(self._scale, 1.4))
        return QRect(14 + square + 16, 12, width - square - 46, 10_000)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        text = self.fontMetrics().boundingRect(
            self._text_rect(width), Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, self.text()
        )
        return max(round(theme.BUTTON_HEIGHT_PX * min(self._scale, 1.4)), text.height() + 28)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(400, self.heightForWidth(max(self.width(), 400)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, theme.BUTTON_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = round(theme.TICK_PX * min(self._scale, 1.4))
        square = QRectF(14, (self.height() - side) / 2, side, side)
        painter.setPen(QPen(QColor(theme.INK), 2))
        fill = theme.INERT_FILL if self._inert.isActive() else theme.TICK_OFF_FILL
        painter.setBrush(QColor(theme.TICK_ON_FILL if self.isChecked() else fill))
        painter.drawRoundedRect(square, 6, 6)
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.BUTTON_INK), side / 8, c=Qt.PenCapStyle.RoundCap))
            x, y = square.x(), square.y()
            painter.drawPolyline(
                [
                    QPointF(x + side * 0.24, y + side * 0.54),
                    QPointF(x + side * 0.43, y + side * 0.72),
                    QPointF(x + side * 0.77, y + side * 0.30),
                ]
            )
        painter.setPen(QColor(theme.INK))
        area = self._text_rect(self.width())
        area.setTop(0)
        area.setHeight(self.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, self.text())
        self.draw_ring(painter)
        painter.end()
