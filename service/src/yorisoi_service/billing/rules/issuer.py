"""Who issues an invoice (requirements of a qualified invoice: name and registration number)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Rounding = Literal["floor", "ceil", "half_up"]


@dataclass(frozen=True)
class Issuer:
    """`registration_number` is "T" and 13 digits. `rounding` is applied once per tax rate and invoice."""

    name: Mapping[str, str]  # by language; the legal name, which may differ from the brand
    registration_number: str
    address: str
    phone: str
    rounding: Rounding = "floor"


def is_registration_number(text: str) -> bool:
    """Is this written like a registration number?"""
    return re.fullmatch(r"T[0-9]{13}", text) is not None


def check_digit_fits(registration_number: str) -> bool:
    """Does the first digit of a company's number fit the twelve after it? A person's number need not; so only warn."""
    digits = [int(each) for each in registration_number[1:]]
    weighed = sum(digit * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(digits[1:])))
    return digits[0] == 9 - weighed % 9
