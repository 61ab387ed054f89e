"""Reading JSON messages at a border: one refusal for everything that can be wrong with them."""

from typing import Any, Generic, TypeVar

import msgspec

Read = TypeVar("Read")


class Malformed(msgspec.ValidationError):
    """This is no message of this direction: broken JSON, unknown words or fields, values out of range, too large."""


class Reader(Generic[Read]):
    """Decodes one union of messages. Raises `Malformed` and nothing else, whatever arrives."""

    def __init__(self, words: Any, max_bytes: int) -> None:
        self._decoder: msgspec.json.Decoder[Read] = msgspec.json.Decoder(words)
        self._max_bytes = max_bytes

    def decode(self, text: str | bytes) -> Read:
        """The message in `text`. The limit counts bytes of UTF-8."""
        try:
            data = text.encode() if isinstance(text, str) else text
            if len(data) > self._max_bytes:
                raise Malformed(f"larger than {self._max_bytes} bytes")
            return self._decoder.decode(data)
        except Malformed:
            raise
        except (ValueError, RecursionError) as error:  # msgspec's own, bad UTF-8, lone surrogates, deep nesting
            raise Malformed("not a message of this direction") from error
