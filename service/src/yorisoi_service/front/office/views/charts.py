"""Charges and contracts by month: two drawings, each with the table it is drawn from. No script draws them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from yorisoi_service import clock
from yorisoi_service.billing import queries
from yorisoi_service.contracts.queries import contracts_by_month
from yorisoi_service.contracts.rules.month import Month, months_from
from yorisoi_service.front.drawing import Bars, bars
from yorisoi_service.front.entrance import staff_only
from yorisoi_service.staff.rules.roles import Deed

MONTHS = 13  # the same month of last year among them


@require_GET
@staff_only(Deed.RUN_MONTH)
def chart(request: HttpRequest) -> HttpResponse:
    """The last thirteen months."""
    last = Month.of(clock.business_day(clock.now()))
    first = last.plus(1 - MONTHS)
    booked = {each.month: each for each in queries.month_chart(first, last)}
    counted = contracts_by_month(first, last)
    charges = [booked[month].total if month in booked else 0 for month in months_from(first, last)]
    rows = [(each, booked.get(each.month)) for each in counted]
    page = {
        "rows": rows[::-1],
        "charged_since": queries.first_closed(),
        "charges": drawn([each.month for each in counted], charges),
        "active": drawn([each.month for each in counted], [each.active for each in counted]),
    }
    return render(request, "office/chart.html", page)


def drawn(months: list[Month], values: list[int]) -> Bars:
    """Bars under short month names; the year stands where it begins."""
    labels = [
        date_format(month.first_day, pgettext("a month in short, as Django writes dates", "M")) for month in months
    ]
    years = [str(month.year) if n == 0 or month.number == 1 else "" for n, month in enumerate(months)]
    return bars(labels, years, values)
