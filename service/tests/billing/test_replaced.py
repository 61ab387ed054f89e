"""A line that took the place of another, entered afterwards, against the ledger: months booked once stay as they were booked."""

import pytest
from yorisoi_service.billing import queries
from yorisoi_service.billing.services import month, proof
from yorisoi_service.contracts.errors import MonthClosed, NotNow
from yorisoi_service.contracts.rules.month import BEFORE_ANY, Month
from yorisoi_service.contracts.services import endings, lines, periods
from yorisoi_service.contracts.services.replacing import replace_line
from yorisoi_service.subscribers.models import Line

from .conftest import Office, booked, day, noon


def replaced(office: Office, old: Line, new: Line, told: str) -> None:
    """As the office's page does it."""
    replace_line(
        old=old,
        new=new,
        open_from=queries.first_open() or BEFORE_ANY,
        is_booked=queries.is_booked(new.pk),
        is_closing=queries.running() is not None,
        by=office.clerk,
        now=noon(told),
    )


def inherited(office: Office) -> tuple[Line, Line]:
    """A line that an heir took over, and a further one of the heir, whose holder the run meets first."""
    heir = office.subscriber("C-HEIR")
    old = office.line("L-1", "C-OLD")
    assert heir.pk < old.first_holder_id
    office.join(old, "2026-01-15")
    lines.inherit_line(line=old, to=heir, on=day("2026-03-10"), by=office.clerk, now=noon("2026-03-10"))
    return Line.objects.get(pk=old.pk), office.line("L-2", "C-HEIR", opened="2026-06-20")


def test_what_is_booked_under_another_first_holder_stays_there(office: Office) -> None:
    old, new = inherited(office)
    own = office.join(new, "2026-06-28", solicited=True)
    office.close("2026-06")
    periods.withdraw(
        period=own, ground="solicited", sessions_held=0, withdrawal_days=8, by=office.clerk, now=noon("2026-07-03")
    )
    with pytest.raises(MonthClosed, match="the two lines stay apart"):
        replaced(office, old, new, "2026-07-05")
    assert not proof.verify(Month(2026, 6)).differences


def test_no_line_changes_its_first_holder_while_a_month_is_being_closed(office: Office) -> None:
    class Stopped(Exception):
        pass

    def stop(rows: int, share: float) -> None:
        raise Stopped

    old, new = inherited(office)
    office.close("2026-06")
    office.join(new, "2026-07-02")
    with pytest.raises(Stopped):
        month.close_month(Month(2026, 7), by=office.accountant, now=noon("2026-08-02"), chunk=1, progress=stop)
    with pytest.raises(NotNow, match="once it is closed"):
        replaced(office, old, new, "2026-08-02")
    office.close("2026-07", chunk=1)
    assert [month for _id, month, _yen, _why in booked(new)] == ["2026-07"]


def test_lines_of_different_first_holders_are_joined_where_nothing_is_booked(office: Office) -> None:
    old, new = inherited(office)
    office.close("2026-06")
    replaced(office, old, new, "2026-07-05")
    office.close_all("2026-07", "2026-08")
    assert [(run, yen) for _id, run, yen, _why in booked(new)] == [("2026-07", 550), ("2026-08", 550)]
    assert not proof.verify(Month(2026, 8)).differences


def test_a_last_day_that_was_asked_for_is_the_last_that_costs(office: Office) -> None:
    old = office.line("L-1", "C-OLD")
    period = office.join(old, "2026-01-15")
    asked, last = day("2026-07-01"), day("2026-08-31")
    endings.cancel(period=period, requested_on=asked, end_on=last, by=office.clerk, now=noon("2026-07-01"))
    endings.close_line(line=old, on=day("2026-07-15"), by=office.clerk, now=noon("2026-07-15"))
    new = office.line("L-2", "C-OLD", opened="2026-07-16")
    replaced(office, old, new, "2026-07-20")
    office.close_all("2026-07", "2026-10")
    assert [(run, yen) for _id, run, yen, _why in booked(old) + booked(new)] == [("2026-07", 550), ("2026-08", 550)]
