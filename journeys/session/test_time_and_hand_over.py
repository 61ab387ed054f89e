"""A session lasts as long as it was planned, goes on only with a reason, and ends when its ticket goes to somebody else."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from yorisoi_tool.window.theme import Kind

from journeys.people import START_S, Communicator, Subscriber, ready_ticket
from journeys.world import World, provider_text, until

pytestmark = pytest.mark.timeout(240)

ROWS = """
import json
from yorisoi_service.remote.models import Session
rows = Session.objects.exclude(claimed_at=None).order_by("claimed_at")
print(json.dumps([[str(row.state), str(row.ending)] for row in rows]))
"""
LEFT_S = """
from yorisoi_service import clock
from yorisoi_service.remote.models import Session
row = Session.objects.latest("claimed_at")
print(int((row.deadline_at - clock.now()).total_seconds()))
"""
# The planned time passes: what a test cannot wait for.
PASS_TIME = """
from datetime import timedelta
from yorisoi_service import clock
from yorisoi_service.remote.models import Session
row = Session.objects.latest("claimed_at")
row.deadline_at = clock.now() - timedelta(seconds=1)
row.save(update_fields=["deadline_at"])
"""


def rows(world: World) -> list[list[str]]:
    return json.loads(world.django(ROWS))


@pytest.fixture
def sato(world: World) -> Iterator[Communicator]:
    made = Communicator(world, "sato")
    made.sign_in()
    yield made
    made.close()


@pytest.fixture
def lead(world: World) -> Iterator[Communicator]:
    made = Communicator(world, "suzuki")
    made.sign_in()
    yield made
    made.close()


def test_five_minutes_before_the_end_both_are_told_and_a_reason_lets_it_go_on(
    world: World, subscriber: Subscriber
) -> None:
    """The shortest box a provider may plan: its last five minutes begin with it."""
    world.change_provider(provider_text().replace("time_box_min = 30", "time_box_min = 5"))
    yamada = Communicator(world)
    yamada.sign_in()
    yamada.take(ready_ticket(world))
    yamada.type_pass(subscriber.start())
    subscriber.agree()
    yamada.wait_for_picture()
    soon = yamada.page.locator("#figures-soon")
    until(lambda: "予定の時間は" in soon.inner_text(), 20, "word about the time on the viewer's page")
    assert "あと約" in yamada.page.locator("#figures-time").inner_text()

    desk = yamada.desk
    desk.locator("form[action$='/extend'] input[name=reason]").fill("ルーターの設定がまだ途中です")
    desk.locator("form[action$='/extend'] button").click()
    until(lambda: int(world.django(LEFT_S)) > 300, 20, "longer time", every_s=0.5)
    until(lambda: soon.inner_text() == "", 20, "longer time on the viewer's page")
    assert int(world.django(LEFT_S)) <= 600
    assert yamada.phase == "live"

    world.django(PASS_TIME)
    until(lambda: yamada.page.get_attribute("#failure", "data-code") == "time_over", START_S, "end in time")
    assert "予定の時間" in yamada.failure().title
    subscriber.close()
    until(lambda: rows(world)[-1] == ["closed", "time_over"], 20, "closed session", every_s=0.5)
    assert yamada.errors == []
    yamada.close()
    world.change_provider(provider_text())


def test_a_hand_over_ends_the_session_and_the_next_one_needs_a_number_of_their_own(
    world: World, subscriber: Subscriber, communicator: Communicator, sato: Communicator, lead: Communicator
) -> None:
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    ticket = int(
        world.django("from yorisoi_service.desk.models.tickets import Ticket\nprint(Ticket.objects.latest('pk').pk)")
    )

    desk = communicator.desk
    desk.locator("details:has(form[action$='/hand-over']) > summary").click()
    desk.locator("form[action$='/hand-over'] select").select_option("15")
    desk.locator("form[action$='/hand-over'] button").click()
    until(
        lambda: communicator.page.get_attribute("#failure", "data-code") == "handed_over", START_S, "end by hand-over"
    )
    assert rows(world)[-1] == ["ended", "handed_over"]
    expect(desk.locator(".told")).to_contain_text("佐藤", timeout=20_000)
    expect(desk.locator("header [data-key=F2]")).not_to_be_focused()  # the first caller is still at one's ear

    sato.take(ticket)
    subscriber.hand.press(Kind.NEW_NUMBER)
    sato.type_pass(subscriber.read_pass())
    assert subscriber.hand.sees(Kind.GRANT, 20)
    assert not sato.has("view")  # nothing was taken over
    subscriber.agree()
    sato.wait_for_picture()

    lead.open_desk("/desk/live")
    row = lead.desk.locator("tr[data-session]")
    until(lambda: "画面を見る" in row.locator(".granted").inner_text(), 20, "what is granted on the lead's list")
    assert "佐藤" in row.inner_text()
    row.locator("form[action$='/end'] button").click()
    until(
        lambda: sato.page.get_attribute("#failure", "data-code") == "stopped_by_desk_lead", START_S, "end by the lead"
    )
    subscriber.close()
    until(
        lambda: rows(world)[-2:] == [["closed", "handed_over"], ["closed", "stopped_by_desk_lead"]],
        20,
        "both closed by their receipts",
        every_s=0.5,
    )
    # A page that reads itself again just then finds its ticket gone: the browser's console says so, and nothing else.
    assert [error for error in communicator.errors if "404" not in error] == []
    assert [sato.errors, lead.errors] == [[], []]
