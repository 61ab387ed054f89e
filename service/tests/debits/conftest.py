"""What tests of collecting may ask for."""

import pytest
from yorisoi_service.testing.collecting import Collecting
from yorisoi_service.testing.people import Provider


@pytest.fixture
def collecting(provider: Provider) -> Collecting:
    """A provider that debits by itself, before any debit date used."""
    return Collecting(provider)
