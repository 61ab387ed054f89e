"""R07: a contract may end on any day; its last month is charged in full, and help goes on until the last day."""

import pytest

from journeys.office import Office, day, month, refusal, today

pytestmark = pytest.mark.timeout(300)

LATE = """
from datetime import date
from yorisoi_service import clock
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.services.endings import cancel
from yorisoi_service.staff.models import StaffMember
by = StaffMember.objects.get(username="tanaka")
cancel(
    period=Period.objects.get(line_id={line}), requested_on=date.fromisoformat("{on}"), by=by, now=clock.now()
)
"""


def test_first_and_last_day_of_a_month_cost_the_same(office: Office) -> None:
    _cancel_within_a_month(office, {month(5): 0, month(4): 0, month(3): 550, month(2): 550})


def test_another_provider_charges_its_own_price_the_same_way(elsewhere: Office) -> None:
    _cancel_within_a_month(elsewhere, {month(5): 0, month(4): 660, month(3): 660, month(2): 660})


def _cancel_within_a_month(office: Office, expected: dict[str, int]) -> None:
    lines = []
    for number in (1, 0):
        home = office.household()
        office.join(home, day(5, 15))
        office.cancel(home.line_pk, day(2, number))
        lines.append(home.line)
    books = office.close_months(6)
    assert [books.yen(line) for line in lines] == [expected] * 2


def test_request_entered_after_its_month_was_closed_is_credited(office: Office) -> None:
    home = office.household()
    office.join(home, day(5, 15))
    late = LATE.format(line=home.line_pk, on=day(3, 0).isoformat())  # telephoned on the last day, entered months later
    books = office.close_months(5, before={1: [("shell", "--no-imports", "-c", late)]})
    booked = [(row["service_month"], row["billing_month"], row["amount_yen"]) for row in books.of(home.line)]
    assert booked == [
        (month(5), month(5), "0"),
        (month(4), month(4), "0"),
        (month(3), month(3), "550"),
        (month(2), month(2), "550"),
        (month(2), month(1), "-550"),
    ]


def test_reserved_last_day_keeps_help_until_then_and_can_be_taken_back(office: Office) -> None:
    home = office.household()
    office.join(home, day(2, 15))
    office.cancel(home.line_pk, today(), end_on=day(-1, 10))
    assert office.runs(home.line_pk)
    assert office.gates(home.line_pk)["契約"] is True
    office.deed(home.line_pk, "undo")
    assert len(office.story(home.line_pk)) == 3


def test_last_day_before_the_beginning_is_refused(office: Office) -> None:
    home = office.household()
    office.join(home, day(1, 15))
    office.clerk.goto(f"/office/contracts/{home.line_pk}/cancel")
    refusal(office.check(office.clerk, requested_on=day(1, 14).isoformat(), identity="on"))
    assert office.runs(home.line_pk)
