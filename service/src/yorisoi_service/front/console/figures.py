"""Figures in words: what each is called, how it was counted, and its value as people write it."""

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yorisoi_service.desk.rules.kpi import Figure, Kpi, Unit
from yorisoi_service.desk.words import WORDINGS

Words: TypeAlias = str | Promise

NAMES: dict[Figure, tuple[Words, Words]] = {
    Figure.ANSWER_RATE: (gettext_lazy("Answer rate"), gettext_lazy("calls answered, of calls that rang")),
    Figure.ABANDON_RATE: (gettext_lazy("Abandoned"), gettext_lazy("calls nobody answered, of calls that rang")),
    Figure.SERVICE_LEVEL: (gettext_lazy("Service level"), gettext_lazy("calls answered in time, of calls that rang")),
    Figure.LONG_WAITS: (
        gettext_lazy("Waited over a minute"),
        gettext_lazy("calls that rang for more than 60 seconds, answered or not"),
    ),
    Figure.HANDLING: (
        gettext_lazy("Handling time"),
        gettext_lazy("talk and work after the call, mean over finished tickets"),
    ),
    Figure.FIRST_CONTACT: (
        gettext_lazy("Solved at first contact"),
        gettext_lazy(
            "resolved and no further ticket within 7 days, of finished tickets of known callers without one in the 7 days before"
        ),
    ),
    Figure.REPEATS: (
        gettext_lazy("Called again within 7 days"),
        gettext_lazy("tickets followed by another of the same subscriber"),
    ),
    Figure.REFERRALS: (gettext_lazy("Referred"), gettext_lazy("finished tickets that were referred elsewhere")),
    Figure.WRONG_PASSES: (gettext_lazy("Pass failed"), gettext_lazy("claimed passes whose secret part was wrong")),
    Figure.REFUSALS: (gettext_lazy("Consent refused"), gettext_lazy("answered questions that were answered with no")),
    Figure.REMOVALS: (
        gettext_lazy("Removal confirmed"),
        gettext_lazy("ended sessions whose program verified its own removal"),
    ),
    Figure.SATISFACTION: (gettext_lazy("Satisfied"), gettext_lazy("answers that call the help good or very good")),
    Figure.MARK: (gettext_lazy("Mean mark"), gettext_lazy("1 to 5, of all answers")),
    Figure.SOLVED: (gettext_lazy("Problem solved"), gettext_lazy("answers that say so")),
}
# What the counts of a file are of.
UNITS: dict[Unit | None, Words] = {
    None: pgettext_lazy("unit of a count", "number"),
    Unit.SECONDS: pgettext_lazy("unit of a count", "seconds"),
    Unit.MARK: pgettext_lazy("unit of a count", "marks, 1 to 5 each"),
}
STEPS: dict[str, Words] = {
    "day": pgettext_lazy("statistics", "by day"),
    "week": pgettext_lazy("statistics", "by week"),
    "month": pgettext_lazy("statistics", "by month"),
}
# R22 knows three reasons why help cannot be given, D10 two why it must wait.
GROUPS: dict[Words, tuple[str, ...]] = {
    gettext_lazy("No subscriber of ours"): ("not_subscriber", "other_line", "no_contract"),
    gettext_lazy("Not connected to our line"): ("not_connected", "not_home_wifi"),
    gettext_lazy("Device or line not fit"): ("environment", "model_unsupported", "model_by_telephone"),
    gettext_lazy("Suspected fraud"): ("fake_alert", "foreign_tool"),
}
SPANS: dict[str, Words] = {
    "backwards": gettext_lazy("The last day lies before the first one. Exchange them."),
    "too_long": gettext_lazy("Choose at most three years."),
    "too_many": gettext_lazy("Too many bars to tell apart. Choose weeks or months, or fewer days."),
    "no_day": gettext_lazy("Enter days like 2026-04-01."),
}


@dataclass(frozen=True)
class Shown:
    """One figure beside the one before. `sign` says reached or missed without colour."""

    code: str
    name: Words
    how: Words
    value: str
    of: str
    target: str
    state: str  # reached | missed | "" without a target or anything to count
    before: str
    change: str


def shown(kpi: Kpi, before: Kpi) -> Shown:
    """A figure as the table says it."""
    name, how = NAMES[kpi.figure]
    state = "" if kpi.is_reached is None else "reached" if kpi.is_reached else "missed"
    return Shown(
        str(kpi.figure), name, how, value(kpi), _of(kpi), _target(kpi), state, value(before), _change(kpi, before)
    )


def value(kpi: Kpi) -> str:
    """`87.5 %`, `6 min 12 s`, `4.3`, or a dash where there was nothing to count."""
    if kpi.value is None:
        return "-"
    match kpi.unit:
        case Unit.PERCENT:
            return f"{kpi.value:.1f} %"
        case Unit.SECONDS:
            return _duration(round(kpi.value))
        case Unit.MARK:
            return f"{kpi.value:.1f}"


def code_name(code: str) -> str:
    """What the communicator saw when this was decided."""
    known = WORDINGS.get(code)
    return code if known is None else str(known.why)


def _duration(seconds: int) -> str:
    return _("%(minutes)s min %(seconds)s s") % {"minutes": seconds // 60, "seconds": f"{seconds % 60:02d}"}


def _of(kpi: Kpi) -> str:
    if kpi.unit is Unit.PERCENT:
        return f"{kpi.part:,} / {kpi.whole:,}"
    return f"{kpi.whole:,}"


def _target(kpi: Kpi) -> str:
    if kpi.target is None:
        return ""
    told = {"target": kpi.target}
    return (_("at most %(target)s %%") if kpi.is_ceiling else _("at least %(target)s %%")) % told


def _change(kpi: Kpi, before: Kpi) -> str:
    if kpi.value is None or before.value is None:
        return ""
    difference = round(kpi.value - before.value, 1)
    if kpi.unit is Unit.SECONDS:
        return f"{round(difference):+d} s"
    return f"{difference:+.1f}" + (_(" points") if kpi.unit is Unit.PERCENT else "")
