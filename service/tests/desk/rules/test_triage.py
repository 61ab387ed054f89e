import pytest
from yorisoi_protocol.vocabulary import Permission
from yorisoi_service.desk.rules.triage import CATEGORIES, Decision, allowed
from yorisoi_service.remote.rules.session import ASKABLE


@pytest.mark.parametrize(
    "code", ["listed_device", "listed_software", "listed_service", "first_setup", "phone_or_tablet"]
)
def test_listed_things_may_be_helped_with(code: str) -> None:
    assert allowed(code, ASKABLE) == ASKABLE


@pytest.mark.parametrize(
    "code",
    ["usage_help", "corporate", "unsupported_setting", "data_recovery", "repair", "no_internet", "fake_alert",
     "illegal_or_suspect", "environment", "", "made_up"],
)  # fmt: skip
def test_the_rest_never_becomes_a_session(code: str) -> None:
    assert allowed(code, ASKABLE) == ()


def test_advice_on_what_to_buy_is_looking_only() -> None:
    assert allowed("replacement_advice", ASKABLE) == (Permission.VIEW,)


def test_only_what_is_not_listed_needs_a_desk_lead() -> None:
    assert [code for code, category in CATEGORIES.items() if category.by_lead] == ["agreed_by_lead"]


def test_every_decision_occurs() -> None:
    assert {category.decision for category in CATEGORIES.values()} == set(Decision)
