"""Samples of every message and frame, and what is made of them by small mischief; the verdict is the Python reader's."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from yorisoi_protocol.exporting.typescript import ALONE, FAMILIES, UNIONS
from yorisoi_protocol.frames import input as input_frames
from yorisoi_protocol.frames import picture
from yorisoi_protocol.frames.fields import FrameError
from yorisoi_protocol.peer import encode
from yorisoi_protocol.reading import Malformed, Reader

H32, H64, TOKEN = "ab" * 32, "cd" * 64, "A" * 16
_SEALED = {"t": "sealed", "kind": "offer", "data": "ef" * 40}
_PERSON = {"number": "12", "name": "山田"}

# One good value for each message, without its tag.
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
    "claimed": {"communicator": _PERSON, "allowed": ["view", "control"], "time_box_s": 3600, "kind": "main"},
    "closed": {"removal": "verified"},
    "welcome": {"communicator": _PERSON, "origin": "http://localhost:8000"},
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
    "ended": {"reason": "handed_over", "successor": [_PERSON]},
    "refused": {"code": "gates_closed", "gates": ["hours"], "retry_after_s": 5},
    "wake": {"topic": "queue"},
    "sealed": {"kind": "offer", "data": "ef" * 40},
    "m1": {"nonce": H32, "share": H32, "ad": "7b7d"},
    "m2": {"share": H32, "ad": "7b7d"},
    "m3": {"tag": H64, "offer": _SEALED},
    "m4": {"tag": H64, "answer": _SEALED},
    "ready": {"codecs": ["vp8"]},
    "ask": {"permission": "view"},
    "give_back": {"permission": "control"},
    "alive": {"serial": 1, "echo": 0},
    "clipboard_text": {"serial": 1, "last": True, "text": 'あ "quoted" \\ \n\t\u007f\u2028𠮟'},
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
# The same for what travels by itself, without a tag.
STRUCTS: dict[str, dict[str, Any]] = {
    "CommunicatorAd": {"role": "communicator", "version": 1, "number": "12", "name": "山田 <b>", "public_key": H32},
    "SubscriberAd": {"role": "subscriber", "version": 1, "public_key": H32},
    "Description": {"type": "offer", "sdp": "v=0\r\n"},
    "Candidate": {"candidate": "", "mid": "0"},
    "Entry": {
        "n": 0,
        "at": 1,
        "event": "verified",
        "permission": None,
        "number": 0,
        "prev": "",
        "hash": H32,
        "sig": H64,
    },
    "ReceiptText": {"session": TOKEN, "n": 0, "head": "", "removal": "verified", "items": ["あ"], "sig": H64},
}
FRAMES: tuple[Any, ...] = (
    picture.Fragment(7, 1, 2, b"tail"),
    picture.Fragment(7, 0, 2, bytes(picture.FRAGMENT_DATA_BYTES)),
    picture.Tile(1, 10, 20, 30, 40, picture.TileCodec.PNG, b"\x89PNG"),
    picture.Video(1, 0, 0, 640, 480, picture.VideoCodec.VP8, True, 0, 12, 640, 480, b"v"),
    picture.Video(65_535, 639, 479, 1, 1, picture.VideoCodec.H264, False, 2**32 - 1, 2**32 - 1, 640, 480, b"v"),
    picture.CursorShape(3, 1, 2, 16, 16, picture.CursorCodec.PNG, b"p"),
    picture.CursorShape(3, 0, 0, 0, 0, picture.CursorCodec.PNG, b""),
    picture.CursorPlace(3, 100, 200, True),
    picture.Probe(),
    picture.Still(2),
    picture.Ack(9, (picture.Fate.PAINTED, picture.Fate.UNKNOWN, picture.Fate.REFUSED), False, (picture.Missing(8, 3),)),
    picture.Ack(1, (), True, ()),
    picture.Ack(300, tuple(picture.Fate(at % 4) for at in range(256)), True, (picture.Missing(1, 0),) * 64),
    input_frames.Move(5, 1, 100, 200),
    input_frames.Button(5, 1, 100, 200, input_frames.MouseButton.RIGHT, True),
    input_frames.Wheel(5, 1, 100, 200, -120, 240),
    input_frames.Wheel(2**32 - 1, 65_535, 16_383, 16_383, -32_768, 32_767),
    input_frames.Key(5, 1, 0x87, True),
    input_frames.CommittedText(5, 1, "こんにちは\n𠮟"),
    input_frames.Release(5, 1),
)


def family_of(value: Any) -> tuple[str, Any]:
    """Name and family of a frame."""
    return next(
        (name, family)
        for name, (family, _) in FAMILIES.items()
        if any(table.value is type(value) for table in family.tables)
    )


def message_cases() -> list[dict[str, Any]]:
    """{reader, json, written}: `written` is the canonical text, or None where the reader must refuse."""
    cases = []
    for name, (union, limit) in UNIONS.items():
        reader: Reader[Any] = Reader(union, limit)
        for word in union.__args__:
            tag = word.__struct_config__.tag
            cases += [_case(name, reader, text) for text in _mischief({"t": tag, **MESSAGES[tag]})]
        others = [tag for tag in MESSAGES if tag not in {word.__struct_config__.tag for word in union.__args__}]
        cases += [_case(name, reader, json.dumps({"t": tag, **MESSAGES[tag]})) for tag in others]
        cases += [_case(name, reader, text) for text in ("", "[]", "null", "{}", '"x"', '{"t":1}', "{", '{"t":"x"}')]
    for name, (struct, limit) in ALONE.items():
        cases += [_case(name, Reader(struct, limit), text) for text in _mischief(STRUCTS[name])]
    return cases


def _case(name: str, reader: Reader[Any], text: str) -> dict[str, Any]:
    try:
        written = encode(reader.decode(text)).decode()
    except Malformed:
        written = None
    return {"reader": name, "json": text, "written": written}


def _mischief(good: dict[str, Any]) -> list[str]:
    values: list[Any] = [good, dict(reversed(good.items())), good | {"x": 1}, good | {"__proto__": 1}]
    for key, value in good.items():
        values.append({name: each for name, each in good.items() if name != key})
        wrong: list[Any] = [None, 1.5, {}, [], "", True, -1, 2**53, 2**53 - 1]
        if isinstance(value, str):
            wrong += [value + "\n", "\n" + value, value + "\0", value.upper(), value[:-1], value * 2, "４" * len(value)]
            if key in ("program", "topic", "title"):
                wrong += ["x" * 120, "x" * 121, "𠮟" * 120, "𠮟" * 121]
        elif isinstance(value, list):
            wrong += [[None], [value], value * 9, value * 20]
        elif isinstance(value, dict):
            wrong += [value | {"x": 1}, *[{k: v for k, v in value.items() if k != each} for each in value]]
        values += [good | {key: each} for each in wrong if each != value or type(each) is not type(value)]
    texts = [json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values]
    plain = json.dumps(good)
    return [*texts, plain, f" {plain} ", plain[:-1], plain + "x", plain.replace('"', '"\\ud800', 1), f"[{plain}]"]


def frame_cases() -> list[dict[str, Any]]:
    """{family, bytes, value}: `value` is None where the reader must refuse."""
    cases = []
    for value in FRAMES:
        name, family = family_of(value)
        packed = family.pack(value)
        tries = [packed, packed + b"\0", *(packed[:size] for size in range(min(len(packed), 30)))]
        for at in range(24):
            flipped = bytearray(packed)
            bit = int.from_bytes(hashlib.sha256(packed + bytes((at,))).digest()[:4], "big") % (min(len(packed), 40) * 8)
            flipped[bit // 8] ^= 1 << bit % 8
            tries.append(bytes(flipped))
        cases += [_frame_case(name, family, data) for data in dict.fromkeys(tries)]
    return cases


def _frame_case(name: str, family: Any, data: bytes) -> dict[str, Any]:
    try:
        value = family.unpack(data)
    except FrameError:
        return {"family": name, "bytes": data.hex(), "value": None}
    fields = {key: each.hex() if isinstance(each, bytes) else each for key, each in asdict(value).items()}
    return {"family": name, "bytes": data.hex(), "value": {"is": type(value).__name__, **fields}}
