"""What a signed log says about consents: each with its end and its time, whatever a program may have written."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from yorisoi_service.desk.rules.visits import Given, Said, consents, files

START = datetime(2026, 11, 20, 3, tzinfo=UTC)


def said(event: str, at_s: float, *, permission: str = "view", number: int = 1, late_s: float = 0.0) -> Said:
    return Said(event, permission, number, int(at_s * 1_000), START + timedelta(seconds=at_s + late_s))


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_each_consent_has_its_own_end() -> None:
    log = [
        said("verified", 0, permission="", number=0),
        said("granted", 10),
        said("granted", 20, permission="control", number=2),
        said("given_back", 30, permission="control", number=2),
        said("granted", 40, permission="control", number=3),
        said("revoked", 50),
        said("taken", 51, permission="control", number=3),
    ]
    assert consents(log, is_whole=True) == (
        Given("view", at(10), at(50), "revoked"),
        Given("control", at(20), at(30), "given_back"),
        Given("control", at(40), at(51), "taken"),
    )


def test_a_question_without_consent_is_told_and_one_taken_back_is_not() -> None:
    log = [said("asked", 1), said("denied", 2), said("expired", 3, number=2), said("withdrawn", 4, number=3)]
    assert consents(log, is_whole=True) == (
        Given("view", at(2), None, "denied"),
        Given("view", at(3), None, "unanswered"),
    )


def test_a_consent_without_an_end_is_open_and_where_the_log_broke_off_nobody_knows() -> None:
    for is_whole, end in ((True, "open"), (False, "unseen")):
        assert consents([said("granted", 1)], is_whole=is_whole) == (Given("view", at(1), None, end),)


def test_an_entry_that_came_late_does_not_shift_its_time() -> None:
    log = [said("granted", 10, late_s=0.2), said("revoked", 70, late_s=45)]
    (found,) = consents(log, is_whole=True)
    assert (found.began, found.ended) == (at(10.2), at(70.2))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["granted", "revoked", "denied", "taken", "nonsense"]),
            st.integers(-(2**53), 2**53),
            st.integers(0, 3),
        ),
        max_size=12,
    )
)
def test_nothing_is_said_to_have_happened_after_it_was_heard(entries: list[tuple[str, int, int]]) -> None:
    log = [Said(event, "view", number, at_ms, at(nth)) for nth, (event, at_ms, number) in enumerate(entries)]
    for found in consents(log, is_whole=True):
        for moment in (found.began, found.ended):
            assert moment is None or moment <= at(len(log))


def test_no_file_is_claimed_only_where_it_is_known() -> None:
    spent = said("spent", 1, permission="file_to_subscriber")
    assert files([spent], could=True, is_whole=True) == "some"
    assert files([], could=True, is_whole=True) == "none"
    assert files([], could=True, is_whole=False) == "unknown"
    assert files([], could=False, is_whole=False) == "none"
