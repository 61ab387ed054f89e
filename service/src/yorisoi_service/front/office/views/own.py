"""The clerk's part of what subscribers have for themselves: people of the household, the code of the own page, and
requests about their own data."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yorisoi_service import clock
from yorisoi_service.front import forgetting
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.looking import saw
from yorisoi_service.front.office.forms.own import AnswerForm, ForgetForm, MemberForm
from yorisoi_service.front.office.steps import REFUSALS, agreed, done, focused
from yorisoi_service.front.office.views.letters import as_pdf
from yorisoi_service.front.office.views.subscribers import to_subscriber
from yorisoi_service.letters.services.codes import code_sheet
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers import queries
from yorisoi_service.subscribers.models import HouseholdMember, Subscriber, Wish
from yorisoi_service.subscribers.rules.access import WishKind
from yorisoi_service.subscribers.services import wishes
from yorisoi_service.subscribers.services.household import add_household_member, remove_household_member

# What stands against a deletion, said to the clerk; the own page says it to the subscriber.
FOR_THE_CLERK: dict[str, str | Promise] = {
    "contract": gettext_lazy("A support contract runs, or was applied for. Ask the subscriber, then cancel it."),
    "month": gettext_lazy("The last month is not charged yet. Wait until the accountant has closed it."),
    "unpaid": gettext_lazy("An amount is not settled yet. Wait until the accountant has settled it."),
    "ticket": gettext_lazy("A ticket at the desk is still open. The desk finishes it first."),
    "call_back": gettext_lazy(
        "A call back is still waiting. The subscriber takes it back on their own page, or the desk telephones first."
    ),
}


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody of the household."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    saw(request, subscriber)
    done(
        request,
        MemberForm(request.POST),
        lambda data: add_household_member(subscriber=subscriber, **data, by=member(request), now=clock.now()),
        said=_("They may ask for support now."),
    )
    return to_subscriber(pk)


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def remove_member(request: HttpRequest, pk: int, who: int) -> HttpResponse:
    """Forget somebody of this household; nobody of another one."""
    found = get_object_or_404(HouseholdMember, pk=who, subscriber_id=pk)
    saw(request, pk)
    remove_household_member(member=found, by=member(request), now=clock.now())
    messages.success(request, _("They are removed from the household."))
    return to_subscriber(pk)


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A new code of the own page, on a sheet for the registered address. The PDF is shown once.

    `before` is the code the page showed: a second press, or an older page, ends no code that was printed meanwhile.
    """
    subscriber = get_object_or_404(Subscriber, pk=pk)
    saw(request, subscriber)
    try:
        content = code_sheet(
            subscriber=subscriber,
            instead_of=request.POST.get("before", ""),
            by=member(request),
            now=clock.now(),
            draw=clock.draw,
        )
    except REFUSALS as refused:
        messages.error(request, refused.sentence)
        return to_subscriber(pk)
    return as_pdf(content, "code")


@require_GET
@staff_only(Deed.REGISTER_CONTRACT)
def requests(request: HttpRequest) -> HttpResponse:
    """What subscribers asked about their own data: those that wait, the oldest first, and the newest answered ones."""
    shown = {"waiting": queries.wishes_waiting(), "answered": queries.wishes_answered()}
    return render(request, "office/wishes.html", shown)


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def one_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, with what stands against a deletion; answering it."""
    wish = get_object_or_404(Wish.objects.select_related("subscriber", "done_by"), pk=pk)
    saw(request, wish.subscriber)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and agreed(
        form, lambda data: wishes.finish(wish=wish, **data, by=member(request), now=clock.now())
    ):
        messages.success(request, _("The request is answered."))
        return HttpResponseRedirect(reverse("office:wishes"))
    return _page(request, wish, form, ForgetForm())


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete what may go, as the subscriber asked, and answer the request. Nothing goes while something is open."""
    wish = get_object_or_404(Wish.objects.select_related("subscriber", "done_by"), pk=pk, kind=WishKind.DELETION)
    saw(request, wish.subscriber)
    form, by, now = ForgetForm(request.POST), member(request), clock.now()
    with override(settings.LANGUAGE_CODE):
        said = _("What no law asks to keep is deleted.")

    def do(_data: dict[str, object]) -> None:
        with transaction.atomic():  # both or neither
            wishes.finish(wish=wish, answer=said, by=by, now=now)
            forgetting.forget(subscriber=wish.subscriber, by=by, now=now)

    if agreed(form, do):
        messages.success(request, _("It is deleted, and the request is answered."))
        return HttpResponseRedirect(reverse("office:wishes"))
    return _page(request, wish, AnswerForm(), form)


def _page(request: HttpRequest, wish: Wish, form: AnswerForm, forget_form: ForgetForm) -> HttpResponse:
    needs = forgetting.needs(subscriber=wish.subscriber, now=clock.now()) if wish.kind == WishKind.DELETION else []
    told = [(need.code, FOR_THE_CLERK.get(need.code, need.sentence)) for need in needs]
    shown = {
        "wish": wish,
        "subscriber": wish.subscriber,
        "form": focused(form) if form.is_bound else form,
        "forget_form": forget_form,
        "needs": told,
        "is_open": wish.done_at is None and wish.withdrawn_at is None,
    }
    return render(request, "office/wish.html", shown)
