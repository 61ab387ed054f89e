"""Closing months: each line-month once, in order, by whoever may, and under what held then."""

from datetime import UTC, datetime

import pytest
from yorisoi_service.audit import queries as audit
from yorisoi_service.audit.models import Row
from yorisoi_service.billing import queries
from yorisoi_service.billing.errors import BadMonth, NoTariff
from yorisoi_service.billing.models import Close, Entry, PolicyRow, PriceRow, TaxRow, Unchangeable
from yorisoi_service.billing.queries import Cell
from yorisoi_service.billing.services import month
from yorisoi_service.contracts import queries as contracts
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import campaigns, lines
from yorisoi_service.staff.errors import NotAllowed

from .conftest import Office, booked, day, noon

JULY = Month(2026, 7)


def test_every_month_with_a_contract_has_its_row_free_months_and_rests_too(office: Office) -> None:
    one, two = office.line(), office.line("L-2", "C-10002")
    office.join(one, "2026-04-15")
    lines.suspend_line(
        line=one, first_on=day("2026-07-01"), last_on=day("2026-07-31"), by=office.clerk, now=noon("2026-06-20")
    )
    office.close_all("2026-04", "2026-08")
    assert booked(one) == [
        ("C-202604", "2026-04", 0, "FREE"),
        ("C-202605", "2026-05", 0, "FREE"),
        ("C-202606", "2026-06", 550, "MONTHLY"),
        ("C-202607", "2026-07", 0, "SUSPENDED"),
        ("C-202608", "2026-08", 550, "MONTHLY"),
    ]
    assert booked(two) == []


def test_a_month_is_over_when_the_next_one_has_begun_in_japan(office: Office) -> None:
    last_second = datetime(2026, 7, 31, 14, 59, 59, tzinfo=UTC)
    with pytest.raises(BadMonth, match=r"2026-07 is not over yet. Close it from 2026-08-01 on"):
        month.close_month(JULY, by=office.accountant, now=last_second)
    assert not Close.objects.exists()
    close = month.close_month(JULY, by=office.accountant, now=datetime(2026, 7, 31, 15, 0, tzinfo=UTC))
    assert close.state == "closed"


def test_months_are_closed_in_order_and_the_next_one_is_named(office: Office) -> None:
    office.close("2026-06")
    for wrong in ("2026-08", "2026-05"):
        with pytest.raises(BadMonth, match=r"2026-07 comes next"):
            office.close(wrong, now="2026-12-01")
    office.close("2026-07")
    assert (queries.last_closed(), queries.first_open()) == (JULY, Month(2026, 8))


def test_a_run_that_stopped_is_ended_before_another_month(office: Office) -> None:
    office.join(office.line(), "2026-04-15")
    with pytest.raises(InterruptedError):
        month.close_month(JULY, by=office.accountant, now=noon("2026-08-02"), progress=stop)
    with pytest.raises(BadMonth, match=r"The run of 2026-07 was begun"):
        office.close("2026-08")
    assert queries.last_closed() is None
    assert office.close("2026-07").rows == 1


def stop(rows: int, share: float) -> None:
    raise InterruptedError


def test_a_month_closed_already_stays_as_it_is(office: Office) -> None:
    one = office.line()
    office.join(one, "2026-04-15")
    first = office.close("2026-07")
    rows = Row.objects.count()
    office.join(office.line("L-2", "C-10002"), "2026-07-01", entered="2026-08-20")
    rows_then = Row.objects.count()
    again = office.close("2026-07", now="2026-08-21")
    assert (
        (again.rows, again.total, again.closed_at)
        == (first.rows, first.total, first.closed_at)
        == (1, 550, noon("2026-08-02"))
    )
    assert Row.objects.count() == rows_then > rows
    assert Entry.objects.count() == 1


def test_only_an_accountant_closes(office: Office) -> None:
    with pytest.raises(NotAllowed):
        month.close_month(JULY, by=office.clerk, now=noon("2026-08-02"))


def test_without_a_price_nothing_begins(office: Office) -> None:
    PriceRow.objects.all().delete()
    with pytest.raises(NoTariff, match=r"2026-07"):
        office.close("2026-07")
    assert not Close.objects.exists()


@pytest.mark.parametrize("chunk", [1, 2, 3, 2_000])
def test_whatever_the_chunk_each_line_is_charged_once_and_the_trail_counts_it(office: Office, chunk: int) -> None:
    for number in range(1, 6):
        office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")
    office.join(office.line("L-6", "C-10001"), "2026-07-10")
    close = office.close("2026-07", chunk=chunk)
    assert sorted(Entry.objects.values_list("line__number", "amount")) == [(f"L-{n}", 550) for n in range(1, 7)]
    trail = [link for link in audit.links() if link.event.startswith("month.")]
    assert [link.event for link in trail] == ["month.begun", *["month.booked"] * -(-5 // chunk), "month.closed"]
    assert (close.rows, close.total) == (6, 3300)
    assert '"rows":6' in trail[-1].facts
    assert '"yen":3300' in trail[-1].facts
    assert all(link.by == "staff:31" for link in trail)


def test_what_is_booked_counts_though_the_caller_gives_up_between_chunks(office: Office) -> None:
    for number in range(1, 4):
        office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")
    for rows in (1, 2, 3):
        with pytest.raises(InterruptedError):
            month.close_month(JULY, by=office.accountant, now=noon("2026-08-02"), progress=stop, chunk=1)
        assert Entry.objects.count() == rows
    assert office.close("2026-07").rows == 3


def test_a_chunk_that_another_run_booked_meanwhile_is_left_to_it(office: Office) -> None:
    for number in range(1, 5):
        office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")

    def meanwhile(rows: int, share: float) -> None:
        if rows == 1:
            with pytest.raises(InterruptedError):
                month.close_month(JULY, by=office.accountant, now=noon("2026-08-02"), progress=stop, chunk=2)

    close = month.close_month(JULY, by=office.accountant, now=noon("2026-08-02"), progress=meanwhile, chunk=1)
    assert (close.state, close.rows, Entry.objects.count()) == ("closed", 4, 4)


def test_progress_grows_to_the_whole(office: Office) -> None:
    told: list[tuple[int, float]] = []
    for number in range(1, 4):
        office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")
    month.close_month(
        JULY, by=office.accountant, now=noon("2026-08-02"), chunk=1, progress=lambda *step: told.append(step)
    )
    assert [rows for rows, _ in told] == [1, 2, 3, 3]
    assert [share for _, share in told] == sorted(share for _, share in told)
    assert told[-1][1] == 1.0


def test_an_entry_names_what_it_was_decided_by(office: Office) -> None:
    one = office.line()
    office.join(one, "2026-06-15")
    office.close_all("2026-06", "2026-08")
    free, _, paid = queries.entries_of(one.pk)
    assert (paid.price, paid.policy, paid.tax_percent) == (PriceRow.objects.get(), PolicyRow.objects.get(), 10)
    assert (paid.account, paid.subscriber) == ("C-10001", one.subscriber)
    assert free.facts == {"nth": 1, "paid_from": "2026-08"}
    assert TaxRow.objects.get().percent == 10


def test_the_ledger_only_grows(office: Office) -> None:
    office.join(office.line(), "2026-04-15")
    office.close("2026-07")
    for row in (Entry.objects.get(), PriceRow.objects.get()):
        with pytest.raises(Unchangeable):
            row.save()
        with pytest.raises(Unchangeable):
            row.delete()


def test_a_preview_says_what_the_run_then_books_and_writes_nothing(office: Office) -> None:
    first = office.line()
    period = office.join(first, "2026-04-15")
    office.join(office.line("L-2", "C-10002"), "2026-07-03")
    office.close("2026-06")
    office.cancel(period, "2026-05-31", entered="2026-07-20")
    before = (Entry.objects.count(), Close.objects.count(), Row.objects.count())
    seen = month.preview(JULY, now=noon("2026-08-02"), chunk=1)
    assert (Entry.objects.count(), Close.objects.count(), Row.objects.count()) == before
    assert seen.totals.charges == {"FREE": Cell(1, 0)}
    assert seen.totals.adjustments == {"NOT_SUBSCRIBED": Cell(1, -550)}
    assert (seen.totals.total, seen.difference, seen.is_over) == (-550, -1100, True)
    office.close("2026-07")
    assert queries.month_totals(JULY) == month.preview(JULY, now=noon("2026-08-03")).totals
    after = queries.month_totals(JULY)
    assert after is not None
    assert (after.charges, after.adjustments, after.adjusted) == (seen.totals.charges, seen.totals.adjustments, -550)


def test_a_preview_of_a_run_that_stopped_is_of_the_whole_month(office: Office) -> None:
    for number in range(1, 4):
        office.join(office.line(f"L-{number}", f"C-1000{number}"), "2026-04-15")
    with pytest.raises(InterruptedError):
        month.close_month(JULY, by=office.accountant, now=noon("2026-08-02"), progress=stop, chunk=1)
    assert month.preview(JULY, now=noon("2026-08-02")).totals.rows == 3


def test_a_preview_beside_a_stopped_run_counts_what_that_run_adjusted(office: Office) -> None:
    period = office.join(office.line(), "2026-04-15")
    office.join(office.line("L-2", "C-10002"), "2026-04-15")
    office.close("2026-06")
    office.cancel(period, "2026-05-31", entered="2026-07-20")
    with pytest.raises(InterruptedError):
        month.close_month(JULY, by=office.accountant, now=noon("2026-08-02"), progress=stop, chunk=1)
    seen = month.preview(JULY, now=noon("2026-08-02"))
    assert (seen.totals.adjusted, seen.totals.total) == (-550, 0)
    office.close("2026-07")
    assert queries.month_totals(JULY) == month.preview(JULY, now=noon("2026-08-03")).totals
    assert seen.totals.total == office.close("2026-07").total


def test_the_running_month_can_be_previewed_but_no_month_out_of_order(office: Office) -> None:
    office.join(office.line(), "2026-04-15")
    office.close("2026-07")
    seen = month.preview(Month(2026, 8), now=noon("2026-08-10"))
    assert (seen.totals.total, seen.is_over) == (550, False)
    with pytest.raises(BadMonth):
        month.preview(Month(2026, 10), now=noon("2026-08-10"))


def test_campaigns_are_named_in_the_entry_itself(office: Office) -> None:
    offer = campaigns.add_campaign(
        code="half",
        name={"ja": "半額", "en": "Half price"},
        terms=[{"from_month": 1, "to_month": 8, "amount": 275}],
        offered_from=day("2026-01-01"),
        for_whom="anybody",
        by=office.accountant,
        now=noon("2026-01-06"),
    )
    one = office.line()
    office.join(one, "2026-06-15", campaign=offer)
    office.close("2026-07")
    (entry,) = queries.entries_of(one.pk)
    assert (entry.amount, entry.facts["campaign"]) == (275, {"id": "half", "ja": "半額", "en": "Half price"})


def test_a_campaign_that_begins_while_a_run_goes_on_is_known_to_it(office: Office) -> None:
    office.join(office.line("L-1", "C-10001"), "2026-04-15")
    two = office.line("L-2", "C-10002")

    def begin(rows: int, share: float) -> None:
        if not contracts.history(two.pk):
            offer = campaigns.add_campaign(
                code="new",
                name={"ja": "新", "en": "New"},
                terms=[{"from_month": 1, "to_month": 1, "amount": 100}],
                offered_from=day("2026-07-01"),
                for_whom="anybody",
                by=office.accountant,
                now=noon("2026-08-02"),
            )
            office.join(two, "2026-07-31", entered="2026-08-02", campaign=offer)

    month.close_month(JULY, by=office.accountant, now=noon("2026-08-02"), chunk=1, progress=begin)
    assert booked(two) == [("C-202607", "2026-07", 100, "CAMPAIGN")]


def test_totals_and_chart_come_from_the_runs_alone(office: Office) -> None:
    office.join(office.line(), "2026-05-15")
    office.join(office.line("L-2", "C-10002"), "2026-07-15")
    office.close_all("2026-05", "2026-07")
    chart = queries.month_chart(Month(2026, 5), Month(2026, 12))
    assert [(str(bar.month), bar.rows, bar.total) for bar in chart] == [
        ("2026-05", 1, 0),
        ("2026-06", 1, 0),
        ("2026-07", 2, 550),
    ]
    assert queries.month_totals(Month(2026, 8)) is None


def test_entries_are_found_by_month_amount_and_counterparty(office: Office) -> None:
    office.join(office.line(), "2026-05-15")
    office.join(office.line("L-2", "C-10002"), "2026-04-15")
    office.close_all("2026-05", "2026-07")

    def ids(**asked: object) -> list[tuple[str, str, int]]:
        found = queries.search(**asked)  # type: ignore[arg-type]
        return [(each.line.number, str(Month.of(each.month)), each.amount) for each in found]

    assert ids(first=JULY) == [("L-1", "2026-07", 550), ("L-2", "2026-07", 550)]
    assert ids(last=Month(2026, 6), least=1) == [("L-2", "2026-06", 550)]
    assert ids(counterparty="C-10001", most=0) == [("L-1", "2026-05", 0), ("L-1", "2026-06", 0)]
    assert len(ids(counterparty="佐藤")) == 6
    assert ids(counterparty="藤") == []
    assert [each.line.number for each in queries.account_entries("C-10002", JULY)] == ["L-2"]
    assert [each.amount for each in queries.entries_for_invoice(office.subscriber("C-10001").pk, JULY)] == [550]
