"""What a deed of the clerk is about: one line, its contract, and what it costs before and after."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from yorisoi_service import clock
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.rules.story import EndCause
from yorisoi_service.front.looking import saw
from yorisoi_service.front.office import money
from yorisoi_service.front.office.steps import Data, Deal, confirmed
from yorisoi_service.subscribers.models import Line

T = TypeVar("T")
LOOKED_BACK, SHOWN_BACK, SHOWN_AHEAD = 25, 1, 3  # months


@dataclass(frozen=True)
class Subject:
    """The line a page is about."""

    line: Line

    def deal(self, **words: Any) -> Deal:
        """A step that leads back to the line's story."""
        return Deal(back=reverse("office:contract", args=[self.line.pk]), **words)

    def confirmed(
        self,
        request: HttpRequest,
        form: forms.Form,
        deal: Deal,
        do: Callable[[Data], T],
        *,
        onward: Callable[[T], str] | None = None,
    ) -> HttpResponse:
        """The three faces of a step, with the months around today before and after it, and older ones it changes."""
        saw(request, self.line.subscriber_id)
        today = Month.of(clock.business_day(clock.now()))
        span = (today.plus(-LOOKED_BACK), today.plus(SHOWN_AHEAD))
        before = money.cost(self.line.pk, *span) if request.method == "POST" else []
        return confirmed(
            request,
            form,
            deal,
            do,
            consequences=lambda done: [
                shown
                for shown in money.compared(before, money.cost(self.line.pk, *span))
                if shown.is_changed or shown.month >= today.plus(-SHOWN_BACK)
            ],
            onward=onward,
            page={"line": self.line},
        )


def subject(pk: int) -> Subject:
    """The line with its subscriber, or 404."""
    return Subject(get_object_or_404(Line.objects.select_related("subscriber"), pk=pk))


def replaced_choices(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Older lines, as the question whether another takes the place of one of them offers them."""
    return [
        (str(line.pk), _("yes, of %(number)s (%(address)s)") % {"number": line.number, "address": line.address})
        for line in lines
    ]


def successors(line: Line) -> list[Line]:
    """Lines of the same subscriber that may have taken the place of this one."""
    own = list(Line.objects.filter(subscriber=line.subscriber_id).order_by("number"))
    return [new for old, new in contracts.replacements(own) if old == line]


def carried(lines: Iterable[Line]) -> list[Line]:
    """Those of the lines whose contract would go on on another line: it runs, or ended with the line alone."""
    goes_on = Q(end_on=None) | Q(end_cause=EndCause.LINE_CLOSED)
    found = Period.objects.filter(goes_on, line__in=lines, void="").values_list("line", flat=True)
    return [line for line in lines if line.pk in set(found)]


def newest_period(line: Line) -> Period:
    """The line's newest contract that counts, or 404."""
    newest = contracts.counting(line.pk).select_related("campaign").last()
    if newest is None:
        raise Http404
    return newest
