"""What is entered after its month was closed: never an edit, always the difference, once."""

from datetime import timedelta

import pytest
from django.utils import translation
from yorisoi_service.billing import queries
from yorisoi_service.billing.models import Entry
from yorisoi_service.billing.services import month, tariff
from yorisoi_service.contracts.models import Event, Period
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.contracts.services import endings, lines, periods
from yorisoi_service.subscribers.models import Line

from .conftest import Office, booked, day, noon


def test_case_14_a_cancellation_entered_late_is_credited(office: Office) -> None:
    one = office.line()
    period = office.join(one, "2026-04-15")
    office.close_all("2026-06", "2026-08")
    office.cancel(period, "2026-07-31", entered="2026-09-03")
    office.close_all("2026-09", "2026-10")
    assert booked(one) == [
        ("C-202606", "2026-06", 550, "MONTHLY"),
        ("C-202607", "2026-07", 550, "MONTHLY"),
        ("C-202608", "2026-08", 550, "MONTHLY"),
        ("A-202608-202609", "2026-09", -550, "NOT_SUBSCRIBED"),
    ]


def test_an_adjustment_says_what_changed_what_is_owed_and_what_was_entered(office: Office) -> None:
    one = office.line()
    period = office.join(one, "2026-04-15")
    office.close("2026-08")
    office.cancel(period, "2026-07-31", entered="2026-09-03")
    office.close("2026-09")
    _, credit = queries.entries_of(one.pk)
    assert credit.facts == {
        "was": 550,
        "because": [{"kind": "cancelled", "on": "2026-07-31", "entered": "2026-09-03", "line": "L-1"}],
    }
    with translation.override("en"):
        assert queries.words(credit) == (
            "Correction for 8/2026: 550 yen were booked, 0 yen are owed; 550 yen are credited. "
            "0 yen: there was no support contract on this line in 8/2026. "
            "A cancellation as of 2026-07-31 on line L-1 was entered on 2026-09-03."
        )
    with translation.override("ja"):
        told = queries.words(credit)
    assert "2026年8月分" in told
    assert told.endswith("回線 L-1 の2026年7月31日付けの解約を、2026年9月3日に登録しました。")
    assert "Correction" not in told


def test_what_the_run_before_knew_is_no_cause_though_it_is_looked_at_again(office: Office) -> None:
    one = office.line()
    period = office.join(one, "2026-04-15", entered="2026-08-31")
    month.close_month(Month(2026, 8), by=office.accountant, now=noon("2026-09-01") - timedelta(hours=1))
    office.cancel(period, "2026-07-31", entered="2026-09-03")
    office.close("2026-09")
    (_, credit) = queries.entries_of(one.pk)
    assert [cause["kind"] for cause in credit.facts["because"]] == ["cancelled"]


def test_a_contract_entered_late_is_charged_and_its_free_months_get_their_rows(office: Office) -> None:
    one = office.line()
    office.close_all("2026-04", "2026-07")
    office.join(one, "2026-05-20", entered="2026-08-10")
    office.close("2026-08")
    assert booked(one) == [
        ("C-202608", "2026-08", 550, "MONTHLY"),
        ("A-202605-202608", "2026-08", 0, "FREE"),
        ("A-202606-202608", "2026-08", 0, "FREE"),
        ("A-202607-202608", "2026-08", 550, "MONTHLY"),
    ]


def test_months_before_the_first_one_closed_are_never_charged(office: Office) -> None:
    one = office.line()
    office.close("2026-07")
    office.join(one, "2026-01-20", entered="2026-08-10")
    office.close("2026-08")
    assert [told[0] for told in booked(one)] == ["C-202608", "A-202607-202608"]


def test_a_late_withdrawal_gives_back_everything_though_no_contract_is_left(office: Office) -> None:
    one = office.line(free_window_used=True)
    period = office.join(one, "2026-06-25", solicited=True)
    office.close("2026-06")
    periods.withdraw(
        period=period,
        ground="solicited",
        sessions_held=0,
        requested_on=day("2026-06-30"),
        by=office.clerk,
        now=noon("2026-07-06"),
        withdrawal_days=14,
    )
    office.close_all("2026-07", "2026-08")
    assert booked(one) == [
        ("C-202606", "2026-06", 550, "MONTHLY"),
        ("A-202606-202607", "2026-07", -550, "NOT_SUBSCRIBED"),
    ]


def test_a_first_line_entered_late_moves_the_free_months_of_the_other(office: Office) -> None:
    one, two = office.line("L-1"), office.line("L-2")
    office.join(two, "2026-06-10")
    office.close_all("2026-06", "2026-08")
    office.join(one, "2026-05-10", entered="2026-09-01")
    office.close("2026-09")
    assert booked(two) == [
        ("C-202606", "2026-06", 0, "FREE"),
        ("C-202607", "2026-07", 0, "FREE"),
        ("C-202608", "2026-08", 550, "MONTHLY"),
        ("C-202609", "2026-09", 550, "MONTHLY"),
        ("A-202607-202609", "2026-09", 550, "MONTHLY"),
    ]
    assert sum(told[2] for told in booked(one)) == 550 * 3


def test_free_months_used_before_our_records_reach_the_other_line(office: Office) -> None:
    one, two = office.line("L-1"), office.line("L-2")
    office.join(two, "2026-07-10")
    office.close("2026-07")
    lines.correct_free_window(line=one, used=True, by=office.clerk, now=noon("2026-08-10"))
    office.close("2026-08")
    assert booked(two)[1:] == [
        ("C-202608", "2026-08", 550, "MONTHLY"),
        ("A-202607-202608", "2026-08", 550, "MONTHLY"),
    ]


def test_a_move_entered_late_takes_the_month_to_the_new_line(office: Office) -> None:
    one = office.line()
    office.join(one, "2026-04-15")
    office.close_all("2026-07", "2026-08")
    two = lines.move_line(
        line=one,
        number="L-9",
        address="広島県府中市見本町9",
        opened_on=day("2026-07-15"),
        by=office.clerk,
        now=noon("2026-09-01"),
    )
    office.close("2026-09")
    assert booked(one)[2:] == [("A-202608-202609", "2026-09", -550, "MOVED")]
    assert booked(two) == [
        ("C-202609", "2026-09", 550, "MONTHLY"),
        ("A-202608-202609", "2026-09", 550, "MONTHLY"),
    ]
    with translation.override("en"):
        assert "charged once, under line L-9" in queries.words(queries.entries_of(one.pk)[-1])


def test_a_late_succession_costs_nothing_and_turns_the_bill_from_then_on(office: Office) -> None:
    one, heir = office.line(), office.subscriber("C-20002", billing_account="N-77")
    office.join(one, "2026-04-15")
    office.close("2026-07")
    lines.inherit_line(line=one, to=heir, on=day("2026-07-15"), by=office.clerk, now=noon("2026-08-20"))
    office.close("2026-08")
    entries = queries.entries_of(one.pk)
    assert [(each.kind, each.amount, each.account) for each in entries] == [
        ("charge", 550, "C-10001"),
        ("charge", 550, "N-77"),
    ]
    assert entries[1].subscriber == heir


def test_a_suspension_entered_late_is_credited(office: Office) -> None:
    one = office.line()
    office.join(one, "2026-04-15")
    office.close("2026-07")
    lines.suspend_line(
        line=one, first_on=day("2026-07-01"), last_on=day("2026-07-31"), by=office.clerk, now=noon("2026-08-05")
    )
    office.close("2026-08")
    assert booked(one)[2:] == [("A-202607-202608", "2026-08", -550, "SUSPENDED")]


def test_what_changes_back_is_booked_back(office: Office) -> None:
    one = office.line()
    period = office.join(one, "2026-04-15")
    office.close_all("2026-07", "2026-08")
    office.cancel(period, "2026-07-31", entered="2026-09-03")
    office.close("2026-09")
    endings.correct_end(
        period=period,
        requested_on=day("2026-08-31"),
        open_from=Month(2026, 1),
        by=office.clerk,
        now=noon("2026-10-05"),
    )
    office.close_all("2026-10", "2026-11")
    assert booked(one)[2:] == [
        ("A-202608-202609", "2026-09", -550, "NOT_SUBSCRIBED"),
        ("A-202608-202610", "2026-10", 550, "MONTHLY"),
    ]


def test_events_that_change_no_month_book_nothing(office: Office) -> None:
    one = office.line()
    office.join(one, "2026-04-15")
    office.close("2026-07")
    lines.note_change(line=one, what="course", on=day("2026-07-10"), by=office.clerk, now=noon("2026-08-10"))
    office.close("2026-08")
    assert [told[0] for told in booked(one)] == ["C-202607", "C-202608"]


def test_an_adjustment_takes_price_and_tax_of_its_own_month(office: Office) -> None:
    one = office.line()
    tariff.add_price(since=Month(2026, 8), amount=660, by=office.accountant, now=noon("2026-06-01"))
    tariff.add_tax(since=Month(2026, 8), percent=12, by=office.accountant, now=noon("2026-06-01"))
    office.close("2026-07")
    office.join(one, "2026-04-15", entered="2026-08-10")
    office.close("2026-08")
    charge, late = sorted(queries.entries_of(one.pk), key=lambda each: each.kind, reverse=True)
    assert (charge.amount, charge.tax_percent) == (660, 12)
    assert (late.amount, late.tax_percent, late.price_id == charge.price_id) == (550, 10, False)


def test_an_event_that_becomes_visible_late_under_a_smaller_number_is_still_seen(office: Office) -> None:
    """Its transaction took number 1000 before the run and committed after it; others had gone on to 2000 meanwhile."""
    one, two = office.line("L-1"), office.line("L-2", "C-10002")
    period = office.join(one, "2026-04-15")
    entered = {"entered_by": office.clerk, "entered_at": noon("2026-08-02")}
    Event.objects.bulk_create([Event(pk=2000, line=two, kind="device_changed", on=day("2026-08-02"), **entered)])
    office.close("2026-07")
    Period.objects.filter(pk=period.pk).update(end_on=day("2026-06-30"), end_cause="request")
    Event.objects.bulk_create([Event(pk=1000, line=one, kind="cancelled", on=day("2026-06-30"), **entered)])
    office.close("2026-08")
    assert booked(one)[1:] == [("A-202607-202608", "2026-08", -550, "NOT_SUBSCRIBED")]


def test_what_is_entered_while_a_run_goes_on_is_found_by_the_next(office: Office) -> None:
    one, two = office.line("L-1"), office.line("L-2", "C-10002")
    period = office.join(one, "2026-04-15")
    office.join(two, "2026-04-15")

    def enter(rows: int, share: float) -> None:
        if rows == 1 and Period.objects.get(pk=period.pk).end_on is None:
            office.cancel(period, "2026-06-30", entered="2026-08-02")

    month.close_month(Month(2026, 7), by=office.accountant, now=noon("2026-08-02"), chunk=1, progress=enter)
    office.close_all("2026-08", "2026-09")
    assert booked(one) == [
        ("C-202607", "2026-07", 550, "MONTHLY"),
        ("A-202607-202608", "2026-08", -550, "NOT_SUBSCRIBED"),
    ]
    assert [told[0] for told in booked(two)] == ["C-202607", "C-202608", "C-202609"]


@pytest.mark.parametrize("chunk", [1, 2, 2_000])
def test_a_household_shares_its_free_months_and_everybody_is_booked_once(db: None, chunk: int) -> None:
    office = Office()
    office.seed(first_time_scope="household")
    for number in ("C-1", "C-2", "C-3"):
        office.subscriber(f"{number}0001", household="見本町1-2-3")
    held = [office.line(f"L-{n}", f"C-{n}0001") for n in (1, 2, 3)]
    office.join(held[0], "2026-06-10")
    office.join(held[2], "2026-07-10")
    office.close("2026-06", chunk=chunk)
    office.close("2026-07", chunk=chunk)
    office.join(held[1], "2026-05-10", entered="2026-08-20")
    office.close("2026-08", chunk=chunk)
    assert [told[:3] for told in booked(held[0])] == [
        ("C-202606", "2026-06", 0),
        ("C-202607", "2026-07", 0),
        ("C-202608", "2026-08", 550),
        ("A-202607-202608", "2026-08", 550),
    ]
    assert [told[:3] for told in booked(held[2])] == [
        ("C-202607", "2026-07", 0),
        ("C-202608", "2026-08", 550),
        ("A-202607-202608", "2026-08", 550),
    ]


@pytest.mark.parametrize("chunk", [1, 2, 3, 2_000])
def test_late_events_of_many_are_found_whatever_the_chunk(office: Office, chunk: int) -> None:
    held = [office.line(f"L-{n}", f"C-1000{n}") for n in range(1, 8)]
    running = [office.join(line, "2026-04-15") for line in held]
    office.close("2026-07", chunk=chunk)
    for index in (0, 3, 6):
        office.cancel(running[index], "2026-06-20", entered="2026-08-05")
    close = office.close("2026-08", chunk=chunk)
    assert (close.rows, close.total) == (7, 4 * 550 - 3 * 550)
    standing = queries.booked([line.pk for line in held], before=Month(2027, 1))
    assert sum(each.yen for each in standing.values()) == 8 * 550


def test_late_ones_are_read_in_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yorisoi_service.billing.services.reckoning.PAGE", 2)
    held = [office.line(f"L-{n}", f"C-1000{n}") for n in range(1, 8)]
    running = [office.join(line, "2026-04-15") for line in held]
    office.close("2026-07")
    for period in running:
        office.cancel(period, "2026-06-20", entered="2026-08-05")
    assert office.close("2026-08", chunk=2).total == -7 * 550


def accounts(*held: Line) -> list[tuple[str, str, int, str]]:
    """Line, service month, yen, and on whose account."""
    found = Entry.objects.filter(line__in=held).order_by("pk").values_list("line__number", "month", "amount", "account")
    return [(number, f"{month:%Y-%m}", yen, account) for number, month, yen, account in found]


def test_each_month_is_billed_to_who_held_the_line_at_its_end(office: Office) -> None:
    one = office.line()
    office.join(one, "2026-04-15")
    heir = office.subscriber("C-20002")
    office.close_all("2026-06", "2026-07")
    lines.inherit_line(line=one, to=heir, on=day("2026-09-10"), by=office.clerk, now=noon("2026-09-10"))
    office.close("2026-08", now="2026-09-12")
    office.close("2026-09")
    assert accounts(one) == [
        ("L-1", "2026-06", 550, "C-10001"),
        ("L-1", "2026-07", 550, "C-10001"),
        ("L-1", "2026-08", 550, "C-10001"),
        ("L-1", "2026-09", 550, "C-20002"),
    ]


def test_what_is_corrected_goes_back_to_who_paid_it(office: Office) -> None:
    one = office.line()
    period = office.join(one, "2026-04-15")
    office.close_all("2026-06", "2026-07")
    heir = office.subscriber("C-20002")
    lines.inherit_line(line=one, to=heir, on=day("2026-09-10"), by=office.clerk, now=noon("2026-09-10"))
    office.cancel(period, "2026-06-30", entered="2026-09-20")
    office.close("2026-08", now="2026-09-21")
    assert accounts(one)[2:] == [("L-1", "2026-07", -550, "C-10001")]


def test_a_move_entered_late_takes_and_gives_on_one_account(office: Office) -> None:
    old = office.line()
    office.join(old, "2026-04-15")
    office.close_all("2026-06", "2026-08")
    new = lines.move_line(
        line=old, number="L-2", address="別の所", opened_on=day("2026-07-20"), by=office.clerk, now=noon("2026-09-05")
    )
    heir = office.subscriber("C-20002")
    lines.inherit_line(line=new, to=heir, on=day("2026-09-10"), by=office.clerk, now=noon("2026-09-10"))
    office.close("2026-09")
    assert sorted(accounts(old, new)[3:]) == [
        ("L-1", "2026-08", -550, "C-10001"),
        ("L-2", "2026-08", 550, "C-10001"),
        ("L-2", "2026-09", 550, "C-20002"),
    ]


def test_a_late_succession_does_not_turn_a_credit_from_who_paid(office: Office) -> None:
    one = office.line()
    period = office.join(one, "2026-04-15")
    office.close_all("2026-06", "2026-07")
    heir = office.subscriber("C-20002")
    lines.inherit_line(line=one, to=heir, on=day("2026-07-05"), by=office.clerk, now=noon("2026-08-10"))
    office.cancel(period, "2026-06-30", entered="2026-08-20")
    office.close("2026-08")
    assert accounts(one)[2:] == [("L-1", "2026-07", -550, "C-10001")]
