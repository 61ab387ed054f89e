"""A call's states, told in any order: whatever comes last, a call that was answered is answered and one that is over rings no more."""

from itertools import permutations, product

import pytest
from yorisoi_service.desk.rules.calls import TABLE, Event, State, plain_number, step


def told(*events: Event) -> State:
    state: State | None = None
    for event in events:
        state = step(state, event).state
    assert state is not None
    return state


def test_every_event_is_answered_in_every_state() -> None:
    assert set(TABLE) == set(product((None, *State), Event))


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((Event.NEW,), State.RINGING),
        ((Event.NEW, Event.ANSWER), State.ANSWERED),
        ((Event.NEW, Event.ANSWER, Event.HANGUP), State.HUNG_UP),
        ((Event.NEW, Event.HANGUP), State.ABANDONED),
        ((Event.HANGUP,), State.ABANDONED),
    ],
)
def test_a_call_in_its_usual_order(events: tuple[Event, ...], state: State) -> None:
    assert told(*events) is state


@pytest.mark.parametrize("order", list(permutations(Event)))
def test_the_end_is_the_same_in_whatever_order_it_is_told(order: tuple[Event, ...]) -> None:
    assert told(*order) is State.HUNG_UP


@pytest.mark.parametrize("order", list(permutations(Event)))
def test_telling_each_event_twice_changes_nothing(order: tuple[Event, ...]) -> None:
    twice = [event for event in order for _ in range(2)]
    assert told(*twice) is told(*order)
    assert told(*order, *order) is told(*order)


@pytest.mark.parametrize("state", [State.HUNG_UP, State.ABANDONED])
@pytest.mark.parametrize("event", list(Event))
def test_nothing_makes_a_call_ring_again(state: State, event: Event) -> None:
    assert step(state, event).state in {State.HUNG_UP, State.ABANDONED}
    assert not step(state, event).ticket


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0847112222", "0847112222"),
        ("0847-11-2222", "0847112222"),
        (" (0847) 11 2222 ", ""),  # no telephone system writes it so; better nobody than somebody else
        ("+81847112222", "0847112222"),
        ("+81 847-11-2222", "0847112222"),
        ("+81 (0)847 11 2222", "0847112222"),
        ("+810847112222", "0847112222"),
        ("+4930123456", "4930123456"),
        ("110", ""),
        ("anonymous", ""),
        ("Anonymous <sip:x@y>", ""),
        ("", ""),
        ("P", ""),
        ("0847112222; drop", ""),
        ("０８４７１１２２２２", ""),
        ("1" * 16, ""),
        ("\x00", ""),
    ],
)
def test_a_callers_number_is_digits_or_nothing(written: str, number: str) -> None:
    assert plain_number(written) == number
