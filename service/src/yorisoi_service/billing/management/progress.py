"""A bar on stderr for work that takes a while: a moving one on a terminal, a line every tenth elsewhere."""

from django.core.management.base import OutputWrapper

WIDTH = 30


class Bar:
    """Call it with the rows done and the share of the work (0 to 1); `end` when it is over."""

    def __init__(self, stream: OutputWrapper, unit: str) -> None:
        self._stream, self._unit = stream, unit
        self._moves = stream.isatty()
        self._shown = -1

    def __call__(self, rows: int, share: float) -> None:
        step = int(share * (100 if self._moves else 10))
        if step == self._shown:
            return
        self._shown = step
        full = int(share * WIDTH)
        text = f"[{'#' * full}{'.' * (WIDTH - full)}] {share:4.0%}  {rows:,} {self._unit}"
        self._stream.write(f"\r{text}" if self._moves else text, ending="" if self._moves else "\n")
        self._stream.flush()

    def end(self) -> None:
        if self._moves and self._shown >= 0:
            self._stream.write("")
