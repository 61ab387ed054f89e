"""What one search costs among a million subscribers: milliseconds and queries, on SQLite or PostgreSQL.

.venv/bin/python -m bench.search                            a million invented subscribers on SQLite, then every kind of search
.venv/bin/python -m bench.search --postgres                 the same on a PostgreSQL server of its own
.venv/bin/python -m bench.search --subscribers 20000        a first look
.venv/bin/python -m bench.search --import-rows 100000       instead: rows a second of `subscribers import`, and its memory
"""

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from yorisoi_service.testing import postgres

SURNAMES = [
    ("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("伊藤", "イトウ"), ("渡辺", "ワタナベ"),
    ("山本", "ヤマモト"), ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ"), ("吉田", "ヨシダ"), ("山田", "ヤマダ"),
    ("佐々木", "ササキ"), ("山口", "ヤマグチ"), ("松本", "マツモト"), ("井上", "イノウエ"), ("木村", "キムラ"), ("林", "ハヤシ"),
    ("斎藤", "サイトウ"), ("清水", "シミズ"),
]  # fmt: skip
GIVEN = [
    ("花子", "ハナコ"), ("太郎", "タロウ"), ("一郎", "イチロウ"), ("さくら", "サクラ"), ("健", "ケン"), ("恵子", "ケイコ"),
    ("翔", "ショウ"), ("葵", "アオイ"), ("陽菜", "ヒナ"), ("誠", "マコト"), ("明", "アキラ"), ("幸子", "サチコ"),
]  # fmt: skip
SYLLABLES = [
    "ア",
    "カ",
    "サ",
    "タ",
    "ナ",
    "ハ",
    "マ",
    "ヤ",
    "ラ",
    "ワ",
    "キ",
    "シ",
    "チ",
    "ニ",
    "ミ",
    "リ",
    "ク",
    "ス",
    "ツ",
    "ノ",
]
CHUNK = 5_000
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def say(line: str) -> None:
    print(line, flush=True)


def person(n: int, chance: random.Random) -> dict[str, str]:
    """The n-th subscriber: every third has one of the common family names, the others a rare one."""
    if chance.random() < 0.33:
        family, family_kana = chance.choice(SURNAMES)
    else:
        family_kana = "".join(chance.choice(SYLLABLES) for _ in range(3))
        family = "".join(chr(0x5000 + ord(c) * 37 % 4000) for c in family_kana[:2])
    given, given_kana = chance.choice(GIVEN)
    return {
        "customer_number": f"C-{n:07}",
        "name": f"{family} {given}",
        "kana": f"{family_kana} {given_kana}",
        "address": f"府中市見本町{n % 90 + 1}-{n % 17 + 1}",
        "phone": f"0847-{chance.randrange(100):02}-{chance.randrange(10_000):04}",
        "mobile": f"090-{chance.randrange(10_000):04}-{chance.randrange(10_000):04}" if n % 2 else "",
        "billing_account": f"B{n:07}" if n % 10 == 0 else f"C-{n:07}",
    }


def fill(count: int) -> None:
    """Subscribers with a line each, and what they are found by: past the models, in few statements."""
    from django.db import connection
    from yorisoi_service.subscribers.rules.search import keys_of, packed

    chance = random.Random(20_261_120)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -800000")
            cursor.execute("PRAGMA synchronous = OFF")
    spelt: dict[str, list[str]] = {}
    for first in range(0, count, CHUNK):
        subscribers, lines, keys = [], [], []
        for n in range(first, min(count, first + CHUNK)):
            row, line = person(n, chance), f"L{n:07}"
            subscribers.append((n + 1, *row.values(), "", "", NOW))
            lines.append((n + 1, line, row["address"], "2020-01-01", "[]", n + 1, n + 1, False))
            if row["name"] not in spelt:
                spelt[row["name"]] = [
                    key.text for key in keys_of(names=(row["name"], row["kana"]), numbers=(), phones=())
                ]
            found = keys_of(
                names=spelt[row["name"]],
                numbers=(row["customer_number"], row["billing_account"], line),
                phones=(row["phone"], row["mobile"]),
            )
            keys += [(packed(key.text, row["customer_number"]), key.least, n + 1) for key in found]
        _put("subscribers_subscriber", f"id,{','.join(row)},email,household,added_at", subscribers)
        columns = "id,number,address,opened_on,fixed_networks,subscriber_id,first_holder_id,free_window_used"
        _put("subscribers_line", columns, lines)
        _put("subscribers_searchkey", "key,least,subscriber_id", sorted(keys))
        if first % (CHUNK * 20) == 0:
            say(f"  {first + len(lines):>9,} subscribers")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _put(table: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    """Rows into a table, the quickest way the database has."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ",".join(["%s"] * len(rows[0]))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)


def kinds(count: int) -> dict[str, Callable[[random.Random], str]]:
    """What is asked, and how."""
    return {
        "customer number, whole": lambda chance: f"C-{chance.randrange(count):07}",
        "customer number, first 5": lambda chance: f"c-{chance.randrange(count):07}"[:7],
        "line number": lambda chance: f"L{chance.randrange(count):07}",
        "billing account": lambda chance: f"b{chance.randrange(count // 10) * 10:07}",
        "common family name, kanji": lambda chance: chance.choice(SURNAMES)[0],
        "common family name, hiragana": lambda chance: "".join(chr(ord(c) - 0x60) for c in chance.choice(SURNAMES)[1]),
        "whole name, kana, half-width": lambda chance: (
            f"{chance.choice(['ｻﾄｳ', 'ｽｽﾞｷ'])} {chance.choice(['ﾊﾅｺ', 'ｹﾝ'])}"
        ),
        "given name": lambda chance: chance.choice(GIVEN)[0],
        "one kana": lambda chance: chance.choice(SYLLABLES),
        "telephone, whole": lambda chance: f"0847-{chance.randrange(100):02}-{chance.randrange(10_000):04}",
        "telephone, last four digits": lambda chance: f"{chance.randrange(10_000):04}",
        "telephone, area only": lambda chance: "0847-" + f"{chance.randrange(100):02}",
        "nobody": lambda chance: "該当なし" + str(chance.randrange(1_000)),
    }


def measure(ask: Callable[[], int], asks: int) -> tuple[list[float], set[int], list[int]]:
    """Milliseconds, numbers of queries and numbers of rows of so many asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times, rows = [], []
    for _ in range(asks):
        began = time.perf_counter()
        rows.append(ask())
        times.append((time.perf_counter() - began) * 1_000)
    queries = set()
    for _ in range(10):
        with CaptureQueriesContext(connection) as captured:
            ask()
        queries.add(len(captured))
    return sorted(times), queries, rows


def report(name: str, found: tuple[list[float], set[int], list[int]]) -> None:
    times, queries, rows = found
    p95 = times[int(len(times) * 0.95)]
    say(
        f"{name:<34} {statistics.median(times):8.2f} {p95:8.2f} {times[-1]:8.2f}   "
        f"{'/'.join(map(str, sorted(queries))):>7}   {min(rows):>3} to {max(rows)}"
    )


def searches(count: int, asks: int) -> None:
    from yorisoi_service.subscribers import queries

    say(f"{'search, first page of 20':<34} {'p50 ms':>8} {'p95 ms':>8} {'max ms':>8}   queries   rows")
    chance = random.Random(1)
    for name, made in kinds(count).items():
        report(name, measure(lambda made=made: len(queries.search(made(chance)).subscribers), asks))  # type: ignore[misc]
    report("common family name, 100 rows", measure(lambda: len(queries.search("佐藤", limit=100).subscribers), asks))
    after = None
    for _ in range(200):
        after = queries.search("佐藤", limit=20, after=after).after or after
    report("common family name, page 201", measure(lambda: len(queries.search("佐藤", after=after).subscribers), asks))


def imports(rows: int, folder: Path) -> None:
    """Rows a second and memory of the real command."""
    from django.core.management import call_command
    from yorisoi_service.staff.services import add_staff

    password = "seven bicycles in the rain"
    boss = add_staff(
        username="kanri", number="1", display_name="Kanri", role="administrator", password=password, by=None, now=NOW
    )
    add_staff(username="tanaka", number="2", display_name="Tanaka", role="clerk", password=password, by=boss, now=NOW)
    file = folder / "roster.csv"
    chance = random.Random(2)
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(
            "customer_number,name,kana,address,phone,mobile,billing_account,line_number,line_opened_on,contract_start\n"
        )
        for n in range(rows):
            out.write(
                ",".join([*person(n, chance).values(), f"L{n:07}", "2015-04-01", "2024-06-10" if n % 3 else ""]) + "\n"
            )
    say(f"{rows:,} rows, {file.stat().st_size / 1e6:.1f} MB")
    for name, words in (("dry run", ["--dry-run"]), ("import", ["--by", "tanaka"]), ("again", ["--by", "tanaka"])):
        began = time.perf_counter()
        call_command("subscribers", "import", str(file), *words)
        taken = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(f"{name:<8} {taken:7.1f} s {rows / taken:9,.0f} rows/s   peak memory so far {peak:,.0f} MB")


@contextmanager
def database(on_postgres: bool, folder: Path) -> Iterator[str]:
    with postgres.cluster() if on_postgres else nullcontext(f"sqlite:///{folder / 'bench.sqlite3'}") as address:
        yield address


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--subscribers", type=int, default=1_000_000)
    parser.add_argument("--asks", type=int, default=200, help="of each kind")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--import-rows", type=int)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="yorisoi-bench-") as name,
        database(options.postgres, Path(name)) as address,
    ):
        os.environ["YORISOI_DATABASE_URL"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "yorisoi_service.testing.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        say(f"{connection.vendor}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")
        if options.import_rows:
            imports(options.import_rows, Path(name))
            return
        began = time.perf_counter()
        fill(options.subscribers)
        used = subprocess.run(["du", "-sm", name], capture_output=True, text=True, check=True).stdout.split()[0]
        size = f", {used} MB on disk" if not options.postgres else ""
        say(f"{options.subscribers:,} subscribers written in {time.perf_counter() - began:.0f} s{size}")
        searches(options.subscribers, options.asks)


if __name__ == "__main__":
    main()
