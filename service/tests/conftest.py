"""What every test of the service may ask for."""

import pytest
from yorisoi_service.testing.people import Provider


@pytest.fixture
def provider(db: None) -> Provider:
    """A provider with people and one household, at noon."""
    return Provider()
