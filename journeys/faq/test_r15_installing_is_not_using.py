"""R15: bought software is installed and started once; how it is used is not taught, but what the list names is."""

import pytest

from journeys.enquiry import Desk

pytestmark = pytest.mark.timeout(300)


def test_excel_is_installed_but_not_taught(desk: Desk) -> None:
    installed = desk.decide("Excel", need="setup")
    assert (installed.decision, installed.code, installed.open) == ("session", "setup_only", True)
    taught = desk.decide("Excel", need="usage")
    assert (taught.decision, taught.code, taught.open) == ("refuse", "usage", False)
    assert len(taught.said) > 10  # a polite sentence to read aloud


def test_how_to_use_a_mail_program_of_the_list_is_helped_with(call: Desk) -> None:
    told = call.decide("メーラー", need="usage")
    assert (told.code, told.open) == ("in_scope", True)
