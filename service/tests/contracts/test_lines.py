from datetime import date

import pytest
from yorisoi_service.contracts import queries
from yorisoi_service.contracts.errors import BadDay
from yorisoi_service.contracts.services import lines
from yorisoi_service.staff.errors import NotAllowed
from yorisoi_service.subscribers.errors import BadRecord
from yorisoi_service.subscribers.models import Line

from .conftest import Office, day, noon


def test_a_move_takes_the_contract_and_its_history_along(office: Office) -> None:
    """Case 28: linked, not created anew."""
    first = office.cancel(office.join("2026-04-15"), "2026-05-01")
    second = office.join("2026-05-01")
    moved = office.move("L-2", "2026-07-15")
    old = Line.objects.get(pk=office.line.pk)
    assert (old.closed_on, moved.moved_from, moved.first_holder) == (date(2026, 7, 15), old, office.subscriber)
    assert queries.history(moved.pk) == [first, second]
    assert queries.active_period(moved.pk, on=date(2026, 7, 15)) == second
    assert [period.form_line for period in queries.history(moved.pk)] == [old, old]
    assert [event.kind for event in queries.story(moved.pk)] == ["joined", "cancelled", "rejoined", "line_moved"]
    assert queries.story(moved.pk) == queries.story(old.pk)


def test_what_follows_a_move_goes_on_under_the_new_number(office: Office) -> None:
    office.join("2026-04-15")
    office.apply("2026-04-16")
    moved = office.move("L-3", "2026-08-01", line=office.move("L-2", "2026-07-15"))
    office.cancel(queries.history(moved.pk)[0], "2026-08-10")
    assert office.join("2026-08-20", line=moved).sequence == 2
    assert queries.followed(moved.pk)[0] == office.line.pk
    assert len(queries.followed(moved.pk)) == 3


def test_a_waiting_application_moves_too(office: Office) -> None:
    office.apply("2026-07-10")
    moved = office.move("L-2", "2026-07-15")
    assert queries.waiting_application(moved.pk) is not None
    assert queries.waiting_application(office.line.pk) is None


@pytest.mark.parametrize(
    ("number", "opened", "told"),
    [("L-2", "2026-07-16", "2026-07-15"), ("L-2", "2020-01-01", "2026-07-15"), ("L-10001", "2026-07-15", "2026-07-15")],
)
def test_a_move_that_cannot_be_changes_nothing(office: Office, number: str, opened: str, told: str) -> None:
    """Tomorrow's, one before the line itself, one to a number that is taken."""
    office.join("2026-04-15")
    with pytest.raises((BadDay, BadRecord)):
        office.move(number, opened, told=told)
    assert Line.objects.get(pk=office.line.pk).closed_on is None
    assert office.told() == ["joined"]


def test_a_line_moves_once(office: Office) -> None:
    office.move("L-2", "2026-07-15")
    with pytest.raises(BadRecord):
        office.move("L-3", "2026-07-16")


def test_an_heir_continues_the_same_contract(office: Office) -> None:
    """Case 31, T16."""
    period = office.join("2026-04-15")
    heir = office.provider.household("C-30003", "0847-55-6666")
    entry = {"by": office.provider.clerk, "now": noon("2026-07-15")}
    line = lines.inherit_line(line=office.line, to=heir, on=day("2026-07-15"), **entry)
    assert (line.subscriber, line.first_holder) == (heir, office.subscriber)
    assert queries.active_period(line.pk, on=date(2026, 7, 16)) == period
    event = queries.story(line.pk)[-1]
    assert (event.kind, event.facts) == ("line_inherited", {"from": office.subscriber.pk, "to": heir.pk})
    with pytest.raises(BadRecord):
        lines.inherit_line(line=office.line, to=heir, on=day("2026-07-15"), **entry)
    for wrong in ("2026-07-16", "2019-12-31"):
        with pytest.raises(BadDay):
            lines.inherit_line(line=office.line, to=office.subscriber, on=day(wrong), **entry)


def test_a_line_rests_and_is_used_again_earlier(office: Office) -> None:
    office.join("2026-04-15")
    office.suspend("2026-08-01", "2026-09-30", told="2026-07-20")
    lines.resume_line(line=office.line, on=day("2026-09-10"), by=office.provider.clerk, now=noon("2026-09-01"))
    assert list(office.line.suspensions.values_list("first_on", "last_on")) == [(date(2026, 8, 1), date(2026, 9, 9))]
    office.suspend("2026-09-10", "2026-09-30")
    lines.resume_line(line=office.line, on=day("2026-09-10"), by=office.provider.clerk, now=noon("2026-09-10"))
    assert office.line.suspensions.count() == 1
    kinds = ["joined", "line_suspended", "line_resumed", "line_suspended", "line_resumed"]
    assert office.told() == kinds
    with pytest.raises(BadRecord):
        lines.resume_line(line=office.line, on=day("2026-09-10"), by=office.provider.clerk, now=noon("2026-09-10"))


def test_a_line_that_moved_while_it_rested_is_used_again(office: Office) -> None:
    office.suspend("2026-07-01", "2026-09-30")
    moved = office.move("L-2", "2026-07-15")
    lines.resume_line(line=moved, on=day("2026-09-10"), by=office.provider.clerk, now=noon("2026-09-01"))
    assert list(office.line.suspensions.values_list("last_on", flat=True)) == [date(2026, 9, 9)]
    assert queries.story(moved.pk)[-1].kind == "line_resumed"


@pytest.mark.parametrize(
    ("first", "last"), [("2026-08-31", "2026-09-30"), ("2026-09-30", "2026-09-29"), ("2019-12-31", "2026-07-01")]
)
def test_a_rest_that_cannot_be(office: Office, first: str, last: str) -> None:
    office.suspend("2026-08-01", "2026-08-31")
    with pytest.raises(BadRecord):
        office.suspend(first, last)
    assert office.told() == ["line_suspended"]


@pytest.mark.parametrize("what", ["course", "device", "account"])
def test_changes_without_effect_stand_in_the_story_alone(office: Office, what: str) -> None:
    """R09, R10, R27."""
    period = office.join("2026-04-15")
    before = queries.histories(holders=[office.subscriber.pk], scope="customer")
    lines.note_change(
        line=office.line,
        what=what,
        on=day("2026-07-05"),
        note=" 光に ",
        by=office.provider.clerk,
        now=noon("2026-07-06"),
    )
    event = queries.story(office.line.pk)[-1]
    assert (event.kind, event.on, event.period) == (f"{what}_changed", date(2026, 7, 5), period)
    assert event.facts == {"note": "光に"}
    assert queries.histories(holders=[office.subscriber.pk], scope="customer") == before
    with pytest.raises(BadDay):
        lines.note_change(
            line=office.line, what=what, on=day("2026-07-07"), by=office.provider.clerk, now=noon("2026-07-06")
        )


def test_a_free_window_of_former_times_is_corrected(office: Office) -> None:
    """Case 43: an import could not know."""
    lines.correct_free_window(line=office.line, used=True, by=office.provider.clerk, now=noon("2026-07-06"))
    facts = queries.histories(holders=[office.subscriber.pk], scope="customer").lines[0]
    assert facts.free_window_used
    assert queries.story(office.line.pk)[-1].facts == {"what": "free_window", "used": True, "used_before": False}


def test_a_free_window_is_corrected_on_every_line_of_a_contract_that_moved(office: Office) -> None:
    entry = {"by": office.provider.clerk, "now": noon("2026-07-06")}
    lines.correct_free_window(line=office.line, used=True, **entry)
    moved = lines.move_line(line=office.line, number="L-2", address="町", opened_on=day("2026-07-01"), **entry)
    lines.correct_free_window(line=moved, used=False, **entry)
    facts = queries.histories(holders=[office.subscriber.pk], scope="customer").lines
    assert [line.free_window_used for line in facts] == [False, False]
    assert queries.story(moved.pk)[-1].facts == {"what": "free_window", "used": False, "used_before": True}


def test_a_line_goes_from_hand_to_hand_in_order(office: Office) -> None:
    entry = {"by": office.provider.clerk, "now": noon("2026-07-15")}
    heir = office.provider.household("C-30003", "0847-33-4444")
    lines.inherit_line(line=office.line, to=heir, on=day("2026-07-10"), **entry)
    with pytest.raises(BadDay, match="2026-07-10"):
        lines.inherit_line(line=office.line, to=office.subscriber, on=day("2026-07-09"), **entry)
    lines.inherit_line(line=office.line, to=office.subscriber, on=day("2026-07-10"), **entry)
    assert queries.successions([office.subscriber.pk]) == [
        (office.line.pk, day("2026-07-10"), office.subscriber.pk),
        (office.line.pk, day("2026-07-10"), heir.pk),
    ]


def test_only_the_office_changes_lines(office: Office) -> None:
    people, now, on = office.provider, noon("2026-07-15"), day("2026-07-15")
    for other in (people.communicator, people.lead, people.accountant, people.administrator):
        entry = {"by": other, "now": now}
        with pytest.raises(NotAllowed):
            lines.move_line(line=office.line, number="L-2", address="町", opened_on=on, **entry)
        with pytest.raises(NotAllowed):
            lines.inherit_line(line=office.line, to=people.subscriber, on=on, **entry)
        with pytest.raises(NotAllowed):
            lines.suspend_line(line=office.line, first_on=on, last_on=on, **entry)
        with pytest.raises(NotAllowed):
            lines.resume_line(line=office.line, on=on, **entry)
        with pytest.raises(NotAllowed):
            lines.note_change(line=office.line, what="course", on=on, **entry)
        with pytest.raises(NotAllowed):
            lines.correct_free_window(line=office.line, used=True, **entry)
    assert office.told() == []
