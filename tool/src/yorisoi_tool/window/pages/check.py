"""Before anything begins: three things to tick; and the advice for whoever cannot tick them (support scams, D1, D7)."""

from collections.abc import Callable

from yorisoi_tool.window import theme
from yorisoi_tool.window.buttons import TickLine
from yorisoi_tool.window.pages.page import Page, Style
from yorisoi_tool.window.theme import Kind
from yorisoi_tool.window.widgets import Box, Paragraph


class CheckPage(Page):
    def __init__(
        self,
        style: Style,
        *,
        other_language: str,
        go_on: Callable[[], None],
        not_sure: Callable[[], None],
        language: Callable[[], None],
    ) -> None:
        say = style.say
        super().__init__(style, "check", say("Before we begin"))
        self.text(say("Please tick what is true. Take all the time you need."))
        lines = (
            ("tick_called", say("I telephoned the support desk myself, using the number on my paper.")),
            ("tick_online", say("This computer is connected to the internet of {us}.").format(us=style.us)),
            ("tick_closed", say("I have closed the pages of banks and shops, and anything nobody else should see.")),
        )
        self.ticks = [TickLine(name, text, style.scale) for name, text in lines]
        for tick in self.ticks:
            tick.ticked.connect(self._count)
            self.column.addWidget(tick)
        self.first = self.ticks[0]
        self.not_sure = self.button(Kind.NOT_SURE, say("One is not true"), not_sure)
        self.go_on = self.button(Kind.GO_ON, say("Go on"), go_on)
        self.go_on.set_wanted(False)
        self.language = self.button(Kind.LANGUAGE, other_language, language)
        self.done()

    def _count(self) -> None:
        self.go_on.set_wanted(all(tick.isChecked() for tick in self.ticks))


class AdvicePage(Page):
    def __init__(self, style: Style, *, back: Callable[[], None], close: Callable[[], None]) -> None:
        say = style.say
        super().__init__(style, "advice", say("Then please stop here"))
        self.text(
            say("Did somebody telephone you and tell you to open this? Did a number appear on your screen?"),
            say("Then do not go on. Hang up. You have done nothing wrong."),
            say("If you need help, call the number on the paper you got from {us}.").format(us=style.us),
        )
        box = Box(style.scale, theme.NOTICE, theme.NOTICE_EDGE)
        box.column.addWidget(
            Paragraph(
                [
                    say("If you are worried, you can ask at any time:"),
                    say("Consumer hotline: 188"),
                    say("Police advice line: #9110"),
                ],
                style.scale,
            )
        )
        self.column.addWidget(box)
        self.button(Kind.CLOSE, say("Close the program"), close)
        self.button(Kind.BACK, say("Go back"), back)
        self.done()
