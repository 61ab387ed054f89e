"""Tells everybody what the gate did: the service by signed entries, the viewer by whole snapshots, the window by events."""

from collections.abc import Callable

from yorisoi_protocol import peer
from yorisoi_protocol.evidence import Log
from yorisoi_protocol.vocabulary import Answer, GateEvent, GateState, Permission, ViewerKind

from yorisoi_tool.door import Way
from yorisoi_tool.engine import events
from yorisoi_tool.engine.events import Caller, ToWindow


class Account:
    """`entries` is the signed chain so far, `used` what was granted at any time. Moments count from `zero_ms`."""

    def __init__(
        self,
        *,
        caller: Caller,
        kind: ViewerKind,
        way: Way,
        log: Log,
        zero_ms: int,
        say: Callable[[peer.Message], None],
        tell: Callable[[ToWindow], None],
    ) -> None:
        self.entries: list[str] = []
        self.used: set[Permission] = set()
        self._caller = caller
        self._kind = kind
        self._way = way
        self._log = log
        self._zero_ms = zero_ms
        self._say = say
        self._tell = tell
        self._snapshot: peer.Snapshot | None = None
        self._standing: events.Standing | None = None
        self._asked: dict[int, Permission] = {}

    def asked(self, question: int, permission: Permission) -> None:
        """A question was opened: the window shows it."""
        self._asked[question] = permission
        self._tell(events.Asked(self._way.number, question, permission, self._caller))

    def forget_viewer(self) -> None:
        """A new link knows nothing: it gets the next snapshot whatever it says."""
        self._snapshot = None

    def update(self) -> bool:
        """Tells what changed since the last time. Answers whether the viewer was told, that is: whether the gate moved."""
        for at, what, permission, number in self._way.log_since(len(self.entries)):
            event = what.value if what is not GateEvent.ENDED else f"ended_{self._way.ending}"
            self.entries.append(self._log.append(max(0, at - self._zero_ms), event, permission, number))
        snapshot = self._way.snapshot()
        moved = _without_time(snapshot) != _without_time(self._snapshot)
        if moved:
            self._snapshot = snapshot
            self._say(snapshot)
        self._settle(snapshot)
        self._stand(snapshot)
        return moved

    def _settle(self, snapshot: peer.Snapshot) -> None:
        """Questions that closed are told to the window with what became of them."""
        still = {question.question for question in snapshot.questions}
        answers = {answer.question: answer.answer for answer in snapshot.answers}
        for question in [number for number in self._asked if number not in still]:
            permission = self._asked.pop(question)
            answer = answers.get(question, Answer.WITHDRAWN)
            self._tell(events.Settled(self._way.number, question, permission, answer))

    def _stand(self, snapshot: peer.Snapshot) -> None:
        granted = {grant.permission for grant in snapshot.grants}
        self.used |= granted
        standing = events.Standing(
            caller=self._caller,
            view=Permission.VIEW in granted,
            control=Permission.CONTROL in granted,
            clipboard=Permission.CLIPBOARD in granted,
            paused=snapshot.paused,
            linked=snapshot.state is GateState.VERIFIED,
            way=self._way.number,
            joined=self._kind is ViewerKind.JOINED,
        )
        if standing != self._standing and snapshot.state is not GateState.ENDED:
            self._standing = standing
            self._tell(standing)


def _without_time(snapshot: peer.Snapshot | None) -> object:
    """What a snapshot says, without what merely counts down."""
    if snapshot is None:
        return None
    grants = [(grant.permission, grant.grant) for grant in snapshot.grants]
    questions = [question.question for question in snapshot.questions]
    return snapshot.state, grants, questions, snapshot.answers, snapshot.paused, snapshot.local_hand
