"""One Playwright and one prepared demo for all journeys; one world for each file of them."""

import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright
from yorisoi_practice.desktop import Desktop

from journeys.people import Communicator, Hand, Subscriber, ready_ticket
from journeys.world import ROOT, World, prepare, provider_text


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """When a journey fails, what everybody saw is kept in test-results/ (in no commit)."""
    report = yield
    worlds = [each for each in getattr(item, "funcargs", {}).values() if isinstance(each, World)]
    if report.failed and report.when == "call" and worlds:
        folder = ROOT / "test-results" / item.name
        shutil.rmtree(folder, ignore_errors=True)
        worlds[0].keep(folder)
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What steers a practice desktop says so: such journeys have no second one beside them (see checks/suite.py)."""
    for item in items:
        if "desktop" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.desktop)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright, prepared: Path) -> Iterator[World]:
    """Service, networks and browser for the journeys of one file, open at every hour."""
    made = World(tmp_path_factory.mktemp("world"), playwright)
    try:
        made.furnish(prepared, provider_text())
        made.start_service()
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def desktop(world: World) -> Desktop:
    return world.desktop()


@pytest.fixture(scope="module")
def hand(world: World, desktop: Desktop) -> Hand:
    return Hand(world, desktop)


@pytest.fixture
def subscriber(world: World, desktop: Desktop, hand: Hand) -> Iterator[Subscriber]:
    """Somebody at the desktop; whatever of the tool still runs afterwards is ended."""
    made = Subscriber(world, desktop, hand)
    yield made
    made.end()


@pytest.fixture
def communicator(world: World) -> Iterator[Communicator]:
    """Yamada, signed in, with a ticket whose gates are open."""
    made = Communicator(world)
    made.sign_in()
    made.take(ready_ticket(world))
    yield made
    made.close()
