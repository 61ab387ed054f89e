"""Writing the audit trail. Callers write inside their own transaction; there is no other way in."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from django.db import connection, transaction

from yorisoi_service.audit.errors import BadFacts, NoTransaction
from yorisoi_service.audit.models import Head, Row
from yorisoi_service.audit.rules import chain
from yorisoi_service.audit.rules.chain import Fact, Link

Signer = Callable[[bytes], bytes]


def record(*, event: str, by: str, about: str, now: datetime, facts: Mapping[str, Fact] | None = None) -> Row:
    """Append one row to the chain.

    `by` and `about` name people and things by number (`staff:12`, `session:...`, `ticket:7`), never by name.
    Must stand inside `transaction.atomic()`; the lock on the head is held until that transaction ends, so call it last.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(event)
    text = chain.canonical(dict(facts or {}))
    if len(text) > chain.MAX_FACTS_CHARS:
        raise BadFacts(f"{event}: facts of {len(text)} characters, {chain.MAX_FACTS_CHARS} allowed")
    return _append(_locked_head(), event=event, by=by, about=about, facts=text, now=now)


def hold() -> None:
    """Take the lock on the head before the first row: for a step whose own lock must come second, since a step that
    recorded something already may lead to it. Held until the transaction ends."""
    if not connection.in_atomic_block:
        raise NoTransaction("hold")
    _locked_head()


@transaction.atomic
def begin_once(*, event: str, about: str, now: datetime) -> bool:
    """Write that something began, unless it did already: True for exactly one caller, whichever process it is in."""
    _locked_head()
    if Row.objects.filter(event=event, about=about).exists():
        return False
    record(event=event, by="service", about=about, now=now)
    return True


@transaction.atomic
def record_checkpoint(*, sign: Signer, now: datetime) -> Row:
    """Append a checkpoint over the present head. Only the signer process has a `sign` to give."""
    head = _locked_head()
    signature = sign(chain.signed_part(head.hash, head.rows))
    facts = chain.canonical(chain.checkpoint_facts(head.hash, head.rows, signature))
    return _append(head, event=chain.CHECKPOINT, by="signer", about="audit", facts=facts, now=now)


def _locked_head() -> Head:
    """The head, ours until the transaction ends. A new database begins its chain here; where rows stand already and
    the head is gone, the first row's number is taken and the step fails."""
    return Head.objects.select_for_update().get_or_create(pk=1, defaults={"rows": 0, "hash": chain.GENESIS})[0]


def _append(head: Head, *, event: str, by: str, about: str, facts: str, now: datetime) -> Row:
    at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    unhashed = Link(head.rows, at, event, by, about, facts, head.hash, "")
    row = Row.objects.create(
        n=head.rows, at=at, event=event, by=by, about=about, facts=facts, prev=head.hash, hash=chain.digest(unhashed)
    )
    head.rows, head.hash = head.rows + 1, row.hash
    head.save(update_fields=["rows", "hash"])
    return row
