"""The demo's sign-ins as a table for people, readable by this user only. The service itself keeps hashes."""

import base64
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SignIn:
    username: str
    password: str
    who: str


def new_password(draw: Callable[[int], bytes]) -> str:
    """Sixteen letters and digits in four groups: 80 bits, and still readable from a terminal."""
    letters = base64.b32encode(draw(10)).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


def write(path: Path, sign_ins: Sequence[SignIn]) -> None:
    """One line for each person under a line of titles."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"  {'sign-in':9} {'password':21} who"]
    lines += [f"  {one.username:9} {one.password:21} {one.who}" for one in sign_ins]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def read(path: Path) -> dict[str, str]:
    """The passwords by sign-in name, as `write` wrote them."""
    rows = [line.split() for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    return {row[0]: row[1] for row in rows}
