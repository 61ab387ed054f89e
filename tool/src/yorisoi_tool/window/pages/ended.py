"""The last page: what was, and what is known about the program's removal; never more than is known (R37)."""

from collections.abc import Callable

from yorisoi_protocol.vocabulary import Ending, Permission, Removal

from yorisoi_tool.engine.events import Over
from yorisoi_tool.window import theme
from yorisoi_tool.window.pages.consent import who
from yorisoi_tool.window.pages.page import Page, Style
from yorisoi_tool.window.theme import Kind
from yorisoi_tool.window.widgets import Box, Paragraph


def reason(say: Callable[[str], str], ending: Ending) -> str:
    """Why it ended, in words."""
    ours = say("You stopped the help.")
    theirs = say("Your helper finished the session.")
    return {
        Ending.FINISHED: theirs,
        Ending.STOPPED_BY_SUBSCRIBER: ours,
        Ending.STOPPED_BY_COMMUNICATOR: theirs,
        Ending.STOPPED_BY_DESK_LEAD: say("The support desk ended the session."),
        Ending.TIME_OVER: say("The planned time was over."),
        Ending.HANDED_OVER: say("Another helper was to go on. No new number was used."),
        Ending.SILENT: say("The connection was lost for too long, so the program stopped."),
        Ending.LOST: say("The connection was lost for too long, so the program stopped."),
        Ending.IDLE: say("Nothing happened for a long time, so the program stopped."),
        Ending.CERTIFICATE_CHANGED: say("Something about the connection was not right, so the program stopped."),
        Ending.PROTOCOL_BROKEN: say("Something about the connection was not right, so the program stopped."),
    }.get(ending, say("The program stopped."))


class EndedPage(Page):
    def __init__(self, style: Style, over: Over, *, close: Callable[[], None]) -> None:
        say = style.say
        super().__init__(style, "ended", say("The help is over"))
        lines = [reason(say, over.reason)]
        if over.began is not None:
            lines.append(
                say("Time: {began} to {ended}").format(began=f"{over.began:%H:%M}", ended=f"{over.ended:%H:%M}")
            )
        lines += [say("Helper: {person}").format(person=who(say, caller)) for caller in over.callers]
        if over.callers:
            lines.append(self._used(over.used))
            lines.append(say("This help costs nothing beyond the monthly fee."))
        self.text(*lines)
        removal = Box(style.scale, theme.CALM, theme.CALM)
        removal.column.addWidget(Paragraph(self._removal(over), style.scale))
        self.column.addWidget(removal)
        box = Box(style.scale, theme.NOTICE, theme.NOTICE_EDGE)
        box.column.addWidget(
            Paragraph(
                [
                    say("If somebody calls in our name and asks for money or numbers, it is a fraud. Hang up."),
                    say("Consumer hotline 188, police advice line #9110"),
                ],
                style.scale,
            )
        )
        self.column.addWidget(box)
        self.button(Kind.CLOSE, say("Close"), close)
        self.done()

    def _used(self, used: tuple[Permission, ...]) -> str:
        say = self.say
        names = {
            Permission.VIEW: say("seeing the screen"),
            Permission.CONTROL: say("operating the computer"),
            Permission.CLIPBOARD: say("receiving text"),
        }
        allowed = [name for permission, name in names.items() if permission in used]
        if not allowed:
            return say("You allowed nothing: your screen was not seen.")
        return say("You allowed: {what}").format(what=say(", ").join(allowed))

    def _removal(self, over: Over) -> list[str]:
        say = self.say
        if not over.frozen:
            return {
                Removal.VERIFIED: [say("Nothing is left running. This program wrote no files that remain.")],
            }.get(over.removal, [say("It could not be checked whether files were left behind.")])
        if over.removal is Removal.VERIFIED:
            return [say("✔ The program was removed from this computer. We looked: it is gone.")]
        if over.removal is Removal.LEFT_TO_SYSTEM:
            return [
                say("Your computer will remove the program in a moment, after this window is closed."),
                say("The program cannot see that itself, so please look afterwards whether it is gone."),
                over.place,
            ]
        return [
            say("The program could not remove itself."),
            say("It does not run any more. Please delete this file by hand:"),
            over.place,
            say("If you are not sure how, call the number on your paper."),
        ]
