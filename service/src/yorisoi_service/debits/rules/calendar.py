"""Bank business days in Japan, and the days a debit hangs on. Days come in; nothing here knows today."""

from datetime import date, timedelta

import jpholiday

from yorisoi_service.contracts.rules.month import Month

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_bank_day(day: date) -> bool:
    """Do banks settle on this day? Not on weekends, public holidays, 31 December and 1 to 3 January."""
    if day.weekday() >= SATURDAY or (day.month, day.day) in {(12, 31), (1, 1), (1, 2), (1, 3)}:
        return False
    return not jpholiday.is_holiday(day)


def bank_day_from(day: date) -> date:
    """The day itself where banks settle on it, else the next day they do."""
    while not is_bank_day(day):
        day += ONE_DAY
    return day


def bank_days_after(day: date, days: int) -> date:
    """So many bank business days later; negative: earlier. Zero is the day itself."""
    step = ONE_DAY if days >= 0 else -ONE_DAY
    for _ in range(abs(days)):
        day += step
        while not is_bank_day(day):
            day += step
    return day


def debit_date(service_month: Month, debit_day: int) -> date:
    """When a service month is debited: the debit day of the following month (its last day where the month is shorter),
    or the next bank business day (section 2.3)."""
    month = service_month.plus(1)
    return bank_day_from(min(month.first_day + timedelta(days=debit_day - 1), month.last_day))


def cut_off(debited_on: date, cutoff_days: int) -> date:
    """The last day on which the bank takes the file."""
    return bank_days_after(debited_on, -cutoff_days)


def result_on(debited_on: date, result_days: int) -> date:
    """The day from which the bank's result can be fetched."""
    return bank_days_after(debited_on, result_days)


def usable_from(received_on: date, mandate_days: int) -> date:
    """The first debit date a mandate can serve that came in on this day: the bank needs time to register it."""
    return bank_days_after(received_on, mandate_days)
