"""Opening, closing, moving, resting lines: plain rows. What it means for a contract is `contracts.services`'s.

Audited by number; addresses never enter the audit trail.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from ipaddress import ip_network

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.keys import keep_keys
from yorisoi_service.subscribers.models import Line, Subscriber, Suspension
from yorisoi_service.subscribers.services.checking import write_checked


@transaction.atomic
def add_line(
    *,
    subscriber: Subscriber,
    number: str,
    address: str,
    opened_on: date,
    fixed_networks: Sequence[str] = (),
    free_window_used: bool = False,
    by: StaffMember,
    now: datetime,
) -> Line:
    """Add one line of a subscriber. `fixed_networks` are ranges of its own, like "198.51.100.7/32".

    `free_window_used`: the contract began before our records, so no free months are left.
    """
    require(by, Deed.REGISTER_CONTRACT)
    line = Line(
        subscriber=subscriber,
        first_holder=subscriber,
        number=number.strip(),
        address=address.strip(),
        opened_on=opened_on,
        fixed_networks=_networks(fixed_networks),
        free_window_used=free_window_used,
    )
    write_checked(line)
    record(event="line.added", by=by.actor, about=f"line:{line.pk}", now=now)
    return line


@transaction.atomic
def close_line(*, line: Line, on: date, by: StaffMember, now: datetime) -> Line:
    """The line ends with this day. Does not touch its contract: `contracts.services` does."""
    require(by, Deed.CANCEL_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    if on < line.opened_on:
        raise BadRecord(_("A line cannot close before the day it opened."))
    line.closed_on = on
    line.save(update_fields=["closed_on"])
    record(event="line.closed", by=by.actor, about=f"line:{line.pk}", facts={"on": on.isoformat()}, now=now)
    return line


@transaction.atomic
def reopen_line(*, line: Line, by: StaffMember, now: datetime) -> Line:
    """The line did not end. Does not touch its contract: `contracts.services` does."""
    require(by, Deed.CANCEL_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    line.closed_on = None
    line.save(update_fields=["closed_on"])
    record(event="line.reopened", by=by.actor, about=f"line:{line.pk}", now=now)
    return line


@transaction.atomic
def move_line(
    *,
    line: Line,
    number: str,
    address: str,
    opened_on: date,
    fixed_networks: Sequence[str] = (),
    by: StaffMember,
    now: datetime,
) -> Line:
    """The line goes on under another number, at another address or by another technique: a new row that follows it.

    The old row closes with the day the new one opens. Does not touch the contract: `contracts.services.lines` does.
    """
    require(by, Deed.REGISTER_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    if line.closed_on is not None:
        raise BadRecord(_("This line is closed or has moved already. Search for the line that is open now."))
    if opened_on <= line.opened_on:
        raise BadRecord(_("The new line must open later than the line it replaces."))
    moved = Line(
        subscriber_id=line.subscriber_id,
        first_holder_id=line.first_holder_id,
        moved_from=line,
        number=number.strip(),
        address=address.strip(),
        opened_on=opened_on,
        fixed_networks=_networks(fixed_networks),
        free_window_used=line.free_window_used,
    )
    line.closed_on = opened_on
    line.save(update_fields=["closed_on"])
    write_checked(moved)
    facts: dict[str, Fact] = {"from": line.pk, "on": opened_on.isoformat()}
    record(event="line.moved", by=by.actor, about=f"line:{moved.pk}", facts=facts, now=now)
    return moved


@transaction.atomic
def join_lines(*, line: Line, to: Line, by: StaffMember, now: datetime) -> Line:
    """`to`, registered on its own, follows `line` as if that one had moved; a `line` still open closes the day `to` opened.

    Whose first time it was stays with `line`. Does not touch contracts: `contracts.services.replacing` does.
    """
    require(by, Deed.REGISTER_CONTRACT)
    if line.closed_on is None:
        line.closed_on = to.opened_on
        line.save(update_fields=["closed_on"])
    to.moved_from, to.first_holder_id = line, line.first_holder_id
    to.save(update_fields=["moved_from", "first_holder"])
    facts: dict[str, Fact] = {"from": line.pk, "on": to.opened_on.isoformat()}
    record(event="line.moved", by=by.actor, about=f"line:{to.pk}", facts=facts, now=now)
    return to


@transaction.atomic
def correct_line(*, line: Line, number: str, address: str, opened_on: date, by: StaffMember, now: datetime) -> Line:
    """What was mistyped about a line put right; the line it replaced closes with it on any day.

    Does not touch contracts: `contracts.services.line_data` does.
    """
    require(by, Deed.REGISTER_CONTRACT)
    older = line.moved_from
    if older is not None and older.closed_on == line.opened_on:
        older.closed_on = opened_on
        older.save(update_fields=["closed_on"])
    line.number, line.address, line.opened_on = number.strip(), address.strip(), opened_on
    write_checked(line)
    record(event="line.corrected", by=by.actor, about=f"line:{line.pk}", now=now)
    return line


@transaction.atomic
def hand_line_over(*, line: Line, to: Subscriber, by: StaffMember, now: datetime) -> Line:
    """The line is now another subscriber's (succession). Who held it first stays, and with it the free months (T16)."""
    require(by, Deed.REGISTER_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    before, line.subscriber = line.subscriber_id, to
    if before == to.pk:
        raise BadRecord(_("This subscriber holds the line already."))
    line.save(update_fields=["subscriber"])
    keep_keys([before, to.pk])
    facts: dict[str, Fact] = {"from": before, "to": to.pk}
    record(event="line.handed_over", by=by.actor, about=f"line:{line.pk}", facts=facts, now=now)
    return line


@transaction.atomic
def suspend_line(*, line: Line, first_on: date, last_on: date, by: StaffMember, now: datetime) -> Suspension:
    """The line rests on these days, both included; days that rest already are refused (T15)."""
    require(by, Deed.REGISTER_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    if last_on < first_on or first_on < line.opened_on:
        raise BadRecord(_("A line rests from a day on which it is open to the same day or a later one."))
    if line.suspensions.filter(first_on__lte=last_on, last_on__gte=first_on).exists():
        raise BadRecord(_("The line rests on some of these days already. Enter only the days that are new."))
    rest = Suspension.objects.create(line=line, first_on=first_on, last_on=last_on)
    facts: dict[str, Fact] = {"first_on": first_on.isoformat(), "last_on": last_on.isoformat()}
    record(event="line.suspended", by=by.actor, about=f"line:{line.pk}", facts=facts, now=now)
    return rest


@transaction.atomic
def resume_line(*, line: Line, on: date, by: StaffMember, now: datetime) -> Suspension | None:
    """The line is used again from this day. A rest that would begin on it or later is taken back and None returned."""
    require(by, Deed.REGISTER_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    rest = line.suspensions.filter(last_on__gte=on).order_by("first_on").first()
    if rest is None:
        raise BadRecord(_("The line does not rest on that day or later."))
    facts: dict[str, Fact] = {"on": on.isoformat(), "first_on": rest.first_on.isoformat()}
    kept = rest.first_on < on
    if kept:
        rest.last_on = on - timedelta(days=1)
        rest.save(update_fields=["last_on"])
    else:
        rest.delete()
    record(event="line.resumed", by=by.actor, about=f"line:{line.pk}", facts=facts, now=now)
    return rest if kept else None


@transaction.atomic
def mark_free_window(*, line: Line, used: bool, by: StaffMember, now: datetime) -> Line:
    """Say whether the free months were used before our records begin; staff correct what an import had to assume."""
    require(by, Deed.REGISTER_CONTRACT)
    line = Line.objects.select_for_update().get(pk=line.pk)
    line.free_window_used = used
    line.save(update_fields=["free_window_used"])
    record(event="line.free_window", by=by.actor, about=f"line:{line.pk}", facts={"used": used}, now=now)
    return line


def _networks(fixed: Sequence[str]) -> list[str]:
    try:
        return [str(ip_network(text)) for text in fixed]
    except ValueError as wrong:
        raise BadRecord(_("A fixed network is not an address range: %(text)s") % {"text": wrong}) from None
