from itertools import product

from yorisoi_service.remote.rules.session import TRANSITIONS, Event, State, next_state, states_before


def test_a_session_is_claimed_only_while_offered() -> None:
    assert states_before(Event.CLAIM) == (State.OFFERED,)


def test_only_an_ended_session_closes() -> None:
    assert states_before(Event.CLOSE) == (State.ENDED,)


def test_nothing_happens_after_closed() -> None:
    assert all(next_state(State.CLOSED, event) is None for event in Event)


def test_no_way_leads_back() -> None:
    order = list(State)
    for state, event in product(State, Event):
        after = next_state(state, event)
        assert after is None or order.index(after) >= order.index(state)


def test_every_state_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(State)


def test_the_first_report_makes_a_session_live_and_a_late_one_does_not_revive_it() -> None:
    assert next_state(State.CLAIMED, Event.REPORT) is State.LIVE
    assert next_state(State.ENDED, Event.REPORT) is State.ENDED
    assert next_state(State.OFFERED, Event.REPORT) is None
