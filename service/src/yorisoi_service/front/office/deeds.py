"""Which deeds a line's page offers, by where its contract stands. The services check each of them again."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.front.office.glance import Standing
from yorisoi_service.front.office.lines import successors
from yorisoi_service.front.office.words import Words
from yorisoi_service.subscribers.models import Line

Links = list[tuple[str, Words]]


def deeds(
    line: Line,
    standing: Standing,
    *,
    today: date,
    open_from: Month | None,
    is_suspended: bool = False,
    may_suspend: bool = False,
) -> list[tuple[Words, Links]]:
    """Addresses and labels under three headings: the contract, the line, and what is only noted. `open_from` is the first
    month that is not closed, None where none was. `is_suspended`: the support is; `may_suspend`: so much is unpaid."""
    is_open = line.closed_on is None
    of_contract = _of_contract(line, standing, is_open)
    if is_suspended:
        of_contract.append((_to("resume_support", line), _("Give the support back")))
    elif may_suspend and standing.code in {"active", "reserved"}:
        of_contract.append((_to("suspend_support", line), _("Suspend the support")))
    return [
        (_("The contract"), [*of_contract, *_mending(line, standing, today, open_from)]),
        (_("The line"), [*(_of_line(line) if is_open else _of_closed_line(line)), *_of_any_line(line)]),
        (
            _("Only to be noted"),
            [
                (_to("note", line), _("Course, device or account changed")),
                (_to("free_window", line), _("Free months used before our records")),
            ],
        ),
    ]


def _of_contract(line: Line, standing: Standing, is_open: bool) -> Links:
    links: Links = []
    if standing.code in {"none", "ended"} and is_open:
        words = _("Begin a contract") if standing.code == "none" else _("Re-contract")
        links.append((f"{reverse('office:apply_known', args=[line.subscriber_id])}?line={line.pk}", words))
    if standing.code in {"active", "coming"} and standing.period and standing.period.end_on is None:
        links.append((_to("cancel", line), _("Cancel the contract")))
    if standing.code == "reserved" and standing.period and standing.period.end_cause == "request":
        links.append((_to("undo", line), _("Undo the reserved cancellation")))
    return links


def _mending(line: Line, standing: Standing, today: date, open_from: Month | None) -> Links:
    period = standing.period
    if period is None:
        return []
    links: Links = []
    if open_from is None or Month.of(period.start_on) >= open_from:
        links.append((_to("correct", line), _("Correct a mistyped application")))
        links.append((_to("mistake", line), _("Take back an application entered by mistake")))
    ended_late = period.end_on is not None and (open_from is None or Month.of(period.end_on) >= open_from)
    if ended_late and period.end_cause == "request":
        links.append((_to("correct_end", line), _("Correct the last day")))
    if period.start_on > today or period.solicited or line.closed_on is not None:
        links.append((_to("withdraw", line), _("Withdraw the application")))
    return links


def _of_line(line: Line) -> Links:
    return [
        (_to("move", line), _("Move the line")),
        (_to("suspend", line), _("Suspend the line")),
        (_to("resume", line), _("The line is in service again")),
        (_to("inherit", line), _("Hand the line over")),
        (_to("close_line", line), _("Close the line")),
    ]


def _of_closed_line(line: Line) -> Links:
    if Line.objects.filter(moved_from=line).exists():
        return []
    return [
        (_to("close_line", line), _("Correct the last day of the line")),
        (_to("reopen_line", line), _("The line was closed by mistake")),
    ]


def _of_any_line(line: Line) -> Links:
    replaced = [(_to("replaced", line), _("Another line has taken its place"))] if successors(line) else []
    return [*replaced, (_to("correct_line", line), _("Correct a mistyped line"))]


def _to(name: str, line: Line) -> str:
    return reverse(f"office:{name}", args=[line.pk])
