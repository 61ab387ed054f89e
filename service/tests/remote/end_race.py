"""A part of `busy_desk`, on its database: a session with somebody who looks along is ended, handed over, continued or
reported about by two at the same moment, round after round. Real threads, real connections, the real service."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from threading import Barrier

from django.conf import settings
from django.db import connection
from yorisoi_protocol.vocabulary import Ending
from yorisoi_service.desk.rules.triage import Need, Request
from yorisoi_service.desk.services import admission
from yorisoi_service.desk.services.handover import hand_over
from yorisoi_service.desk.services.scope import decide
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.rules.limits import Limits
from yorisoi_service.remote.rules.session import RUNNING, Side
from yorisoi_service.remote.services.claims import Grant
from yorisoi_service.remote.services.endings import end_session
from yorisoi_service.remote.services.running import record_entry
from yorisoi_service.testing.people import NOON, Provider, Tool, claims, identity

PAIRS = (
    "stop+stop",
    "stop+report",
    "hand-over+report",
    "hand-over+stop",
    "longer+report",
    "shorter+report",
    "shorter+longer",
)
LONGEST = timedelta(minutes=30)  # of "shorter+longer": cut to 15 minutes, and 15 more
Step = Callable[[], object]


def steps(provider: Provider) -> dict[str, tuple[Step, Step]]:
    """One session with one who looks along, and for each pair of steps the two that meet on it."""
    ticket, tool, guest = provider.ready_ticket(), Tool(), Tool()
    main = tool.offer()
    assert isinstance(claims(main.nameplate, ticket, identity(provider.communicator)), Grant)
    beside = guest.offer(beside=main)
    assert isinstance(claims(beside.nameplate, ticket, identity(provider.lead)), Grant)
    stop = partial(end_session, reason=Ending.STOPPED_BY_SUBSCRIBER, side=Side.SUBSCRIBER, now=NOON)
    say = partial(record_entry, limits=Limits(), now=NOON)
    over = partial(hand_over, ticket=ticket, to=provider.second, by=provider.lead, now=NOON)
    longer = partial(
        admission.extend,
        session=main.session,
        reason="not yet done",
        by=provider.communicator,
        now=NOON,
        policy=settings.PROVIDER.desk,
    )
    Session.objects.filter(pk=main.session).update(allowed=["view"])
    shorter = partial(decide, ticket=ticket, request=Request(need=Need.ADVICE), by=provider.communicator, now=NOON)
    said, seen = tool.says("verified"), guest.says("verified")
    return {
        "stop+stop": (partial(stop, session=main.session), partial(stop, session=beside.session)),
        "stop+report": (partial(stop, session=main.session), partial(say, session=beside.session, entry=seen)),
        "hand-over+report": (over, partial(say, session=main.session, entry=said)),
        "hand-over+stop": (over, partial(stop, session=main.session)),
        "longer+report": (longer, partial(say, session=beside.session, entry=seen)),
        "shorter+report": (shorter, partial(say, session=beside.session, entry=seen)),
        "shorter+longer": (shorter, longer),
    }


def run(start: Barrier, step: Step) -> str | None:
    start.wait(60)
    try:
        step()
    except Exception as fault:  # told, not hidden: the test expects none
        return repr(fault)[:300]
    else:
        return None
    finally:
        connection.close()


def faults(provider: Provider, rounds: int) -> list[str]:
    """Every step that failed, and every session that ran on although it was ended."""
    settings.PROVIDER = replace(
        settings.PROVIDER,
        limits=replace(settings.PROVIDER.limits, opens_per_home=10_000, running_per_line=500, offers_per_home=500),
    )
    found = []
    for pair in PAIRS * rounds:
        two = steps(provider)[pair]
        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(partial(run, Barrier(2)), two))
        found += [f"{pair}: {fault}" for fault in told if fault is not None]
        running = Session.objects.filter(state__in=RUNNING)
        if pair == "shorter+longer":
            found += [f"{pair}: until {row.deadline_at}" for row in running if row.deadline_at > NOON + LONGEST]
        elif pair not in ("longer+report", "shorter+report"):
            found += [f"{pair}: left {row.kind} {row.state}" for row in running]
        running.update(state="ended")
    return found
