"""The bar at the top of the screen: who sees what at this moment, and how to stop it. Visible until the end (D5, D6)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QMoveEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from yorisoi_protocol.limits import MAX_JOINED

from yorisoi_tool.engine.events import Standing
from yorisoi_tool.window import theme
from yorisoi_tool.window.buttons import Button, HandButton
from yorisoi_tool.window.pages.consent import who
from yorisoi_tool.window.pages.page import Style
from yorisoi_tool.window.theme import Kind
from yorisoi_tool.window.widgets import Sentence

SIDE_PX, TOP_PX, EDGE_PX = 16, 6, 3
LEAST_WIDTH_PX = 760


class Bar(QWidget):
    """Shows a `Standing`. It cannot be closed or covered by ordinary windows while the session lasts."""

    def __init__(
        self,
        style: Style,
        *,
        stop: Callable[[], None],
        pause: Callable[[], None],
        resume: Callable[[], None],
        take_back_control: Callable[[], None],
        take_back_view: Callable[[], None],
        invite: Callable[[], None],
    ) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,  # typing goes on where it was; the bar is for the mouse
        )
        say = style.say
        self.say = say
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setWindowTitle("Yorisoi bar")
        self.setObjectName("bar")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setObjectName("bar_frame")
        frame.setStyleSheet(f"#bar_frame {{ background: {theme.CALM}; border: {EDGE_PX}px solid {theme.QUIET}; }}")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(SIDE_PX, TOP_PX, SIDE_PX, TOP_PX)
        column.setSpacing(0)
        self.words = Sentence("", theme.BODY_PX, min(style.scale, 1.5), bold=True)
        self.words.setObjectName("bar_words")
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_PX)
        column.addLayout(row)
        scale = min(style.scale, 1.4)
        self.pause = Button(Kind.PAUSE, say("Hide my screen for now"), scale, pause)
        self.resume = Button(Kind.RESUME, say("Show my screen again"), scale, resume)
        self.no_control = Button(Kind.TAKE_BACK_CONTROL, say("No more operating"), scale, take_back_control)
        self.no_view = Button(Kind.TAKE_BACK_VIEW, say("No more showing"), scale, take_back_view)
        self.invite = Button(Kind.INVITE, say("Let one more look"), scale, invite)
        self.stop = Button(Kind.STOP, say("Stop everything"), scale, stop)
        for button in (self.pause, self.resume, self.no_control, self.no_view, self.invite, self.stop):
            row.addWidget(button)

    def show_standing(
        self, standing: Standing, joined: Sequence[Standing] = (), *, notice: str = "", may_invite: bool = True
    ) -> None:
        """Says how things stand, naming everybody who looks. Buttons rest only when one of them appears or goes, so that Stop
        stays ready. `notice` is one more sentence, said as long as it is true."""
        say, person = self.say, who(self.say, standing.caller)
        if not standing.linked:
            words = say("The line is interrupted. {person} sees nothing. We are joining it again.")
        elif standing.paused:
            words = say("Your screen is hidden. {person} sees nothing new.")
        elif standing.control:
            words = say("{person} is watching and working")
        elif standing.view:
            words = say("{person} is watching")
        else:
            words = say("{person} is connected, but sees nothing")
        lines = [words.format(person=person), *(self._beside(each) for each in joined), notice]
        self.words.say("\n".join(line for line in lines if line))
        changes = {
            self.pause: standing.view and not standing.paused,
            self.resume: standing.paused,
            self.no_control: standing.control,
            self.no_view: standing.view and not standing.control and not standing.paused,
            self.invite: standing.view and not standing.paused and may_invite and len(joined) < MAX_JOINED,
        }
        for button, wanted in changes.items():
            button.setVisible(wanted)
        self.place()

    def _beside(self, standing: Standing) -> str:
        say, person = self.say, who(self.say, standing.caller)
        if standing.view and standing.linked and not standing.paused:
            return say("{person} is looking along").format(person=person)
        return say("{person} is connected, but sees nothing").format(person=person)

    def place(self) -> None:
        """Top of the screen, in the middle."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        shown = [button.sizeHint() for button in self.findChildren(Button) if not button.isHidden()]
        buttons = sum(size.width() for size in shown) + theme.GAP_PX * (len(shown) - 1)
        around = 2 * (SIDE_PX + EDGE_PX)
        width = min(max(buttons + around, LEAST_WIDTH_PX), screen.width())
        self.words.setMinimumHeight(0)  # else the height of the words before counts as well
        words = self.words.heightForWidth(width - around)
        self.words.setFixedHeight(words)
        self.setFixedSize(width, words + max(size.height() for size in shown) + 2 * (TOP_PX + EDGE_PX))
        self.move(screen.x() + (screen.width() - self.width()) // 2, screen.y() + theme.BAR_TOP_PX)

    def _rest(self) -> None:
        for button in self.findChildren(HandButton):
            if button is not self.stop:  # stopping is never dangerous and never waits
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
