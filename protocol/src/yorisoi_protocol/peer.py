"""What the subscriber's side and the communicator's side say to each other. The service cannot read any of it.

Before the connection (inside `broker.Relay.box`, JSON, told apart by `t`):

    communicator                          subscriber
    M1 {nonce, share, ad}             ->
                                      <-  M2 {share, ad}               the secret is gone before this leaves
    M3 {tag, offer}                   ->                               wrong pass ends here
                                      <-  M4 {tag, answer}
    Sealed candidate, re-offer        <-> Sealed candidate, re-answer

After it, on the reliable ordered channel `words` (JSON): everything under "words" below.
The channel `input` (reliable, ordered) and the channel `picture` (unordered, no retransmission) carry
the binary frames of `frames.input` and `frames.picture`. The communicator creates all three channels.
"""

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from yorisoi_protocol.broker import Count, Hex32, Hex64, Name, ShortText, StaffNumber
from yorisoi_protocol.limits import (
    CLIPBOARD_PIECE_CHARS,
    MAX_BOX_CHARS,
    MAX_OPEN_QUESTIONS,
    MAX_SCREEN,
    MAX_SDP_CHARS,
    MAX_SEALED_CHARS,
    MAX_WORD_BYTES,
)
from yorisoi_protocol.reading import Reader
from yorisoi_protocol.vocabulary import Answer, Codec, Ending, GateState, Permission, Role

AdHex = Annotated[str, Meta(pattern=r"^([0-9a-f]{2}){2,2048}\Z", max_length=4_096)]
SealedHex = Annotated[str, Meta(pattern=r"^([0-9a-f]{2}){16,}\Z", max_length=MAX_SEALED_CHARS)]
Kind = Annotated[str, Meta(pattern=r"^[a-z-]{1,24}\Z", max_length=24)]


class Message(Struct, frozen=True, forbid_unknown_fields=True, tag_field="t"):
    """Base of every message between the peers."""


class Sealed(Message, frozen=True, tag="sealed"):
    """AES-256-GCM under the exchange's keys. `kind` is additional data; the counter is implicit and strict."""

    kind: Kind
    data: SealedHex


class M1(Message, frozen=True, tag="m1"):
    """`ad` is hex of canonical JSON CommunicatorAd."""

    nonce: Hex32
    share: Hex32
    ad: AdHex


class M2(Message, frozen=True, tag="m2"):
    """`ad` is hex of canonical JSON SubscriberAd."""

    share: Hex32
    ad: AdHex


class M3(Message, frozen=True, tag="m3"):
    tag: Hex64
    offer: Sealed  # kind "offer", body Description


class M4(Message, frozen=True, tag="m4"):
    tag: Hex64
    answer: Sealed  # kind "answer", body Description


Exchange = M1 | M2 | M3 | M4 | Sealed
exchange: Reader[Exchange] = Reader(Exchange, MAX_BOX_CHARS)


class CommunicatorAd(Struct, frozen=True, forbid_unknown_fields=True):
    """Authenticated by the exchange: who claims, and the subscriber's key as the broker told it."""

    role: Role
    version: Count
    number: StaffNumber
    name: Name
    public_key: Hex32


class SubscriberAd(Struct, frozen=True, forbid_unknown_fields=True):
    role: Role
    version: Count
    public_key: Hex32


class Description(Struct, frozen=True, forbid_unknown_fields=True):
    """Body of sealed kinds offer, answer, re-offer, re-answer: an SDP with one sha-256 fingerprint."""

    type: Annotated[str, Meta(pattern=r"^(offer|answer)\Z", max_length=6)]
    sdp: Annotated[str, Meta(max_length=MAX_SDP_CHARS)]


class Candidate(Struct, frozen=True, forbid_unknown_fields=True):
    """Body of sealed kind candidate."""

    candidate: Annotated[str, Meta(max_length=1_024)]
    mid: Annotated[str, Meta(max_length=16)]


# words: communicator -> subscriber
class Ready(Message, frozen=True, tag="ready"):
    """First word of the viewer on the open channel: which codecs it has really decoded, and when."""

    codecs: Annotated[list[Codec], Meta(max_length=8)]


class Ask(Message, frozen=True, tag="ask"):
    permission: Permission


class GiveBack(Message, frozen=True, tag="give_back"):
    """The communicator lets go of a permission, or withdraws an open question."""

    permission: Permission


# words: both ways
class Alive(Message, frozen=True, tag="alive"):
    """Sign of life every 5 s. `serial` rises by one; `echo` is the newest serial heard."""

    serial: Count
    echo: Count


class ClipboardText(Message, frozen=True, tag="clipboard_text"):
    """One piece of text for the other side's clipboard, only by explicit paste; `last` completes it."""

    serial: Count
    last: bool
    text: Annotated[str, Meta(max_length=CLIPBOARD_PIECE_CHARS)]


class Bye(Message, frozen=True, tag="bye"):
    reason: Ending


# words: subscriber -> communicator
class Grant(Struct, frozen=True, forbid_unknown_fields=True):
    """`grant` is the number that input frames must carry; `left_ms` until it lapses."""

    permission: Permission
    grant: Count
    left_ms: Count


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    permission: Permission
    question: Count
    left_ms: Count


class LastAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    permission: Permission
    question: Count
    answer: Answer


class Snapshot(Message, frozen=True, tag="snapshot"):
    """The whole of the gate as it stands; sent at every change, never a delta."""

    state: GateState
    serial: Count
    grants: Annotated[list[Grant], Meta(max_length=len(Permission))]
    questions: Annotated[list[Question], Meta(max_length=MAX_OPEN_QUESTIONS)]
    answers: Annotated[list[LastAnswer], Meta(max_length=len(Permission))]
    paused: bool
    local_hand: bool


class Layout(Message, frozen=True, tag="layout"):
    """The desktop's size in pixels under a number that input and picture frames carry."""

    layout: Annotated[int, Meta(ge=1, le=65_535)]
    width: Annotated[int, Meta(ge=1, le=MAX_SCREEN)]
    height: Annotated[int, Meta(ge=1, le=MAX_SCREEN)]
    title: ShortText


class Note(Message, frozen=True, tag="note"):
    """Something the communicator should know, as a stable code (e.g. `text_unavailable`, `over_own_window`)."""

    code: Annotated[str, Meta(pattern=r"^[a-z_]{1,40}\Z", max_length=40)]


FromCommunicator = Ready | Ask | GiveBack | Alive | ClipboardText | Bye
FromSubscriber = Snapshot | Layout | Alive | ClipboardText | Bye | Note
from_communicator: Reader[FromCommunicator] = Reader(FromCommunicator, MAX_WORD_BYTES)
from_subscriber: Reader[FromSubscriber] = Reader(FromSubscriber, MAX_WORD_BYTES)
encode = msgspec.json.Encoder().encode
