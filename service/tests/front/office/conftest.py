"""Who sits in the office."""

import pytest
from django.test import Client
from yorisoi_service.front.office.provider_rows import take_over
from yorisoi_service.testing.browsers import browser
from yorisoi_service.testing.people import NOON, Provider


@pytest.fixture
def priced(provider: Provider) -> Provider:
    """The provider with its prices and terms as rows."""
    take_over(now=NOON)
    return provider


@pytest.fixture
def clerk(provider: Provider) -> Client:
    return browser(provider.clerk)


@pytest.fixture
def accountant(provider: Provider) -> Client:
    return browser(provider.accountant)
