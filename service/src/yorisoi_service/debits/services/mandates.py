"""Registering, renewing and ending mandates. Audited without a bank, a number or a name."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yorisoi_service.audit.services import record
from yorisoi_service.clock import business_day
from yorisoi_service.debits.errors import BadMandate
from yorisoi_service.debits.models import DebitItem, Mandate
from yorisoi_service.debits.rules.calendar import usable_from
from yorisoi_service.debits.rules.profile import BankProfile
from yorisoi_service.debits.rules.zengin.kana import UnknownCharacter, half_width
from yorisoi_service.debits.seal import NONCE_BYTES, Account
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Deed
from yorisoi_service.staff.services import require
from yorisoi_service.subscribers.models import Subscriber

ACCOUNT_TYPES = (1, 2, 3, 9)  # ordinary, current, tax reserve, other
LONGEST_HOLDER = 30
REFERENCE_DIGITS = 20


@dataclass(frozen=True, repr=False)
class BankData:
    """As the form says it: codes in digits, the holder in any kind of kana."""

    bank_code: str
    branch_code: str
    account_type: int
    account_number: str
    holder: str

    def __repr__(self) -> str:
        return "BankData(***)"


@transaction.atomic
def add_mandate(
    *,
    subscriber: Subscriber,
    bank: BankData,
    received_on: date,
    customer_ref: str = "",
    valid_from: date | None = None,
    profile: BankProfile,
    key: bytes,
    draw: Callable[[int], bytes],
    by: StaffMember,
    now: datetime,
) -> Mandate:
    """Register the subscriber's first mandate, or one after the last has ended.

    `customer_ref` is what stands on the form for the bank, up to 20 digits; left empty it is the one the
    subscriber had, or a new one. `valid_from` is the first debit date, otherwise the profile's lead time decides.
    """
    require(by, Deed.REGISTER_CONTRACT)
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if Mandate.objects.filter(subscriber=subscriber, ended_on=None).exists():
        raise BadMandate(_("There is a mandate already. Renew it when the account has changed."))
    mandate = _new(
        subscriber, bank, received_on, customer_ref, valid_from, profile=profile, key=key, draw=draw, by=by, now=now
    )
    _witness("mandate.added", mandate, by=by, now=now)
    return mandate


@transaction.atomic
def renew_mandate(
    *,
    subscriber: Subscriber,
    bank: BankData,
    received_on: date,
    valid_from: date | None = None,
    profile: BankProfile,
    key: bytes,
    draw: Callable[[int], bytes],
    by: StaffMember,
    now: datetime,
) -> Mandate:
    """Another account from now on, under the same reference. Ends the mandate before it."""
    require(by, Deed.REGISTER_CONTRACT)
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    before = Mandate.objects.filter(subscriber=subscriber, ended_on=None).first()
    if before is None:
        raise BadMandate(_("There is no mandate to renew. Register one."))
    before.ended_on, before.ending = business_day(now), Mandate.Ending.RENEWED
    before.save(update_fields=["ended_on", "ending"])
    mandate = _new(subscriber, bank, received_on, "", valid_from, profile=profile, key=key, draw=draw, by=by, now=now)
    _witness("mandate.renewed", mandate, by=by, now=now)
    return mandate


@transaction.atomic
def end_mandate(*, subscriber: Subscriber, by: StaffMember, now: datetime) -> Mandate:
    """No more debits from this account. What is open goes to slips with the next run; a delivered file is not recalled."""
    require(by, Deed.REGISTER_CONTRACT)
    mandate = Mandate.objects.select_for_update().filter(subscriber=subscriber, ended_on=None).first()
    if mandate is None:
        raise BadMandate(_("There is no mandate to end."))
    mandate.ended_on, mandate.ending = business_day(now), Mandate.Ending.ENDED
    mandate.save(update_fields=["ended_on", "ending"])
    _witness("mandate.ended", mandate, by=by, now=now)
    return mandate


def _new(
    subscriber: Subscriber,
    bank: BankData,
    received_on: date,
    customer_ref: str,
    valid_from: date | None,
    *,
    profile: BankProfile,
    key: bytes,
    draw: Callable[[int], bytes],
    by: StaffMember,
    now: datetime,
) -> Mandate:
    if received_on > business_day(now):
        raise BadMandate(_("The form's day lies in the future. Enter the day it came in."))
    account = _account(bank, profile)
    last = Mandate.objects.filter(subscriber=subscriber).order_by("-sequence").first()
    debited = last is not None and DebitItem.objects.filter(mandate__subscriber=subscriber).exists()
    mandate = Mandate(
        subscriber=subscriber,
        sequence=1 if last is None else last.sequence + 1,
        customer_ref=_reference(subscriber, customer_ref, last),
        bank_code=_digits(bank.bank_code, 4, _("The bank code has 4 digits.")),
        branch_code=_digits(bank.branch_code, 3, _("The branch code has 3 digits.")),
        account_type=bank.account_type,
        new_code="2" if debited else "1",
        valid_from=valid_from or usable_from(received_on, profile.mandate_days),
        entered_by=by,
        entered_at=now,
    )
    mandate.put(account, key=key, nonce=draw(NONCE_BYTES))
    mandate.save()
    return mandate


def _account(bank: BankData, profile: BankProfile) -> Account:
    if bank.account_type not in ACCOUNT_TYPES:
        raise BadMandate(_("The kind of account is 1 (ordinary), 2 (current), 3 (tax reserve) or 9 (other)."))
    number = unicodedata.normalize("NFKC", bank.account_number).strip()
    if not 0 < len(number) <= 7:
        raise BadMandate(_("The account number has up to 7 digits."))
    number = _digits(number.rjust(7, "0"), 7, _("The account number has up to 7 digits."))
    try:
        holder = half_width(bank.holder, symbols=profile.symbols, small_wo=profile.small_wo)
    except UnknownCharacter as unknown:
        raise BadMandate(
            _("Character %(place)d of the account holder cannot stand in a bank file. Enter the name in kana.")
            % {"place": unknown.place}
        ) from None
    if not holder:
        raise BadMandate(_("Enter the account holder's name in kana."))
    if len(holder) > LONGEST_HOLDER:
        raise BadMandate(
            _("The account holder has %(length)d characters in a bank file, 30 fit. Shorten the name as the bank does.")
            % {"length": len(holder)}
        )
    return Account(number, holder)


def _reference(subscriber: Subscriber, wanted: str, last: Mandate | None) -> str:
    """The subscriber's own, for good: the bank has registered it."""
    wanted = unicodedata.normalize("NFKC", wanted).strip()
    if not wanted:
        wanted = last.customer_ref if last is not None else str(subscriber.pk)
    reference = _digits(
        wanted.rjust(REFERENCE_DIGITS, "0"),
        REFERENCE_DIGITS,
        _("The customer reference on the form has up to 20 digits."),
    )
    if Mandate.objects.filter(customer_ref=reference).exclude(subscriber=subscriber).exists():
        raise BadMandate(_("Another subscriber has this customer reference at the bank. Look at the form again."))
    return reference


def _digits(text: str, length: int, otherwise: object) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) != length or not (text.isascii() and text.isdigit()):
        raise BadMandate(str(otherwise))
    return text


def _witness(event: str, mandate: Mandate, *, by: StaffMember, now: datetime) -> None:
    record(
        event=event,
        by=by.actor,
        about=f"subscriber:{mandate.subscriber_id}",
        facts={"sequence": mandate.sequence, "valid_from": mandate.valid_from.isoformat()},
        now=now,
    )
