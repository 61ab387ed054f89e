"""The consent gate: what the subscriber agreed to, at this instant. Pure; every call brings its moment `now_ms`.

    new -> verified <-> silent -> ended            moved by the subscriber's side alone; the others see snapshots

It lives in the tool (and, written again in TypeScript, on the sharing page). Every applied event and every sent piece of
picture asks `allows` at the moment of applying. Moments never go back: an earlier one counts as the latest seen.

I1 nothing passes unless its permission is granted at that instant    I2 a grant needs a question and a local answer
I3 nothing after `ended`, for ever                                    I4 what needs view goes when view goes
I5 a one-shot grant applies once                                      I6 questions and grants run out by themselves
I7 nothing passes on a link that was silent for 15 s                  I8 an unknown action does not pass
I9 each grant has exactly one end in the log                          I10 at most three questions are open
I11 while a question is open nothing is applied; only looking goes on
"""

from collections.abc import Iterable
from dataclasses import dataclass

from yorisoi_protocol.consent.table import HAND_ACTIONS, PERMISSION_OF, RULES, UNQUESTIONED_ACTIONS
from yorisoi_protocol.limits import (
    ENDED_AFTER_S,
    IDLE_AFTER_S,
    LOCAL_INPUT_MS,
    MAX_OPEN_QUESTIONS,
    SILENT_AFTER_S,
)
from yorisoi_protocol.peer import Grant, LastAnswer, Question, Snapshot
from yorisoi_protocol.vocabulary import Action, Answer, Ending, GateEvent, GateState, Permission, Role

LogEntry = tuple[int, GateEvent, Permission | None, int]


@dataclass(frozen=True)
class _Open:
    """A question or a grant under its number, until its deadline."""

    number: int
    until: int


class Gate:
    """One session's consent. `allowed` can only narrow what may be asked."""

    def __init__(self, allowed: Iterable[Permission] | None = None) -> None:
        self.state = GateState.NEW
        self.ending: Ending | None = None
        self.log: list[LogEntry] = []
        self._allowed = frozenset(Permission if allowed is None else allowed)
        self._questions: dict[Permission, _Open] = {}
        self._grants: dict[Permission, _Open] = {}
        self._answers: dict[Permission, LastAnswer] = {}
        self._paused = False
        self._now = self._linked_at = self._active_at = 0
        self._hand_until: int | None = None
        self._asked = self._granted = self._changes = 0

    def verified(self, now_ms: int) -> None:
        """The exchange is confirmed and the other side's certificate is the pinned one."""
        self._advance(now_ms)
        if self.state is GateState.NEW:
            self.state = GateState.VERIFIED
            self._linked_at = self._active_at = self._now
            self._note(GateEvent.VERIFIED)

    def link(self, now_ms: int) -> None:
        """An authenticated sign of life from the other side."""
        self._advance(now_ms)
        if self.state in (GateState.VERIFIED, GateState.SILENT):
            self._linked_at = self._now
        if self.state is GateState.SILENT:
            self.state = GateState.VERIFIED
            self._note(GateEvent.HEARD)

    def ask(self, permission: Permission, now_ms: int) -> int | None:
        """The communicator asks. The question's number, or None when it cannot be asked now."""
        self._advance(now_ms)
        if self.state is not GateState.VERIFIED or self._paused or permission not in self._allowed:
            return None
        if permission in self._grants or permission in self._questions or len(self._questions) >= MAX_OPEN_QUESTIONS:
            return None
        self._asked += 1
        self._active_at = self._now
        self._questions[permission] = _Open(self._asked, self._now + RULES[permission].ask_s * 1000)
        self._note(GateEvent.ASKED, permission, self._asked)
        return self._asked

    def grant(self, question: int, now_ms: int) -> int | None:
        """The subscriber's own click on this very question. The grant's number, or None: nothing was granted."""
        self._advance(now_ms)
        permission = self._permission_of(question)
        if permission is None or self.state is not GateState.VERIFIED or self._paused:
            return None
        needs = RULES[permission].needs
        if needs is not None and needs not in self._grants:
            return None
        self._close_question(permission, Answer.GRANTED)
        self._granted += 1
        self._active_at = self._now
        self._grants[permission] = _Open(self._granted, self._now + RULES[permission].grant_s * 1000)
        self._note(GateEvent.GRANTED, permission, self._granted)
        return self._granted

    def deny(self, question: int, now_ms: int) -> None:
        """The subscriber's own click: no."""
        self._advance(now_ms)
        permission = self._permission_of(question)
        if permission is not None:
            self._active_at = self._now
            self._close_question(permission, Answer.DENIED)

    def withdraw(self, permission: Permission, now_ms: int) -> None:
        """The communicator does not ask any more."""
        self._advance(now_ms)
        if permission in self._questions:
            self._close_question(permission, Answer.WITHDRAWN)

    def revoke(self, permission: Permission, now_ms: int, by: Role) -> None:
        """Either side ends a grant; what needs it goes with it."""
        self._advance(now_ms)
        if permission in self._grants:
            self._active_at = self._now
            self._drop(permission, GateEvent.REVOKED if by is Role.SUBSCRIBER else GateEvent.GIVEN_BACK)

    def local_hand(self, now_ms: int) -> None:
        """The subscriber's own mouse or keyboard: the communicator's input yields for half a second."""
        self._advance(now_ms)
        if self.state is not GateState.ENDED:
            self._active_at = self._now
            self._hand_until = self._now + LOCAL_INPUT_MS
            self._changes += 1

    def pause(self, now_ms: int) -> None:
        """The subscriber pauses: no picture leaves, every grant but view ends, open questions are refused."""
        self._advance(now_ms)
        if self.state in (GateState.VERIFIED, GateState.SILENT) and not self._paused:
            self._paused = True
            self._active_at = self._now
            self._note(GateEvent.PAUSED)
            self._close_questions(Answer.DENIED)
            self._take_what_is_not_kept()

    def resume(self, now_ms: int) -> None:
        """The subscriber goes on: the view passes again, everything else has to be asked anew."""
        self._advance(now_ms)
        if self._paused and self.state is not GateState.ENDED:
            self._paused = False
            self._active_at = self._now
            self._note(GateEvent.RESUMED)

    def end(self, reason: Ending, now_ms: int) -> None:
        """Over, for ever. The first reason stays."""
        self._advance(now_ms)
        self._end(reason)

    def tick(self, now_ms: int) -> None:
        """Lets run out what has run out. Every other call does this first."""
        self._advance(now_ms)

    def allows(self, action: str, now_ms: int, grant: int | None = None) -> bool:
        """The only door: may this be applied now? Spends a one-shot grant and counts as activity.

        `grant` is the number that came with an input frame; another one than the current does not pass.
        """
        if not self.would_allow(action, now_ms, grant):
            return False
        permission = PERMISSION_OF[Action(action)]
        if action not in UNQUESTIONED_ACTIONS and permission is not Permission.RECORDING:
            self._active_at = self._now
        if RULES[permission].one_shot:
            self._drop(permission, GateEvent.SPENT)
        return True

    def would_allow(self, action: str, now_ms: int, grant: int | None = None) -> bool:
        """What `allows` would answer, without spending anything and without counting as activity."""
        self._advance(now_ms)
        if action not in PERMISSION_OF or self.state is not GateState.VERIFIED or self._paused:
            return False
        known = Action(action)
        held = self._grants.get(PERMISSION_OF[known])
        if held is None or (grant is not None and grant != held.number):
            return False
        if self._questions and known not in UNQUESTIONED_ACTIONS:
            return False
        return self._hand_until is None or known not in HAND_ACTIONS

    def holds(self, permission: Permission, now_ms: int) -> bool:
        """Whether it is granted, though a question, a pause or the own hand may keep it from passing just now."""
        self._advance(now_ms)
        return permission in self._grants

    def deadline(self) -> int | None:
        """The next moment at which something changes by itself; call `tick` then."""
        if self.state in (GateState.NEW, GateState.ENDED):
            return None
        moments = [each.until for each in (*self._questions.values(), *self._grants.values())]
        moments.append(self._linked_at + 1000 * (SILENT_AFTER_S if self.state is GateState.VERIFIED else ENDED_AFTER_S))
        moments.append(self._active_at + IDLE_AFTER_S * 1000)
        if self._hand_until is not None:
            moments.append(self._hand_until)
        return min(moments)

    def snapshot(self, now_ms: int) -> Snapshot:
        """The whole gate for the other side. `serial` rises with every change."""
        self._advance(now_ms)
        now = self._now
        return Snapshot(
            state=self.state,
            serial=self._changes,
            grants=[Grant(name, held.number, held.until - now) for name, held in self._in_order(self._grants)],
            questions=[Question(name, each.number, each.until - now) for name, each in self._in_order(self._questions)],
            answers=[self._answers[name] for name in Permission if name in self._answers],
            paused=self._paused,
            local_hand=self._hand_until is not None,
        )

    def _advance(self, now_ms: int) -> None:
        """Moves time on, one deadline after the other, each at its own moment."""
        now = max(now_ms, self._now)
        due = self.deadline()
        while due is not None and due <= now:
            self._now = max(due, self._now)
            self._lapse()
            due = self.deadline()
        self._now = now

    def _lapse(self) -> None:
        now = self._now
        if self._hand_until is not None and now >= self._hand_until:
            self._hand_until = None
            self._changes += 1
        for name, question in self._in_order(self._questions):
            if now >= question.until:
                self._close_question(name, Answer.EXPIRED)
        for name, held in self._in_order(self._grants):
            if now >= held.until and name in self._grants:
                self._drop(name, GateEvent.LAPSED)
        if now >= self._active_at + IDLE_AFTER_S * 1000:
            self._end(Ending.IDLE)
        elif self.state is GateState.SILENT and now >= self._linked_at + ENDED_AFTER_S * 1000:
            self._end(Ending.SILENT)
        elif self.state is GateState.VERIFIED and now >= self._linked_at + SILENT_AFTER_S * 1000:
            self.state = GateState.SILENT
            self._note(GateEvent.SILENT)
            self._close_questions(Answer.EXPIRED)
            self._take_what_is_not_kept()

    def _end(self, reason: Ending) -> None:
        if self.state is GateState.ENDED:
            return
        self._close_questions(Answer.WITHDRAWN)
        for name, _ in self._in_order(self._grants):
            self._drop(name, GateEvent.TAKEN)
        self.state, self.ending, self._paused, self._hand_until = GateState.ENDED, reason, False, None
        self._note(GateEvent.ENDED)

    def _take_what_is_not_kept(self) -> None:
        for name, _ in self._in_order(self._grants):
            if not RULES[name].kept_aside:
                self._drop(name, GateEvent.TAKEN)

    def _drop(self, permission: Permission, why: GateEvent) -> None:
        held = self._grants.pop(permission, None)
        if held is None:
            return
        self._note(why, permission, held.number)
        for name in Permission:
            if RULES[name].needs is permission:
                self._drop(name, GateEvent.TAKEN)

    def _close_questions(self, answer: Answer) -> None:
        for name, _ in self._in_order(self._questions):
            self._close_question(name, answer)

    def _close_question(self, permission: Permission, answer: Answer) -> None:
        number = self._questions.pop(permission).number
        self._answers[permission] = LastAnswer(permission, number, answer)
        if answer is not Answer.GRANTED:
            self._note(GateEvent(answer.value), permission, number)

    def _permission_of(self, question: int) -> Permission | None:
        return next((name for name, each in self._questions.items() if each.number == question), None)

    def _note(self, what: GateEvent, permission: Permission | None = None, number: int = 0) -> None:
        self.log.append((self._now, what, permission, number))
        self._changes += 1

    @staticmethod
    def _in_order(held: dict[Permission, _Open]) -> list[tuple[Permission, _Open]]:
        return [(name, held[name]) for name in Permission if name in held]
