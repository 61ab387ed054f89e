"""A window with the tool's own digits, a line to tick and two buttons; says on its output what was pressed."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from yorisoi_tool.window import theme
from yorisoi_tool.window.digits import PassDigits
from yorisoi_tool.window.theme import Kind
from yorisoi_tool.window.widgets import Box, Button, Sentence, TickLine


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
column.addWidget(Button(Kind.DENY, "見せない", 1.0, lambda: say("deny")))
column.addWidget(Button(Kind.GRANT, "見せる", 1.0, lambda: say("grant")))
window.resize(760, 500)
window.show()
say("shown")
application.exec()
