"""What closing a month costs, and what it survives: the real command on thousands to a million invented lines.

    .venv/bin/python -m bench.month --lines 1000000 --database sqlite         speed and memory
    .venv/bin/python -m bench.month --kill 50 --lines 20000                   killed with -9 at 50 random instants

Speed: two months are closed, the second with late cancellations; then exported and verified. Each is a process of its own;
lines a second count every line in the database, peak memory is the process's largest resident set.

Kill: June is closed, some contracts are cancelled late, and July's run is killed at a random instant of its time, started
again (and killed again, every third time), until it ends. Then each line's ledger must hold exactly what the rules say
when each subscriber is read alone and in another way than the run reads; once each; and the audit trail must verify.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

JUNE, JULY = "2026-06", "2026-07"
NOON = {JUNE: date(2026, 7, 2), JULY: date(2026, 8, 3)}
LATE_EVERY = 97  # one contract in so many is cancelled late


# In the child: a process with Django, on the database of the environment.


def child(step: str, lines: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from yorisoi_service import clock
    from yorisoi_service.testing import crowd

    def at(day: date) -> None:
        clock.now = lambda: crowd.moment(day)

    ready()
    began = time.perf_counter()
    match step:
        case "fill":
            call_command("migrate", verbosity=0)
            crowd.settle(lines, month=date(2026, 7, 1), now=crowd.moment(date(2026, 5, 4)))
        case "june" | "july":
            month = {"june": JUNE, "july": JULY}[step]
            at(NOON[month])
            call_command("billing", "close-month", month)
        case "late":
            print(f"{cancel_late()} contracts are cancelled late")
        case "export":
            at(NOON[JULY])
            with tempfile.TemporaryDirectory() as folder:
                call_command("billing", "export", JULY, "--out", f"{folder}/july.csv")
        case "verify":
            call_command("billing", "verify", JULY)
        case "alone":
            Path(os.environ["BENCH_OWED"]).write_text(json.dumps(dict(alone())))
        case "check":
            check()
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{step:<8} {took:8.1f} s {lines / took:10,.0f} lines/s   {time.process_time():8.1f} s of one core"
        f"   peak memory {used.ru_maxrss // 1024:,} MB",
        flush=True,
    )


def ready() -> None:
    """Tells the parent that the imports are over, so that its kills fall into the run."""
    if "BENCH_READY" in os.environ:
        os.write(int(os.environ["BENCH_READY"]), b"!")


def cancel_late() -> int:
    from yorisoi_service.contracts.models import Period
    from yorisoi_service.contracts.services.endings import cancel
    from yorisoi_service.staff.models import StaffMember
    from yorisoi_service.testing import crowd

    clerk = StaffMember.objects.get(username="clerk")
    running = Period.objects.filter(end_on=None, void="", start_on__lt=date(2026, 5, 1)).order_by("pk")
    chosen = list(running.values_list("pk", flat=True))[::LATE_EVERY]
    for pk in chosen:
        cancel(period=Period(pk=pk), requested_on=date(2026, 5, 20), by=clerk, now=crowd.moment(date(2026, 7, 6)))
    return len(chosen)


def check() -> None:
    """Ends with status 1 and says why when the ledger is not what the rules say."""
    from yorisoi_service.audit import queries as audit
    from yorisoi_service.billing.models import Close, Entry

    booked: dict[int, int] = {}
    charged: set[tuple[int, date]] = set()
    for line, month, kind, amount in Entry.objects.values_list("line_id", "month", "kind", "amount").iterator():
        booked[line] = booked.get(line, 0) + amount
        if kind == "charge":
            if (line, month) in charged:
                sys.exit(f"line {line} is charged twice for {month}")
            charged.add((line, month))
    owed = {int(line): yen for line, yen in json.loads(Path(os.environ["BENCH_OWED"]).read_text()).items()}
    wrong = [line for line in booked.keys() | owed.keys() if booked.get(line, 0) != owed.get(line, 0)]
    if wrong:
        sys.exit(f"{len(wrong)} lines differ, the first is {wrong[0]}: {booked.get(wrong[0])} and {owed.get(wrong[0])}")
    told = sum(close.total for close in Close.objects.all())
    rows = sum(close.rows for close in Close.objects.all())
    if (told, rows) != (sum(booked.values()), Entry.objects.count()):
        sys.exit(f"the runs say {told} yen, {rows} rows; the ledger holds {sum(booked.values())} yen")
    fault = audit.judge(lambda *_: True).fault
    if fault is not None:
        sys.exit(f"the audit trail does not hold: {fault}")
    print(f"{rows:,} rows, {told:,} yen, each line as the rules say; the trail holds")


def alone() -> Iterator[tuple[int, int]]:
    """What each line owes for June and July together, each subscriber alone, from model objects."""
    from yorisoi_service.billing import queries
    from yorisoi_service.billing.rules.policy import Policy
    from yorisoi_service.billing.rules.table import rows
    from yorisoi_service.contracts.rules.history import LineFacts, PeriodFacts, Suspension, chains
    from yorisoi_service.contracts.rules.month import Month
    from yorisoi_service.subscribers.models import Subscriber

    tariff = queries.tariff()
    found = Subscriber.objects.prefetch_related("first_lines__periods__campaign", "first_lines__suspensions")
    for subscriber in found.iterator(chunk_size=1_000):
        lines = list(subscriber.first_lines.all())
        facts = [
            LineFacts(
                id=str(line.pk),
                customer="alone",
                opened=line.opened_on,
                closed=line.closed_on,
                suspensions=tuple(Suspension(rest.first_on, rest.last_on) for rest in line.suspensions.all()),
                free_window_used=line.free_window_used,
            )
            for line in lines
        ]
        had = [
            PeriodFacts(
                str(line.pk),
                period.form_on,
                period.end_on,
                None if period.campaign is None else period.campaign.code,
                withdrawn=bool(period.void),
            )
            for line in lines
            for period in line.periods.all()
        ]
        ids = [line.id for line in facts]
        table = rows(chains(facts, had), ids, Month.parse(JUNE), Month.parse(JULY), policy=Policy(), tariff=tariff)
        sums: dict[str, int] = {}
        for row in table:
            sums[row.line] = sums.get(row.line, 0) + row.charge.amount
        for line, yen in sums.items():
            yield int(line), yen


# In the parent: databases, processes, kills.


@contextmanager
def databases(kind: str) -> Iterator["Databases"]:
    with tempfile.TemporaryDirectory(prefix="yorisoi-month-") as folder:
        if kind == "sqlite":
            yield Databases(Path(folder), None)
        else:
            from yorisoi_service.testing import postgres

            with postgres.cluster() as address:
                yield Databases(Path(folder), address)


class Databases:
    """One database that is filled once, and fresh copies of it."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self.folder, self._server = folder, server
        if server is not None:
            self._sql("CREATE DATABASE filled")

    @property
    def filled(self) -> str:
        return self._named("filled")

    def copy(self) -> str:
        if self._server is None:
            shutil.copy(self.folder / "filled.sqlite3", self.folder / "round.sqlite3")
            for rest in ("-wal", "-shm"):
                (self.folder / f"round.sqlite3{rest}").unlink(missing_ok=True)
        else:
            self._sql("DROP DATABASE IF EXISTS round WITH (FORCE)", "CREATE DATABASE round TEMPLATE filled")
        return self._named("round")

    def _named(self, name: str) -> str:
        if self._server is None:
            return f"sqlite:///{self.folder / name}.sqlite3"
        return self._server.replace("/postgres?", f"/{name}?")

    def _sql(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self._server or "", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


def start(step: str, lines: int, database: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.month", "--child", step, "--lines", str(lines)],
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
            "YORISOI_DATABASE_URL": database,
            **more,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=[int(more["BENCH_READY"])] if "BENCH_READY" in more else [],
    )


def run(step: str, lines: int, database: str, **more: str) -> str:
    process = start(step, lines, database, **more)
    told, _ = process.communicate()
    if process.returncode != 0:
        sys.exit(f"{step} failed:\n{told}")
    return told.strip().splitlines()[-1] if step != "check" else told.strip().splitlines()[0]


def kill(lines: int, database: str, after_s: float) -> bool:
    """Start July's run and kill it so long after its imports; True when it was still running then."""
    read, write = os.pipe()
    process = start("july", lines, database, BENCH_READY=str(write))
    os.close(write)
    os.read(read, 1)
    os.close(read)
    time.sleep(after_s)
    process.kill()
    process.communicate()
    return process.returncode != 0


def drill(times: int, lines: int, kind: str, seed: int) -> None:
    chance = random.Random(seed)
    with databases(kind) as made:
        for step in ("fill", "june", "late"):
            print(run(step, lines, made.filled), flush=True)
        owed = str(made.folder / "owed.json")
        print(run("alone", lines, made.filled, BENCH_OWED=owed), flush=True)
        whole = made.copy()
        began = time.perf_counter()
        print(run("july", lines, whole), flush=True)
        longest = time.perf_counter() - began
        expected = run("check", lines, whole, BENCH_OWED=owed)
        print(expected, flush=True)
        hits = kills = 0
        while hits < times:
            database = made.copy()
            again = 1 + (hits % 3 == 2)
            for _ in range(again):
                kills += 1
                hit = kill(lines, database, chance.uniform(0, longest))
                hits += hit
                longest *= 1.02 if hit else 0.85  # the machine may be busier or idler than a moment ago
            run("july", lines, database)
            found = run("check", lines, database, BENCH_OWED=owed)
            if found != expected:
                sys.exit(f"killed {kills} times: {found}")
            print(f"\r{hits} of {times} killed in the middle of a run, {kills} in all", end="", file=sys.stderr)
        print(f"\n{hits} runs of {lines:,} lines killed in their middle on {kind}: every ledger as the rules say")


def speed(lines: int, kind: str) -> None:
    with databases(kind) as made:
        for step in ("fill", "june", "late", "july", "export", "verify"):
            print(run(step, lines, made.filled), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kill", type=int, default=0, metavar="TIMES", help="instead of speed: how many kills")
    parser.add_argument("--seed", type=int, default=7, help="of the random instants")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child, asked.lines)
    elif asked.kill:
        drill(asked.kill, asked.lines, asked.database, asked.seed)
    else:
        speed(asked.lines, asked.database)


if __name__ == "__main__":
    main()
