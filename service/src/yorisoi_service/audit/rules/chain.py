"""The hash chain of the audit trail: what a row's hash covers, and how a chain is judged.

A row is {"n", "at", "event", "by", "about", "facts", "prev"}; its hash is SHA-256 over the canonical JSON of exactly
these. A checkpoint is an ordinary row whose facts hold the head before it, signed by a key the service does not hold.
No personal data enters a row: people and sessions appear by number only, so retention never breaks the chain.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

GENESIS = "0" * 64
CHECKPOINT = "audit.checkpoint"
MAX_FACTS_CHARS = 4_000
ROWS_BETWEEN_CHECKPOINTS = 1_000
SECONDS_BETWEEN_CHECKPOINTS = 600
LONGEST_UNSIGNED = timedelta(minutes=15)

Fact = str | int | bool | None | list[str] | list[int]
Verifier = Callable[[bytes, bytes], bool]  # (signature, message) -> is it the signer's?


@dataclass(frozen=True)
class Link:
    """One row as the chain sees it; `facts` is canonical JSON text."""

    n: int
    at: str
    event: str
    by: str
    about: str
    facts: str
    prev: str
    hash: str


def is_neglected(unsigned: int, oldest: datetime | None, *, now: datetime) -> bool:
    """Do rows wait for a checkpoint in greater number, or for longer, than with a signer that runs?"""
    return unsigned > ROWS_BETWEEN_CHECKPOINTS or (oldest is not None and now - oldest > LONGEST_UNSIGNED)


@dataclass(frozen=True)
class Report:
    """What a walk over the chain found. `fault` is None when every row holds."""

    rows: int
    head: str
    last_checkpoint: int | None
    fault: str | None = None

    @property
    def unsigned_tail(self) -> int:
        """Rows after the last checkpoint: what a database owner could still rewrite unseen."""
        return self.rows if self.last_checkpoint is None else self.rows - 1 - self.last_checkpoint


def canonical(value: object) -> str:
    """JSON with one spelling for one value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def covered(link: Link) -> dict[str, object]:
    """What the hash covers: everything but the hash."""
    return {
        "n": link.n,
        "at": link.at,
        "event": link.event,
        "by": link.by,
        "about": link.about,
        "facts": link.facts,
        "prev": link.prev,
    }


def digest(link: Link) -> str:
    return hashlib.sha256(canonical(covered(link)).encode()).hexdigest()


def line(link: Link) -> str:
    """The row as one line of text, for the copy kept elsewhere."""
    return canonical({**covered(link), "hash": link.hash})


def signed_part(head: str, n: int) -> bytes:
    """What a checkpoint's signature covers: the head before it and the checkpoint's own number."""
    return b"yorisoi audit checkpoint 1\0" + canonical({"head": head, "n": n}).encode()


def checkpoint_facts(head: str, n: int, signature: bytes) -> dict[str, Fact]:
    return {"head": head, "n": n, "signature": signature.hex()}


def fault_of(link: Link, prev: str, n: int, is_signed: Verifier) -> str | None:
    """Why this row cannot stand at place `n` after `prev`, or None."""
    if link.n != n:
        return f"row {n} is missing, moved or inserted (found number {link.n})"
    if link.prev != prev:
        return "it does not follow the row before it"
    if link.hash != digest(link):
        return "its content was altered"
    try:
        facts = json.loads(link.facts)
    except ValueError:
        return "its facts are not JSON"
    if canonical(facts) != link.facts:
        return "its facts are not in canonical form"
    if link.event != CHECKPOINT:
        return None
    if not isinstance(facts, dict) or set(facts) != {"head", "n", "signature"}:
        return "it is not a whole checkpoint"
    if facts["head"] != prev or facts["n"] != n:
        return "it is a checkpoint of another place"
    try:
        signature = bytes.fromhex(str(facts["signature"]))
    except ValueError:
        return "its signature is not hexadecimal"
    return None if is_signed(signature, signed_part(prev, n)) else "its signature is not the signer's"


def walk(
    links: Iterable[Link],
    is_signed: Verifier,
    *,
    start: tuple[int, str] = (0, GENESIS),
    expect: str | None = None,
) -> Report:
    """Judge a chain from `start` (number and hash before it) to its end.

    `expect` is a checkpoint line kept elsewhere; a chain in which it does not occur was cut or rewritten.
    """
    n, prev = start
    last: int | None = None
    seen = expect is None
    for link in links:
        fault = fault_of(link, prev, n, is_signed)
        if fault is not None:
            return Report(n, prev, last, f"row {n}: {fault}")
        if link.event == CHECKPOINT:
            last = n
            seen = seen or line(link) == expect
        prev, n = link.hash, n + 1
    if not seen:
        return Report(
            n, prev, last, f"row {max(n - 1, 0)}: the known checkpoint is not in this trail: cut or rewritten"
        )
    return Report(n, prev, last)
