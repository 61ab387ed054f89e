"""A telephone system is believed when it signs: exactly this body, at about this moment, with our key."""

from datetime import UTC, datetime, timedelta

import pytest
from yorisoi_service.front.api.signature import WINDOW_S, fault_of, sign

KEY = "k" * 32
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
AT = str(int(NOW.timestamp()))
BODY = b'{"call_id":"1.1"}'


def judged(*, key: str = KEY, timestamp: str = AT, signature: str | None = None, body: bytes = BODY) -> str | None:
    right = sign(KEY, AT, BODY)
    return fault_of(
        key=key, timestamp=timestamp, signature=right if signature is None else signature, body=body, now=NOW
    )


def test_the_signature_is_the_one_that_openssl_makes() -> None:
    # printf '%s.%s' 1795143600 '{"call_id":"1.1"}' | openssl dgst -sha256 -hmac "$(printf 'k%.0s' $(seq 32))"
    assert AT == "1795143600"
    assert sign(KEY, AT, BODY) == "167a92833680824545582d4d13b19caa70402f94bf213d78985030b14db7a95a"
    assert judged() is None


@pytest.mark.parametrize(
    "change",
    [{"key": "K" * 32}, {"body": BODY + b" "}, {"signature": "0" * 64}, {"timestamp": str(int(AT) + 1)}],
)
def test_another_key_body_or_moment_is_not_believed(change: dict[str, str]) -> None:
    assert judged(**change) == "bad_signature"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"signature": ""},
        {"signature": sign(KEY, AT, BODY).upper()},
        {"signature": "é" * 64},
        {"signature": sign(KEY, AT, BODY) + "\n"},
        {"timestamp": ""},
        {"timestamp": "-1"},
        {"timestamp": "1e9"},
        {"timestamp": "１７９５１４３６００"},
        {"timestamp": "9" * 13},
    ],
)
def test_what_is_no_signature_is_said_to_be_none(change: dict[str, str]) -> None:
    assert judged(**change) == "not_signed"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("off_s", "fault"), [(WINDOW_S, None), (-WINDOW_S, None), (301, "wrong_time"), (-301, "wrong_time")]
)
def test_a_moment_may_be_five_minutes_off(off_s: int, fault: str | None) -> None:
    told = fault_of(key=KEY, timestamp=AT, signature=sign(KEY, AT, BODY), body=BODY, now=NOW + timedelta(seconds=off_s))
    assert told == fault
