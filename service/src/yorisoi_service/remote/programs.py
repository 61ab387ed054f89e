"""The subscriber's program as it is handed out: one folder, one list in it, and a checksum that is looked at each time.

The list (`programs.json`) is written by `./run manage downloads add`. What is not on it does not exist here; what no
longer has the checksum it was entered with is not handed out.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

LIST = "programs.json"
SYSTEMS = ("windows", "macos", "linux", "android", "ios")
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,29}")
ENDING = re.compile(r"(\.tar)?\.[0-9a-z]{2,8}")
LONGEST_WORD = 120
PIECE_BYTES = 1 << 20


class BadProgram(Exception):
    """This file cannot be entered; the text says why and what to do."""


@dataclass(frozen=True)
class Program:
    """One file for one system. `tested` names the systems it was tried on; `signature` a file beside it, or nothing."""

    system: str
    version: str
    file: str
    size: int
    sha256: str
    added_on: date
    tested: str
    signature: str = ""

    @property
    def path(self) -> Path:
        return settings.DOWNLOADS / self.file

    @property
    def sha256_in_groups(self) -> str:
        """In groups of eight, to be compared by eye."""
        return " ".join(self.sha256[at : at + 8] for at in range(0, len(self.sha256), 8))


def entered() -> tuple[Program, ...]:
    """Every file on the list, the newest first; none when there is no list or it cannot be read."""
    try:
        rows = json.loads((settings.DOWNLOADS / LIST).read_text(encoding="utf-8"))
        found = [Program(**{**row, "added_on": date.fromisoformat(row["added_on"])}) for row in rows]
    except (OSError, ValueError, TypeError, KeyError):
        return ()
    return tuple(reversed(found))


def newest() -> tuple[Program, ...]:
    """The newest file of each system, in the order of SYSTEMS."""
    found = {each.system: each for each in reversed(entered())}
    return tuple(found[system] for system in SYSTEMS if system in found)


def systems() -> tuple[str, ...]:
    """The systems for which the program can be received, in the order of SYSTEMS: for the public pages and the desk alike."""
    return tuple(each.system for each in newest())


def named(file: str) -> Program | None:
    """The program whose file, or whose signature, has this name."""
    return next((each for each in entered() if file in (each.file, each.signature) and file), None)


def is_whole(program: Program) -> bool:
    """Is the file there, with the very checksum it was entered with? Reads it whole, once for each change of the file."""
    try:
        about = program.path.stat()
        seen = (about.st_dev, about.st_ino, about.st_mtime_ns, about.st_ctime_ns, about.st_size)
        known = _read.get(program.path)
        if known is None or known[0] != seen:
            known = _read[program.path] = (seen, checksum(program.path))
        return known[1] == program.sha256
    except OSError:
        return False


# For each file of the list: how it looked when it was read last, and its checksum then.
_read: dict[Path, tuple[tuple[int, ...], str]] = {}


def checksum(path: Path) -> str:
    """SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def add(source: Path, *, system: str, version: str, tested: str, on: date, signature: Path | None = None) -> Program:
    """Copy a file into the folder under a name of ours, compute its checksum, put it on the list.

    BadProgram for a file that is missing or empty, an unknown system, a version or a name that cannot be typed, a
    version that is entered already. Nothing is on the list before the file is in its place.
    """
    if system not in SYSTEMS:
        raise BadProgram(f"unknown system {system!r}: one of {', '.join(SYSTEMS)}")
    if not VERSION.fullmatch(version):
        raise BadProgram(f"version {version[:40]!r}: letters, digits, dots, at most 30 characters")
    if not tested.strip() or len(tested) > LONGEST_WORD or not tested.isprintable():
        raise BadProgram(f"--tested: on which system it was tried, in one line of at most {LONGEST_WORD} characters")
    kind = _ending(source)
    if not source.is_file() or source.stat().st_size == 0:
        raise BadProgram(f"{source}: no such file, or an empty one")
    known = entered()
    if any((each.system, each.version) == (system, version) for each in known):
        raise BadProgram(f"{system} {version} is entered already: give the new file a new version")
    folder = settings.DOWNLOADS
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    name = f"yorisoi-{system}-{version}{kind}"
    _copy(source, folder / name)
    sign = ""
    if signature is not None:
        if not signature.is_file() or not ENDING.fullmatch(signature.suffix.lower()):
            raise BadProgram(f"{signature}: no such signature")
        sign = name + signature.suffix.lower()
        _copy(signature, folder / sign)
    path = folder / name
    program = Program(system, version, name, path.stat().st_size, checksum(path), on, tested.strip(), sign)
    _write([*reversed(known), program])
    return program


def _ending(source: Path) -> str:
    """What the name ends with, `.tar.xz` as one; nothing for a name without a dot."""
    packed = "".join(source.suffixes[-2:]).lower()
    kind = packed if packed.startswith(".tar.") else source.suffix.lower()
    if kind and not ENDING.fullmatch(kind):
        raise BadProgram(f"{source.name}: its ending cannot stand in an address")
    return kind


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".", delete=False) as file, source.open("rb") as given:
        shutil.copyfileobj(given, file, PIECE_BYTES)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(target)


def _write(programs: Sequence[Program]) -> None:
    rows = [{**asdict(each), "added_on": each.added_on.isoformat()} for each in programs]
    with tempfile.NamedTemporaryFile("w", dir=settings.DOWNLOADS, prefix=".", delete=False, encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=1)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(settings.DOWNLOADS / LIST)
