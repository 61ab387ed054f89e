"""A month's totals beside those of the month before, reason by reason."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from yorisoi_service.billing.queries import Cell, Totals
from yorisoi_service.billing.services.month import Preview
from yorisoi_service.front.office.words import CHARGE_REASONS, Words

NOTHING = Cell(0, 0)


@dataclass(frozen=True)
class Sum:
    """One row of the comparison; `before` is None where the month before was not closed here."""

    words: Words
    now: Cell
    before: Cell | None

    @property
    def difference(self) -> int | None:
        return None if self.before is None else self.now.yen - self.before.yen


def table(found: Preview) -> list[Sum]:
    """Charges by reason, all adjustments together, and everything; only what is not empty in both months."""
    now, before = found.totals, found.before
    rows = [
        Sum(CHARGE_REASONS[reason], now.charges.get(reason, NOTHING), _before(before, reason))
        for reason in CHARGE_REASONS
        if reason in now.charges or (before is not None and reason in before.charges)
    ]
    if now.adjustments or (before is not None and before.adjustments):
        rows.append(Sum(_("adjustments of earlier months"), _adjusted(now), _adjusted(before) if before else None))
    whole = Cell(before.rows, before.total) if before is not None else None
    return [*rows, Sum(_("together"), Cell(now.rows, now.total), whole)]


def _before(before: Totals | None, reason: str) -> Cell | None:
    return None if before is None else before.charges.get(reason, NOTHING)


def _adjusted(totals: Totals) -> Cell:
    return Cell(sum(cell.rows for cell in totals.adjustments.values()), totals.adjusted)
