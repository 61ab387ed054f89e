"""Who may not be helped now is told so, and no session comes of it: hours, contract, networks (R01, R13, R22, R34)."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from yorisoi_tool.window.theme import Kind

from journeys.people import Communicator, Subscriber, ready_ticket
from journeys.world import World, provider_text

pytestmark = pytest.mark.timeout(400)

ROWS = """
import json
from yorisoi_service.remote.models import Session
print(json.dumps([str(row.state) for row in Session.objects.order_by("offered_at")]))
"""


def rows(world: World) -> list[str]:
    return json.loads(world.django(ROWS))


def closed_now() -> str:
    """Opening hours that do not hold now: an hour that begins two hours from now, or earlier today."""
    now = datetime.now(ZoneInfo("Asia/Tokyo"))
    opens = now + timedelta(hours=2) if now.hour < 20 else now - timedelta(hours=3)
    return provider_text(opens=f"{opens:%H}:00:00", closes=f"{opens:%H}:59:59")


@pytest.fixture(autouse=True)
def _usual_provider(world: World) -> Iterator[None]:
    yield
    world.change_provider(provider_text())


def test_outside_opening_hours_no_pass_is_given_and_none_is_taken(world: World, subscriber: Subscriber) -> None:
    before = rows(world)
    world.change_provider(closed_now())
    subscriber.tool = world.start_tool(subscriber.desktop)
    subscriber.go_on()
    assert subscriber.hand.sees(Kind.CLOSE, 45), world.tool_log()
    assert subscriber.hand.tell("read 1") == "not-seen"
    assert rows(world) == before


def test_pass_given_before_closing_time_is_not_taken_after_it(
    world: World, subscriber: Subscriber, communicator: Communicator
) -> None:
    digits = subscriber.start()
    world.change_provider(closed_now())
    communicator.wait_until_service("up")
    communicator.type_pass(digits)
    assert "受付時間" in communicator.wait_for_failure().detail
    assert rows(world)[-1] == "offered"


def test_line_without_a_contract_is_not_helped(
    world: World, subscriber: Subscriber, communicator: Communicator
) -> None:
    communicator.take(ready_ticket(world, customer="KJ-1003"))
    communicator.type_pass(subscriber.start())
    assert "契約" in communicator.wait_for_failure().detail
    assert rows(world)[-1] == "offered"


def test_cancelled_contract_is_not_helped(world: World, subscriber: Subscriber, communicator: Communicator) -> None:
    communicator.take(ready_ticket(world, customer="KJ-1004"))
    communicator.type_pass(subscriber.start())
    assert "契約" in communicator.wait_for_failure().detail
    assert rows(world)[-1] == "offered"


def test_connection_from_a_refused_network_gets_no_pass(world: World, subscriber: Subscriber) -> None:
    before = rows(world)
    world.change_provider(provider_text(networks="refuse"))
    subscriber.tool = world.start_tool(subscriber.desktop)
    subscriber.go_on()
    assert subscriber.hand.sees(Kind.CLOSE, 45), world.tool_log()
    assert subscriber.hand.tell("read 1") == "not-seen"
    assert rows(world) == before


def test_connection_from_elsewhere_needs_a_logged_reason(
    world: World, subscriber: Subscriber, communicator: Communicator
) -> None:
    world.change_provider(provider_text(networks="ask"))
    communicator.wait_until_service("up")
    ticket = ready_ticket(world)
    communicator.take(ticket)
    digits = subscriber.start()
    communicator.type_pass(digits)
    assert "回線" in communicator.wait_for_failure().detail
    reason = "旅行先のホテルから接続している"
    world.django(
        "from yorisoi_service import clock\n"
        "from yorisoi_service.desk.models.tickets import Ticket\n"
        "from yorisoi_service.desk.services import answers\n"
        "from yorisoi_service.staff.models import StaffMember\n"
        f"answers.network_exception(ticket=Ticket.objects.get(pk={ticket}), reason={reason!r},"
        " by=StaffMember.objects.get(username='yamada'), now=clock.now())"
    )
    communicator.again()
    communicator.type_pass(digits)
    subscriber.agree()
    communicator.wait_for_picture()
    assert rows(world)[-1] == "live"
