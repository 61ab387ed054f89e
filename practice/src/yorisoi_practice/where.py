"""Where the demo serves: `./run` writes it into the data folder, so that the other commands find it on any port."""

import os
import re
from argparse import ArgumentTypeError
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


def port_number(text: str) -> int:
    """A port from the command line. Raises ArgumentTypeError, with what would be one, for anything else."""
    if not re.fullmatch(r"[0-9]{1,5}", text, re.ASCII) or not 1 <= int(text) <= 65_535:
        raise ArgumentTypeError(f"{text} is no port; one is a whole number from 1 to 65535")
    return int(text)


def remember(port: int) -> None:
    """Write down where the demo serves now."""
    (data() / FILE).write_text(origin_of(port) + "\n", encoding="utf-8")
