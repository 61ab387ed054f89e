"""The what-if command, as a person types it: no database is allowed in these tests."""

import json
from pathlib import Path
from typing import Any

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
    assert (
        told[0]["explanation"] == "0 yen: a free month of the first contract. "
        "If the contract goes on, the monthly fee begins with 6/2026."
    )
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
            "history.json: prices: no price is set for 2026-06; expected an earlier `from`",
        ),
        (
            json.dumps({"lines": [line()], "periods": [period()], "tax_rates": [{"from": "2027-01", "percent": 1}]}),
            (),
            "history.json: tax_rates: no tax rate is set for 2026-06; expected an earlier `from`",
        ),
        (
            json.dumps({"lines": [line("\ud800")], "periods": []}),
            ("--format", "json"),
            "history.json: lines[0].id: half a character",
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


def test_no_price_and_no_tax_rate_is_asked_for_where_nothing_is_charged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Free by window, free by campaign, without a contract: the rates may begin with the first month of a fee."""
    gift = {"id": "gift", "terms": [{"from_month": 1, "to_month": 2, "amount": 0}]}
    since = {
        "prices": [{"from": "2026-06", "amount": 550}],
        "tax_rates": [{"from": "2026-06", "percent": 10}],
        "campaigns": [gift],
    }
    lines = [line(), line("L2", customer="C2"), line("L3", customer="C3")]
    text = json.dumps({"lines": lines, "periods": [period(), period(line="L2", campaign="gift")]} | since)
    told = json.loads(run(tmp_path, capsys, text, "--format", "json"))
    assert [row["amount"] for row in told] == [0, 0, 550, 0, 0, 550, 0, 0, 0]


def told_in_english(tmp_path: Path, capsys: pytest.CaptureFixture[str], given: dict[str, Any]) -> list[str]:
    text = json.dumps({"lines": [line()]} | given)
    found = json.loads(run(tmp_path, capsys, text, "--format", "json", "--language", "en", "--to", "2026-12"))
    return [row["explanation"] for row in found]


FREE = "0 yen: a free month of the first contract."
ENDED = "0 yen: a free month of the first contract. The contract ended in this month, and a free month stays free."
HALF = {"id": "half", "terms": [{"from_month": 3, "to_month": 8, "amount": 275}]}
GIFT = {"id": "gift", "terms": [{"from_month": 3, "to_month": 8, "amount": 0}]}


def from_then(month: str) -> str:
    return f"{FREE} If the contract goes on, the monthly fee begins with {month}."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"periods": [period(end="2026-04-20")]}, [ENDED]),
        ({"periods": [period(end="2026-05-31")]}, [FREE, ENDED]),
        ({"periods": [period(end="2026-06-01")]}, [from_then("6/2026"), from_then("6/2026")]),
        ({"lines": [line(closed="2026-05-10")], "periods": [period()]}, [FREE, ENDED]),
        ({"periods": [period(end="2026-04-20"), period("2026-08-01")]}, [ENDED]),
        ({"periods": [period(campaign="gift")], "campaigns": [GIFT]}, [from_then("12/2026"), from_then("12/2026")]),
        ({"periods": [period(campaign="gift", end="2026-11-30")], "campaigns": [GIFT]}, [FREE, FREE]),
        ({"periods": [period(campaign="half")], "campaigns": [HALF]}, [from_then("6/2026")]),
        (
            {
                "lines": [line(suspensions=[{"from": "2026-05-20", "to": "2026-07-31"}])],
                "periods": [period()],
            },
            [from_then("8/2026")],
        ),
        ({"lines": [line(suspensions=[{"from": "2026-05-20", "to": "9999-12-31"}])], "periods": [period()]}, [FREE]),
    ],
)
def test_a_free_month_promises_a_fee_only_where_one_comes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: dict[str, Any], said: list[str]
) -> None:
    assert told_in_english(tmp_path, capsys, given)[: len(said)] == said


def test_a_missing_file_is_named() -> None:
    with pytest.raises(CommandError, match=r"--history: .*expected a file that can be read"):
        call_command("charges", "explain", "--history", "nowhere.json", "--from", "2026-04", "--to", "2026-06")
