"""What many lines owe over many months while prices and settings change by date: what run, preview and what-if share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from yorisoi_service.billing.rules.charge import charge, first_joins
from yorisoi_service.billing.rules.policy import Policy, Tariff
from yorisoi_service.billing.rules.table import Row, row_of
from yorisoi_service.contracts.rules.history import Chain, LineFacts, PeriodFacts, chains
from yorisoi_service.contracts.rules.month import Month


@dataclass(frozen=True)
class Plan:
    """Prices, tax rates, campaigns and settings, each with the month it begins."""

    tariff: Tariff = field(default_factory=Tariff)
    policies: tuple[tuple[Month, Policy], ...] = ((Month(1, 1), Policy()),)

    def since(self, month: Month) -> Month:
        """The month in which the settings of a service month began. LookupError before the first ones."""
        known = [since for since, _ in self.policies if since <= month]
        if not known:
            raise LookupError(f"no settings hold in {month}")
        return max(known)

    def policy_at(self, month: Month) -> Policy:
        """The settings of a service month. LookupError before the first ones."""
        return dict(self.policies)[self.since(month)]

    def policy_for(self, month: Month, window: Month | None) -> Policy:
        """The settings of a service month for a customer who first joined in `window`: the number of free months is the
        one that was promised then (R25)."""
        policy = self.policy_at(month)
        if window is None or window < min(since for since, _ in self.policies):
            return policy
        return replace(policy, free_months=self.policy_at(window).free_months)

    @property
    def scope(self) -> str:
        """How far one line's charges may depend on others' (T6): the widest scope there ever was. LookupError before the
        first settings."""
        scopes = {policy.first_time_scope for _, policy in self.policies}
        if not scopes:
            raise LookupError("no settings")
        return next(scope for scope in ("household", "customer", "line") if scope in scopes)


def owed(
    lines: Sequence[LineFacts], periods: Sequence[PeriodFacts], months: Sequence[Month], plan: Plan
) -> Iterator[Row]:
    """One row for each line and month, month by month. LookupError when a fee is due and no price is set."""
    chained: dict[bool, list[Chain]] = {}
    windows: dict[tuple[bool, str], dict[str, Month | None]] = {}
    for month in months:
        policy = plan.policy_at(month)
        opening, scope = policy.start_not_before_line_open, policy.first_time_scope
        if opening not in chained:
            chained[opening] = chains(lines, periods, not_before_opening=opening)
        if (opening, scope) not in windows:
            windows[opening, scope] = first_joins(chained[opening], policy)
        joined = windows[opening, scope]
        policies: dict[Month | None, Policy] = {}
        for chain in chained[opening]:
            window = joined[chain.lines[0].id]
            if window not in policies:
                policies[window] = plan.policy_for(month, window)
            charged = charge(chain, month, window=window, policy=policies[window], tariff=plan.tariff)
            for line in chain.lines:
                yield row_of(line.id, chain, month, charged)
