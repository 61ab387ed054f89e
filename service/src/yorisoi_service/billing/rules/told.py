"""An entry of the ledger in plain sentences, from what the entry itself keeps: message and values; the shell translates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yorisoi_service.billing.rules.booking import Kind, recalled
from yorisoi_service.billing.rules.explain import Explanation, explain, gettext_noop
from yorisoi_service.billing.rules.policy import TaxRate
from yorisoi_service.contracts.rules.month import Month

CAUSES = {
    "joined": gettext_noop(
        "A contract from %(year)s-%(month)02d-%(day)02d on line %(line)s was entered on %(entered)s."
    ),
    "rejoined": gettext_noop(
        "A re-contract from %(year)s-%(month)02d-%(day)02d on line %(line)s was entered on %(entered)s."
    ),
    "withdrawn": gettext_noop("The contract of line %(line)s was withdrawn; this was entered on %(entered)s."),
    "cancelled": gettext_noop(
        "A cancellation as of %(year)s-%(month)02d-%(day)02d on line %(line)s was entered on %(entered)s."
    ),
    "cancellation_reserved": gettext_noop(
        "A cancellation as of %(year)s-%(month)02d-%(day)02d on line %(line)s was entered on %(entered)s."
    ),
    "cancellation_undone": gettext_noop(
        "The cancellation on line %(line)s was taken back; this was entered on %(entered)s."
    ),
    "line_closed": gettext_noop(
        "The closing of line %(line)s on %(year)s-%(month)02d-%(day)02d was entered on %(entered)s."
    ),
    "line_moved": gettext_noop(
        "The move of line %(line)s on %(year)s-%(month)02d-%(day)02d was entered on %(entered)s."
    ),
    "line_suspended": gettext_noop(
        "A suspension of line %(line)s from %(year)s-%(month)02d-%(day)02d was entered on %(entered)s."
    ),
    "line_resumed": gettext_noop("The end of a suspension of line %(line)s was entered on %(entered)s."),
    "line_inherited": gettext_noop("The succession of line %(line)s was entered on %(entered)s."),
    "corrected": gettext_noop("The application of line %(line)s was corrected; this was entered on %(entered)s."),
}


def entry(
    *,
    kind: Kind,
    amount: int,
    reason: str,
    month: Month,
    tax_percent: int,
    facts: Mapping[str, Any],
    language: str,
) -> list[Explanation]:
    """The sentences of one entry; an adjustment says what changed, what is owed and why, and what was entered late."""
    was = facts.get("was", 0)
    owed = amount + was
    named = facts.get("campaign")
    charged = recalled(owed, reason, facts, None if named is None else named.get(language) or named["id"])
    tax = TaxRate(month, tax_percent).included_in(owed, facts.get("rounding", "floor"))
    why = explain(charged, month, tax=tax, instead=facts.get("instead", ""))
    if kind is Kind.CHARGE:
        return [why]
    return [_change(amount, was, owed, month), why, *(_cause(each) for each in facts.get("because", ()))]


def _change(amount: int, was: int, owed: int, month: Month) -> Explanation:
    values: dict[str, str | int] = {
        "year": month.year,
        "month": month.number,
        "was": was,
        "owed": owed,
        "difference": abs(amount),
    }
    if amount < 0:
        message = gettext_noop(
            "Correction for %(month)s/%(year)s: %(was)s yen were booked, %(owed)s yen are owed; "
            "%(difference)s yen are credited."
        )
    elif amount > 0:
        message = gettext_noop(
            "Correction for %(month)s/%(year)s: %(was)s yen were booked, %(owed)s yen are owed; "
            "%(difference)s yen are charged in addition."
        )
    else:
        message = gettext_noop("Entered late for %(month)s/%(year)s.")
    return Explanation(message, values)


def _cause(told: Mapping[str, Any]) -> Explanation:
    on, entered = date.fromisoformat(told["on"]), date.fromisoformat(told["entered"])
    values: dict[str, str | int] = {
        "year": on.year,
        "month": on.month,
        "day": on.day,
        "line": told["line"],
        "entered": told["entered"],
        "entered_year": entered.year,
        "entered_month": entered.month,
        "entered_day": entered.day,
    }
    return Explanation(CAUSES[told["kind"]], values)
