"""The window's shell: takes the engine's events on the Qt thread and shows the page that belongs to each."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication
from yorisoi_protocol.vocabulary import Answer, Permission

from yorisoi_tool.engine import events
from yorisoi_tool.engine.events import ToEngine, ToWindow
from yorisoi_tool.window import theme
from yorisoi_tool.window.bar import Bar
from yorisoi_tool.window.frame import Frame
from yorisoi_tool.window.native import Guard, prepare
from yorisoi_tool.window.pages.check import AdvicePage, CheckPage
from yorisoi_tool.window.pages.consent import ConsentPage, LapsedPage, WaitingPage, who
from yorisoi_tool.window.pages.ended import EndedPage
from yorisoi_tool.window.pages.message import (
    ConnectingPage,
    FinishingPage,
    HandedOverPage,
    OneMoreOverPage,
    PassOverPage,
    RestingPage,
    TroublePage,
)
from yorisoi_tool.window.pages.one_time_pass import PassPage
from yorisoi_tool.window.pages.page import Page, Style
from yorisoi_tool.window.speech import Speech
from yorisoi_tool.window.texts import catalogue

LEAVE_LIMIT_MS = 20_000  # longer than every honest good-bye to the service


class Hand(Protocol):
    """What a hand in this window may do to the gate. Each takes effect before it returns; `door` implements it."""

    def grant(self, way: int, question: int) -> bool: ...
    def deny(self, way: int, question: int) -> None: ...
    def take_back(self, permission: Permission) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> None: ...


class Shell(QObject):
    """Everything the subscriber sees. `receive` may be called from any thread."""

    _came = Signal(object)

    def __init__(
        self,
        application: QApplication,
        *,
        language: str,
        provider: str,
        hand: Hand,
        tell: Callable[[ToEngine], None],
        injected: Callable[[bytes, int], bool],
    ) -> None:
        super().__init__()
        self._application = application
        self._hand = hand
        self._tell = tell
        self._provider = provider
        self._language = language
        self._speech = Speech()
        self._scale = theme.scale_of(QFontInfo(application.font()).pixelSize())
        self._filter = Guard(injected)
        application.installNativeEventFilter(self._filter)
        prepare(application)
        self._windows: frozenset[int] = frozenset()
        self._standing: events.Standing | None = None
        self._joined: dict[int, events.Standing] = {}
        self._notice = ""
        self._one_more: Page | None = None  # what is shown about one more viewer, while the session goes on
        self._open: list[events.Asked] = []
        self._ending = False
        self._unattended = False
        self._limit = QTimer(self)
        self._limit.setSingleShot(True)
        self._limit.timeout.connect(self._quit_unless_shown)
        self._came.connect(self._on, Qt.ConnectionType.QueuedConnection)
        self._build()

    # any thread
    def receive(self, event: ToWindow) -> None:
        self._came.emit(event)

    def own_windows(self) -> frozenset[int]:
        """Window-system numbers of the windows that are shown now; quick, from any thread."""
        return self._windows

    # Qt thread from here on
    def start(self) -> None:
        self._check()

    def end(self) -> None:
        """The system wants the program to end: as if the person had pressed Stop, and without waiting for a last press."""
        self._hand.stop()
        self._unattended = True
        self._leave()

    def _build(self) -> None:
        self._style = Style(catalogue(self._language).gettext, self._scale, self._provider)
        say = self._style.say
        title = say("Yorisoi support")
        if self._provider:
            title = f"{title} - {self._provider}"
        self._front = Frame(
            "front", title, self._scale, height_px=theme.WINDOW_HEIGHT_PX, on_top=False, closed=self._close
        )
        self._question = Frame(
            "question",
            title,
            self._scale,
            height_px=theme.QUESTION_HEIGHT_PX,
            on_top=True,
            closed=self._close_question,
        )
        self._bar = Bar(
            self._style,
            stop=self._stop,
            pause=lambda: self._do(self._hand.pause),
            resume=lambda: self._do(self._hand.resume),
            take_back_control=lambda: self._do(lambda: self._hand.take_back(Permission.CONTROL)),
            take_back_view=lambda: self._do(lambda: self._hand.take_back(Permission.VIEW)),
            invite=self._invite,
        )
        self._pass: PassPage | None = None

    def _note_windows(self) -> None:
        shown = [window for window in (self._front, self._question, self._bar) if window.isVisible()]
        self._windows = frozenset(int(window.winId()) for window in shown)

    def _do(self, act: Callable[[], None]) -> None:
        act()
        self._tell(events.Moved())

    # pages before a session
    def _check(self) -> None:
        other = "English" if self._language == "ja" else "日本語"
        page = CheckPage(
            self._style, other_language=other, go_on=self._begin, not_sure=self._advise, language=self._change_language
        )
        self._front.turn_to(page)
        self._note_windows()

    def _change_language(self) -> None:
        self._language = "en" if self._language == "ja" else "ja"
        old = self._front
        self._build()
        self._check()
        old.hide()
        old.deleteLater()
        self._note_windows()

    def _advise(self) -> None:
        self._front.turn_to(AdvicePage(self._style, back=self._check, close=self._leave))

    def _begin(self) -> None:
        self._front.turn_to(ConnectingPage(self._style, close=self._leave))
        self._tell(events.Begin())

    def _new_number(self) -> None:
        self._forget_pass()
        self._front.turn_to(ConnectingPage(self._style, close=self._leave))
        self._tell(events.NewNumber())

    def _leave(self) -> None:
        """The person wants to be rid of the program: the window goes at once, and the program soon, whatever hangs."""
        self._forget_pass()
        self._speech.hush()
        self._front.leave()
        self._note_windows()
        self._tell(events.Leave())
        self._limit.start(LEAVE_LIMIT_MS)

    def _close(self) -> None:
        """The cross of the ordinary window: during a session the bar is there to stop; otherwise the person leaves."""
        if isinstance(self._front.page, EndedPage):
            self._quit()
        elif self._standing is None or self._ending:
            self._leave()
        elif self._one_more is not None:
            self._uninvite()

    def _forget_pass(self) -> None:
        if self._pass is not None:
            self._pass.forget()
            self._pass = None

    # the session
    def _stop(self) -> None:
        self._hand.stop()  # before anything else, and without the engine
        self._finishing()
        self._tell(events.Leave())

    # one more viewer
    def _invite(self) -> None:
        self._show_one_more(ConnectingPage(self._style, close=self._uninvite, one_more=True))
        self._tell(events.Invite())

    def _guest_number(self) -> None:
        self._forget_pass()
        self._show_one_more(ConnectingPage(self._style, close=self._uninvite, one_more=True))
        self._tell(events.GuestNumber())

    def _uninvite(self) -> None:
        self._one_more_over()
        self._tell(events.Uninvite())

    def _show_one_more(self, page: Page) -> None:
        self._one_more = page
        self._front.turn_to(page, below=self._bar_bottom())
        self._show_bar()

    def _one_more_over(self) -> None:
        if self._one_more is None:
            return
        self._forget_pass()
        if self._front.page is self._one_more:
            self._front.leave()
        self._one_more = None
        self._show_bar()

    def _beside(self, event: ToWindow) -> None:
        """What happens with the number of one more viewer; nothing of it once the session is over."""
        if self._ending or self._standing is None:
            return
        match event:
            case events.PassShown():
                self._forget_pass()
                self._pass = PassPage(
                    self._style,
                    language=self._language,
                    speech=self._speech,
                    new_number=self._guest_number,
                    close=self._uninvite,
                    one_more=True,
                )
                self._pass.show_pass(event.digits, more=event.more)
                self._show_one_more(self._pass)
            case events.Called():
                self._forget_pass()
                self._show_one_more(WaitingPage(self._style, event.caller, stop=self._uninvite, one_more=True))
            case events.PassOver(more=more) | events.Troubled(again=more):
                self._forget_pass()
                self._show_one_more(
                    OneMoreOverPage(self._style, more=more, new_number=self._guest_number, close=self._uninvite)
                )
            case events.Resting():
                self._forget_pass()
                self._show_one_more(
                    OneMoreOverPage(self._style, more=False, new_number=self._guest_number, close=self._uninvite)
                )

    def _finishing(self) -> None:
        self._ending = True
        self._forget_pass()
        self._one_more = None
        self._open.clear()
        self._question.leave()
        self._bar.hide()
        self._front.turn_to(FinishingPage(self._style))
        self._note_windows()

    def _grant(self, asked: events.Asked) -> None:
        self._hand.grant(asked.way, asked.question)
        self._answered(asked)

    def _deny(self, asked: events.Asked) -> None:
        self._hand.deny(asked.way, asked.question)
        self._answered(asked)
        if self._one_more is not None and asked.way in self._joined:
            self._uninvite()  # who may not look along has no reason to stay

    def _answered(self, asked: events.Asked) -> None:
        self._tell(events.Moved())
        if asked in self._open:
            self._open.remove(asked)
        self._next_question()

    def _close_question(self) -> None:
        """The cross of a question means no."""
        if isinstance(self._question.page, ConsentPage) and self._open:
            self._deny(self._open[0])
        else:
            self._next_question()

    def _next_question(self) -> None:
        if self._open:
            asked = self._open[0]
            page = ConsentPage(
                self._style,
                asked.permission,
                asked.caller,
                grant=lambda: self._grant(asked),
                deny=lambda: self._deny(asked),
            )
            self._question.turn_to(page, below=self._bar_bottom())
        else:
            self._question.leave()
        self._note_windows()

    def _bar_bottom(self) -> int:
        return self._bar.geometry().bottom() if self._bar.isVisible() else 0

    def _on(self, event: ToWindow) -> None:
        match event:
            case events.Connecting():
                self._forget_pass()
                self._front.turn_to(ConnectingPage(self._style, close=self._leave))
            case events.PassShown():
                self._forget_pass()
                self._pass = PassPage(
                    self._style,
                    language=self._language,
                    speech=self._speech,
                    new_number=self._new_number,
                    close=self._leave,
                )
                self._pass.show_pass(event.digits, more=event.more)
                self._front.turn_to(self._pass)
            case events.PassOver():
                self._forget_pass()
                self._no_session()
                self._front.turn_to(
                    PassOverPage(
                        self._style, event.why, more=event.more, new_number=self._new_number, close=self._leave
                    )
                )
            case events.Resting():
                self._forget_pass()
                self._front.turn_to(RestingPage(self._style, event.minutes, close=self._leave))
            case events.Called():
                self._forget_pass()
                self._front.turn_to(WaitingPage(self._style, event.caller, stop=self._stop))
            case events.Asked():
                self._open.append(event)
                if event.way in self._joined and self._front.page is self._one_more:
                    self._front.hide()  # one question, and nothing beside it
                if len(self._open) == 1:
                    self._next_question()
            case events.Settled():
                self._settle(event)
            case events.Standing():
                self._stand(event)
            case events.Left():
                self._joined.pop(event.way, None)
                self._show_bar()
            case events.Beside():
                self._beside(event.event)
            case events.BesideOver():
                self._one_more_over()
            case events.TimeTold():
                self._tell_time(event)
            case events.HandedOver():
                self._forget_pass()
                self._no_session()
                name = "" if event.successor is None else who(self._style.say, event.successor)
                self._front.turn_to(HandedOverPage(self._style, name, new_number=self._new_number, close=self._leave))
            case events.Troubled() if not isinstance(self._front.page, EndedPage):
                self._forget_pass()
                self._front.turn_to(
                    TroublePage(self._style, event.why, again=event.again, retry=self._new_number, close=self._leave)
                )
            case events.Finishing():
                self._finishing()
            case events.Over() if self._unattended:
                self._quit()
            case events.Over():
                self._finishing()
                self._front.turn_to(EndedPage(self._style, event, close=self._quit))
            case events.Gone():
                self._quit()
        self._note_windows()

    def _no_session(self) -> None:
        self._standing = None
        self._joined.clear()
        self._one_more = None
        self._notice = ""
        self._open.clear()
        self._question.leave()
        self._bar.hide()

    def _stand(self, standing: events.Standing) -> None:
        if self._ending:
            return
        if standing.joined:
            self._joined[standing.way] = standing
            if standing.view:
                self._one_more_over()
        else:
            self._standing = standing
            waits = self._one_more is None and isinstance(self._front.page, WaitingPage)
            if waits and (standing.view or self._open):
                self._front.leave()
        self._show_bar()
        self._bar.raise_()

    def _show_bar(self) -> None:
        if self._ending or self._standing is None:
            return
        self._bar.show_standing(
            self._standing,
            [self._joined[way] for way in sorted(self._joined)],
            notice=self._notice,
            may_invite=self._one_more is None,
        )
        if not self._bar.isVisible():
            self._bar.show()
        self._question.keep_below(self._bar_bottom())
        if self._one_more is not None:
            self._front.keep_below(self._bar_bottom())

    def _tell_time(self, told: events.TimeTold) -> None:
        say = self._style.say
        if told.is_soon:
            self._notice = say("The planned time is nearly over. Please talk about how to go on.")
        else:
            self._notice = say("The help may go on until {time} at the latest.").format(time=f"{told.until:%H:%M}")
        self._show_bar()

    def _settle(self, settled: events.Settled) -> None:
        asked = next((a for a in self._open if (a.way, a.question) == (settled.way, settled.question)), None)
        if asked is None:
            return
        shown = self._open[0] is asked
        self._open.remove(asked)
        if not shown:
            return
        if settled.answer is Answer.EXPIRED:
            page = LapsedPage(self._style, asked.permission, asked.caller, understood=self._next_question)
            self._question.turn_to(page, below=self._bar_bottom())
        else:
            self._next_question()

    def _quit_unless_shown(self) -> None:
        if not self._front.isVisible():
            self._quit()

    def _quit(self) -> None:
        self._limit.stop()
        self._speech.hush()
        for window in (self._question, self._bar, self._front):
            window.hide()
        self._note_windows()
        self._application.removeNativeEventFilter(self._filter)
        self._application.quit()
