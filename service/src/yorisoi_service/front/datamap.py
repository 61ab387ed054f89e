"""The data map: every app's declarations together, and what of it is told to the people it is about."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from yorisoi_service.audit.rules import kept as audit
from yorisoi_service.audit.rules.keeping import Category, Fate, Periods, Table
from yorisoi_service.billing.rules import kept as billing
from yorisoi_service.contracts.rules import kept as contracts
from yorisoi_service.debits.rules import kept as debits
from yorisoi_service.desk.rules import kept as desk
from yorisoi_service.letters.rules import kept as letters
from yorisoi_service.remote.rules import kept as remote
from yorisoi_service.staff.rules import kept as staff
from yorisoi_service.subscribers.rules import kept as subscribers

TABLES: tuple[Table, ...] = (
    *subscribers.TABLES,
    *contracts.TABLES,
    *billing.TABLES,
    *debits.TABLES,
    *letters.TABLES,
    *desk.TABLES,
    *remote.TABLES,
    *staff.TABLES,
    *audit.TABLES,
)


@dataclass(frozen=True)
class Told:
    """One paragraph of the privacy notice: what is kept, what for, and for how long, in sentences for customers."""

    category: Category
    title: str | Promise
    holds: str | Promise
    purpose: str | Promise
    how_long: tuple[str, ...]


_WORDS: dict[Category, tuple[Promise, Promise, Promise]] = {
    Category.CUSTOMER: (
        _("Who you are"),
        _(
            "Your name, address, telephone numbers, mail address, customer number and line, and whom of your family you named."
        ),
        _("So that we know who calls, and can write to you and bill you."),
    ),
    Category.CONTRACT: (
        _("Your contract"),
        _("When you applied, and from when to when your contract runs."),
        _("So that we help you when your contract says so, and can explain what it cost."),
    ),
    Category.MONEY: (
        _("What you paid"),
        _("What each month cost, why, and whether it is paid."),
        _("To charge the right amount, to explain it, and because tax law asks for books."),
    ),
    Category.BANK: (
        _("Your bank account"),
        _("Only where we debit it ourselves: the account, sealed so that a stolen copy of the data is of no use."),
        _("To debit what is owed, and to answer questions about it."),
    ),
    Category.LETTERS: (
        pgettext_lazy("what we keep", "Letters"),
        _("Every letter we sent you, as it was."),
        _("So that you and we can read later what we told you."),
    ),
    Category.REQUESTS: (
        _("What you asked us"),
        _("Your question, what we did, what we noted, and what you said about the help."),
        _("To help you, and to know next time what was done."),
    ),
    Category.CALLS: (
        _("Your calls"),
        _("The number you call from, when you called, and whether we should call back. Calls are not recorded."),
        _("To know who calls, and to call back when we missed you."),
    ),
    Category.SESSIONS: (
        _("Remote sessions"),
        _(
            "The address your connection came from, and the kind of your computer. Never your screen, never what is typed."
        ),
        _("To hold the session, and to look into it if you complain."),
    ),
    Category.CONSENTS: (
        _("What you allowed"),
        _("What you allowed, refused and took back in each session, and which terms you accepted."),
        _("To show what was allowed, for you and for us."),
    ),
    Category.LOOKS: (
        _("Who looked at your data"),
        _("Who of our staff opened your data, on which page, in which hour."),
        _("To notice when somebody looks without need. You may ask us for this list."),
    ),
    Category.KEYS: (
        _("Your own page"),
        _("That a link or a code was made for you; not the link or the code itself."),
        _("So that you, and nobody else, can open your own page."),
    ),
}
# Where the provider's telephone system records calls: the recording is kept there, so no period of ours holds for it.
_CALLS_RECORDED: tuple[Promise, Promise] = (
    _(
        "The number you call from, when you called, and whether we should call back. Our telephone system records what "
        "is said in the call."
    ),
    _("To know who calls, to call back when we missed you, and to check afterwards what was said."),
)
_RECORDING_KEPT: Promise = _("How long the recording is kept: please ask our office")
_KEPT_FOR: dict[str, Promise] = {
    "contract_years": _("%(length)s after your contract ended"),
    "consent_years": _("%(length)s after your contract ended, for what you allowed"),
    "ticket_months": _("%(length)s after your question was settled"),
    "call_months": _("%(length)s after the call, for the number you called from"),
    "session_log_months": _("%(length)s after the session, for technical data"),
    "address_days": _("%(length)s after the session, for the address of your connection"),
    "look_years": _("%(length)s after the look"),
    "customer_months": _("%(length)s after your internet line was closed, when nothing else here has to be kept"),
    "key_days": _("%(length)s after it stopped being valid"),
}
# Where a period means something else than usual in a category.
_ELSE: dict[tuple[Category, str], Promise] = {
    (Category.CUSTOMER, "ticket_months"): _("%(length)s after your contract ended, for people you named"),
    (Category.CONTRACT, "ticket_months"): _("%(length)s after you applied, when it came to no contract"),
    (Category.LETTERS, "ticket_months"): _("%(length)s after we helped you, for letters about it"),
    (Category.BANK, "contract_years"): _("%(length)s after the account was debited last"),
}


def told(periods: Periods, *, records_calls: bool) -> list[Told]:
    """The privacy notice's paragraphs, in the reader's language as it is now, from the same periods the purge takes.
    `records_calls`: the provider's telephone system does, as its callers are told at the beginning."""
    paragraphs = [
        Told(category, title, holds, purpose, tuple(_how_long(category, periods)))
        for category, (title, holds, purpose) in _WORDS.items()
    ]
    return [_recorded(each) if records_calls and each.category is Category.CALLS else each for each in paragraphs]


def _recorded(calls: Told) -> Told:
    holds, purpose = _CALLS_RECORDED
    return replace(calls, holds=holds, purpose=purpose, how_long=(*calls.how_long, str(_RECORDING_KEPT)))


def tables_of(category: Category) -> list[Table]:
    """The tables that hold what this category tells of."""
    return [table for table in TABLES if table.category is category]


def _how_long(category: Category, periods: Periods) -> Iterator[str]:
    named = [keep.period for table in tables_of(category) for keep in table.keeps if keep.fate is not Fate.KEEP]
    for period in dict.fromkeys(named):
        if period:
            yield str(_ELSE.get((category, period), _KEPT_FOR[period])) % {"length": length(period, periods)}


def length(period: str, periods: Periods) -> str:
    """How long, in words: "10 years"."""
    count, unit = int(getattr(periods, period)), period.rpartition("_")[2]
    match unit:
        case "years":
            return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}
        case "months":
            return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
        case _:
            return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
