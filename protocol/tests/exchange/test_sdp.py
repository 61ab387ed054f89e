"""Descriptions: what is compared is all that is left for a stack to use."""

import pytest
from yorisoi_protocol.exchange.errors import ExchangeError
from yorisoi_protocol.exchange.sdp import check_candidate, fingerprint, fingerprint_of, pin

VALUE = ":".join(["AB"] * 32)
OTHER = ":".join(["CD"] * 32)
HEAD = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n"


def sdp(*lines: str) -> str:
    return HEAD + "".join(line + "\r\n" for line in lines)


def test_only_the_sha_256_line_survives() -> None:
    longer = [f"a=fingerprint:sha-384 {':'.join(['11'] * 48)}", f"a=fingerprint:sha-512 {':'.join(['22'] * 64)}"]
    wanted = f"a=fingerprint:sha-256 {VALUE}"
    assert pin(sdp(longer[0], wanted, longer[1], "a=setup:active")) == sdp(wanted, "a=setup:active")


def test_the_same_value_in_several_sections_is_one_value() -> None:
    twice = sdp(f"a=fingerprint:sha-256 {VALUE}", "m=audio 9 X 0", f"a=fingerprint:sha-256 {VALUE.lower()}")
    assert fingerprint(twice) == VALUE
    assert pin(twice) == twice


def test_line_ends_are_made_uniform_and_pinning_twice_changes_nothing() -> None:
    text = sdp(f"a=fingerprint:sha-256 {VALUE}")
    assert pin(text.replace("\r\n", "\n")) == pin(text) == pin(pin(text)) == text
    assert pin(text.rstrip()) == text


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [f"a=fingerprint:sha-1 {':'.join(['AB'] * 20)}"],
        [f"a=fingerprint:sha-256 {VALUE}", f"a=fingerprint:sha-1 {':'.join(['AB'] * 20)}"],
        [f"a=fingerprint:sha-256 {VALUE}", f"a=fingerprint:md5 {':'.join(['AB'] * 16)}"],
        [f"a=fingerprint:sha-256 {VALUE}", f"a=fingerprint:sha-256 {OTHER}"],
        [f"a=fingerprint:sha-512 {':'.join(['22'] * 64)}"],
        [f"a=fingerprint:sha-256 {VALUE[:-3]}"],
        [f"a=fingerprint:sha-256 {VALUE}:AB"],
        [f"a=fingerprint:SHA-256 {VALUE}"],
        [f"a=Fingerprint:sha-256 {VALUE}", f"a=fingerprint:sha-256 {VALUE}"],
        [f"a=fingerprint: sha-256 {VALUE}"],
        [f"a=fingerprint:sha-256  {VALUE}"],
        [f"a=fingerprint:sha-256 {VALUE} "],
        [f" a=fingerprint:sha-256 {OTHER}", f"a=fingerprint:sha-256 {VALUE}"],
        [f"a=fingerprint:sha-256 {VALUE}\ra=fingerprint:sha-256 {OTHER}"],
        [f"a=fingerprint:sha-256 {VALUE}", f"a=x\x00a=fingerprint:sha-256 {OTHER}"],
        [f"a=fingerprint:sha-256 {VALUE}", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"],
        [f"a=fingerprint:sha-256 {VALUE}", "A=CRYPTO:1"],
        [f"a=fingerprint:sha-256 {VALUE}", ""],
        [f"a=fingerprint:sha-256 {VALUE}", "no line of SDP"],
        [f"a=fingerprint:sha-256 {VALUE}", "a=x:" + "y" * 24_000],
    ],
)
def test_everything_doubtful_is_refused(lines: list[str]) -> None:
    for ask in (pin, fingerprint):
        with pytest.raises(ExchangeError):
            ask(sdp(*lines))


@pytest.mark.parametrize("text", ["", "v=0", "v=1\r\n", f"a=fingerprint:sha-256 {VALUE}\r\nv=0\r\n"])
def test_what_is_no_description_is_refused(text: str) -> None:
    with pytest.raises(ExchangeError):
        pin(text)


def test_a_certificates_digest_is_written_as_in_a_description() -> None:
    assert fingerprint_of(bytes([0xAB] * 32)) == VALUE


@pytest.mark.parametrize("text", ["", "candidate:1 1 udp 2130706431 192.168.1.5 50000 typ host"])
def test_candidates_of_one_line_pass(text: str) -> None:
    assert check_candidate(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "candidate:",
        "candidate:1\r\na=fingerprint:sha-256 x",
        "candidate:1\n",
        " candidate:1",
        "candidate:1  2",
        "candidate:é",
    ],
)
def test_anything_else_is_no_candidate(text: str) -> None:
    with pytest.raises(ExchangeError):
        check_candidate(text)
