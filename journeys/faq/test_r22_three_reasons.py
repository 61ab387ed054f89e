"""R22: not a subscriber, not connected, or a place that does not permit it: three answers, counted apart."""

import json

import pytest

from journeys.enquiry import Desk

pytestmark = pytest.mark.timeout(300)

COUNT = """
import json
from collections import Counter
from yorisoi_service.desk.models.scope import Decided
print(json.dumps(Counter(Decided.objects.values_list("code", flat=True))))
"""
REASONS = ("not_subscriber", "not_connected", "environment")


def test_each_reason_has_its_words_and_its_count(desk: Desk) -> None:
    before = json.loads(desk.office.django(COUNT))
    told = {reason: desk.decide("メーラー", reason) for reason in REASONS}
    assert [one.code for one in told.values()] == [*REASONS]
    assert [one.open for one in told.values()] == [False] * 3
    assert len({one.said for one in told.values()}) == 3
    after = json.loads(desk.office.django(COUNT))
    assert [after[reason] - before.get(reason, 0) for reason in REASONS] == [1, 1, 1]


def test_none_of_the_three_is_in_the_way_of_others(call: Desk) -> None:
    assert call.decide("メーラー").open
