"""Every app's turn in forgetting, in an order in which what names something goes before what it names."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import partial

from yorisoi_service.audit.purging import Progress, silent
from yorisoi_service.audit.rules.keeping import Counts, Periods
from yorisoi_service.billing.services import retention as billing
from yorisoi_service.clock import business_day
from yorisoi_service.contracts.services import retention as contracts
from yorisoi_service.debits.services import retention as debits
from yorisoi_service.desk.queries.tickets import tickets_untouched
from yorisoi_service.desk.services import retention as desk
from yorisoi_service.letters.services import retention as letters
from yorisoi_service.remote.services import retention as remote
from yorisoi_service.staff import retention as staff
from yorisoi_service.subscribers.services import retention as subscribers

Purge = Callable[..., Counts]


def purges(*, now: datetime, periods: Periods) -> dict[str, Purge]:
    """Each app's purge by its name, in order; what an app may not know itself is handed in."""
    today = business_day(now)

    def past_lines(lines: Collection[int]) -> set[int]:
        return contracts.past_lines(lines, since=periods.cut_day("consent_years", today))

    def past_subscribers(found: Collection[int]) -> set[int]:
        return contracts.past_subscribers(found, since=periods.cut_day("contract_years", today))

    return {
        "desk": desk.purge,
        "remote": partial(remote.purge, past_lines=past_lines),
        "letters": partial(letters.purge, past_subscribers=past_subscribers),
        "debits": debits.purge,
        "contracts": contracts.purge,
        "billing": billing.purge,
        "subscribers": subscribers.purge,
        "staff": staff.purge,
    }


def left_open(*, now: datetime, periods: Periods) -> int:
    """How many requests would be due if somebody had finished them when they were last touched. Time ends none of them."""
    return tickets_untouched(since=periods.cut("ticket_months", now)).count()


def purge_all(
    *, now: datetime, periods: Periods, dry_run: bool = False, told: Progress = silent
) -> Iterator[tuple[str, Counts]]:
    """Take every app's turn, one after the other; each app's name and counts as soon as it is done."""
    for app, purge in purges(now=now, periods=periods).items():
        yield app, purge(now=now, periods=periods, dry_run=dry_run, told=told)
