"""The cases of the charge calendar. Unless a case says otherwise, one customer joins for the first time on 2026-04-15.

Months a case does not name cost 0 before the join and 550 after it. Cases about telephone calls, time zones and changes
of device, course or bank stand here in the form in which they reach the charge: as the day that counts, or as nothing.
"""

from dataclasses import dataclass, field
from typing import Any

JOIN = "2026-04-15"


@dataclass(frozen=True)
class Case:
    """`expected` per line: month -> yen."""

    name: str
    periods: list[dict[str, Any]]
    expected: dict[str, dict[str, int]]
    lines: list[dict[str, Any]] = field(default_factory=lambda: [line()])
    rest: dict[str, Any] = field(default_factory=dict)


def line(name: str = "L1", **more: Any) -> dict[str, Any]:
    return {"id": name, "customer": "C1", "opened": "2020-01-01"} | more


def period(start: str = JOIN, end: str | None = None, line: str = "L1", **more: Any) -> dict[str, Any]:
    return {"line": line, "start": start, "end": end} | more


def one(**months: int) -> dict[str, dict[str, int]]:
    """`m2026_04=0` for line L1."""
    return {"L1": {name[1:].replace("_", "-"): yen for name, yen in months.items()}}


def policy(**settings: Any) -> dict[str, Any]:
    return {"policy": settings}


def campaign(*terms: tuple[int, int, int]) -> dict[str, Any]:
    return {
        "campaigns": [
            {"id": "c", "terms": [{"from_month": a, "to_month": b, "amount": yen} for a, b, yen in terms]},
        ]
    }


FREE_THEN_PAID = one(m2026_03=0, m2026_04=0, m2026_05=0, m2026_06=550, m2026_07=550)
JULY_ONCE = one(m2026_06=550, m2026_07=550, m2026_08=550)

CASES = [
    Case("C01 first join", [period()], FREE_THEN_PAID),
    Case("C02 last day of April", [period("2026-04-30")], FREE_THEN_PAID),
    Case("C03 May by Japanese time", [period("2026-05-01")], one(m2026_04=0, m2026_05=0, m2026_06=0, m2026_07=550)),
    Case("C04 over the year's end", [period("2026-12-20")], one(m2026_12=0, m2027_01=0, m2027_02=550)),
    Case("C05 31 January of a leap year", [period("2028-01-31")], one(m2028_01=0, m2028_02=0, m2028_03=550)),
    Case("C06 leap day", [period("2028-02-29")], one(m2028_02=0, m2028_03=0, m2028_04=550)),
    Case(
        "C07 line opens later",
        [period("2026-04-25")],
        one(m2026_04=0, m2026_05=0, m2026_06=0, m2026_07=550),
        [line(opened="2026-05-10")],
    ),
    Case(
        "C07 setting off",
        [period("2026-04-25")],
        one(m2026_04=0, m2026_05=0, m2026_06=550),
        [line(opened="2026-05-10")],
        policy(start_not_before_line_open=False),
    ),
    Case(
        "C08 withdrawn, joined later",
        [period(end="2026-04-17", withdrawn=True), period("2026-07-01")],
        one(m2026_04=0, m2026_06=0, m2026_07=0, m2026_08=0, m2026_09=550),
    ),
    Case("C09 cancelled in free month 1", [period(end="2026-04-20")], one(m2026_04=0, m2026_05=0, m2026_06=0)),
    Case(
        "C09 charged by setting",
        [period(end="2026-04-20")],
        one(m2026_04=550, m2026_05=0, m2026_06=0),
        rest=policy(cancel_in_free_month="charge"),
    ),
    Case("C10 cancelled on the last free day", [period(end="2026-05-31")], one(m2026_04=0, m2026_05=0, m2026_06=0)),
    Case("C11 first chargeable day", [period(end="2026-06-01")], one(m2026_05=0, m2026_06=550, m2026_07=0)),
    Case("C12 mid-month", [period(end="2026-07-10")], one(m2026_06=550, m2026_07=550, m2026_08=0)),
    Case("C13 month end", [period(end="2026-07-31")], one(m2026_07=550, m2026_08=0)),
    Case("C14 the day of the call counts", [period(end="2026-07-31")], one(m2026_07=550, m2026_08=0)),
    Case("C15 1 July by Japanese time", [period(end="2026-07-01")], one(m2026_06=550, m2026_07=550, m2026_08=0)),
    Case("C16 again in the same month", [period(end="2026-07-10"), period("2026-07-20")], JULY_ONCE),
    Case("C17 again on the same day", [period(end="2026-07-10"), period("2026-07-10")], JULY_ONCE),
    Case(
        "C18 three times in July",
        [
            period(end="2026-07-03"),
            period("2026-07-05", "2026-07-09"),
            period("2026-07-12", "2026-07-20"),
            period("2026-07-25"),
        ],
        JULY_ONCE,
    ),
    Case("C19 again next month", [period(end="2026-07-10"), period("2026-08-05")], one(m2026_07=550, m2026_08=550)),
    Case(
        "C20 again in October",
        [period(end="2026-07-10"), period("2026-10-31")],
        one(m2026_07=550, m2026_08=0, m2026_09=0, m2026_10=550, m2026_11=550),
    ),
    Case(
        "C21 first day is last day",
        [period(end="2026-07-10"), period("2026-10-31", "2026-10-31")],
        one(m2026_10=550, m2026_11=0),
    ),
    Case(
        "C22 again inside the window",
        [period(end="2026-04-20"), period("2026-05-03")],
        one(m2026_04=0, m2026_05=0, m2026_06=550),
    ),
    Case(
        "C22 forfeited by setting",
        [period(end="2026-04-20"), period("2026-05-03")],
        one(m2026_04=0, m2026_05=550, m2026_06=550),
        rest=policy(rejoin_inside_window="forfeit"),
    ),
    Case(
        "C23 the unused month is not kept",
        [period(end="2026-04-20"), period("2026-08-01")],
        one(m2026_04=0, m2026_05=0, m2026_06=0, m2026_07=0, m2026_08=550),
    ),
    Case("C24 new device", [period()], JULY_ONCE),
    Case("C25 new course", [period()], JULY_ONCE),
    Case("C26 line closed", [period()], one(m2026_07=550, m2026_08=0), [line(closed="2026-07-15")]),
    Case("C27 closed in a free month", [period()], one(m2026_05=0, m2026_06=0), [line(closed="2026-05-20")]),
    Case(
        "C28 moved and linked",
        [period()],
        {
            "L1": {"2026-06": 550, "2026-07": 550, "2026-08": 0},
            "L2": {"2026-06": 0, "2026-07": 0, "2026-08": 550, "2026-09": 550},
        },
        [line(closed="2026-07-15"), line("L2", opened="2026-07-15", moved_from="L1")],
    ),
    Case(
        "C28 moved, a period on each line",
        [period(end="2026-07-15"), period("2026-07-15", line="L2")],
        {"L1": {"2026-07": 550, "2026-08": 0}, "L2": {"2026-07": 0, "2026-08": 550}},
        [line(closed="2026-07-15"), line("L2", opened="2026-07-15", moved_from="L1")],
    ),
    Case(
        "C28 moved, not linked",
        [period(), period("2026-07-15", line="L2")],
        {"L1": {"2026-07": 550, "2026-08": 0}, "L2": {"2026-07": 550, "2026-08": 550}},
        [line(closed="2026-07-15"), line("L2", opened="2026-07-15")],
    ),
    Case(
        "C29 second line",
        [period(), period("2026-08-03", line="L2")],
        {"L2": {"2026-07": 0, "2026-08": 550, "2026-09": 550}},
        [line(), line("L2")],
    ),
    Case(
        "C29 by line",
        [period(), period("2026-08-03", line="L2")],
        {"L2": {"2026-08": 0, "2026-09": 0, "2026-10": 550}},
        [line(), line("L2")],
        policy(first_time_scope="line"),
    ),
    Case(
        "C30 second line inside the window",
        [period(), period("2026-05-03", line="L2")],
        {"L2": {"2026-04": 0, "2026-05": 0, "2026-06": 550}},
        [line(), line("L2")],
    ),
    Case("C31 inherited", [period()], JULY_ONCE),
    Case(
        "C32 three months free",
        [period(campaign="c")],
        one(m2026_04=0, m2026_05=0, m2026_06=0, m2026_07=550),
        rest=campaign((1, 3, 0)),
    ),
    Case(
        "C33 two free, then half",
        [period(campaign="c")],
        one(m2026_04=0, m2026_05=0, m2026_06=275, m2026_11=275, m2026_12=550),
        rest=campaign((1, 2, 0), (3, 8, 275)),
    ),
    Case(
        "C34 a tax change is no price change",
        [period()],
        one(m2027_03=550, m2027_04=550),
        rest={"tax_rates": [{"from": "2019-10", "percent": 10}, {"from": "2027-04", "percent": 12}]},
    ),
    Case(
        "C35 new price",
        [period()],
        one(m2026_12=550, m2027_01=660),
        rest={"prices": [{"from": "2026-01", "amount": 550}, {"from": "2027-01", "amount": 660}]},
    ),
    Case(
        "C36 returner's campaign",
        [period(end="2026-07-10"), period("2026-10-31", campaign="c")],
        one(m2026_10=0, m2026_11=550),
        rest=campaign((1, 1, 0)),
    ),
    Case(
        "C37 the old contract's final month stays due",
        [period(end="2026-07-10"), period("2026-07-20", campaign="c")],
        one(m2026_07=550, m2026_08=0, m2026_09=550),
        rest=campaign((1, 2, 0)),
    ),
    Case(
        "C38 suspended for a whole month",
        [period()],
        one(m2026_07=550, m2026_08=0, m2026_09=550),
        [line(suspensions=[{"from": "2026-08-01", "to": "2026-08-31"}])],
    ),
    Case(
        "C38 suspended for parts of two",
        [period()],
        one(m2026_08=550, m2026_09=550),
        [line(suspensions=[{"from": "2026-08-05", "to": "2026-09-20"}])],
    ),
    Case("C39 collected later", [period()], one(m2026_07=550, m2026_08=550)),
    Case("C40 thirty sessions or none", [period()], one(m2026_07=550)),
    Case("C41 another provider's line", [], one(m2026_04=0, m2026_06=0, m2026_07=0)),
    Case("C42 the second application was refused", [period()], one(m2026_07=550)),
    Case(
        "C43 real start unknown",
        [period("2026-04-01")],
        one(m2026_04=550, m2026_05=550),
        [line(free_window_used=True)],
    ),
    Case("C44 reserved end undone", [period()], one(m2026_07=550, m2026_08=550, m2026_09=550)),
]
