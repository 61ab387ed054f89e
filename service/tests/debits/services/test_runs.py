"""The month's file: what is in it, what is not, and that it is the same file for ever."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from yorisoi_service.audit.models import Row
from yorisoi_service.audit.rules.chain import Fact
from yorisoi_service.audit.services import record
from yorisoi_service.billing.errors import Debited
from yorisoi_service.billing.models import Entry
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.services.export import export_month
from yorisoi_service.billing.services.month import close_month
from yorisoi_service.billing.services.tariff import seed
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits import queries
from yorisoi_service.debits.errors import CannotExport, NotSetUp
from yorisoi_service.debits.models import DebitItem, DebitRun, Mandate, Receivable
from yorisoi_service.debits.queries import receivables_of
from yorisoi_service.debits.rules.profile import Collection
from yorisoi_service.debits.rules.zengin.read import ReadDebit, read
from yorisoi_service.debits.services import mandates
from yorisoi_service.debits.services.discarding import discard
from yorisoi_service.debits.services.slips import list_slips
from yorisoi_service.debits.services.turns import Span
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.testing.collecting import Collecting, answered


def debits(content: bytes) -> list[ReadDebit]:
    [block] = read(content, "request")
    return list(block.debits)


def test_a_charge_becomes_one_record(collecting: Collecting) -> None:
    hanako = collecting.subscriber(holder="さとう　はなこ", account="1234567")
    collecting.books("2026-06", {hanako: 550})
    exported = collecting.exports("2026-06")
    [record] = debits(exported.content)
    assert (record.bank_code, record.branch_code, record.account_type) == ("0169", "012", "1")
    assert (record.account_number, record.holder) == ("1234567", "ｻﾄｳ ﾊﾅｺ")
    assert (record.amount, record.new_code, record.result_code) == (550, "1", "0")
    assert record.customer_ref == f"{hanako.pk:020d}"
    assert exported.run.debit_date == date(2026, 7, 27)
    assert collecting.states(hanako) == {"2026-06": "requested"}


def test_a_join_in_april_becomes_a_debit_in_july(collecting: Collecting) -> None:
    """The whole way: April and May are free, June is debited on 27 July."""
    provider = collecting.provider
    seed(monthly_yen=550, tax_percent=10, policy=Policy(), now=provider.now)
    collecting.mandate(provider.subscriber, holder="サトウ　ハナコ")
    found = []
    for month in ("2026-04", "2026-05", "2026-06"):
        close_month(Month.parse(month), by=provider.accountant, now=provider.now)
        found.append(collecting.exports(month).content)
    assert found[:2] == [b"", b""]
    [record] = debits(found[2])
    assert (record.amount, record.new_code, record.holder) == (550, "1", "ｻﾄｳ ﾊﾅｺ")
    assert (found[2][54:58], found[2][122 + 80 : 122 + 90]) == (b"0727", b"0000000550")


def test_zero_yen_has_no_record_and_no_receivable(collecting: Collecting) -> None:
    free, paying = collecting.subscriber(), collecting.subscriber()
    collecting.books("2026-06", {free: 0, paying: 550})
    assert [record.amount for record in debits(collecting.exports("2026-06").content)] == [550]
    assert collecting.states(free) == {}


def test_a_month_of_nothing_needs_no_file_and_waits_for_no_answer(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 0})
    exported = collecting.exports("2026-06")
    assert (exported.content, exported.run.state) == (b"", "answered")
    assert collecting.exports("2026-06").content == b""


def test_all_lines_of_a_subscriber_are_one_debit(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: [550, 550, -200]})
    assert [record.amount for record in debits(collecting.exports("2026-06").content)] == [900]


def test_the_same_run_gives_the_same_bytes_whatever_changes(collecting: Collecting) -> None:
    changing, leaving = collecting.subscriber(), collecting.subscriber()
    late = collecting.subscriber(mandate=False)
    collecting.books("2026-06", {changing: 550, leaving: 550, late: 550})
    first = collecting.exports("2026-06")
    collecting.renew(changing)
    mandates.end_mandate(subscriber=leaving, by=collecting.provider.clerk, now=collecting.now)
    collecting.mandate(late)
    collecting.collection = replace(
        collecting.collection, debit_day=10, bank=replace(collecting.bank, line_ends="none", client_name="アタラシイ")
    )
    rows = Row.objects.count()
    again = collecting.exports("2026-06")
    assert (again.again, again.content) == (True, first.content)
    assert (DebitRun.objects.count(), DebitItem.objects.count(), Row.objects.count()) == (1, 2, rows)


def test_a_run_is_not_written_again_for_another_day(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    collecting.exports("2026-06")
    with pytest.raises(CannotExport):
        collecting.exports("2026-06", debit_date=date(2026, 8, 3))
    assert collecting.exports("2026-06", debit_date=date(2026, 7, 27)).again


def test_an_altered_row_does_not_give_an_altered_file(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    collecting.exports("2026-06")
    DebitItem.objects.update(amount=560)
    with pytest.raises(CannotExport):
        collecting.exports("2026-06")


def test_nothing_is_collected_from_a_ledger_that_was_changed(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): [550, 550]})
    changed = Entry.objects.filter(pk=Entry.objects.earliest("pk").pk)
    changed.update(amount=5_500)
    for preview in (True, False):
        with pytest.raises(CannotExport, match="billing verify 2026-06"):
            collecting.exports("2026-06", preview=preview)
    assert not DebitRun.objects.exists()
    assert not Receivable.objects.exists()
    changed.update(amount=550)
    assert collecting.exports("2026-06").run.total == 1_100


@pytest.mark.parametrize("state", ["running", None])
def test_a_month_that_is_not_closed_is_refused(collecting: Collecting, state: str | None) -> None:
    if state:
        collecting.books("2026-06", {}, state=state)
    with pytest.raises(CannotExport):
        collecting.exports("2026-06")
    assert not DebitRun.objects.exists()


def test_months_are_exported_one_after_the_other(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-05", "2026-06", "2026-07", "2026-08"):
        collecting.books(month, {subscriber: 550})
    collecting.exports("2026-06", first=True)  # May was collected another way
    for wrong in ("2026-05", "2026-08"):
        with pytest.raises(CannotExport, match="2026-07"):
            collecting.exports(wrong)
    exported = collecting.exports("2026-07")
    assert exported.unanswered == ["2026-06"]
    assert [record.amount for record in debits(exported.content)] == [550]


def test_the_first_file_leaves_no_closed_month_behind_unsaid(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-05", "2026-06", "2026-07"):
        collecting.books(month, {subscriber: [550, 550]})
    collecting.books("2026-08", {}, state="running")
    for preview in (True, False):
        with translation.override("en"), pytest.raises(CannotExport, match=r"export 2026-05 first") as refused:
            collecting.exports("2026-07", preview=preview)
    told = str(refused.value.sentence)
    assert "2026-05 to 2026-06" in told
    assert "2,200 yen" in told
    assert "--first" in told
    assert not Receivable.objects.exists()
    assert collecting.exports("2026-05", preview=True).given_up is None
    for preview in (True, False):
        left = collecting.exports("2026-07", first=True, preview=preview).given_up
        assert left is not None
        assert (str(left.oldest), str(left.newest), left.yen) == ("2026-05", "2026-06", 2_200)
    facts = Row.objects.get(event="debits.exported").facts
    assert '"given_up":["2026-05","2026-06"],"given_up_yen":2200' in facts


def test_closed_months_are_collected_from_the_oldest_on(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-05", "2026-06"):
        collecting.books(month, {subscriber: 550})
    assert str(queries.next_month()) == "2026-05"
    assert queries.may_begin_later()
    collecting.exports("2026-05")
    assert str(queries.next_month()) == "2026-06"
    assert not queries.may_begin_later()
    assert collecting.exports("2026-06").given_up is None


def billed(collecting: Collecting, month: str, folder: Path, **more: bool) -> None:
    """The month's file for the internet bill, or for the books."""
    export_month(
        Month.parse(month),
        out=folder / f"{month}.csv",
        encoding="utf-8",
        force=False,
        by=collecting.provider.accountant,
        now=collecting.now,
        **more,
    )


def test_what_a_bill_has_had_is_not_debited_too(collecting: Collecting, tmp_path: Path) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-05", "2026-06", "2026-07"):
        collecting.books(month, {subscriber: 550})
    billed(collecting, "2026-05", tmp_path)
    billed(collecting, "2026-06", tmp_path, debited=True, for_books=True)
    assert str(queries.next_month()) == "2026-06"
    with translation.override("en"), pytest.raises(CannotExport, match=r"collect them twice.*--not-billed"):
        collecting.exports("2026-05")
    assert not DebitRun.objects.exists()
    assert collecting.exports("2026-05", not_billed=True, preview=True).run.total == 550
    with pytest.raises(CannotExport):
        collecting.exports("2026-07")
    june = collecting.exports("2026-06")  # May is no month given up: its bill collects it
    assert (june.run.total, june.given_up) == (550, None)


def test_a_month_that_a_bill_has_had_between_two_files_is_passed_over(collecting: Collecting, tmp_path: Path) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-05", "2026-06", "2026-07"):
        collecting.books(month, {subscriber: 550})
    collecting.exports("2026-05")
    with pytest.raises(CannotExport, match="2026-06"):
        collecting.exports("2026-07")
    billed(collecting, "2026-06", tmp_path)
    assert str(queries.next_month()) == "2026-07"
    assert not queries.may_pass_over()
    july = collecting.exports("2026-07")
    assert (july.run.total, july.passed) == (550, Span(Month(2026, 6), Month(2026, 6), 550))
    assert (
        '"passed":["2026-06","2026-06"],"passed_yen":550'
        in Row.objects.filter(event="debits.exported").latest("n").facts
    )
    assert collecting.states(subscriber) == {"2026-05": "requested", "2026-07": "requested"}


def written_without_a_word(collecting: Collecting, month: str) -> None:
    """A row of the time when a month's file did not say what it was for."""
    facts: dict[str, Fact] = {"rows": 1, "yen": 550, "encoding": "utf-8", "sha256": "00"}
    by = collecting.provider.accountant.actor
    record(event="month.exported", by=by, about=f"month:{month}", facts=facts, now=collecting.now)


def test_a_file_that_does_not_say_what_it_was_for_is_no_bill_until_somebody_says_so(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-05", "2026-06", "2026-07", "2026-08"):
        collecting.books(month, {subscriber: 550})
    collecting.exports("2026-05")
    written_without_a_word(collecting, "2026-06")
    assert str(queries.next_month()) == "2026-06"
    assert queries.may_pass_over()
    for preview in (True, False):
        with translation.override("en"), pytest.raises(CannotExport, match=r"2026-06.*--not-billed.*--was-billed"):
            collecting.exports("2026-07", preview=preview)
        with pytest.raises(CannotExport, match="--not-billed"):
            collecting.exports("2026-06", was_billed=True, preview=preview)
        with translation.override("en"), pytest.raises(CannotExport, match="next month to export is 2026-06"):
            collecting.exports("2026-08", was_billed=True, preview=preview)  # July is in no doubt at all
    assert collecting.exports("2026-06", not_billed=True, preview=True).run.total == 550
    july = collecting.exports("2026-07", was_billed=True)
    assert july.passed == Span(Month(2026, 6), Month(2026, 6), 550)
    assert collecting.states(subscriber) == {"2026-05": "requested", "2026-07": "requested"}
    discard(month=Month(2026, 7), by=collecting.provider.accountant, now=collecting.now)
    assert str(queries.next_month()) == "2026-06"
    assert collecting.exports("2026-06", not_billed=True).passed is None
    assert collecting.exports("2026-07").passed is None


def test_a_file_that_does_not_say_what_it_was_for_counts_before_the_first_debit_file(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    for month in ("2026-05", "2026-06"):
        collecting.books(month, {subscriber: 550})
    written_without_a_word(collecting, "2026-05")
    assert str(queries.next_month()) == "2026-05"
    with translation.override("en"), pytest.raises(CannotExport, match=r"2026-05 to 2026-05.*--first"):
        collecting.exports("2026-06", was_billed=True)
    with pytest.raises(CannotExport, match="--not-billed"):
        collecting.exports("2026-05")
    given_up = collecting.exports("2026-06", first=True, preview=True).given_up
    assert given_up == Span(Month(2026, 5), Month(2026, 5), 550)
    assert collecting.exports("2026-05", not_billed=True).run.total == 550


def test_what_a_debit_file_has_asked_for_goes_to_no_bill(collecting: Collecting, tmp_path: Path) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    collecting.exports("2026-06")
    with pytest.raises(Debited):
        billed(collecting, "2026-06", tmp_path)
    discard(month=Month.parse("2026-06"), by=collecting.provider.accountant, now=collecting.now)
    billed(collecting, "2026-06", tmp_path)


def test_without_a_mandate_it_goes_to_a_slip_and_is_named(collecting: Collecting) -> None:
    without, ended = collecting.subscriber(mandate=False), collecting.subscriber()
    mandates.end_mandate(subscriber=ended, by=collecting.provider.clerk, now=collecting.now)
    paying = collecting.subscriber()
    collecting.books("2026-06", {without: 550, ended: 550, paying: 550})
    exported = collecting.exports("2026-06")
    assert exported.to_slip == [without.customer_number, ended.customer_number]
    assert exported.run.without_mandate == 2
    assert len(debits(exported.content)) == 1
    assert collecting.states(without) == {"2026-06": "slip"}


def test_a_mandate_the_bank_is_still_registering_waits_for_the_next_file(collecting: Collecting) -> None:
    subscriber = collecting.subscriber(mandate=False)
    collecting.mandate(subscriber, valid_from=date(2026, 7, 28))
    for month in ("2026-06", "2026-07"):
        collecting.books(month, {subscriber: 550})
    exported = collecting.exports("2026-06")
    assert (exported.waiting, exported.content) == ([subscriber.customer_number], b"")
    assert collecting.states(subscriber) == {"2026-06": "open"}
    [record] = debits(collecting.exports("2026-07").content)
    assert (record.amount, record.new_code) == (1100, "1")


def test_new_codes_tell_first_debit_and_changed_account(collecting: Collecting) -> None:
    old, changing = collecting.subscriber(), collecting.subscriber()
    seen = []
    for month in ("2026-05", "2026-06", "2026-07"):
        collecting.books(month, {old: 550, changing: 550})
        content = collecting.exports(month).content
        seen.append([(record.new_code, record.customer_ref) for record in debits(content)])
        collecting.takes(answered(content))
        if month == "2026-05":
            collecting.renew(changing)
    references = [f"{old.pk:020d}", f"{changing.pk:020d}"]
    assert seen == [list(zip(codes, references, strict=True)) for codes in ("11", "02", "00")]


def test_an_account_changed_before_the_first_debit_is_still_new(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.renew(subscriber)
    collecting.books("2026-05", {subscriber: 550})
    assert [record.new_code for record in debits(collecting.exports("2026-05").content)] == ["1"]


def test_credits_are_netted_and_a_negative_balance_waits(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    amounts: dict[str, list[int]] = {
        "2026-05": [550],
        "2026-06": [-1200],
        "2026-07": [550],
        "2026-08": [550],
        "2026-09": [550],
    }
    found = []
    for month, [amount] in amounts.items():
        collecting.books(month, {subscriber: amount})
        content = collecting.exports(month).content
        found.append([record.amount for record in debits(content)] if content else [])
        if content:
            collecting.takes(answered(content))
    # 550 was debited already, so the whole credit meets July and August, and 100 yen of September
    assert found == [[550], [], [], [], [450]]
    assert set(collecting.states(subscriber).values()) == {"paid"}


def test_a_credit_meets_the_oldest_month_first(collecting: Collecting) -> None:
    subscriber = collecting.subscriber(mandate=False)
    for month, amount in (("2026-05", 550), ("2026-06", 550), ("2026-07", -600)):
        collecting.books(month, {subscriber: amount})
        collecting.exports(month)
    assert [row.left for row in receivables_of(subscriber.pk)] == [0, 500, 0]
    assert collecting.states(subscriber) == {"2026-05": "paid", "2026-06": "slip", "2026-07": "paid"}
    listed = list_slips(encoding="utf-8", by=collecting.provider.accountant, now=collecting.now)
    assert (listed.count, listed.total) == (1, 500)
    assert b",2026-06,500," in listed.content


def test_a_credit_is_not_given_back_for_what_was_never_paid(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-05", {subscriber: 550})
    content = collecting.exports("2026-05").content
    collecting.takes(answered(content, {f"{subscriber.pk:020d}": "8"}))
    assert collecting.states(subscriber) == {"2026-05": "written_off"}
    collecting.books("2026-06", {subscriber: -550})
    collecting.exports("2026-06")
    collecting.books("2026-07", {subscriber: 550})
    assert [record.amount for record in debits(collecting.exports("2026-07").content)] == [550]
    assert collecting.states(subscriber) == {"2026-05": "written_off", "2026-06": "paid", "2026-07": "requested"}


def test_what_is_at_the_bank_is_not_netted(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-05", {subscriber: 550})
    collecting.exports("2026-05")
    collecting.books("2026-06", {subscriber: -550})
    collecting.exports("2026-06")
    assert collecting.states(subscriber) == {"2026-05": "requested", "2026-06": "open"}


def test_a_preview_says_the_same_and_keeps_nothing(collecting: Collecting) -> None:
    subscriber, without = collecting.subscriber(), collecting.subscriber(mandate=False)
    collecting.books("2026-06", {subscriber: 550, without: 550})
    rows = Row.objects.count()
    seen = collecting.exports("2026-06", preview=True)
    assert (Receivable.objects.count(), DebitRun.objects.count(), Row.objects.count()) == (0, 0, rows)
    assert Mandate.objects.get().new_code == "1"
    done = collecting.exports("2026-06")
    assert (seen.content, seen.to_slip, seen.run.total) == (done.content, done.to_slip, done.run.total)


def test_a_january_debit_is_written_in_december(collecting: Collecting) -> None:
    collecting.collection = replace(collecting.collection, debit_day=4)
    collecting.books("2026-12", {collecting.subscriber(): 550})
    exported = collecting.exports("2026-12")
    assert exported.run.debit_date == date(2027, 1, 4)
    assert exported.content[54:58] == b"0104"
    assert collecting.takes(answered(exported.content)).run.debit_date.year == 2027


@pytest.mark.parametrize(
    "day", [date(2026, 9, 22), date(2026, 9, 26), date(2026, 5, 7), date(2026, 4, 30), date(2026, 6, 30)]
)
def test_a_debit_date_must_be_a_bank_day_to_come_after_the_month(collecting: Collecting, day: date) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    with pytest.raises(CannotExport):
        collecting.exports("2026-06", debit_date=day)
    assert collecting.exports("2026-06", debit_date=date(2026, 9, 24)).content[54:58] == b"0924"


def test_a_holder_the_bank_does_not_take_is_named_by_customer_number(collecting: Collecting) -> None:
    collecting.collection = replace(collecting.collection, bank=replace(collecting.bank, symbols="wide"))
    slash = collecting.subscriber(holder="タナカ/スズキ")
    collecting.collection = replace(collecting.collection, bank=replace(collecting.bank, symbols="strict"))
    collecting.books("2026-06", {collecting.subscriber(): 550, slash: 550})
    with pytest.raises(CannotExport) as refused:
        collecting.exports("2026-06")
    sentence = str(refused.value.sentence)
    assert slash.customer_number in sentence
    assert "ﾀﾅｶ" not in sentence
    assert not DebitRun.objects.exists()


def test_another_data_key_is_told_and_nothing_is_kept(collecting: Collecting) -> None:
    subscriber = collecting.subscriber()
    collecting.books("2026-06", {subscriber: 550})
    collecting.key = bytes(32)
    with pytest.raises(CannotExport, match=subscriber.customer_number):
        collecting.exports("2026-06")
    assert not Receivable.objects.exists()


def test_a_provider_that_bills_otherwise_has_no_debit_files(collecting: Collecting) -> None:
    collecting.collection = Collection()
    with pytest.raises(NotSetUp):
        collecting.exports("2026-06")


def test_only_those_who_export_money_may(collecting: Collecting) -> None:
    collecting.provider.accountant = collecting.provider.clerk
    with pytest.raises(NotAllowed):
        collecting.exports("2026-06")


def test_the_trail_holds_the_totals_and_no_account(collecting: Collecting) -> None:
    collecting.books("2026-06", {collecting.subscriber(): 550})
    exported = collecting.exports("2026-06")
    row = Row.objects.get(event="debits.exported")
    assert exported.run.sha256 in row.facts
    assert '"total":550' in row.facts
    assert not any("7654321" in each.facts or "ｽｽﾞｷ" in each.facts for each in Row.objects.all())


def test_a_run_asks_the_database_no_oftener_for_more_people(collecting: Collecting) -> None:
    collecting.books("2026-05", {collecting.subscriber(): 550})
    with CaptureQueriesContext(
        connection,
    ) as few:
        collecting.exports("2026-05")
    collecting.books("2026-06", {collecting.subscriber(): 550 for _ in range(5)})
    with CaptureQueriesContext(connection) as many:
        collecting.exports("2026-06")
    assert len(many) <= len(few) + 1  # the run before is looked at
