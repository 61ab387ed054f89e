"""The provider's choices the desk goes by, handed down by fronts and commands."""

from dataclasses import dataclass

from yorisoi_service.desk.rules.hours import Hours


@dataclass(frozen=True)
class DeskPolicy:
    """`second_factor_age_s`: a claim needs a second factor given within this time."""

    hours: Hours
    terms_version: str
    time_box_s: int = 1_800
    second_factor_age_s: int = 14_400
