"""How the provider collects: through its own internet bill, or by direct debit files of its own at one bank."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class BankProfile:
    """What the collecting bank was told, and what it accepts. Lead times count bank business days."""

    client_code: str  # 10 digits, given by the bank
    client_name: str  # as registered, kana; at most 40 half-width characters
    bank_code: str  # 4 digits
    branch_code: str  # 3 digits
    account_type: Literal[1, 2, 9]  # ordinary, current, other
    account_number: str  # 7 digits
    bank_name: str = ""
    branch_name: str = ""
    line_ends: Literal["none", "crlf"] = "crlf"
    symbols: Literal["strict", "wide"] = "strict"
    small_wo: Literal["keep", "o"] = "keep"  # some banks want the letter o instead of wo
    result_scope: Literal["all", "failed_only"] = "all"
    cutoff_days: int = 7
    result_days: int = 4
    mandate_days: int = 40


@dataclass(frozen=True)
class Collection:
    """`debit_day` is the day of the month after the service month; a bank holiday moves it to the next business day.
    `suspend_after_unpaid_months`: from how many unpaid months on a clerk may suspend the support; None: never (T9)."""

    mode: Literal["export", "own_debit"] = "export"
    debit_day: int = 27
    bank: BankProfile | None = None
    suspend_after_unpaid_months: int | None = None
