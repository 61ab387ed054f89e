"""Where the demo serves: `./run` writes it into the data folder, so that the other commands find it on any port."""

import os
import re
from pathlib import Path

FILE = "demo-origin"
PORT = 8000


def data() -> Path:
    """The folder of the demo's data."""
    return Path(os.environ.get("YORISOI_DATA") or "var")


def origin_of(port: int) -> str:
    """How this machine's browsers name the demo on this port."""
    return f"http://localhost:{port}"


def last_port() -> int:
    """The port the demo serves on, or served on last; the usual one where it never did."""
    try:
        found = re.fullmatch(r"http://localhost:([0-9]{1,5})\s*", (data() / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return PORT
    return int(found[1]) if found else PORT


def remember(port: int) -> None:
    """Write down where the demo serves now."""
    (data() / FILE).write_text(origin_of(port) + "\n", encoding="utf-8")
