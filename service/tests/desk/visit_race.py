"""Run as a program on the database of the environment: the outcome, a receipt, an explanation in writing and a sweep meet
on one ticket, or several issue at once, round after round; prints how many letters each ticket got. Real threads, real
connections, the real service."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from yorisoi_protocol.vocabulary import Ending
from yorisoi_service.audit import queries as audit
from yorisoi_service.desk.models.tickets import Ticket
from yorisoi_service.desk.services import visit_letter
from yorisoi_service.desk.services.outcome import set_outcome
from yorisoi_service.letters.models import Letter
from yorisoi_service.remote.rules.session import Side
from yorisoi_service.remote.services import endings
from yorisoi_service.testing.people import Provider, Tool, claims, identity, later

ROUNDS = int(sys.argv[1])


def held(provider: Provider, ticket: Ticket, minute: int) -> tuple[Tool, str]:
    """A session of the ticket that is over and not closed."""
    tool = Tool()
    offer = tool.offer(now=later(minutes=minute), address=f"192.0.2.{minute % 250}")
    who = identity(provider.communicator, now=later(minutes=minute), second_factor=later(minutes=minute))
    claims(offer.nameplate, ticket, who, now=later(minutes=minute))
    endings.end_session(
        session=offer.session, reason=Ending.FINISHED, side=Side.DESK_LEAD, by=provider.lead, now=later(minutes=minute)
    )
    return tool, offer.session


def main() -> None:
    call_command("migrate", verbosity=0)
    provider = Provider()
    told = []
    for nth in range(ROUNDS):
        ticket = provider.ready_ticket(now=later(minutes=2 * nth))
        tool, first = held(provider, ticket, 2 * nth)
        _other, second = held(provider, ticket, 2 * nth + 1)
        now = later(minutes=2 * nth + 1, seconds=30)

        def finish(ticket: Ticket = ticket, now: datetime = now) -> None:
            set_outcome(ticket=ticket, outcome="resolved", done="x", by=provider.communicator, now=now)

        def receipt(tool: Tool = tool, session: str = first, now: datetime = now) -> None:
            endings.close_with_receipt(session=session, receipt=tool.receipt(), now=now)
            visit_letter.issue_after_closing(session=session, now=now)

        def explain(ticket: Ticket = ticket, session: str = second, now: datetime = now) -> None:
            visit_letter.close_in_writing(
                ticket=ticket,
                session=session,
                text="停電で終わりました。",
                by=provider.second,
                now=now,
            )

        def sweep(now: datetime = now) -> None:
            visit_letter.sweep(now=now)

        def issue(ticket: Ticket = ticket, now: datetime = now) -> None:
            visit_letter.issue_if_due(ticket=ticket, now=now)

        steps: list[Callable[[], None]] = [finish, receipt, explain, sweep]
        if nth % 2:  # everybody died before issuing, and all come back at once
            finish()
            endings.close_with_receipt(session=first, receipt=tool.receipt(), now=now)
            endings.close_with_explanation(session=second, text="停電で終わりました。", by=provider.second, now=now)
            steps = [issue, issue, issue, sweep]
        start = Barrier(len(steps))

        def run(step: Callable[[], None], start: Barrier = start) -> None:
            start.wait(60)
            try:
                step()
            finally:
                connection.close()

        with ThreadPoolExecutor(len(steps)) as pool:
            list(pool.map(run, steps))
        told.append(Letter.objects.filter(about=ticket.topic).count())
    fault = audit.judge(lambda signature, message: False).fault
    numbers = sorted(Letter.objects.filter(kind="visit").values_list("number", flat=True))
    print(json.dumps({"told": told, "last": numbers[-1], "vendor": connection.vendor, "trail": fault}))


main()
