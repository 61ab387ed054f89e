"""Run as a program on the database of the environment: several people send a step on the same ticket, all having seen the
same version; prints what each was told. Real threads, real connections, the real service."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from yorisoi_service.audit import queries as audit
from yorisoi_service.desk.errors import ChangedMeanwhile
from yorisoi_service.desk.models.changes import Change
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import tickets
from yorisoi_service.desk.services.turns import turn
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.testing.people import NOON, Provider

ROUNDS, AT_ONCE = int(sys.argv[1]), int(sys.argv[2])


def send(ticket: Ticket, seen: int, start: Barrier, by: StaffMember) -> str:
    def say(on: Ticket, who: StaffMember) -> None:
        tickets.set_asked(ticket=on, asked=f"{who.username} {seen}", by=who, now=NOON)

    start.wait(60)
    try:
        turn(ticket=ticket, seen=seen, by=by, do=say)
        return "done"
    except ChangedMeanwhile:
        return "changed"
    except Exception as fault:  # told, not hidden: the test expects none
        return repr(fault)[:300]
    finally:
        connection.close()


def main() -> None:
    call_command("migrate", verbosity=0)
    provider = Provider()
    leads = [provider.person(f"lead{n}", f"6{n}", Role.DESK_LEAD) for n in range(AT_ONCE)]
    ticket = tickets.open_ticket(channel="landline", asked="", by=provider.communicator, now=NOON)
    told = []
    for seen in range(ROUNDS):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            told.append(sorted(pool.map(partial(send, ticket, seen, Barrier(AT_ONCE)), leads)))
    ticket.refresh_from_db()
    found = {
        "told": told,
        "version": ticket.version,
        "changes": list(Change.objects.order_by("version").values_list("version", flat=True)),
        "vendor": connection.vendor,
        "trail": audit.judge(lambda signature, message: False).fault,
    }
    print(json.dumps(found))


main()
