"""Pages that tell: connecting, resting, what went wrong (what happened, what to do, whom to call)."""

from collections.abc import Callable

from yorisoi_tool.engine.events import PassEnd, Trouble
from yorisoi_tool.window import theme
from yorisoi_tool.window.pages.page import Page, Style
from yorisoi_tool.window.theme import Kind


class ConnectingPage(Page):
    def __init__(self, style: Style, *, close: Callable[[], None], one_more: bool = False) -> None:
        say = style.say
        super().__init__(style, "connecting", say("One moment, please"))
        self.text(say("We are getting a number for you."))
        if one_more:
            self.button(Kind.UNINVITE, say("Nobody else shall look"), close)
        else:
            self.button(Kind.CLOSE, say("Stop"), close)
        self.done()


class FinishingPage(Page):
    def __init__(self, style: Style) -> None:
        say = style.say
        super().__init__(style, "finishing", say("The help has been stopped"))
        self.text(
            say("Nobody can see your screen or operate your computer any more."),
            say("The program is being taken away from this computer."),
        )
        self.done()


class PassOverPage(Page):
    """The number no longer works, and why."""

    def __init__(
        self, style: Style, why: PassEnd, *, more: bool, new_number: Callable[[], None], close: Callable[[], None]
    ) -> None:
        say = style.say
        what = {
            PassEnd.EXPIRED: (
                say("The number has become old"),
                say("Ten minutes have passed. That is no problem."),
            ),
            PassEnd.WRONG: (
                say("The number did not match"),
                say("A different number was typed at the other end. Nobody saw anything."),
            ),
            PassEnd.BROKEN: (
                say("The connection was refused"),
                say("Something about the connection was not right, so this program closed it. Nobody saw anything."),
            ),
            PassEnd.NOT_CONNECTED: (
                say("The two computers did not find each other"),
                say("The number was right, but the line could not be joined. Nobody saw anything."),
            ),
            PassEnd.AWAY: (
                say("The other side has gone"),
                say("The connection to your helper was lost before it began. Nobody saw anything."),
            ),
        }[why]
        super().__init__(style, f"over_{why.value}", what[0])
        self.text(what[1])
        if more:
            self.text(say("Please make a new number and read it out again."))
        else:
            self.text(say("Please speak with the person on the telephone about what to do next."))
        self.text(say("If the telephone is cut off, call the number on your paper."))
        if more:
            self.button(Kind.NEW_NUMBER, say("Make a new number"), new_number)
        self.button(Kind.CLOSE, say("Stop"), close)
        self.done()


class HandedOverPage(Page):
    """Another communicator takes over: who it is, that nobody sees anything now, and what is needed."""

    def __init__(
        self, style: Style, successor: str, *, new_number: Callable[[], None], close: Callable[[], None]
    ) -> None:
        say = style.say
        super().__init__(style, "handed_over", say("Somebody else helps you from here on"))
        if successor:
            name = self.text(successor, px=theme.TITLE_PX)
            name.sentences[0].setObjectName("successor")
        self.text(
            say("Nobody can see your screen or operate your computer now."),
            say("A new number is needed. Please make one when you are asked on the telephone."),
            say("You can check the name by calling the number on your paper."),
        )
        self.button(Kind.NEW_NUMBER, say("Make a new number"), new_number)
        self.button(Kind.CLOSE, say("Stop"), close)
        self.done()


class OneMoreOverPage(Page):
    """The number for one more member of staff came to nothing; the session goes on."""

    def __init__(self, style: Style, *, more: bool, new_number: Callable[[], None], close: Callable[[], None]) -> None:
        say = style.say
        super().__init__(style, "one_more_over", say("Nobody else is looking"))
        self.text(
            say("The number for one more member of staff does not work any more."),
            say("That is no problem. Your help goes on as before."),
        )
        if more:
            self.button(Kind.GUEST_NUMBER, say("Make a new number"), new_number)
        self.button(Kind.UNINVITE, say("Nobody else shall look"), close)
        self.done()


class RestingPage(Page):
    def __init__(self, style: Style, minutes: int, *, close: Callable[[], None]) -> None:
        say = style.say
        super().__init__(style, "resting", say("A short rest for safety"))
        self.text(
            say("Three numbers have been made. This program now rests for {minutes} minutes.").format(minutes=minutes),
            say("You may leave it open: a new number can be made afterwards."),
            say("Please tell the person on the telephone, or call the number on your paper."),
        )
        self.button(Kind.CLOSE, say("Close the program"), close)
        self.done()


class TroublePage(Page):
    """What happened, what to do, whom to call. No blame."""

    def __init__(
        self, style: Style, why: Trouble, *, again: bool, retry: Callable[[], None], close: Callable[[], None]
    ) -> None:
        say = style.say
        title, *sentences = {
            Trouble.NO_SERVICE: (
                say("We cannot reach the support desk"),
                say("This computer may not be connected to the internet at the moment."),
                say("Please look whether the lamps of the modem are lit, then try again."),
            ),
            Trouble.OUTSIDE_HOURS: (
                say("The support desk is closed now"),
                say("Help from afar is only given while the desk is open."),
                say("The opening hours are on your paper. Please call again then."),
            ),
            Trouble.OTHER_NETWORK: (
                say("This computer is on another line"),
                say("Help from afar works on the internet line of {us}.").format(us=style.us),
                say("If you use a mobile telephone's connection, please change to your line at home."),
            ),
            Trouble.BUSY: (
                say("Many people are asking for help"),
                say("No number could be given just now."),
                say("Please wait a few minutes and try again."),
            ),
            Trouble.OLD_PROGRAM: (
                say("This program is too old"),
                say("The support desk now uses a newer one."),
                say("Please get the program again from our page. The address is on your paper."),
            ),
            Trouble.REFUSED: (
                say("The support desk could not give a number"),
                say("The reason is not known to this program."),
                say("Please try again, or speak with the person on the telephone."),
            ),
            Trouble.NO_DESKTOP: (
                say("This computer cannot be helped from afar"),
                say("Its screen cannot be shown by this program."),
                say("The person on the telephone can still help you with words."),
            ),
            Trouble.FAILED: (
                say("The program has stopped itself"),
                say("Something unexpected happened. Nobody can see your screen."),
                say("Please start it again, or speak with the person on the telephone."),
            ),
        }[why]
        super().__init__(style, f"trouble_{why.value}", title)
        self.text(*sentences)
        self.text(say("If you are alone with this, call the number on your paper."))
        if again:
            self.button(Kind.NEW_NUMBER, say("Try again"), retry)
        self.button(Kind.CLOSE, say("Close the program"), close)
        self.done()
