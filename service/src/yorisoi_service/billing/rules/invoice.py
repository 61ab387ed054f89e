"""What stands on a qualified invoice, and what it comes to. Values in, values out."""

from collections.abc import Iterable

from yorisoi_service.billing.rules.issuer import Rounding
from yorisoi_service.billing.rules.tax import sums_by_rate
from yorisoi_service.letters.rules.invoice import Item, RateSum


def dealt_with(found: Iterable[Item]) -> tuple[Item, ...]:
    """The items in order of month and line, an adjustment behind its charge. A month without a fee is no dealing and
    stands on no invoice."""
    paid = [each for each in found if each.amount != 0]
    return tuple(sorted(paid, key=lambda each: (each.month, each.line, each.is_adjustment)))


def sums(items: Iterable[Item], rounding: Rounding) -> tuple[RateSum, ...]:
    """The sum and the tax of each rate, rounded once for all its items (never item by item)."""
    return tuple(RateSum(*each) for each in sums_by_rate(((item.amount, item.tax_percent) for item in items), rounding))
