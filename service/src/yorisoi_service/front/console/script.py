"""What to say now: the sentences of the call's flow, for the step at which the call stands. Tables, and which line is now."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from yorisoi_protocol.vocabulary import Permission

from yorisoi_service.desk.rules.script import Moment, Step, present
from yorisoi_service.desk.rules.shown import Shown
from yorisoi_service.desk.rules.triage import CLAIMING
from yorisoi_service.desk.words import Words
from yorisoi_service.front.console.glance import GateShown, SessionShown, newest_of, session_over
from yorisoi_service.front.console.scoping import ScopeShown
from yorisoi_service.remote.rules.session import State

RECORDED: Words = _("This call is recorded, so that we can check afterwards what was said.")

LETTER: Words = _("You will get the record of today's call from us.")

SCRIPT: dict[Step, tuple[Words, tuple[Words, ...]]] = {
    Step.GREETING: (
        _("Greeting"),
        (
            _("Thank you for calling. This is {who} of the support desk of {provider}."),
            _("May I have your name and the telephone number of your home?"),
        ),
    ),
    Step.CHECK: (
        _("Hours, contract and line"),
        (_("Thank you. One moment please: I am looking at what is possible for your line today."),),
    ),
    Step.PREPARE: (
        _("To have ready"),
        (
            _("Before we begin, please have three things ready."),
            _("One: the device, switched on and connected to the internet line at your home."),
            _("Two: the passwords of what is to be set up. You type them yourself; please do not tell me any."),
            _("Three: the paper you were sent with your internet contract."),
        ),
    ),
    Step.IDENTITY: (
        _("Who is calling"),
        (
            _("To be sure that I speak with the right person: the customer number on that paper, please."),
            _("Then your full name, and the address or the telephone number you registered."),
        ),
    ),
    Step.CALL_BACK: (
        _("Calling back"),
        (
            _("I cannot confirm who is calling. I will call you back under the telephone number you registered."),
            _("Please hang up and wait for my call. It is for your own safety."),
        ),
    ),
    Step.PROBLEM: (
        _("The problem"),
        (_("What may I help you with today? Please tell me in your own words."),),
    ),
    Step.INSTEAD: (
        _("What we can do instead"),
        (_("Thank you for telling me. Let me say what we can do for you, and who helps further."),),
    ),
    Step.CHECKLIST: (
        _("Two conditions"),
        (
            _("Does the device start, and is it connected to the internet line at your home?"),
            _("I will tell you what to press. Will you do that at the device yourself?"),
        ),
    ),
    Step.TERMS: (
        _("Terms"),
        (_("Before the first help I read you our terms. Please tell me whether you agree with them."),),
    ),
    Step.NUMBER: (
        _("The number"),
        (
            _("Please open the support page of our website and start the program there."),
            _("It shows a number of eleven digits that works once. Please read it to me, slowly."),
        ),
    ),
    Step.VIEW: (
        _("May I see the screen?"),
        (
            _("Please close what I should not see: the bank, letters, photographs."),
            _("Your program now asks whether I may see the screen. You decide; both answers are fine."),
            _("You can stop at any time with the button that is always there."),
        ),
    ),
    Step.CONTROL: (
        _("May I use mouse and keyboard?"),
        (_("If you like, I can move the mouse for you. Your program asks first. Whenever you move it, I stop."),),
    ),
    Step.WORK: (
        _("Working"),
        (_("I say each step before I take it. Please tell me if you would rather stop."),),
    ),
    Step.CLOSING: (
        _("The end"),
        (
            _("Does everything work as you wish? Please try it once yourself."),
            _("The program has ended and removes itself. Please tell me what its last page says about that."),
            _("Today costs nothing extra. Whoever asks you for money or numbers in our name is a swindler: hang up."),
        ),
    ),
    Step.DONE: (
        _("After the call"),
        (_("Thank you for calling."),),
    ),
}


CALL_IN: dict[Step, tuple[Words, tuple[Words, ...]]] = {
    Step.NUMBER: (
        _("The number, in a call of theirs"),
        (
            _("To go on I need a call from you: please hang up, and call the number on your paper."),
            _("In a call that we made, nobody of us asks for numbers or passwords. Please tell none to anybody."),
        ),
    ),
}


BROKE_OFF: Words = _("We are not connected any more. What do you see on your screen now? Shall I help you on?")


@dataclass(frozen=True)
class Said:
    """One step of the script with its sentences; `is_now` for those at which the call stands."""

    step: Step
    title: Words
    lines: list[str]
    is_now: bool


def script(
    moment: Moment, *, who: str, letter_comes: bool, we_called: bool, over: SessionShown | None = None
) -> list[Said]:
    """The whole script in order. `letter_comes`: there is one about this ticket, or one waits to be issued. `we_called`: it
    is a call that we made: in one of those nobody asks for a number. `over`: the session after which the call is closed."""
    now, steps = present(moment), SCRIPT | (CALL_IN if we_called else {})
    steps = steps | {Step.CLOSING: _closing(over)}
    more = {Step.DONE: (LETTER,)} if letter_comes else {}
    return [
        Said(step, title, _filled(step, (*lines, *more.get(step, ())), who), step in now)
        for step, (title, lines) in steps.items()
    ]


def _closing(over: SessionShown | None) -> tuple[Words, tuple[Words, ...]]:
    """Whether all works is asked only where somebody said that it was done; of a program that broke off and owes its
    receipt nobody says that it removes itself (R37)."""
    title, (does_it_work, removed, costs_nothing) = SCRIPT[Step.CLOSING]
    if over is None or over.was_finished:
        return title, (does_it_work, removed, costs_nothing)
    return title, (BROKE_OFF, costs_nothing) if over.code == Shown.NOT_CLOSED else (BROKE_OFF, removed, costs_nothing)


def moment_of(
    *,
    gates: Iterable[GateShown],
    sessions: list[SessionShown],
    granted: Iterable[str],
    scope: ScopeShown | None,
    caller_known: bool,
    finished: bool,
) -> Moment:
    """Where the call stands, from what the page shows anyway."""
    gates = list(gates)
    newest = newest_of(sessions)
    decided = scope.decided if scope is not None else None
    held = set(granted)
    return Moment(
        caller_known=caller_known,
        closed={gate.name for gate in gates if not gate.is_open},
        finished=finished,
        to_call_back=any(gate.reason == "call_back" for gate in gates),
        decided_against=decided is not None and decided.decision not in CLAIMING,
        connecting=newest is not None and newest.state == State.CLAIMED,
        live=newest is not None and newest.state == State.LIVE,
        sees=Permission.VIEW in held,
        controls=Permission.CONTROL in held,
        may_control=decided is None or decided.decision not in CLAIMING or Permission.CONTROL in decided.allowed,
        had_session=session_over(sessions) is not None,
    )


def _filled(step: Step, lines: Iterable[Words], who: str) -> list[str]:
    language = (get_language() or "ja")[:2]
    said = [str(line).format(who=who, provider=settings.PROVIDER.name_in(language)) for line in lines]
    if step is Step.GREETING:
        said[0] = settings.PROVIDER.text_in("greeting", language, name=who) or said[0]
        if settings.PROVIDER.desk.recording_notice:
            said.insert(1, str(RECORDED))
    return said
