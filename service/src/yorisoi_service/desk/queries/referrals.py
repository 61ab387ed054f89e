"""The directory of places to which callers are sent on, with what is to be checked again."""

from dataclasses import dataclass
from datetime import date

from yorisoi_service.desk.models.referrals import Referral
from yorisoi_service.desk.rules.directory import is_old
from yorisoi_service.desk.rules.triage import Place

_ORDER = {str(place): n for n, place in enumerate(Place)}


@dataclass(frozen=True)
class Listed:
    """One place; `is_old` when nobody made sure of it for longer than the provider allows."""

    row: Referral
    is_old: bool


def directory(*, today: date, months: int, place: str = "") -> list[Listed]:
    """Every place shown, or those of one kind; by kind, then by name."""
    found = Referral.objects.filter(retired_at=None).select_related("checked_by")
    if place:
        found = found.filter(place=place)
    rows = sorted(found, key=lambda row: (_ORDER.get(row.place, len(_ORDER)), row.name, row.pk))
    return [Listed(row, is_old(row.checked_on, today=today, months=months)) for row in rows]


def find(referral: int) -> Referral | None:
    """One place of the directory, if it is still shown."""
    return Referral.objects.filter(pk=referral, retired_at=None).first()
