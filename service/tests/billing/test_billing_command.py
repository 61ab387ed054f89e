"""The accountant's month as commands: what they say, and with which exit status they refuse."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from yorisoi_service import clock
from yorisoi_service.audit import queries as audit
from yorisoi_service.billing.models import Close, Entry, PriceRow
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role

from .conftest import Office, noon


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon("2026-09-02"))
    monkeypatch.delenv("YORISOI_BY", raising=False)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("billing", *words)
    return capsys.readouterr().out


def refused(*words: str) -> str:
    with pytest.raises(CommandError) as told:
        call_command("billing", *words)
    assert told.value.returncode == 2
    return str(told.value)


def test_a_month_is_previewed_closed_and_exported(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office.join(office.line(), "2026-04-15")
    assert "2026-07 would be closed with this. Nothing was written." in said(
        capsys, "close-month", "2026-07", "--preview"
    )
    assert not Close.objects.exists()
    told = said(capsys, "close-month", "2026-07")
    assert "2026-07 is closed." in told
    assert told.splitlines()[1].split() == ["charge", "MONTHLY", "1", "rows", "550", "yen"]
    assert said(capsys, "close-month", "2026-07") == "2026-07 is closed already; nothing was changed.\n"
    out = tmp_path / "july.csv"
    assert "1 rows, 550 yen, SHA-256" in said(capsys, "export", "2026-07", "--out", str(out))
    assert "the same to the byte" in said(capsys, "export", "2026-07", "--out", str(out))
    assert "+0 yen against 2026-07" in said(capsys, "close-month", "2026-08", "--preview")


def test_the_way_done_is_told_on_stderr(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.join(office.line(), "2026-04-15")
    call_command("billing", "close-month", "2026-07")
    told = capsys.readouterr().err
    assert "2026-07 is the first month closed here" in told
    assert "[##############################] 100%  1 rows" in told


def test_a_refused_month_is_not_told_as_the_first(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    refused("close-month", "2026-09")
    assert capsys.readouterr().err == ""


def test_refusals_name_the_next_step(office: Office, tmp_path: Path) -> None:
    assert "expected a month like 2026-07" in refused("close-month", "July")
    assert "Close it from 2026-10-01 on" in refused("close-month", "2026-09")
    assert "close-month 2026-07" in refused("export", "2026-07", "--out", str(tmp_path / "x.csv"))
    call_command("billing", "close-month", "2026-06")
    assert "close-month 2026-07" in refused("close-month", "2026-08")
    assert "--out" in refused("export", "2026-06", "--out", str(tmp_path / "missing" / "x.csv"))
    (tmp_path / "stands.csv").write_text("something else")
    assert "--force" in refused("export", "2026-06", "--out", str(tmp_path / "stands.csv"))


def test_where_debit_files_collect_a_month_is_exported_for_the_books_only(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("billing", "close-month", "2026-07")
    own = replace(settings.PROVIDER, collection=replace(settings.PROVIDER.collection, mode="own_debit"))
    monkeypatch.setattr(settings, "PROVIDER", own)
    assert "Next step: debits export 2026-07" in refused("export", "2026-07", "--out", str(tmp_path / "x.csv"))
    assert list(tmp_path.iterdir()) == []
    assert "is written" in said(capsys, "export", "2026-07", "--out", str(tmp_path / "x.csv"), "--for-books")


@pytest.mark.timeout(20)  # a device is read without end
def test_only_a_regular_file_is_written(office: Office, tmp_path: Path) -> None:
    call_command("billing", "close-month", "2026-07")
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for out in (Path("/dev/full"), pipe, link, tmp_path):
        assert "--out" in refused("export", "2026-07", "--out", str(out), "--force")
    assert sorted(tmp_path.iterdir()) == [link, pipe]
    assert "month.exported" not in {row.event for row in audit.links()}


@pytest.mark.parametrize(("month", "asked"), [("2020-01", True), ("2026-05", True), ("2026-06", False)])
def test_a_ledger_begins_long_ago_only_when_that_is_meant(office: Office, month: str, asked: bool) -> None:
    if asked:
        told = refused("close-month", month)
        assert "no way back" in told
        assert f"close-month {month} --first" in told
        assert not Close.objects.exists()
        call_command("billing", "close-month", month, "--first")
    else:
        call_command("billing", "close-month", month)
    call_command("billing", "close-month", month)  # it is closed already, and nothing is asked
    call_command("billing", "close-month", str(Month.parse(month).plus(1)))  # the next one needs no word
    assert Close.objects.count() == 2


def test_the_person_is_named_or_the_only_one_who_may(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "clerk is not somebody who may do this" in refused("close-month", "2026-07", "--by", "clerk")
    assert "nobody is not somebody" in refused("close-month", "2026-07", "--by", "nobody")
    second = StaffMember.objects.create(
        username="kato", number="32", display_name="kato", role=Role.ACCOUNTANT, joined_at=noon("2026-01-05")
    )
    assert "(accountant, kato)" in refused("close-month", "2026-07")
    monkeypatch.setenv("YORISOI_BY", "kato")
    call_command("billing", "close-month", "2026-07")
    call_command("billing", "close-month", "2026-08", "--by", "accountant")
    closed = [link.by for link in audit.links() if link.event == "month.closed"]
    assert closed == ["staff:32", "staff:31"]
    second.is_active = False
    second.save()
    assert "kato is not somebody" in refused("set-price", "2027-01", "660")


def test_prices_come_from_the_provider_file_the_first_time(db: None) -> None:
    Office()
    call_command("billing", "close-month", "2026-07")
    assert [row.amount for row in PriceRow.objects.all()] == [550]


def test_a_price_is_set_for_months_to_come(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "set-price", "2027-01", "660") == "From 2027-01 on the fee is 660 yen, tax included.\n"
    assert "From 2027-04 on" in said(capsys, "set-tax", "2027-04", "12")
    call_command("billing", "close-month", "2026-07")
    assert "is closed" in refused("set-price", "2026-07", "660")


def test_stopped_by_hand_it_says_how_to_go_on(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.join(office.line(), "2026-04-15")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("yorisoi_service.billing.management.progress.Bar.__call__", interrupt)
        with pytest.raises(CommandError, match=r"the same command again") as told:
            call_command("billing", "close-month", "2026-07")
    assert told.value.returncode == 130
    assert Entry.objects.count() == 1
    call_command("billing", "close-month", "2026-07")
    assert Close.objects.get().state == "closed"
