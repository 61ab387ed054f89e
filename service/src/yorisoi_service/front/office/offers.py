"""Campaigns as the office's forms offer them."""

from datetime import date

from django.utils.translation import get_language

from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.models import Campaign


def name_of(campaign: Campaign) -> str:
    """Its name in the page's language, else the Japanese one."""
    return str(campaign.name.get(get_language() or "ja") or campaign.name["ja"])


def choices(*, on: date) -> list[tuple[str, str]]:
    """Campaigns whose time is not over, by code; the service checks for whom each is."""
    return [
        (each.code, f"{name_of(each)} ({each.code})")
        for each in contracts.campaigns()
        if each.offered_until is None or on <= each.offered_until
    ]


def chosen(code: str) -> Campaign | None:
    """The campaign with this code; None for none."""
    return next((each for each in contracts.campaigns() if each.code == code), None) if code else None
