"""What no honest peer sends: always one clear refusal, never a stack trace, never a socket in an undefined state."""

import asyncio
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yorisoi_protocol import broker
from yorisoi_protocol.limits import MAX_SIGNAL_BYTES
from yorisoi_protocol.vocabulary import Ending, Refusal
from yorisoi_service.config.logs import JsonLines
from yorisoi_service.front.socket.line import Limits

from .conftest import OPEN, Place, Voice, serve
from .memory import Memory

KINDS = ("subscriber", "communicator", "watch")
KNOWN = {code.value for code in Refusal}
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _silent(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing that somebody sends is worth a stack trace or a line of our own log."""
    yield
    records = caplog.get_records("call")
    ours = [record for record in records if record.exc_info or record.name.startswith("yorisoi")]
    assert [record.getMessage() for record in ours] == []


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
words = st.sampled_from(
    ["open", "hello", "claim", "relay", "resume", "report", "end", "receipt", "offered", "claimed", "wake", "", "OPEN"]
)
fields = st.sampled_from(
    [
        "version",
        "nonce",
        "public_key",
        "program",
        "system",
        "socket_ticket",
        "nameplate",
        "ticket",
        "box",
        "session",
        "resume",
        "reason",
        "entry",
        "receipt",
        "extra",
        "t",
    ]
)
messages = st.builds(
    lambda word, rest: json.dumps({**rest, "t": word}), words, st.dictionaries(fields, json_values, max_size=6)
)
texts = st.text(max_size=200) | json_values.map(json.dumps) | messages
frames = texts | st.binary(max_size=200)


async def talk(place: Place, kind: str, sent: list[str | bytes]) -> None:
    """Say all of it; every answer must be a known refusal, and after a fatal one the socket closes with 1008."""
    async with place.socket(kind) as voice:
        try:
            for frame in sent:
                await voice.say(frame)
            said = await voice.hear()
            assert said["t"] == "refused", said
            assert said["code"] in KNOWN
            assert await voice.closed() in {1008, 1009}
        except OSError:
            pass
    async with place.socket(kind) as again:
        await again.say("{}")
        assert await again.refusal() == ("malformed", 1008)


@quick
@given(kind=st.sampled_from(KINDS), sent=st.lists(frames, min_size=1, max_size=5))
def test_noise_is_refused(place: Place, kind: str, sent: list[str | bytes]) -> None:
    asyncio.run(talk(place, kind, sent))


BAD_OPENS: list[dict[str, Any]] = [
    {"nonce": "0" * 63},
    {"nonce": "0" * 64 + "\n"},
    {"nonce": "G" * 64},
    {"nonce": "0" * 64 + "a"},
    {"public_key": ""},
    {"public_key": None},
    {"program": "x" * 121},
    {"program": "tool\x00"},
    {"system": "Windows\r\nSet-Cookie: a=b"},
    {"system": "\x7f"},
    {"version": "1"},
    {"version": 1.5},
    {"version": True},
    {"unknown": 1},
    {"t": "offered"},
]


@pytest.mark.asyncio
@pytest.mark.parametrize("change", BAD_OPENS, ids=[repr(change)[:40] for change in BAD_OPENS])
async def test_an_open_with_one_wrong_field_is_malformed(place: Place, change: dict[str, Any]) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(json.dumps(json.loads(broker.encode(OPEN)) | change))
        assert await tool.refusal() == ("malformed", 1008)
    assert place.rows.rows == {}


HOSTILE_NAMES = [
    "<script>alert(1)</script>",
    "'; DROP TABLE staff; --",
    "\u202egnp.exe",
    "{{ 7*7 }}{% debug %}",
    "${jndi:ldap://x}",
    "𝕏" * 120,
    "名" * 120,
    "",
]


@pytest.mark.asyncio
@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
async def test_a_hostile_name_is_only_a_name(place: Place, name: str) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(broker.Open(1, "0" * 64, "1" * 64, name, name))
        offered = await tool.hear()
        assert offered["t"] == "offered"
    assert place.rows.rows[offered["session"]].asked.program == name


BROKEN = [
    "",
    "null",
    "[]",
    '{"t":"open"',
    '{"t":"open","t":"relay","box":""}{}',
    '{"box":"x"}',
    '{"t":1}',
    '{"t":"relay","box":"\\ud800"}',
    "[" * 30_000,
    '{"t":"relay","box":' + "[" * 30_000 + "]" * 30_000 + "}",
    '{"a":' * 10_000 + "1" + "}" * 10_000,
    '{"t":"claim","nameplate":"1234","ticket":' + "9" * 400 + "}",
    '{"t":"claim","nameplate":"1234","ticket":-1}',
    '{"t":"claim","nameplate":"12345","ticket":1}',
    '{"t":"claim","nameplate":"１２３４","ticket":1}',
    '{"t":"end","reason":"because"}',
    "\ufeff{}",
]


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
async def test_broken_json_is_malformed(place: Place, kind: str, text: str) -> None:
    async with place.socket(kind) as voice:
        await voice.say(text)
        assert await voice.refusal() == ("malformed", 1008)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", KINDS)
async def test_binary_frames_are_malformed(place: Place, kind: str) -> None:
    async with place.socket(kind) as voice:
        await voice.say(broker.encode(OPEN))
        assert await voice.refusal() == ("malformed", 1008)


@pytest.mark.asyncio
async def test_a_message_beyond_the_limit_is_too_large(place: Place) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        await tool.hear()
        word = '{"t":"relay","box":"名"}'
        room = " " * (MAX_SIGNAL_BYTES - len(word.encode()))
        await tool.say(word + room)
        assert (await tool.hear())["code"] == "away"
        await tool.say(word + room + " ")
        assert await tool.refusal() == ("too_large", 1009)


@pytest.mark.asyncio
async def test_far_beyond_the_limit_is_cut_by_the_server(place: Place) -> None:
    async with place.socket("subscriber", max_size=None) as tool:
        await tool.say("x" * 1_000_000)
        assert await tool.closed() == 1009


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["communicator", "watch"])
@pytest.mark.parametrize("ticket", ["", "short", "../../../../etc/passwd", "A" * 65, "A" * 32])
async def test_an_invented_socket_ticket_opens_nothing(place: Place, kind: str, ticket: str) -> None:
    async with place.socket(kind) as voice:
        await voice.say(json.dumps({"t": "hello", "version": 1, "socket_ticket": ticket}))
        code, close = await voice.refusal()
        assert (code in {"malformed", "not_signed_in"}, close) == (True, 1008)


@pytest.mark.asyncio
async def test_another_version_is_named(place: Place) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(broker.Open(2, "0" * 64, "1" * 64, "tool", "system"))
        assert await tool.refusal() == ("unknown_version", 1008)
    ticket = place.rows.ticket()
    async with place.socket("communicator") as viewer:
        await viewer.say(broker.Hello(2, ticket))
        assert await viewer.refusal() == ("unknown_version", 1008)
    assert ticket in place.rows.tickets


EARLY = [broker.Relay("x"), broker.Report("x"), broker.End(Ending.FINISHED), broker.Receipt("x")]


@pytest.mark.asyncio
@pytest.mark.parametrize("message", EARLY, ids=lambda message: type(message).__name__)
async def test_a_tool_opens_first(place: Place, message: broker.Message) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(message)
        assert await tool.refusal() == ("out_of_order", 1008)


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", ["communicator", "watch"])
@pytest.mark.parametrize(
    "message",
    [broker.Claim("1234", 1), broker.Relay("x"), broker.Resume("session-000000000001"), broker.End(Ending.FINISHED)],
    ids=lambda message: type(message).__name__,
)
async def test_a_viewer_says_hello_first(place: Place, kind: str, message: broker.Message) -> None:
    async with place.socket(kind) as viewer:
        await viewer.say(message)
        assert await viewer.refusal() == ("out_of_order", 1008)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "message",
    [
        broker.Relay("x"),
        broker.End(Ending.FINISHED),
        broker.Resume("session-000000000001", "a-token-of-the-tool"),
        broker.Hello(1, "A" * 32),
    ],
    ids=lambda message: type(message).__name__,
)
async def test_a_viewer_without_a_session_can_only_claim_or_resume(place: Place, message: broker.Message) -> None:
    async with place.communicator() as viewer:
        await viewer.say(message)
        assert await viewer.refusal() == ("out_of_order", 1008)


@pytest.mark.asyncio
async def test_a_second_claim_on_a_running_session_is_out_of_order(place: Place) -> None:
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        await tool.say(OPEN)
        offered = await tool.hear()
        for _ in range(2):
            await viewer.say(broker.Claim(offered["nameplate"], 1))
        assert (await viewer.hear())["t"] == "granted"
        assert await viewer.refusal() == ("out_of_order", 1008)
        assert [(await tool.hear())["t"], await tool.hear()] == ["claimed", {"t": "presence", "present": False}]


@pytest.mark.asyncio
async def test_a_false_receipt_and_an_early_report_are_refused(place: Place) -> None:
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        offered = await tool.hear()
        await tool.say(broker.Report("x"))
        assert await tool.refusal() == ("out_of_order", 1008)
    async with place.socket("subscriber") as tool:
        await tool.say(broker.Resume(offered["session"], offered["resume"]))
        await tool.hear()
        await tool.say(broker.Receipt("false"))
        assert await tool.refusal() == ("malformed", 1008)


@pytest.mark.asyncio
async def test_a_flood_is_cut_after_the_burst() -> None:
    server = serve(Memory(), replace(Limits(), messages_per_s=0.001))  # nothing comes back while a slow machine sends
    place = next(server)
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        await tool.hear()
        for _ in range(90):
            await tool.say(broker.Relay("x"))
        codes = []
        while not codes or codes[-1] == "away":
            codes.append((await tool.hear())["code"])
        assert codes[-1] == "too_fast"
        assert len(codes) == Limits().message_burst
        assert await tool.closed() == 1008
    server.close()


@pytest.mark.asyncio
async def test_a_broken_row_is_no_stack_trace(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    place.rows.breaks = RuntimeError("secret-words-of-a-row")
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        assert await tool.closed() == 1011
        assert tool.connection.close_reason == ""
    for _ in range(2_000):  # the server's thread writes its line a moment after the close
        if caplog.records:
            break
        await asyncio.sleep(0.01)
    line = JsonLines().format(caplog.records[-1])  # as it leaves the process
    told = json.loads(line)
    assert (told["event"], told["path"], told["exception"]) == ("socket_failed", "/socket/subscriber", "RuntimeError")
    assert any(place.startswith("memory.py:") for place in told["places"])
    assert "secret-words-of-a-row" not in line
    caplog.clear()


IDLE_S = 1.5  # long enough to say the next word on a busy machine


@pytest.mark.asyncio
async def test_silence_is_closed_and_says_why() -> None:
    server = serve(Memory(), replace(Limits(), first_word_s=0.2))
    place = next(server)
    for kind in KINDS:
        async with place.socket(kind) as voice:
            assert await voice.refusal() == ("out_of_order", 1008)
    server.close()
    server = serve(Memory(), replace(Limits(), idle_s=IDLE_S))
    place = next(server)
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        await tool.hear()
        assert await tool.closed() == 1000
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        await tool.say(OPEN)
        await viewer.say(broker.Claim((await tool.hear())["nameplate"], 1))
        await viewer.hear()
        await asyncio.sleep(IDLE_S + 0.5)
        await viewer.say(broker.Relay("a running session is silent for hours"))
        assert [(await tool.hear())["t"] for _ in range(2)] == ["claimed", "relay"]
    server.close()


@pytest.mark.asyncio
async def test_a_reader_too_slow_is_cut_and_the_other_side_is_served() -> None:
    rows = Memory()
    server = serve(rows, replace(Limits(), message_burst=10_000, queue_messages=20))
    place = next(server)
    async with place.socket("subscriber") as tool, place.communicator() as viewer:
        await tool.say(OPEN)
        offered = await tool.hear()
        await tool.connection.close()
        stalled = stall(place, offered)
        await viewer.say(broker.Claim(offered["nameplate"], 1))
        await viewer.hear()
        answers: list[str] = []
        for _ in range(2_000):
            await viewer.say(broker.Relay("x" * 60_000))
            try:
                async with asyncio.timeout(0.02):
                    answers.append(json.loads(await viewer.connection.recv()).get("code", "presence"))
            except TimeoutError:
                continue
            if "away" in answers:
                break
        assert "away" in answers
        stalled.close()
        async with place.socket("subscriber") as again:
            await again.say(broker.Resume(offered["session"], offered["resume"]))
            assert (await again.hear())["t"] == "resumed"
    server.close()


def stall(place: Place, offered: dict[str, Any]) -> socket.socket:
    """A subscriber's socket that resumes and then never reads again."""
    port = urlsplit(place.url).port
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect(("127.0.0.1", port or 0))
    raw.sendall(
        b"GET /socket/subscriber HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nOrigin: http://localhost:8000\r\n\r\n"
    )
    assert b"101" in raw.recv(4096).split(b"\r\n")[0]
    text = broker.encode(broker.Resume(offered["session"], offered["resume"]))
    raw.sendall(bytes([0x81, 0x80 | 126]) + len(text).to_bytes(2) + b"\0\0\0\0" + text)
    raw.recv(2)
    return raw


@pytest.mark.asyncio
async def test_half_a_handshake_harms_nobody(place: Place) -> None:
    port = urlsplit(place.url).port or 0
    for start in (
        b"",
        b"GET /socket/subscriber HT",
        b"\x16\x03\x01\x02\x00",
        b"GET /socket/watch HTTP/1.1\r\nOrigin: \xff\xfe\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port)) as raw:
            raw.sendall(start)
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        assert (await tool.hear())["t"] == "offered"


@pytest.mark.asyncio
async def test_words_in_any_order_leave_every_socket_answering(place: Place) -> None:
    """Each pair of words of each side, after a claim: an answer or nothing, and then the service still serves."""
    said: list[broker.Message] = [
        OPEN,
        broker.Relay("x"),
        broker.Report("x"),
        broker.End(Ending.FAILED),
        broker.Receipt("x"),
        broker.Resume("session-000000000001", "A" * 16),
    ]
    for first in said:
        for second in said:
            async with place.socket("subscriber") as tool, place.communicator() as viewer:
                await tool.say(OPEN)
                await viewer.say(broker.Claim((await tool.hear())["nameplate"], 1))
                await viewer.hear()
                assert (await tool.hear())["t"] == "claimed"
                await say_all(tool, [first, second])
    async with place.socket("subscriber") as tool:
        await tool.say(OPEN)
        assert (await tool.hear())["t"] == "offered"


async def say_all(voice: Voice, sent: list[broker.Message]) -> None:
    try:
        for message in sent:
            await voice.say(message)
        await voice.say("{}")
        for _ in range(12):
            answer = await voice.hear()
            if answer["t"] == "refused" and answer["code"] in {"malformed", "out_of_order", "no_such_session"}:
                break
        assert await voice.closed() == 1008
    except OSError:
        pass
