"""Text for the subscriber's clipboard: pieces put together, and set only through the door. Nothing is ever sent unasked."""

from yorisoi_protocol.limits import MAX_CLIPBOARD_BYTES
from yorisoi_protocol.peer import ClipboardText
from yorisoi_protocol.vocabulary import Action

from yorisoi_tool.desktops.ports import Clipboard
from yorisoi_tool.door import Way


class Clipping:
    """One text at a time, at most MAX_CLIPBOARD_BYTES of UTF-8."""

    def __init__(self, way: Way, clipboard: Clipboard) -> None:
        self._way = way
        self._clipboard = clipboard
        self._serial: int | None = None
        self._refused: int | None = None  # of this text nothing more is taken
        self._pieces: list[str] = []
        self._size = 0

    def piece(self, piece: ClipboardText) -> bool:
        """Takes one piece. False: not allowed now, or too much; the whole text is refused, not only its middle."""
        if piece.serial == self._refused:
            return False
        if piece.serial != self._serial:
            self.forget()
            self._serial = piece.serial
        self._size += len(piece.text.encode(errors="replace"))
        if self._size > MAX_CLIPBOARD_BYTES or not self._way.allows(Action.CLIPBOARD_SET):
            self.forget()
            self._refused = piece.serial
            return False
        self._pieces.append(piece.text)
        if not piece.last:
            return True
        text = "".join(self._pieces)
        self.forget()
        return self._way.through(Action.CLIPBOARD_SET, None, lambda: self._clipboard.set_text(text))

    def forget(self) -> None:
        """Throws away what was collected."""
        self._serial = None
        self._pieces.clear()
        self._size = 0
