"""What the pages of the desk and the office cost among a million subscribers: milliseconds and queries of every page.

.venv/bin/python -m bench.desk                          1,000,000 subscribers, 100,000 requests, 200,000 calls and sessions
.venv/bin/python -m bench.desk --database postgresql    the same on a PostgreSQL server of its own
.venv/bin/python -m bench.desk --subscribers 20000 --tickets 2000    a first look
.venv/bin/python -m bench.desk --keep folder            SQLite: fill the folder's database, or ask one that was filled before

Each page is asked as its person asks it, through the whole program but the network. Its queries are counted with one row
of everything that is open, with a hundred, and at the end among everything; the statements of slow pages are explained.
A page nobody asks here ends the run: none is forgotten.
"""

import argparse
import os
import random
import statistics as stat
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.office import Ask, Office
from bench.search import CHUNK, GIVEN, NOW, SURNAMES, database, fill, say

SLOW_MS = 100
OPEN = 100  # of everything that is open at once
PATIENCE_S = 8  # of one page, after five askings
FILES = {"desk:visit_letter", "office:letter"}  # the PDF of one letter
LEADS_ON = {"office:replaced"}  # where no other line may have taken its place, as here


def in_chunks(model: Any, rows: Iterator[Any]) -> None:
    from django.db import transaction

    waiting: list[Any] = []
    for row in rows:
        waiting.append(row)
        if len(waiting) == CHUNK:
            with transaction.atomic():
                model.objects.bulk_create(waiting)
            waiting = []
    with transaction.atomic():
        model.objects.bulk_create(waiting)


class Desk:
    """The desk's people and rows, written past the services, as these would have written them."""

    def __init__(self, subscribers: int) -> None:
        from yorisoi_service.staff.services import add_staff

        self.subscribers, self.chance = subscribers, random.Random(20_261_121)
        password = "seven bicycles in the rain"
        boss = add_staff(
            username="kanri",
            number="1",
            display_name="Kanri",
            role="administrator",
            password=password,
            by=None,
            now=NOW,
        )
        self.people = {
            role: add_staff(username=role.replace("_", "."), number=str(n), display_name=role, role=role, password=password, by=boss, now=NOW)
            for n, role in enumerate(("communicator", "desk_lead", "clerk", "accountant"), 11)
        } | {"administrator": boss}  # fmt: skip
        self.communicator = self.people["communicator"]

    @classmethod
    def again(cls, subscribers: int) -> "Desk":
        """The people of a database that was filled before."""
        from yorisoi_service.staff.models import StaffMember

        desk = cls.__new__(cls)
        desk.subscribers, desk.chance = subscribers, random.Random(20_261_121)
        roles = ("communicator", "desk_lead", "clerk", "accountant", "administrator")
        desk.people = {role: StaffMember.objects.filter(role=role).earliest("pk") for role in roles}
        desk.communicator = desk.people["communicator"]
        return desk

    def contracts(self) -> None:
        """Two of three lines have a running contract."""
        from yorisoi_service.contracts.models import Acceptance, Period

        joined = date(2024, 6, 10)
        in_chunks(Period, (
            Period(id=pk, line_id=pk, form_line_id=pk, sequence=1, form_on=joined, start_on=joined, entered_by=self.people["clerk"], entered_at=NOW)
            for pk in range(1, self.subscribers + 1) if pk % 3
        ))  # fmt: skip
        in_chunks(Acceptance, (
            Acceptance(period_id=pk, version="2026-04", accepted_on=joined) for pk in range(1, self.subscribers + 1) if pk % 3 == 1
        ))  # fmt: skip

    def open_things(self, count: int) -> None:
        """So many of everything that is open: requests of mine and of nobody, ringing and missed calls, people waiting to
        be called back, running sessions, an own note on each request."""
        from yorisoi_service.desk.models.calls import Call, CallBack, Closure
        from yorisoi_service.desk.models.notes import Note
        from yorisoi_service.desk.models.tickets import Ticket

        have = CallBack.objects.count()
        for n in range(have, count):
            subscriber = n * 3 + 1
            mine, nobodys = (
                Ticket.objects.create(channel="landline", asked="プリンターが動きません", subscriber_id=subscriber, line_id=subscriber,
                    holder=holder, opened_by=self.communicator, opened_at=NOW - timedelta(minutes=n + 1), version=1)
                for holder in (self.communicator, None)
            )  # fmt: skip
            for ticket in (mine, nobodys):
                self.answers([ticket])
            Note.objects.create(ticket=mine, text="メモ", by=self.communicator, at=NOW, kept_at=NOW)
            caller: dict[str, Any] = {"number": f"0847{n:06}", "subscriber_id": subscriber, "matches": 1}
            rang, hour = NOW - timedelta(seconds=n + 5), NOW - timedelta(hours=1)
            Call.objects.create(call_id=f"ring-{n}", channel="landline", state="ringing", rang_at=rang, **caller)
            Call.objects.create(
                call_id=f"missed-{n}", channel="mobile", state="abandoned", rang_at=hour, hung_up_at=NOW, **caller
            )
            CallBack.objects.create(
                subscriber_id=subscriber, registered="landline", wanted_from=NOW - timedelta(minutes=5), asked_at=NOW
            )
            self.session(f"live-{n}", mine.pk, subscriber, state="live", at=NOW - timedelta(minutes=3)).save()
            Closure.objects.create(
                day=date(2027, 1, 1) + timedelta(days=n), note="休み", by=self.people["desk_lead"], at=NOW
            )

    def session(self, key: str, ticket: int | None, line: int | None, *, state: str, at: datetime) -> Any:
        from yorisoi_service.remote.models import Session

        claimed = ticket is not None
        return Session(
            id=key, state=state, nameplate=f"{hash(key) % 10_000:04}", nonce="n" * 64, public_key="k" * 64,
            program="yorisoi 0.2",
            system="Windows 11", resume_hash="r" * 64, address="192.0.2.5", home="192.0.2.5", network="net",
            network_policy="allow", ticket=ticket, line_id=line,
            communicator=self.communicator if claimed else None, allowed=["view", "control"], time_box_s=1_800, offered_at=at, expires_at=at,
            claimed_at=at if claimed else None, live_at=at if claimed else None, seen_at=NOW if state == "live" else at,
            deadline_at=at + timedelta(minutes=30) if claimed else None, ended_at=None if state == "live" else at + timedelta(minutes=9),
            closed_at=None if state == "live" else at + timedelta(minutes=9), ending="" if state == "live" else "stopped_by_subscriber",
            removal="" if state == "live" else "verified",
        )  # fmt: skip

    def answers(self, tickets: list[Any]) -> None:
        from yorisoi_service.desk.models.scope import Decided
        from yorisoi_service.desk.models.tickets import Answer

        kinds = (
            ("identity", "passed"),
            ("caller", "subscriber"),
            ("scope", "in_scope"),
            ("device", "yes"),
            ("operations", "yes"),
            ("terms", "2026-04"),
        )
        made = Answer.objects.bulk_create(
            Answer(ticket=ticket, kind=kind, value=value, subscriber_id=ticket.subscriber_id, line_id=ticket.line_id,
                by=self.communicator, at=ticket.opened_at)
            for ticket in tickets for kind, value in kinds
        )  # fmt: skip
        Decided.objects.bulk_create(
            Decided(answer=answer, version=1, item_id=1, need="setup", device="computer", decision="session", code="in_scope", rule="9",
                allowed=["view", "control"], box="session")
            for answer in made if answer.kind == "scope"
        )  # fmt: skip

    def past(self, tickets: int, calls: int) -> None:
        """Two years of finished requests with all that hangs on them, and as many calls and sessions as are asked for."""
        from django.db import transaction
        from yorisoi_service.desk.models.calls import Call
        from yorisoi_service.desk.models.changes import Change
        from yorisoi_service.desk.models.notes import Note
        from yorisoi_service.desk.models.survey import Survey
        from yorisoi_service.desk.models.tickets import Ticket
        from yorisoi_service.desk.models.visits import VisitNote
        from yorisoi_service.remote.models import Entry, Session

        outcomes = ("resolved", "resolved", "resolved", "partly", "referred", "not_possible")
        for first in range(0, tickets, CHUNK):
            size = min(CHUNK, tickets - first)
            with transaction.atomic():
                made = Ticket.objects.bulk_create(self.ticket(first + n, tickets, outcomes) for n in range(size))
                self.answers(made)
                Change.objects.bulk_create(
                    Change(ticket=row, version=n, what="opened", by=self.communicator, at=row.opened_at)
                    for row in made
                    for n in (1, 2)
                )
                Note.objects.bulk_create(
                    Note(
                        ticket=row, text="再起動で直った", by=self.communicator, at=row.opened_at, kept_at=row.opened_at
                    )
                    for row in made
                )
                VisitNote.objects.bulk_create(VisitNote(ticket=row, done="直した", state="none") for row in made)
                Survey.objects.bulk_create(
                    Survey(ticket=row, solved="yes", help=row.pk % 5 + 1, answered_at=row.finished_at)
                    for row in made
                    if row.pk % 4 == 0
                )
                Call.objects.bulk_create(
                    Call(
                        call_id=f"c-{row.pk}", number=f"084{row.subscriber_id:07}", channel="landline", matches=1,
                        subscriber_id=row.subscriber_id, state="hung_up", rang_at=row.opened_at,
                        answered_at=row.opened_at + timedelta(seconds=row.pk % 90), hung_up_at=row.finished_at,
                        answered_by=self.communicator, ticket=row)
                    for row in made
                )  # fmt: skip
                sessions = Session.objects.bulk_create(
                    self.session(f"s-{row.pk}", row.pk, row.line_id, state="closed", at=row.opened_at) for row in made
                )
                Entry.objects.bulk_create(
                    Entry(session=session, n=n, at_ms=n * 1_000, event=event, permission="view", number=1, line="{}", received_at=session.live_at)
                    for session in sessions for n, event in enumerate(("asked", "granted", "revoked"))
                )  # fmt: skip
            if first % (CHUNK * 4) == 0:
                say(f"  {first + size:>9,} requests")
        rest = max(0, calls - tickets)
        in_chunks(Call, (
            Call(call_id=f"a-{n}", number=f"084{self.chance.randrange(self.subscribers):07}", channel="mobile", state="abandoned",
                rang_at=self.moment(n, rest), hung_up_at=self.moment(n, rest), settled_at=NOW, settled_by=self.communicator)
            for n in range(rest)
        ))  # fmt: skip
        in_chunks(
            Session, (self.session(f"o-{n}", None, None, state="ended", at=self.moment(n, rest)) for n in range(rest))
        )

    def moment(self, nth: int, of: int) -> datetime:
        return NOW - timedelta(days=1 + 729 * (1 - nth / max(1, of)), seconds=self.chance.randrange(30_000))

    def ticket(self, nth: int, of: int, outcomes: tuple[str, ...]) -> Any:
        from yorisoi_service.desk.models.tickets import Ticket

        subscriber = self.chance.randrange(self.subscribers // 3) * 3 + 1
        opened = self.moment(nth, of)
        return Ticket(
            channel="landline" if nth % 3 else "mobile", asked="プリンターが動きません", subscriber_id=subscriber,
            line_id=subscriber, opened_by=self.communicator, opened_at=opened, holder=self.communicator,
            outcome=outcomes[nth % len(outcomes)], finished_at=opened + timedelta(minutes=14),
            finished_by=self.communicator, version=2,
        )  # fmt: skip

    def asks(self) -> list[Ask]:
        """Every page of the desk that is read."""
        from django.urls import reverse
        from yorisoi_service.desk.models.calls import Call, CallBack
        from yorisoi_service.desk.models.catalogue import Item
        from yorisoi_service.desk.models.referrals import Referral
        from yorisoi_service.desk.models.tickets import Ticket

        mine = list(Ticket.objects.filter(holder=self.communicator, finished_at=None).values_list("pk", flat=True)[:50])
        old = list(Ticket.objects.exclude(finished_at=None).order_by("-pk").values_list("pk", flat=True)[:500]) or mine
        call = Call.objects.filter(state="abandoned", settled_at=None).earliest("pk").pk
        back, item = CallBack.objects.earliest("pk").pk, Item.objects.earliest("pk").pk
        place = Referral.objects.earliest("pk").pk
        year = "?step=month&from=2025-12-01&to=2026-11-30"

        def ask(
            page: str, name: str, keys: list[int] | None = None, *, who: str = "communicator", data: Any = None, query: str = ""
        ) -> Ask:  # fmt: skip
            def address(chance: random.Random) -> str:
                return reverse(f"desk:{page}", args=[] if keys is None else [chance.choice(keys)]) + query

            return Ask(
                f"desk:{page}", name, who, "get" if data is None else "post", address, data or (lambda _chance: {})
            )

        names = lambda chance: {"wanted": f"{chance.choice(SURNAMES)[0]} {chance.choice(GIVEN)[0]}"}  # noqa: E731
        numbers = lambda chance: {"wanted": f"C-{chance.randrange(self.subscribers):07}"}  # noqa: E731
        phones = lambda chance: {"wanted": f"0847-{chance.randrange(100):02}-{chance.randrange(10_000):04}"}  # noqa: E731
        return [
            ask("overview", "queue and my requests"),
            ask("overview", "the same, desk lead", who="desk_lead"),
            ask("calls_waiting", "telephones ringing (renewed by itself)"),
            ask("ticket", "a request, open", mine),
            ask("ticket", "a request, finished", old),
            ask("search", "search by name", data=names),
            ask("search", "search by customer number", data=numbers),
            ask("search", "search by telephone", data=phones),
            ask("search", "search on a request", data=lambda chance: names(chance) | {"ticket": str(mine[0])}),
            ask("call", "a missed call", [call]),
            ask("call_back", "a call back", [back]),
            ask("live", "live sessions", who="desk_lead"),
            ask("statistics", "statistics, four weeks of days", who="desk_lead", query="?step=day"),
            ask("statistics", "statistics, twelve weeks", who="desk_lead", query="?step=week"),
            ask("statistics", "statistics, a year by months", who="desk_lead", query=year),
            ask("statistics_csv", "statistics as CSV, a year by months", who="desk_lead", query=year),
            ask("catalogue", "what we help with"),
            ask("catalogue_version", "an older list", [1]),
            ask("catalogue_entry", "an entry of the list", [item], who="desk_lead"),
            ask("referrals", "directory"),
            ask("referral_entry", "a place of the directory", [place], who="desk_lead"),
            ask("hours", "hours and closed days", who="desk_lead"),
        ]


def forgotten(asks: list[Ask], clients: dict[str, Any]) -> set[str]:
    """Pages of both fronts that nobody asks and that are not there for forms alone."""
    from yorisoi_service.contracts.rules.month import Month
    from yorisoi_service.testing import walk

    anything = dict.fromkeys(("pk", "who", "line", "number", "item"), 1) | {"session": "x", "month": Month(2026, 10)}
    addresses = walk.addresses({"": anything}, {"desk", "office"})
    unasked = set(addresses) - {ask.page for ask in asks} - FILES - LEADS_ON
    return {name for name in unasked if clients["administrator"].get(addresses[name]).status_code != 405}


def asked(ask: Ask, client: Any, chance: random.Random) -> tuple[float, float]:
    """Milliseconds of one asking: by the clock, and of this process alone (SQLite works inside it)."""
    began, worked = time.perf_counter(), time.process_time()
    answer = getattr(client, ask.method)(ask.address(chance), ask.data(chance))
    content = answer.getvalue()
    taken = (time.perf_counter() - began) * 1_000, (time.process_time() - worked) * 1_000
    if answer.status_code != 200 or not content:
        sys.exit(f"{ask.name}: {answer.status_code}")
    return taken


def counted(ask: Ask, client: Any, chance: random.Random, times: int = 3) -> tuple[set[int], list[dict[str, str]]]:
    """The numbers of queries, and the queries of the last asking."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked(ask, client, chance)
    found, queries = set(), []
    for _ in range(times):
        with CaptureQueriesContext(connection) as captured:
            asked(ask, client, chance)
        queries = [
            each
            for each in captured.captured_queries
            if not each["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))
        ]
        found.add(len(queries))
    return found, queries


def explain(queries: list[dict[str, str]], over_s: float) -> None:
    from django.db import connection

    for each in queries:
        if float(each["time"]) < over_s or not each["sql"].startswith("SELECT"):
            continue
        say(f"    {float(each['time']) * 1_000:.0f} ms  {each['sql'][:400]}")
        with connection.cursor() as cursor:
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + each["sql"])
            for row in cursor.fetchall():
                say(f"      | {row[-1]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subscribers", type=int, default=1_000_000)
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--calls", type=int, help="and as many sessions; twice as many as requests")
    parser.add_argument("--asks", type=int, default=40, help="of each page, at most")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="of SQLite's database")
    parser.add_argument("--only", default="", metavar="WORDS", help="measure those pages alone whose name holds them")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as name,
        database(options.database == "postgresql", options.keep or Path(name)) as address,
    ):
        os.environ["YORISOI_DATABASE_URL"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "yorisoi_service.testing.settings"
        import logging

        import django

        django.setup()
        logging.disable(logging.CRITICAL)
        from dataclasses import replace

        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection
        from yorisoi_service import clock
        from yorisoi_service.staff.models import StaffMember
        from yorisoi_service.testing.browsers import browser
        from yorisoi_service.testing.collecting import COLLECTION

        clock.now = lambda: NOW  # the desk is open
        settings.PROVIDER = replace(settings.PROVIDER, collection=COLLECTION)  # which debits accounts itself
        call_command("migrate", verbosity=0)
        say(
            f"{connection.vendor}, Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        if StaffMember.objects.exists():
            desk = Desk.again(options.subscribers)
            office = Office(desk.people, options.subscribers)
            clients = {role: browser(member, now=NOW, second_factor=NOW) for role, member in desk.people.items()}
            counts: dict[str, list[set[int]]] = {}
        else:
            desk, office, clients, counts = filled(options)
        asks = [ask for ask in (*desk.asks(), *office.asks()) if options.only in ask.name]
        measure(asks, clients, counts, options.asks)


def filled(options: argparse.Namespace) -> tuple[Desk, Office, dict[str, Any], dict[str, list[set[int]]]]:
    """An empty database with everything in it; the queries of each page with one row, and with a hundred."""
    from django.db import connection
    from yorisoi_service.testing.browsers import browser

    began = time.perf_counter()
    fill(options.subscribers)
    desk = Desk(options.subscribers)
    office = Office(desk.people, options.subscribers)
    desk.contracts()
    office.last_month(CHUNK)
    say(f"{options.subscribers:,} subscribers after {time.perf_counter() - began:.0f} s")
    clients = {role: browser(member, now=NOW, second_factor=NOW) for role, member in desk.people.items()}
    counts: dict[str, list[set[int]]] = {}
    for size in (1, OPEN):
        desk.open_things(size)
        office.open_things(size)
        asks = [*desk.asks(), *office.asks()]
        if left := forgotten(asks, clients):
            sys.exit(f"nobody asks {', '.join(sorted(left))}")
        for ask in asks:
            counts.setdefault(ask.name, []).append(counted(ask, clients[ask.who], random.Random(1))[0])
    desk.past(options.tickets, options.calls or 2 * options.tickets)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"{options.tickets:,} requests, calls and sessions after {time.perf_counter() - began:.0f} s")
    return desk, office, clients, counts


def measure(asks: list[Ask], clients: dict[str, Any], counts: dict[str, list[set[int]]], most: int) -> None:
    """Every page, so many times, or as often as patience lasts; its queries with one row, with a hundred, among all."""
    say(f"{'page':<46} {'p50 ms':>8} {'p95 ms':>8} {'core ms':>8}   queries with 1, {OPEN} and all rows")
    grown = []
    for ask in asks:
        client, chance = clients[ask.who], random.Random(2)
        times: list[tuple[float, float]] = []
        until = time.perf_counter() + PATIENCE_S
        while len(times) < most and (len(times) < 5 or time.perf_counter() < until):
            times.append(asked(ask, client, chance))
        clock, core = (sorted(each) for each in zip(*times, strict=True))
        last, queries = counted(ask, client, chance)
        numbers = [*counts.get(ask.name, []), last]
        shown = "  ".join("/".join(map(str, sorted(each))) for each in numbers)
        if max(map(max, numbers)) > max(numbers[0]):
            grown.append(ask.name)
        told = f"{stat.median(clock):8.1f} {clock[int(len(clock) * 0.95)]:8.1f} {stat.median(core):8.1f}"
        say(f"{ask.name:<46} {told}   {shown}")
        if stat.median(clock) > SLOW_MS:
            explain(queries, 0.02)
    say(f"load {os.getloadavg()[0]:.1f} at the end; more queries for more rows: {', '.join(grown) or 'no page'}")


if __name__ == "__main__":
    main()
