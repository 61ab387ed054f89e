"""Where a command may put a file: asked before any work."""

import os
import stat
from pathlib import Path

from django.core.management.base import CommandError

WRONG_INPUT = 2


def check_place(out: Path) -> None:
    """CommandError (exit status 2) unless a regular file stands there, or nothing does and one can be written.

    A device or a pipe would be read without end or replaced, and a link would hide which file is meant.
    """
    try:
        stands = out.lstat().st_mode
    except FileNotFoundError:
        stands = stat.S_IFREG
    except OSError:
        stands = 0
    if not stat.S_ISREG(stands) or not os.access(out.parent, os.W_OK | os.X_OK):
        raise CommandError(
            "--out: expected a file in a folder that can be written to (no folder, device, pipe or link)",
            returncode=WRONG_INPUT,
        )
