"""The JSON messages: strict at every border, and no line feed slips through a pattern."""

import json
from typing import Any

import msgspec
import pytest
from yorisoi_protocol import broker, peer
from yorisoi_protocol.limits import MAX_SIGNAL_BYTES
from yorisoi_protocol.reading import Malformed, Reader

H32, H64, TOKEN = "ab" * 32, "cd" * 64, "A" * 16
SEALED = {"t": "sealed", "kind": "offer", "data": "ef" * 40}
UNIONS: dict[str, tuple[Any, Reader[Any]]] = {
    "broker.from_subscriber": (broker.FromSubscriber, broker.from_subscriber),
    "broker.from_communicator": (broker.FromCommunicator, broker.from_communicator),
    "broker.to_subscriber": (broker.ToSubscriber, broker.to_subscriber),
    "broker.to_communicator": (broker.ToCommunicator, broker.to_communicator),
    "peer.exchange": (peer.Exchange, peer.exchange),
    "peer.from_communicator": (peer.FromCommunicator, peer.from_communicator),
    "peer.from_subscriber": (peer.FromSubscriber, peer.from_subscriber),
}
PERSON = {"number": "12", "name": "山田"}
MESSAGES: dict[str, dict[str, Any]] = {
    "open": {
        "version": 1,
        "nonce": H32,
        "public_key": H32,
        "program": "yorisoi 1",
        "system": "Linux",
        "beside": TOKEN,
        "resume": TOKEN,
    },
    "report": {"entry": "{}"},
    "receipt": {"receipt": "{}"},
    "hello": {"version": 1, "socket_ticket": TOKEN},
    "claim": {"nameplate": "0042", "ticket": 7},
    "relay": {"box": "x"},
    "resume": {"session": TOKEN, "resume": TOKEN},
    "end": {"reason": "finished"},
    "offered": {"session": TOKEN, "resume": TOKEN, "nameplate": "0042", "expires_in_s": 600},
    "claimed": {"communicator": PERSON, "allowed": ["view", "control"], "time_box_s": 3600, "kind": "main"},
    "closed": {"removal": "verified"},
    "welcome": {"communicator": PERSON, "origin": "http://localhost:8000"},
    "granted": {
        "session": TOKEN,
        "nonce": H32,
        "public_key": H32,
        "allowed": ["view"],
        "time_box_s": 3600,
        "kind": "joined",
    },
    "resumed": {"present": True},
    "presence": {"present": False},
    "time_left": {"seconds": 1800},
    "ended": {"reason": "handed_over", "successor": [PERSON]},
    "refused": {"code": "gates_closed", "gates": ["hours"], "retry_after_s": 5},
    "wake": {"topic": "queue"},
    "sealed": {"kind": "offer", "data": "ef" * 40},
    "m1": {"nonce": H32, "share": H32, "ad": "7b7d"},
    "m2": {"share": H32, "ad": "7b7d"},
    "m3": {"tag": H64, "offer": SEALED},
    "m4": {"tag": H64, "answer": SEALED},
    "ready": {"codecs": ["vp8"]},
    "ask": {"permission": "view"},
    "give_back": {"permission": "control"},
    "alive": {"serial": 1, "echo": 0},
    "clipboard_text": {"serial": 1, "last": True, "text": "あ"},
    "bye": {"reason": "finished"},
    "snapshot": {
        "state": "verified",
        "serial": 4,
        "grants": [{"permission": "view", "grant": 1, "left_ms": 1000}],
        "questions": [{"permission": "control", "question": 2, "left_ms": 1000}],
        "answers": [{"permission": "view", "question": 1, "answer": "granted"}],
        "paused": False,
        "local_hand": False,
    },
    "layout": {"layout": 1, "width": 1920, "height": 1080, "title": ""},
    "note": {"code": "text_unavailable"},
}
CASES = [
    pytest.param(reader, word.__struct_config__.tag, id=f"{name}-{word.__struct_config__.tag}")
    for name, (union, reader) in UNIONS.items()
    for word in union.__args__
]


def written(tag: str, fields: dict[str, Any]) -> str:
    return json.dumps({"t": tag, **fields}, ensure_ascii=False)


@pytest.mark.parametrize(("reader", "tag"), CASES)
def test_each_message_is_read_and_written_back(reader: Reader[Any], tag: str) -> None:
    message = reader.decode(written(tag, MESSAGES[tag]))
    assert reader.decode(broker.encode(message)) == message


@pytest.mark.parametrize(("reader", "tag"), CASES)
def test_unknown_missing_null_and_wrongly_typed_fields_are_refused(reader: Reader[Any], tag: str) -> None:
    fields = MESSAGES[tag]
    word = type(reader.decode(written(tag, fields)))
    bad: list[dict[str, Any]] = [fields | {"x": 1}, fields | {"T": tag}]
    bad += [
        {key: value for key, value in fields.items() if key != name}
        for name in word.__struct_fields__
        if is_required(word, name)
    ]
    wrong_values: tuple[object, ...] = (None, 1.5, {}, [[]], "\0" * 70_000)
    bad += [fields | {name: value} for name in fields for value in wrong_values]
    for wrong in bad:
        with pytest.raises(Malformed):
            reader.decode(written(tag, wrong))


def is_required(word: Any, name: str) -> bool:
    return next(field.required for field in msgspec.structs.fields(word) if field.name == name)


def strings_with_pattern(word: Any) -> list[str]:
    found = []
    info: Any = msgspec.inspect.type_info(word)
    for field in info.fields:
        if isinstance(field.type, msgspec.inspect.StrType) and field.type.pattern:
            found.append(field.name)
    return found


@pytest.mark.parametrize(("reader", "tag"), CASES)
def test_no_patterned_text_takes_a_line_feed_or_other_digits(reader: Reader[Any], tag: str) -> None:
    fields = MESSAGES[tag]
    for name in strings_with_pattern(type(reader.decode(written(tag, fields)))):
        for wrong in (
            fields[name] + "\n",
            fields[name] + "\0",
            "\n" + fields[name],
            fields[name][:-1] + "\n",
            "４" * len(fields[name]),
        ):
            with pytest.raises(Malformed):
                reader.decode(written(tag, fields | {name: wrong}))


def test_every_pattern_is_anchored_at_both_true_ends() -> None:
    def patterns(info: Any) -> list[str]:
        found = [info.pattern] if isinstance(info, msgspec.inspect.StrType) and info.pattern else []
        for inner in (*getattr(info, "types", ()), *(field.type for field in getattr(info, "fields", ()))):
            found += patterns(inner)
        return found + (patterns(info.item_type) if hasattr(info, "item_type") else [])

    found = [each for union, _ in UNIONS.values() for each in patterns(msgspec.inspect.type_info(union))]
    assert found
    assert [each for each in found if not (each.startswith("^") and each.endswith(r"\Z"))] == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b'{"t":1}',
        b'{"t":"claim"',
        b'{"t":"open"}',
        b'{"x":' + b"[" * 60_000,
        b'{"t":"relay","box":"\xf0\x9f"}',
        '{"t":"relay","box":"\ud800"}',
        '{"t":"relay","box":"\\ud800"}',
        b'{"t":"claim","nameplate":"0042","ticket":1.0}',
        b'{"t":"claim","nameplate":"0042","ticket":true}',
        b'{"t":"claim","nameplate":"0042","ticket":9007199254740992}',
        b" " * (MAX_SIGNAL_BYTES + 1),
    ],
)
def test_whatever_arrives_the_only_error_is_malformed(data: str | bytes) -> None:
    with pytest.raises(Malformed):
        broker.from_communicator.decode(data)


def test_a_refusal_never_repeats_what_was_sent() -> None:
    with pytest.raises(Malformed) as caught:
        broker.from_communicator.decode(written("claim", {"nameplate": "482-1739-5062", "ticket": 1}))
    assert "482" not in str(caught.value)


def test_the_largest_box_fits_into_a_socket_message() -> None:
    box = '"' * 2_000 + "a" * 58_000
    assert broker.from_subscriber.decode(broker.encode(broker.Relay(box))) == broker.Relay(box)
    with pytest.raises(Malformed):
        broker.from_subscriber.decode(broker.encode(broker.Relay("a" * 60_001)))


def test_no_token_is_shown_when_a_message_is_printed() -> None:
    token = "R" * 32
    for message in (
        broker.Open(1, H32, H32, "yorisoi 1", "Linux", "B" * 32, token),
        broker.Offered("S" * 32, token, "0042", 600),
        broker.Resume("S" * 32, token),
        broker.Hello(1, token),
    ):
        shown = repr(message)
        assert token not in shown
        assert "***" in shown
    assert repr(broker.Resume("S" * 32)) == f"Resume(session={'S' * 32!r}, resume='')"
