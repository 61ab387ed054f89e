"""The invariants are judged: each of them notices the faults that are planted into the charge against it.

What no history can tell from right (a fee that is always 0 keeps every invariant) is noticed by the table of cases.
"""

import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from yorisoi_protocol.testing.faults import Fault, planted
from yorisoi_service.billing.rules import booking, charge, table
from yorisoi_service.billing.rules.history_file import read
from yorisoi_service.contracts.rules import history
from yorisoi_service.contracts.rules.month import Month, months_from
from yorisoi_service.testing.charge_cases import CASES

from . import invariants
from .invariants import INVARIANTS, PROMISES, Promise, Rules

PLACES = {"charge": charge, "history": history, "table": table, "booking": booking}
# Enough that chance plays no part: the search ends with the first history that shows the fault.
MOST_HISTORIES = 2_000

FAULTS: tuple[tuple[Promise, str, Fault], ...] = (
    (
        invariants.a_charge_lies_between_nothing_and_the_price,
        "charge",
        Fault("a campaign may raise the fee", "min(own, tariff.price_at(month).amount) if own else 0", "own"),
    ),
    (
        invariants.a_charge_lies_between_nothing_and_the_price,
        "charge",
        Fault(
            "fees of one month are added up",
            "    found = max(reversed(candidates), key=lambda each: each.amount)\n",
            "    found = replace(candidates[-1], amount=sum(each.amount for each in candidates))\n",
        ),
    ),
    (
        invariants.a_line_month_is_charged_once_at_most,
        "table",
        Fault("a moved line is charged under both numbers", "if under == line or", "if line or"),
    ),
    (
        invariants.a_line_month_is_charged_once_at_most,
        "booking",
        Fault(
            "a month that stands elsewhere is booked",
            "frozenset({Reason.NOT_SUBSCRIBED, Reason.MOVED})",
            "frozenset({Reason.NOT_SUBSCRIBED})",
        ),
    ),
    (
        invariants.a_line_month_is_charged_once_at_most,
        "booking",
        Fault(
            "charges of two months have one id",
            'return f"C{self.line}-{_digits(self.month)}"',
            'return f"C{self.line}"',
        ),
    ),
    (
        invariants.who_pays_had_a_day_of_contract_in_that_month,
        "history",
        Fault("a contract counts before it begins", "self.start <= month.last_day and", ""),
    ),
    (
        invariants.who_pays_had_a_day_of_contract_in_that_month,
        "history",
        Fault("a contract never ends", "(self.end is None or month.first_day <= self.end)", "True"),
    ),
    (
        invariants.who_pays_had_a_day_of_contract_in_that_month,
        "history",
        Fault("a closed line goes on", "closed = members[-1].closed", "closed = None"),
    ),
    (
        invariants.cancelling_and_rejoining_inside_a_month_changes_nothing,
        "charge",
        Fault("rejoining ends the window", 'not again or policy.rejoin_inside_window == "persist"', "not again"),
    ),
    (
        invariants.cancelling_and_rejoining_inside_a_month_changes_nothing,
        "charge",
        Fault(
            "the newest contract alone decides, and counts its own months", "months_between(window, month) <", "nth <="
        ),
    ),
    (
        invariants.the_day_of_joining_inside_its_month_changes_nothing,
        "history",
        Fault(
            "the month of joining counts from its first day only",
            "self.start <= month.last_day",
            "self.start <= month.first_day",
        ),
    ),
    (
        invariants.the_day_of_joining_inside_its_month_changes_nothing,
        "charge",
        Fault(
            "days are counted",
            "months_between(window, month) < policy.free_months",
            "(month.first_day - span.start).days < 30 * (policy.free_months - 1)",
        ),
    ),
    (
        invariants.a_move_changes_nothing,
        "history",
        Fault(
            "the month of a move stands under the new number",
            "Month.of(line.opened) < month",
            "Month.of(line.opened) <= month",
        ),
    ),
    (
        invariants.a_move_changes_nothing,
        "history",
        Fault(
            "a period begins with the number it names",
            "return next(in_service, members[0].opened)",
            "return members[named].opened",
        ),
    ),
    (
        invariants.a_move_changes_nothing,
        "history",
        Fault("a contract ends with its first number", "closed = members[-1].closed", "closed = members[0].closed"),
    ),
    (
        invariants.a_move_changes_nothing,
        "history",
        Fault(
            "rests under another number are forgotten",
            "for line in self.lines for rest in line.suspensions",
            "for line in self.lines[:1] for rest in line.suspensions",
        ),
    ),
    (
        invariants.a_customer_is_free_in_at_most_two_months_for_life,
        "charge",
        Fault("one free month more", "< policy.free_months:", "<= policy.free_months:"),
    ),
    (
        invariants.a_customer_is_free_in_at_most_two_months_for_life,
        "charge",
        Fault(
            "each line has its own first time",
            "            return chain.customer\n",
            "            return chain.lines[0].id\n",
        ),
    ),
    (
        invariants.later_events_never_change_a_month_that_is_over,
        "charge",
        Fault("the window is that of the newest line", "not joined else min(joined)", "not joined else max(joined)"),
    ),
    (
        invariants.later_events_never_change_a_month_that_is_over,
        "history",
        Fault("only the newest contract counts", "enumerate(ran, 1))", "list(enumerate(ran, 1))[-1:])"),
    ),
    (
        invariants.the_order_in_which_events_were_entered_changes_nothing,
        "history",
        Fault(
            "contracts stay as they were entered", "    ran.sort(key=lambda each: (each[0], each[1] or date.max))\n", ""
        ),
    ),
    (
        invariants.what_comes_late_becomes_an_adjustment,
        "booking",
        Fault(
            "the whole fee is charged again", "amount = row.charge.amount - (was or 0)", "amount = row.charge.amount"
        ),
    ),
    (
        invariants.what_comes_late_becomes_an_adjustment,
        "booking",
        Fault("a late charge passes for one of its month", "run, Kind.ADJUSTMENT, amount", "run, Kind.CHARGE, amount"),
    ),
    (
        invariants.what_comes_late_becomes_an_adjustment,
        "booking",
        Fault("nothing is credited", "row.charge.amount != (was or 0)", "row.charge.amount > (was or 0)"),
    ),
    (
        invariants.what_comes_late_becomes_an_adjustment,
        "booking",
        Fault(
            "a second adjustment takes the id of the first",
            '-{_digits(self.month)}-{_digits(self.run)}"',
            '-{_digits(self.month)}"',
        ),
    ),
    (
        invariants.what_comes_late_becomes_an_adjustment,
        "booking",
        Fault(
            "every closed month is written anew",
            "if missing or row.charge.amount !=",
            "if True or row.charge.amount !=",
        ),
    ),
    (
        invariants.one_more_contract_never_makes_a_month_cheaper,
        "charge",
        Fault("of several fees the least", "max(reversed(candidates)", "min(reversed(candidates)"),
    ),
    (
        invariants.who_gave_up_the_window_is_never_free_again,
        "charge",
        Fault("nobody ever joins again", "again = span.nth > 1", "again = False"),
    ),
)

SEEN_BY_CASES: tuple[tuple[str, Fault], ...] = (
    (
        "charge",
        Fault(
            "nothing costs anything", "return Charge(price.amount, Reason.MONTHLY", "return Charge(0, Reason.MONTHLY"
        ),
    ),
    (
        "charge",
        Fault(
            "a final free month is always charged", 'if final and policy.cancel_in_free_month == "charge":', "if final:"
        ),
    ),
    ("charge", Fault("a campaign says nothing", "    if span.campaign is None:\n", "    if True:\n")),
    ("charge", Fault("free months that were used come again", "None if used or not joined", "None if not joined")),
    ("history", Fault("a rest of some days makes the month free", "if rest.last >= month.last_day:", "if rest:")),
    ("history", Fault("a withdrawn contract counts", "        if period.withdrawn:\n", "        if False:\n")),
    (
        "history",
        Fault(
            "the line need not be open",
            "start_of(period.start, _opening(members, period)) if not_before_opening else period.start",
            "period.start",
        ),
    ),
)


def rules_with(place: str, fault: Fault) -> Rules:
    return Rules(**{place: planted(PLACES[place].__name__, fault)})


def look_for_a_history(promise: Promise, rules: Rules) -> None:
    """Raises AssertionError with the first history in which these rules break the promise."""

    @settings(
        max_examples=MOST_HISTORIES,
        phases=(Phase.generate,),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(st.data())
    def judged(data: st.DataObject) -> None:
        promise(rules, data)

    judged()


@pytest.mark.parametrize(("promise", "place", "fault"), FAULTS, ids=[fault.name for _, _, fault in FAULTS])
def test_a_promise_notices_what_is_planted_against_it(promise: Promise, place: str, fault: Fault) -> None:
    with pytest.raises(AssertionError):
        look_for_a_history(promise, rules_with(place, fault))


def test_every_promise_is_judged() -> None:
    judged = {promise for promise, _, _ in FAULTS}
    assert judged == set(PROMISES)
    assert all(judged & set(promises) for promises in INVARIANTS)


def cases_come_out(rules: Rules) -> bool:
    for case in CASES:
        given_file = read(json.dumps({"lines": case.lines, "periods": case.periods} | case.rest))
        months = list(months_from(Month(2026, 1), Month(2029, 12)))
        rows = rules.rows(
            list(given_file.lines), list(given_file.periods), given_file.policy, months, tariff=given_file.tariff
        )
        told = {(row.line, str(row.month)): row.charge.amount for row in rows}
        if any(told[line, month] != yen for line, named in case.expected.items() for month, yen in named.items()):
            return False
    return True


def test_the_cases_come_out() -> None:
    assert cases_come_out(Rules())


@pytest.mark.parametrize(("place", "fault"), SEEN_BY_CASES, ids=[fault.name for _, fault in SEEN_BY_CASES])
def test_the_cases_notice_a_planted_fault(place: str, fault: Fault) -> None:
    assert not cases_come_out(rules_with(place, fault))
