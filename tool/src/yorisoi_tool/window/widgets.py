"""Text as the window shows it: sentences, paragraphs, and a quiet box around what must not be missed."""

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from yorisoi_tool.window import theme

NATURAL = 1.25  # a line of these fonts already stands this many times its size apart


class Sentence(QLabel):
    """Plain text in one of the theme's sizes. Names from the other side are shown as text, never as markup."""

    def __init__(self, text: str, px: int, scale: float, *, bold: bool = False, ink: str = theme.INK) -> None:
        super().__init__()
        self._px = round(px * scale)
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        font = QFont(self.font())
        font.setPixelSize(self._px)
        font.setBold(bold)
        self.setFont(font)
        self.setStyleSheet(f"color: {ink}; background: transparent;")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.say(text)

    def say(self, text: str) -> None:
        """Shows `text` as it is: what looks like markup in it (a name from afar) is shown, not obeyed."""
        shown = "<br>".join(html.escape(line) for line in text.split("\n"))
        self.setText(f'<p style="line-height: {round(theme.LINE_HEIGHT * 100 / NATURAL)}%; margin: 0">{shown}</p>')
        self.setAccessibleName(text)
        self.plain = text


class Paragraph(QWidget):
    """Several sentences, one under the other, with room between the lines."""

    def __init__(self, texts: list[str], scale: float, *, px: int = theme.BODY_PX, ink: str = theme.INK) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(px * 0.3 * scale))
        self.sentences = [Sentence(text, px, scale, ink=ink) for text in texts]
        for sentence in self.sentences:
            column.addWidget(sentence)


class Box(QFrame):
    """A quiet box for what must not be missed."""

    def __init__(self, scale: float, ground: str, edge: str) -> None:
        super().__init__()
        self.setObjectName("box")
        self.setStyleSheet(f"#box {{ background: {ground}; border: 2px solid {edge}; border-radius: 10px; }}")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 14, 20, 14)
        self.column.setSpacing(round(10 * scale))
