"""The clerk enters a subscriber's permission to debit an account. What was entered is sealed and never shown again."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yorisoi_service import clock
from yorisoi_service.debits.queries import mandate_of
from yorisoi_service.debits.services.mandates import BankData, add_mandate, end_mandate, renew_mandate
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.looking import saw
from yorisoi_service.front.office.forms.contracts import NothingForm
from yorisoi_service.front.office.forms.debits import MandateForm
from yorisoi_service.front.office.steps import Data, agreed, done, focused
from yorisoi_service.front.office.views.subscribers import to_subscriber
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers.models import Subscriber


@require_http_methods(["GET", "POST"])
@staff_only(Deed.REGISTER_CONTRACT)
def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """The first mandate, or one for another account. 404 where the provider collects with its internet bill."""
    profile = settings.PROVIDER.collection.bank
    if settings.PROVIDER.collection.mode != "own_debit" or profile is None:
        raise Http404
    subscriber = get_object_or_404(Subscriber, pk=pk)
    saw(request, subscriber)
    standing = mandate_of(pk)
    form = MandateForm(request.POST or None, initial={"received_on": clock.business_day(clock.now())})
    if standing is not None:
        del form.fields["customer_ref"]  # the bank knows it already

    def do(data: Data) -> None:
        names = ("bank_code", "branch_code", "account_type", "account_number", "holder")
        bank = BankData(**{name: data[name] for name in names})
        shared = {"profile": profile, "key": settings.DATA_KEY, "draw": clock.draw, "by": member(request)}
        given = {"subscriber": subscriber, "bank": bank, "received_on": data["received_on"], "now": clock.now()}
        if standing is None:
            add_mandate(**given, **shared, customer_ref=data["customer_ref"])
        else:
            renew_mandate(**given, **shared)

    if request.method == "POST" and agreed(form, do):
        messages.success(request, _("The mandate is entered, and the account is sealed."))
        return to_subscriber(pk)
    page = {"subscriber": subscriber, "form": focused(form), "standing": standing}
    return render(request, "office/mandate.html", page)


@require_POST
@staff_only(Deed.REGISTER_CONTRACT)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """No more debits from this account."""
    subscriber = get_object_or_404(Subscriber, pk=pk)
    done(
        request,
        NothingForm(request.POST),
        lambda data: end_mandate(subscriber=subscriber, by=member(request), now=clock.now()),
        said=_("The mandate is ended. What is open is asked for by slip."),
    )
    return to_subscriber(pk)
