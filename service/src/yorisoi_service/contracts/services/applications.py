"""Applications: taken down, refused, taken back, and made a contract by the form (R01, R03, T7)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadDay, NotEligible, NotNow
from yorisoi_service.contracts.models import Application, Campaign, Period
from yorisoi_service.contracts.rules.period import may_follow, start_of
from yorisoi_service.contracts.rules.story import Channel, Kind, Rejection, State
from yorisoi_service.contracts.services.periods import MOVED, join
from yorisoi_service.contracts.services.telling import hold, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line

REFUSALS = {
    Rejection.NO_LINE: _(
        "Not eligible: support is given on open lines of this provider only. The internet contract comes first."
    ),
    Rejection.DUPLICATE: _("Refused: this line has a support contract or an application already."),
    Rejection.OTHER: _("This application was refused."),
}


@transaction.atomic
def apply(
    *,
    line: Line | None,
    received_on: date,
    channel: Channel | str = Channel.PHONE,
    solicited: bool = False,
    by: StaffMember,
    now: datetime,
) -> Application:
    """Take an application down. A telephone call alone begins no contract: the form does (T7).

    Without an open line, or beside a contract or another application, it is written as `rejected` at once, with its
    code; REFUSALS holds the sentence. Applicants without a line of ours are counted, nothing of them is kept.
    """
    require(by, Deed.REGISTER_CONTRACT)
    if received_on > business_day(now):
        raise BadDay(_("This day lies in the future. Enter the day the application came in."))
    line = None if line is None else hold(line)
    if line is not None and Line.objects.filter(moved_from=line).exists():
        raise NotEligible(MOVED)
    rejection = _rejection(line, received_on)
    application = Application.objects.create(
        line=line,
        state=State.REJECTED if rejection else State.APPLIED,
        channel=Channel(channel),
        solicited=solicited,
        received_on=received_on,
        rejection=rejection or "",
        entered_by=by,
        entered_at=now,
    )
    _tell(application, Kind.REJECTED if rejection else Kind.APPLIED, on=received_on, by=by, now=now)
    return application


@transaction.atomic
def reject(*, application: Application, code: Rejection | str, by: StaffMember, now: datetime) -> Application:
    """Refuse an application that waits."""
    require(by, Deed.REGISTER_CONTRACT)
    application = _waiting(application)
    application.state, application.rejection = State.REJECTED, Rejection(code)
    application.save(update_fields=["state", "rejection"])
    _tell(application, Kind.REJECTED, on=business_day(now), by=by, now=now)
    return application


@transaction.atomic
def withdraw_application(*, application: Application, by: StaffMember, now: datetime) -> Application:
    """The applicant takes it back before anything began; it never was (no first time is used up)."""
    require(by, Deed.REGISTER_CONTRACT)
    application = _waiting(application)
    application.state = State.WITHDRAWN
    application.save(update_fields=["state"])
    _tell(application, Kind.WITHDRAWN, on=business_day(now), by=by, now=now)
    return application


@transaction.atomic
def activate(
    *,
    application: Application,
    form_on: date,
    terms_version: str,
    campaign: Campaign | None = None,
    by: StaffMember,
    now: datetime,
) -> Period:
    """The form is filled in: the contract begins on its day (R01), as `periods.join` says, and refuses as it does."""
    require(by, Deed.REGISTER_CONTRACT)
    application = _waiting(application)
    if application.line is None:
        raise NotNow(REFUSALS[Rejection.NO_LINE])
    return join(
        line=application.line,
        form_on=form_on,
        terms_version=terms_version,
        campaign=campaign,
        channel=application.channel,
        solicited=application.solicited,
        by=by,
        now=now,
    )


def _rejection(line: Line | None, on: date) -> Rejection | None:
    if line is None or (line.closed_on is not None and line.closed_on < on):
        return Rejection.NO_LINE
    last = queries.counting(line.pk).last()
    has_contract = last is not None and not may_follow(last.days(), start_of(on, line.opened_on))
    return Rejection.DUPLICATE if has_contract or queries.waiting_application(line.pk) is not None else None


def _waiting(application: Application) -> Application:
    """The application as it is now, its line held; NotNow when it waits no longer."""
    if application.line_id is not None:
        Line.objects.select_for_update().get(pk=application.line_id)
    application = Application.objects.select_related("line").get(pk=application.pk)
    if application.state != State.APPLIED:
        sentence = REFUSALS.get(Rejection(application.rejection)) if application.rejection else None
        raise NotNow(sentence or _("This application is settled already. Look at the line's story."))
    return application


def _tell(application: Application, kind: Kind, *, on: date, by: StaffMember, now: datetime) -> None:
    facts = {"application": application.pk, "channel": application.channel, "code": application.rejection}
    if application.line is None:  # there is no story to tell it in
        about = f"application:{application.pk}"
        record(event=f"contract.{kind}", by=by.actor, about=about, facts=facts, now=now)
        return
    tell(kind, line=application.line, on=on, facts=facts, by=by, now=now)
