"""A service that lies about people, keys or what the peers said gets no session out of it, and shows nothing to anybody."""

import json
import secrets
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from yorisoi_protocol import peer
from yorisoi_protocol.broker import Person
from yorisoi_protocol.exchange.run import SubscriberRun
from yorisoi_protocol.one_time_pass import new_pass
from yorisoi_tool.window.theme import Kind

from journeys.middleman import FROM_PEER, FROM_SERVICE, Heard, Lie, Middleman
from journeys.people import Communicator, Subscriber
from journeys.world import ORIGIN

pytestmark = pytest.mark.timeout(400)

TO_TOOL = (FROM_SERVICE, "/socket/subscriber")
TO_VIEWER = (FROM_SERVICE, "/socket/communicator")
Message = dict[str, Any]


def lie_about(way: tuple[str, str], kind: str, change: Callable[[Message], None], told: list[str]) -> Lie:
    """Changes every message of this kind on this way, and notes that it did."""

    def lie(heard: Heard) -> bytes:
        if (heard.direction, heard.path) != way:
            return heard.data
        message = json.loads(heard.data)
        if message["t"] != kind:
            return heard.data
        change(message)
        told.append(kind)
        return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()

    return lie


def expect_no_session(communicator: Communicator, subscriber: Subscriber) -> None:
    """Both sides refuse: a failure with its sentence here, no question there, not one picture packet."""
    assert communicator.wait_for_failure().say
    assert not subscriber.hand.sees(Kind.GRANT, 1.0)
    assert communicator.page.evaluate("() => __seen.arrivals.length") == 0


def test_swapped_communicator_is_refused(
    middleman: Middleman, subscriber: Subscriber, communicator: Communicator
) -> None:
    told: list[str] = []

    def another_person(message: Message) -> None:
        message["communicator"] = {"number": "15", "name": "佐藤"}

    middleman.lie = lie_about(TO_TOOL, "claimed", another_person, told)
    communicator.type_pass(subscriber.start())
    expect_no_session(communicator, subscriber)
    assert told == ["claimed"]


def test_right_number_under_another_name_is_refused(
    middleman: Middleman, subscriber: Subscriber, communicator: Communicator
) -> None:
    told: list[str] = []

    def another_name(message: Message) -> None:
        message["communicator"]["name"] = "警察庁 鈴木"

    middleman.lie = lie_about(TO_TOOL, "claimed", another_name, told)
    communicator.type_pass(subscriber.start())
    expect_no_session(communicator, subscriber)
    assert told == ["claimed"]


def test_swapped_key_of_the_subscriber_is_refused(
    middleman: Middleman, subscriber: Subscriber, communicator: Communicator
) -> None:
    told: list[str] = []

    def another_key(message: Message) -> None:
        message["public_key"] = secrets.token_hex(32)

    middleman.lie = lie_about(TO_VIEWER, "granted", another_key, told)
    communicator.type_pass(subscriber.start())
    expect_no_session(communicator, subscriber)
    assert told == ["granted"]


def test_service_that_guesses_the_secret_is_refused(
    middleman: Middleman, subscriber: Subscriber, communicator: Communicator
) -> None:
    """It answers the viewer in the tool's place, with an exchange of its own under a guessed secret."""
    facts: Message = {}
    told: list[str] = []

    def lie(heard: Heard) -> bytes:
        message = json.loads(heard.data)
        if heard.direction == FROM_PEER and heard.path == "/socket/subscriber" and message["t"] == "open":
            facts["nonce"], facts["key"] = bytes.fromhex(message["nonce"]), message["public_key"]
        elif heard.direction == FROM_PEER and heard.path == "/socket/communicator" and message["t"] == "claim":
            facts["nameplate"] = message["nameplate"]
        elif (heard.direction, heard.path) == TO_TOOL and message["t"] == "claimed":
            facts["person"] = Person(**message["communicator"])
        elif (heard.direction, heard.path) == TO_TOOL and message["t"] == "relay":
            said = peer.exchange.decode(message["box"])
            if isinstance(said, peer.M1):
                run = SubscriberRun(
                    origin=ORIGIN,
                    one_time_pass=new_pass(facts["nameplate"], secrets.token_bytes),
                    nonce=facts["nonce"],
                    public_key=facts["key"],
                    draw=secrets.token_bytes,
                )
                run.claimed(facts["person"])
                facts["m2"] = run.m1(said)
        elif (heard.direction, heard.path) == TO_VIEWER and message["t"] == "relay":
            said = peer.exchange.decode(message["box"])
            if isinstance(said, peer.M2):
                told.append("m2")
                return json.dumps({"t": "relay", "box": msgspec.json.encode(facts["m2"]).decode()}).encode()
        return heard.data

    middleman.lie = lie
    communicator.type_pass(subscriber.start())
    expect_no_session(communicator, subscriber)
    assert told == ["m2"]


@pytest.mark.parametrize("way", [TO_TOOL, TO_VIEWER], ids=["offer", "answer"])
def test_changed_description_is_refused(
    middleman: Middleman, subscriber: Subscriber, communicator: Communicator, way: tuple[str, str]
) -> None:
    """The descriptions travel sealed; one changed bit anywhere in them ends it."""
    told: list[str] = []

    def lie(heard: Heard) -> bytes:
        if (heard.direction, heard.path) != way:
            return heard.data
        message = json.loads(heard.data)
        if message["t"] == "relay":
            box = json.loads(message["box"])
            sealed = box.get("offer") or box.get("answer")
            if sealed:
                last = sealed["data"][-1]
                sealed["data"] = sealed["data"][:-1] + ("0" if last != "0" else "1")
                message["box"] = json.dumps(box, separators=(",", ":"))
                told.append(box["t"])
                return json.dumps(message, separators=(",", ":")).encode()
        return heard.data

    middleman.lie = lie
    communicator.type_pass(subscriber.start())
    expect_no_session(communicator, subscriber)
    assert len(told) == 1


FOREIGN = """
(() => {
  const other = (sdp) => sdp.replace(/(a=fingerprint:sha-256 )(..)/g, (_, name, byte) => name + (byte === "AA" ? "AB" : "AA"));
  const set = RTCPeerConnection.prototype.setRemoteDescription;
  RTCPeerConnection.prototype.setRemoteDescription = function (description) {
    globalThis.__swapped = (globalThis.__swapped ?? 0) + 1;
    return set.call(this, { type: description.type, sdp: other(description.sdp) });
  };
})();
"""


def test_foreign_certificate_is_refused(subscriber: Subscriber, communicator: Communicator) -> None:
    """The certificate that really answers is not the one that was promised: as with a relay that ends the encryption."""
    communicator.page.evaluate(FOREIGN)
    communicator.type_pass(subscriber.start())
    assert communicator.wait_for_failure().say
    assert communicator.page.evaluate("() => __swapped") == 1
    assert communicator.page.evaluate("() => __seen.arrivals.length") == 0
