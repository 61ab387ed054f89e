"""Beginning a contract, taking it back, correcting a mistyped one. Office work only: no communicator, no session, ever
calls these (R05, D2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import (
    AlreadyActive,
    BadCampaign,
    BadDay,
    MonthClosed,
    NoRight,
    NotEligible,
)
from yorisoi_service.contracts.models import Acceptance, Application, Campaign, Period
from yorisoi_service.contracts.rules.campaign import Applicant, is_offered
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.period import may_follow, start_of
from yorisoi_service.contracts.rules.story import Channel, EndCause, ForWhom, Kind, State, Void
from yorisoi_service.contracts.rules.withdrawal import Ground, Lacking, lacking
from yorisoi_service.contracts.services.entered_anew import enter_anew, line_of_form
from yorisoi_service.contracts.services.telling import check_counts, check_newest, hold, hold_period, make_void, tell
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Line

MOVED = _("This line has moved. Register the contract on the line that replaced it.")
WHY_NOT = {
    Lacking.UNUSED: _("A support session was held already, so this contract cannot be withdrawn. Cancel it instead."),
    Lacking.BEFORE_START: _("This contract has begun already. Cancel it, or choose another ground."),
    Lacking.SOLICITED: _(
        "Only somebody we called or visited may withdraw on this ground. Cancel the contract instead."
    ),
    Lacking.IN_TIME: _("The days in which this contract could be withdrawn are over. Cancel it instead."),
    Lacking.LINE_CANCELLED: _("The line is not closed. Enter the end of the line first."),
}


@transaction.atomic
def join(
    *,
    line: Line,
    form_on: date,
    terms_version: str,
    campaign: Campaign | None = None,
    channel: Channel | str = Channel.OFFICE,
    solicited: bool = False,
    by: StaffMember,
    now: datetime,
) -> Period:
    """Begin a contract from the day of the form (R01), or again after a cancellation (R08).

    Writes the period, the acceptance of the terms printed on the form, the story and an audit row; an application that
    waits on this line becomes this contract. Issues no letter. Where the line has an end, the contract ends with it.
    `terms_version` may be empty when the form carried no terms; they are then read aloud before the first session.
    NotEligible without an open line, AlreadyActive beside another contract, BadDay for a form of a day to come,
    BadCampaign for an offer that is not theirs.
    """
    require(by, Deed.REGISTER_CONTRACT)
    line = hold(line)
    if form_on > business_day(now):
        raise BadDay(_("The form's day lies in the future. Enter the day the form was filled in."))
    form_line = line_of_form(line, form_on)
    start_on = start_of(form_on, form_line.opened_on)
    if Line.objects.filter(moved_from=line).exists():
        raise NotEligible(MOVED)
    if line.closed_on is not None and line.closed_on < start_on:
        raise NotEligible(_("This line is not open on that day, so no support contract can begin."))
    previous = queries.counting(line.pk).last()
    if previous is not None and not may_follow(previous.days(), start_on):
        raise AlreadyActive(_("This line has a support contract already. One contract serves everybody on the line."))
    if campaign is not None:
        _check_offer(campaign, line, form_on, returning=previous is not None)
    period = Period.objects.create(
        line=line,
        form_line=form_line,
        sequence=1 if previous is None else previous.sequence + 1,
        form_on=form_on,
        start_on=start_on,
        end_on=line.closed_on,
        end_cause=EndCause.OPEN if line.closed_on is None else EndCause.LINE_CLOSED,
        campaign=campaign,
        channel=Channel(channel),
        solicited=solicited,
        entered_by=by,
        entered_at=now,
    )
    if terms_version:
        Acceptance.objects.create(period=period, version=terms_version, accepted_on=form_on)
    Application.objects.filter(line=line, state=State.APPLIED).update(state=State.ACTIVE, period=period)
    facts: dict[str, Fact] = {
        "sequence": period.sequence,
        "form_on": form_on.isoformat(),
        "start_on": start_on.isoformat(),
        "campaign": campaign.code if campaign else "",
        "channel": period.channel,
        "solicited": solicited,
        "terms": terms_version,
    }
    kind = Kind.JOINED if previous is None else Kind.REJOINED
    tell(kind, line=line, on=start_on, period=period, facts=facts, by=by, now=now)
    return period


@transaction.atomic
def withdraw(
    *,
    period: Period,
    ground: Ground | str,
    sessions_held: int,
    requested_on: date | None = None,
    paper_on: date | None = None,
    by: StaffMember,
    now: datetime,
    withdrawal_days: int,
) -> Period:
    """Take a contract back as if it had never been: it costs nothing and does not use up the first time.

    Only under a right to withdraw and when no session was held. The day of the request counts (today if None), from
    the day the paper was received (if None, the day the contract was entered: no letter is older; for the ground
    "line_cancelled" the internet contract's paper counts, if None the day the line opened). NoRight says which condition
    is lacking; NotNow when a later contract stands on the line.
    """
    require(by, Deed.CANCEL_CONTRACT)
    period = hold_period(period)
    asked = requested_on or business_day(now)
    if asked > business_day(now) or asked < period.form_on:
        raise BadDay(_("The request's day must lie between the form and today."))
    check_newest(period)
    fault = lacking(
        Ground(ground),
        asked=asked,
        start_on=period.start_on,
        solicited=period.solicited,
        paper_on=paper_on or max(period.form_on, business_day(period.entered_at)),
        line_closed_on=period.line.closed_on,
        line_paper_on=paper_on or period.line.opened_on,
        sessions_held=sessions_held,
        days=withdrawal_days,
    )
    if fault is not None:
        raise NoRight(WHY_NOT[fault])
    make_void(period, Void.WITHDRAWN, asked)
    Application.objects.filter(period=period).update(state=State.WITHDRAWN)
    facts: dict[str, Fact] = {"ground": str(ground), "sequence": period.sequence}
    tell(Kind.WITHDRAWN, line=period.line, on=asked, period=period, facts=facts, by=by, now=now)
    return period


@transaction.atomic
def correct(
    *,
    period: Period,
    form_on: date,
    campaign: Campaign | None,
    channel: Channel | str | None = None,
    solicited: bool | None = None,
    terms_version: str | None = None,
    open_from: Month,
    by: StaffMember,
    now: datetime,
) -> Period:
    """A mistyped application: the old entry becomes void, a new one with what the form says takes its place.

    `open_from` is the first month that is not closed; MonthClosed when a month before it would be touched. The end is
    taken over, and what is None: how it came, whether we had proposed it, the terms accepted ("" for none).
    """
    require(by, Deed.REGISTER_CONTRACT)
    old = hold_period(period)
    check_counts(old)
    if form_on > business_day(now):
        raise BadDay(_("The form's day lies in the future. Enter the day the form was filled in."))
    form_line = line_of_form(old.line, form_on)
    start_on = start_of(form_on, form_line.opened_on)
    if Month.of(min(start_on, old.start_on)) < open_from:
        raise MonthClosed(_("This would change a month that is closed already. Ask the accountant."))
    if old.end_on is not None and old.end_on < start_on:
        raise BadDay(_("The contract would begin after its last day. Check the day of the form."))
    earlier = queries.counting(old.line_id).filter(sequence__lt=old.sequence).last()
    if earlier is not None and not may_follow(earlier.days(), start_on):
        raise AlreadyActive(_("On that day the line had another support contract. Check the day of the form."))
    if campaign is not None and campaign != old.campaign:
        _check_offer(campaign, old.line, form_on, returning=earlier is not None, leaving_out=old)
    told_by, proposed = Channel(channel or old.channel), old.solicited if solicited is None else solicited
    new = enter_anew(
        old,
        form_on=form_on,
        form_line=form_line,
        start_on=start_on,
        campaign=campaign,
        terms_version=terms_version,
        channel=told_by,
        solicited=proposed,
        by=by,
        now=now,
    )
    facts: dict[str, Fact] = {
        "what": "application",
        "form_on": form_on.isoformat(),
        "start_on": start_on.isoformat(),
        "campaign": campaign.code if campaign else "",
        "form_on_before": old.form_on.isoformat(),
        "start_on_before": old.start_on.isoformat(),
        "campaign_before": old.campaign.code if old.campaign else "",
    }
    if told_by != old.channel:
        facts |= {"channel": str(told_by), "channel_before": old.channel}
    if proposed != old.solicited:
        facts |= {"solicited": proposed, "solicited_before": old.solicited}
    if terms_version is not None:
        before = old.acceptances.order_by("pk").values_list("version", flat=True)
        facts |= {"terms": terms_version, "terms_before": ", ".join(before)}
    tell(Kind.CORRECTED, line=old.line, on=start_on, period=new, facts=facts, by=by, now=now)
    return new


def _check_offer(
    campaign: Campaign, line: Line, form_on: date, *, returning: bool, leaving_out: Period | None = None
) -> None:
    before = Period.objects.filter(void=Void.RUNS, line__first_holder=line.first_holder_id)
    if leaving_out is not None:
        before = before.exclude(pk=leaving_out.pk)
    used = Line.objects.filter(first_holder=line.first_holder_id, free_window_used=True)
    applicant = Applicant(is_new=not before.exists() and not used.exists(), is_returning=returning)
    if not is_offered(
        ForWhom(campaign.for_whom), campaign.offered_from, campaign.offered_until, form_on=form_on, applicant=applicant
    ):
        raise BadCampaign(_("This campaign is not offered to this subscriber on that day. Choose another or none."))
