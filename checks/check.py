"""Everything that is judged without running the product: form, types, borders, generated files.

Each step is a command that says nothing when it is content and exits other than 0 when it is not. All steps run,
so that one look shows everything there is to mend.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STEP_TIMEOUT_S = 300
# Node and its tools are found where the locks put them, whoever starts us.
os.environ["PATH"] = os.pathsep.join((str(BIN), os.environ.get("PATH", "")))


@dataclass(frozen=True)
class Step:
    name: str
    command: tuple[str, ...]
    folder: str = "."


def python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, *arguments)


def packages(*names: str) -> tuple[str, ...]:
    return tuple(word for name in names for word in ("-p", name))


STEPS = (
    Step("format", (str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    Step("lint", (str(BIN / "ruff"), "check", "--quiet", ".")),
    Step(
        "types",
        python("-m", "mypy", *packages("yorisoi_protocol", "yorisoi_service", "yorisoi_tool", "yorisoi_practice")),
    ),
    Step("borders", (str(BIN / "lint-imports"), "--no-cache")),
    Step("migrations", python("-m", "yorisoi_service", "makemigrations", "--check", "--dry-run")),
    Step("generated files", python("checks/generate.py", "--check")),
    Step("web types", (str(BIN / "npm"), "run", "--silent", "types"), "web"),
    Step("web form and lint", (str(BIN / "npm"), "run", "--silent", "lint", "--", "--error-on-warnings"), "web"),
)


def passes(step: Step) -> bool:
    """Run one step and print one line about it, with its words below when it fails."""
    started = time.monotonic()
    try:
        done = subprocess.run(
            step.command,
            cwd=ROOT / step.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=STEP_TIMEOUT_S,
        )
        good, words = done.returncode == 0, done.stdout
    except subprocess.TimeoutExpired:
        good, words = False, f"no end after {STEP_TIMEOUT_S} s"
    print(f"{'ok  ' if good else 'FAIL'} {step.name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not good:
        print(words.rstrip(), flush=True)
    return good


def failed_steps() -> list[str]:
    return [step.name for step in STEPS if not passes(step)]


if __name__ == "__main__":
    failed = failed_steps()
    print(f"{len(STEPS) - len(failed)} passed, {len(failed)} failed")
    sys.exit(1 if failed else 0)
