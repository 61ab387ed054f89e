"""Is it ours to help with? A few letters and Enter decide what is on the list. What is not clear, or may mean more than a
thing, is asked once more, in place."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries import catalogue
from yorisoi_service.desk.rules.triage import Device, Fact, Need, Request
from yorisoi_service.desk.services import scope as service
from yorisoi_service.desk.services import tickets
from yorisoi_service.desk.words import FACTS, SYSTEMS
from yorisoi_service.front.console import scoping
from yorisoi_service.front.console.screen import screen
from yorisoi_service.front.console.steps import step, ticket_or_404, to_ticket
from yorisoi_service.front.entrance import staff_only
from yorisoi_service.remote import queries as remote
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed

UNLISTED = "unlisted"


@require_POST
@staff_only(Deed.WORK_TICKETS)
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Decide by what was typed and ticked. Something that may be several things, or none, is asked once more."""
    ticket = ticket_or_404(request, number)
    text, model_text = request.POST.get("thing", "").strip()[:80], request.POST.get("model", "").strip()[:80]
    facts = {Fact(fact) for fact in request.POST.getlist("fact") if fact in {str(known) for known in Fact}}
    need, device = request.POST.get("need", Need.SETUP), request.POST.get("device", Device.COMPUTER)
    if need not in {str(known) for known in Need} or device not in {str(known) for known in Device}:
        messages.error(request, _("Choose one of the answers offered."))
        return to_ticket(number)
    held = catalogue.published(clock.business_day(clock.now()))
    things, meant = scoping.things_called(held, text), scoping.facts_meant(text)
    choice, thing = request.POST.get("choice", ""), None
    if not choice:
        clear = scoping.clearly(held, text)
        choice = "" if clear is None else str(clear)
    if choice in meant:
        facts, text = facts | {Fact(choice)}, ""
    elif choice.isascii() and choice.isdigit() and len(choice) < 19:
        thing = int(choice)
    elif text and choice != UNLISTED:
        found = [(str(one.thing), one.name_in(request.LANGUAGE_CODE), "") for one in things]
        found += [(str(fact), str(FACTS[fact]), scoping.QUESTIONS.get(fact, "")) for fact in meant]
        pick = {"found": found, "text": text, "unlisted": UNLISTED, "need": need, "device": device}
        pick |= {"facts": sorted(facts), "model": model_text, "asked": request.POST.get("asked", "")[:2_000]}
        # Where a fact may be meant, no key that is pressed by habit decides: one of them is chosen.
        pick["first"] = "" if meant or not found else found[0][0]
        return render(request, "console/ticket.html", screen(request, ticket, now=clock.now(), pick=pick))
    if not text and not facts and thing is None and need != Need.ADVICE:
        messages.error(request, _("Type what it is about, or tick what applies."))
        return to_ticket(number)
    models = scoping.models_called(held, model_text)
    if len(models) > 1:
        messages.error(request, _("Several models are called that. Type more of the name."))
        return to_ticket(number)
    system = scoping.system_said(request.POST.get("system", ""), f"{text} {model_text}")
    if not facts and not models and system is None and scoping.asks_system(held, thing, Device(device)):
        pick = {"text": text, "choice": choice, "need": need, "device": device, "model": model_text}
        pick |= {"systems": SYSTEMS.items(), "asked": request.POST.get("asked", "")[:2_000]}
        return render(request, "console/ticket.html", screen(request, ticket, now=clock.now(), pick=pick))
    wish = Request(need=Need(need), device=Device(device), facts=frozenset(facts), system=system)

    def settle(ticket: Ticket, by: StaffMember) -> None:
        now = clock.now()
        model = models[0].thing if models else None
        service.decide(ticket=ticket, request=wish, thing=thing, model=model, what=text, by=by, now=now)
        # After the decision, which locks the sessions that run: nothing may be recorded before that.
        if "asked" in request.POST:
            tickets.set_asked(ticket=ticket, asked=request.POST["asked"], by=by, now=now)

    return _step(request, number, settle)


@require_POST
@staff_only(Deed.DECIDE_UNLISTED)
def unlisted(request: HttpRequest, number: int) -> HttpResponse:
    """The desk lead's word on something that is not on the list."""
    agreed, reason = request.POST.get("agreed", ""), request.POST.get("reason", "")
    return _step(
        request,
        number,
        lambda ticket, by: service.decide_unlisted(ticket=ticket, agreed=agreed, reason=reason, by=by, now=clock.now()),
    )


def _step(request: HttpRequest, number: int, do: Callable[[Ticket, StaffMember], object]) -> HttpResponse:
    """The step, and a word about a session that runs and may last less long now."""
    before = {row.pk: row.deadline_at for row in remote.running_of_ticket(number)}
    answer = step(request, number, do)
    for row in remote.running_of_ticket(number):
        until, earlier = before.get(row.pk), row.deadline_at
        if until is not None and earlier is not None and earlier < until:
            at = f"{clock.local(earlier):%H:%M}"
            messages.warning(request, _("Less time is planned now: the session ends at %(time)s.") % {"time": at})
    return answer
