"""The import as a person types it: all or nothing, twice is once, and every refusal with its place and next step."""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from yorisoi_service import clock
from yorisoi_service.audit.models import Row as AuditRow
from yorisoi_service.billing.management.roster_words import next_step, why
from yorisoi_service.billing.models import Close, PolicyRow
from yorisoi_service.clock import business_day
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.errors import FileChanged
from yorisoi_service.contracts.models import Acceptance, Campaign, Event, Period
from yorisoi_service.contracts.rules.roster.complaint import Code, Complaint
from yorisoi_service.contracts.services import importing
from yorisoi_service.contracts.services.applications import apply
from yorisoi_service.contracts.services.endings import cancel
from yorisoi_service.contracts.services.importing import Roster
from yorisoi_service.contracts.services.roster import writing
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers import queries
from yorisoi_service.subscribers.models import Line, SearchKey, Subscriber
from yorisoi_service.testing.people import NOON, Provider

SAMPLE = Path(__file__).parents[3] / "docs" / "operate" / "import-sample.csv"
AGREED = ("--agreed-start", "2024-11-01")
GOOD: dict[str, str] = {
    "customer_number": "K-1001",
    "name": "山田 太郎",
    "kana": "ヤマダ タロウ",
    "address": "府中市本町1-1",
    "phone": "0847-45-1111",
    "mobile": "",
    "email": "",
    "billing_account": "",
    "household": "",
    "line_number": "F-1001",
    "line_address": "",
    "line_opened_on": "2015-04-01",
    "line_closed_on": "",
    "contract_start": "2024-06-10",
    "contract_end": "",
    "free_window_used": "",
    "campaign": "",
    "terms_version": "",
}
Run = Callable[..., str]


@pytest.fixture
def run(provider: Provider, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Imports these rows (or these bytes) as the clerk; returns what stood on the screen."""

    def importing(rows: Iterable[dict[str, str]] | bytes, *words: str) -> str:
        file = tmp_path / "roster.csv"
        file.write_bytes(rows if isinstance(rows, bytes) else written(rows))
        try:
            call_command("subscribers", "import", str(file), "--by", "tanaka", "--language", "en", *words)
        except CommandError as refused:
            if refused.returncode != 2:
                raise
            shown = capsys.readouterr()
            return f"{shown.out}{shown.err}{refused}"
        shown = capsys.readouterr()
        return f"{shown.out}{shown.err}imported"

    return importing


def written(rows: Iterable[dict[str, str]], encoding: str = "utf-8") -> bytes:
    lines = [",".join(GOOD), *(",".join(row.get(column, "") for column in GOOD) for row in rows)]
    return ("\n".join(lines) + "\n").encode(encoding)


def another(number: int, **changed: str) -> dict[str, str]:
    return GOOD | {"customer_number": f"K-{number}", "line_number": f"F-{number}"} | changed


def everything() -> list[Any]:
    """Every row an import writes."""
    models = (Subscriber, Line, Period, Event, Acceptance, SearchKey, AuditRow)
    return [sorted(map(repr, model.objects.values_list())) for model in models]


def test_the_sample_of_the_manual_is_taken_over_whole(provider: Provider) -> None:
    call_command("subscribers", "import", str(SAMPLE), "--by", "tanaka", "--rows", "7", *AGREED)
    known = {line.number: line for line in Line.objects.exclude(pk=provider.line.pk).select_related("subscriber")}
    assert sorted(known) == ["F-00101", "F-00102", "F-00103", "F-00104", "F-00105", "F-00106"]
    assert known["F-00105"].subscriber == known["F-00104"].subscriber
    assert known["F-00105"].address == "広島県府中市例示町5-2, 倉庫"
    assert known["F-00103"].subscriber.billing_account == "K-00102"
    assert known["F-00101"].subscriber.billing_account == "K-00101"
    assert {line.number for line in known.values() if line.free_window_used} == {"F-00102", "F-00106"}
    assert all(line.first_holder == line.subscriber for line in known.values())
    periods = {period.line.number: period for period in Period.objects.exclude(pk=provider.period.pk)}
    assert {number: (row.start_on, row.end_on) for number, row in periods.items()} == {
        "F-00101": (date(2024, 6, 10), None),
        "F-00102": (date(2024, 11, 1), None),
        "F-00104": (date(2023, 1, 5), None),
        "F-00106": (date(2019, 9, 1), date(2025, 2, 28)),
    }
    assert [row.customer_number for row in queries.find("たかはし")] == ["K-00103", "K-00102"]
    assert [row.customer_number for row in queries.find("F-00105")] == ["K-00104"]


def test_the_import_stands_in_story_and_audit_trail_without_anybodys_name(provider: Provider, run: Run) -> None:
    before = AuditRow.objects.count()
    data = written([GOOD, another(1002, contract_start="", line_closed_on="2026-12-31")])
    run(data)
    digest = hashlib.sha256(data).hexdigest()
    (row,) = AuditRow.objects.filter(n__gte=before)
    assert (row.event, row.by, row.about) == ("roster.imported", provider.clerk.actor, f"import:{digest[:16]}")
    assert f'"sha256":"{digest}"' in row.facts
    assert '"contracts":1,"here_already":0,"lines":2,"rows":2' in row.facts
    assert "山田" not in row.facts
    (event,) = Event.objects.filter(line__number="F-1001")
    assert (event.kind, event.on, event.entered_by) == ("joined", date(2024, 6, 10), provider.clerk)
    assert event.facts["import"] == digest[:16]
    assert event.period == contracts.active_period(event.line_id, on=date(2026, 11, 20))


def test_a_dry_run_writes_nothing_and_says_what_would_be(run: Run) -> None:
    before = everything()
    told = run([GOOD, another(1002)], "--dry-run")
    assert "2 rows: new are 2 customers, 2 lines and 2 contracts; 0 rows are here already, 0 refused." in told
    assert everything() == before


def test_the_same_file_again_changes_nothing(run: Run) -> None:
    rows = [GOOD, another(1002, contract_start=""), another(1003, line_number="", line_opened_on="", contract_start="")]
    run(rows)
    before = everything()
    assert "3 rows are here already" in run(rows)
    assert everything() == before


def test_new_rows_join_those_that_are_here(run: Run) -> None:
    run([GOOD])
    told = run([GOOD, GOOD | {"line_number": "F-1001-2"}, another(1002)])
    assert "new are 1 customers, 2 lines and 2 contracts; 1 rows are here already" in told
    assert sorted(line.number for line in Subscriber.objects.get(customer_number="K-1001").lines.all()) == [
        "F-1001", "F-1001-2",
    ]  # fmt: skip
    assert [row.customer_number for row in queries.find("F-1001-2")] == ["K-1001"]


def test_a_contract_is_added_to_a_line_that_has_none(run: Run) -> None:
    run([GOOD | {"contract_start": ""}])
    assert "0 customers, 0 lines and 1 contracts" in run([GOOD])
    assert "1 rows are here already" in run([GOOD])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "山田 次郎"), ("kana", "ヤマダ ジロウ"), ("address", "府中市本町1-2"), ("phone", "0847-45-1112"),
        ("mobile", "090-1111-1111"), ("email", "a@example.jp"), ("billing_account", "K-7"), ("household", "H"),
        ("line_address", "府中市"), ("line_opened_on", "2015-04-02"), ("line_closed_on", "2027-01-31"),
        ("contract_start", "2024-06-11"), ("contract_start", ""), ("contract_end", "2026-12-31"),
        ("free_window_used", "yes"), ("campaign", "half"), ("terms_version", "2026-01"),
    ],
)  # fmt: skip
def test_a_changed_row_is_refused_with_what_differs_and_nothing_is_edited(run: Run, column: str, value: str) -> None:
    run([GOOD])
    before = everything()
    told = run([GOOD | {column: value}, another(1002)])
    assert f"line 2 {column}: Something else is kept here already. Make file and records agree by hand" in told
    assert "山田" not in told
    assert everything() == before


def test_who_cancelled_here_is_not_signed_up_anew_by_an_old_file(provider: Provider, run: Run) -> None:
    run([GOOD])
    period = Period.objects.get(line__number="F-1001")
    cancel(period=period, requested_on=date(2026, 11, 20), by=provider.clerk, now=NOON)
    before = everything()
    assert "line 2 contract_end: Something else is kept here already." in run([GOOD])
    assert everything() == before


def test_a_line_of_somebody_else_is_refused(run: Run) -> None:
    run([GOOD])
    told = run([another(1002, line_number="F-1001")])
    assert "line 2 line_number: The line is kept here as another customer's." in told
    assert told.count("line 2") == 1
    assert not Subscriber.objects.filter(customer_number="K-1002").exists()


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([GOOD, GOOD], "line 3 line_number: The same stands on line 2 already."),
        ([GOOD, another(1002, line_number="F-1001")], "line 3 line_number: The same stands on line 2 already."),
        ([GOOD, GOOD | {"line_number": "F-2", "phone": "0847-45-9999"}], "line 3 customer_number: The same customer"),
        ([GOOD, GOOD | {"line_number": "", "line_opened_on": "", "contract_start": ""}], "line 3 customer_number: The same"),
    ],
)  # fmt: skip
def test_rows_that_repeat_or_contradict_each_other_are_refused(run: Run, rows: list[dict[str, str]], told: str) -> None:
    before = everything()
    assert told in run(rows)
    assert everything() == before


def test_an_unknown_start_counts_from_the_agreed_day_without_free_months(run: Run) -> None:
    told = run([GOOD | {"contract_start": "unknown"}])
    assert "line 2 contract_start: The contract's start is unknown and no day was agreed" in told
    assert run([GOOD | {"contract_start": "unknown"}], *AGREED).endswith("imported")
    line = Line.objects.get(number="F-1001")
    (period,) = contracts.history(line.pk)
    assert (line.free_window_used, period.form_on, period.start_on) == (True, date(2024, 11, 1), date(2024, 11, 1))
    assert "1 rows are here already" in run([GOOD | {"contract_start": "unknown"}], *AGREED)
    assert "contract_start: Something else" in run(
        [GOOD | {"contract_start": "unknown"}], "--agreed-start", "2024-10-01"
    )


def test_no_contract_reaches_into_a_month_that_is_closed(provider: Provider, run: Run) -> None:
    run([another(1000)])
    Close.objects.create(
        month=date(2024, 10, 1), state="closed", events_until=0, started_at=NOON, by=provider.accountant
    )
    told = run([GOOD])
    assert "line 2 contract_start: The contract would have to be charged for months that are closed here." in told
    assert "a day from 2024-11 on" in told
    ended = GOOD | {"contract_end": "2024-09-30"}
    assert run([ended, another(1000), another(1002, contract_start="unknown")], *AGREED).endswith("imported")


def test_no_row_takes_back_free_months_that_were_charged_as_free(provider: Provider, run: Run) -> None:
    here = {
        "customer_number": "C-10001", "name": "佐藤 花子", "kana": "サトウ ハナコ", "address": "広島県府中市見本町1-2-3",
        "phone": "0847-11-2222", "mobile": "", "email": "", "billing_account": "", "household": "",
    }  # fmt: skip
    used = GOOD | here | {"line_number": "F-9", "contract_start": "", "free_window_used": "yes"}
    ended = GOOD | here | {"line_number": "F-9", "contract_start": "2020-05-01", "contract_end": "2021-03-31"}
    for row in (used, ended):
        assert run([row], "--dry-run").endswith("imported")
    Close.objects.create(
        month=date(2026, 6, 1), state="closed", events_until=0, started_at=NOON, by=provider.accountant
    )
    would = "this would change what they cost"
    assert "line 2 free_window_used: This customer, or their household, has a contract here" in run([used])
    assert "line 2 contract_start: This customer, or their household, has a contract here" in run([ended])
    assert would in run([used])
    stranger = {"customer_number": "K-5000", "line_number": "F-10", "free_window_used": "yes", "contract_start": ""}
    assert run([used | stranger]).endswith("imported")
    PolicyRow.objects.create(since=date(2026, 1, 1), settings={"first_time_scope": "household"}, at=NOON)
    Subscriber.objects.filter(pk=provider.subscriber.pk).update(household="home")
    mate = GOOD | {"customer_number": "K-6000", "line_number": "F-11", "free_window_used": "yes", "contract_start": ""}
    assert would in run([mate | {"household": "home"}])
    assert run([mate | {"household": "elsewhere"}]).endswith("imported")


def test_campaign_and_terms_must_be_known(provider: Provider, run: Run) -> None:
    told = run([GOOD | {"campaign": "half", "terms_version": "0"}])
    assert "line 2 campaign: There is no campaign with this code." in told
    assert "line 2 terms_version: There is no version of the terms with this name." in told
    half = Campaign.objects.create(
        code="half", name={"ja": "半額", "en": "Half"}, terms=[{"from_month": 1, "to_month": 2, "amount": 275}],
        offered_from=date(2024, 6, 1), offered_until=date(2024, 6, 9), for_whom="first",
        entered_by=provider.accountant, entered_at=NOON,
    )  # fmt: skip
    assert "line 2 campaign: The campaign was not offered on the day" in run([GOOD | {"campaign": "half"}])
    Campaign.objects.filter(pk=half.pk).update(offered_until=date(2024, 6, 10))
    version = provider.period.acceptances.get().version
    row = GOOD | {"campaign": "half", "terms_version": version}
    assert run([row]).endswith("imported")
    (period,) = Period.objects.filter(line__number="F-1001")
    assert (period.campaign, period.acceptances.get().version) == (half, version)
    assert "1 rows are here already" in run([row])


def test_a_contract_with_an_end_ends(run: Run) -> None:
    run([
        GOOD | {"contract_end": "2024-10-31"},
        another(1002, contract_end="2190-12-31"),
        another(1003, line_closed_on="2190-12-15"),
    ])  # fmt: skip
    ends = {
        period.line.number: (period.end_on, period.requested_end_on, period.end_cause)
        for period in Period.objects.filter(line__number__startswith="F-")
    }
    assert ends == {
        "F-1001": (date(2024, 10, 31), date(2024, 10, 31), "request"),
        "F-1002": (date(2190, 12, 31), business_day(clock.now()), "request"),
        "F-1003": (date(2190, 12, 15), None, "line_closed"),
    }
    kinds = Event.objects.filter(line__number__startswith="F-").order_by("pk").values_list("line__number", "kind")
    assert list(kinds) == [
        ("F-1001", "joined"), ("F-1001", "cancelled"), ("F-1002", "joined"), ("F-1002", "cancellation_reserved"),
        ("F-1003", "joined"),
    ]  # fmt: skip


def test_the_report_lists_every_refusal_with_place_and_next_step_and_no_personal_data(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    told = run(
        [another(2000 + n, phone="many", name="=山田()") for n in range(30)], "--dry-run", "--report", str(report)
    )
    assert told.count("\nline ") + told.startswith("line ") == 20
    assert "... and 40 more; --report FILE lists them all." in told
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    assert rows[:2] == [
        {
            "line": "2", "column": "name", "reason": "formula",
            "why": "It begins like a formula, and spreadsheet programs would run it.",
            "next_step": "Remove the sign at its beginning.",
        },
        {
            "line": "2", "column": "phone", "reason": "phone",
            "why": "A telephone number has 10 or 11 digits, and hyphens between them.",
            "next_step": "Correct the row in the billing system and export again.",
        },
    ]  # fmt: skip
    assert "山田" not in report.read_text(encoding="utf-8-sig")


def test_cp932_is_read_when_it_is_said(run: Run) -> None:
    rows = [GOOD | {"name": "髙橋 ①"}]
    assert run(written(rows, "cp932"), "--encoding", "cp932").endswith("imported")
    assert Subscriber.objects.get(customer_number="K-1001").name == "髙橋 ①"


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 3)
    monkeypatch.setattr(writing, "STORY_CHUNK", 2)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("how_many", [1, 2, 3, 4, 6, 7])
def test_a_file_has_no_seams(run: Run, how_many: int) -> None:
    told = run([another(10_000 + number) for number in range(how_many)])
    assert f"{how_many} rows: new are {how_many} customers, {how_many} lines and {how_many} contracts" in told
    assert Line.objects.filter(number__startswith="F-").count() == how_many
    assert Event.objects.filter(kind="joined", line__number__startswith="F-").count() == how_many


@pytest.mark.usefixtures("small_chunks")
def test_a_customer_of_many_lines_is_written_once_whatever_lies_between(run: Run) -> None:
    rows = [GOOD, *(another(10_000 + number) for number in range(5)), GOOD | {"line_number": "F-9"}]
    assert "new are 6 customers, 7 lines" in run(rows)
    assert [row.customer_number for row in queries.find("F-9")] == ["K-1001"]
    assert "7 rows are here already" in run(rows)


@pytest.mark.usefixtures("small_chunks")
def test_one_wrong_row_at_the_end_keeps_all_of_them_out(run: Run) -> None:
    before = everything()
    told = run([*(another(number) for number in range(2000, 2010)), another(3000, phone="847451111")])
    assert "line 12 phone: The telephone number does not begin with 0" in told
    assert "11 rows: new are 10 customers" in told
    assert everything() == before


def test_only_who_registers_contracts_may_import(provider: Provider, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes(written([GOOD]))
    with pytest.raises(CommandError) as refused:
        call_command("subscribers", "import", str(file), "--by", "yamada")
    assert refused.value.returncode == 2
    with pytest.raises(NotAllowed):
        take(Roster(partial(file.open, "rb")), provider.communicator)
    assert Subscriber.objects.count() == 1


def take(roster: Roster, by: StaffMember) -> None:
    """Check, and import what was checked."""
    checked = importing.check(roster, complain=print, progress=print, now=NOON)
    importing.take(roster, checked=checked, progress=print, by=by, now=NOON)


def test_a_file_that_changes_between_check_and_import_is_not_imported(provider: Provider) -> None:
    files = [written([GOOD]), written([GOOD | {"name": "山田 次郎"}])]
    before = everything()
    with pytest.raises(FileChanged):
        take(Roster(lambda: BytesIO(files.pop(0))), provider.clerk)
    assert everything() == before


def test_what_somebody_enters_between_check_and_import_is_not_overwritten(provider: Provider) -> None:
    file = written([GOOD])

    def opened(_reads: list[int] = []) -> BytesIO:  # noqa: B006 - counts how often the file was opened
        _reads.append(1)
        if len(_reads) == 2:
            provider.household("K-1001", "0847-45-1111")
        return BytesIO(file)

    with pytest.raises(FileChanged):
        take(Roster(opened), provider.clerk)
    assert not Line.objects.filter(number="F-1001").exists()


def test_an_application_that_waits_becomes_the_contract(provider: Provider, run: Run) -> None:
    run([GOOD | {"contract_start": ""}])
    line = Line.objects.get(number="F-1001")
    waiting = apply(line=line, channel="phone", solicited=False, received_on=NOON.date(), by=provider.clerk, now=NOON)
    run([GOOD])
    waiting.refresh_from_db()
    assert (waiting.state, waiting.period) == ("active", Period.objects.get(line=line))


def test_every_reason_is_told_in_japanese_and_english_with_a_next_step() -> None:
    values = dict.fromkeys(
        ("found", "expected", "most", "columns", "known", "character", "first", "last", "start", "closed", "other"), "7"
    )
    for code in Code:
        complaint = Complaint(2, code, "name", values)
        with translation.override("en"):
            english = (why(complaint), next_step(complaint))
        with translation.override("ja"):
            japanese = (why(complaint), next_step(complaint))
        assert all(text.endswith((".", "7")) and text.isascii() for text in english), code
        assert all(re.search("[ぁ-ん]", text) and "%(" not in text for text in japanese), code
