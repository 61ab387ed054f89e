"""The charges of every line for every month asked: what the run, the preview and the what-if command all read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yorisoi_service.billing.rules.charge import Charge, Reason, charge, first_joins
from yorisoi_service.billing.rules.policy import Policy, Tariff
from yorisoi_service.contracts.rules.history import Chain
from yorisoi_service.contracts.rules.month import Month, months_from


@dataclass(frozen=True)
class Row:
    """One line and month. `instead` names the line under which a moved month is charged."""

    line: str
    month: Month
    charge: Charge
    instead: str = ""


def rows(
    chained: Sequence[Chain], line_order: Sequence[str], first: Month, last: Month, *, policy: Policy, tariff: Tariff
) -> Iterator[Row]:
    """One row for each line and month, lines in the given order. A chain's month is charged under one of its lines."""
    chain_of = {line.id: chain for chain in chained for line in chain.lines}
    windows = first_joins(chained, policy)
    for line in line_order:
        chain = chain_of[line]
        window = windows[chain.lines[0].id]
        for month in months_from(first, last):
            yield row_of(line, chain, month, charge(chain, month, window=window, policy=policy, tariff=tariff))


def row_of(line: str, chain: Chain, month: Month, charged: Charge) -> Row:
    """What stands under one line of a chain when the chain owes `charged`: that, or that it stands elsewhere."""
    under = chain.line_in(month).id
    if under == line or charged.reason is Reason.NOT_SUBSCRIBED:
        return Row(line, month, charged)
    return Row(line, month, Charge(0, Reason.MOVED), under)
