"""The ledger, found by service month, amount and counterparty, in ranges and together; and invoices the same way.

What is looked for travels in a form: a name or an account never stands in an address.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from yorisoi_service.billing import queries
from yorisoi_service.front.entrance import staff_only
from yorisoi_service.front.office.forms.money import LedgerForm
from yorisoi_service.front.office.steps import focused
from yorisoi_service.front.office.words import KINDS
from yorisoi_service.staff.rules.roles import Deed

SHOWN = 50


@require_http_methods(["GET", "POST"])
@staff_only(Deed.RUN_MONTH)
def ledger(request: HttpRequest) -> HttpResponse:
    """Entries in the order they were booked, fifty at a time."""
    form = LedgerForm(request.POST if request.method == "POST" else None)
    page: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        found = queries.search(**{**form.cleaned_data, "after": form.cleaned_data["after"] or 0}, limit=SHOWN + 1)
        page |= {
            "searched": True,
            "entries": [(each, KINDS[each.kind], queries.words(each)) for each in found[:SHOWN]],
            "after": found[SHOWN - 1].pk if len(found) > SHOWN else None,
            "total": sum(each.amount for each in found[:SHOWN]),
        }
    page["form"] = focused(form)
    return render(request, "office/ledger.html", page)
