"""Every case of the charge calendar, through the same file reader and table that the command uses."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from yorisoi_service.billing.rules.charge import Reason
from yorisoi_service.billing.rules.history_file import read
from yorisoi_service.billing.rules.policy import TaxRate
from yorisoi_service.billing.rules.table import Row, rows
from yorisoi_service.contracts.rules.history import chains
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.testing.charge_cases import CASES, Case, line, period, policy


def table(case: Case, first: str = "2026-01", last: str = "2029-12") -> Sequence[Row]:
    history = read(json.dumps({"lines": case.lines, "periods": case.periods} | case.rest))
    joined = chains(history.lines, history.periods, not_before_opening=history.policy.start_not_before_line_open)
    return list(
        rows(
            joined,
            [each.id for each in history.lines],
            Month.parse(first),
            Month.parse(last),
            policy=history.policy,
            tariff=history.tariff,
        )
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_charge_of_every_case(case: Case) -> None:
    told = {(row.line, str(row.month)): row.charge.amount for row in table(case)}
    expected = {(name, month): yen for name, months in case.expected.items() for month, yen in months.items()}
    assert {place: told[place] for place in expected} == expected


def test_all_44_cases_are_there() -> None:
    assert {case.name[:3] for case in CASES} == {f"C{n:02d}" for n in range(1, 45)}


def test_each_line_and_month_has_one_row_in_order() -> None:
    told = [(row.line, str(row.month)) for row in table(CASES[0], "2026-11", "2027-02")]
    assert told == [("L1", month) for month in ("2026-11", "2026-12", "2027-01", "2027-02")]


def test_a_moved_month_says_under_which_line_it_is_charged() -> None:
    case = next(case for case in CASES if case.name == "C28 moved and linked")
    told = {(row.line, str(row.month)): (row.charge.reason, row.instead) for row in table(case)}
    assert told["L2", "2026-07"] == (Reason.MOVED, "L1")
    assert told["L1", "2026-08"] == (Reason.MOVED, "L2")
    assert told["L1", "2026-07"] == (Reason.MONTHLY, "")


@pytest.mark.parametrize("named", ["L1", "L2"])
@pytest.mark.parametrize("start", ["2026-04-15", "2026-07-15", "2026-07-20"])
def test_a_contract_of_a_moved_line_may_be_named_by_either_of_its_lines(named: str, start: str) -> None:
    moved = [line(closed="2026-07-15"), line("L2", opened="2026-07-15", moved_from="L1")]

    def charged(lines: list[dict[str, Any]], name: str) -> dict[str, int]:
        sums: dict[str, int] = {}
        for row in table(Case("", [period(start, line=name)], {}, lines)):
            sums[str(row.month)] = sums.get(str(row.month), 0) + row.charge.amount
        return sums

    assert charged(moved, named) == charged([line()], "L1")


def test_a_late_form_is_older_than_the_whole_chain() -> None:
    moved = [line(opened="2026-05-10", closed="2026-07-15"), line("L2", opened="2026-07-15", moved_from="L1")]
    told = {(row.line, str(row.month)): row.charge.amount for row in table(Case("", [period(line="L2")], {}, moved))}
    assert [told["L1", month] for month in ("2026-04", "2026-05", "2026-06", "2026-07")] == [0, 0, 0, 550]


def test_a_household_shares_one_window_where_the_setting_says_so() -> None:
    lines = [line(household="H"), line("L2", customer="C2", household="H")]
    case = Case("", [period(), period("2026-08-03", line="L2")], {}, lines, policy(first_time_scope="household"))
    told = {(row.line, str(row.month)): row.charge.amount for row in table(case)}
    assert (told["L2", "2026-08"], told["L1", "2026-05"]) == (550, 0)


def test_suspension_in_pieces_covers_a_month() -> None:
    rests = [{"from": "2026-07-20", "to": "2026-08-10"}, {"from": "2026-08-11", "to": "2026-09-02"}]
    case = Case("", [period()], {}, [line(suspensions=rests)])
    told = {str(row.month): row.charge.amount for row in table(case)}
    assert (told["2026-07"], told["2026-08"], told["2026-09"]) == (550, 0, 550)


def test_a_contract_that_ended_before_its_line_opened_never_was() -> None:
    periods = [period("2026-04-25", "2026-05-01"), period("2026-06-01")]
    told = {str(row.month): row.charge.amount for row in table(Case("", periods, {}, [line(opened="2026-05-10")]))}
    assert [told[month] for month in ("2026-05", "2026-06", "2026-07", "2026-08")] == [0, 0, 0, 550]


def test_tax_is_the_part_inside_rounded_down() -> None:
    ten, twelve = TaxRate(Month(2019, 10), 10), TaxRate(Month(2027, 4), 12)
    assert [ten.included_in(yen) for yen in (550, 275, 5_830, 2_748)] == [50, 25, 530, 249]
    assert twelve.included_in(550) == 58
