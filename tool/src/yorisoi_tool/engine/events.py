"""Everything engine and window say to each other, and nothing else. Frozen values; neither side calls the other's code."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from yorisoi_protocol.vocabulary import Answer, Ending, Permission, Removal


@dataclass(frozen=True)
class Caller:
    """Who wants to help: the number is bound by the key exchange, the name is cut and shown as text."""

    number: str
    name: str


class PassEnd(Enum):
    """Why the shown number no longer works."""

    EXPIRED = "expired"
    WRONG = "wrong"
    BROKEN = "broken"
    NOT_CONNECTED = "not_connected"
    AWAY = "away"


class Trouble(Enum):
    """What stands in the way; each has a sentence and a next step in the window."""

    NO_SERVICE = "no_service"
    OUTSIDE_HOURS = "outside_hours"
    OTHER_NETWORK = "other_network"
    BUSY = "busy"
    OLD_PROGRAM = "old_program"
    REFUSED = "refused"
    NO_DESKTOP = "no_desktop"
    FAILED = "failed"


# engine -> window
@dataclass(frozen=True)
class Connecting:
    """The engine is asking the service for a number."""


@dataclass(frozen=True)
class PassShown:
    """A number to read out. `digits` are eleven; they appear in no repr. `more`: whether another may be made after this one."""

    digits: str = field(repr=False)
    more: bool


@dataclass(frozen=True)
class PassOver:
    """The number does not work any more. `more`: whether a new one may be made now."""

    why: PassEnd
    more: bool


@dataclass(frozen=True)
class Resting:
    """Three numbers were made; the next one only after `minutes`."""

    minutes: int


@dataclass(frozen=True)
class Called:
    """A communicator typed the number; the exchange proves it and the lines are being joined."""

    caller: Caller


@dataclass(frozen=True)
class Asked:
    """A question of the gate, to be answered by a hand with its numbers: which way, which question."""

    way: int
    question: int
    permission: Permission
    caller: Caller


@dataclass(frozen=True)
class Settled:
    """A question closed without this window: it lapsed, was withdrawn, or fell with the session."""

    way: int
    question: int
    permission: Permission
    answer: Answer


@dataclass(frozen=True)
class Standing:
    """How the session stands; sent at every change."""

    caller: Caller
    view: bool
    control: bool
    clipboard: bool
    paused: bool
    linked: bool
    way: int = 1
    joined: bool = False  # looks along beside the one who helps


@dataclass(frozen=True)
class Left:
    """Somebody who looked along, or was about to, is gone; the session goes on."""

    way: int
    caller: Caller


@dataclass(frozen=True)
class TimeTold:
    """About the planned time, once each: `is_soon` that it is nearly over, else that it is another one now: `until` then."""

    is_soon: bool
    until: datetime


@dataclass(frozen=True)
class HandedOver:
    """The session ended because another communicator takes over, with a number of their own."""

    successor: Caller | None


@dataclass(frozen=True)
class Troubled:
    """The session could not begin. `again`: whether trying again makes sense."""

    why: Trouble
    again: bool


@dataclass(frozen=True)
class Finishing:
    """The session is over; held keys are up, no picture leaves; the program is removing itself."""

    reason: Ending


@dataclass(frozen=True)
class Over:
    """Everything is done; the last page may be shown. `callers` are all who came, in order; empty when nobody did.

    `used` are the permissions that were granted at any time. `handed_in`: whether the service has the receipt.
    """

    reason: Ending
    removal: Removal
    place: str
    frozen: bool
    callers: tuple[Caller, ...]
    began: datetime | None
    ended: datetime
    used: tuple[Permission, ...]
    handed_in: bool


@dataclass(frozen=True)
class Gone:
    """There was no session and nothing is left to say: the window closes."""


@dataclass(frozen=True)
class Beside:
    """What happens with the number of one more viewer, while the session goes on."""

    event: "ToWindow"


@dataclass(frozen=True)
class BesideOver:
    """Nothing more comes of this invitation: its page goes."""


ToWindow = (
    Connecting
    | PassShown
    | PassOver
    | Resting
    | Called
    | Asked
    | Settled
    | Standing
    | Troubled
    | Finishing
    | Over
    | Gone
    | Left
    | TimeTold
    | HandedOver
    | Beside
    | BesideOver
)


# window -> engine
@dataclass(frozen=True)
class Begin:
    """The three lines are ticked; a number is wanted."""


@dataclass(frozen=True)
class NewNumber:
    """Another number is wanted; the one shown dies."""


@dataclass(frozen=True)
class Moved:
    """A hand moved the gate through the door (grant, deny, take back, pause, resume); look again."""


@dataclass(frozen=True)
class Invite:
    """One more member of staff shall look: a number for them is wanted."""


@dataclass(frozen=True)
class GuestNumber:
    """Another number for the one more is wanted; the one shown dies."""


@dataclass(frozen=True)
class Uninvite:
    """The one more shall not look after all; the session goes on."""


@dataclass(frozen=True)
class Leave:
    """The person wants to be rid of the program: end what runs and go."""


ToEngine = Begin | NewNumber | Moved | Invite | GuestNumber | Uninvite | Leave
