"""Run as a program on an empty database of the environment: first an older release's rows are taken over by the
migrations, then clerks act on one line at the same moment, round after round. Prints what came of it. Real threads, real
connections, the real services."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from yorisoi_service.audit.models import Row
from yorisoi_service.contracts.errors import ContractError
from yorisoi_service.contracts.models import Event, Period
from yorisoi_service.contracts.services.endings import cancel, close_line
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.subscribers.models import Line, Subscriber
from yorisoi_service.testing.people import NOON, Provider

ROUNDS, AT_ONCE = int(sys.argv[1]), int(sys.argv[2])
FORM = date(2026, 11, 1)


def take_over() -> list[object]:
    """A subscriber, a line and two periods as the first release kept them, and what the migrations make of them."""
    executor = MigrationExecutor(connection)
    executor.migrate([("subscribers", "0001_initial"), ("contracts", "0001_initial")])
    old = executor.loader.project_state([("contracts", "0001_initial")]).apps
    clerk = old.get_model("staff", "StaffMember").objects.create(
        username="old", number="99", display_name="Old", role="clerk", joined_at=NOON
    )
    subscriber = old.get_model("subscribers", "Subscriber").objects.create(
        customer_number="C-1", name="n", kana="k", address="a", phone="0847-00-0000", added_at=NOON
    )
    line = old.get_model("subscribers", "Line").objects.create(
        number="L-1", subscriber=subscriber, address="a", opened_on=date(2020, 1, 1)
    )
    for sequence, start, end in ((1, date(2026, 4, 15), date(2026, 7, 10)), (2, date(2026, 7, 10), None)):
        old.get_model("contracts", "Period").objects.create(
            line=line, sequence=sequence, form_on=start, start_on=start, end_on=end, entered_by=clerk, entered_at=NOON
        )
    call_command("migrate", verbosity=0)
    kept = Line.objects.get(number="L-1")
    return [
        kept.first_holder_id == kept.subscriber_id,
        Subscriber.objects.get(customer_number="C-1").billing_account,
        [[each.form_line_id == each.line_id, each.end_cause] for each in Period.objects.order_by("sequence")],
    ]


def at_once(deeds: list[Callable[[], object]]) -> list[str]:
    """Everybody begins when all stand at the barrier; what each was told."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        start.wait(60)
        try:
            deed()
        except ContractError as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def main() -> None:
    taken_over = take_over()
    provider = Provider()
    entry = {"by": provider.clerk, "now": NOON}
    told, ends = [], []
    for number in range(ROUNDS):
        lines = [provider.add_line(provider.subscriber, f"L-2{number}{n}") for n in range(4)]
        wanted, closing, other = (
            partial(join, line=line, form_on=FORM, terms_version="", **entry) for line in lines[:3]
        )
        running = join(line=lines[3], form_on=FORM, terms_version="", **entry)
        reserving = partial(cancel, period=running, requested_on=FORM, end_on=date(2026, 12, 31), **entry)
        close = [partial(close_line, line=line, on=FORM, **entry) for line in (lines[1], lines[3])]
        said = at_once([*[wanted] * AT_ONCE, other, closing, *close, reserving])
        told.append([sorted(said[:AT_ONCE]), *said[AT_ONCE:-1]])  # the reserved end is overtaken, or refused
        ends.append([list(Period.objects.filter(line=line).values_list("end_on", flat=True)) for line in lines])
    print(
        json.dumps(
            {
                "taken_over": taken_over,
                "told": told,
                "ends": ends,
                # Events are numbered in the order of commits, which is the order of the trail.
                "in_order": [f"line:{line}" for line in Event.objects.order_by("pk").values_list("line_id", flat=True)]
                == list(
                    Row.objects.filter(event__startswith="contract.").order_by("n").values_list("about", flat=True)
                ),
                "vendor": connection.vendor,
            },
            default=str,
        )
    )


main()
