"""`python -m yorisoi_tool.build --origin https://support.example --provider NAME --into dist`."""

import argparse
import sys
import tempfile
from pathlib import Path

from yorisoi_tool.build.recipe import BuildFailed, build
from yorisoi_tool.build.stamp import BadFact, Facts
from yorisoi_tool.window.texts import LANGUAGES


def main() -> int:
    parser = argparse.ArgumentParser(prog="yorisoi_tool.build", description="Freezes the subscriber's program.")
    parser.add_argument("--origin", required=True, help="the one address this program will ever call")
    parser.add_argument("--provider", required=True, help="the provider's name as subscribers know it")
    parser.add_argument("--language", choices=LANGUAGES, default="ja")
    parser.add_argument("--into", type=Path, default=Path("dist"))
    asked = parser.parse_args()
    try:
        asked.into.mkdir(parents=True, exist_ok=True)
    except OSError as refused:
        sys.stderr.write(f"{asked.into} cannot hold the program: {refused.strerror}. Next step: name another folder.\n")
        return 1
    with tempfile.TemporaryDirectory() as work:
        try:
            program = build(Facts(asked.origin, asked.provider, asked.language), Path(work), asked.into.resolve())
        except (BadFact, BuildFailed) as error:
            sys.stderr.write(f"{error}\n")
            return 1
    sys.stdout.write(f"{program}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
