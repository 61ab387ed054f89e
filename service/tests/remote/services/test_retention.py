import pytest
from yorisoi_service.audit.models import Row
from yorisoi_service.remote.models import Session
from yorisoi_service.remote.services.retention import forget_due
from yorisoi_service.testing.people import HOME, Tool, later

pytestmark = pytest.mark.django_db


def test_addresses_are_forgotten_after_thirty_days_and_not_before() -> None:
    old, new = Tool().offer().session, Tool().offer(now=later(hours=5)).session
    assert forget_due(now=later(days=29, hours=23)) == 0
    assert forget_due(now=later(days=30)) == 1
    kept = {row.pk: (row.address, row.home, row.network_policy) for row in Session.objects.all()}
    assert kept == {old: ("", "", "allow"), new: (HOME, HOME, "allow")}
    assert forget_due(now=later(days=30)) == 0
    assert Row.objects.get(event="sessions.addresses_forgotten").facts == '{"count":1}'
