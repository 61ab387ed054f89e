"""Pictures of a journey for the manual, taken only when somebody asks for them.

    python -m journeys.pictures [FOLDER]     plays the whole call and writes its pictures (docs/images/call)

The journey is the same with and without them, so what the manual shows is what the tests saw.
"""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import FloatRect, Page
from PySide6.QtGui import QImage
from yorisoi_practice.desktop import Desktop
from yorisoi_practice.screen import Screen
from yorisoi_practice.telephone import png

from journeys.world import ROOT

WHERE = "YORISOI_PICTURES"
USUAL = ROOT / "docs" / "images" / "call"
JOURNEY = ROOT / "journeys" / "test_whole_call.py"
FEWER_COLOURS = QImage.Format.Format_RGB666  # nobody sees the difference, and the files are smaller
TIGHTEST = 0  # Qt's scale runs from small and slow to large and fast


class Camera:
    """Writes PNG files into a folder; without one it does nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def page(self, name: str, page: Page, *, most_px: int = 0) -> None:
        """What the window of this page shows; with `most_px` the page from its top down to there, beyond the window too."""
        if self.folder is None:
            return
        if not most_px:
            self._keep(name, page.screenshot(caret="initial"))  # hiding it would write into the page
            return
        height = min(most_px, page.evaluate("() => document.documentElement.scrollHeight"))
        clip = FloatRect(x=0, y=0, width=page.evaluate("() => innerWidth"), height=height)
        self._keep(name, page.screenshot(full_page=True, caret="initial", clip=clip))

    def desktop(self, name: str, desktop: Desktop) -> None:
        """What the subscriber sees."""
        if self.folder is not None:
            with Screen(desktop.outer) as screen:
                self._keep(name, png(screen.picture()))

    def _keep(self, name: str, picture: bytes) -> None:
        assert self.folder is not None
        image = QImage.fromData(picture).convertToFormat(FEWER_COLOURS).convertToFormat(QImage.Format.Format_RGB888)
        assert image.save(str(self.folder / f"{name}.png"), "PNG", TIGHTEST)  # type: ignore[call-overload]


def camera() -> Camera:
    """The camera that the environment asks for."""
    folder = os.environ.get(WHERE, "")
    return Camera(Path(folder) if folder else None)


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else USUAL
    env = {**os.environ, WHERE: str(folder.resolve())}
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", str(JOURNEY)], cwd=ROOT, env=env, check=False)
    for picture in sorted(folder.glob("*.png")):
        print(f"{picture.stat().st_size / 1000:6.0f} kB  {picture}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
