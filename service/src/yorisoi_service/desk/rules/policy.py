"""The provider's choices the desk goes by, handed down by fronts and commands."""

from dataclasses import dataclass

from yorisoi_service.desk.rules.hours import Hours
from yorisoi_service.desk.rules.triage import Box


@dataclass(frozen=True)
class DeskPolicy:
    """`second_factor_age_s`: a claim needs a second factor given within this time. `time_box_s` is for a session,
    `talk_box_s` for advice by telephone. `household_support`: may named members of a household ask for support (R33)?
    `referral_months`: a place of the directory not checked for so long is marked. `recording_notice`: the telephone system
    records calls, so the greeting and the privacy notice say it. `phone_guidance_when_offline`: may who has no internet
    be guided by telephone (T10)?"""

    hours: Hours
    terms_version: str
    time_box_s: int = 1_800
    second_factor_age_s: int = 14_400
    talk_box_s: int = 900
    household_support: bool = True
    referral_months: int = 6
    recording_notice: bool = False
    phone_guidance_when_offline: bool = True

    def box_s(self, box: Box) -> int:
        """How many seconds are planned."""
        return self.time_box_s if box is Box.SESSION else self.talk_box_s
