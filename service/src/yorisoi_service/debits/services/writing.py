"""The bytes of a run's file: accounts opened, written, and proved by the independent reader before anybody has them."""

import hashlib
from datetime import date

from django.utils.translation import gettext_lazy as _

from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.debits.models import DebitItem, DebitRun, Mandate
from yorisoi_service.debits.rules.profile import BankProfile
from yorisoi_service.debits.rules.zengin.kana import UnknownCharacter, half_width
from yorisoi_service.debits.rules.zengin.proof import NotWhatWasOrdered, prove
from yorisoi_service.debits.rules.zengin.write import CannotWrite, Debit, request_file
from yorisoi_service.debits.seal import CannotUnseal

CHUNK = 500
MOST_NAMED = 20  # customer numbers in one sentence


def debits_of(run: DebitRun, *, key: bytes) -> list[Debit]:
    """The records of a run with their accounts opened, in the order of the file. Raises CannotExport, naming the customer
    numbers, where an account cannot be opened or a name cannot be written."""
    profile = BankProfile(**run.profile)
    found, foreign = [], []
    items = DebitItem.objects.filter(run=run).select_related("mandate__subscriber").order_by("pk")
    for item in items.iterator(chunk_size=CHUNK):
        try:
            account = item.mandate.account(key=key)
        except CannotUnseal:
            raise CannotExport(
                _(
                    "The bank data of %(number)s cannot be opened: it was sealed with another key, or altered. Bring back "
                    "the data key that belongs to this database."
                )
                % {"number": item.mandate.subscriber.customer_number}
            ) from None
        try:
            holder = half_width(account.holder, symbols=profile.symbols, small_wo=profile.small_wo)
        except UnknownCharacter:  # the mandate was registered under another profile
            foreign.append(item.mandate.subscriber.customer_number)
            continue
        found.append(
            Debit(
                bank_code=item.mandate.bank_code,
                branch_code=item.mandate.branch_code,
                account_type=item.mandate.account_type,
                account_number=account.number,
                holder=holder,
                amount=item.amount,
                new_code=item.new_code,
                customer_ref=item.customer_ref,
            )
        )
    if foreign:
        raise CannotExport(
            _(
                "The account holder's name of these subscribers has a character that this bank does not take: %(numbers)s. "
                "Renew their mandates with the name as the bank writes it."
            )
            % {"numbers": _named(foreign)}
        )
    return found


def proved(profile: BankProfile, debited_on: date, debits: list[Debit]) -> bytes:
    """The file of these records; raises CannotExport, naming whose record it is, when it cannot be written or proved."""
    try:
        content = request_file(profile, debited_on, debits)
        prove(content, profile, debited_on, debits)
    except CannotWrite as refused:
        if not refused.customer_ref:
            raise CannotExport(
                _("The bank profile in the provider file cannot be written (%(why)s). Correct it there.")
                % {"why": refused.why}
            ) from None
        mandate = Mandate.objects.filter(customer_ref=refused.customer_ref).latest("sequence")
        raise CannotExport(
            _("The record of %(number)s cannot be written (%(why)s). Correct the mandate.")
            % {"number": mandate.subscriber.customer_number, "why": refused.why}
        ) from None
    except NotWhatWasOrdered as fault:
        raise CannotExport(
            _("The written file did not stand its own check (%(why)s). Nothing was handed out; report this fault.")
            % {"why": fault}
        ) from fault
    return content


def again(run: DebitRun, *, key: bytes) -> bytes:
    """The very bytes that were handed out for a written run; raises CannotExport when they cannot be made again."""
    debits = debits_of(run, key=key)
    content = proved(BankProfile(**run.profile), run.debit_date, debits) if debits else b""
    if hashlib.sha256(content).hexdigest() != run.sha256:
        raise CannotExport(
            _(
                "The file of %(month)s cannot be written again as it was. Use the copy that was kept; nothing was written."
            )
            % {"month": Month.of(run.month)}
        )
    return content


def _named(numbers: list[str]) -> str:
    more = len(numbers) - MOST_NAMED
    return ", ".join(numbers[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
