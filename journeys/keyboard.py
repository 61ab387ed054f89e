"""A communicator's hands on the keyboard, and a telephone system that tells the desk of its calls."""

import hashlib
import hmac
import http.client
import json
import time
from typing import Any

from yorisoi_practice import network

from journeys.people import Communicator
from journeys.world import PORT, World

WAIT_MS = 30_000
KEY = "from django.conf import settings\nprint(settings.CALLS_KEY)"


class Hands:
    """A keyboard that counts: every key but those of the answers themselves."""

    def __init__(self, communicator: Communicator) -> None:
        self.page = communicator.page
        self.pressed: list[str] = []

    def press(self, key: str) -> None:
        self.pressed.append(key)
        self.page.keyboard.press(key)

    def answer(self, text: str) -> None:
        """What the caller says, typed: its letters are the answer."""
        self.page.keyboard.type(text)

    def at(self, name: str) -> None:
        """Waits, without a key, until the focus stands in the desk's field or button of this name."""
        field = self.page.frame_locator("iframe[name=desk]").locator(f"[name={name}]:focus")
        field.wait_for(state="attached", timeout=WAIT_MS)

    def at_the_pass(self) -> None:
        self.page.locator("#pass:focus").wait_for(timeout=WAIT_MS)


class Telephones:
    """A telephone system beside the service. It signs as docs/operate/calls.md says, with nothing of the service's code."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._key = world.django(KEY).encode()
        self._calls = 0

    def ring(self, number: str) -> str:
        """A telephone rings with this number; the call's id."""
        self._calls += 1
        call = f"{int(time.time())}.{self._calls}"
        assert self.tell("new", call_id=call, number=number, channel="landline")["state"] == "ringing"
        return call

    def hang_up(self, call: str) -> dict[str, Any]:
        return self.tell("hangup", call_id=call)

    def tell(self, event: str, **words: str) -> dict[str, Any]:
        body, at = json.dumps(words), str(int(time.time()))
        signature = hmac.new(self._key, f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Yorisoi-Timestamp": at, "X-Yorisoi-Signature": signature, "Content-Type": "application/json"}
        with network.inside(self.world.b.path):
            line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            try:
                line.request("POST", f"/api/calls/{event}", body, {"Host": f"localhost:{PORT}", **headers})
                answer = line.getresponse()
                said = json.loads(answer.read())
            finally:
                line.close()
        assert answer.status == 200, said
        return dict(said)
