"""R19: deleted data is not brought back: the maker is named, and the disk is to be left alone."""

import pytest

from journeys.enquiry import Desk

pytestmark = pytest.mark.timeout(300)


def test_it_is_sent_on_to_the_maker_with_a_warning(desk: Desk) -> None:
    told = desk.decide("", "deleted_data")
    assert (told.decision, told.code, told.open) == ("refer", "deleted_data", False)
    assert "お使いにならず" in told.said  # or it is written over
    assert "メーカー" in told.shown


def test_the_device_itself_is_helped_with(call: Desk) -> None:
    assert call.decide("PC", "deleted_data").open is False
    assert call.decide("PC").open is True
