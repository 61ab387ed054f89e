"""Run as a program on the database of the environment: several communicators claim one pass at the same moment, round
after round; prints what each was told. Real threads, real connections, the real service."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from yorisoi_service.audit import queries as audit
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.remote.models import Session, WrongClaim
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.staff.queries import Identity
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.testing.people import Provider, Tool, claims, identity, later

ROUNDS, AT_ONCE = int(sys.argv[1]), int(sys.argv[2])


def run(nameplate: str, now: datetime, start: Barrier, seat: tuple[Ticket, Identity]) -> str:
    """One communicator's claim, begun when everybody stands at the barrier."""
    start.wait(60)
    try:
        answer = claims(nameplate, *seat, now=now)
        return "granted" if isinstance(answer, Grant) else str(answer.code)
    finally:
        connection.close()


def main() -> None:
    call_command("migrate", verbosity=0)
    provider = Provider()
    people = [provider.person(f"racer{n}", f"5{n}", Role.COMMUNICATOR) for n in range(AT_ONCE)]
    seats = [(provider.ready_ticket(person), identity(person)) for person in people]
    told = []
    for round_number in range(ROUNDS):
        now = later(seconds=round_number)
        offer = Tool().offer(now=now, address=f"192.0.2.{round_number % 250}")
        race = partial(run, offer.nameplate, now, Barrier(AT_ONCE))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            told.append(sorted(pool.map(race, seats)))
        # The line is free again for the next round, and the losers are not locked in it.
        Session.objects.update(state="ended")
        WrongClaim.objects.all().delete()
    fault = audit.judge(lambda signature, message: False).fault
    print(json.dumps({"told": told, "vendor": connection.vendor, "trail": fault}))


main()
