"""One office for each provider, shared by all answers about contracts and money: each uses subscribers of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from journeys.enquiry import Desk
from journeys.office import Household, Office, today
from journeys.world import prepare


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright, prepared: Path) -> Iterator[Office]:
    """The provider of the FAQ."""
    yield from opened(tmp_path_factory.mktemp("office"), playwright, prepared, "cable-joy")


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, playwright: Playwright) -> Iterator[Office]:
    """An invented provider with another price, other free months, stricter readings and debits of its own."""
    folder = tmp_path_factory.mktemp("elsewhere")
    yield from opened(folder, playwright, prepare(folder, "hidamari-net"), "hidamari-net")


def opened(folder: Path, playwright: Playwright, prepared: Path, source: str) -> Iterator[Office]:
    made = Office(folder, playwright, prepared, source)
    try:
        made.start_service()
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
def helped(office: Office) -> Household:
    """Somebody with a contract from today, for answers about what is helped with."""
    return joined(office)


@pytest.fixture(scope="session")
def helped_elsewhere(elsewhere: Office) -> Household:
    return joined(elsewhere)


@pytest.fixture(params=["office", "elsewhere"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """A call from there, of which only what it is about is not settled yet; once at each provider."""
    home = "helped" if request.param == "office" else "helped_elsewhere"
    return Desk(request.getfixturevalue(request.param), request.getfixturevalue(home))


@pytest.fixture
def call(office: Office, helped: Household) -> Desk:
    """The same at the FAQ's provider only."""
    return Desk(office, helped)


def joined(office: Office) -> Household:
    home = office.household()
    office.join(home, today())
    return home
