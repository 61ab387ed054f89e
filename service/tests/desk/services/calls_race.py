"""Run as a program on the database of the environment: a telephone system tells every event of a call from several
threads at the same moment, call after call; prints what stands afterwards. Real threads, real connections."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from yorisoi_service.audit import queries as audit
from yorisoi_service.desk.errors import CallGone
from yorisoi_service.desk.models.calls import Call
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import calls
from yorisoi_service.testing.people import NOON, Provider

ROUNDS = int(sys.argv[1])


def main() -> None:
    call_command("migrate", verbosity=0)
    provider = Provider()

    def ring(call_id: str) -> object:
        return calls.ring(call_id=call_id, number="0847112222", channel="landline", now=NOON)

    def answer(call_id: str) -> object:
        return calls.answer(call_id=call_id, by=provider.communicator, now=NOON)

    def steal(call_id: str) -> object:
        call = Call.objects.filter(call_id=call_id).first()
        return None if call is None else calls.take(call=call, by=provider.second, now=NOON)

    told = []

    def tell(call_id: str, start: Barrier, do: Callable[[str], object]) -> None:
        start.wait(60)
        try:
            do(call_id)
        except CallGone:
            told.append("gone")
        except Exception as fault:  # told, not hidden: the test expects none
            told.append(repr(fault)[:300])
        finally:
            connection.close()

    acts = (ring, ring, answer, answer, steal)
    for number in range(ROUNDS):
        start = Barrier(len(acts))
        with ThreadPoolExecutor(len(acts)) as pool:
            list(pool.map(partial(tell, f"call.{number}", start), acts))
    print(
        json.dumps(
            {
                "faults": sorted({word for word in told if word != "gone"}),
                "calls": Call.objects.count(),
                "states": sorted(set(Call.objects.values_list("state", flat=True))),
                "tickets": Ticket.objects.count(),
                "of_their_calls": Call.objects.filter(ticket__isnull=False).count(),
                "vendor": connection.vendor,
                "trail": audit.judge(lambda signature, message: False).fault,
            }
        )
    )


main()
