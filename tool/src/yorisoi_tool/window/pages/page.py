"""What every page has: a title, a text that scrolls when it must, and its buttons fixed below, always in sight."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from yorisoi_tool.window import theme
from yorisoi_tool.window.buttons import Button, HandButton
from yorisoi_tool.window.theme import Kind
from yorisoi_tool.window.widgets import Paragraph, Sentence


class Scroll(QScrollArea):
    """Scrolls only what does not fit: the inside is as high as its text at this width."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        inside = self.widget()
        layout = None if inside is None else inside.layout()
        if inside is not None and layout is not None:
            inside.setMinimumHeight(layout.heightForWidth(self.viewport().width()))


@dataclass(frozen=True)
class Style:
    """What pages are drawn with: the words, how large, and whose program this is."""

    say: Callable[[str], str]
    scale: float
    provider: str

    @property
    def us(self) -> str:
        """The provider's name as the sentences use it, or a plain word when the program was not built for one."""
        return self.provider or self.say("your internet company")


class Page(QWidget):
    """One question or one message. `first` is the widget that has the keyboard when the page appears."""

    def __init__(self, style: Style, name: str, title: str) -> None:
        super().__init__()
        self.style_ = style
        self.say = style.say
        self.scale = style.scale
        self.setObjectName(f"page_{name}")
        margin = round(theme.MARGIN_PX * min(style.scale, 1.25))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inside = QWidget()
        inside.setObjectName("inside")
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(margin, margin, margin, round(margin / 2))
        self.column.setSpacing(round(18 * min(style.scale, 1.3)))
        self._scroll = Scroll(inside)
        outer.addWidget(self._scroll, 1)
        self.title = Sentence(title, theme.TITLE_PX, style.scale, bold=True)
        self.title.setObjectName("title")
        self.column.addWidget(self.title)
        foot = QWidget()
        foot.setObjectName("foot")
        self._foot = QHBoxLayout(foot)
        self._foot.setContentsMargins(margin, 10, margin, round(margin * 0.75))
        self._foot.setSpacing(theme.GAP_PX)
        outer.addWidget(foot)
        self.first: QWidget | None = None

    def text(self, *sentences: str, px: int = theme.BODY_PX, ink: str = theme.INK) -> Paragraph:
        paragraph = Paragraph(list(sentences), self.scale, px=px, ink=ink)
        self.column.addWidget(paragraph)
        return paragraph

    def button(self, kind: Kind, text: str, pressed: Callable[[], None]) -> Button:
        button = Button(kind, text, self.scale, pressed)
        self._foot.addWidget(button, 1)
        if self.first is None:
            self.first = button
        return button

    def done(self) -> None:
        """Call when the page is complete: what is left over stays empty at the bottom."""
        self.column.addStretch(1)

    def buttons(self) -> list[HandButton]:
        return self.findChildren(HandButton)

    def appear(self) -> None:
        """The page has come to the front: every button rests, the first has the keyboard."""
        self._scroll.verticalScrollBar().setValue(0)
        for button in self.buttons():
            button.rest()
        if self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
