"""What a welcome letter tells (R28, R31 to R34): the facts alone, in no language."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Why = Literal["free", "campaign", "suspended", "monthly"]


@dataclass(frozen=True)
class Stage:
    """The same fee for the months from `first` to `last`, both given by their first day; None: from then on."""

    first: date
    last: date | None
    amount: int
    why: Why


@dataclass(frozen=True)
class Desk:
    """The dedicated numbers (never public, R31), the hours, and where the program is received."""

    landline: str
    mobile: str
    opens: str  # "09:00"
    closes: str
    closures: tuple[date, ...]
    download_page: str
    software_list: str  # the page that lists supported software; empty: none is published


@dataclass(frozen=True)
class Welcome:
    """One contract as it is told to its holder. Yen include tax."""

    language: str
    provider: str
    service: str
    contract_number: str
    holder: str
    line_number: str
    line_address: str
    start_on: date
    is_again: bool  # a re-contract: (R08)
    stages: tuple[Stage, ...]  # in order
    campaign: str  # its name; empty: none
    free_months: int  # that a first contract has
    price: int
    tax: int
    tax_percent: int
    issuer: str
    registration_number: str
    debit_day: int
    with_internet_bill: bool
    office_phone: str
    desk: Desk
    terms_version: str
    liability: str
    ends_free: bool  # a contract that ends in a free month costs nothing for it
    withdrawal_days: int  # 0: the subscriber came to us, no right of withdrawal arises
    has_placeholders: bool = False

    @property
    def first_paid(self) -> Stage | None:
        """The first months that cost something."""
        return next((stage for stage in self.stages if stage.amount > 0), None)

    @property
    def free(self) -> tuple[Stage, ...]:
        """The months without a fee."""
        return tuple(stage for stage in self.stages if stage.amount == 0)
