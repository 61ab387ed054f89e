"""What a telephone system may send: an object with exactly the texts named here, each within its length."""

import json
from collections.abc import Mapping

LONGEST_BODY = 4_096  # bytes
LONGEST_TEXT = 64  # characters; names in a caller's number ("Anonymous") fit too


class BadBody(Exception):
    """Not what this address takes; `hint` says what it is, without a word of what was sent."""

    def __init__(self, hint: str) -> None:
        super().__init__(hint)
        self.hint = hint


def texts(body: bytes, *, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Mapping[str, str]:
    """The body's texts; optional ones that are missing are empty. Raises BadBody."""
    wanted = f"Send a JSON object with {', '.join(needed)}"
    wanted += f" and, where known, {', '.join(optional)}." if optional else " and nothing else."
    try:
        found = json.loads(body.decode(), object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise BadBody(wanted) from None
    if not isinstance(found, dict) or not set(needed) <= set(found) <= {*needed, *optional}:
        raise BadBody(wanted)
    if not all(isinstance(text, str) and len(text) <= LONGEST_TEXT and text.isprintable() for text in found.values()):
        raise BadBody(f"Each value is a text of at most {LONGEST_TEXT} visible characters.")
    return {name: found.get(name, "") for name in (*needed, *optional)}


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)
