"""The bank that collects, where the provider collects by debit files of its own."""

from django.utils.translation import gettext_lazy as _

from yorisoi_service.debits.errors import NotSetUp
from yorisoi_service.debits.rules.profile import BankProfile, Collection


def bank_of(collection: Collection) -> BankProfile:
    """The bank's profile. Raises NotSetUp when the provider collects through its own internet bill."""
    if collection.mode != "own_debit" or collection.bank is None:
        raise NotSetUp(
            _(
                "This provider collects with its internet bill, not by debit files of its own. Use billing export, "
                'or set mode = "own_debit" and the bank in [collection] of the provider file.'
            )
        )
    return collection.bank
