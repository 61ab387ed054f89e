"""The number that works once, what to do with it, and what nobody of ours ever asks for (R30, D1, D3, D8)."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from yorisoi_tool.window import theme
from yorisoi_tool.window.digits import PassDigits, fitting
from yorisoi_tool.window.pages.page import Page, Style
from yorisoi_tool.window.speech import Speech, in_one_line, spoken
from yorisoi_tool.window.theme import Kind
from yorisoi_tool.window.widgets import Box, Paragraph, Sentence


class PassPage(Page):
    def __init__(
        self,
        style: Style,
        *,
        language: str,
        speech: Speech,
        new_number: Callable[[], None],
        close: Callable[[], None],
        one_more: bool = False,
    ) -> None:
        """`one_more`: the number is for somebody who looks along, while the session goes on."""
        say = style.say
        title = say("A number for one more member of staff") if one_more else say("Your number for today")
        super().__init__(style, "pass", title)
        self._language = language
        self._speech = speech
        self._digits = ""
        self.text(say("Read this number to the person you are talking to on the telephone."))
        if one_more:
            self.text(say("One more member of our staff can then ask to see your screen. Seeing only."))
        frame = Box(style.scale, theme.CALM, theme.CALM)
        self.digits = PassDigits(fitting(style.scale))
        frame.column.addWidget(self.digits, 0, Qt.AlignmentFlag.AlignHCenter)
        self.words = Sentence("", theme.WORDS_PX, style.scale)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        frame.column.addWidget(self.words)
        self.column.addWidget(frame)
        self.text(say("It works once, within ten minutes."), ink=theme.QUIET)
        box = Box(style.scale, theme.NOTICE, theme.NOTICE_EDGE)
        box.column.addWidget(
            Paragraph(
                [
                    say("We never telephone you to ask for this number. Tell it only on a call you made yourself."),
                    say("Nobody of ours asks for money, cards or secret codes. If somebody does, hang up."),
                ],
                style.scale,
            )
        )
        self.column.addWidget(box)
        self.button(Kind.READ_ALOUD, say("Read it aloud"), self._read)
        again, away = (Kind.GUEST_NUMBER, Kind.UNINVITE) if one_more else (Kind.NEW_NUMBER, Kind.CLOSE)
        self.new_number = self.button(again, say("Make a new number"), new_number)
        self.button(away, say("Nobody else shall look") if one_more else say("Stop"), close)
        self.done()

    def show_pass(self, digits: str, *, more: bool) -> None:
        self._digits = digits
        self.digits.show_pass(digits)
        self.words.say(in_one_line(digits, self._language))
        self.words.setAccessibleName("\n".join(spoken(digits, self._language)))
        self.new_number.setVisible(more)

    def forget(self) -> None:
        """The number is over: it leaves the screen and this object."""
        self._digits = ""
        self.digits.forget()
        self.words.say("")
        self._speech.hush()

    def _read(self) -> None:
        self._speech.read(self._digits, self._language)
