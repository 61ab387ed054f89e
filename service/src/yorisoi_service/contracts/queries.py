"""Is there a contract, and were the terms accepted."""

from datetime import date

from django.db.models import Q

from yorisoi_service.contracts.models import Acceptance, Period


def active_period(line_id: int, *, on: date) -> Period | None:
    """The line's contract on this day, or None. On the day of a re-contract the newer one."""
    holding = Period.objects.filter(Q(end_on=None) | Q(end_on__gte=on), line_id=line_id, start_on__lte=on)
    return holding.order_by("-sequence").first()


def is_active(line_id: int, *, on: date) -> bool:
    """Is a contract active on this line on this day?"""
    return active_period(line_id, on=on) is not None


def accepted_on_form(line_id: int, *, version: str, on: date) -> bool:
    """Was this terms version accepted with the form of the contract active on this day?"""
    period = active_period(line_id, on=on)
    return period is not None and Acceptance.objects.filter(period=period, version=version).exists()


def history(line_id: int) -> list[Period]:
    """Every period of a line, the first one first."""
    return list(Period.objects.filter(line_id=line_id).order_by("sequence"))
