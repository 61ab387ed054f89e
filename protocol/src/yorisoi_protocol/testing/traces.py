"""Traces of the gate: what is done to it, and everything it then shows. Both languages replay the same files.

A trace is a dict: name, allowed (or None) and steps. A step holds `do`, `at` and arguments; replayed, it also holds the
answer, the deadline and the new log entries, and the snapshot where more than a sign of life or a look was done.
"""
# ruff: noqa: RUF005  (long scripts read better in pieces)

from typing import Any

import msgspec

from yorisoi_protocol.vocabulary import Ending, Permission, Role

Step = dict[str, Any]

V, C, B, F, S, R = "view", "control", "clipboard", "file_to_subscriber", "system_info", "recording"


def _step(do: str, at: int, **arguments: object) -> Step:
    return {"do": do, "at": at, **arguments}


def _start(at: int = 1_000) -> list[Step]:
    return [_step("verified", at)]


def _get(permission: str, question: int, at: int) -> list[Step]:
    return [_step("ask", at, permission=permission), _step("grant", at, question=question)]


def _act(at: int, *actions: str, **grant: int) -> list[Step]:
    return [_step("allows", at, action=action, **grant) for action in actions]


def _links(start: int, end: int, every: int = 5_000) -> list[Step]:
    return [_step("link", at) for at in range(start, end, every)]


def _alive(start: int, end: int) -> list[Step]:
    """Signs of life and the subscriber's own hand, so that neither silence nor idleness ends the session."""
    return [_step(do, at) for at in range(start, end, 10_000) for do in ("link", "local_hand")]


EVERY_ACTION = (
    *("frame", "pointer", "key", "text", "clipboard_set", "clipboard_get", "receive_file", "send_file"),
    *("system_info", "reboot", "record_frame"),
)

SCRIPTS: dict[str, tuple[list[str] | None, list[Step]]] = {
    "nothing passes unasked": (
        None,
        [*_act(0, *EVERY_ACTION), _step("ask", 1, permission=V), *_act(2, "frame"), *_start()]
        + [*_act(1_001, *EVERY_ACTION), _step("grant", 1_002, question=1), _step("grant", 1_003, question=0)]
        + [_step("grant", 1_003, question=-1), _step("deny", 1_004, question=1), _step("withdraw", 1_005, permission=V)]
        + [_step("revoke", 1_006, permission=V, by="subscriber"), *_act(1_007, *EVERY_ACTION)],
    ),
    "view, then control, then words that do not exist": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_act(2_001, *EVERY_ACTION), *_get(C, 2, 3_000), *_act(3_001, *EVERY_ACTION)]
        + _act(3_002, "", "FRAME", "frame ", "view", "control", "__proto__", "constructor", "toString"),
    ),
    "a click answers one question only": (
        None,
        [
            *_start(),
            _step("ask", 2_000, permission=V),
            _step("ask", 2_001, permission=S),
            _step("grant", 2_002, question=3),
        ]
        + [_step("grant", 2_003, question=2), _step("grant", 2_004, question=2), _step("deny", 2_005, question=2)]
        + [
            *_act(2_006, "system_info"),
            _step("grant", 2_007, question=1),
            *_act(2_008, "system_info", "system_info", "frame"),
        ],
    ),
    "the number of the grant": (
        None,
        [
            *_start(),
            *_get(V, 1, 2_000),
            *_get(C, 2, 2_001),
            *_act(2_002, "pointer", grant=2),
            *_act(2_003, "pointer", grant=1),
        ]
        + [*_act(2_004, "key", grant=3), _step("revoke", 2_005, permission=C, by="communicator"), *_get(C, 3, 2_006)]
        + [*_act(2_007, "pointer", grant=2), *_act(2_008, "pointer", grant=3), *_act(2_009, "text", grant=0)],
    ),
    "nothing is applied while a question is open": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_get(C, 2, 2_001), *_get(B, 3, 2_002), *_get(R, 4, 2_003), *_get(S, 5, 2_004)]
        + [*_act(2_005, "frame", "pointer", "clipboard_set", "record_frame"), _step("ask", 2_006, permission=F)]
        + [*_act(2_007, *EVERY_ACTION), _step("withdraw", 2_008, permission=F), *_act(2_009, *EVERY_ACTION)]
        + [
            _step("ask", 2_010, permission=F),
            *_act(2_011, "key"),
            _step("deny", 2_012, question=7),
            *_act(2_013, "key"),
        ]
        + [
            _step("ask", 2_014, permission=F),
            _step("grant", 2_015, question=8),
            *_act(2_016, "key", "receive_file", "receive_file"),
        ],
    ),
    "questions: three open, none twice, none for what is granted": (
        None,
        [
            *_start(),
            _step("ask", 2_000, permission=V),
            _step("ask", 2_001, permission=V),
            _step("ask", 2_002, permission=C),
        ]
        + [_step("ask", 2_003, permission=S), _step("ask", 2_004, permission=F), _step("grant", 2_005, question=2)]
        + [_step("grant", 2_006, question=1), _step("ask", 2_007, permission=V), _step("ask", 2_008, permission=F)]
        + [_step("grant", 2_009, question=2), _step("deny", 2_010, question=3), _step("deny", 2_011, question=4)]
        + [*_get(R, 5, 2_012), *_get(B, 6, 2_013), *_act(2_014, "record_frame", "clipboard_get", "frame")],
    ),
    "what may not be asked": (
        [V, S],
        [
            *_start(),
            *_get(V, 1, 2_000),
            _step("ask", 2_001, permission=C),
            _step("ask", 2_002, permission=B),
            *_get(S, 2, 2_003),
        ]
        + _act(2_004, *EVERY_ACTION),
    ),
    "questions run out": (
        None,
        [*_start(), _step("ask", 2_000, permission=V), _step("ask", 2_500, permission=F), *_links(6_000, 61_000)]
        + [_step("tick", 61_999), _step("tick", 62_000), _step("grant", 62_001, question=1), *_links(62_100, 122_400)]
        + [_step("tick", 122_499), _step("grant", 122_500, question=2), *_act(122_501, "receive_file")],
    ),
    "grants run out": (
        None,
        [
            *_start(),
            *_get(V, 1, 2_000),
            *_get(C, 2, 3_000),
            *_get(S, 3, 4_000),
            *_alive(5_000, 64_000),
            _step("tick", 63_999),
        ]
        + [_step("would_allow", 63_999, action="system_info"), *_act(64_000, "system_info"), *_alive(65_000, 1_803_000)]
        + [
            *_act(1_802_999, "key"),
            *_act(1_803_000, "key", "frame"),
            *_alive(1_804_000, 3_602_000),
            *_act(3_601_999, "frame"),
        ]
        + [*_act(3_602_000, "frame"), _step("link", 3_602_001)],
    ),
    "view runs out and takes what needs it": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_alive(3_000, 2_000_000), *_get(C, 2, 2_000_000), *_get(R, 3, 2_000_001)]
        + [*_alive(2_003_000, 3_602_000), *_act(3_601_000, "frame", "key"), _step("tick", 3_602_000)]
        + _act(3_602_001, "frame", "key", "record_frame"),
    ),
    "revoking view takes control, clipboard and recording": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_get(C, 2, 2_001), *_get(B, 3, 2_002), *_get(R, 4, 2_003), *_get(F, 5, 2_004)]
        + [_step("revoke", 2_005, permission=C, by="subscriber"), *_act(2_006, "pointer", "clipboard_get")]
        + [*_get(C, 6, 2_007), _step("revoke", 2_008, permission=V, by="subscriber"), *_act(2_009, *EVERY_ACTION)]
        + [
            _step("revoke", 2_010, permission=V, by="subscriber"),
            _step("revoke", 2_011, permission=F, by="communicator"),
        ],
    ),
    "looking spends nothing": (
        None,
        [*_start(), *_get(S, 1, 2_000), _step("would_allow", 2_001, action="system_info")]
        + [_step("would_allow", 2_002, action="system_info"), *_act(2_003, "system_info", "system_info")]
        + [_step("would_allow", 2_004, action="system_info")],
    ),
    "silence takes control back and a sign of life brings the view back": (
        None,
        [
            *_start(),
            *_get(V, 1, 2_000),
            *_get(C, 2, 2_001),
            *_get(B, 3, 2_002),
            *_get(S, 4, 2_003),
            _step("link", 3_000),
        ]
        + [
            _step("ask", 4_000, permission=F),
            _step("tick", 17_999),
            *_act(17_999, "frame"),
            *_act(18_000, *EVERY_ACTION),
        ]
        + [
            _step("grant", 18_001, question=5),
            _step("ask", 18_002, permission=C),
            _step("link", 107_999),
            *_act(108_000, *EVERY_ACTION),
        ]
        + [
            *_get(C, 6, 108_001),
            *_act(108_002, "key"),
            _step("tick", 122_998),
            *_act(122_998, "frame"),
            *_act(122_999, "frame"),
        ],
    ),
    "ninety seconds of silence end the session": (
        None,
        [
            *_start(),
            *_get(V, 1, 2_000),
            _step("link", 3_000),
            _step("tick", 92_999),
            _step("tick", 93_000),
            _step("link", 93_001),
        ]
        + [
            *_act(93_002, "frame"),
            _step("verified", 93_003),
            _step("ask", 93_004, permission=V),
            *_act(93_005, "frame"),
        ],
    ),
    "a late look finds everything at its own moment": (
        None,
        [
            *_start(),
            *_get(V, 1, 2_000),
            *_get(C, 2, 2_001),
            _step("ask", 2_002, permission=S),
            _step("local_hand", 2_003),
        ]
        + [_step("tick", 10_000_000)],
    ),
    "a click in silence grants nothing": (
        None,
        [
            *_start(),
            _step("ask", 2_000, permission=V),
            _step("ask", 2_001, permission=S),
            _step("grant", 16_500, question=1),
        ]
        + [_step("link", 16_600), _step("grant", 16_700, question=2), *_act(16_800, "frame", "system_info")],
    ),
    "the end is for ever and its first reason stays": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_get(C, 2, 2_001), _step("ask", 2_002, permission=S)]
        + [_step("end", 2_003, reason="stopped_by_subscriber"), _step("end", 2_004, reason="finished")]
        + [
            *_act(2_005, *EVERY_ACTION),
            _step("verified", 2_006),
            _step("link", 2_007),
            _step("ask", 2_008, permission=V),
        ]
        + [_step("grant", 2_009, question=3), _step("pause", 2_010), _step("resume", 2_011), _step("local_hand", 2_012)]
        + [*_act(2_013, *EVERY_ACTION), _step("tick", 9_999_999)],
    ),
    "an end before the beginning": (
        None,
        [
            _step("local_hand", 0),
            _step("pause", 1),
            _step("end", 2, reason="not_connected"),
            *_start(),
            *_act(1_001, "frame"),
        ],
    ),
    "the own hand wins for half a second": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_get(C, 2, 2_001), *_get(B, 3, 2_002), _step("local_hand", 3_000)]
        + [
            *_act(3_001, "frame", "pointer", "key", "text", "clipboard_set"),
            _step("local_hand", 3_400),
            *_act(3_500, "key"),
        ]
        + [*_act(3_899, "key"), *_act(3_900, "key", "pointer")],
    ),
    "pausing hides the picture and takes control": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_get(C, 2, 2_001), *_get(B, 3, 2_002), *_get(S, 4, 2_003)]
        + [_step("ask", 2_004, permission=F), _step("pause", 2_005), _step("pause", 2_006), *_act(2_007, *EVERY_ACTION)]
        + [_step("ask", 2_008, permission=C), _step("grant", 2_009, question=5), _step("resume", 2_010)]
        + [_step("resume", 2_011), *_act(2_012, *EVERY_ACTION), *_get(C, 6, 2_013), *_act(2_014, "key")],
    ),
    "paused through a silence": (
        None,
        [
            *_start(),
            *_get(V, 1, 2_000),
            _step("pause", 3_000),
            _step("tick", 16_000),
            _step("link", 20_000),
            *_act(20_001, "frame"),
        ]
        + [
            _step("resume", 20_002),
            *_act(20_003, "frame"),
            _step("pause", 20_004),
            _step("end", 20_005, reason="finished"),
        ],
    ),
    "ten idle minutes end the session, watching is idle": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_get(R, 2, 2_001)]
        + [
            step
            for at in range(5_000, 600_000, 5_000)
            for step in (_step("link", at), *_act(at, "frame", "record_frame"))
        ]
        + [_step("link", 602_000), _step("tick", 602_000), *_act(602_001, "frame")],
    ),
    "working is not idle": (
        None,
        [*_start(), *_get(V, 1, 2_000), *_get(C, 2, 2_001), *_links(5_000, 590_000), *_act(590_000, "pointer")]
        + [*_links(592_000, 1_190_000), _step("tick", 1_189_999), *_act(1_189_999, "frame"), _step("tick", 1_190_000)],
    ),
    "clicks and wishes are not idle": (
        None,
        [*_start(), *_links(5_000, 500_000), _step("ask", 500_000, permission=V), *_links(500_001, 510_000)]
        + [
            _step("deny", 510_000, question=1),
            *_links(510_001, 1_100_000),
            *_get(V, 2, 1_100_000),
            *_links(1_100_001, 1_695_000),
        ]
        + [
            _step("revoke", 1_695_000, permission=V, by="subscriber"),
            *_links(1_695_001, 2_290_000),
            _step("local_hand", 2_290_000),
        ]
        + [*_links(2_290_001, 2_890_000), _step("tick", 2_889_999), _step("tick", 2_890_000)],
    ),
    "time never goes back": (
        None,
        [*_start(), *_get(V, 1, 20_000), _step("link", 5_000), *_act(10_000, "frame"), _step("link", 21_000)]
        + [
            *_get(V, 2, 22_000),
            *_act(22_001, "frame"),
            _step("tick", 35_999),
            *_act(1_000, "frame"),
            _step("tick", 36_000),
        ]
        + _act(22_000, "frame"),
    ),
}


def replay(gate: Any, steps: list[Step]) -> list[Step]:
    """Does the steps to `gate` and answers them with everything that can then be seen."""
    seen = []
    for step in steps:
        before = len(gate.log)
        answer = _do(gate, step)
        log = [[at, str(what), name and str(name), number] for at, what, name, number in gate.log[before:]]
        shown = step | {"answer": answer, "deadline": gate.deadline(), "log": log}
        if log or step["do"] not in ("link", "local_hand", "allows"):
            snapshot = msgspec.to_builtins(gate.snapshot(step["at"]))
            snapshot.pop("t")
            shown |= {"snapshot": snapshot, "ending": gate.ending and str(gate.ending)}
        seen.append(shown)
    return seen


def _do(gate: Any, step: Step) -> object:
    at = step["at"]
    match step["do"]:
        case "ask":
            return gate.ask(Permission(step["permission"]), at)
        case "grant":
            return gate.grant(step["question"], at)
        case "deny":
            return gate.deny(step["question"], at)
        case "withdraw":
            return gate.withdraw(Permission(step["permission"]), at)
        case "revoke":
            return gate.revoke(Permission(step["permission"]), at, Role(step["by"]))
        case "end":
            return gate.end(Ending(step["reason"]), at)
        case "allows":
            return gate.allows(step["action"], at, step.get("grant"))
        case "would_allow":
            return gate.would_allow(step["action"], at, step.get("grant"))
        case plain:
            return getattr(gate, plain)(at)


def made_traces(gate_type: Any) -> list[dict[str, Any]]:
    """Every script, replayed on a gate of this type."""
    made = []
    for name, (allowed, steps) in SCRIPTS.items():
        gate = gate_type(None if allowed is None else [Permission(each) for each in allowed])
        made.append({"name": name, "allowed": allowed, "steps": replay(gate, steps)})
    return made
