"""What every test of the service may ask for."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings
from yorisoi_service.remote import programs
from yorisoi_service.testing import postgres
from yorisoi_service.testing.people import Provider

# No stopwatch: how long an example takes says something about the machine, not about the rules.
settings.register_profile("service", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("service")


@pytest.fixture
def provider(db: None) -> Provider:
    """A provider with people and one household, at noon."""
    return Provider()


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page that was asked for in English leaves nobody else reading English: requests here share their test's thread."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_tries_before() -> None:
    """Nobody here has tried anything yet: limits of tries count on in the cache, whichever test somebody signs in in."""
    cache.clear()


@pytest.fixture
def hand_out(settings: LazySettings, tmp_path: Path) -> Callable[..., None]:
    """Enters a program for each of these systems, as an operator does; before, there is none."""
    settings.DOWNLOADS = tmp_path / "downloads"

    def enter(*systems: str) -> None:
        source = tmp_path / "program.zip"
        source.write_bytes(b"the program")
        for system in systems:
            programs.add(source, system=system, version="1", tested="a device", on=date(2026, 11, 1))

    return enter


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with every table and no row, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "migrated.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_server() -> Iterator[str]:
    """A PostgreSQL server whose database of this name has every table and no row."""
    with postgres.cluster() as address:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute("CREATE DATABASE migrated")
        migrate(address.replace("/postgres?", "/migrated?"))
        yield address


def migrate(address: str) -> None:
    """In a process of its own, as an engineer does."""
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "yorisoi_service.testing.settings",
        "YORISOI_DATABASE_URL": address,
    }
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=environment, check=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a database of one's own is, with every table and no row, for programs that a test starts; on either kind."""
    if request.param == "sqlite":
        file = tmp_path / "own.sqlite3"
        shutil.copyfile(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
    else:
        with postgres.copied(request.getfixturevalue("migrated_server"), "migrated") as address:
            yield address
