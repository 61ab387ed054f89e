"""A paper to PDF, and to plain text for a mail: the same words in the same order.

WeasyPrint and what it draws with (Pango) are imported when the first PDF is asked for: the service itself starts and
works on a machine without them. Nothing is ever fetched: a letter holds text, and its style stands beside this file.
"""

import contextlib
import io
import logging
import subprocess
import threading
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from yorisoi_service.letters.errors import LettersNotReady
from yorisoi_service.letters.rules.paper import Paper, Window
from yorisoi_service.letters.rules.plain import plain

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
TAGGED: dict[str, Any] = {"pdf_variant": "pdf/ua-1"}  # which asks for the tags
MOST_PAGES = 3
SPACINGS = ("usual", "dense")  # the first in which the letter fits on so many pages, else the last
# One at a time: a page takes a second and tens of megabytes, and the font machinery below is shared.
_ONE_AT_A_TIME = threading.Lock()


def pdf_of(paper: Paper, window: Window, *, most: int = MOST_PAGES) -> bytes:
    """The letter as a tagged PDF/UA on A4, on `most` pages if it can. Raises LettersNotReady with the packages to install."""
    with _ONE_AT_A_TIME:
        weasyprint = _weasyprint()
        for spacing in SPACINGS:
            html = render_to_string("letters/letter.html", {"paper": paper, "window": window, "spacing": spacing})
            source = weasyprint.HTML(string=html, base_url=None, url_fetcher=_nothing_outside())
            document = source.render(**TAGGED)
            if len(document.pages) <= most:
                break
        return bytes(document.write_pdf(**TAGGED))


def text_of(paper: Paper, window: Window) -> str:
    """The letter as the text of a mail."""
    return plain(paper, window)


def what_is_missing() -> list[str]:
    """What this system lacks for letters, one sentence each with its next step; nothing: letters can be drawn."""
    missing = []
    try:
        with _ONE_AT_A_TIME:
            _weasyprint()
    except LettersNotReady as lacking:
        missing.append(str(lacking.sentence))
    if not _has_japanese_font():
        missing.append(str(_("No Japanese font is installed. Install the Debian package fonts-noto-cjk.")))
    return missing


@cache
def _weasyprint() -> Any:
    try:
        # For a library it cannot load it prints advice about itself; the sentence below says what to do here.
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint  # type: ignore[import-untyped]  # slow and optional: half a second, and needs Pango
    except (ImportError, OSError):
        raise LettersNotReady(
            _("Letters cannot be drawn on this machine. Install these Debian packages: %(packages)s")
            % {"packages": PACKAGES}
        ) from None
    for name in ("weasyprint", "fontTools"):
        # Their warnings would carry a letter's words into the log.
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return weasyprint


@cache
def _has_japanese_font() -> bool:
    """Without one a letter would be a page of empty boxes. Asked of fontconfig's own program, which Pango brings."""
    try:
        done = subprocess.run(["fc-list", ":lang=ja", "family"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return True  # nobody to ask: Pango itself is named above where it is missing
    return done.returncode != 0 or done.stdout.strip() != b""


@cache
def _nothing_outside() -> Any:
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]  # slow and optional, as above

    class Refuses(URLFetcher):
        """No picture, font or style comes from anywhere: not from a host, not from this machine's files."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("letters fetch nothing")

    return Refuses()
