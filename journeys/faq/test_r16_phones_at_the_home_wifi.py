"""R16: phones and tablets are looked at, at the Wi-Fi of the home, and never controlled; some models not at all."""

import pytest

from journeys.enquiry import Desk

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize("device", ["phone", "tablet"])
def test_it_is_looked_at_and_never_controlled(desk: Desk, device: str) -> None:
    told = desk.decide("メーラー", device=device)
    assert (told.decision, told.open) == ("session", True)
    assert desk.allowed() == {"view"}
    assert desk.decide("メーラー", device="computer").open
    assert "control" in desk.allowed()


def test_away_from_the_home_wifi_there_is_no_session(desk: Desk) -> None:
    told = desk.decide("スマホ", "not_home_wifi", device="phone")
    assert (told.decision, told.code, told.open) == ("phone_only", "not_home_wifi", False)
    assert "Wi-Fi" in told.said
    assert desk.decide("スマホ", device="phone").open  # connected at home
