"""Writes what is made from the tables: `python -m yorisoi_protocol.export [--check]`.

    protocol/schema.json        the JSON messages as JSON Schema
    web/src/wire.gen.ts         words, limits, tables, readers and writers for the browser
    docs/protocol.md            state drawings, permissions, words and frames for people

With --check nothing is written; files that differ are named and the exit code is 1. Nothing else writes these files.
"""

import sys
from pathlib import Path

from yorisoi_protocol.exporting.drawings import drawings_text
from yorisoi_protocol.exporting.schema import schema_text
from yorisoi_protocol.exporting.typescript import wire_text

ROOT = Path(__file__).parents[3]


def made() -> dict[Path, str]:
    """Every made file with its text."""
    return {
        ROOT / "protocol/schema.json": schema_text(),
        ROOT / "web/src/wire.gen.ts": wire_text(),
        ROOT / "docs/protocol.md": drawings_text(),
    }


def main(arguments: list[str]) -> int:
    """Exit code of the command."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m yorisoi_protocol.export [--check]", file=sys.stderr)  # noqa: T201
        return 2
    stale = [path for path, text in made().items() if not path.is_file() or path.read_text("utf-8") != text]
    if arguments:
        for path in stale:
            print(f"{path.relative_to(ROOT)} differs from the tables; run: python -m yorisoi_protocol.export")  # noqa: T201
        return 1 if stale else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made()[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
