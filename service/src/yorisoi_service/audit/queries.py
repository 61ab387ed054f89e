"""Reading the audit trail."""

from collections.abc import Iterator
from datetime import datetime

from yorisoi_service.audit.models import Head, Row
from yorisoi_service.audit.rules import chain
from yorisoi_service.audit.rules.chain import Link, Report, Verifier

BATCH = 2_000


def head() -> tuple[int, str]:
    """How many rows there are, and the hash of the last one."""
    row = Head.objects.filter(pk=1).first()
    return (0, chain.GENESIS) if row is None else (row.rows, row.hash)


def links(*, after: int = -1) -> Iterator[Link]:
    """Every row behind number `after`, in order, without holding them all in memory."""
    return (row.link() for row in Row.objects.filter(n__gt=after).order_by("n").iterator(chunk_size=BATCH))


def last_checkpoint() -> Link | None:
    """The newest checkpoint row, unverified."""
    row = Row.objects.filter(event=chain.CHECKPOINT).order_by("-n").first()
    return None if row is None else row.link()


def oldest_unsigned(*, behind: int) -> datetime | None:
    """Since when rows wait for a checkpoint behind row `behind` (-1: there was none); None when none waits."""
    row = Row.objects.filter(n__gt=behind).order_by("n").first()
    return None if row is None else datetime.fromisoformat(row.at)


def judge(is_signed: Verifier, *, expect: str | None = None) -> Report:
    """Walk over the whole trail; the head row must agree with what is found."""
    report = chain.walk(links(), is_signed, expect=expect)
    if report.fault is None and head() != (report.rows, report.head):
        return Report(
            report.rows, report.head, report.last_checkpoint, f"row {report.rows}: the head names another end"
        )
    return report


def about(thing: str, *, limit: int = 200) -> list[Row]:
    """The newest rows about one thing (`session:...`, `ticket:7`, `staff:12`)."""
    return list(Row.objects.filter(about=thing).order_by("-n")[:limit])
