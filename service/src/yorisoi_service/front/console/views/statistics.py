"""What the desk did, in figures, for the desk lead: a page and the same as a file for a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yorisoi_service import clock
from yorisoi_service.desk.queries import statistics, survey
from yorisoi_service.desk.rules.kpi import REPEAT_DAYS, Kpi, Unit, kpis
from yorisoi_service.desk.rules.statistics import DAY, BadSpan, Span, Step, usual
from yorisoi_service.front.console import charts, figures
from yorisoi_service.front.entrance import desk_frame, staff_only
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.rules.words import as_text, one_line

MOST_TEXTS = 50
BYTE_ORDER_MARK = "\ufeff"  # a spreadsheet program takes the file for what it is


@require_GET
@staff_only(Deed.SEE_STATISTICS)
def page(request: HttpRequest) -> HttpResponse:
    """Figures with targets and the span before, drawings with their tables, what subscribers said."""
    span, wrong = _asked(request)
    targets = settings.PROVIDER.statistics
    now_told = kpis(statistics.totals(span, targets=targets), targets)
    was_told = kpis(statistics.totals(span.before(), targets=targets), targets)
    bars, by_hour = statistics.bars(span, targets=targets), statistics.hours(span)
    decided = statistics.decisions(span)
    counted = {each.code: each.tickets for each in decided}
    hours = settings.PROVIDER.hours
    last_known = clock.business_day(clock.now()) - REPEAT_DAYS * DAY
    return render(
        request,
        "console/statistics.html",
        {
            **desk_frame(request),
            "span": span,
            "before": span.before(),
            "steps": figures.STEPS.items(),
            "wrong": wrong,
            "figures": [figures.shown(one, was) for one, was in zip(now_told, was_told, strict=True)],
            "service_s": targets.service_s,
            "is_provisional": span.last > last_known,
            "bars": [(charts.name_of(bar.first, bar.last, span.step), bar) for bar in bars],
            "calls": charts.calls(bars, span.step),
            "in_time": charts.in_time(bars, span.step, target=targets.service_percent),
            "tickets": charts.tickets(bars, span.step),
            "hours": charts.hours(by_hour, hours.opens.hour, hours.closes.hour + (hours.closes.minute > 0)),
            "by_hour": [(hour, count) for hour, count in enumerate(by_hour) if count],
            "has_calls": any(bar.offered for bar in bars),
            "groups": [(name, sum(counted.get(code, 0) for code in codes)) for name, codes in figures.GROUPS.items()],
            "decided": [(figures.code_name(each.code), each) for each in decided],
            "marks": list(enumerate(statistics.marks(span), 1)),
            "texts": list(survey.texts(*statistics.ends(span), limit=MOST_TEXTS)),
            "most_texts": MOST_TEXTS,
        },
    )


@require_GET
@staff_only(Deed.SEE_STATISTICS)
def table(request: HttpRequest) -> HttpResponseBase:
    """The same counts as rows: what, name, first and last day, count, of how many, and what the count is of: seconds,
    marks, or just so many. Written as they are read. Days that make no span are refused: nobody would see in a file that
    it is about others."""
    span, wrong = _asked(request)
    if wrong:
        return HttpResponseBadRequest(f"{wrong}\n", content_type="text/plain; charset=utf-8")
    name = f"desk-{span.first.isoformat()}-{span.last.isoformat()}.csv"
    disposition = f'attachment; filename="{name}"'
    return StreamingHttpResponse(
        _lines(_spoken(_rows(span), get_language() or settings.LANGUAGE_CODE)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _asked(request: HttpRequest) -> tuple[Span, Any]:
    """The span asked for, and what is wrong with it; then the usual one is shown instead."""
    today = clock.business_day(clock.now())
    chosen = request.GET.get("step", "")
    step = Step(chosen) if chosen in tuple(Step) else Step.DAY
    instead = usual(step, today)
    first, last = request.GET.get("from", ""), request.GET.get("to", "")
    try:
        return Span(_day(first) or instead.first, _day(last) or instead.last, step), ""
    except BadSpan as refused:
        return instead, figures.SPANS[refused.code]
    except ValueError:
        return instead, figures.SPANS["no_day"]


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    found = date.fromisoformat(text.strip())
    if not 2000 <= found.year <= 2200:
        raise ValueError("a year nobody lives in")
    return found


def _rows(span: Span) -> Iterator[tuple[object, ...]]:
    words = ("What", "Name", "First day", "Last day", "Count", "Of", "Unit of the count")
    yield tuple(pgettext("column", word) for word in words)
    for row, unit in _counts(span):
        yield *row, str(figures.UNITS[unit])


def _counts(span: Span) -> Iterator[tuple[tuple[object, ...], Unit | None]]:
    """Every row without its unit, and the unit; None: so many of what the row is about."""
    targets = settings.PROVIDER.statistics
    for part, which in ((span, _("Figure")), (span.before(), _("Figure before"))):
        for one in kpis(statistics.totals(part, targets=targets), targets):
            unit = None if one.unit is Unit.PERCENT else one.unit
            yield (which, _figure(one), part.first, part.last, one.part, one.whole), unit
    for bar in statistics.bars(span, targets=targets):
        for what, name, count, whole in (
            (_("Calls"), _("rang"), bar.offered, ""),
            (_("Calls"), _("answered"), bar.answered, bar.offered),
            (_("Calls"), _("answered in time"), bar.in_time, bar.offered),
            (_("Tickets"), _("opened"), bar.tickets, ""),
            (_("Tickets"), _("resolved"), bar.resolved, bar.tickets),
            (_("Tickets"), _("referred"), bar.referred, bar.tickets),
        ):
            yield (what, name, bar.first, bar.last, count, whole), None
    for each in statistics.decisions(span):
        name = figures.code_name(each.code)
        yield (_("Decision"), name, span.first, span.last, each.tickets, ""), None
        yield (_("Decision, referred"), name, span.first, span.last, each.referred, each.tickets), None
    for hour, tickets in enumerate(statistics.hours(span)):
        yield (_("Tickets by hour"), f"{hour}:00", span.first, span.last, tickets, ""), None
    for mark, given in enumerate(statistics.marks(span), 1):
        yield (_("Mark"), mark, span.first, span.last, given, ""), None
    for text in survey.texts(*statistics.ends(span)):
        yield (_("Said"), text.text, text.on, text.on, text.help, ""), Unit.MARK


def _figure(one: Kpi) -> str:
    return str(figures.NAMES[one.figure][0])


def _spoken(rows: Iterator[tuple[object, ...]], language: str) -> Iterator[tuple[object, ...]]:
    """Each row in the language of the request: what is streamed is read when the request is over."""
    while True:
        with override(language):
            row = next(rows, None)
        if row is None:
            return
        yield row


class _Echo:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text


def _lines(rows: Iterator[tuple[object, ...]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([as_text(one_line(cell)) if isinstance(cell, str) else cell for cell in row])
