"""Writes the table of docs/operate/retention.md from the apps' declarations; with --check only compares.

python checks/datamap.py [--check]
"""

import sys
from pathlib import Path

from yorisoi_service.audit.rules.keeping import Fate, Keep, Periods
from yorisoi_service.front.datamap import TABLES

PAGE = Path(__file__).parents[1] / "docs" / "operate" / "retention.md"
BEGIN, END = "<!-- made by checks/datamap.py -->", "<!-- end -->"


def main(arguments: list[str]) -> int:
    before = PAGE.read_text(encoding="utf-8")
    head, _, rest = before.partition(BEGIN)
    _, _, tail = rest.partition(END)
    after = f"{head}{BEGIN}\n{table()}\n{END}{tail}"
    if after == before:
        return 0
    if "--check" in arguments:
        print(f"{PAGE.name} differs from the apps' declarations: ./run generate")
        return 1
    PAGE.write_text(after, encoding="utf-8")
    return 0


def table() -> str:
    rows = [
        "| table | holds of a person | what for | what happens to it | by which rule |",
        "| --- | --- | --- | --- | --- |",
    ]
    for each in TABLES:
        happens = "; ".join(_said(keep) for keep in each.keeps)
        rows.append(f"| `{each.model}` | {each.holds} | {each.purpose} | {happens} | {each.rule} |")
    return "\n".join(rows)


def _said(keep: Keep) -> str:
    if keep.fate is Fate.KEEP:
        return "stays"
    does = "deleted" if keep.fate is Fate.DELETE else ", ".join(f"`{field}`" for field in keep.fields) + " emptied"
    when = keep.since if not keep.period else f"{_usual(keep.period)} (`{keep.period}`) after {keep.since}"
    return f"{does} {when}" + (f", not while {keep.unless}" if keep.unless else "")


def _usual(period: str) -> str:
    return f"{getattr(Periods(), period)} {period.rpartition('_')[2]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
