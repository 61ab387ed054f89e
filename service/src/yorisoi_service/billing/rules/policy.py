"""What the charge is decided by besides the history: the settings, the prices, the tax, the campaigns. Values only."""

from dataclasses import dataclass, field
from typing import Literal

from yorisoi_service.billing.rules.issuer import Rounding
from yorisoi_service.billing.rules.tax import tax_within
from yorisoi_service.contracts.rules.month import Month

Scope = Literal["customer", "line", "household"]


@dataclass(frozen=True)
class Policy:
    """The settings that touch money; the default of each is the reading the provider has not changed (T1 to T16)."""

    first_month_basis: Literal["application_month"] = "application_month"  # T1
    free_months: int = 2  # R25
    cancel_in_free_month: Literal["free", "charge"] = "free"  # T3
    rejoin_inside_window: Literal["persist", "forfeit"] = "persist"  # T4
    first_time_scope: Scope = "customer"  # T6
    start_not_before_line_open: bool = True  # T12
    line_suspension: Literal["pause", "charge"] = "pause"  # T15


@dataclass(frozen=True)
class Price:
    """Yen a month, tax included, for service months from `since` on (R24)."""

    since: Month
    amount: int


@dataclass(frozen=True)
class TaxRate:
    """Per cent, for service months from `since` on."""

    since: Month
    percent: int

    def included_in(self, amount: int, rounding: Rounding = "floor") -> int:
        """The tax inside a tax-included amount, rounded as the issuer chose; an invoice does this once per rate."""
        return tax_within(amount, self.percent, rounding)


@dataclass(frozen=True)
class Term:
    """A campaign's own amount for the contract's months `first` to `last` (1 = the month of joining)."""

    first: int
    last: int
    amount: int


@dataclass(frozen=True)
class Campaign:
    id: str
    terms: tuple[Term, ...]

    def amount_in(self, nth_month: int) -> int | None:
        """The campaign's amount for this month of the contract, None where it says nothing."""
        return next((term.amount for term in self.terms if term.first <= nth_month <= term.last), None)


@dataclass(frozen=True)
class Tariff:
    """Prices and tax rates with the months they begin, and the campaigns by name. Later rows win."""

    prices: tuple[Price, ...] = (Price(Month(1, 1), 550),)
    tax_rates: tuple[TaxRate, ...] = (TaxRate(Month(1, 1), 10),)
    campaigns: dict[str, Campaign] = field(default_factory=dict)

    def price_at(self, month: Month) -> Price:
        """The price of a service month. LookupError before the first price."""
        price = self.price_if_set(month)
        if price is None:
            raise LookupError(f"no price is set for {month}")
        return price

    def price_if_set(self, month: Month) -> Price | None:
        """The price of a service month; None before the first price."""
        known = [price for price in self.prices if price.since <= month]
        return max(known, key=lambda price: price.since, default=None)

    def tax_at(self, month: Month) -> TaxRate:
        """The tax rate of a service month. LookupError before the first rate."""
        known = [rate for rate in self.tax_rates if rate.since <= month]
        if not known:
            raise LookupError(f"no tax rate is set for {month}")
        return max(known, key=lambda rate: rate.since)

    def tax_in(self, amount: int, month: Month, rounding: Rounding = "floor") -> int:
        """The tax inside a fee of a service month, and 0 where there is no fee. LookupError as for `tax_at`."""
        return self.tax_at(month).included_in(amount, rounding) if amount else 0
