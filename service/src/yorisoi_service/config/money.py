"""The sections of the provider file about money: how a charge is decided, who invoices, how it is collected."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from yorisoi_service.billing.rules.issuer import Issuer, is_registration_number
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.config import values
from yorisoi_service.config.reading import Fault, Table
from yorisoi_service.config.sections import Price, texts
from yorisoi_service.debits.rules.profile import BankProfile, Collection


@dataclass(frozen=True)
class Sender:
    """From which address letters are mailed (empty: none by mail), and how long a link to a letter's page opens it."""

    sender: str = ""
    link_days: int = 30


def charge(table: Table, price: Price) -> Policy:
    """How the provider reads what its terms leave open (T3, T4, T6, T12, T15)."""
    usual = Policy()

    def one(key: str, *allowed: Any) -> Any:
        said = " or ".join(f'"{each}"' if isinstance(each, str) else str(each).lower() for each in allowed)
        return table.get(key, said, _one_of(*allowed), otherwise=getattr(usual, key), optional=True)

    policy = Policy(
        free_months=price.free_months,
        cancel_in_free_month=one("cancel_in_free_month", "free", "charge"),
        rejoin_inside_window=one("rejoin_inside_window", "persist", "forfeit"),
        first_time_scope=one("first_time_scope", "customer", "line", "household"),
        start_not_before_line_open=one("start_not_before_line_open", True, False),
        line_suspension=one("line_suspension", "pause", "charge"),
    )
    table.finish()
    return policy


def withdrawal_days(table: Table) -> int:
    """For how many days a contract that we solicited may be withdrawn."""
    days = table.get("withdrawal_days", "0 to 60 days", values.between(0, 60), otherwise=8, optional=True)
    table.finish()
    return days


def issuer(table: Table) -> Issuer:
    """Who stands on invoices."""
    found = Issuer(
        name=texts(table, "name"),
        registration_number=table.get(
            "registration_number", '"T" and 13 digits', _registration_number, otherwise="T0000000000000"
        ),
        address=table.get("address", "an address on one line", values.line_of_text, otherwise=""),
        phone=table.get("phone", values.PHONE, values.phone, otherwise=""),
        rounding=table.get(
            "rounding",
            '"floor" or "ceil" or "half_up"',
            _one_of("floor", "ceil", "half_up"),
            otherwise="floor",
            optional=True,
        ),
    )
    table.finish()
    return found


def collection(table: Table) -> Collection:
    """Whether charges join the internet bill (`export`) or are debited by files of our own (`own_debit`)."""
    usual = Collection()
    mode = table.get(
        "mode", '"export" or "own_debit"', _one_of("export", "own_debit"), otherwise=usual.mode, optional=True
    )
    bank_table = table.table("bank", optional=True)
    bank = _bank(bank_table) if bank_table.values else None
    if mode == "own_debit" and bank is None:
        table.faults.append(Fault("collection.bank", "a table: the collecting bank's profile", "nothing"))
    unpaid = "suspend_after_unpaid_months"
    if mode == "export" and unpaid in table.values:
        table.faults.append(
            Fault(f"collection.{unpaid}", 'mode = "own_debit": with the internet bill nobody here knows who paid', mode)
        )
    found = Collection(
        mode=mode,
        debit_day=table.get("debit_day", "1 to 28", values.between(1, 28), otherwise=usual.debit_day, optional=True),
        bank=bank,
        suspend_after_unpaid_months=table.get(
            unpaid, "1 to 120 months", values.between(1, 120), otherwise=None, optional=True
        ),
    )
    table.finish()
    return found


def _bank(table: Table) -> BankProfile:
    usual = BankProfile("", "", "", "", 1, "")

    def few(key: str, expected: str, read: Callable[[Any], Any]) -> Any:
        return table.get(key, expected, read, otherwise=getattr(usual, key), optional=True)

    bank = BankProfile(
        client_code=table.get("client_code", "10 digits in quotes", _digits(10), otherwise=""),
        client_name=table.get("client_name", "at most 40 characters of kana", values.line_of_text, otherwise=""),
        bank_code=table.get("bank_code", "4 digits in quotes", _digits(4), otherwise=""),
        branch_code=table.get("branch_code", "3 digits in quotes", _digits(3), otherwise=""),
        account_type=table.get("account_type", "1, 2 or 9", _one_of(1, 2, 9), otherwise=1),
        account_number=table.get("account_number", "7 digits in quotes", _digits(7), otherwise=""),
        bank_name=few("bank_name", "one line", values.line_of_text),
        branch_name=few("branch_name", "one line", values.line_of_text),
        line_ends=few("line_ends", '"none" or "crlf"', _one_of("none", "crlf")),
        symbols=few("symbols", '"strict" or "wide"', _one_of("strict", "wide")),
        small_wo=few("small_wo", '"keep" or "o"', _one_of("keep", "o")),
        result_scope=few("result_scope", '"all" or "failed_only"', _one_of("all", "failed_only")),
        cutoff_days=few("cutoff_days", "0 to 60 bank business days", values.between(0, 60)),
        result_days=few("result_days", "0 to 60 bank business days", values.between(0, 60)),
        mandate_days=few("mandate_days", "0 to 120 bank business days", values.between(0, 120)),
    )
    table.finish()
    return bank


def sender(table: Table) -> Sender:
    """From which address letters are mailed, and for how long a link in them holds."""
    found = Sender(
        sender=table.get("sender", "a mail address", _mail_address, otherwise="", optional=True),
        link_days=table.get("link_days", "1 to 90 days", values.between(1, 90), otherwise=30, optional=True),
    )
    table.finish()
    return found


def _one_of(*allowed: Any) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        for each in allowed:
            if type(value) is type(each) and value == each:
                return value
        raise ValueError

    return read


def _digits(length: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(f"[0-9]{{{length}}}", value):
            raise ValueError
        return value

    return read


def _registration_number(value: Any) -> str:
    if not isinstance(value, str) or not is_registration_number(value):
        raise ValueError
    return value


def _mail_address(value: Any) -> str:
    address = values.line_of_text(value)
    if not re.fullmatch(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+", address):
        raise ValueError
    return address
