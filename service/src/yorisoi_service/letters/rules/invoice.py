"""What a qualified invoice holds: issuer and registration number, when, what, sums and tax per rate, recipient."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Item:
    """The fee of one line for one service month (`month` is its first day), or a later adjustment of it, which may be
    a credit. Yen include tax."""

    month: date
    line: str
    amount: int
    tax_percent: int
    is_adjustment: bool = False


@dataclass(frozen=True)
class RateSum:
    """What all items of one rate come to, and the tax inside: rounded once."""

    tax_percent: int
    amount: int
    tax: int


@dataclass(frozen=True)
class Invoice:
    """One invoice of what the runs of some months booked; `corrects` is the number of the one it stands in the place of."""

    language: str
    provider: str
    service: str
    issuer: str
    registration_number: str
    issuer_address: str
    issuer_phone: str
    recipient: str
    is_company: bool  # the recipient is named otherwise than the subscriber: an organisation's form of address
    customer_number: str
    first_month: date
    last_month: date
    items: tuple[Item, ...]
    sums: tuple[RateSum, ...]
    debit_day: int
    with_internet_bill: bool
    corrects: str = ""
    has_placeholders: bool = False

    @property
    def amount(self) -> int:
        """Everything, tax included; negative when more is credited than charged."""
        return sum(each.amount for each in self.sums)
