"""Why a month costs what it costs, in one or two plain sentences. Message and values; the shell translates."""

from dataclasses import dataclass

from yorisoi_service.billing.rules.charge import Charge, Reason
from yorisoi_service.contracts.rules.month import Month


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation without translating it."""
    return message


@dataclass(frozen=True)
class Explanation:
    """A sentence with named places, and what stands in them."""

    message: str
    values: dict[str, str | int]


def explain(charged: Charge, month: Month, *, tax: int = 0, instead: str = "") -> Explanation:
    """The sentence for one line and month. `tax` is the tax inside the amount, `instead` the line of a moved month."""
    values: dict[str, str | int] = {
        "year": month.year,
        "month": month.number,
        "amount": charged.amount,
        "tax": tax,
        "nth": charged.nth_month,
        "campaign": charged.campaign or "",
        "line": instead,
    }
    if charged.paid_from is not None:
        values |= {"paid_year": charged.paid_from.year, "paid_month": charged.paid_from.number}
    return Explanation(_message(charged), values)


def _message(charged: Charge) -> str:
    match charged.reason:
        case Reason.NOT_SUBSCRIBED:
            return gettext_noop("0 yen: there was no support contract on this line in %(month)s/%(year)s.")
        case Reason.SUSPENDED:
            return gettext_noop("0 yen: the line was suspended for the whole of %(month)s/%(year)s.")
        case Reason.MOVED:
            return gettext_noop(
                "0 yen here: the line was moved, and %(month)s/%(year)s is charged once, under line %(line)s."
            )
        case Reason.FREE if charged.is_final:
            return gettext_noop(
                "0 yen: a free month of the first contract. The contract ended in this month, and a free month stays free."
            )
        case Reason.FREE if charged.paid_from is None:
            return gettext_noop("0 yen: a free month of the first contract.")
        case Reason.FREE:
            return gettext_noop(
                "0 yen: a free month of the first contract. "
                "If the contract goes on, the monthly fee begins with %(paid_month)s/%(paid_year)s."
            )
        case Reason.CAMPAIGN:
            return gettext_noop("%(amount)s yen: month %(nth)s of the contract under the campaign “%(campaign)s”.")
        case Reason.FINAL_MONTH | Reason.MONTHLY if charged.is_final:
            return gettext_noop(
                "%(amount)s yen (%(tax)s yen tax included): the contract ended in this month; "
                "a final month is charged in full, without daily shares."
            )
        case _ if charged.is_again and charged.nth_month == 1:
            return gettext_noop(
                "%(amount)s yen (%(tax)s yen tax included): the first month after joining again. "
                "There are no new free months, and no daily shares."
            )
        case _:
            return gettext_noop("%(amount)s yen (%(tax)s yen tax included): the monthly fee.")
