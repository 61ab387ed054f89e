"""Writes every file that is made from others; with --check it writes nothing and says which have drifted.

Each generator takes --check itself, so that the one who knows how a file is made also knows how to compare it.
"""

import subprocess
import sys

from check import BIN, ROOT, Step, python

GENERATORS = (
    Step("wire types, schema and drawings", python("-m", "yorisoi_protocol.export")),
    Step("pages' texts", python("checks/texts.py")),
    Step("data map", python("checks/datamap.py")),
    Step("browsers' texts", (str(BIN / "node"), "texts.mjs"), "web"),
    Step("browsers' bundle", (str(BIN / "node"), "build.mjs"), "web"),
)


def main(arguments: list[str]) -> int:
    failed = 0
    for step in GENERATORS:
        done = subprocess.run(
            [*step.command, *arguments],
            cwd=ROOT / step.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        print(f"{step.name}: {done.stdout.strip() or 'done'}", flush=True)
        failed |= done.returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if word == "--check"]))
