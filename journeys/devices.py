"""What an X server has really been told, by which device and when: the judge of every promise about input.

Events are the server's own raw events, so nothing a program drops or draws can hide one. Their times are the server's,
which on Linux is the machine's monotonic clock in milliseconds, as are the hand's.
"""

import threading
from dataclasses import dataclass
from typing import Any

import xcffib
import xcffib.xinput
from xcffib.xinput import Device, EventMask, XIEventMask

KINDS = {13: "key_press", 14: "key_release", 15: "button_press", 16: "button_release", 17: "motion"}
MASK = (
    XIEventMask.RawKeyPress
    | XIEventMask.RawKeyRelease
    | XIEventMask.RawButtonPress
    | XIEventMask.RawButtonRelease
    | XIEventMask.RawMotion
)


@dataclass(frozen=True)
class Event:
    """One raw event. `injected`: it came through XTEST, that is from the communicator."""

    at_ms: int
    kind: str
    detail: int
    injected: bool


class DeviceLog:
    """Listens to one display from its own thread until `close`."""

    def __init__(self, display: str) -> None:
        self._connection: Any = xcffib.connect(display=display)
        self._input = self._connection(xcffib.xinput.key)
        self._input.XIQueryVersion(2, 2).reply()
        infos = self._input.XIQueryDevice(Device.All).reply().infos
        self._tests = {info.deviceid for info in infos if "XTEST" in bytes(info.name.buf()).decode()}
        self._root = self._connection.get_setup().roots[0].root
        mask = EventMask.synthetic(Device.All, 1, [MASK])
        self._input.XISelectEvents(self._root, 1, [mask], is_checked=True).check()
        self._events: list[Event] = []
        self._closing = False
        self._thread = threading.Thread(target=self._listen, name="device log", daemon=True)
        self._thread.start()

    def injected(self, since_ms: int = 0) -> list[Event]:
        """What the communicator's side has done since then."""
        return [event for event in list(self._events) if event.injected and event.at_ms > since_ms]

    def close(self) -> None:
        self._closing = True
        self._thread.join(5)
        self._connection.disconnect()

    def _listen(self) -> None:
        while not self._closing:
            event = self._connection.poll_for_event()
            if event is None:
                threading.Event().wait(0.002)
                continue
            kind = KINDS.get(getattr(event, "event_type", -1))
            if kind is not None and event.deviceid == event.sourceid:  # once, from the device itself
                self._events.append(Event(event.time, kind, event.detail, event.sourceid in self._tests))


def held_keys(display: str) -> int:
    """How many keys the server takes to be down."""
    connection: Any = xcffib.connect(display=display)
    try:
        return sum(int(byte).bit_count() for byte in connection.core.QueryKeymap().reply().keys)
    finally:
        connection.disconnect()
