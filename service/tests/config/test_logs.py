"""Logs are lines of JSON, and whatever is not on the list stays inside."""

import json
import logging
import sys
import warnings

import pytest
from yorisoi_service.config.logs import REQUEST_ID, JsonLines, warn_in_json

CANARY = "482173-secret"


def line(
    message: object, *args: object, name: str = "yorisoi.test", exc: bool = False, **extra: object
) -> dict[str, object]:
    record = logging.getLogger(name).makeRecord(
        name, logging.WARNING, __file__, 1, message, args, sys.exc_info() if exc else None, extra=extra
    )
    text = JsonLines().format(record)
    assert "\n" not in text
    assert CANARY not in text
    return dict(json.loads(text))


def test_a_line_says_when_what_and_where() -> None:
    token = REQUEST_ID.set("abc")
    found = line("claim_refused", code="pass_used", ticket=7)
    REQUEST_ID.reset(token)
    assert found.pop("at", "").endswith("+00:00")  # type: ignore[attr-defined]
    assert found == {
        "level": "warning", "logger": "yorisoi.test", "event": "claim_refused", "request_id": "abc",
        "code": "pass_used", "ticket": 7,
    }  # fmt: skip


def test_fields_that_are_not_listed_stay_inside() -> None:
    assert set(line("x", password=CANARY, sdp=CANARY, box=CANARY, resume=CANARY, nameplate=CANARY)) == {
        "at", "level", "logger", "event"
    }  # fmt: skip


def test_arguments_of_other_libraries_stay_inside() -> None:
    assert line("Not Found: %s", f"/{CANARY}", name="django.request")["event"] == "Not Found: %s"


def test_an_exception_tells_its_kind_and_place_but_not_its_words() -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        found = line("failed", exc=True)
    assert found["exception"] == "ValueError"
    assert str(found["places"]).startswith("['test_logs.py:")


def test_a_line_stays_one_line_and_short() -> None:
    found = line("x", reason="a\nb\x1b[31m" + "c" * 900)
    assert len(str(found["reason"])) == 200


def test_a_message_that_is_no_text_is_named_by_its_type() -> None:
    assert line({"pass": CANARY})["event"] == "dict"


def test_a_warning_tells_its_kind_and_place_but_not_its_words(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger="yorisoi.python")
    logging.getLogger("yorisoi.python").addHandler(caplog.handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warn_in_json()
            warnings.warn(f"old: {CANARY}", DeprecationWarning, stacklevel=1)
    finally:
        logging.getLogger("yorisoi.python").removeHandler(caplog.handler)
    found = json.loads(JsonLines().format(caplog.records[0]))
    assert (found["event"], found["level"]) == ("warning", "warning")
    assert found["reason"].startswith("DeprecationWarning test_logs.py:")
    assert CANARY not in str(found)
