"""The secret part of the pass is in nothing that the service saw, wrote or logged."""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from journeys.middleman import Middleman
from journeys.people import Communicator, Subscriber
from journeys.world import World, until

pytestmark = pytest.mark.timeout(400)

STATE = """
from yorisoi_service.remote.models import Session
print(Session.objects.latest("offered_at").state)
"""


def holds(text: str, digits: str) -> bool:
    """Whether the digits stand there as a number of their own, in groups or not; not as a stretch of a longer one."""
    spaced = r"[\s\-]?".join(digits)
    return re.search(rf"(?<![0-9A-Fa-f]){spaced}(?![0-9A-Fa-f])", text) is not None


def rows(database: Path) -> str:
    """Every value of every table as text."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        values = [value for table in tables for row in connection.execute(f'SELECT * FROM "{table}"') for value in row]
    return "\n".join(str(value) for value in values)


def test_secret_of_the_pass_is_nowhere_at_the_service(
    world: World, middleman: Middleman, subscriber: Subscriber, communicator: Communicator
) -> None:
    digits = subscriber.start()
    nameplate, secret = digits[:4], digits[4:10]
    communicator.type_pass(digits)
    subscriber.agree()
    communicator.wait_for_picture()
    communicator.finish()
    until(lambda: world.django(STATE) == "closed", 30, "closed session", every_s=0.5)
    said = "\n".join(f"{heard.path}\n{heard.data.decode(errors='replace')}" for heard in middleman.heard)
    places = {
        "message or URL": said,
        "row": rows(world.data / "yorisoi.sqlite3"),
        "log": "\n".join(path.read_text(errors="replace") for path in (world.folder / "logs").iterdir()),
        "screen shown to the desk": communicator.desk.locator("body").inner_text(),
    }
    assert holds(said, nameplate), "the middleman heard nothing, so nothing is proven"
    assert nameplate in {row["nameplate"] for row in claims(middleman)}
    found = [
        (place, part)
        for place, text in places.items()
        for part in (secret, digits, digits[4:], digits[3:], digits[:10])
        if holds(text, part)
    ]
    assert found == []


def claims(middleman: Middleman) -> list[dict[str, str]]:
    return [json.loads(heard.data) for heard in middleman.heard if heard.data.startswith(b'{"t":"claim"')]
