"""One question at a time, only the question, refusing as large and as near as agreeing (R36, R37, D4, D5)."""

from collections.abc import Callable

from yorisoi_protocol.vocabulary import Permission

from yorisoi_tool.engine.events import Caller
from yorisoi_tool.window import theme
from yorisoi_tool.window.pages.page import Page, Style
from yorisoi_tool.window.theme import Kind

SIGN, WIDE_SPACE = "\N{REPLACEMENT CHARACTER}", "\N{IDEOGRAPHIC SPACE}"


def who(say: Callable[[str], str], caller: Caller) -> str:
    """The communicator as every page names him or her, in one line: what is invisible in a name becomes a sign."""
    name = "".join(c if c.isprintable() or c == WIDE_SPACE else SIGN for c in caller.name)
    return say("{name} (number {number})").format(name=name, number=caller.number)


class ConsentPage(Page):
    """Asks for one permission. The refusing button has the keyboard; nothing counts down."""

    def __init__(
        self,
        style: Style,
        permission: Permission,
        caller: Caller,
        *,
        grant: Callable[[], None],
        deny: Callable[[], None],
    ) -> None:
        say = style.say
        person = who(say, caller)
        if permission is Permission.VIEW:
            title = say("May your screen be seen?")
            sentences = [
                say("{person} would like to see your screen.").format(person=person),
                say("Seeing only. Nothing on your computer is moved or changed."),
                say("If something is private, close it first. You can stop at any time."),
            ]
            no, yes = say("Do not show it"), say("Show my screen")
        elif permission is Permission.CONTROL:
            title = say("May your computer be operated from afar?")
            sentences = [
                say("{person} would like to move your mouse and type for you.").format(person=person),
                say("Please keep watching. When you move your own mouse, the other side stops at once."),
                say("We never pay anything, type secret codes or sign contracts for you."),
            ]
            no, yes = say("Do not allow"), say("Allow")
        elif permission is Permission.CLIPBOARD:
            title = say("May text be handed to you?")
            sentences = [
                say("{person} would like to hand you text that can be pasted.").format(person=person),
                say("Only text. Nothing is taken from your computer."),
                say("What you copied yourself before is replaced by it."),
            ]
            no, yes = say("Do not take it"), say("Take the text")
        else:
            raise ValueError(f"no page asks for {permission}")
        super().__init__(style, f"consent_{permission.value}", title)
        self.text(*sentences)
        self.deny = self.button(Kind.DENY, no, deny)
        self.grant = self.button(Kind.GRANT, yes, grant)
        self.first = self.deny
        self.done()


class LapsedPage(Page):
    """A question closed without an answer: say so, and that nothing was allowed."""

    def __init__(self, style: Style, permission: Permission, caller: Caller, *, understood: Callable[[], None]) -> None:
        say = style.say
        super().__init__(style, "lapsed", say("Nothing was allowed"))
        what = {
            Permission.VIEW: say("The question about your screen has closed, because there was no answer."),
            Permission.CONTROL: say("The question about operating has closed, because there was no answer."),
        }.get(permission, say("The question has closed, because there was no answer."))
        self.text(
            what,
            say("That is no problem. {person} can ask you again.").format(person=who(say, caller)),
        )
        self.button(Kind.UNDERSTOOD, say("Understood"), understood)
        self.done()


class WaitingPage(Page):
    """Somebody typed the number: who it is, and that nothing is seen yet. `one_more`: somebody who looks along."""

    def __init__(self, style: Style, caller: Caller, *, stop: Callable[[], None], one_more: bool = False) -> None:
        say = style.say
        super().__init__(
            style, "caller", say("One more member of staff is here") if one_more else say("Your helper is here")
        )
        name = self.text(who(say, caller), px=theme.TITLE_PX)
        name.sentences[0].setObjectName("caller")
        if one_more:
            self.text(
                say("Were you told this name on the telephone? If not, press “Nobody else shall look”."),
                say("This person sees nothing yet. You will be asked first."),
            )
            self.button(Kind.UNINVITE, say("Nobody else shall look"), stop)
        else:
            self.text(
                say("Is this the name you heard on the telephone? If not, press Stop."),
                say("Nothing of your screen is seen yet. You will be asked first."),
                say("You can check the name by calling the number on your paper."),
            )
            self.button(Kind.STOP, say("Stop"), stop)
        self.done()
