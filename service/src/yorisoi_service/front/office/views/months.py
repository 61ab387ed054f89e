"""The accountant's months: what is closed, what comes next, what closing would book, and closing itself.

No request runs for long. Closing commits chunk by chunk; a request stops after a few seconds and the page goes on with
the next one, by a button that its script presses. A preview that would take longer is given up, and the page names the
command instead.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yorisoi_service import clock
from yorisoi_service.billing import queries
from yorisoi_service.billing.rules.booking import State
from yorisoi_service.billing.services.export import Encoding, export_month
from yorisoi_service.billing.services.month import check_first, close_month, preview
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.front.entrance import member, staff_only
from yorisoi_service.front.office import provider_rows
from yorisoi_service.front.office.forms.money import ExportForm, FirstMonthForm
from yorisoi_service.front.office.pace import OutOfTime, within
from yorisoi_service.front.office.steps import REFUSALS, focused
from yorisoi_service.front.office.sums import table
from yorisoi_service.front.office.templatetags import office as shown
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.subscribers.models import Subscriber

PATIENCE_S = 4.0  # of one request


@require_http_methods(["GET", "POST"])
@staff_only(Deed.RUN_MONTH)
def months(request: HttpRequest) -> HttpResponse:
    """Every month closed, the one that runs, the one that is next."""
    today = Month.of(clock.business_day(clock.now()))
    running, due = queries.running(), queries.first_open()
    upcoming = Month.of(running.month) if running else due
    form = FirstMonthForm(request.POST or None, initial={"month": today.plus(-1)})
    if request.method == "POST" and form.is_valid():
        provider_rows.take_over(now=clock.now())
        return to_month(form.cleaned_data["month"])
    page = {
        "closes": [close for close in queries.closes() if close.state == State.CLOSED],
        "running": running,
        "upcoming": upcoming,
        "is_over": upcoming is not None and upcoming < today,
        "form": form if upcoming is not None else focused(form),
    }
    return render(request, "office/months.html", page)


@require_http_methods(["GET"])
@staff_only(Deed.RUN_MONTH)
def month(request: HttpRequest, month: Month) -> HttpResponse:
    """One month: what was booked, or what closing it now would book, beside the month before."""
    now = clock.now()
    page: dict[str, object] = {"month": month, "export_form": ExportForm()}
    running = queries.running()
    if running is not None and Month.of(running.month) == month:
        return render(request, "office/month.html", page | {"running": running, "share": share(running.cursor)})
    try:
        check_first(month, now=now)
        with within(PATIENCE_S) as progress:
            found = preview(month, now=now, progress=progress)
    except REFUSALS as refused:
        return render(request, "office/month.html", page | {"refused": refused.sentence})
    except OutOfTime:
        return render(request, "office/month.html", page | {"is_large": True})
    page |= {"preview": found, "table": table(found)}
    return render(request, "office/month.html", page)


@require_POST
@staff_only(Deed.RUN_MONTH)
def close(request: HttpRequest, month: Month) -> HttpResponse:
    """Book the month, or the next part of it."""
    now = clock.now()
    try:
        check_first(month, now=now)
        with within(PATIENCE_S) as progress:
            close_month(month, by=member(request), now=now, progress=progress)
    except OutOfTime:
        return to_month(month)
    except REFUSALS as refused:
        messages.error(request, refused.sentence)
        return to_month(month)
    messages.success(request, _("%(month)s is closed.") % {"month": shown.month(month)})
    return to_month(month)


@require_POST
@staff_only(Deed.EXPORT_MONEY)
def export(request: HttpRequest, month: Month) -> HttpResponse:
    """The file for the internet bill, or for the books; the same month gives the same bytes."""
    form = ExportForm(request.POST)
    encoding: Encoding = "cp932" if form.is_valid() and form.cleaned_data["encoding"] == "cp932" else "utf-8"
    for_books = request.POST.get("use") == "books"
    with TemporaryDirectory(dir=settings.DATA) as folder:
        out = Path(folder, f"{'books' if for_books else 'support'}-{month}.csv")
        try:
            export_month(
                month,
                out=out,
                encoding=encoding,
                force=False,
                by=member(request),
                now=clock.now(),
                debited=shown.own_debit(),
                for_books=for_books,
            )
        except REFUSALS as refused:
            messages.error(request, refused.sentence)
            return to_month(month)
        content = out.read_bytes()
    charset = "Shift_JIS" if encoding == "cp932" else "utf-8"
    headers = {"Content-Disposition": f'attachment; filename="{out.name}"'}
    return HttpResponse(content, content_type=f"text/csv; charset={charset}", headers=headers)


def share(cursor: int) -> int:
    """Per cent of the way through everybody who may hold a contract."""
    newest = Subscriber.objects.order_by("-pk").values_list("pk", flat=True).first()
    return min(99, 100 * cursor // max(newest or 1, 1))


def to_month(month: Month) -> HttpResponse:
    """To the month's page."""
    return HttpResponseRedirect(reverse("office:month", args=[month]))
