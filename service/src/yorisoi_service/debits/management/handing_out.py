"""Files with bank data or addresses: written whole or not at all, readable by their owner only, never over another one."""

import os
import tempfile
from pathlib import Path

from django.core.management.base import CommandError

WRONG_INPUT = 2


def hand_out(content: bytes, out: Path, *, force: bool) -> bool:
    """Write the file; False when exactly this one stood there already. CommandError for another one, unless `force`."""
    try:
        if out.exists():
            if out.read_bytes() == content:
                return False
            if not force:
                raise CommandError(
                    f"Another file stands at {out}. Next step: name another one, or replace it with --force.",
                    returncode=WRONG_INPUT,
                )
        handle, made = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        fresh = Path(made)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(out)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(
            f"--out: {error.strerror or error}; expected a file in a folder that can be written to",
            returncode=WRONG_INPUT,
        ) from None
    return True
