"""One ticket: its page, and the steps that open its gates."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Kind, Ticket
from yorisoi_service.desk.queries import catalogue, referrals
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.rules.gates import GateName, Verdict
from yorisoi_service.desk.rules.shown import Shown
from yorisoi_service.desk.rules.triage import Fact
from yorisoi_service.desk.services import answers, handover, outcome, tickets
from yorisoi_service.desk.words import DEVICES, FACTS, NEEDS
from yorisoi_service.front.console import glance, scoping, words
from yorisoi_service.front.console.callers import BadChoice, chosen
from yorisoi_service.front.console.steps import step, ticket_or_404, to_ticket
from yorisoi_service.front.entrance import desk_frame, member, staff_only
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed


@require_GET
@staff_only(Deed.WORK_TICKETS)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """The ticket in one glance."""
    ticket, by, now = ticket_or_404(request, number), member(request), clock.now()
    policy = settings.PROVIDER.desk
    verdict = desk.gates_of(ticket, policy=policy, now=now)
    given = desk.answers_of(ticket)
    today, language = clock.business_day(now), request.LANGUAGE_CODE
    held = catalogue.published(today)
    is_fresh = staff.has_second_factor(request.session, now=now, max_age_s=policy.second_factor_age_s)
    gates = glance.gates_shown(verdict, is_second_factor_fresh=is_fresh)
    is_mine = ticket.holder_id == by.pk
    sessions = glance.sessions_shown(ticket)
    return render(
        request,
        "console/ticket.html",
        {
            **desk_frame(request),
            "ticket": ticket,
            "topic": f"ticket:{ticket.pk}",
            "label": _label(ticket),
            "gates": gates,
            "gates_done": sum(gate.is_open for gate in gates),
            "gates_open": all(gate.is_open for gate in gates) and is_mine and ticket.finished_at is None,
            "is_mine": is_mine,
            "may_answer": ticket.finished_at is None and (is_mine or by.may(Deed.HAND_OVER)),
            "ticks": {answer.kind: answer.value for answer in given if answer.kind in (Kind.DEVICE, Kind.OPERATIONS)},
            "scope": scoping.shown(scoping.newest_of(given), held=held, today=today, language=language),
            "suggestions": scoping.suggestions(held, language),
            "models": scoping.models(held, language),
            "needs": NEEDS.items(),
            "devices": DEVICES.items(),
            "facts": FACTS.items(),
            "likely": _likely(verdict),
            "may_decide_unlisted": by.may(Deed.DECIDE_UNLISTED),
            "speaks": next((glance.answer_words(one) for one in reversed(given) if one.kind == Kind.CALLER), ""),
            "directory": referrals.directory(today=today, months=policy.referral_months),
            "terms": settings.PROVIDER.terms,
            "liability": settings.PROVIDER.terms.liability.get(language, ""),
            "sessions": sessions,
            "is_unclosed": any(session.code == Shown.NOT_CLOSED for session in sessions[:1]),
            "is_running": any(session.is_running for session in sessions),
            "history": [(answer, glance.answer_words(answer)) for answer in given],
            "outcomes": words.OUTCOMES.items(),
            "outcome": words.OUTCOMES.get(ticket.outcome, ""),
            "channel": words.CHANNELS[ticket.channel],
            "may_explain": by.may(Deed.EXPLAIN_UNCLOSED),
            "may_hand_over": (is_mine or by.may(Deed.HAND_OVER)) and ticket.finished_at is None,
            "colleagues": _colleagues(ticket) if is_mine or by.may(Deed.HAND_OVER) else [],
            "names": GateName,
            "asking": ("identity_not_checked", "caller_not_registered", "household_not_supported"),
        },
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def take(request: HttpRequest, number: int) -> HttpResponse:
    """Hold a ticket nobody holds."""
    return step(request, number, lambda ticket, by: tickets.take_ticket(ticket=ticket, by=by, now=clock.now()))


@require_POST
@staff_only(Deed.WORK_TICKETS)
def caller(request: HttpRequest, number: int) -> HttpResponse:
    """Say whose ticket it is."""
    try:
        subscriber, line = chosen(request.POST.get("caller", ""))
    except BadChoice as refused:
        messages.error(request, refused.sentence)
        return to_ticket(number)
    if subscriber is None:
        return to_ticket(number)
    return step(
        request,
        number,
        lambda ticket, by: tickets.set_caller(ticket=ticket, subscriber=subscriber, line=line, by=by, now=clock.now()),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def checklist(request: HttpRequest, number: int) -> HttpResponse:
    """Both conditions of R23; only a changed tick becomes an answer."""

    def save(ticket: Ticket, by: StaffMember) -> None:
        given = {answer.kind: answer.value for answer in desk.answers_of(ticket)}
        for condition in (Kind.DEVICE, Kind.OPERATIONS):
            yes = request.POST.get(condition) == "yes"
            if given.get(condition, "no") != ("yes" if yes else "no"):
                answers.tick(ticket=ticket, condition=condition, yes=yes, by=by, now=clock.now())

    return step(request, number, save)


@require_POST
@staff_only(Deed.WORK_TICKETS)
def terms(request: HttpRequest, number: int) -> HttpResponse:
    """The terms were read aloud and accepted."""
    version, present = request.POST.get("version", ""), settings.PROVIDER.desk.terms_version
    return step(
        request,
        number,
        lambda ticket, by: answers.terms_read_aloud(
            ticket=ticket, version=version, present=present, by=by, now=clock.now()
        ),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def network(request: HttpRequest, number: int) -> HttpResponse:
    """Why this connection is accepted though it is not from our own network."""
    reason = request.POST.get("reason", "")
    return step(
        request,
        number,
        lambda ticket, by: answers.network_exception(ticket=ticket, reason=reason, by=by, now=clock.now()),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def finish(request: HttpRequest, number: int) -> HttpResponse:
    """How the ticket ended (R12)."""
    fields = {name: request.POST.get(name, "") for name in ("outcome", "note", "referred_to", "referred_contact")}
    chosen_place = request.POST.get("referral", "")
    place = referrals.find(int(chosen_place)) if chosen_place.isascii() and chosen_place.isdigit() else None
    return step(
        request,
        number,
        lambda ticket, by: outcome.set_outcome(ticket=ticket, referral=place, by=by, now=clock.now(), **fields),
        said=_("The ticket is finished."),
    )


@require_POST
@staff_only(Deed.WORK_TICKETS)
def hand_over(request: HttpRequest, number: int) -> HttpResponse:
    """Give the ticket to a colleague."""
    to = next((one for one in staff.members(active=True) if one.number == request.POST.get("to", "")), None)
    if to is None:
        messages.error(request, _("Choose one of your colleagues."))
        return to_ticket(number)
    return step(request, number, lambda ticket, by: handover.hand_over(ticket=ticket, to=to, by=by, now=clock.now()))


def _likely(verdict: Verdict) -> list[str]:
    """What the gates know already, ticked for the communicator to see."""
    reasons = {gate.reason for gate in verdict.gates}
    known = {"no_active_contract": Fact.NO_CONTRACT, "desk_closed": Fact.OUTSIDE_HOURS}
    return [str(fact) for reason, fact in known.items() if reason in reasons]


def _label(ticket: Ticket) -> str:
    return f"#{ticket.pk} {ticket.subscriber.name if ticket.subscriber else ''}".strip()


def _colleagues(ticket: Ticket) -> list[StaffMember]:
    return [one for one in staff.members(active=True) if one.may(Deed.WORK_TICKETS) and one.pk != ticket.holder_id]
