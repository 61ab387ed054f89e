"""Run as a program on the database of the environment: prints how the database would do what each search asks."""

# ruff: noqa: E402 - models can be imported only after the applications are set up
import json
import sys

import django

django.setup()

from datetime import UTC, date, datetime

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from yorisoi_service.subscribers import queries
from yorisoi_service.subscribers.keys import keep_keys
from yorisoi_service.subscribers.models import Line, Subscriber

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
ASKED = json.loads(sys.argv[1])


def main() -> None:
    call_command("migrate", verbosity=0)
    made = Subscriber.objects.bulk_create(
        Subscriber(
            customer_number=f"C-{n:05}", name=f"佐藤 {chr(0x4E00 + n)}", kana="サトウ ハナコ", address="町",
            phone=f"0847-{n % 90 + 10}-{n:04}", billing_account=f"C-{n:05}", added_at=NOW,
        )
        for n in range(2_000)
    )  # fmt: skip
    Line.objects.bulk_create(
        Line(number=f"L-{row.pk}", subscriber=row, first_holder=row, address="町", opened_on=date(2020, 1, 1))
        for row in made
    )
    keep_keys([row.pk for row in made])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    told = {}
    for text in ASKED:
        with CaptureQueriesContext(connection) as captured:
            after = queries.search(text, limit=20).after
            queries.search(text, limit=20, after=after)
            queries.by_phone(text)
        told[text] = [[query["sql"], plan(query["sql"])] for query in captured]
    print(json.dumps({"vendor": connection.vendor, "told": told}))


def plan(sql: str) -> str:
    """The database's own words; PostgreSQL reads small tables whole where it may, so here it may not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            return "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(row[3] for row in cursor.fetchall())


main()
