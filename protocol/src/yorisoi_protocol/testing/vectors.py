"""Writes the shared vectors: `python -m yorisoi_protocol.testing.vectors [--check]`. cpace.json is the draft's own.

Every file is made by replaying scripts on the Python side; TypeScript replays the files. With --check nothing is written
and the exit code is 1 when a file differs. A changed file is a changed meaning: read the difference before you commit it.
"""

import json
import sys
from pathlib import Path
from typing import Any

from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.testing.pictures import picture_story
from yorisoi_protocol.testing.samples import frame_cases, message_cases
from yorisoi_protocol.testing.talks import evidence_case, exchange_case, pass_cases, sdp_cases
from yorisoi_protocol.testing.traces import made_traces

FOLDER = Path(__file__).parents[3] / "vectors"


def made() -> dict[Path, str]:
    """Every vector file with its text."""
    traces = {f"gate/{_slug(trace['name'])}.json": _lines(trace, "steps") for trace in made_traces(Gate)}
    # The last one is long: a frame that only waits for its turn keeps it when a later one fails in the decoder.
    stories = [picture_story(number) for number in range(24)] + [picture_story(352, length=52)]
    traces |= {f"picture/{_slug(story['name'])}.json": _lines(story, "steps") for story in stories}
    others = {
        "messages.json": _lines({"cases": message_cases()}, "cases"),
        "frames.json": _lines({"cases": frame_cases()}, "cases"),
        "exchange.json": json.dumps(exchange_case(), ensure_ascii=False, indent=1) + "\n",
        "sdp.json": _lines({"cases": sdp_cases()}, "cases"),
        "one_time_pass.json": _lines({"cases": pass_cases()}, "cases"),
        "evidence.json": json.dumps(evidence_case(), ensure_ascii=False, indent=1) + "\n",
    }
    return {FOLDER / name: text for name, text in (traces | others).items()}


def _slug(name: str) -> str:
    return "-".join(word for word in "".join(letter if letter.isalnum() else " " for letter in name).split())


def _lines(value: dict[str, Any], rows: str) -> str:
    """JSON with one row in each line, so that differences can be read."""
    head = {key: each for key, each in value.items() if key != rows}
    body = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value[rows])
    start = json.dumps(head, ensure_ascii=False)[:-1] + (", " if head else "")
    return start + f'"{rows}": [\n{body}\n]}}\n'


def main(arguments: list[str]) -> int:
    """Exit code of the command."""
    wanted = made()
    written = {path for path in FOLDER.rglob("*.json") if path.name != "cpace.json"}
    stale = [path for path, text in wanted.items() if path not in written or path.read_text("utf-8") != text]
    stale += written - set(wanted)
    if arguments == ["--check"]:
        print("".join(f"{path.relative_to(FOLDER)} differs\n" for path in stale), end="")
        return int(bool(stale))
    for path in stale:
        if path not in wanted:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
