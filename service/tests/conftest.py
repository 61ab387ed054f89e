"""What every test of the service may ask for."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from yorisoi_service.testing.people import Provider


@pytest.fixture
def provider(db: None) -> Provider:
    """A provider with people and one household, at noon."""
    return Provider()


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page that was asked for in English leaves nobody else reading English: requests here share their test's thread."""
    yield
    translation.deactivate()
