"""What a line costs month by month, and what it would cost: for the clerk's page, the letter and whoever thinks of
joining. Reads only."""

from dataclasses import replace
from datetime import date
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import NoTariff
from yorisoi_service.billing.rules.charge import Charge, Reason
from yorisoi_service.billing.rules.explain import Explanation, explain
from yorisoi_service.billing.rules.plan import Plan, owed
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.rules.history import LineFacts, PeriodFacts
from yorisoi_service.contracts.rules.month import Month, months_from

Before = Literal["first", "again", "other_line", "household"]
"""Who had a contract before: nobody, the same line, another line of the same customer, somebody else of the household."""


def explain_line(
    line_id: int,
    first: Month,
    last: Month,
    *,
    joined_on: date | None = None,
    campaign: str | None = None,
    over_moves: bool = False,
) -> list[tuple[Month, Charge, Explanation]]:
    """What the line owes for each month from the contracts as they stand, with the sentence why (`queries.said`).

    With `joined_on` as if a contract began with a form of that day, under the campaign of that code if one is named.
    With `over_moves` what the contract cost, whichever of its lines a month stood under.
    Raises NoTariff when nothing says what a month costs.
    """
    plan, rounding = queries.plan(), queries.rounding()
    try:
        found = contracts.history_of_line(line_id, scope=plan.scope)
    except LookupError:
        raise NoTariff(_("No price, tax rate or settings are entered for these months.")) from None
    mine = {str(each) for each in (contracts.followed(line_id) if over_moves else [line_id])}
    periods = list(found.periods)
    if joined_on is not None:
        periods.append(PeriodFacts(str(line_id), joined_on, campaign=campaign))
    names = {each.code: each.name for each in contracts.campaigns()}
    numbers = queries.line_numbers([int(line.id) for line in found.lines])
    try:
        rows = [
            row
            for row in owed(found.lines, periods, list(months_from(first, last)), plan)
            if row.line in mine and not (over_moves and row.charge.reason is Reason.MOVED)
        ]
        if over_moves:  # a month without a contract stands under each of its lines
            rows = list({row.month: row for row in rows}.values())
        return [
            (
                row.month,
                row.charge,
                explain(
                    _named(row.charge, names),
                    row.month,
                    tax=plan.tariff.tax_in(row.charge.amount, row.month, rounding),
                    instead=numbers.get(row.instead, ""),
                ),
            )
            for row in rows
        ]
    except LookupError:
        raise NoTariff(_("No price, tax rate or settings are entered for these months.")) from None


def explain_joining(
    form_on: date, last: Month, *, before: Before = "first", campaign: str | None = None, plan: Plan | None = None
) -> list[tuple[Month, Charge, Explanation]]:
    """What somebody would owe from the month of the form to `last`, with the sentence why: for whoever has no line here.

    The line is taken to be open. A contract `before` was long ago, so its free months are over; whether that matters
    here is for the rule to say (T6). Without `plan` by the rows as they stand. Raises NoTariff when nothing says what a month costs.
    """
    plan = queries.plan() if plan is None else plan
    long_ago = date(form_on.year - LONG_AGO_YEARS, 1, 1)
    line = LineFacts("1", "somebody", opened=long_ago, household="theirs")
    of_whom = "somebody else" if before == "household" else "somebody"
    other = LineFacts("2", of_whom, opened=long_ago, household="theirs")
    earlier = [] if before == "first" else [PeriodFacts("1" if before == "again" else "2", long_ago, long_ago)]
    periods = [*earlier, PeriodFacts("1", form_on, campaign=campaign)]
    names = {each.code: each.name for each in contracts.campaigns()}
    months = list(months_from(Month.of(form_on), last))
    try:
        rows = [row for row in owed([line, other], periods, months, plan) if row.line == line.id]
        taxes = [plan.tariff.tax_in(row.charge.amount, row.month, queries.rounding()) for row in rows]
    except LookupError:
        raise NoTariff(_("No price, tax rate or settings are entered for these months.")) from None
    return [
        (row.month, row.charge, explain(_named(row.charge, names), row.month, tax=tax))
        for row, tax in zip(rows, taxes, strict=True)
    ]


LONG_AGO_YEARS = 10  # no free months last so long


def _named(charged: Charge, names: dict[str, dict[str, str]]) -> Charge:
    """The campaign under the name people know it by."""
    if charged.campaign is None:
        return charged
    language = (get_language() or "ja").partition("-")[0]
    return replace(charged, campaign=names.get(charged.campaign, {}).get(language) or charged.campaign)
