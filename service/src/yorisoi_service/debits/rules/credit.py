"""Credits meet what is owed, the oldest first; what is left of one waits. Amounts are yen; a credit is below zero."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Balance:
    """One receivable as netting sees it. `amount` is what the month said, `met` how much of it is settled by netting
    (both for a debt and for a credit counted upwards from 0)."""

    key: int
    amount: int
    met: int = 0

    @property
    def left(self) -> int:
        """What is still owed; below zero: what is still to be given back."""
        return self.amount - self.met if self.amount >= 0 else self.amount + self.met


def netted(balances: Sequence[Balance]) -> dict[int, int]:
    """How much more of each is met, by key: credits against debts, in the given order (the oldest first).

    What the credits give is what the debts receive, to the yen; nothing is met beyond its amount.
    """
    debts = {each.key: each.left for each in balances if each.left > 0}
    given = {each.key: -each.left for each in balances if each.left < 0}
    met: dict[int, int] = {}
    for credit, available in given.items():
        for debt, owed in debts.items():
            part = min(available, owed)
            if part == 0:
                continue
            available -= part
            debts[debt] -= part
            met[credit] = met.get(credit, 0) + part
            met[debt] = met.get(debt, 0) + part
    return met
