"""What a line owes for one month: a pure function of the history. No clock, no rows, the same answer on every day asked.

One fee per line and month at most, decided by calendar months, never by days (R02, R04, R07, R24 to R26).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from yorisoi_service.billing.rules.policy import Policy, Price, Tariff
from yorisoi_service.contracts.rules.history import Chain, Span
from yorisoi_service.contracts.rules.month import Month, months_between, months_from

FARTHEST_MONTHS = 1_200  # that a promise looks ahead: a campaign is never longer, a rest without end is


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
    """Yen, tax included, and why. `nth_month` is the contract's month (1 = joining).

    `price` is None where nothing is charged and no price is set. `paid_from`, of a free month: the first month with a
    fee, as the history stands; None where the contract ends before it.
    """

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
    found = max(reversed(candidates), key=lambda each: each.amount)
    if found.reason is Reason.FREE and window is not None:
        return replace(found, paid_from=_paid_from(chain, spans[-1], window.plus(policy.free_months), policy, tariff))
    return found


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
    nth = months_between(Month.of(span.start), month) + 1
    again = span.nth > 1
    final = span.end is not None and Month.of(span.end) == month
    own = _own_amount(span, month, tariff)
    if own is not None:
        # A campaign lowers a fee, it never adds one (R06).
        amount = min(own, tariff.price_at(month).amount) if own else 0
        return Charge(amount, Reason.CAMPAIGN, tariff.price_if_set(month), nth, again, final, span.campaign)
    keeps_window = not again or policy.rejoin_inside_window == "persist"
    if window is not None and keeps_window and months_between(window, month) < policy.free_months:
        if final and policy.cancel_in_free_month == "charge":
            price = tariff.price_at(month)
            return Charge(price.amount, Reason.FINAL_MONTH, price, nth, again, final)
        return Charge(0, Reason.FREE, tariff.price_if_set(month), nth, again, final)
    price = tariff.price_at(month)
    return Charge(price.amount, Reason.MONTHLY, price, nth, again, final)


def _own_amount(span: Span, month: Month, tariff: Tariff) -> int | None:
    """What the span's campaign says of this month, None where it says nothing (R25: its own terms hold)."""
    if span.campaign is None:
        return None
    return tariff.campaigns[span.campaign].amount_in(months_between(Month.of(span.start), month) + 1)


def _paid_from(chain: Chain, span: Span, after_window: Month, policy: Policy, tariff: Tariff) -> Month | None:
    """The first month from `after_window` on with a fee for this span; months that a campaign or a rest of the line
    makes free are passed over. None where the contract ends first."""
    for month in months_from(after_window, after_window.plus(FARTHEST_MONTHS)):
        if not span.touches(month):
            break
        rests = policy.line_suspension == "pause" and chain.is_suspended(month)
        if not rests and _own_amount(span, month, tariff) != 0:
            return month
    return None
