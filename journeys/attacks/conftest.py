"""A world whose service is reached through somebody in the middle."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from journeys.middleman import Middleman
from journeys.world import World, provider_text

_middlemen: dict[int, Middleman] = {}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright, prepared: Path) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"), playwright)
    try:
        made.furnish(prepared, provider_text())
        _middlemen[id(made)] = made.middleman()
        made.start_service()
        yield made
    finally:
        made.close()


@pytest.fixture
def middleman(world: World) -> Iterator[Middleman]:
    """Honest at first; honest again afterwards."""
    yield _middlemen[id(world)]
    _middlemen[id(world)].lie = None
