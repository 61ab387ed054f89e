"""The clerk takes an application: by a known customer number only the form's day, else everything on one page."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from yorisoi_service import clock
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.errors import AlreadyActive, NotEligible
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.story import Channel, Rejection
from yorisoi_service.contracts.services import applications
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.looking import saw
from yorisoi_service.front.office import money, offers
from yorisoi_service.front.office.arrears import arrears_of
from yorisoi_service.front.office.forms.contracts import ApplicationForm, CustomerNumberForm, NewCustomerForm
from yorisoi_service.front.office.lines import carried, replaced_choices
from yorisoi_service.front.office.registering import take_known, take_new
from yorisoi_service.front.office.steps import Data, Deal, confirmed, focused
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers import queries as subscribers
from yorisoi_service.subscribers.models import Line, Subscriber


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def apply(request: HttpRequest) -> HttpResponse:
    """Whose application it is; a number nobody has leads on to everything about a new customer."""
    step = request.POST.get("step", "")
    if step == "note":
        return _noted(request, None)
    if step in {"check", "do", "change"}:
        return _new(request)
    form = CustomerNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = subscribers.by_number(form.cleaned_data["customer_number"])
        if known is not None:
            return HttpResponseRedirect(reverse("office:apply_known", args=[known.pk]))
        return _new(request, number=form.cleaned_data["customer_number"].strip().upper())
    return render(request, "office/apply.html", {"form": focused(form)})


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def apply_known(request: HttpRequest, pk: int) -> HttpResponse:
    """For an internet customer in our records: the line, the form's day, the campaign, the terms."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    saw(request, subscriber)
    today = clock.business_day(clock.now())
    own = [line for line in subscribers.lines_of(subscriber) if line.closed_on is None or line.closed_on >= today]
    if not own:
        messages.info(request, _("This subscriber has no open line yet. Add it first: a contract hangs on a line."))
        return HttpResponseRedirect(reverse("office:line", args=[pk]))
    older = _replaced(subscriber, own)
    if request.POST.get("step") in {"check", "do"} and request.POST.get("replaces") in {str(line.pk) for line in older}:
        return _moved_instead(request)
    form = ApplicationForm(
        request.POST if request.POST.get("step") else None,
        lines=[(str(line.pk), f"{line.number} - {line.address}") for line in own],
        replaced=replaced_choices(older),
        campaigns=offers.choices(on=today),
        initial={"form_on": today, "line": request.GET.get("line") or own[0].pk},
    )

    def do(data: Data) -> Period:
        line = next(line for line in own if str(line.pk) == data["line"])
        return take_known(line=line, data=data, by=member(request), now=clock.now())

    if request.POST.get("step") == "note":
        return _noted(request, next((line for line in own if str(line.pk) == request.POST.get("line")), own[0]))
    return _taken(request, form, do, back=reverse("office:subscriber", args=[pk]), subscriber=subscriber)


def _replaced(subscriber: Subscriber, own: list[Line]) -> list[Line]:
    """Lines with a contract whose place one of these may have taken: a second contract would be charged beside it."""
    pairs = contracts.replacements(subscribers.lines_of(subscriber))
    return carried(list({old.pk: old for old, new in pairs if new in own}.values()))


def _moved_instead(request: HttpRequest) -> HttpResponse:
    """No application is needed: the contract of the old line goes on on the new one, once that is said."""
    messages.info(
        request, _("Then the contract goes on, and nothing is applied for. Say here which line it goes on on.")
    )
    address = reverse("office:replaced", args=[request.POST["replaces"]])
    by = request.POST.get("line", "")
    return HttpResponseRedirect(f"{address}?by={by}" if by.isdecimal() else address)


def _new(request: HttpRequest, number: str = "") -> HttpResponse:
    today = clock.business_day(clock.now())
    form = NewCustomerForm(
        request.POST if not number else None,
        campaigns=offers.choices(on=today),
        initial={"customer_number": number, "form_on": today},
    )
    if number:  # it is filled in already: the cursor goes to the name
        form.fields["name"].widget.attrs["autofocus"] = True
    return _taken(
        request,
        form,
        lambda data: take_new(data=data, by=member(request), now=clock.now()),
        back=reverse("office:apply"),
    )


def _taken(
    request: HttpRequest,
    form: ApplicationForm,
    do: Callable[[Data], Period],
    *,
    back: str,
    subscriber: Subscriber | None = None,
) -> HttpResponse:
    deal = Deal(
        title=_("Take an application"),
        intro=_("Support begins with the day on the form."),
        verb=_("Begin the contract and issue the letter"),
        said=_("The support contract begins. Its letter is ready below: print it, or send it."),
        back=back,
    )
    page: Data = {
        "subscriber": subscriber,
        "arrears": arrears_of(subscriber.pk) if subscriber else [],
        "terms_version": settings.PROVIDER.terms.version,
    }

    def guarded(data: Data) -> Period:
        try:
            return do(data)
        except (AlreadyActive, NotEligible) as refused:
            page["rejection"] = Rejection.DUPLICATE if isinstance(refused, AlreadyActive) else Rejection.NO_LINE
            raise

    return confirmed(
        request,
        form,
        deal,
        guarded,
        consequences=lambda period: money.outlook(period.line_id, Month.of(period.start_on)),
        onward=lambda period: reverse("office:contract", args=[period.line_id]),
        page=page,
        template="office/application.html",
    )


def _noted(request: HttpRequest, line: Line | None) -> HttpResponse:
    """Write down that an application came: it waits for its form, or is rejected for what R04 and R13 say."""
    channel = request.POST.get("channel", "")
    application = applications.apply(
        line=line,
        received_on=clock.business_day(clock.now()),
        channel=channel if channel in list(Channel) else Channel.PHONE,
        by=member(request),
        now=clock.now(),
    )
    if application.rejection:
        messages.success(request, _("The application is recorded as rejected."))
    else:
        messages.success(request, _("Noted. The contract begins with the form: enter it when it has come."))
    return HttpResponseRedirect(reverse("office:contract", args=[line.pk]) if line else reverse("office:apply"))
