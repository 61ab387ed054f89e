"""What a subscriber still owes where the provider debits accounts itself: shown on each page of theirs, never hidden (R08)."""

from django.conf import settings

from yorisoi_service.debits.models import Receivable
from yorisoi_service.debits.queries import receivables_of
from yorisoi_service.debits.rules.receivable import State
from yorisoi_service.front.office.words import RECEIVABLES, Words

OWED = {State.FAILED, State.CARRIED, State.SLIP, State.WRITTEN_OFF}


def unpaid_months_of(subscriber: int) -> int:
    """For how many months something is unpaid."""
    return len({row.month for row, _ in arrears_of(subscriber)})


def may_suspend(subscriber: int) -> bool:
    """Are so many months unpaid that the provider lets a clerk suspend the support (T9)?"""
    after = settings.PROVIDER.collection.suspend_after_unpaid_months
    return after is not None and unpaid_months_of(subscriber) >= after


def arrears_of(subscriber: int) -> list[tuple[Receivable, Words]]:
    """Amounts whose debit failed and that nobody has paid since, with where each stands; the oldest first."""
    if settings.PROVIDER.collection.mode != "own_debit":
        return []
    return [
        (row, RECEIVABLES[row.state]) for row in receivables_of(subscriber) if State(row.state) in OWED and row.left > 0
    ]
