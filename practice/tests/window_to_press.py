"""A window with the tool's own digits, a line to tick and two buttons; says on its output what was pressed.

With "over": a pass that is over after a while, and the pages that follow it.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from yorisoi_tool.window import theme
from yorisoi_tool.window.buttons import Button, TickLine
from yorisoi_tool.window.digits import PassDigits
from yorisoi_tool.window.theme import Kind
from yorisoi_tool.window.widgets import Box, Sentence


def say(word: str) -> None:
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


application = QApplication([])
window = QWidget()
window.setStyleSheet(f"background: {theme.PAPER};")
column = QVBoxLayout(window)
frame = Box(1.0, theme.CALM, theme.CALM)
digits = PassDigits(1.0)
digits.show_pass(sys.argv[1])
frame.column.addWidget(digits, 0, Qt.AlignmentFlag.AlignHCenter)
frame.column.addWidget(Sentence("いち なな さん", theme.WORDS_PX, 1.0))
column.addWidget(frame)
tick = TickLine("tick", "電話をかけました。", 1.0)
tick.ticked.connect(lambda: say("ticked"))
column.addWidget(tick)


def offer(kind: Kind, text: str, then: Callable[[], object] = str) -> Button:
    """A button that is gone once it was pressed, as on the tool's pages."""

    def pressed() -> None:
        say(kind.name.lower())
        button.hide()
        then()

    button = Button(kind, text, 1.0, pressed)
    column.addWidget(button)
    return button


def over() -> None:
    """The pass is over: a page to go on from, which is followed by one to leave from."""
    frame.hide()
    aloud.hide()
    offer(Kind.NEW_NUMBER, "新しい番号を作る", lambda: offer(Kind.CLOSE, "閉じる"))


if "over" in sys.argv[2:]:
    tick.hide()
    aloud = offer(Kind.READ_ALOUD, "声で読み上げる")
    QTimer.singleShot(6000, over)
else:
    offer(Kind.DENY, "見せない")
    offer(Kind.GRANT, "見せる")
window.resize(760, 500)
window.show()
say("shown")
application.exec()
