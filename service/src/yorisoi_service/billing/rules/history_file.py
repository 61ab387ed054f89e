"""Reads a what-if history (JSON) into values, or refuses it with the place in the file and what was expected there.

{"policy": {...}, "prices": [...], "tax_rates": [...], "campaigns": [...], "lines": [...], "periods": [...]}
Only `lines` and `periods` must be there. Nothing is guessed, nothing unknown is passed over.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from yorisoi_service.billing.rules.fields import Fields, FileRefused, is_day, parse
from yorisoi_service.billing.rules.policy import Campaign, Policy, Price, Tariff, TaxRate, Term
from yorisoi_service.contracts.rules.history import LineFacts, PeriodFacts, Suspension
from yorisoi_service.contracts.rules.month import Month

MOST_YEN = 9_999_999_999  # what a debit record can hold
MOST_MONTHS = 1_200

# The settings, and what each may be. Those that touch no charge are checked all the same and change nothing.
SETTINGS: dict[str, tuple[object, ...] | str] = {
    "first_month_basis": ("application_month",),
    "free_months": "a whole number of months from 0 to 120",
    "cancel_in_free_month": ("free", "charge"),
    "rejoin_inside_window": ("persist", "forfeit"),
    "cancel_date_basis": ("request_date",),
    "first_time_scope": ("customer", "line", "household"),
    "start_basis": ("form_date",),
    "suspend_after_unpaid_months": "null or a whole number of months from 1 to 120",
    "phone_guidance_when_offline": (True, False),
    "liability_text_version": "a text",
    "start_not_before_line_open": (True, False),
    "closures": "a list of days like 2026-12-31",
    "line_suspension": ("pause", "charge"),
    "succession": ("carry",),
    "office_phone": "a text",
    "desk_phone_landline": "a text",
    "desk_phone_mobile": "a text",
}
OF_THE_CHARGE = frozenset(Policy.__dataclass_fields__)


@dataclass(frozen=True)
class History:
    """Everything the charge is decided from."""

    lines: tuple[LineFacts, ...]
    periods: tuple[PeriodFacts, ...]
    policy: Policy
    tariff: Tariff


def read(text: str) -> History:
    """The whole file, or FileRefused."""
    top = Fields(parse(text), "", "top level")
    policy = _policy(top.take("policy"), "policy") if top.has("policy") else Policy()
    prices = top.some_if_there("prices", _price)
    rates = top.some_if_there("tax_rates", _tax_rate)
    campaigns = top.some_if_there("campaigns", _campaign)
    lines, periods = top.some("lines", _line), top.some("periods", _period)
    top.done()
    _once("prices", "from", [price.since for price in prices])
    _once("tax_rates", "from", [rate.since for rate in rates])
    _once("campaigns", "id", [campaign.id for campaign in campaigns])
    _once("lines", "id", [line.id for line in lines])
    tariff = Tariff(
        prices=tuple(prices) or Tariff().prices,
        tax_rates=tuple(rates) or Tariff().tax_rates,
        campaigns={campaign.id: campaign for campaign in campaigns},
    )
    _check_moves(lines)
    _check_periods(lines, periods, tariff)
    return History(tuple(lines), tuple(periods), policy, tariff)


def _price(given: object, place: str) -> Price:
    fields = Fields(given, place, "a price")
    price = Price(fields.month("from"), fields.number("amount", 0, MOST_YEN))
    fields.done()
    return price


def _tax_rate(given: object, place: str) -> TaxRate:
    fields = Fields(given, place, "a tax rate")
    rate = TaxRate(fields.month("from"), fields.number("percent", 0, 100))
    fields.done()
    return rate


def _campaign(given: object, place: str) -> Campaign:
    fields = Fields(given, place, "a campaign")
    campaign = Campaign(fields.text("id"), tuple(fields.some("terms", _term)))
    fields.done()
    for index, term in enumerate(campaign.terms):
        if any(term.first <= other.last and other.first <= term.last for other in campaign.terms[:index]):
            raise FileRefused(f"{place}.terms[{index}]", "overlaps an earlier term; expected each month in one term")
    return campaign


def _term(given: object, place: str) -> Term:
    fields = Fields(given, place, "a term of a campaign")
    first = fields.number("from_month", 1, MOST_MONTHS)
    term = Term(first, fields.number("to_month", first, MOST_MONTHS), fields.number("amount", 0, MOST_YEN))
    fields.done()
    return term


def _line(given: object, place: str) -> LineFacts:
    fields = Fields(given, place, "a line")
    line = LineFacts(
        id=fields.text("id"),
        customer=fields.text("customer"),
        opened=fields.day("opened"),
        closed=fields.day_or_none("closed"),
        moved_from=fields.text_or_none("moved_from"),
        suspensions=tuple(fields.some_if_there("suspensions", _suspension)),
        free_window_used=fields.flag("free_window_used"),
        household=fields.text_or_none("household"),
    )
    fields.done()
    if line.closed is not None and line.closed < line.opened:
        raise FileRefused(f"{place}.closed", f"expected {line.opened} (the day it opened) or later")
    return line


def _suspension(given: object, place: str) -> Suspension:
    fields = Fields(given, place, "a suspension")
    rest = Suspension(fields.day("from"), fields.day("to"))
    fields.done()
    if rest.last < rest.first:
        raise FileRefused(f"{place}.to", f"expected {rest.first} or later")
    return rest


def _period(given: object, place: str) -> PeriodFacts:
    fields = Fields(given, place, "a period")
    period = PeriodFacts(
        line=fields.text("line"),
        start=fields.day("start"),
        end=fields.day_or_none("end"),
        campaign=fields.text_or_none("campaign"),
        withdrawn=fields.flag("withdrawn"),
    )
    fields.done()
    if period.end is not None and period.end < period.start:
        raise FileRefused(f"{place}.end", f"expected {period.start} (the start) or later")
    return period


def _policy(given: object, place: str) -> Policy:
    fields = Fields(given, place, "the settings")
    chosen: dict[str, Any] = {}
    for name, allowed in SETTINGS.items():
        if not fields.has(name):
            continue
        value = fields.take(name)
        if not _fits(name, value, allowed):
            raise FileRefused(fields.at(name), f"expected {_said(allowed)}")
        if name in OF_THE_CHARGE:
            chosen[name] = value
    fields.done()
    return Policy(**chosen)


def _fits(name: str, value: object, allowed: tuple[object, ...] | str) -> bool:
    if isinstance(allowed, tuple):
        return any(type(value) is type(each) and value == each for each in allowed)
    if name == "closures":
        return isinstance(value, list) and all(is_day(each) for each in value)
    if allowed == "a text":
        return isinstance(value, str)
    least = 0 if name == "free_months" else 1
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= 120


def _said(allowed: tuple[object, ...] | str) -> str:
    return allowed if isinstance(allowed, str) else " or ".join(json.dumps(each) for each in allowed)


def _once(key: str, field: str, names: Sequence[str | Month]) -> None:
    seen: set[str | Month] = set()
    for index, name in enumerate(names):
        if name in seen:
            raise FileRefused(f"{key}[{index}].{field}", f"{name} stands twice; expected each once")
        seen.add(name)


def _check_moves(lines: Sequence[LineFacts]) -> None:
    by_id = {line.id: line for line in lines}
    followed: set[str] = set()
    for index, line in enumerate(lines):
        if line.moved_from is None:
            continue
        place, older = f"lines[{index}].moved_from", by_id.get(line.moved_from)
        if older is None:
            raise FileRefused(place, f"there is no line {line.moved_from!r}; expected the id of another line")
        if older.id in followed:
            raise FileRefused(place, f"{older.id!r} moved already; expected one line after another")
        if older.opened >= line.opened:
            raise FileRefused(place, f"expected a line that opened before {line.opened}")
        if older.customer != line.customer:
            raise FileRefused(place, f"expected a line of the same customer {line.customer!r}")
        followed.add(older.id)


def _check_periods(lines: Sequence[LineFacts], periods: Sequence[PeriodFacts], tariff: Tariff) -> None:
    root: dict[str, str] = {}
    newest: dict[str, LineFacts] = {}  # of each chain: the contract goes on until this one closes
    for line in sorted(lines, key=lambda each: each.opened):  # the older line of a move comes first
        root[line.id] = line.id if line.moved_from is None else root[line.moved_from]
        newest[root[line.id]] = line
    for index, period in enumerate(periods):
        place = f"periods[{index}]"
        if period.line not in root:
            raise FileRefused(f"{place}.line", f"there is no line {period.line!r}; expected the id of a line")
        if period.campaign is not None and period.campaign not in tariff.campaigns:
            raise FileRefused(f"{place}.campaign", f"there is no campaign {period.campaign!r}; expected its id")
        closed = newest[root[period.line]].closed
        if closed is not None and period.start > closed:
            raise FileRefused(f"{place}.start", f"expected a day until {closed}, when the line closed")
    numbered = [(period, f"periods[{index}]") for index, period in enumerate(periods) if not period.withdrawn]
    numbered.sort(key=lambda each: (root[each[0].line], each[0].start, each[0].end or date.max))
    _check_overlaps(each for each in pairwise(numbered) if root[each[0][0].line] == root[each[1][0].line])


def _check_overlaps(neighbours: Iterable[tuple[tuple[PeriodFacts, str], tuple[PeriodFacts, str]]]) -> None:
    for (before, earlier), (after, place) in neighbours:
        if before.end is None or after.start < before.end:
            raise FileRefused(
                f"{place}.start", f"overlaps {earlier} on the same line; expected its last day or later (one at a time)"
            )
