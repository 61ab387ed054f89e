"""What every test of the service may ask for."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings
from yorisoi_service.remote import programs
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
