"""From ledger entries to the items and sums of a qualified invoice. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass

from yorisoi_service.billing.rules.issuer import Rounding
from yorisoi_service.billing.rules.tax import sums_by_rate
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.letters.rules.invoice import Item, RateSum


@dataclass(frozen=True)
class Owed:
    """One ledger entry as an invoice needs it; an adjustment may be negative. Yen include tax."""

    line: str
    month: Month
    amount: int
    tax_percent: int
    is_adjustment: bool = False


def items(owed: Sequence[Owed], *, fee: str, adjustment: str) -> tuple[Item, ...]:
    """What stands on the invoice, month by month and line by line. A month without a fee is nothing dealt with and has
    no item. `fee` and `adjustment` describe a charge and a later change; `%(line)s` in them is the line's number."""
    ordered = sorted(owed, key=lambda each: (each.month, each.line, each.is_adjustment))
    return tuple(
        Item(
            each.month.first_day,
            (adjustment if each.is_adjustment else fee) % {"line": each.line},
            each.amount,
            each.tax_percent,
            credited=each.amount < 0,
        )
        for each in ordered
        if each.amount != 0
    )


def sums(found: Sequence[Item], rounding: Rounding) -> tuple[RateSum, ...]:
    """The sum and the tax of each rate, rounded once (never item by item)."""
    return tuple(RateSum(*each) for each in sums_by_rate(((item.amount, item.tax_percent) for item in found), rounding))
