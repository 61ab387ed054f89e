"""What every test of a page may ask for."""

import pytest
from yorisoi_service import clock
from yorisoi_service.testing.people import NOON


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk is open."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
