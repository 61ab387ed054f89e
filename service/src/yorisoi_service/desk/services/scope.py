"""Deciding whether a request is ours to help with. Each decision is a row; the newest one binds the session."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from yorisoi_protocol.vocabulary import Ending

from yorisoi_service import clock
from yorisoi_service.desk.errors import BadAnswer
from yorisoi_service.desk.models.scope import Decided
from yorisoi_service.desk.models.tickets import Kind, Ticket
from yorisoi_service.desk.models.visits import VisitNote
from yorisoi_service.desk.queries import catalogue
from yorisoi_service.desk.queries import scope as queries
from yorisoi_service.desk.rules.catalogue import Entry, Group, Level
from yorisoi_service.desk.rules.catalogue import Kind as Sort
from yorisoi_service.desk.rules.triage import CLAIMING, Code, Decision, Device, Fact, Need, Request, Ruling, System
from yorisoi_service.desk.rules.triage import decide as rule
from yorisoi_service.desk.services.tickets import held
from yorisoi_service.desk.services.writing import answer
from yorisoi_service.remote import locks, programs
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.session import ASKABLE, Side
from yorisoi_service.remote.services.endings import end_session
from yorisoi_service.remote.services.time_box import forget_reasons, shorten
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import one_line, paragraph
from yorisoi_service.staff.services import require

LONGEST_WHAT, LONGEST_REASON = 80, 500
AGREEABLE = (Level.FULL, Level.VIEW_ONLY)  # what a desk lead may agree to
BY_LEAD = (Code.UNLISTED, Code.DECLINED)
_AT = {Sort.PHONE: Device.PHONE, Sort.TABLET: Device.TABLET}


@transaction.atomic
def decide(
    *,
    ticket: Ticket,
    request: Request,
    thing: int | None = None,
    model: int | None = None,
    what: str = "",
    reason: str = "",
    by: StaffMember,
    now: datetime,
) -> Decided:
    """Decide a request by the rules and the list in force, and keep the grounds.

    `thing` and `model` are entries of that list and say the level; `what` is how the caller calls something not listed.
    A session that runs may never do more than the newest decision: what may break the law, and what is for the safety
    script, ends it; anything else that allows less than it may is refused until somebody has ended it. Where less time is
    planned now, it lasts less long.
    A request with `agreed` or `declined` is a desk lead's. Of what may break the law nothing but that is kept (R35):
    what the ticket and its sessions already say in words goes too.
    """
    ticket = held(ticket, by)
    if request.agreed is not None or request.declined:
        require(by, Deed.DECIDE_UNLISTED)
    if request.agreed is not None and request.agreed not in AGREEABLE:
        raise BadAnswer(_("A desk lead agrees to full help or to looking only."))
    what, reason = one_line(what), paragraph(reason)
    if len(what) > LONGEST_WHAT or len(reason) > LONGEST_REASON:
        raise BadAnswer(_("Say what it is in at most 80 characters, and the reason in at most 500."))
    held_now = catalogue.published(clock.business_day(now))
    entries = () if held_now is None else held_now.entries
    item = None if thing is None else _on_list(entries, thing, is_model=False)
    exception = None if model is None else _on_list(entries, model, is_model=True)
    if item is not None:
        request = replace(request, level=item.level, device=device_of(item, request.device))
    if exception is not None:
        request = replace(request, model=exception.level, device=_AT[exception.kind])
    if request.device is Device.COMPUTER:
        request = replace(request, system=None)  # the telephone that was named lies beside it
    guides_offline = settings.PROVIDER.desk.phone_guidance_when_offline
    ruling = rule(request, ASKABLE, programs.systems(), guides_offline=guides_offline)
    running = locks.running_of_ticket(ticket.pk)
    ends = ruling.code is Code.ILLEGAL or ruling.decision is Decision.SAFETY_SCRIPT
    if not ends and any(_is_more(session, ruling) for session in running):
        raise BadAnswer(_("The session that runs may do more than this decision allows. End it first, then decide."))
    if ruling.code is Code.ILLEGAL:
        item = exception = None
        request, what, reason = Request(facts=frozenset({Fact.ILLEGAL})), "", ""
        _forget_words(ticket)
    version = 0 if held_now is None else held_now.number
    row = answer(
        ticket,
        Kind.SCOPE,
        ruling.code,
        by=by,
        now=now,
        note=reason,
        facts={"decision": str(ruling.decision), "list": version, "allowed": [str(one) for one in ruling.allowed]},
    )
    for session in running:
        if ends:
            _end(session, by=by, now=now)
        else:
            shorten(session=session, box_s=settings.PROVIDER.desk.box_s(ruling.box), by=by, now=now)
    return Decided.objects.create(
        answer=row,
        version=version,
        item_id=item.item if item else None,
        model_id=exception.item if exception else None,
        what="" if item else what,
        need=request.need,
        device=request.device,
        system=request.system or "",
        facts=sorted(str(fact) for fact in request.facts),
        agreed=str(request.agreed or ""),
        decision=ruling.decision,
        code=ruling.code,
        rule=ruling.rule,
        allowed=[str(permission) for permission in ruling.allowed],
        box=ruling.box,
        place=str(ruling.place or ""),
    )


@transaction.atomic
def decide_unlisted(*, ticket: Ticket, agreed: str, reason: str = "", by: StaffMember, now: datetime) -> Decided:
    """The desk lead's word on something that is not on the list: "full", "view_only", or "" for no (R14).

    It counts for this ticket alone, on the grounds of the decision before; those may still forbid a session.
    """
    require(by, Deed.DECIDE_UNLISTED)
    ticket = held(ticket, by)
    before = queries.newest(ticket)
    if before is None or not (before.code in BY_LEAD or before.agreed):
        raise BadAnswer(_("Nothing waits for a desk lead here. Say first what the caller asks for."))
    if agreed and agreed not in AGREEABLE:
        raise BadAnswer(_("A desk lead agrees to full help or to looking only."))
    request = Request(
        need=Need(before.need),
        device=Device(before.device),
        agreed=Level(agreed) if agreed else None,
        declined=not agreed,
        facts=frozenset(Fact(fact) for fact in before.facts),
        system=System(before.system) if before.system else None,
    )
    return decide(ticket=ticket, request=request, what=before.what, reason=reason, by=by, now=now)


def device_of(entry: Entry, device: Device) -> Device:
    """What the caller sits at when it is about this: a phone or tablet of the list is one, whatever else was chosen."""
    return _AT.get(entry.kind, device) if device is Device.COMPUTER else device


def _is_more(session: Session, ruling: Ruling) -> bool:
    """Whether this running session may do what the ruling does not allow."""
    return ruling.decision not in CLAIMING or not {str(one) for one in ruling.allowed}.issuperset(session.allowed)


def _end(session: Session, *, by: StaffMember, now: datetime) -> None:
    """As the deed of who decided: the reason says nothing of the request."""
    is_own = session.communicator_id == by.pk
    end_session(
        session=session.pk,
        reason=Ending.STOPPED_BY_COMMUNICATOR if is_own else Ending.STOPPED_BY_DESK_LEAD,
        side=Side.COMMUNICATOR if is_own else Side.SERVICE,
        by=by,
        now=now,
    )


def _forget_words(ticket: Ticket) -> None:
    ticket.asked = ""
    ticket.save(update_fields=["asked"])
    ticket.answers.filter(kind__in=(Kind.SCOPE, Kind.NETWORK)).update(note="")
    forget_reasons(ticket=ticket.pk)
    ticket.notes.update(text="")
    Decided.objects.filter(answer__ticket=ticket).update(what="", item=None, model=None)
    VisitNote.objects.filter(ticket=ticket).update(draft={}, drafted_at=None)


def _on_list(entries: tuple[Entry, ...], thing: int, *, is_model: bool) -> Entry:
    found = next((entry for entry in entries if entry.thing == thing), None)
    if found is None or (found.group is Group.MODEL) is not is_model:
        raise BadAnswer(_("This is not on the list any more. Choose again."))
    return found
