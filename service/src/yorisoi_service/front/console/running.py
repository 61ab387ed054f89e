"""Sessions that run now, as the desk shows them: who, until when, what is granted at this moment, who looks along.

Rows in, plain values out, in a fixed number of queries. What is granted comes from the verified entries alone.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from django.utils.functional import Promise
from yorisoi_protocol.limits import MAX_JOINED, TIME_SOON_S
from yorisoi_protocol.vocabulary import ViewerKind

from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.front.console import words
from yorisoi_service.front.console.glance import went_on
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.models import Extension, Session
from yorisoi_service.remote.queries import Standing
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

Words: TypeAlias = str | Promise


@dataclass(frozen=True)
class RunningShown:
    """One running session. `minutes` are what is left of its time; `granted` are the permissions held now, in words."""

    row: Session
    sentence: Words
    granted: tuple[Words, ...]
    is_paused: bool
    minutes: int
    is_soon: bool
    joined: tuple["RunningShown", ...] = ()
    extensions: tuple[Extension, ...] = ()
    may_extend: bool = False
    may_join: bool = False


@dataclass(frozen=True)
class UnclosedShown:
    """A session that ended without a receipt or an explanation. `is_expected`: the very program that owes the receipt is
    at work in a session that runs."""

    row: Session
    sentence: Words
    ending: Words
    is_expected: bool


def running_of(ticket: Ticket, *, by: StaffMember, now: datetime) -> list[RunningShown]:
    """What runs on one ticket, the first one first."""
    rows = [*remote.running_of_ticket(ticket.pk), *remote.running_of_ticket(ticket.pk, ViewerKind.JOINED)]
    return _shown(rows, by=by, now=now)


def running_now(*, by: StaffMember, now: datetime) -> list[RunningShown]:
    """Everything that runs, the longest first, each with who looks along (D12)."""
    return _shown(remote.live_sessions(), by=by, now=now)


def unclosed(running: Sequence[RunningShown]) -> list[UnclosedShown]:
    """What ended and is not closed, the oldest first: alarms but where the program is known to be at work still (R37)."""
    busy = {shown.row.ticket for shown in running}
    rows = remote.not_closed()
    at_work = {row.pk for row in rows if row.ticket in busy and went_on(row)} | {shown.row.pk for shown in running}
    return [
        UnclosedShown(
            row=row,
            sentence=words.SHOWN[desk.session_shown_as(row)],
            ending=words.ENDINGS.get(row.ending, row.ending),
            is_expected=(row.pk if row.is_main else row.beside_id) in at_work,
        )
        for row in rows
    ]


def _shown(rows: Sequence[Session], *, by: StaffMember, now: datetime) -> list[RunningShown]:
    stands = remote.standing_of(row.pk for row in rows)
    extended: dict[str, list[Extension]] = defaultdict(list)
    for extension in remote.extensions_of(row.pk for row in rows):
        extended[extension.session_id].append(extension)
    beside: dict[str, list[Session]] = defaultdict(list)
    for row in rows:
        if row.beside_id is not None:
            beside[row.beside_id].append(row)
    return [
        _one(
            row,
            stands[row.pk],
            now=now,
            joined=tuple(_one(each, stands[each.pk], now=now) for each in beside[row.pk]),
            # Where less was decided afterwards, an end further on holds no more.
            extensions=tuple(e for e in extended[row.pk] if row.deadline_at is None or e.until <= row.deadline_at),
            by=by,
        )
        for row in rows
        if row.is_main
    ]


def _one(
    row: Session,
    standing: Standing,
    *,
    now: datetime,
    joined: tuple[RunningShown, ...] = (),
    extensions: tuple[Extension, ...] = (),
    by: StaffMember | None = None,
) -> RunningShown:
    left_s = 0 if row.deadline_at is None else max(0, int((row.deadline_at - now).total_seconds()))
    lookers = {row.communicator_id, *(each.row.communicator_id for each in joined)}
    return RunningShown(
        row=row,
        sentence=words.SHOWN[desk.session_shown_as(row)],
        granted=tuple(words.PERMISSIONS[one] for one in standing.granted),
        is_paused=standing.paused,
        minutes=-(-left_s // 60),
        is_soon=left_s <= TIME_SOON_S,
        joined=joined,
        extensions=extensions,
        may_extend=by is not None and (row.communicator_id == by.pk or by.may(Deed.END_OTHERS_SESSION)),
        may_join=by is not None
        and by.may(Deed.SEE_LIVE_SESSIONS)
        and by.pk not in lookers
        and len(joined) < MAX_JOINED,
    )
