"""R34: the desk is open every day of the week; a day that the desk lead closes is closed for everybody, and a session that
runs then may finish."""

from datetime import date, timedelta

import pytest
from yorisoi_practice.desktop import Desktop
from yorisoi_protocol.one_time_pass import check_digit

from journeys.enquiry import Desk
from journeys.office import Household, Office, today
from journeys.people import Communicator, Subscriber, ready_ticket, same_picture
from journeys.world import World

pytestmark = pytest.mark.timeout(300)

HOURS = "受付時間"
UNKNOWN_PASS = "9" * 10
CLOSE = """
from django.conf import settings
from yorisoi_service import clock
from yorisoi_service.desk.services import hours
from yorisoi_service.staff.models import StaffMember
now = clock.now()
hours.close_day(
    day=clock.business_day(now), note="", by=StaffMember.objects.get(username="suzuki"),
    policy=settings.PROVIDER.desk, now=now,
)
"""


def close(office: Office, day: date) -> None:
    page = office.at("suzuki")
    page.goto("/desk/hours")
    page.fill("[name=day]", day.isoformat())
    with page.expect_navigation():
        page.click("form[action$='/hours/close'] button")
    if day != today():
        return
    # Today closes at once, so it is asked first whether that is meant.
    assert day.isoformat() not in page.locator("#closures").inner_text()
    with page.expect_navigation():
        page.click("#closing-today form[action$='/hours/close'] button")


def closed_days(office: Office) -> list[str]:
    page = office.at("suzuki")
    page.goto("/desk/hours")
    return [
        text.split()[0]
        for text in page.locator("#closures table tbody tr td:first-child").all_inner_texts()
        if "-" in text
    ]


def lift_all(office: Office) -> None:
    page = office.at("suzuki")
    page.goto("/desk/hours")
    while page.locator("form[action$='/lift'] button").count():
        with page.expect_navigation():
            page.locator("form[action$='/lift'] button").first.click()


def test_closed_day_closes_the_gate_until_it_is_lifted(office: Office, helped: Household) -> None:
    desk = Desk(office, helped)
    assert desk.decide("メーラー").open
    try:
        close(office, today())
        told = desk.decided()
        assert not told.open
        assert desk.gates()[HOURS] is False
    finally:
        lift_all(office)
    assert desk.decided().open


def test_only_the_desk_lead_closes_and_never_a_day_that_is_past(office: Office) -> None:
    ahead = today() + timedelta(days=40)
    assert office.send(office.communicator, "/desk/hours/close", day=ahead.isoformat(), note="") == 403
    office.at("suzuki").goto("/desk/hours")
    office.send(office.at("suzuki"), "/desk/hours/close", day=(today() - timedelta(days=1)).isoformat(), note="")
    assert closed_days(office) == []
    try:
        close(office, ahead)
        assert closed_days(office) == [ahead.isoformat()]
    finally:
        lift_all(office)
    assert closed_days(office) == []


def test_session_that_runs_when_the_desk_closes_may_finish_and_no_other_begins(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.one_to_one()
    world.django(CLOSE)
    other = Communicator(world, "sato")
    other.sign_in()
    other.take(ready_ticket(world, "sato", "KJ-1006"))
    other.type_pass(UNKNOWN_PASS + check_digit(UNKNOWN_PASS))
    assert HOURS in other.wait_for_failure().detail
    desktop.run("wall", "xsetroot", "-solid", "#304858").wait(30)
    same_picture(communicator, desktop)
    assert communicator.phase == "live"
    other.close()
    communicator.finish()
