"""Qualified invoices: issued when a subscriber asks for one, found by day, amount and recipient."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yorisoi_service import clock
from yorisoi_service.billing.queries import last_closed
from yorisoi_service.billing.services.invoices import issue_invoice
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office import letterbox
from yorisoi_service.front.office.forms.money import InvoiceForm, InvoiceSearchForm
from yorisoi_service.front.office.steps import Data, agreed
from yorisoi_service.letters import queries
from yorisoi_service.letters.errors import BadLetter
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.rules.kinds import Kind
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.queries import by_number

SHOWN = 50


@require_http_methods(["GET", "POST"])
@staff_only(Deed.PRINT_LETTERS)
def invoices(request: HttpRequest) -> HttpResponse:
    """The newest invoices, or those that were looked for."""
    form = InvoiceSearchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = queries.invoices(**form.cleaned_data, limit=SHOWN)
        return listed(request, found, search_form=form)
    return listed(request, newest(), search_form=form)


def newest() -> list[Letter]:
    """The newest invoices."""
    return list(Letter.objects.filter(kind=str(Kind.INVOICE)).order_by("-pk")[:SHOWN])


@require_POST
@staff_only(Deed.PRINT_LETTERS)
def issue(request: HttpRequest) -> HttpResponse:
    """Issue one for closed months. A month already invoiced is refused: that invoice can be handed over again, or this
    one names it as the one it corrects."""
    form = InvoiceForm(request.POST)

    def do(data: Data) -> None:
        subscriber = by_number(data["customer_number"])
        if subscriber is None:
            raise BadRecord(_("Nobody has this customer number."))
        corrects = queries.by_number(data["corrects"]) if data["corrects"] else None
        if data["corrects"] and corrects is None:
            raise BadLetter(_("No invoice has this number. Enter the number printed on the invoice to be corrected."))
        issue_invoice(
            subscriber=subscriber,
            month=data["month"],
            until=data["until"],
            recipient=data["recipient"],
            corrects=corrects,
            provider=settings.PROVIDER,
            language=get_language() or settings.LANGUAGE_CODE,
            by=member(request),
            now=clock.now(),
        )

    if agreed(form, do):
        messages.success(request, _("The invoice is issued. It stands first in the list: print it, or send it."))
        return HttpResponseRedirect(reverse("office:invoices"))
    return listed(request, newest(), form=form)


def listed(
    request: HttpRequest,
    found: list[Letter],
    *,
    form: InvoiceForm | None = None,
    search_form: InvoiceSearchForm | None = None,
) -> HttpResponse:
    """The page with these invoices."""
    rows = Letter.objects.select_related("subscriber").prefetch_related("deliveries").in_bulk([one.pk for one in found])
    page = {
        "form": form or InvoiceForm(initial={"month": last_closed()}, prefix=None),
        "search_form": search_form or InvoiceSearchForm(),
        "letters": letterbox.shown(rows[one.pk] for one in found),
        "mail_ready": settings.MAIL_READY,
    }
    return render(request, "office/invoices.html", page)
