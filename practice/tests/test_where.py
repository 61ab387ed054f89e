"""The demo's other commands find it on whichever port it serves."""

import sys
from pathlib import Path

import pytest
from django.core.management import CommandError
from yorisoi_practice import __main__, serve, where
from yorisoi_practice.management.commands.ring import a_number


def test_the_port_is_the_one_last_served_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YORISOI_DATA", str(tmp_path))
    assert where.last_port() == 8000
    where.remember(8140)
    assert where.last_port() == 8140


@pytest.mark.parametrize(
    "written", [b"", b"http://elsewhere.example:80\n", b"\xff\xfe", b"http://localhost:99999999\n"]
)
def test_what_is_no_place_of_the_demo_is_taken_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: bytes
) -> None:
    monkeypatch.setenv("YORISOI_DATA", str(tmp_path))
    (tmp_path / where.FILE).write_bytes(written)
    assert where.last_port() == 8000


@pytest.mark.parametrize("text", ["99999", "0", "-1", "65536", "eighty", "８０", ""])
@pytest.mark.parametrize(("program", "word"), [("serve", "--port"), ("", "--port"), ("", "--telephone-port")])
def test_what_is_no_port_is_refused_before_anything_begins(
    program: str, word: str, text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["./run", f"{word}={text}"])
    with pytest.raises(SystemExit) as refused:
        (serve if program else __main__).main()
    assert refused.value.code == 2
    assert "is no port; one is a whole number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["あ", "12", "call me"])
def test_what_is_no_number_does_not_ring(number: str) -> None:
    with pytest.raises(CommandError, match="--number"):
        a_number(number)


@pytest.mark.parametrize("number", ["", "0847-11-2222", "+81847112222"])
def test_a_number_or_a_withheld_one_rings(number: str) -> None:
    assert a_number(number) == number
