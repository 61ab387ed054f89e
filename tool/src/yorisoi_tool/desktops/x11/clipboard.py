"""The X clipboard, text only: asking its owner, and being its owner, on a connection and a thread of our own."""

import os
import queue
import select
import threading

import xcffib
import xcffib.xproto as xp

from yorisoi_tool.desktops.ports import DesktopLost
from yorisoi_tool.desktops.x11.display import Display, telling_lost

MOST_BYTES = 1_000_000
ALL_EVENTS_ELSEWHERE = 0


class X11Clipboard:
    def __init__(self, name: str) -> None:
        self._display = Display(name)
        connection = self._display.connection
        self._window = connection.generate_id()
        with telling_lost():
            connection.core.CreateWindow(
                0, self._window, self._display.root, -10, -10, 1, 1, 0, xp.WindowClass.InputOnly, 0,
                xp.CW.EventMask, [xp.EventMask.PropertyChange],
            )  # fmt: skip
        self._clipboard, self._utf8 = self._display.atom("CLIPBOARD"), self._display.atom("UTF8_STRING")
        self._targets, self._incr = self._display.atom("TARGETS"), self._display.atom("INCR")
        self._place = self._display.atom("YORISOI_CLIPBOARD")
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._asking = threading.Lock()
        self._collected: bytearray | None = None
        self._mine: bytes | None = None
        self._wake_read, self._wake_write = os.pipe()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clipboard", daemon=True)
        self._thread.start()

    def get_text(self, timeout_ms: int = 500) -> str | None:
        with self._asking:
            mine = self._mine
            if mine is not None and self._is_mine():
                return mine.decode("utf-8")
            while not self._answers.empty():
                self._answers.get_nowait()  # an answer that came too late for an earlier question
            with telling_lost():
                self._display.connection.core.ConvertSelection(
                    self._window, self._clipboard, self._utf8, self._place, xp.Time.CurrentTime
                )
                self._display.flush()
            self._wake()
            try:
                answer = self._answers.get(timeout=timeout_ms / 1000)
            except queue.Empty:
                return None
            return None if answer is None else answer.decode("utf-8", "replace")

    def _is_mine(self) -> bool:
        """Asked of the server: the notice that another program took over may not have been read yet."""
        with telling_lost():
            owner = self._display.connection.core.GetSelectionOwner(self._clipboard).reply().owner
        self._wake()
        return bool(owner == self._window)

    def set_text(self, text: str) -> None:
        with self._asking, telling_lost():
            self._mine = text.encode("utf-8")[:MOST_BYTES].decode("utf-8", "ignore").encode("utf-8")
            self._display.connection.core.SetSelectionOwner(self._window, self._clipboard, xp.Time.CurrentTime)
            self._is_mine()  # returns when the server knows

    def close(self) -> None:
        if self._over.is_set():
            return
        self._over.set()
        self._wake()
        self._thread.join(2)
        self._display.close()
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _wake(self) -> None:
        """A request on another thread may have read events into the queue: the descriptor alone does not tell."""
        os.write(self._wake_write, b"x")

    def _run(self) -> None:
        try:
            while not self._over.is_set():
                while (event := self._display.poll()) is not None:
                    self._handle(event)
                self._display.flush()
                ready, _, _ = select.select([self._display.fileno(), self._wake_read], [], [])
                if self._wake_read in ready:
                    os.read(self._wake_read, 4096)
        except DesktopLost:
            self._answers.put(None)

    def _handle(self, event: xcffib.Event) -> None:
        if isinstance(event, xp.SelectionNotifyEvent):
            self._notified(event)
        elif isinstance(event, xp.PropertyNotifyEvent):
            self._piece(event)
        elif isinstance(event, xp.SelectionClearEvent):
            self._mine = None
        elif isinstance(event, xp.SelectionRequestEvent):
            self._serve(event)

    def _notified(self, event: xp.SelectionNotifyEvent) -> None:
        if event.property == 0:
            self._answers.put(None)
            return
        kind, data = self._taken()
        if kind == self._incr:
            self._collected = bytearray()  # pieces follow, each announced by a property change
        else:
            self._answers.put(data[:MOST_BYTES] if kind == self._utf8 else None)

    def _piece(self, event: xp.PropertyNotifyEvent) -> None:
        if self._collected is None or event.atom != self._place or event.state != xp.Property.NewValue:
            return
        _, data = self._taken()
        if data and len(self._collected) <= MOST_BYTES:
            self._collected += data
            return
        self._answers.put(bytes(self._collected[:MOST_BYTES]))
        self._collected = None

    def _taken(self) -> tuple[int, bytes]:
        with telling_lost():
            reply = self._display.connection.core.GetProperty(
                True, self._window, self._place, xp.GetPropertyType.Any, 0, MOST_BYTES // 4 + 1
            ).reply()
        return reply.type, bytes(reply.value.raw)

    def _serve(self, event: xp.SelectionRequestEvent) -> None:
        place = event.property or event.target
        mine = self._mine
        core = self._display.connection.core
        with telling_lost():
            if mine is None:
                place = 0
            elif event.target == self._targets:
                core.ChangeProperty(
                    xp.PropMode.Replace, event.requestor, place, xp.Atom.ATOM, 32, 2, [self._targets, self._utf8]
                )
            elif event.target in (self._utf8, xp.Atom.STRING):
                self._hand_over(event.requestor, place, event.target, mine)
            else:
                place = 0
            notice = xp.SelectionNotifyEvent.synthetic(
                event.time, event.requestor, event.selection, event.target, place
            )
            core.SendEvent(False, event.requestor, ALL_EVENTS_ELSEWHERE, notice.pack())

    def _hand_over(self, requestor: int, place: int, target: int, text: bytes) -> None:
        """In pieces of one request each, appended before the notice: no program sees half of it."""
        core = self._display.connection.core
        step = 60_000
        core.ChangeProperty(xp.PropMode.Replace, requestor, place, target, 8, len(text[:step]), text[:step])
        for at in range(step, len(text), step):
            piece = text[at : at + step]
            core.ChangeProperty(xp.PropMode.Append, requestor, place, target, 8, len(piece), piece)
