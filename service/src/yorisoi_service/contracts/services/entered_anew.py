"""A contract whose entry was wrong is entered anew: the old row becomes void and stays, the new one takes its place."""

from datetime import date, datetime
from typing import Any

from yorisoi_service.clock import business_day
from yorisoi_service.contracts.models import Acceptance, Application, Campaign, Period
from yorisoi_service.contracts.rules.story import Void
from yorisoi_service.contracts.services.telling import make_void
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line


def line_of_form(line: Line, form_on: date) -> Line:
    """The row of this line, or of those it replaced, that was in service on the form's day: a late form may be older
    than a move, and then counts from its own day (T12)."""
    while line.moved_from is not None and form_on < line.opened_on:
        line = line.moved_from
    return line


def enter_anew(
    old: Period,
    *,
    form_on: date,
    form_line: Line,
    start_on: date,
    campaign: Campaign | None,
    terms_version: str | None = None,
    by: StaffMember,
    now: datetime,
    **other: Any,
) -> Period:
    """The new row, with `other` fields of it; its end, its application and, without a `terms_version` ("" for none), the
    terms accepted are taken over. Checks nothing and tells nothing: its callers do, inside their transaction."""
    make_void(old, Void.CORRECTED, business_day(now))
    kept = {name: getattr(old, name) for name in ("end_on", "requested_end_on", "end_cause", "channel", "solicited")}
    new = Period.objects.create(
        line=old.line,
        form_line=form_line,
        sequence=old.sequence,
        form_on=form_on,
        start_on=start_on,
        campaign=campaign,
        corrects=old,
        entered_by=by,
        entered_at=now,
        **(kept | other),
    )
    accepted = list(old.acceptances.values_list("version", "accepted_on")) if terms_version is None else []
    if terms_version:
        accepted = [(terms_version, form_on)]
    for version, on in accepted:
        Acceptance.objects.create(period=new, version=version, accepted_on=on)
    Application.objects.filter(period=old).update(period=new)
    return new
