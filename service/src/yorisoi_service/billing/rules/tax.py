"""The tax inside tax-included amounts: once per rate and invoice, never per line (requirements of a qualified invoice).

Whole yen, rounded as the issuer chose; a credit mirrors the charge, so that what is credited in full leaves no tax.
"""

from collections.abc import Iterable

from yorisoi_service.billing.rules.issuer import Rounding


def tax_within(amount: int, percent: int, rounding: Rounding = "floor") -> int:
    """The tax inside `amount` yen: 50 of 550, 25 of 275 at 10 %. Negative for a negative amount."""
    parts, whole = abs(amount) * percent, 100 + percent
    match rounding:
        case "floor":
            tax = parts // whole
        case "ceil":
            tax = -(-parts // whole)
        case "half_up":
            tax = (2 * parts + whole) // (2 * whole)
    return tax if amount >= 0 else -tax


def sums_by_rate(amounts: Iterable[tuple[int, int]], rounding: Rounding = "floor") -> list[tuple[int, int, int]]:
    """(per cent, sum, tax in it) for each rate, the highest first, from (amount, per cent) of every line."""
    sums: dict[int, int] = {}
    for amount, percent in amounts:
        sums[percent] = sums.get(percent, 0) + amount
    return [(percent, sums[percent], tax_within(sums[percent], percent, rounding)) for percent in sorted(sums)[::-1]]
