"""Evidence of one session: the subscriber's own log, entry by entry chained and signed, and the removal receipt.

An entry is one line of canonical JSON. `hash` covers the session, the entry and, through `prev`, everything before it;
`sig` (Ed25519, the key of `Open`) covers the hash. Anybody who has the public key can check a line, a chain, a receipt.
Handed over as they happen, entries cannot be denied or reordered later; a cut tail shows in the receipt's head.
No clock: moments are the session's own milliseconds. No personal data belongs into an entry.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, TypeVar

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec import Meta, Struct

from yorisoi_protocol.broker import Count, Hex32, Hex64, ShortText, Token
from yorisoi_protocol.limits import MAX_ENTRY_CHARS, MAX_RECEIPT_CHARS, MAX_RECEIPT_ITEMS
from yorisoi_protocol.reading import Malformed, Reader
from yorisoi_protocol.vocabulary import Permission, Removal

Read = TypeVar("Read")
NO_HEAD = ""  # `prev` of the first entry, and the head of an empty log
Event = Annotated[str, Meta(pattern=r"^[a-z_]{1,40}\Z", max_length=40)]
Hash = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z", max_length=64)]


class EvidenceError(Exception):
    """This is not what the session's key signed, or not in this place. The text says what is wrong, in one line."""


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One signed entry. `at` is in the session's milliseconds, `number` that of the question or grant (or 0)."""

    n: Count
    at: Count
    event: Event
    permission: Permission | None
    number: Count
    prev: Hash
    hash: Hex32
    sig: Hex64


class ReceiptText(Struct, frozen=True, forbid_unknown_fields=True):
    """The end of the log (`n` entries, `head`) and what became of the program. `items` name what was removed."""

    session: Token
    n: Count
    head: Hash
    removal: Removal
    items: Annotated[list[ShortText], Meta(max_length=MAX_RECEIPT_ITEMS)]
    sig: Hex64


@dataclass(frozen=True)
class Head:
    """Where a log stands: number of entries and hash of the last one."""

    n: int
    head: str


_entry: Reader[Entry] = Reader(Entry, MAX_ENTRY_CHARS)
_receipt: Reader[ReceiptText] = Reader(ReceiptText, MAX_RECEIPT_CHARS)


class Log:
    """The writing side. `append` answers the line to report; nothing is kept but the head."""

    def __init__(self, key: Ed25519PrivateKey, session: str) -> None:
        self._key, self._session = key, session
        self.head = Head(0, NO_HEAD)

    def append(self, at_ms: int, event: str, permission: Permission | None = None, number: int = 0) -> str:
        """One canonical JSON line. `ValueError` when the entry could not be read back; the log stays as it is."""
        n, prev = self.head.n, self.head.head
        digest = _hash(self._session, n, at_ms, event, permission, number, prev)
        sig = self._key.sign(_signed_entry(self._session, digest)).hex()
        line = msgspec.json.encode(Entry(n, at_ms, event, permission, number, prev, digest, sig)).decode()
        _entry.decode(line)
        self.head = Head(n + 1, digest)
        return line

    def receipt(self, removal: Removal, items: Iterable[str] = ()) -> str:
        """The signed removal receipt over the log as it stands."""
        draft = ReceiptText(self._session, self.head.n, self.head.head, removal, list(items), "")
        sig = self._key.sign(_signed_receipt(draft)).hex()
        line = msgspec.json.encode(msgspec.structs.replace(draft, sig=sig)).decode()
        _receipt.decode(line)
        return line


def public_key_of(key: Ed25519PrivateKey) -> str:
    """The public key as `Open` carries it."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def verify_entry(line: str, public_key: str, session: str, *, n: int, prev: str) -> Entry:
    """The entry, when it is the one that follows `n` entries ending in `prev`; else `EvidenceError`."""
    entry = _read(_entry, line)
    if (entry.n, entry.prev) != (n, prev):
        raise EvidenceError(f"entry {n} is missing, moved or repeated")
    digest = _hash(session, entry.n, entry.at, entry.event, entry.permission, entry.number, entry.prev)
    if digest != entry.hash:
        raise EvidenceError(f"entry {n} was altered")
    _check(public_key, entry.sig, _signed_entry(session, digest))
    return entry


def verify_chain(lines: Iterable[str], public_key: str, session: str) -> Head:
    """Where an intact log stands; `EvidenceError` names the first entry that does not fit."""
    head = Head(0, NO_HEAD)
    for line in lines:
        entry = verify_entry(line, public_key, session, n=head.n, prev=head.head)
        head = Head(entry.n + 1, entry.hash)
    return head


def verify_receipt(line: str, public_key: str, session: str) -> ReceiptText:
    """The receipt, when it is this session's and signed by its key; compare its head with the log you have."""
    receipt = _read(_receipt, line)
    if receipt.session != session:
        raise EvidenceError("a receipt of another session")
    _check(public_key, receipt.sig, _signed_receipt(receipt))
    return receipt


def _read(reader: Reader[Read], line: str) -> Read:
    try:
        value = reader.decode(line)
    except Malformed:
        raise EvidenceError("not an entry or receipt") from None
    if msgspec.json.encode(value).decode() != line:
        raise EvidenceError("not canonical")
    return value


def _hash(session: str, n: int, at_ms: int, event: str, permission: Permission | None, number: int, prev: str) -> str:
    body = msgspec.json.encode((session, n, at_ms, event, permission, number, prev))
    return hashlib.sha256(b"yorisoi/1 entry " + body).hexdigest()


def _signed_entry(session: str, digest: str) -> bytes:
    return f"yorisoi/1 signed entry {session} {digest}".encode()


def _signed_receipt(receipt: ReceiptText) -> bytes:
    fields = (receipt.session, receipt.n, receipt.head, receipt.removal, receipt.items)
    return b"yorisoi/1 removal receipt " + msgspec.json.encode(fields)


def _check(public_key: str, sig: str, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(sig), message)
    except (InvalidSignature, ValueError):
        raise EvidenceError("not signed by the key of this session") from None
