"""One JSON object a line on standard output. Only fields of the allow-list leave the process.

Messages of ours are constant words with `extra` fields; of other libraries the unformatted template is kept and its
arguments are dropped, since anything may be in them. Of an exception its type and the places are told, never its text.
"""

import contextvars
import json
import logging
import traceback
import warnings
from datetime import UTC, datetime
from typing import TextIO

REQUEST_ID: contextvars.ContextVar[str] = contextvars.ContextVar("yorisoi_request_id", default="")

ALLOWED = frozenset(
    {
        "address_family",
        "bytes",
        "code",
        "command",
        "count",
        "database",
        "duration_ms",
        "event_loop_lag_ms",
        "method",
        "path",
        "port",
        "reason",
        "role",
        "session_hash",
        "staff_number",
        "state",
        "status",
        "ticket",
        "topic",
    }
)
LONGEST_VALUE = 200


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; control characters and line breaks cannot leave it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg)[:LONGEST_VALUE] if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        request_id = REQUEST_ID.get()
        if request_id:
            line["request_id"] = request_id
        for key in sorted(ALLOWED & record.__dict__.keys()):
            line[key] = _plain(record.__dict__[key])
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            line["places"] = [
                f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-12:]
            ]
        return json.dumps(line, ensure_ascii=False)


def warn_in_json() -> None:
    """From now on a warning of this process is a line of the log: its kind and its place, never its text.

    One warning is not worth a line: files and tables that are made in a thread are small here and read whole on purpose
    (the program's file, which is large, is not among them).
    """
    warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
    warnings.showwarning = _show_warning


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    place = f"{filename.rpartition('/')[2]}:{lineno}"
    logging.getLogger("yorisoi.python").warning("warning", extra={"reason": f"{category.__name__} {place}"})


def _plain(value: object) -> object:
    if isinstance(value, bool | int | float) or value is None:
        return value
    return str(value)[:LONGEST_VALUE]


def configuration(level: str = "INFO") -> dict[str, object]:
    """For Django's LOGGING setting; replaces every handler of the libraries."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "yorisoi_service.config.logs.JsonLines"}},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "yorisoi": {"handlers": ["out"], "level": level, "propagate": False},
            "django": {"handlers": ["out"], "level": "WARNING", "propagate": False},
            # Refused requests are our own line with route and status; theirs is an empty template.
            "django.request": {"handlers": ["out"], "level": "ERROR", "propagate": False},
            "django.server": {"handlers": ["out"], "level": "WARNING", "propagate": False},
            "uvicorn": {"handlers": ["out"], "level": "WARNING", "propagate": False},
            "uvicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
        },
    }
