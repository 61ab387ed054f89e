"""Compiles the pages' Japanese: every ja.po below a LC_MESSAGES folder becomes the .mo beside it, which Django reads.

With --check nothing is written: a missing, fuzzy or untranslated entry, or a .mo that says something else, is named.
Django reads all catalogues as one: a text with two translations would be shown by the order of the apps, so it is named too.
Needs msgfmt (Debian: gettext), which also refuses placeholders that differ.
"""

import gettext
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from check import ROOT


def catalogues() -> list[Path]:
    return sorted(path for part in ("service", "practice") for path in (ROOT / part / "src").rglob("LC_MESSAGES/*.po"))


def compiled(source: Path) -> tuple[bytes, str]:
    """The .mo of a .po, and what is wrong with it (nothing: empty)."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "made.mo")
        done = subprocess.run(
            ["msgfmt", "--check", "--statistics", "-o", str(target), str(source)],
            capture_output=True,
            text=True,
            env={"LC_ALL": "C", "PATH": "/usr/bin:/bin:/usr/local/bin"},
        )
        if done.returncode != 0:
            return b"", done.stderr.strip()
        complaint = done.stderr.strip() if "untranslated" in done.stderr or "fuzzy" in done.stderr else ""
        return target.read_bytes(), complaint


def says_the_same(one: Path, other: bytes) -> bool:
    """Compared by what they say: another release of msgfmt may lay the same words out differently."""
    if not one.exists():
        return False
    with tempfile.TemporaryFile() as made, one.open("rb") as kept:
        made.write(other)
        made.seek(0)
        return vars(gettext.GNUTranslations(made))["_catalog"] == vars(gettext.GNUTranslations(kept))["_catalog"]


def told_twice(contents: dict[str, bytes]) -> list[str]:
    """Which texts the catalogues (name to content of the .mo) say in more than one way, a sentence each."""
    said: dict[object, dict[str, list[str]]] = {}
    for name, content in contents.items():
        catalogue = vars(gettext.GNUTranslations(io.BytesIO(content)))["_catalog"]
        for text, translation in catalogue.items():
            if text:
                said.setdefault(text, {}).setdefault(translation, []).append(name)
    faults = []
    for text, ways in said.items():
        if len(ways) > 1:
            told = "; ".join(f"{way} ({', '.join(names)})" for way, names in ways.items())
            faults.append(f"{text!r} has {len(ways)} translations: {told}. Next step: keep one, or give one a context.")
    return faults


def main(check: bool) -> int:
    faults = []
    contents: dict[str, bytes] = {}
    found = catalogues()
    for source in found:
        content, complaint = compiled(source)
        target = source.with_suffix(".mo")
        name = source.relative_to(ROOT)
        if content:
            contents[str(name)] = content
        if complaint:
            faults.append(f"{name}: {complaint}")
        elif check and not says_the_same(target, content):
            faults.append(f"{name} and its .mo differ. Next step: ./run generate")
        elif not check:
            target.write_bytes(content)
    faults += told_twice(contents)
    print("\n".join(faults) if faults else f"{len(found)} catalogues are complete.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
