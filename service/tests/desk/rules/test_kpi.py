"""Each figure by hand, targets at their edge, and nothing made of nothing."""

import pytest
from yorisoi_service.desk.rules.kpi import Figure, Kpi, Targets, Totals, Unit, kpis

WEEK = Totals(
    offered=40, answered=37, in_time=30, long_waits=4,
    tickets=36, finished=30, referred=6, known=35, repeated=7, first_contacts=29, solved_at_once=21,
    handled=20, handled_s=12_070, claimed=25, wrong_passes=1, granted=45, denied=5,
    ended=25, removed=24, left_to_system=1, not_removed=0, surveys=8, satisfied=7, marks=36, solved=6, solved_partly=1,
)  # fmt: skip
BY_HAND = {
    Figure.ANSWER_RATE: (92.5, True),
    Figure.ABANDON_RATE: (7.5, True),
    Figure.SERVICE_LEVEL: (75.0, False),
    Figure.LONG_WAITS: (10.0, True),
    Figure.HANDLING: (603.5, None),
    Figure.FIRST_CONTACT: (72.4, True),
    Figure.REPEATS: (20.0, None),
    Figure.REFERRALS: (20.0, None),
    Figure.WRONG_PASSES: (4.0, None),
    Figure.REFUSALS: (10.0, None),
    Figure.REMOVALS: (96.0, False),
    Figure.SATISFACTION: (87.5, True),
    Figure.MARK: (4.5, None),
    Figure.SOLVED: (75.0, None),
}


def test_every_figure_is_what_it_is_by_hand() -> None:
    found = {one.figure: (one.value, one.is_reached) for one in kpis(WEEK, Targets())}
    assert found == BY_HAND
    assert list(found) == list(Figure)


def test_nothing_is_made_of_nothing() -> None:
    assert all((one.value, one.is_reached) == (None, None) for one in kpis(Totals(), Targets()))


@pytest.mark.parametrize(("part", "reached"), [(899, False), (900, True), (901, True)])
def test_a_target_is_reached_by_what_is_so_and_not_by_rounding(part: int, reached: bool) -> None:
    assert Kpi(Figure.ANSWER_RATE, Unit.PERCENT, part, 1_000, 90).is_reached is reached
    nearly = Kpi(Figure.ANSWER_RATE, Unit.PERCENT, 89_999, 100_000, 90)
    assert (nearly.value, nearly.is_reached) == (90.0, False)


@pytest.mark.parametrize(("part", "reached"), [(99, True), (100, True), (101, False)])
def test_a_ceiling_is_reached_from_below(part: int, reached: bool) -> None:
    assert Kpi(Figure.LONG_WAITS, Unit.PERCENT, part, 1_000, 10, is_ceiling=True).is_reached is reached


def test_other_targets_judge_otherwise() -> None:
    found = {one.figure: one.is_reached for one in kpis(WEEK, Targets(service_percent=75, removal_percent=96))}
    assert (found[Figure.SERVICE_LEVEL], found[Figure.REMOVALS]) == (True, True)
