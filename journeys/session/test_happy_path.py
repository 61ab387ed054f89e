"""The main job, end to end: one pass, two consents, a live screen, real help, and nothing left behind."""

import json
from pathlib import Path

import pytest
from yorisoi_practice.desktop import Desktop
from yorisoi_tool.window.theme import Kind

from journeys.people import Communicator, Subscriber, same_picture
from journeys.world import World, until

pytestmark = pytest.mark.timeout(400)

ROW = """
import json
from yorisoi_service.remote.models import Session
row = Session.objects.latest("offered_at")
print(json.dumps({"state": str(row.state), "removal": str(row.removal), "ending": str(row.ending)}))
"""


def written(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_one_pass_two_consents_and_real_help(
    world: World, desktop: Desktop, subscriber: Subscriber, communicator: Communicator
) -> None:
    note = desktop.home / "note.txt"
    desktop.terminal("90x20+40+300", "sh", "-c", f"cat > {note}")
    communicator.receive_call(wanted="イシイ", number="KJ-1002", name="石井太郎", phone="086-000-1002")
    communicator.type_pass(subscriber.start())
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.one_to_one()
    same_picture(communicator, desktop)

    communicator.ask("control")
    subscriber.agree()
    communicator.wait_until_granted("control")
    communicator.wait_until_hands_reach()  # the subscriber's own hand has just moved; it wins for half a second
    communicator.click(200, 420)
    # As a person would: type once the window is in front; until then keys are dropped over the program's own window.
    until(lambda: desktop.class_in_front() == "XTerm", 30, "the terminal in front")
    communicator.type("Yorisoi 123\n")
    communicator.send_text("よりそい、漢字も。")
    communicator.click(200, 420)
    communicator.page.keyboard.press("Enter")
    until(lambda: written(note) == "Yorisoi 123\nよりそい、漢字も。\n", 30, f"text in {note}")
    same_picture(communicator, desktop)

    communicator.finish()
    until(lambda: json.loads(world.django(ROW))["state"] == "closed", 30, "closed session", every_s=0.5)
    assert json.loads(world.django(ROW)) == {"state": "closed", "removal": "verified", "ending": "finished"}
    assert subscriber.hand.sees(Kind.CLOSE, 45)
    subscriber.close()
    assert communicator.errors == []
