"""Writes a request file: header, one data record a debit, trailer, end. Values in, bytes out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yorisoi_service.debits.rules.profile import BankProfile
from yorisoi_service.debits.rules.zengin import layout
from yorisoi_service.debits.rules.zengin.kana import UnknownCharacter, half_width, is_allowed
from yorisoi_service.debits.rules.zengin.layout import DoesNotFit, packed

SERVICE_TYPE = "91"
MOST_DEBITS = 999_999
LINE_ENDS = {"none": b"", "crlf": b"\r\n"}


@dataclass(frozen=True, repr=False)
class Debit:
    """One debit. `holder` is half-width already; `customer_ref` is what mandate, request and result are matched by."""

    bank_code: str
    branch_code: str
    account_type: int
    account_number: str
    holder: str
    amount: int
    new_code: Literal["0", "1", "2"]
    customer_ref: str

    def __repr__(self) -> str:
        return f"Debit(customer_ref={self.customer_ref!r}, amount={self.amount})"


class CannotWrite(ValueError):
    """A debit that the file cannot hold. `customer_ref` says whose ("" for the provider's own data), `why` the reason."""

    def __init__(self, customer_ref: str, why: str) -> None:
        super().__init__(f"{customer_ref or 'header'}: {why}")
        self.customer_ref = customer_ref
        self.why = why


def request_file(profile: BankProfile, debited_on: date, debits: Sequence[Debit]) -> bytes:
    """The whole file, in the given order. Raises CannotWrite; never writes a debit of zero yen or a silent `?`."""
    if not 0 < len(debits) <= MOST_DEBITS:
        raise CannotWrite("", f"1 to {MOST_DEBITS} debits fit into one file, not {len(debits)}")
    ends = LINE_ENDS[profile.line_ends]
    return b"".join(record + ends for record in _records(profile, debited_on, debits))


def _records(profile: BankProfile, debited_on: date, debits: Sequence[Debit]) -> Iterator[bytes]:
    try:
        yield packed(layout.HEADER, _header(profile, debited_on))
    except UnknownCharacter as unknown:
        raise CannotWrite("", f"a name in the bank profile: {unknown}") from None
    except DoesNotFit as wrong:
        raise CannotWrite("", str(wrong)) from None
    for debit in debits:
        try:
            yield packed(layout.DATA, _data(profile, debit))
        except DoesNotFit as wrong:
            raise CannotWrite(debit.customer_ref, str(wrong)) from None
    yield packed(layout.TRAILER, {"record_type": 8, "count": len(debits), "total": sum(each.amount for each in debits)})
    yield packed(layout.END, {"record_type": 9})


def _header(profile: BankProfile, debited_on: date) -> dict[str, str | int]:
    names: dict[str, str | int] = {
        key: half_width(text, symbols=profile.symbols, small_wo=profile.small_wo)
        for key, text in (
            ("client_name", profile.client_name),
            ("bank_name", profile.bank_name),
            ("branch_name", profile.branch_name),
        )
    }
    return names | {
        "record_type": 1,
        "service_type": SERVICE_TYPE,
        "code_set": 0,
        "client_code": _whole("client_code", profile.client_code, 10),
        "debit_date": f"{debited_on:%m%d}",
        "bank_code": _whole("bank_code", profile.bank_code, 4),
        "branch_code": _whole("branch_code", profile.branch_code, 3),
        "account_type": profile.account_type,
        "account_number": _whole("account_number", profile.account_number, 7),
    }


def _data(profile: BankProfile, debit: Debit) -> dict[str, str | int]:
    if debit.amount <= 0:
        raise DoesNotFit("amount", "at least 1 yen; who owes nothing has no record")
    if debit.account_type not in (1, 2, 3, 9):
        raise DoesNotFit("account_type", "1, 2, 3 or 9")
    if debit.new_code not in ("0", "1", "2"):
        raise DoesNotFit("new_code", "0, 1 or 2")
    if not debit.holder.strip() or not is_allowed(debit.holder, symbols=profile.symbols):
        raise DoesNotFit("holder", "characters this bank takes")
    return {
        "record_type": 2,
        "bank_code": _whole("bank_code", debit.bank_code, 4),
        "branch_code": _whole("branch_code", debit.branch_code, 3),
        "account_type": debit.account_type,
        "account_number": _whole("account_number", debit.account_number, 7),
        "holder": debit.holder,
        "amount": debit.amount,
        "new_code": debit.new_code,
        "customer_ref": _whole("customer_ref", debit.customer_ref, 20),
        "result_code": 0,
    }


def _whole(name: str, text: str, length: int) -> str:
    """A code is given with all its digits: a short one is a typing error, not a number to be filled up."""
    if len(text) != length or not (text.isascii() and text.isdigit()):
        raise DoesNotFit(name, f"exactly {length} digits")
    return text
