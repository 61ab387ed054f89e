"""Run as a program on the database of the environment: eight communicators hold one session after another at the same
time, from a new database on; prints how each session went. It once met a deadlock while the nameplates were laid out.
Then two steps at a time meet on one session (`end_race`)."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import django

django.setup()

import end_race
from django.core.management import call_command
from django.db import connection
from yorisoi_protocol.vocabulary import Ending
from yorisoi_service.audit import queries as audit
from yorisoi_service.remote.models import Nameplate, Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import Closed, close_with_receipt, end_due, end_session
from yorisoi_service.remote.services.running import record_entry
from yorisoi_service.staff.models import StaffMember
from yorisoi_service.staff.rules.roles import Role
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

AT_ONCE, EACH, ROUNDS = map(int, sys.argv[1:])


def hold(provider: Provider, person: StaffMember, address: str) -> str:
    """One session from the offer to the receipt; says how far it came."""
    tool = Tool()
    offer = tool.offer(address=address)
    granted = claims(offer.nameplate, provider.ready_ticket(person), identity(person))
    if isinstance(granted, Grant):
        for event in ("verified", "asked", "granted"):
            record_entry(session=offer.session, entry=tool.says(event), limits=Limits(), now=NOON)
    end_due(now=NOON)
    end_session(session=offer.session, reason=Ending.FINISHED, side=Side.SUBSCRIBER, now=NOON)
    closed = close_with_receipt(session=offer.session, receipt=tool.receipt(), now=NOON)
    return "closed" if isinstance(granted, Grant) and isinstance(closed, Closed) else "line_busy"


def work(provider: Provider, seat: int, person: StaffMember) -> list[str]:
    try:
        return [hold(provider, person, f"192.0.2.{seat * EACH + n}") for n in range(EACH)]
    except Exception as fault:  # told, not hidden: the test expects none
        return [repr(fault)[:300]]
    finally:
        connection.close()


def main() -> None:
    call_command("migrate", verbosity=0)
    provider = Provider()
    people = [provider.person(f"worker{n}", f"5{n}", Role.COMMUNICATOR) for n in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = [word for words in pool.map(lambda seat: work(provider, *seat), enumerate(people)) for word in words]
    nameplates = [row.nameplate for row in Session.objects.all()]
    in_use = Nameplate.objects.filter(in_use=True).count()
    met = end_race.faults(provider, ROUNDS)
    print(
        json.dumps(
            {
                "told": Counter(told),
                "sessions": len(nameplates),
                "different_nameplates": len(set(nameplates)),
                "still_in_use": in_use,
                "met": met,
                "trail": audit.judge(lambda signature, message: False).fault,
            }
        )
    )


main()
