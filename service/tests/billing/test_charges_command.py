"""The what-if command, as a person types it: no database is allowed in these tests."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from yorisoi_service.testing.charge_cases import line, period


def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, *more: str) -> str:
    path = tmp_path / "history.json"
    path.write_text(text, encoding="utf-8")
    call_command("charges", "explain", "--history", str(path), "--from", "2026-04", "--to", "2026-06", *more)
    return capsys.readouterr().out


def test_every_line_and_month_is_listed_with_its_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps({"lines": [line(), line("L2", customer="C2")], "periods": [period()]})
    told = json.loads(run(tmp_path, capsys, text, "--format", "json", "--language", "en"))
    assert [(row["line"], row["month"], row["amount"], row["reason"]) for row in told] == [
        ("L1", "2026-04", 0, "FREE"),
        ("L1", "2026-05", 0, "FREE"),
        ("L1", "2026-06", 550, "MONTHLY"),
        ("L2", "2026-04", 0, "NOT_SUBSCRIBED"),
        ("L2", "2026-05", 0, "NOT_SUBSCRIBED"),
        ("L2", "2026-06", 0, "NOT_SUBSCRIBED"),
    ]
    assert all(set(row) == {"line", "month", "amount", "reason", "explanation"} for row in told)
    assert told[0]["explanation"] == "0 yen: a free month of the first contract. The monthly fee begins with 6/2026."
    assert told[2]["explanation"] == "550 yen (50 yen tax included): the monthly fee."


def test_the_explanation_is_japanese_unless_asked_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps({"lines": [line()], "periods": [period()]})
    told = json.loads(run(tmp_path, capsys, text, "--format", "json"))
    assert told[0]["explanation"].startswith("0円")
    assert "2026年6月分" in told[0]["explanation"]


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("{", (), "history.json: line 1, column 2"),
        (json.dumps({"lines": [], "periods": [{}]}), (), "periods[0]: expected the key 'line'"),
        (
            json.dumps({"lines": [line()], "periods": [period()], "prices": [{"from": "2027-01", "amount": 1}]}),
            (),
            "no price is set for 2026-04",
        ),
        (json.dumps({"lines": [], "periods": []}), ("--to", "2026-03"), "--to: expected a month from 2026-04 on"),
        (json.dumps({"lines": [], "periods": []}), ("--to", "soon"), "--to: expected a month like 2026-04"),
    ],
)
def test_bad_input_ends_with_status_2_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, more: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError) as refused:
        run(tmp_path, capsys, text, *more)
    assert refused.value.returncode == 2
    assert said in str(refused.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CommandError, match=r"--history: .*expected a file that can be read"):
        call_command("charges", "explain", "--history", "nowhere.json", "--from", "2026-04", "--to", "2026-06")
