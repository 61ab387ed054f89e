"""What a line costs month by month, and what it would cost: for the clerk's page and the letter. Reads only."""

from dataclasses import replace
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import NoTariff
from yorisoi_service.billing.rules.charge import Charge, Reason
from yorisoi_service.billing.rules.explain import Explanation, explain
from yorisoi_service.billing.rules.plan import owed
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.rules.history import PeriodFacts
from yorisoi_service.contracts.rules.month import Month, months_from


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
    plan = queries.plan()
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
                    tax=plan.tariff.tax_at(row.month).included_in(row.charge.amount),
                    instead=numbers.get(row.instead, ""),
                ),
            )
            for row in rows
        ]
    except LookupError:
        raise NoTariff(_("No price, tax rate or settings are entered for these months.")) from None


def _named(charged: Charge, names: dict[str, dict[str, str]]) -> Charge:
    """The campaign under the name people know it by."""
    if charged.campaign is None:
        return charged
    language = (get_language() or "ja").partition("-")[0]
    return replace(charged, campaign=names.get(charged.campaign, {}).get(language) or charged.campaign)
