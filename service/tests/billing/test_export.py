"""The file for the internet bill: what the run booked, the same bytes every time, never half a file."""

import hashlib
from pathlib import Path

import pytest
from yorisoi_service.audit import queries as audit
from yorisoi_service.billing.errors import BadMonth, Debited, FileStands, NotWritable
from yorisoi_service.billing.services.export import Encoding, Exported, export_month
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.errors import NotAllowed

from .conftest import Office, noon

JULY = Month(2026, 7)


def export(office: Office, out: Path, encoding: Encoding = "utf-8", force: bool = False) -> Exported:
    return export_month(JULY, out=out, encoding=encoding, force=force, by=office.accountant, now=noon("2026-08-05"))


def closed(office: Office) -> None:
    period = office.join(office.line("L-1"), "2026-04-15")
    office.join(office.line("L-2", "C-10002"), "2026-07-03")
    office.close("2026-06")
    office.cancel(period, "2026-05-31", entered="2026-07-20")
    office.close("2026-07")


def test_charges_and_adjustments_stand_under_the_account_of_the_internet_bill(office: Office, tmp_path: Path) -> None:
    office.subscriber("C-10001", billing_account="N-77")
    closed(office)
    done = export(office, tmp_path / "july.csv")
    written = (tmp_path / "july.csv").read_bytes()
    lines = written.decode("ascii").split("\r\n")
    assert lines[0] == "charge_id,billing_account,line,service_month,billing_month,kind,reason,amount_yen,tax_percent"
    assert [line.split(",", 1)[1] for line in sorted(lines[1:-1])] == [
        "N-77,L-1,2026-06,2026-07,adjustment,NOT_SUBSCRIBED,-550,10",
        "C-10002,L-2,2026-07,2026-07,charge,FREE,0,10",
    ]
    assert (done.rows, done.total, done.is_new) == (2, -550, True)
    assert done.sha256 == hashlib.sha256(written).hexdigest()
    assert (tmp_path / "july.csv").stat().st_mode & 0o777 == 0o600


def test_asked_again_it_is_the_same_to_the_byte(office: Office, tmp_path: Path) -> None:
    closed(office)
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    export(office, first)
    office.join(office.line("L-3", "C-10003"), "2026-07-09", entered="2026-08-04")
    office.close("2026-08")
    assert export(office, second).is_new
    assert export(office, first).is_new is False
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["first.csv", "second.csv"]


def test_another_file_is_replaced_only_when_that_is_meant(office: Office, tmp_path: Path) -> None:
    closed(office)
    out = tmp_path / "july.csv"
    out.write_text("somebody's work")
    with pytest.raises(FileStands, match=r"july\.csv"):
        export(office, out)
    assert out.read_text() == "somebody's work"
    assert list(tmp_path.iterdir()) == [out]
    assert export(office, out, force=True).is_new
    assert out.read_bytes().startswith(b"charge_id,")


def test_every_export_is_in_the_trail_with_its_checksum(office: Office, tmp_path: Path) -> None:
    closed(office)
    done = export(office, tmp_path / "july.csv")
    link = list(audit.links())[-1]
    assert (link.event, link.by, link.about) == ("month.exported", "staff:31", "month:2026-07")
    assert done.sha256 in link.facts


def test_what_is_debited_goes_to_no_bill_but_to_the_books(office: Office, tmp_path: Path) -> None:
    closed(office)

    def debited(**more: bool) -> Exported:
        return export_month(
            JULY,
            out=tmp_path / "july.csv",
            encoding="utf-8",
            force=False,
            by=office.accountant,
            now=noon("2026-08-05"),
            debited=True,
            **more,
        )

    with pytest.raises(Debited, match=r"debits export 2026-07.*--for-books"):
        debited()
    assert list(tmp_path.iterdir()) == []
    assert "month.exported" not in {link.event for link in audit.links()}
    assert debited(for_books=True).rows == 2
    assert '"for_books":true' in list(audit.links())[-1].facts


def test_a_month_that_is_not_closed_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadMonth, match=r"close-month 2026-07"):
        export(office, tmp_path / "july.csv")
    assert list(tmp_path.iterdir()) == []


def test_only_who_may_take_money_out_exports(office: Office, tmp_path: Path) -> None:
    closed(office)
    with pytest.raises(NotAllowed):
        export_month(JULY, out=tmp_path / "x", encoding="utf-8", force=False, by=office.clerk, now=noon("2026-08-05"))


def test_cp932_is_written_and_what_it_lacks_is_an_error_naming_the_subscriber(office: Office, tmp_path: Path) -> None:
    office.join(office.line("線-1"), "2026-04-15")
    office.close("2026-06")
    office.join(office.line("線-𠮷", "C-10002"), "2026-04-15", entered="2026-07-02")
    office.close("2026-07")
    with pytest.raises(NotWritable, match=r"C-10002"):
        export(office, tmp_path / "july.csv", "cp932")
    assert list(tmp_path.iterdir()) == []
    export(office, tmp_path / "july.csv", "utf-8")
    june = tmp_path / "june.csv"
    export_month(Month(2026, 6), out=june, encoding="cp932", force=False, by=office.accountant, now=noon("2026-08-05"))
    assert "線-1".encode("cp932") in june.read_bytes()


def test_more_rows_than_one_batch_are_all_there_in_order(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yorisoi_service.billing.queries.BATCH", 2)
    for number in range(1, 6):
        office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")
    office.close("2026-07")
    export(office, tmp_path / "july.csv")
    lines = (tmp_path / "july.csv").read_text().splitlines()
    assert [line.split(",")[2] for line in lines[1:]] == [f"L-{number}" for number in range(1, 6)]
