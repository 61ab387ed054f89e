import pytest
from yorisoi_service.desk.rules.outcome import Outcome, missing


@pytest.mark.parametrize(
    ("outcome", "needed"),
    [
        (Outcome.RESOLVED, ("done",)),
        (Outcome.PARTLY, ("done", "not_done")),
        (Outcome.REFERRED, ("referred_to", "referred_contact")),
        (Outcome.NOT_POSSIBLE, ("not_done",)),
    ],
)
def test_each_outcome_says_what_the_letter_will_need(outcome: Outcome, needed: tuple[str, ...]) -> None:
    assert missing(outcome, {}) == needed
    assert missing(outcome, dict.fromkeys(needed, " \u3000")) == needed
    for name in needed:
        told = {each: "メーカー" for each in needed if each != name}
        assert missing(outcome, told) == (name,)
    assert missing(outcome, dict.fromkeys(needed, "メーカー")) == ()
