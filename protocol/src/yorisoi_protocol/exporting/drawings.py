"""docs/protocol.md: state drawings, permissions, words and frames, all made from the tables and by trying the machines.

The drawings are not written but found: the gate and the runs are put through their paces and every change of state is
drawn, so a drawing cannot say what the code does not do.
"""

import hashlib
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any

from yorisoi_protocol import broker, peer
from yorisoi_protocol.broker import Person
from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.consent.table import RULES
from yorisoi_protocol.exchange.errors import ExchangeError
from yorisoi_protocol.exchange.run import CommunicatorRun, SubscriberRun
from yorisoi_protocol.exporting.typescript import FAMILIES
from yorisoi_protocol.frames.fields import Fates, Field, Known, Number, Records, Rest, Text, table_of
from yorisoi_protocol.limits import ENDED_AFTER_S, IDLE_AFTER_S, SILENT_AFTER_S
from yorisoi_protocol.one_time_pass import OneTimePass
from yorisoi_protocol.peer import Description
from yorisoi_protocol.vocabulary import Ending

Arrow = tuple[str, str, str]  # state, what happened, state after

HEAD = """\
# The protocol, drawn

Made by `python -m yorisoi_protocol.export` from the tables in `protocol/`; do not edit. The state drawings were found by
trying the machines: what is not drawn does not happen.

"""


def drawings_text() -> str:
    """The whole of docs/protocol.md."""
    parts = [
        HEAD,
        "## The gate\n\nMoved by the subscriber's side alone. Time is that without an authenticated sign of life.\n\n",
        _mermaid(_gate_arrows()),
        "\n## The run\n\nOne for each role and pass. A message at the wrong moment is refused and changes nothing.\n\n",
        "The subscriber's side:\n\n",
        _mermaid(_subscriber_arrows()),
        "\nThe communicator's side:\n\n",
        _mermaid(_communicator_arrows()),
        "\n## Permissions\n\n",
        _permissions(),
        "\n## Words\n\nJSON texts, told apart by `t`. Unknown words and fields are refused.\n\n",
        _words(),
        "\n## Frames\n\nBinary, big-endian. A fragment has no kind; of the others the first byte is the kind.\n",
        _frames(),
    ]
    return "".join(parts)


def _mermaid(arrows: list[Arrow]) -> str:
    rows = "".join(f"    {state} --> {after}: {what}\n" for state, what, after in arrows)
    return f"```mermaid\nstateDiagram-v2\n    [*] --> {arrows[0][0]}\n{rows}```\n"


def _gate_arrows() -> list[Arrow]:
    """Every change of state that these events bring about, in any order."""
    found: list[Arrow] = []

    def explore(path: tuple[str, ...]) -> None:
        before = str(_gate_after(path).state)
        for name in _GATE_EVENTS:
            after = str(_gate_after((*path, name)).state)
            # The longer silence passes through `silent`, idleness with signs of life through `verified`.
            skipped = (name == _LONG_SILENCE and before != "silent") or (name == _LONG_REST and before != "verified")
            if after != before and not skipped and (before, name, after) not in found:
                found.append((before, name, after))
                explore((*path, name))

    explore(())
    return found


def _gate_after(path: tuple[str, ...]) -> Gate:
    gate, now = Gate(), 1_000
    for name in path:
        wait_ms, event = _GATE_EVENTS[name]
        now += wait_ms
        event(gate, now)
    return gate


def _idle(gate: Gate, now: int) -> None:
    """Signs of life, but nobody does anything."""
    for at in range(now - IDLE_AFTER_S * 1000, now + 1, 10_000):
        gate.link(at)


_LONG_REST = f"{IDLE_AFTER_S} s idle"
_LONG_SILENCE = f"{ENDED_AFTER_S} s of silence"
_GATE_EVENTS: dict[str, tuple[int, Callable[[Gate, int], None]]] = {
    "verified": (0, Gate.verified),
    f"{SILENT_AFTER_S} s of silence": (SILENT_AFTER_S * 1000, Gate.tick),
    "sign of life": (0, Gate.link),
    _LONG_SILENCE: ((ENDED_AFTER_S - SILENT_AFTER_S) * 1000, Gate.tick),
    _LONG_REST: (IDLE_AFTER_S * 1000, _idle),
    "end": (0, lambda gate, now: gate.end(Ending.FINISHED, now)),
}


def _draws(seed: str) -> Callable[[int], bytes]:
    return lambda size: hashlib.sha512(seed.encode()).digest()[:size]


def _description(kind: str) -> Description:
    return Description(kind, f"v=0\r\na=fingerprint:sha-256 {':'.join(['00'] * 32)}\r\n")


class _Talk:
    """Both sides of a run that can be stopped at any message."""

    def __init__(self, typed: str) -> None:
        person, key = Person("1", "-"), "00" * 32
        self.s = SubscriberRun(
            origin="-", one_time_pass=OneTimePass("0000", "000000"), nonce=bytes(32), public_key=key, draw=_draws("s")
        )
        self.c = CommunicatorRun(
            origin="-",
            one_time_pass=OneTimePass("0000", typed),
            communicator=person,
            nonce=bytes(32),
            public_key=key,
            draw=_draws("c"),
        )
        self.person = person

    def steps(self) -> list[tuple[str, str, Callable[[], Any]]]:
        """Whose step, its name, and doing it; each uses what the one before answered."""
        told: dict[str, Any] = {}
        return [
            ("s", "claimed", lambda: self.s.claimed(self.person)),
            ("s", "m1 / m2", lambda: told.update(m2=self.s.m1(self.c.m1))),
            ("c", "m2 / m3", lambda: told.update(m3=self.c.m3(told["m2"], _description("offer")))),
            ("s", "m3", lambda: self.s.m3(told["m3"])),
            ("s", "/ m4", lambda: told.update(m4=self.s.m4(_description("answer")))),
            ("c", "m4", lambda: self.c.m4(told["m4"])),
        ]


def _arrows_of(side: str) -> list[Arrow]:
    found: list[Arrow] = []
    for talk in (_Talk("000000"), _Talk("111111")):
        for whose, name, step in talk.steps():
            run = talk.s if whose == "s" else talk.c
            before = str(run.state)
            try:
                step()
                words = name
            except ExchangeError as error:
                words = f"{name} of a {error.ending}"
            if whose == side and (before, words, str(run.state)) not in found:
                found.append((before, words, str(run.state)))
            if str(run.state) == "spent":
                break
    return found


def _subscriber_arrows() -> list[Arrow]:
    wrong = [(state, "anything wrong", "spent") for state in ("claimed", "shared", "confirmed", "running")]
    return _arrows_of("s") + wrong


def _communicator_arrows() -> list[Arrow]:
    return _arrows_of("c") + [(state, "anything wrong", "spent") for state in ("shared", "confirmed", "running")]


def _permissions() -> str:
    rows = [
        (
            f"`{name}`",
            f"`{rule.needs}`" if rule.needs else "",
            f"{rule.ask_s} s",
            "one use, " * rule.one_shot + f"{rule.grant_s} s",
            "stays" if rule.kept_aside else "ends",
            ", ".join(f"`{action}`" for action in rule.actions),
        )
        for name, rule in RULES.items()
    ]
    return _table(("permission", "needs", "question open", "grant lasts", "silence or pause", "lets pass"), rows)


def _words() -> str:
    unions: list[tuple[str, Any]] = [
        ("subscriber to service", broker.FromSubscriber),
        ("communicator to service", broker.FromCommunicator),
        ("service to subscriber", broker.ToSubscriber),
        ("service to communicator", broker.ToCommunicator),
        ("between the peers, in a box", peer.Exchange),
        ("communicator to subscriber, on the channel", peer.FromCommunicator),
        ("subscriber to communicator, on the channel", peer.FromSubscriber),
    ]
    return _table(
        ("direction", "words"),
        [(name, " ".join(f"`{word.__struct_config__.tag}`" for word in union.__args__)) for name, union in unions],
    )


def _frames() -> str:
    parts = []
    for family, _ in FAMILIES.values():
        for table in family.tables:
            kind = "" if table.kind is None else f" (kind {table.kind})"
            rows = [(f"`{row.name}`", *_field(row)) for row in table.fields]
            parts.append(
                f"\n### {table.value.__name__}{kind}\n\n"
                + (_table(("field", "bytes", "values"), rows) if rows else "Nothing more.\n")
            )
    return "".join(parts)


def _field(row: Field) -> tuple[str, str]:
    match row.spec:
        case Number(size, low, high):
            if issubclass(row.type, IntEnum):
                return str(size), ", ".join(f"{each.value} {each.name.lower()}" for each in row.type)
            return str(size), f"{low} to {high}"
        case Known(size, name, values):
            return str(size), f"one of {len(values)} ({name})"
        case Rest(low, high):
            return f"{low} to {high}", "the rest"
        case Text(high):
            return f"1 to {high}", "UTF-8, the rest"
        case Fates(high, _):
            return "2 and two bits each", f"up to {high}"
        case Records(high, record):
            names = ", ".join(f"`{each.name}`" for each in table_of(record).fields)
            return "1 and the records", f"up to {high} of {names}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
