"""The facts a build carries, written as the module that holds them. Text in, text out."""

from dataclasses import dataclass

from yorisoi_tool.transport.socket import is_origin
from yorisoi_tool.window.texts import LANGUAGES


class BadFact(ValueError):
    """A fact that no program may be built with; the text names it and the next step."""


@dataclass(frozen=True)
class Facts:
    """Everything a frozen program knows about its provider. All of it is public; no desk number is among it (R31)."""

    origin: str
    provider: str
    language: str = "ja"


def stamped(facts: Facts) -> str:
    """The text of `built_in.py` for these facts. Raises BadFact."""
    if not is_origin(facts.origin):
        raise BadFact(f"origin {facts.origin!r}: write https://name (http only for this computer), nothing behind it")
    if not facts.provider.isprintable() or len(facts.provider) > 60:
        raise BadFact("provider: a name of at most 60 printable characters")
    if facts.language not in LANGUAGES:
        raise BadFact(f"language {facts.language!r}: one of {', '.join(LANGUAGES)}")
    return (
        '"""Facts of this build. Written by `build.stamp`."""\n\n'
        f"ORIGIN: str | None = {facts.origin!r}\n"
        f"PROVIDER: str = {facts.provider!r}\n"
        f"LANGUAGE: str = {facts.language!r}\n"
    )
