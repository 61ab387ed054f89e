"""The fees of a contract in stages: what a letter tells of the months to come."""

from collections.abc import Sequence
from itertools import groupby

from yorisoi_service.billing.rules.charge import Charge, Reason
from yorisoi_service.billing.rules.policy import Tariff
from yorisoi_service.contracts.rules.month import Month, months_between
from yorisoi_service.letters.rules.welcome import Stage, Why

FARTHEST_MONTHS = 60
NOTHING = frozenset({Reason.NOT_SUBSCRIBED, Reason.MOVED})
WHYS: dict[Reason, Why] = {Reason.FREE: "free", Reason.CAMPAIGN: "campaign", Reason.SUSPENDED: "suspended"}


def horizon(start: Month, *, free_months: int, campaign: str | None, tariff: Tariff) -> Month:
    """A month from which on nothing known changes any more, at most five years ahead."""
    ahead = [free_months]
    if campaign is not None:
        ahead += [term.last for term in tariff.campaigns[campaign].terms]
    ahead += [months_between(start, price.since) for price in tariff.prices]
    return start.plus(min(max(0, *ahead), FARTHEST_MONTHS))


def stages(charged: Sequence[tuple[Month, Charge]]) -> tuple[Stage, ...]:
    """Months of the same fee for the same reason together. The last stage has no end unless the contract has one;
    months before the contract, or under the line's older number, are left out."""
    told = [(month, charge) for month, charge in charged if charge.reason not in NOTHING]
    grouped = [
        (why, amount, [month for month, _charge in run]) for (why, amount), run in groupby(told, key=_why_and_amount)
    ]
    goes_on = bool(told) and told[-1][0] == charged[-1][0] and not told[-1][1].is_final
    found = [Stage(months[0].first_day, months[-1].first_day, amount, why) for why, amount, months in grouped]
    if goes_on:
        last = found[-1]
        found[-1] = Stage(last.first, None, last.amount, last.why)
    return tuple(found)


def _why_and_amount(each: tuple[Month, Charge]) -> tuple[Why, int]:
    return WHYS.get(each[1].reason, "monthly"), each[1].amount
