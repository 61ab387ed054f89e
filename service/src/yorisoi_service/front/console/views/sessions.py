"""Sessions at the desk: the live list, ending one, closing one in writing, and the ticket for a socket."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from yorisoi_protocol.vocabulary import Ending

from yorisoi_service import clock
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.queries.hours import standing
from yorisoi_service.desk.services import admission, visit_letter
from yorisoi_service.front.console import running
from yorisoi_service.front.console.steps import step, ticket_or_404
from yorisoi_service.front.entrance import desk_frame, member, staff_only, staff_only_json
from yorisoi_service.hub import topics
from yorisoi_service.remote import queries as remote
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services import endings
from yorisoi_service.staff.errors import StaffError
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import issue_socket_ticket


@require_GET
@staff_only(Deed.SEE_LIVE_SESSIONS)
def live(request: HttpRequest) -> HttpResponse:
    """What runs now and what is granted in it, what is not closed yet, and who types wrong numbers (D12, R37)."""
    now = clock.now()
    sessions = running.running_now(by=member(request), now=now)
    left = running.unclosed(sessions)
    return render(
        request,
        "console/live.html",
        {
            **desk_frame(request),
            "running": sessions,
            "unclosed": left,
            "alarms": sum(not one.is_expected for one in left),
            "wrong_claims": remote.repeated_wrong_claims(now=now),
            "topic": topics.DESK,
        },
    )


@require_POST
@staff_only(Deed.END_OTHERS_SESSION)
def end(request: HttpRequest, session: str) -> HttpResponse:
    """The desk lead ends a session, or who looks along; both sides hear it at once."""
    row = remote.find(session)
    if row is None or row.ticket is None:
        raise Http404
    endings.end_session(
        session=row.pk, reason=Ending.STOPPED_BY_DESK_LEAD, side=Side.DESK_LEAD, by=member(request), now=clock.now()
    )
    messages.success(request, _("The session was ended."))
    return HttpResponseRedirect(reverse("desk:live"))


@require_POST
@staff_only(Deed.WORK_TICKETS)
def extend(request: HttpRequest, number: int, session: str) -> HttpResponse:
    """Let a running session go on for one more box, with a reason."""
    row = remote.find(session)
    if row is None or row.ticket != ticket_or_404(request, number).pk:
        raise Http404
    reason, now = request.POST.get("reason", ""), clock.now()
    policy = standing(settings.PROVIDER.desk, now=now)

    def go_on(ticket: Ticket, by: StaffMember) -> None:
        moved = admission.extend(session=row.pk, reason=reason, by=by, now=now, policy=policy)
        until = clock.local(moved.until).strftime("%H:%M")
        messages.success(request, _("The session may go on until %(until)s.") % {"until": until})

    return step(request, number, go_on)


@require_POST
@staff_only(Deed.EXPLAIN_UNCLOSED)
def explain(request: HttpRequest, number: int, session: str) -> HttpResponse:
    """Close a session without a receipt, in writing. It never counts as removed."""
    row = remote.find(session)
    if row is None or row.ticket != ticket_or_404(request, number).pk:
        raise Http404
    text = request.POST.get("text", "")

    def close(ticket: Ticket, by: StaffMember) -> None:
        visit_letter.close_in_writing(ticket=ticket, session=row.pk, text=text, by=by, now=clock.now())

    return step(request, number, close)


@require_POST
@staff_only_json(Deed.CLAIM_PASS)
def socket_ticket(request: HttpRequest) -> HttpResponse:
    """A one-time ticket that carries this sign-in to one socket, within thirty seconds. A page that shows a ticket of the
    desk names it: the socket may claim for no other."""
    named = request.POST.get("ticket", "")
    shown = None
    if named:
        if not (named.isascii() and named.isdigit() and len(named) < 19):
            raise Http404
        shown = ticket_or_404(request, int(named)).pk
    try:
        ticket = issue_socket_ticket(
            member=member(request), session=request.session, now=clock.now(), draw=clock.draw, desk_ticket=shown
        )
    except StaffError:
        return JsonResponse({"code": "second_factor"}, status=403)
    return JsonResponse({"socket_ticket": ticket, "socket_path": "/socket/communicator"})
