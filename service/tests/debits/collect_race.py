"""Run as a program on the database of the environment: several accountants write one month's file and take one answer
at the same moment; prints what they got. Real threads, real connections, the real services."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from yorisoi_service.audit import queries as audit
from yorisoi_service.audit.models import Row
from yorisoi_service.debits.models import DebitItem, DebitRun, Mandate, Receivable, ResultFile
from yorisoi_service.testing.collecting import Collecting, answered
from yorisoi_service.testing.people import Provider

AT_ONCE = 4


def together(work: Callable[[], str]) -> list[str]:
    """The same work in every thread, begun when everybody stands at the barrier."""
    start = Barrier(AT_ONCE)

    def one(_number: int) -> str:
        start.wait(60)
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(one, range(AT_ONCE)))


def main() -> None:
    call_command("migrate", verbosity=0)
    collecting = Collecting(Provider())
    people = [collecting.subscriber() for _ in range(6)]
    collecting.books("2026-06", dict.fromkeys(people, 550))
    files = together(lambda: hashlib.sha256(collecting.exports("2026-06").content).hexdigest())
    answer = answered(collecting.exports("2026-06").content, {f"{people[0].pk:020d}": "1"})
    taken = together(lambda: "again" if collecting.takes(answer).again else "taken")
    print(
        json.dumps(
            {
                "files": len(set(files)),
                "runs": DebitRun.objects.count(),
                "items": DebitItem.objects.count(),
                "mandates": sorted(Mandate.objects.values_list("new_code", flat=True)),
                "taken": taken,
                "answers": ResultFile.objects.count(),
                "states": sorted(Receivable.objects.values_list("state", flat=True)),
                "trail": [Row.objects.filter(event=event).count() for event in ("debits.exported", "debits.answered")],
                "fault": audit.judge(lambda signature, message: False).fault,
                "vendor": connection.vendor,
            }
        )
    )


main()
