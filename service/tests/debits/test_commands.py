"""The accountant's commands: what they write, what they say, and how they refuse."""

import csv
import io
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from yorisoi_service import clock
from yorisoi_service.audit.services import record
from yorisoi_service.billing.services.export import export_month
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.models import DebitRun
from yorisoi_service.debits.rules.profile import Collection
from yorisoi_service.testing.collecting import COLLECTION, KEY, Collecting, answered


@pytest.fixture
def ready(collecting: Collecting, monkeypatch: pytest.MonkeyPatch) -> Collecting:
    """The command's world: the provider file, the key, and a day before the cut-off."""
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, collection=COLLECTION))
    monkeypatch.setattr(settings, "DATA_KEY", KEY)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 7, 3, 3, 0, tzinfo=UTC))
    collecting.now = clock.now()
    return collecting


def run(*words: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("debits", *map(str, words), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refused(*words: Any) -> str:
    with pytest.raises(CommandError) as why:
        run(*words)
    assert why.value.returncode == 2
    return str(why.value)


def test_a_month_from_request_to_answer(ready: Collecting, tmp_path: Path) -> None:
    subscriber, without = ready.subscriber(), ready.subscriber(mandate=False)
    ready.books("2026-06", {subscriber: 550, without: 550})
    file = tmp_path / "request.txt"
    out, err = run("export", "2026-06", "--out", file)
    assert "1 debits, 550 yen, debit date 2026-07-27" in out
    assert "until 2026-07-15" in out  # seven bank business days before, around the holiday of the 20th
    assert "from 2026-07-31" in out
    assert without.customer_number in err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    content = file.read_bytes()
    assert len(content) == 4 * 122

    out, _ = run("export", "2026-06", "--out", file)
    assert "the same to the byte" in out
    answer = tmp_path / "answer.txt"
    answer.write_bytes(answered(content, {f"{subscriber.pk:020d}": "4"}))
    out, err = run("import", answer, "--dry-run")
    assert "Nothing was kept" in out
    out, err = run("import", answer)
    assert "1 failed, 550 yen" in out
    assert subscriber.customer_number in err
    assert "taken already" in run("import", answer)[0]

    slips = tmp_path / "slips.csv"
    out, _ = run("slips", "--out", slips)
    assert "2 slips, 1,100 yen" in out
    with slips.open(encoding="utf-8", newline="") as rows:
        listed = list(csv.DictReader(rows))
    assert [(row["customer_number"], row["service_month"], row["amount_yen"]) for row in listed] == [
        (subscriber.customer_number, "2026-06", "550"),
        (without.customer_number, "2026-06", "550"),
    ]
    assert stat.S_IMODE(slips.stat().st_mode) == 0o600


def test_a_preview_writes_nothing(ready: Collecting, tmp_path: Path) -> None:
    ready.books("2026-06", {ready.subscriber(): 550})
    out, _ = run("export", "2026-06", "--preview", "--out", tmp_path / "request.txt")
    assert "Nothing was kept" in out
    assert not list(tmp_path.iterdir())
    assert not DebitRun.objects.exists()


def test_a_month_without_debits_needs_no_file(ready: Collecting, tmp_path: Path) -> None:
    ready.books("2026-06", {ready.subscriber(): 0})
    assert "no file is needed" in run("export", "2026-06", "--out", tmp_path / "request.txt")[0]
    assert not list(tmp_path.iterdir())


def test_a_file_behind_the_cut_off_is_told(ready: Collecting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ready.books("2026-06", {ready.subscriber(): 550})
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 7, 24, 3, 0, tzinfo=UTC))
    _, err = run("export", "2026-06", "--preview")  # taken until the 15th, debited on the 27th
    assert "--debit-date" in err
    assert "discard" not in err
    _, err = run("export", "2026-06", "--out", tmp_path / "request.txt")
    assert "discard this file and export with --debit-date" in err


def test_a_first_file_that_gives_up_closed_months_must_be_meant(ready: Collecting, tmp_path: Path) -> None:
    subscriber = ready.subscriber()
    for month in ("2026-05", "2026-06"):
        ready.books(month, {subscriber: 550})
    file = tmp_path / "request.txt"
    assert "export 2026-05 first" in refused("export", "2026-06", "--out", file)
    assert "550 yen" in refused("export", "2026-06", "--preview")
    assert "2026-05 to 2026-05, 550 yen" in run("export", "2026-06", "--preview", "--first")[1]
    assert not DebitRun.objects.exists()
    assert "2026-05 to 2026-05, 550 yen" in run("export", "2026-06", "--out", file, "--first")[1]


def test_what_a_bill_has_had_is_debited_on_somebodys_word_only(ready: Collecting, tmp_path: Path) -> None:
    ready.books("2026-06", {ready.subscriber(): 550})
    export_month(
        Month(2026, 6),
        out=tmp_path / "bill.csv",
        encoding="utf-8",
        force=False,
        by=ready.provider.accountant,
        now=ready.now,
    )
    for more in ((), ("--preview",)):
        assert "--not-billed" in refused("export", "2026-06", "--out", tmp_path / "request.txt", *more)
    assert "1 debits, 550 yen" in run("export", "2026-06", "--out", tmp_path / "request.txt", "--not-billed")[0]


def test_months_that_a_file_passes_over_are_told_and_in_doubt_asked_for(ready: Collecting, tmp_path: Path) -> None:
    subscriber = ready.subscriber()
    for month in ("2026-06", "2026-07", "2026-08"):
        ready.books(month, {subscriber: 550})
    run("export", "2026-06", "--out", tmp_path / "june.txt")
    by = ready.provider.accountant.actor
    record(event="month.exported", by=by, about="month:2026-07", facts={"rows": 1, "yen": 550}, now=ready.now)
    for more in ((), ("--preview",)):
        assert "--was-billed" in refused("export", "2026-08", "--out", tmp_path / "request.txt", *more)
    _, err = run("export", "2026-08", "--out", tmp_path / "request.txt", "--was-billed")
    assert "Collected by the internet bill, never by files from here: 2026-07 to 2026-07, 550 yen." in err


def test_no_file_is_for_a_debit_day_that_is_gone(ready: Collecting, tmp_path: Path) -> None:
    ready.books("2026-05", {ready.subscriber(): 550})
    file = tmp_path / "request.txt"
    for more in ((), ("--preview",)):
        told = refused("export", "2026-05", "--out", file, *more)  # 29 June, and it is July
        assert "2026-06-29" in told
        assert "--debit-date" in told
    assert not DebitRun.objects.exists()
    assert not file.exists()
    assert "debit date 2026-07-27" in run("export", "2026-05", "--out", file, "--debit-date", "2026-07-27")[0]


@pytest.mark.parametrize("verb", [("export", "2026-06"), ("slips",)])
def test_only_a_regular_file_is_written(ready: Collecting, tmp_path: Path, verb: tuple[str, ...]) -> None:
    ready.books("2026-06", {ready.subscriber(): 550})
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for out in (Path("/dev/full"), pipe, link, tmp_path):
        assert "--out" in refused(*verb, "--out", out, "--force")
    assert not DebitRun.objects.exists()
    assert sorted(tmp_path.iterdir()) == [link, pipe]


def test_a_file_is_discarded_on_somebodys_word_only(ready: Collecting, tmp_path: Path) -> None:
    ready.books("2026-06", {ready.subscriber(): 550})
    run("export", "2026-06", "--out", tmp_path / "request.txt")
    assert "--never-sent" in refused("discard", "2026-06")
    assert DebitRun.objects.exists()
    run("discard", "2026-06", "--never-sent")
    assert not DebitRun.objects.exists()


def test_another_file_is_never_overwritten_unasked(ready: Collecting, tmp_path: Path) -> None:
    ready.books("2026-06", {ready.subscriber(): 550})
    file = tmp_path / "kept.txt"
    file.write_text("something else")
    assert "--force" in refused("export", "2026-06", "--out", file)
    assert file.read_text() == "something else"
    run("export", "2026-06", "--out", file, "--force")
    assert file.read_bytes().startswith(b"1910")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


WRONG: dict[str, Callable[[Path], tuple[Any, ...]]] = {
    "a month that is none": lambda folder: ("export", "2026-13", "--out", folder / "a"),
    "a day that is none": lambda folder: ("export", "2026-06", "--out", folder / "a", "--debit-date", "27"),
    "a day without its hyphens": lambda folder: (
        "export",
        "2026-06",
        "--out",
        folder / "a",
        "--debit-date",
        "20260727",
    ),
    "nowhere to write": lambda folder: ("export", "2026-06", "--out", folder / "none" / "a"),
    "a folder": lambda folder: ("export", "2026-06", "--out", folder),
    "no file named": lambda folder: ("export", "2026-06"),
    "not closed": lambda folder: ("export", "2026-07", "--out", folder / "a"),
    "somebody who may not": lambda folder: ("export", "2026-06", "--out", folder / "a", "--by", "yamada"),
    "no answer there": lambda folder: ("import", folder / "none"),
    "a folder as answer": lambda folder: ("import", folder),
    "no answer at all": lambda folder: ("import", Path(__file__)),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_wrong_input_is_refused_with_status_two(ready: Collecting, tmp_path: Path, name: str) -> None:
    ready.books("2026-06", {ready.subscriber(): 550})
    assert refused(*WRONG[name](tmp_path))
    assert not DebitRun.objects.exists()
    assert not list(tmp_path.iterdir())


def test_a_provider_that_bills_otherwise_is_told_what_to_do(
    ready: Collecting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PROVIDER", replace(settings.PROVIDER, collection=Collection()))
    assert "own_debit" in refused("export", "2026-06", "--out", tmp_path / "a")


def test_a_list_of_slips_names_whom_an_encoding_cannot_write(ready: Collecting, tmp_path: Path) -> None:
    subscriber = ready.subscriber(mandate=False)
    ready.books("2026-06", {subscriber: 550})
    run("export", "2026-06", "--out", tmp_path / "a")
    subscriber.name = "𠮷田 花子"
    subscriber.save()
    assert subscriber.customer_number in refused("slips", "--out", tmp_path / "slips.csv", "--encoding", "cp932")
    run("slips", "--out", tmp_path / "slips.csv")
