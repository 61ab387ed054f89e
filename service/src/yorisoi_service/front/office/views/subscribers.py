"""The clerk's pages about people: find or register a subscriber, their data, their lines."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yorisoi_service import clock
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.services.contacts import change_contact
from yorisoi_service.debits.queries import mandate_of
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.looking import saw
from yorisoi_service.front.office.arrears import arrears_of
from yorisoi_service.front.office.forms.own import MemberForm
from yorisoi_service.front.office.forms.people import ChangeContactForm, LineForm, SearchForm, SubscriberForm
from yorisoi_service.front.office.glance import counting_periods, lines_shown
from yorisoi_service.front.office.lines import Subject, replaced_choices
from yorisoi_service.front.office.registering import register_line
from yorisoi_service.front.office.steps import Data, agreed, focused
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.subscribers.services.people import CONTACT, add_subscriber

SHOWN = 20


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def search(request: HttpRequest) -> HttpResponse:
    """Find a subscriber. What is searched for travels in a form, never in an address."""
    form = SearchForm(request.POST or None)
    wanted, after = "", None
    if form.is_bound and form.is_valid():
        wanted, after = form.cleaned_data["wanted"], form.cleaned_data["after"] or None
    found = subscribers.search(wanted, limit=SHOWN, after=after)
    prefetch_related_objects(found.subscribers, counting_periods("lines__"))
    today = clock.business_day(clock.now())
    page = {
        "form": focused(form),
        "wanted": wanted,
        "found": [(one, lines_shown(one.lines.all(), on=today)) for one in found.subscribers],
        "after": found.after,
    }
    return render(request, "office/search.html", page)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def register(request: HttpRequest) -> HttpResponse:
    """Register a subscriber without a contract."""
    form = SubscriberForm(request.POST or None)
    added: list[Subscriber] = []
    if request.method == "POST" and agreed(
        form, lambda data: added.append(add_subscriber(**data, by=member(request), now=clock.now()))
    ):
        messages.success(request, _("The subscriber is registered."))
        return to_subscriber(added[0].pk)
    return render(request, "office/register.html", {"form": focused(form)})


@require_GET
@staff_only(Deed.REGISTER_CONTRACT)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One subscriber with lines and contracts."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    saw(request, subscriber)
    today = clock.business_day(clock.now())
    lines = subscribers.lines_of(subscriber)
    prefetch_related_objects(lines, counting_periods())
    page = {
        "subscriber": subscriber,
        "lines": lines_shown(lines, on=today),
        "arrears": arrears_of(pk),
        "mandate": mandate_of(pk),
        "members": subscribers.members_of(subscriber),
        "member_form": MemberForm(),
        "printed_code": subscribers.printed_code(subscriber),
        "wishes": subscribers.wishes_waiting(of=subscriber),
    }
    return render(request, "office/subscriber.html", page)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a line. Beside others of the same subscriber it is asked whether it takes the place of one (case 28)."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    saw(request, subscriber)
    others = {str(each.pk): each for each in contracts.not_moved(subscribers.lines_of(subscriber))}
    form = LineForm(
        request.POST or None, replaced=replaced_choices(others.values()), initial={"address": subscriber.address}
    )
    older = others.get(request.POST.get("replaces", ""))

    def do(data: Data) -> Line:
        entered = {name: value for name, value in data.items() if name != "replaces"}
        return register_line(subscriber=subscriber, replaces=older, data=entered, by=member(request), now=clock.now())

    if older is not None:
        return _moved_here(request, form, older, do)
    if request.method == "POST" and agreed(form, do):
        messages.success(request, _("The line is registered."))
        return to_subscriber(pk)
    return render(request, "office/line.html", {"subscriber": subscriber, "form": focused(form)})


def _moved_here(request: HttpRequest, form: LineForm, older: Line, do: Callable[[Data], Line]) -> HttpResponse:
    """A line that takes the place of another takes its contract along, for good: what follows is read first."""
    subject = Subject(older)
    if contracts.goes_on(older.pk):
        intro = _("The new line continues this one: same contract, no month charged twice, no new free months.")
        verb, said = _("Move the line"), _("The line has moved. Its contract goes on.")
    else:
        intro = _("The two lines then count as one: no month charged twice, no new free months.")
        verb, said = _("Let the two lines count as one"), _("The two lines count as one now.")
    deal = subject.deal(title=_("Add a line"), intro=intro, verb=verb, said=said, is_final=True)
    return subject.confirmed(request, form, deal, do, onward=lambda line: reverse("office:contract", args=[line.pk]))


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, address, telephone or bill; contracts and money stay as they are."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    saw(request, subscriber)
    form = ChangeContactForm(request.POST or None, initial={name: getattr(subscriber, name) for name in CONTACT})
    if request.method == "POST" and agreed(
        form, lambda data: change_contact(subscriber=subscriber, **data, by=member(request), now=clock.now())
    ):
        messages.success(request, _("The data is changed."))
        return to_subscriber(pk)
    return render(request, "office/contact.html", {"subscriber": subscriber, "form": focused(form)})


def to_subscriber(pk: int) -> HttpResponse:
    """To the subscriber's page."""
    return HttpResponseRedirect(reverse("office:subscriber", args=[pk]))
