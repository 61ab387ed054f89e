"""What a history file may not say, and where the refusal points."""

import json
from typing import Any

import pytest
from yorisoi_service.billing.rules.fields import FileRefused
from yorisoi_service.billing.rules.history_file import read
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.testing.charge_cases import line, period


def file(**changes: Any) -> str:
    return json.dumps({"lines": [line()], "periods": [period()]} | changes)


def test_a_file_with_every_key_is_taken() -> None:
    history = read(
        file(
            policy={
                "free_months": 3,
                "suspend_after_unpaid_months": None,
                "closures": ["2026-12-31"],
                "liability_text_version": "v1",
                "succession": "carry",
                "office_phone": "0847-00-0001",
                "desk_phone_landline": "0120-00-0001",
                "desk_phone_mobile": "0847-00-0002",
            },
            prices=[{"from": "2026-01", "amount": 600}],
            tax_rates=[{"from": "2019-10", "percent": 10}],
            campaigns=[{"id": "half", "terms": [{"from_month": 1, "to_month": 2, "amount": 0}]}],
        )
    )
    assert history.policy.free_months == 3
    assert history.tariff.price_at(Month(2026, 1)).amount == 600
    assert history.tariff.campaigns["half"].amount_in(2) == 0


WRONG = [
    ('{"lines": [', "line 1, column 12"),
    ("[]", "the file"),
    ("{}", "the file"),
    ('{"lines": [], "lines": [], "periods": []}', "the key 'lines'"),
    ('{"lines": [], "periods": [], "prices": [{"from": "2026-01", "amount": NaN}]}', "the file"),
    ("[" * 100_000, "the file"),
    ('{"lines": [], "periods": [], "prices": [{"from": "2026-01", "amount": ' + "9" * 5_000 + "}]}", "the file"),
    (file(line=[]), "line"),
    (file(lines={}), "lines"),
    (file(lines=[line(), line()]), "lines[1].id"),
    (file(lines=[line(colour="red")]), "lines[0].colour"),
    (file(lines=[line(opened="2020-02-30")]), "lines[0].opened"),
    (file(lines=[line(opened="20200201")]), "lines[0].opened"),
    (file(lines=[line(opened=None)]), "lines[0].opened"),
    (file(lines=[line(closed="2019-12-31")]), "lines[0].closed"),
    (file(lines=[line(customer=" ")]), "lines[0].customer"),
    (file(lines=[line(free_window_used="yes")]), "lines[0].free_window_used"),
    (file(lines=[line(suspensions=[{"from": "2026-08-02", "to": "2026-08-01"}])]), "lines[0].suspensions[0].to"),
    (file(lines=[line(), line("L2", moved_from="L9")]), "lines[1].moved_from"),
    (file(lines=[line(), line("L2", moved_from="L1")]), "lines[1].moved_from"),
    (file(lines=[line(), line("L2", opened="2021-01-01", moved_from="L1", customer="C2")]), "lines[1].moved_from"),
    (
        file(lines=[line(), *(line(n, opened="2021-01-01", moved_from="L1") for n in ("L2", "L3"))]),
        "lines[2].moved_from",
    ),
    (file(periods=[period(line="L9")]), "periods[0].line"),
    (file(periods=[period("2026-13-01")]), "periods[0].start"),
    (file(periods=[period(end="2026-04-14")]), "periods[0].end"),
    (file(periods=[period(campaign="gift")]), "periods[0].campaign"),
    (file(periods=[period(), period("2026-07-01")]), "periods[1].start"),
    (file(periods=[period(end="2026-07-10"), period("2026-07-09")]), "periods[1].start"),
    (file(periods=[period("2026-07-09"), period(end="2026-07-10")]), "periods[0].start"),
    (file(lines=[line(closed="2026-03-31")]), "periods[0].start"),
    (
        file(
            lines=[line(), line("L2", opened="2026-05-01", moved_from="L1")],
            periods=[period(), period("2026-06-01", line="L2")],
        ),
        "periods[1].start",
    ),
    (file(prices=[{"from": "2026-1", "amount": 550}]), "prices[0].from"),
    (file(prices=[{"from": "2026-01", "amount": 550.0}]), "prices[0].amount"),
    (file(prices=[{"from": "2026-01", "amount": True}]), "prices[0].amount"),
    (file(prices=[{"from": "2026-01", "amount": -1}]), "prices[0].amount"),
    (file(prices=[{"from": "2026-01", "amount": 1}] * 2), "prices[1].from"),
    (file(tax_rates=[{"from": "2026-01"}]), "tax_rates[0]"),
    (
        file(campaigns=[{"id": "c", "terms": [{"from_month": 2, "to_month": 1, "amount": 0}]}]),
        "campaigns[0].terms[0].to_month",
    ),
    (file(campaigns=[{"id": "c", "terms": [], "penalty": 1}]), "campaigns[0].penalty"),
    (
        file(campaigns=[{"id": "c", "terms": [{"from_month": 1, "to_month": 2, "amount": 0}] * 2}]),
        "campaigns[0].terms[1]",
    ),
    (file(policy={"free_months": -1}), "policy.free_months"),
    (file(policy={"free_months": True}), "policy.free_months"),
    (file(policy={"cancel_in_free_month": "maybe"}), "policy.cancel_in_free_month"),
    (file(policy={"start_not_before_line_open": 1}), "policy.start_not_before_line_open"),
    (file(policy={"closures": ["new year"]}), "policy.closures"),
    (file(policy={"minimum_term": 12}), "policy.minimum_term"),
    (file(policy={"office_phone": 847}), "policy.office_phone"),
    (file(lines=[line("\ud800")]), "lines[0].id"),
    (file(lines=[line(household="a\udfff")]), "lines[0].household"),
    (
        file(
            lines=[line(closed="2026-03-31"), line("L2", opened="2026-03-01", closed="2026-05-31", moved_from="L1")],
            periods=[period("2026-06-01")],
        ),
        "periods[0].start",
    ),
]


@pytest.mark.parametrize(("text", "place"), WRONG, ids=[f"{n} {place}" for n, (_, place) in enumerate(WRONG)])
def test_a_wrong_file_is_refused_with_the_place(text: str, place: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(text)
    assert refused.value.place == place
    assert "expected" in str(refused.value)


def test_a_start_on_the_last_day_of_the_period_before_is_no_overlap() -> None:
    assert len(read(file(periods=[period(end="2026-07-10"), period("2026-07-10")])).periods) == 2


def test_a_contract_may_begin_under_a_line_that_has_moved() -> None:
    moved = [line(closed="2026-03-31"), line("L2", opened="2026-03-31", moved_from="L1")]
    assert len(read(file(lines=moved)).periods) == 1


def test_a_withdrawn_period_overlaps_nothing() -> None:
    assert len(read(file(periods=[period(withdrawn=True), period("2026-05-01")])).periods) == 2
