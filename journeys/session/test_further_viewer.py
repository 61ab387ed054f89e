"""A desk lead looks along: a second number, a second consent, the same pixels, no control; Stop ends both."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from yorisoi_practice.desktop import Desktop
from yorisoi_tool.window.theme import Kind

from journeys.people import START_S, Communicator, Subscriber, same_picture
from journeys.world import World, until

pytestmark = pytest.mark.timeout(240)

ROWS = """
import json
from yorisoi_service.remote.models import Session
rows = Session.objects.exclude(claimed_at=None).order_by("claimed_at")
print(json.dumps([[row.kind, str(row.state), str(row.ending)] for row in rows]))
"""


@pytest.fixture
def lead(world: World) -> Iterator[Communicator]:
    made = Communicator(world, "suzuki")
    made.sign_in()
    yield made
    made.close()


def join_from_the_live_list(lead: Communicator, *, framed: bool) -> None:
    """One press, in the viewer's frame or on the desk's own page, and the number may be typed."""
    if framed:
        lead.open_desk("/desk/live")
        lead.desk.locator("a[data-in-viewer]").click()
    else:
        lead.page.goto("/desk/live")
        lead.page.locator("a[data-in-viewer]").click()
        lead.page.wait_for_url("**/viewer/*")
    lead.page.wait_for_function("() => document.activeElement.id === 'pass'")


def rows(world: World) -> list[list[str]]:
    return json.loads(world.django(ROWS))


def test_a_second_pass_and_a_second_consent_let_a_lead_see_the_same_and_nothing_more(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator, lead: Communicator
) -> None:
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()

    subscriber.hand.press(Kind.INVITE)
    digits = subscriber.read_pass()
    join_from_the_live_list(lead, framed=False)
    lead.type_pass(digits)
    assert subscriber.hand.sees(Kind.GRANT, 20)
    assert lead.frames()["messagesReceived"] == 0  # a right number shows nothing yet
    subscriber.agree()
    lead.wait_for_picture()
    assert rows(world)[-2:] == [["main", "live", ""], ["joined", "live", ""]]
    for hidden in ("#ask-control", "#ask-clipboard", "#special-keys", "#send-text"):
        assert not lead.page.locator(hidden).is_visible()
    assert lead.page.locator("#joined").is_visible()
    expect(communicator.page.locator("#beside")).to_contain_text("鈴木", timeout=20_000)
    assert lead.page.locator("#beside").inner_text() == ""

    desktop.run("noise", "xsetroot", "-solid", "#2f6f4f").wait(10)
    for each in (communicator, lead):
        each.one_to_one()
        same_picture(each, desktop, 20)

    communicator.ask("control")  # who looks along takes nothing from the one who helps
    subscriber.agree()
    communicator.wait_until_granted("control")
    assert lead.stand("control") == "none"

    subscriber.hand.press(Kind.STOP)
    for each, code in ((communicator, "stopped_by_subscriber"), (lead, "stopped_by_subscriber")):
        until(
            lambda each=each, code=code: each.page.get_attribute("#failure", "data-code") == code,  # type: ignore[misc]
            START_S,
            f"end told to {each.username}",
        )
    subscriber.close()
    until(lambda: all(state == "closed" for _, state, _ in rows(world)[-2:]), 20, "receipts of both", every_s=0.5)
    assert [communicator.errors, lead.errors] == [[], []]


def test_who_looked_along_leaves_and_the_session_goes_on(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator, lead: Communicator
) -> None:
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    subscriber.hand.press(Kind.INVITE)
    digits = subscriber.read_pass()
    join_from_the_live_list(lead, framed=True)
    lead.type_pass(digits)
    subscriber.agree()
    lead.wait_for_picture()
    lead.finish()
    until(lambda: rows(world)[-1] == ["joined", "ended", "finished"], 20, "end of looking along", every_s=0.5)
    assert rows(world)[-2] == ["main", "live", ""]
    desktop.run("noise", "xsetroot", "-solid", "#4f2f6f").wait(10)
    communicator.one_to_one()
    same_picture(communicator, desktop, 20)
    communicator.finish()
    subscriber.close()
    until(lambda: [row[1] for row in rows(world)[-2:]] == ["closed"] * 2, 20, "receipts of both", every_s=0.5)
