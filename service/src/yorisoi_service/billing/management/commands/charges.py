"""What would it cost? Explains charges from a history in a file; no row is read or written."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext

from yorisoi_service.billing.rules import history_file
from yorisoi_service.billing.rules.explain import explain
from yorisoi_service.billing.rules.fields import FileRefused
from yorisoi_service.billing.rules.table import Row, rows
from yorisoi_service.contracts.rules.history import chains
from yorisoi_service.contracts.rules.month import Month, months_between

MOST_MONTHS = 1200
WRONG_INPUT = 2


class Command(BaseCommand):
    help = "Explain what lines owe month by month, from a JSON history. Touches no database. Exit status 2: bad input."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        explaining = parser.add_subparsers(dest="verb", required=True).add_parser(
            "explain", help="one row a line and month"
        )
        explaining.add_argument("--history", type=Path, required=True, help="the history, JSON")
        explaining.add_argument("--from", dest="first", required=True, help="first month, like 2026-04")
        explaining.add_argument("--to", dest="last", required=True, help="last month, like 2026-12")
        explaining.add_argument("--format", choices=("json", "text"), default="text")
        explaining.add_argument("--language", choices=("ja", "en"), default="ja", help="of the explanations")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = _month("--from", options["first"]), _month("--to", options["last"])
        if not 0 <= months_between(first, last) < MOST_MONTHS:
            raise _refused(f"--to: expected a month from {first} on, at most {MOST_MONTHS} months in all")
        try:
            history = history_file.read(options["history"].read_text(encoding="utf-8"))
        except OSError as error:
            raise _refused(f"--history: {error.strerror or error}; expected a file that can be read") from None
        except UnicodeDecodeError:
            raise _refused("--history: expected UTF-8 text") from None
        except FileRefused as refused:
            raise _refused(f"{options['history']}: {refused}") from None
        policy, tariff = history.policy, history.tariff
        chained = chains(history.lines, history.periods, not_before_opening=policy.start_not_before_line_open)
        names = [line.id for line in history.lines]
        with _set_early_enough(options["history"], "prices"):
            table = list(rows(chained, names, first, last, policy=policy, tariff=tariff))
        with _set_early_enough(options["history"], "tax_rates"), translation.override(options["language"]):
            told = [_told(row, tariff.tax_in(row.charge.amount, row.month)) for row in table]
        if options["format"] == "json":
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
        else:
            for each in told:
                self.stdout.write(f"{each['line']}  {each['month']}  {each['amount']:>6}  {each['explanation']}")


@contextmanager
def _set_early_enough(file: Path, key: str) -> Iterator[None]:
    """Whatever is missing in here is missing in this list of the file."""
    try:
        yield
    except LookupError as missing:
        raise _refused(f"{file}: {key}: {missing.args[0]}; expected an earlier `from`") from None


def _told(row: Row, tax: int) -> dict[str, str | int]:
    why = explain(row.charge, row.month, tax=tax, instead=row.instead)
    return {
        "line": row.line,
        "month": str(row.month),
        "amount": row.charge.amount,
        "reason": str(row.charge.reason),
        "explanation": gettext(why.message) % why.values,
    }


def _month(option: str, text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise _refused(f"{option}: expected a month like 2026-04") from None


def _refused(why: str) -> CommandError:
    return CommandError(why, returncode=WRONG_INPUT)
