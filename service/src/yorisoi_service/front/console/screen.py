"""The ticket's one screen as values: everything a communicator needs during a call, in a fixed number of queries.

words to say | gates | caller, contract, line, earlier tickets | notes | sessions | request | outcome | history
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yorisoi_service import clock
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.desk.models.tickets import Answer, Kind, Ticket
from yorisoi_service.desk.queries import callbacks, catalogue, notes, referrals, visits
from yorisoi_service.desk.queries import caller as callers
from yorisoi_service.desk.queries import calls as heard
from yorisoi_service.desk.queries import tickets as desk
from yorisoi_service.desk.queries.caller import Earlier
from yorisoi_service.desk.rules.contract import Contract, Standing
from yorisoi_service.desk.rules.gates import MAX_IDENTITY_FAILURES, GateName, Verdict
from yorisoi_service.desk.rules.triage import Box, Fact
from yorisoi_service.desk.words import DEVICES, FACTS, NEEDS, Words
from yorisoi_service.front.console import glance, scoping, words
from yorisoi_service.front.console.after import outcome_shown
from yorisoi_service.front.console.callers import choices
from yorisoi_service.front.console.calling import call_back_fields
from yorisoi_service.front.console.glance import GateShown
from yorisoi_service.front.console.marks import remembered
from yorisoi_service.front.console.running import running_of
from yorisoi_service.front.console.script import moment_of, script
from yorisoi_service.front.entrance import desk_frame, member
from yorisoi_service.front.looking import saw
from yorisoi_service.remote import queries as remote
from yorisoi_service.staff import queries as staff
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers import queries as subscribers

CONTRACTS: dict[Standing, Words] = {
    Standing.NONE: _("no support contract"),
    Standing.APPLIED: _("applied for; the form has not come yet"),
    Standing.COMING: _("begins on"),
    Standing.ACTIVE: _("active since"),
    Standing.ENDING: _("active; its last day is"),
    Standing.ENDED: _("ended on"),
}


@dataclass(frozen=True)
class CallerShown:
    """Who calls: the contract's state (never money), the line's, and what was before."""

    contract: Contract | None
    contract_words: Words
    line_open: bool
    relations: list[str]
    earlier: list[tuple[Earlier, Words]]
    is_repeated: bool


def screen(request: HttpRequest, ticket: Ticket, *, now: datetime, **more: Any) -> dict[str, Any]:
    """Everything the page shows. `more` is what one step adds: callers found, or several things that may be meant."""
    by, policy = member(request), settings.PROVIDER.desk
    saw(request, ticket.subscriber_id)
    today, language, terms = clock.business_day(now), request.LANGUAGE_CODE, settings.PROVIDER.terms
    verdict = desk.gates_of(ticket, policy=policy, now=now)
    given = desk.answers_of(ticket)
    counting = desk.newest_that_count(given, ticket)
    held = catalogue.published(today)
    is_fresh = staff.has_second_factor(request.session, now=now, max_age_s=policy.second_factor_age_s)
    gates = glance.gates_shown(verdict, is_second_factor_fresh=is_fresh, now=now)
    is_mine, is_finished = ticket.holder_id == by.pk, ticket.finished_at is not None
    may_hand_over = not is_finished and (is_mine or by.may(Deed.HAND_OVER))
    sessions = glance.sessions_shown(ticket)
    running = running_of(ticket, by=by, now=now)
    over = glance.session_over(sessions)
    scope = scoping.shown(scoping.newest_of(given), held=held, now=now, language=language)
    moment = moment_of(
        gates=gates,
        sessions=sessions,
        granted=_granted(ticket),
        scope=scope,
        caller_known=ticket.subscriber_id is not None,
        finished=is_finished,
    )
    return {
        **desk_frame(request),
        "ticket": ticket,
        "topic": f"ticket:{ticket.pk}",
        "label": f"#{ticket.pk} {ticket.subscriber.name if ticket.subscriber else ''}".strip(),
        "gates": gates,
        "is_over": any(gate.is_over for gate in gates),
        "gates_done": sum(gate.is_open for gate in gates),
        "gates_open": all(gate.is_open for gate in gates)
        and (is_mine or any(one.may_join for one in running))
        and not is_finished,
        "running": running,
        "box_min": policy.box_s(Box(scope.decided.box) if scope is not None else Box.SESSION) // 60,
        "is_mine": is_mine,
        "then_outcome": _is_outcome_next(
            gates, is_over=over is not None, is_running=any(one.is_running for one in sessions)
        ),
        "may_answer": not is_finished and (is_mine or by.may(Deed.HAND_OVER)),
        "script": script(
            moment,
            who=by.display_name,
            letter_comes=is_finished and visits.letter_comes(ticket),
            we_called=callbacks.we_called(ticket),
            over=over,
        ),
        "caller": caller_shown(ticket, today=today),
        "notes": [note for note in notes.notes_of(ticket) if note.kept_at or note.by_id != by.pk],
        "draft": notes.being_written(ticket, by),
        "ticks": {kind: one.value for kind, one in counting.items() if kind in (Kind.DEVICE, Kind.OPERATIONS)},
        "scope": scope,
        "suggestions": scoping.suggestions(held, language),
        "models": scoping.models(held, language),
        "needs": NEEDS.items(),
        "devices": DEVICES.items(),
        "facts": FACTS.items(),
        "likely": _likely(verdict),
        "may_decide_unlisted": by.may(Deed.DECIDE_UNLISTED),
        "speaks": glance.answer_words(counting[Kind.CALLER]) if Kind.CALLER in counting else "",
        "directory": referrals.directory(today=today, months=policy.referral_months),
        "referral_months": policy.referral_months,
        "terms": terms,
        "liability": contracts.liability_of(terms.version, language, written=terms.liability),
        "sessions": sessions,
        "is_unclosed": glance.is_unclosed(sessions),
        "is_running": any(session.is_running for session in sessions),
        "is_session_over": over is not None,
        "says_scope": not sessions and not any(gate.reason in glance.HOPELESS for gate in gates),
        "history": _history(given),
        "after": outcome_shown(ticket, by=by, now=now),
        "outcome": words.OUTCOMES.get(ticket.outcome, ""),
        "channel": words.CHANNELS[ticket.channel],
        "channels": words.CHANNELS.items(),
        "call_back": _call_back(ticket, gates, now=now),
        "may_explain": by.may(Deed.EXPLAIN_UNCLOSED),
        "may_hand_over": may_hand_over,
        "colleagues": _colleagues(ticket) if may_hand_over else [],
        "names": GateName,
        **_identity(request, ticket, verdict, now=now),
        "asking": ("identity_not_checked", "caller_not_registered", "household_not_supported"),
        **_called(ticket, today=today),
        **more,
    }


def caller_shown(ticket: Ticket, *, today: date) -> CallerShown | None:
    """The caller's card; None before somebody is found."""
    if ticket.subscriber is None:
        return None
    contract = None if ticket.line is None else callers.contract_of(ticket.line, today=today)
    earlier = callers.earlier_tickets(ticket.subscriber, than=ticket)
    relations = [one.relation for one in subscribers.members_of(ticket.subscriber)]
    return CallerShown(
        contract=contract,
        contract_words="" if contract is None else CONTRACTS[contract.standing],
        line_open=ticket.line is not None and callers.line_is_open(ticket.line, today=today),
        relations=list(dict.fromkeys(relations)),
        earlier=[(one, words.OUTCOMES.get(one.ticket.outcome, "")) for one in earlier],
        is_repeated=any(one.is_near for one in earlier[:1]),
    )


def _identity(request: HttpRequest, ticket: Ticket, verdict: Verdict, *, now: datetime) -> dict[str, Any]:
    """What the last check found, and how many tries are left; nothing once the gate is open."""
    if "identity" not in verdict.closed or ticket.subscriber_id is None:
        return {}
    failed = desk.identity_failures(ticket, now=now)
    return {"marks": remembered(request, ticket), "failed": failed, "tries_left": MAX_IDENTITY_FAILURES - failed}


def _called(ticket: Ticket, *, today: date) -> dict[str, Any]:
    """The call that opened it; where several have its number, they are choices before anybody has searched."""
    call = heard.call_of(ticket)
    if call is None or ticket.subscriber_id is not None or call.matches == 0:
        return {"call": call}
    found = choices(heard.callers_of(call), today=today)
    return {"call": call, "found": found, "is_searched": bool(found)}


def _is_outcome_next(gates: list[GateShown], *, is_over: bool, is_running: bool) -> bool:
    """Nothing is left but to say how it ended: no gate asks for anything, or the session is over."""
    if is_running:
        return False
    return is_over or (not any(gate.is_next for gate in gates) and not all(gate.is_open for gate in gates))


def _call_back(ticket: Ticket, gates: list[GateShown], *, now: datetime) -> dict[str, Any]:
    """What the form asks. Registered digits are shown to be dialled only, never while it is open who calls (R33)."""
    fields: dict[str, Any] = call_back_fields(ticket.subscriber, now=now)
    identity = next(gate for gate in gates if gate.name == GateName.IDENTITY)
    if not identity.is_open and identity.reason != "call_back":
        fields["numbers"] = [(code, word, "") for code, word, _digits in fields["numbers"]]
    return fields


def _granted(ticket: Ticket) -> list[str]:
    running = [session.pk for session in remote.running_of_ticket(ticket.pk)]
    return [str(one) for standing in remote.standing_of(running).values() for one in standing.granted]


def _history(given: list[Answer]) -> list[tuple[Answer, str]]:
    return [(answer, glance.answer_words(answer)) for answer in given]


def _likely(verdict: Verdict) -> list[str]:
    """What the gates know already, ticked for the communicator to see."""
    reasons = {gate.reason for gate in verdict.gates}
    known = {"no_active_contract": Fact.NO_CONTRACT, "desk_closed": Fact.OUTSIDE_HOURS}
    return [str(fact) for reason, fact in known.items() if reason in reasons]


def _colleagues(ticket: Ticket) -> list[StaffMember]:
    return [one for one in staff.members(active=True) if one.may(Deed.WORK_TICKETS) and one.pk != ticket.holder_id]
