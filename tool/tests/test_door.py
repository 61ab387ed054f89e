"""The door: one lock, at once, for every way."""

import threading
from dataclasses import dataclass, field

from yorisoi_protocol.consent.gate import Gate
from yorisoi_protocol.vocabulary import Action, Ending, Permission
from yorisoi_tool.door import Door, Undo, Way
from yorisoi_tool.testing.desktop import FakeInjection

KEY_A = 0x04


@dataclass
class House:
    """A door with a clock of its own."""

    now_ms: int = 1_000
    injection: FakeInjection = field(default_factory=FakeInjection)
    cleared: int = 0

    def __post_init__(self) -> None:
        self.door = Door(lambda: self.now_ms)

    def way(self) -> Way:
        way = self.door.admit(Gate(), Undo(self.injection.release_all, self.clear))
        way.verified()
        return way

    def clear(self) -> None:
        self.cleared += 1

    def granted(self, way: Way, *permissions: Permission) -> None:
        for permission in permissions:
            question = way.ask(permission)
            assert question is not None
            assert self.door.grant(way.number, question)


def test_stop_takes_effect_in_the_callers_thread() -> None:
    house = House()
    way = house.way()
    house.granted(way, Permission.VIEW, Permission.CONTROL)
    assert way.through(Action.KEY, None, lambda: house.injection.key(KEY_A, True))
    cleared = house.cleared
    house.door.stop()
    assert house.injection.held() == frozenset()
    assert house.cleared > cleared
    assert way.ending is Ending.STOPPED_BY_SUBSCRIBER
    assert not way.allows(Action.FRAME)


def test_stop_ends_every_way() -> None:
    house = House()
    ways = [house.way(), house.way()]
    for way in ways:
        house.granted(way, Permission.VIEW)
    house.door.stop()
    assert [way.ending for way in ways] == [Ending.STOPPED_BY_SUBSCRIBER] * 2


def test_a_screen_hidden_while_one_more_was_connecting_is_hidden_from_them_too() -> None:
    house = House()
    first = house.way()
    house.granted(first, Permission.VIEW)
    second = house.door.admit(Gate(), Undo(house.injection.release_all, house.clear))
    house.door.pause()
    third = house.door.admit(Gate(), Undo(house.injection.release_all, house.clear))
    for late in (second, third):
        late.verified()
        assert late.snapshot().paused
        assert late.ask(Permission.VIEW) is None
    house.door.resume()
    assert not house.door.is_paused()
    for late in (second, third):
        house.granted(late, Permission.VIEW)
        assert late.allows(Action.FRAME)


def test_a_screen_hidden_from_who_is_gone_is_hidden_from_nobody_else() -> None:
    house = House()
    first = house.way()
    house.door.pause()
    first.end(Ending.HANDED_OVER)
    second = house.way()
    house.granted(second, Permission.VIEW)
    assert second.allows(Action.FRAME)


def test_control_is_in_one_pair_of_hands() -> None:
    house = House()
    first, second = house.way(), house.way()
    house.granted(first, Permission.VIEW, Permission.CONTROL)
    house.granted(second, Permission.VIEW, Permission.CONTROL)
    assert not first.allows(Action.POINTER)
    assert second.allows(Action.POINTER)
    assert first.allows(Action.FRAME)


def test_control_changes_hands_even_while_another_question_is_open() -> None:
    house = House()
    first, second = house.way(), house.way()
    house.granted(first, Permission.VIEW, Permission.CONTROL)
    house.granted(second, Permission.VIEW)
    clipboard, control = second.ask(Permission.CLIPBOARD), second.ask(Permission.CONTROL)
    assert clipboard is not None
    assert control is not None
    assert house.door.grant(second.number, control)
    assert not first.allows(Action.POINTER)


def test_question_of_one_way_is_not_answered_on_another() -> None:
    house = House()
    first, second = house.way(), house.way()
    question = first.ask(Permission.VIEW)
    assert question is not None
    assert not house.door.grant(second.number, question)
    assert not house.door.grant(99, question)
    house.door.deny(99, question)
    assert not first.allows(Action.FRAME)


def test_nothing_is_applied_after_stop_returned_even_in_the_middle_of_a_storm() -> None:
    house = House()
    way = house.way()
    house.granted(way, Permission.VIEW, Permission.CONTROL)
    over, started = threading.Event(), threading.Event()

    def storm() -> None:
        while not over.is_set():
            way.through(Action.KEY, None, lambda: house.injection.key(KEY_A, True))
            started.set()

    threads = [threading.Thread(target=storm) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert started.wait(20)
        house.door.stop()
        applied, held = len(house.injection.done), house.injection.held()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert held == frozenset()
    assert len(house.injection.done) == applied
    assert house.injection.held() == frozenset()


def test_waiting_hand_goes_before_a_stream_of_events() -> None:
    house = House()
    way = house.way()
    house.granted(way, Permission.VIEW, Permission.CONTROL)
    waiting, inside = threading.Event(), threading.Event()

    def press() -> None:
        waiting.set()
        house.door.stop()

    def act() -> None:
        thread.start()
        assert waiting.wait(20)
        while not house.door.is_hand_waiting():
            pass
        inside.set()

    thread = threading.Thread(target=press)
    assert way.through(Action.POINTER, None, act)
    assert inside.is_set()
    assert not way.through(Action.POINTER, None, lambda: house.injection.pointer(1, 1))
    thread.join(5)
    assert house.injection.done == []
    assert way.ending is Ending.STOPPED_BY_SUBSCRIBER


def test_time_alone_takes_control_back_and_lets_keys_go() -> None:
    house = House()
    way = house.way()
    house.granted(way, Permission.VIEW, Permission.CONTROL)
    way.through(Action.KEY, None, lambda: house.injection.key(KEY_A, True))
    assert way.tick() == 15_000
    house.now_ms += 15_000
    way.tick()
    assert house.injection.held() == frozenset()
