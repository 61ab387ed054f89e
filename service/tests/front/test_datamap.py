"""The data map: every table is declared, with fields and periods that exist, and what the public reads is made from it."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation
from yorisoi_service.audit.rules.keeping import PERIODS, Category, Fate, Periods
from yorisoi_service.front.datamap import TABLES, told

ROOT = Path(__file__).parents[3]


def test_every_table_is_declared_once() -> None:
    every = Counter(model._meta.label for model in apps.get_models(include_auto_created=True))
    assert Counter(table.model for table in TABLES) == every


def test_declarations_name_periods_and_fields_that_exist() -> None:
    for table in TABLES:
        fields = (
            {field.name for field in apps.get_model(table.model)._meta.get_fields()} if "_" not in table.model else ()
        )
        for keep in table.keeps:
            assert keep.period in ("", *PERIODS), table
            assert set(keep.fields) <= set(fields), table
            assert bool(keep.fields) == (keep.fate is Fate.BLANK), table
            assert bool(keep.since) == (keep.fate is not Fate.KEEP), table


def test_no_period_is_without_a_table() -> None:
    assert {keep.period for table in TABLES for keep in table.keeps} == {"", *PERIODS}


def test_a_table_with_nothing_of_customers_is_the_only_one_that_stays() -> None:
    staying = {table.category for table in TABLES if any(keep.fate is Fate.KEEP for keep in table.keeps)}
    assert staying == {Category.NOBODY, Category.STAFF}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_notice_tells_every_category_of_customers_in_the_readers_language(language: str) -> None:
    with translation.override(language):
        paragraphs = told(Periods(ticket_months=7), records_calls=language == "en")
        texts = [str(text) for each in paragraphs for text in (each.title, each.holds, each.purpose, *each.how_long)]
    assert {each.category for each in paragraphs} == set(Category) - {Category.NOBODY, Category.STAFF}
    assert all(each.how_long for each in paragraphs)
    assert any(("7か月" if language == "ja" else "7 months") in text for text in texts)
    assert all(any(ord(c) > 0x3000 for c in text) for text in texts) == (language == "ja")


def test_the_operators_page_holds_the_table_as_it_is_declared() -> None:
    done = subprocess.run(
        [sys.executable, "checks/datamap.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
