"""What a peer and the service say to each other: JSON text messages, told apart by `t`.

    subscriber                service                 communicator
    Open          ->  Offered | Refused
                                        <-            Hello (one-time socket ticket)
                                                  ->  Welcome | Refused
                                        <-            Claim
    Claimed       <-                              ->  Granted | Refused
    Relay         <->       (unread)              <-> Relay            m1..m4 and sealed boxes
    Report         ->       Refused?              ->  (row, live list)
    Resume         ->       Resumed | Refused     <-  Resume
                  <-        TimeLeft          ->
    End           <->       Ended                 <-> End
    Receipt        ->       Closed

The service carries `Relay.box` without reading it (the key exchange is in `peer` and `exchange`).
Unknown fields, unknown messages and values outside their pattern are refused while decoding.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from yorisoi_protocol.limits import MAX_BOX_CHARS, MAX_ENTRY_CHARS, MAX_RECEIPT_CHARS, MAX_SIGNAL_BYTES, NAME_CHARS
from yorisoi_protocol.reading import Reader
from yorisoi_protocol.vocabulary import Ending, Permission, Refusal, Removal, ViewerKind

# A pattern is searched, and `$` also matches before a final line feed: every pattern ends in \Z.
Hex32 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z", max_length=64)]
Hex64 = Annotated[str, Meta(pattern=r"^[0-9a-f]{128}\Z", max_length=128)]
Token = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{16,64}\Z", max_length=64)]
TokenOrNone = Annotated[str, Meta(pattern=r"^([A-Za-z0-9_-]{16,64})?\Z", max_length=64)]
Nameplate = Annotated[str, Meta(pattern=r"^[0-9]{4}\Z", max_length=4)]
Name = Annotated[str, Meta(min_length=1, max_length=NAME_CHARS)]
ShortText = Annotated[str, Meta(max_length=NAME_CHARS)]
StaffNumber = Annotated[str, Meta(pattern=r"^[0-9]{1,6}\Z", max_length=6)]
Box = Annotated[str, Meta(max_length=MAX_BOX_CHARS)]
Count = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Allowed = Annotated[list[Permission], Meta(max_length=len(Permission))]

_TOKENS = ("resume", "socket_ticket")


class Message(Struct, frozen=True, forbid_unknown_fields=True, tag_field="t"):
    """Base of every broker message. Its `repr` shows no token: one is easily written into a log."""

    def __repr__(self) -> str:
        told = (
            f"{name}={'***' if name in _TOKENS and getattr(self, name) else repr(getattr(self, name))}"
            for name in self.__struct_fields__
        )
        return f"{type(self).__name__}({', '.join(told)})"


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """A communicator as the subscriber is told: the number is what the key exchange binds."""

    number: StaffNumber
    name: Name


# subscriber -> service
class Open(Message, frozen=True, tag="open"):
    """A tool asks for a nameplate. `nonce` enters the session id; `public_key` (Ed25519) signs reports and receipt.

    For one more viewer beside a running session, `beside` names that session and `resume` shows its token: nobody else
    can hang a pass onto it. Both are empty otherwise.
    """

    version: Count
    nonce: Hex32
    public_key: Hex32
    program: ShortText
    system: ShortText
    beside: TokenOrNone = ""
    resume: TokenOrNone = ""


class Report(Message, frozen=True, tag="report"):
    """One signed entry of the tool's own log (see `evidence`), as it happens."""

    entry: Annotated[str, Meta(max_length=MAX_ENTRY_CHARS)]


class Receipt(Message, frozen=True, tag="receipt"):
    """The signed removal receipt (see `evidence`); closes the session."""

    receipt: Annotated[str, Meta(max_length=MAX_RECEIPT_CHARS)]


# communicator -> service
class Hello(Message, frozen=True, tag="hello"):
    """First word of a communicator's or watcher's socket: the one-time ticket from the signed-in page."""

    version: Count
    socket_ticket: Token


class Claim(Message, frozen=True, tag="claim"):
    """The communicator types a pass for this desk ticket; only its nameplate travels."""

    nameplate: Nameplate
    ticket: Count


# both -> service
class Relay(Message, frozen=True, tag="relay"):
    """Sealed or exchange bytes for the other peer; never stored, never read."""

    box: Box


class Resume(Message, frozen=True, tag="resume"):
    """Takes up the signalling of a running session again. The subscriber shows its resume token; the
    communicator is known by its `Hello` and sends an empty one."""

    session: Token
    resume: TokenOrNone = ""


class End(Message, frozen=True, tag="end"):
    """This side ends the session. `pass_expired` from the subscriber gives up a number that nobody typed; if somebody did,
    it is the subscriber's stop, and `Ended` says so."""

    reason: Ending


# service -> subscriber
class Offered(Message, frozen=True, tag="offered"):
    """The nameplate to show; a new `Open` on the same socket makes this one invalid."""

    session: Token
    resume: Token
    nameplate: Nameplate
    expires_in_s: Count


class Claimed(Message, frozen=True, tag="claimed"):
    """Somebody typed the nameplate. `allowed` can only narrow what may be asked; `time_box_s` is what is left of the time."""

    communicator: Person
    allowed: Allowed
    time_box_s: Count
    kind: ViewerKind = ViewerKind.MAIN


class Closed(Message, frozen=True, tag="closed"):
    """The receipt was accepted and stored."""

    removal: Removal


# service -> communicator
class Welcome(Message, frozen=True, tag="welcome"):
    """Who the service says you are, and the origin that both ends bind into the exchange."""

    communicator: Person
    origin: ShortText


class Granted(Message, frozen=True, tag="granted"):
    """The pass is yours and burnt. `nonce` and `public_key` are the subscriber's from `Open`."""

    session: Token
    nonce: Hex32
    public_key: Hex32
    allowed: Allowed
    time_box_s: Count
    kind: ViewerKind = ViewerKind.MAIN


# service -> both
class Resumed(Message, frozen=True, tag="resumed"):
    """The signalling is back; `present` says whether the other peer's socket is there."""

    present: bool


class Presence(Message, frozen=True, tag="presence"):
    """The other peer's socket came or went. Says nothing about the picture path."""

    present: bool


class TimeLeft(Message, frozen=True, tag="time_left"):
    """How many seconds the session may still take. Told again when somebody continued it, or when a side came back."""

    seconds: Count


class Ended(Message, frozen=True, tag="ended"):
    """The session row is over. `successor` is who helps on after a hand-over, with a number of their own."""

    reason: Ending
    successor: Annotated[list[Person], Meta(max_length=1)] = []


class Refused(Message, frozen=True, tag="refused"):
    """What was asked is not done, and why. `gates` names closed gates when `code` is gates_closed."""

    code: Refusal
    gates: Annotated[list[ShortText], Meta(max_length=16)] = []
    retry_after_s: Count = 0


class Wake(Message, frozen=True, tag="wake"):
    """A hint to a watching page to read this topic again."""

    topic: ShortText


FromSubscriber = Open | Relay | Resume | Report | End | Receipt
FromCommunicator = Hello | Claim | Relay | Resume | End
ToSubscriber = Offered | Claimed | Relay | Resumed | Presence | TimeLeft | Ended | Closed | Refused
ToCommunicator = Welcome | Granted | Relay | Resumed | Presence | TimeLeft | Ended | Refused | Wake

from_subscriber: Reader[FromSubscriber] = Reader(FromSubscriber, MAX_SIGNAL_BYTES)
from_communicator: Reader[FromCommunicator] = Reader(FromCommunicator, MAX_SIGNAL_BYTES)
to_subscriber: Reader[ToSubscriber] = Reader(ToSubscriber, MAX_SIGNAL_BYTES)
to_communicator: Reader[ToCommunicator] = Reader(ToCommunicator, MAX_SIGNAL_BYTES)
encode = msgspec.json.Encoder().encode
