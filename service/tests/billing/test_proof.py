"""Tamper evidence of the ledger: what was booked is in the audit trail with a digest, and every change behind its back is
told, before anything is collected from it."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from yorisoi_service import clock
from yorisoi_service.audit.models import Row
from yorisoi_service.audit.rules.keeping import Periods
from yorisoi_service.audit.services import record
from yorisoi_service.billing.errors import Altered, BadMonth
from yorisoi_service.billing.models import Close, Entry
from yorisoi_service.billing.services import proof, retention
from yorisoi_service.billing.services.export import export_month
from yorisoi_service.contracts.rules.month import Month

from .conftest import Office, noon

JUNE, JULY = Month(2026, 6), Month(2026, 7)


@pytest.fixture
def closed(office: Office) -> Office:
    """June and July, in parts of two subscribers; July has an adjustment too."""
    for number in range(1, 6):
        period = office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")
    office.close("2026-06", chunk=2)
    office.cancel(period, "2026-05-31", entered="2026-07-20")
    office.close("2026-07", chunk=2)
    return office


def entry(number: int = 1, month: str = "2026-07") -> Entry:
    return Entry.objects.filter(line__number=f"L-{number}", close__month=f"{month}-01").get()


def change(**values: object) -> None:
    """As somebody with a hand on the database would."""
    Entry.objects.filter(pk=entry(3).pk).update(**values)


def older() -> None:
    """What the trail holds of months that were closed before there were digests."""
    for row in Row.objects.filter(event__in=(proof.BOOKED, proof.CLOSED)):
        facts = {name: value for name, value in json.loads(row.facts).items() if name != "sha256"}
        Row.objects.filter(pk=row.pk).update(facts=json.dumps(facts))


def test_what_is_booked_is_proved_part_by_part(closed: Office) -> None:
    for month in (JUNE, JULY):
        found = proof.verify(month)
        assert (found.is_proved, found.deleted, found.differences) == (True, 0, ())
    assert (found.rows, found.yen) == (5, 4 * 550 - 550)
    [end] = Row.objects.filter(event="month.closed", about="month:2026-07")
    assert len(json.loads(end.facts)["sha256"]) == 64
    assert Row.objects.filter(event="month.booked", about="month:2026-07").count() == 3


CHANGES: dict[str, Callable[[], object]] = {
    "the amount": lambda: change(amount=1),
    "whose bill": lambda: change(account="N-99"),
    "who pays": lambda: change(subscriber_id=entry(1).subscriber_id),
    "the reason": lambda: change(reason="FREE"),
    "what explains it": lambda: change(facts={"nth": 9}),
    "the tax": lambda: change(tax_percent=8),
    "when it was booked": lambda: change(at=entry(3).at + timedelta(seconds=1)),
    "its name": lambda: change(charge_id="C999-202607"),
    "its run": lambda: change(close_id=Close.objects.get(month="2026-06-01").pk, month="2026-05-01"),
    "a line of another part": lambda: change(line_id=entry(1).line_id, month="2026-05-01"),
    "one is gone": lambda: Entry.objects.filter(pk=entry(3).pk)._raw_delete("default"),
}


@pytest.mark.parametrize("name", list(CHANGES))
def test_every_change_is_told_with_where_it_is_and_nothing_is_collected(
    closed: Office, tmp_path: Path, name: str
) -> None:
    before = [each.charge_id for each in Entry.objects.filter(close__month="2026-07-01").order_by("pk")][2:4]
    CHANGES[name]()
    found = proof.verify(JULY)
    assert found.differences
    assert any("part 2" in each for each in found.differences), found.differences
    if name not in ("its name", "its run", "one is gone", "a line of another part"):
        assert any(f"entries {before[0]} to {before[1]}" in each for each in found.differences)
    with pytest.raises(Altered, match=r"billing verify 2026-07"):
        export_month(
            JULY, out=tmp_path / "x", encoding="utf-8", force=False, by=closed.accountant, now=noon("2026-08-05")
        )
    with pytest.raises(Altered):
        proof.agree(JULY)
    assert list(tmp_path.iterdir()) == []
    assert not Row.objects.filter(event="month.exported").exists()


def test_an_entry_too_many_is_told(closed: Office) -> None:
    more = entry(5)
    more.pk, more.month, more.charge_id, more._state.adding = None, Month(2026, 5).first_day, "A9-202605-202607", True
    more.save()
    told = proof.verify(JULY).differences
    assert any("part 3" in each and "2 rows" in each for each in told)


def test_two_entries_that_changed_places_are_told(closed: Office) -> None:
    one, other = entry(3), entry(4)
    Entry.objects.filter(pk=one.pk).update(id=10_000)
    assert any("something else" in each for each in proof.verify(JULY).differences)
    assert other.pk < 10_000


def test_the_runs_own_sums_are_looked_at_too(closed: Office) -> None:
    Close.objects.filter(month="2026-07-01").update(total=1)
    assert any("the audit trail says" in each for each in proof.verify(JULY).differences)
    Close.objects.filter(month="2026-06-01").update(sums={"charge": {"FREE": [5, 2_750]}})
    assert any("sums by reason" in each for each in proof.verify(JUNE).differences)


def test_a_forged_end_in_the_trail_is_told(closed: Office) -> None:
    end = Row.objects.get(event="month.closed", about="month:2026-07")
    facts = json.loads(end.facts) | {"sha256": "0" * 64}
    Row.objects.filter(pk=end.pk).update(facts=json.dumps(facts))
    assert any("digests of the parts" in each for each in proof.verify(JULY).differences)
    record(event="month.closed", by="staff:1", about="month:2026-07", facts={"rows": 0}, now=noon("2026-08-05"))
    assert any("exactly one end" in each for each in proof.verify(JULY).differences)
    with pytest.raises(Altered):
        proof.agree(JULY)


def test_months_of_an_older_version_are_held_against_their_rows_and_yen(closed: Office, tmp_path: Path) -> None:
    older()
    found = proof.verify(JULY)
    assert (found.is_proved, found.differences) == (False, ())
    out = tmp_path / "july.csv"
    export_month(JULY, out=out, encoding="utf-8", force=False, by=closed.accountant, now=noon("2026-08-05"))
    change(account="N-99")
    assert proof.verify(JULY).differences == ()
    change(amount=1)
    assert "1 yen" not in proof.verify(JUNE).differences
    assert any("551 yen; booked were 2 rows, 1,100 yen" in each for each in proof.verify(JULY).differences)


def test_a_run_that_an_older_version_began_is_closed_and_compared(office: Office) -> None:
    for number in range(1, 4):
        office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")
    office.close("2026-06")
    with pytest.MonkeyPatch.context() as patched:  # killed behind its first part
        patched.setattr("yorisoi_service.billing.services.month.record_end", killed)
        with pytest.raises(KeyboardInterrupt):
            office.close("2026-07", chunk=2)
    older()
    office.close("2026-07", chunk=2)
    found = proof.verify(JULY)
    assert (found.is_proved, found.rows, found.differences) == (False, 3, ())


def killed(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_month_that_is_not_closed_cannot_be_proved(closed: Office) -> None:
    with pytest.raises(BadMonth, match=r"close-month 2026-08"):
        proof.verify(Month(2026, 8))


def test_what_retention_let_go_is_told_and_excuses_nothing_of_yesterday(closed: Office) -> None:
    for number in range(1, 5):
        closed.cancel(entry(number).line.periods.get(), "2026-08-03")
    closed.close_all("2026-08", "2026-09")
    assert proof.verify(JULY).deleted == 0
    retention.purge(now=noon("2044-10-01"), periods=Periods())
    found = proof.verify(JULY)
    assert (found.rows, found.differences) == (0, ())
    assert found.deleted == 5
    with pytest.raises(Altered):  # the file it once was cannot be made again
        proof.agree(JULY)


def test_what_retention_let_go_excuses_nothing_that_is_younger(closed: Office) -> None:
    with transaction.atomic():
        went = {"billing.Entry delete": 9}
        record(event="retention.purged", by="service", about="retention:billing", facts=went, now=noon("2033-06-30"))
    entries = Entry.objects.filter(pk=entry(3).pk)
    entries._raw_delete("default")
    assert proof.verify(JULY).differences
    with transaction.atomic():
        record(event="retention.purged", by="service", about="retention:billing", facts=went, now=noon("2033-07-01"))
    assert (proof.verify(JULY).differences, proof.verify(JULY).deleted) == ((), 1)


def test_it_reads_page_by_page(closed: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yorisoi_service.billing.queries.BATCH", 2)
    told: list[tuple[int, float]] = []
    assert proof.verify(JULY, progress=lambda *way: told.append(way)).differences == ()
    assert told == [(2, 0.4), (4, 0.8)]


def test_the_command_says_month_by_month_and_ends_with_one_when_any_differs(
    closed: Office, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: noon("2026-08-05"))
    call_command("billing", "verify", "--all")
    said = capsys.readouterr().out.splitlines()
    assert said == ["2026-06: 5 rows, 2,750 yen, as booked", "2026-07: 5 rows, 1,650 yen, as booked"]
    rows = Row.objects.count()
    change(amount=1)
    call_command("billing", "verify", "2026-06")
    for words in (("2026-07",), ("--all",)):
        with pytest.raises(CommandError, match=r"2026-07 is not what was booked.*audit verify") as told:
            call_command("billing", "verify", *words)
        assert told.value.returncode == 1
        out = capsys.readouterr().out
        assert "2026-07: 5 rows, 1,101 yen, NOT as booked\n  part 2, entries C" in out
    assert Row.objects.count() == rows
    for words in ((), ("2026-07", "--all"), ("2026-13",), ("2026-08",)):
        with pytest.raises(CommandError) as refused:
            call_command("billing", "verify", *words)
        assert refused.value.returncode == 2
