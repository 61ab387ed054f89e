"""The clerk's pages: find or register a subscriber, their lines, and the support contract of each line."""

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi_service import clock
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.services import cancel as cancel_contract
from yorisoi_service.contracts.services import join as join_contract
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office.forms import CancelForm, JoinForm, LineForm, SubscriberForm
from yorisoi_service.front.office.steps import done
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.services import add_line, add_subscriber


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def search(request: HttpRequest) -> HttpResponse:
    """Find a subscriber. What is searched for travels in a form, never in an address."""
    wanted = request.POST.get("wanted", "")[:120]
    found = subscribers.find(wanted)
    prefetch_related_objects(found, "lines")
    return render(request, "office/search.html", {"wanted": wanted, "found": found})


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def register(request: HttpRequest) -> HttpResponse:
    """Register a subscriber."""
    form = SubscriberForm(request.POST or None)
    added: list[Subscriber] = []
    if request.method == "POST" and done(
        request,
        form,
        lambda data: added.append(add_subscriber(**data, by=member(request), now=clock.now())),
        said=_("The subscriber is registered."),
    ):
        return to_subscriber(added[0].pk)
    return render(request, "office/register.html", {"form": form})


@require_GET
@staff_only(Deed.REGISTER_CONTRACT)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One subscriber with lines and contracts."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    today = clock.business_day(clock.now())
    lines = subscribers.lines_of(subscriber)
    prefetch_related_objects(lines, "periods")
    shown = [
        {
            "line": line,
            "periods": sorted(line.periods.all(), key=lambda period: period.sequence),
            "active": next((period for period in line.periods.all() if period.days().holds(today)), None),
        }
        for line in lines
    ]
    return render(
        request,
        "office/subscriber.html",
        {
            "subscriber": subscriber,
            "lines": shown,
            "line_form": LineForm(initial={"address": subscriber.address, "opened_on": today}),
            "join_form": JoinForm(initial={"form_on": today}),
            "cancel_form": CancelForm(initial={"requested_on": today}),
            "terms_version": settings.PROVIDER.terms.version,
            "may_cancel": member(request).may(Deed.CANCEL_CONTRACT),
        },
    )


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    done(
        request,
        LineForm(request.POST),
        lambda data: add_line(subscriber=subscriber, **data, by=member(request), now=clock.now()),
        said=_("The line is registered."),
    )
    return to_subscriber(pk)


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def join(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Begin the support contract of a line from its application form (R01)."""
    row = get_object_or_404(Line, pk=line, subscriber_id=pk)
    done(
        request,
        JoinForm(request.POST),
        lambda data: join_contract(
            line=row,
            form_on=data["form_on"],
            terms_version=settings.PROVIDER.terms.version if data["terms"] else "",
            by=member(request),
            now=clock.now(),
        ),
        said=_("The support contract begins."),
    )
    return to_subscriber(pk)


@require_POST
@staff_only(Deed.CANCEL_CONTRACT)
def cancel(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """End the support contract of a line (R05, R07)."""
    row = get_object_or_404(Line, pk=line, subscriber_id=pk)
    period = get_object_or_404(row.periods, pk=_newest(row))
    done(
        request,
        CancelForm(request.POST),
        lambda data: cancel_contract(period=period, **data, by=member(request), now=clock.now()),
        said=_("The support contract ends."),
    )
    return to_subscriber(pk)


def to_subscriber(pk: int) -> HttpResponse:
    """To the subscriber's page."""
    return HttpResponseRedirect(reverse("office:subscriber", args=[pk]))


def _newest(row: Line) -> int | None:
    history = contracts.history(row.pk)
    return history[-1].pk if history else None
