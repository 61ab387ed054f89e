import pytest
from yorisoi_service.desk.rules.outcome import Outcome, missing


def test_a_referral_names_where_to_and_how() -> None:
    assert missing(Outcome.REFERRED, referred_to=" ", referred_contact="") == ("referred_to", "referred_contact")
    assert missing(Outcome.REFERRED, referred_to="メーカー", referred_contact="0120-000-000") == ()


@pytest.mark.parametrize("outcome", [Outcome.RESOLVED, Outcome.PARTLY, Outcome.NOT_POSSIBLE])
def test_the_others_need_nothing_more(outcome: Outcome) -> None:
    assert missing(outcome, referred_to="", referred_contact="") == ()
