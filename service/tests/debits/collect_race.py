"""Run as a program on the database of the environment: several accountants write one month's file, take one answer, and
write the files of two months at the same moment; prints what they got. Real threads, real connections, the real services."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from yorisoi_service.audit import queries as audit
from yorisoi_service.audit.models import Row
from yorisoi_service.billing.services.export import export_month
from yorisoi_service.contracts.rules.month import Month
from yorisoi_service.debits.errors import CannotExport
from yorisoi_service.debits.models import DebitItem, DebitPart, DebitRun, Mandate, Receivable, ResultFile
from yorisoi_service.subscribers.models import Subscriber
from yorisoi_service.testing.collecting import Collecting, answered
from yorisoi_service.testing.people import Provider

AT_ONCE = 4


def together(*works: Callable[[], str]) -> list[str]:
    """These works in turn, one in every thread, begun when everybody stands at the barrier."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> str:
        start.wait(60)
        try:
            return works[number % len(works)]()
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
    found = {
        "files": len(set(files)),
        "runs": DebitRun.objects.count(),
        "items": DebitItem.objects.count(),
        "mandates": sorted(Mandate.objects.values_list("new_code", flat=True)),
        "taken": taken,
        "answers": ResultFile.objects.count(),
        "states": sorted(Receivable.objects.values_list("state", flat=True)),
        "trail": [Row.objects.filter(event=event).count() for event in ("debits.exported", "debits.answered")],
    }
    found["times"] = two_months(collecting, people)
    found["fault"] = audit.judge(lambda signature, message: False).fault
    found["vendor"] = connection.vendor
    print(json.dumps(found))


def two_months(collecting: Collecting, people: list[Subscriber]) -> list[int]:
    """July has a bill, which one accountant says was never sent, and another goes on with August: either may be first.
    In how many files of the two months each charge stands, the one carried over from June too."""
    for month in ("2026-07", "2026-08"):
        collecting.books(month, dict.fromkeys(people, 550))
    with TemporaryDirectory() as folder:
        export_month(
            Month(2026, 7),
            out=Path(folder, "bill.csv"),
            encoding="utf-8",
            force=False,
            by=collecting.provider.accountant,
            now=collecting.now,
        )

    def writes(month: str) -> str:
        try:
            return str(collecting.exports(month, not_billed=month == "2026-07").run.count)
        except CannotExport as refused:
            return str(refused.sentence)

    together(lambda: writes("2026-07"), lambda: writes("2026-08"))
    parts = DebitPart.objects.filter(item__run__month__gt="2026-06-30")
    return sorted({each["times"] for each in parts.values("receivable").annotate(times=Count("pk"))})


main()
