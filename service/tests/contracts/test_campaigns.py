from typing import Any

import pytest
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadCampaign, Immutable
from yorisoi_service.contracts.models import Campaign
from yorisoi_service.contracts.services.campaigns import add_campaign, stop_offering
from yorisoi_service.staff.errors import NotAllowed

from .conftest import Office, day, noon

GOOD: dict[str, Any] = {
    "code": "half",
    "name": {"ja": "半額", "en": "Half price"},
    "terms": [{"from_month": 3, "to_month": 8, "amount": 275}, {"from_month": 1, "to_month": 2, "amount": 0}],
    "offered_from": day("2026-04-01"),
    "offered_until": day("2026-04-30"),
    "for_whom": "first",
}


def test_a_campaign_is_kept_with_its_months_in_order(office: Office) -> None:
    campaign = add_campaign(**GOOD, by=office.provider.accountant, now=noon("2026-04-01"))
    assert [term["from_month"] for term in campaign.terms] == [1, 3]
    assert queries.campaigns() == [campaign]
    offered = {
        on: queries.campaigns_offered(on=day(on)) for on in ("2026-03-31", "2026-04-01", "2026-04-30", "2026-05-01")
    }
    assert offered == {"2026-03-31": [], "2026-04-01": [campaign], "2026-04-30": [campaign], "2026-05-01": []}


@pytest.mark.parametrize(
    "wrong",
    [
        {"terms": [{"from_month": 1, "to_month": 2, "amount": 0, "penalty": 5_000}]},
        {"terms": [{"from_month": 1, "to_month": 2, "amount": 0, "minimum_term": 12}]},
        {"terms": []},
        {"terms": [{"from_month": 1, "to_month": 3, "amount": 0}, {"from_month": 3, "to_month": 4, "amount": 0}]},
        {"terms": [{"from_month": 1, "to_month": 1, "amount": -1}]},
        {"code": " "},
        {"code": "c" * 41},
        {"code": "taken"},
        {"name": {"en": "Half price"}},
        {"name": {"ja": "半\u202e額"}},
        {"for_whom": "friends"},
        {"offered_until": day("2026-03-31")},
    ],
)
def test_a_campaign_that_cannot_be(office: Office, wrong: dict[str, Any]) -> None:
    """R06: no penalty, no minimum term."""
    office.campaign((1, 1, 0), code="taken")
    with pytest.raises(BadCampaign):
        add_campaign(**GOOD | wrong, by=office.provider.accountant, now=noon("2026-04-01"))
    assert Campaign.objects.count() == 1


def test_terms_somebody_joined_under_stay(office: Office) -> None:
    campaign = office.campaign((1, 1, 0))
    campaign.terms = [{"from_month": 1, "to_month": 2, "amount": 0}]
    campaign.save()
    office.join("2026-04-15", campaign=campaign)
    with pytest.raises(Immutable):
        campaign.save()
    entry = {"by": office.provider.accountant, "now": noon("2026-05-01")}
    stopped = stop_offering(campaign=campaign, until=day("2026-04-30"), **entry)
    assert stopped.offered_until == day("2026-04-30")
    with pytest.raises(BadCampaign):
        office.join("2026-05-01", line=office.add_line("L-2"), campaign=stopped)
    with pytest.raises(BadCampaign):
        stop_offering(campaign=campaign, until=day("2025-12-31"), **entry)


def test_only_the_accountant_makes_offers(office: Office) -> None:
    people = office.provider
    campaign = office.campaign((1, 1, 0))
    for other in (people.clerk, people.communicator, people.lead, people.administrator):
        with pytest.raises(NotAllowed):
            add_campaign(**GOOD, by=other, now=noon("2026-04-01"))
        with pytest.raises(NotAllowed):
            stop_offering(campaign=campaign, until=day("2026-04-30"), by=other, now=noon("2026-04-01"))
