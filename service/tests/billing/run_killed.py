"""Closes one month again and again from the same beginning, killed with SIGKILL at chosen statements of the database.

Prints as JSON what the ledger holds after each restart. Started by test_run_killed.py, with the database in the
environment; forks, because a killed run must be a process of its own."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import os
import signal
import sys
from datetime import date
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from yorisoi_service.audit import queries as audit
from yorisoi_service.billing import queries
from yorisoi_service.billing.models import Close, Entry
from yorisoi_service.billing.rules.policy import Policy
from yorisoi_service.billing.rules.table import rows
from yorisoi_service.billing.services.month import close_month
from yorisoi_service.billing.services.proof import verify
from yorisoi_service.contracts.models import Period
from yorisoi_service.contracts.rules.history import LineFacts, PeriodFacts, Suspension, chains
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.testing import crowd

JULY = Month(2026, 7)
NOW = crowd.moment(date(2026, 8, 2))
CHUNK = 20


def in_child(kill_at: int, *, also: int = 0) -> int:
    """Runs the close in a child (with `also` further ones at the same time); how many ended by themselves."""
    connection.close()
    children = []
    for _ in range(1 + also):
        child = os.fork()
        if child == 0:
            seen = 0

            def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
                nonlocal seen
                seen += 1
                if seen == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return execute(sql, params, many, context)

            with connection.execute_wrapper(count):
                close_month(JULY, by=StaffMember.objects.get(username="accountant"), now=NOW, chunk=CHUNK)
            connection.close()
            os._exit(0)
        children.append(child)
    return sum(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0 for child in children)


def found() -> dict[str, Any]:
    close = Close.objects.filter(month=JULY.first_day).first()
    verdict = verify(JULY) if close and close.state == "closed" else None
    entries = list(Entry.objects.values_list("charge_id", "amount"))
    return {
        "state": close.state if close else None,
        "told": [close.rows, close.total] if close else None,
        "entries": len(entries),
        "different": len({charge_id for charge_id, _ in entries}),
        "yen": sum(amount for _, amount in entries),
        "proved": [verdict.is_proved, list(verdict.differences)] if verdict else None,
        "trail": audit.judge(lambda *_: True).fault,
    }


def alone() -> int:
    """What July costs by the rules alone, each subscriber by themselves and read in another way than the run reads."""
    yen = 0
    for subscriber in Subscriber.objects.prefetch_related("first_lines__periods__campaign", "first_lines__suspensions"):
        held = [line_facts(line) for line in subscriber.first_lines.all()]
        had = [period_facts(period) for line in subscriber.first_lines.all() for period in line.periods.all()]
        ids = [line.id for line in held]
        table = rows(chains(held, had), ids, JULY, JULY, policy=Policy(), tariff=queries.tariff())
        yen += sum(row.charge.amount for row in table)
    return yen


def line_facts(line: Line) -> LineFacts:
    return LineFacts(
        id=line.number,
        customer=line.subscriber.customer_number,
        opened=line.opened_on,
        suspensions=tuple(Suspension(rest.first_on, rest.last_on) for rest in line.suspensions.all()),
        free_window_used=line.free_window_used,
    )


def period_facts(period: Period) -> PeriodFacts:
    code = None if period.campaign is None else period.campaign.code
    return PeriodFacts(period.line.number, period.form_on, period.end_on, code, withdrawn=bool(period.void))


def main(lines: int, kills: list[int]) -> None:
    call_command("migrate", verbosity=0)
    crowd.settle(lines, month=JULY.first_day, now=crowd.moment(date(2026, 6, 1)))
    told = []
    for kill_at in kills:
        ended = in_child(kill_at)
        told.append({"killed": not ended, **found()})
    ended = in_child(0, also=1)  # two at once finish what is left
    print(json.dumps({"killed": told, "end": found() | {"alone": alone(), "ended": ended}}))


main(int(sys.argv[1]), [int(word) for word in sys.argv[2:]])
