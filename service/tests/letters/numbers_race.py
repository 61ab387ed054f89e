"""Run as a program on the database of the environment: clerks join lines with their letters, issue letters anew and hand
them over, all at the same moment; prints the numbers that were given. Real threads, real connections, the real service."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from yorisoi_service.audit import queries as audit
from yorisoi_service.billing.services.welcome import issue_welcome
from yorisoi_service.contracts.services.periods import join
from yorisoi_service.letters import queries
from yorisoi_service.letters.models import Letter
from yorisoi_service.letters.services.delivering import deliver
from yorisoi_service.subscribers.models import Line
from yorisoi_service.testing.people import NOON, Provider

AT_ONCE, EACH = int(sys.argv[1]), int(sys.argv[2])


def work(provider: Provider, lines: list[Line], start: Barrier) -> int:
    start.wait(60)
    given = {"provider": settings.PROVIDER, "language": "ja", "by": provider.clerk, "now": NOON}
    try:
        for line in lines:
            with transaction.atomic():
                period = join(line=line, form_on=date(2026, 4, 15), terms_version="", by=provider.clerk, now=NOON)
                issue_welcome(period=period, **given)
            again = issue_welcome(period=period, **given)
            deliver(letter=again, way="paper", by=provider.clerk, now=NOON)
        return len(lines)
    finally:
        connection.close()


def main() -> None:
    call_command("migrate", verbosity=0)
    provider = Provider()
    shares = [
        [provider.add_line(provider.subscriber, f"L-{seat}-{nth}") for nth in range(EACH)] for seat in range(AT_ONCE)
    ]
    start = Barrier(AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = sum(pool.map(lambda share: work(provider, share, start), shares))
    numbers = sorted(Letter.objects.values_list("number", flat=True))
    altered = [letter.number for letter in queries.altered()]
    fault = audit.judge(lambda signature, message: False).fault
    print(json.dumps({"done": done, "numbers": numbers, "altered": altered, "trail": fault}))


main()
