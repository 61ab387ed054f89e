"""What a line owes for one month: a pure function of the history. No clock, no rows, the same answer on every day asked.

One fee per line and month at most, decided by calendar months, never by days (R02, R04, R07, R24 to R26).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from yorisoi_service.billing.rules.policy import Policy, Price, Tariff
from yorisoi_service.contracts.rules.history import Chain, Span
from yorisoi_service.contracts.rules.month import Month, months_between


class Reason(StrEnum):
    NOT_SUBSCRIBED = "NOT_SUBSCRIBED"
    SUSPENDED = "SUSPENDED"
    FREE = "FREE"
    CAMPAIGN = "CAMPAIGN"
    FINAL_MONTH = "FINAL_MONTH"
    MONTHLY = "MONTHLY"
    MOVED = "MOVED"


@dataclass(frozen=True)
class Charge:
    """Yen, tax included, and why. `nth_month` is the contract's month (1 = joining), `paid_from` follows a free month."""

    amount: int
    reason: Reason
    price: Price | None = None
    nth_month: int = 0
    is_again: bool = False  # a re-contract: no new free months (T2)
    is_final: bool = False  # the contract ended in this month (R07)
    campaign: str | None = None
    paid_from: Month | None = None


def charge(chain: Chain, month: Month, *, window: Month | None, policy: Policy, tariff: Tariff) -> Charge:
    """What `chain` owes for `month`; `window` is the month of its first-time join, from `first_joins`.

    LookupError when a fee is due and no price is set for the month.
    """
    spans = [span for span in chain.spans if span.touches(month)]
    if not spans:
        return Charge(0, Reason.NOT_SUBSCRIBED)
    if policy.line_suspension == "pause" and chain.is_suspended(month):
        return Charge(0, Reason.SUSPENDED)
    candidates = [_of_span(span, month, window, policy, tariff) for span in spans]
    # One fee, never a sum; of equal amounts the newest contract explains it.
    return max(reversed(candidates), key=lambda each: each.amount)


def first_joins(chains: Sequence[Chain], policy: Policy) -> dict[str, Month | None]:
    """For each chain, by its oldest line's id: the month in which its customer first joined (T6: or its line, or its
    household). None where nobody joined, or where the free months were used before our records begin."""
    together: dict[str, list[Chain]] = {}
    for chain in chains:
        together.setdefault(_scope(chain, policy), []).append(chain)
    windows: dict[str, Month | None] = {}
    for mine in together.values():
        used = any(line.free_window_used for each in mine for line in each.lines)
        joined = [first for each in mine if (first := each.first_month()) is not None]
        window = None if used or not joined else min(joined)
        windows |= {each.lines[0].id: window for each in mine}
    return windows


def _scope(chain: Chain, policy: Policy) -> str:
    match policy.first_time_scope:
        case "customer":
            return chain.customer
        case "household":
            return chain.household
        case "line":
            return chain.lines[0].id


def _of_span(span: Span, month: Month, window: Month | None, policy: Policy, tariff: Tariff) -> Charge:
    price = tariff.price_at(month)
    nth = months_between(Month.of(span.start), month) + 1
    again = span.nth > 1
    final = span.end is not None and Month.of(span.end) == month
    campaign = tariff.campaigns[span.campaign] if span.campaign is not None else None
    own = campaign.amount_in(nth) if campaign is not None else None
    if campaign is not None and own is not None:
        amount = min(own, price.amount)  # a campaign lowers a fee, it never adds one (R06)
        return Charge(amount, Reason.CAMPAIGN, price, nth, again, final, campaign.id)
    keeps_window = not again or policy.rejoin_inside_window == "persist"
    if window is not None and keeps_window and months_between(window, month) < policy.free_months:
        if final and policy.cancel_in_free_month == "charge":
            return Charge(price.amount, Reason.FINAL_MONTH, price, nth, again, final)
        return Charge(0, Reason.FREE, price, nth, again, final, paid_from=window.plus(policy.free_months))
    return Charge(price.amount, Reason.MONTHLY, price, nth, again, final)
