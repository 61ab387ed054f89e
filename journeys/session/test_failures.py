"""What breaks on the way breaks as little as possible, and nobody is told that all is well when it is not."""

import json
import os
import signal
import time

import pytest
from yorisoi_practice.desktop import Desktop

from journeys.devices import DeviceLog
from journeys.people import Communicator, Subscriber, now_ms, same_picture
from journeys.world import World, until

pytestmark = pytest.mark.timeout(400)

SILENCE_MS = 90_000

ROW = """
import json
from yorisoi_service.desk.queries.tickets import session_shown_as
from yorisoi_service.remote.models import Session
row = Session.objects.latest("offered_at")
print(json.dumps({"state": str(row.state), "removal": row.removal, "shown": str(session_shown_as(row))}))
"""


def row(world: World) -> dict[str, str]:
    return json.loads(world.django(ROW))


def test_service_killed_and_restarted_does_not_touch_a_running_session(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.one_to_one()
    communicator.ask("control")
    subscriber.agree()
    communicator.wait_until_granted("control")
    log = DeviceLog(desktop.inner)
    try:
        world.stop_service(kill=True)
        desktop.run("wall", "xsetroot", "-solid", "#705090").wait(30)
        same_picture(communicator, desktop)
        communicator.wait_until_hands_reach()
        began = now_ms() - 1
        communicator.page.mouse.move(*communicator.point(300, 600))
        communicator.page.mouse.move(*communicator.point(320, 620))
        until(lambda: log.injected(began), 30, "pointer while the service was gone")
        world.start_service()
        communicator.wait_until_service("up")
        desktop.run("wall", "xsetroot", "-solid", "#507090").wait(30)
        same_picture(communicator, desktop)
        communicator.finish()
        until(lambda: row(world)["state"] == "closed", 45, "closed session", every_s=1)
    finally:
        log.close()


def test_killed_tool_ends_the_session_and_is_shown_as_not_closed(
    world: World, subscriber: Subscriber, communicator: Communicator
) -> None:
    communicator.page.clock.install()  # runs as usual until it is put forward
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    assert subscriber.tool is not None
    os.kill(subscriber.tool.pid, signal.SIGKILL)
    until(lambda: not communicator.page.locator("#veil").is_hidden(), 30, "veil over the stale picture")
    assert not communicator.failure().title
    communicator.page.clock.fast_forward(SILENCE_MS)
    assert communicator.wait_for_failure().say
    until(lambda: row(world)["state"] == "ended", 30, "ended row", every_s=1)
    found = row(world)
    assert found["removal"] == ""
    assert found["shown"] != "closed"
    time.sleep(0.5)
    ticket = communicator.desk.locator("body").inner_text()
    assert "未完了" in ticket or "閉じていません" in ticket or "確認できていません" in ticket, ticket
