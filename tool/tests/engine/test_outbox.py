"""The box between camera and transport: order, pace, and the door before every fragment."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_protocol.frames.picture import fragments
from yorisoi_protocol.limits import FRAGMENT_BYTES
from yorisoi_tool.engine.outbox import OVERHEAD_BYTES, Outbox, Priority


class Transport:
    def __init__(self) -> None:
        self.sent: list[tuple[int, int]] = []
        self.waiting = 0

    def send_picture(self, data: bytes) -> None:
        assert len(data) <= FRAGMENT_BYTES
        fragment = fragments.unpack(data)
        self.sent.append((fragment.seq, fragment.index))

    def buffered(self) -> int:
        return self.waiting


class Door:
    def __init__(self) -> None:
        self.open = True
        self.asked = 0

    def __call__(self) -> bool:
        self.asked += 1
        return self.open


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def woken() -> list[int]:
    return []


@pytest.fixture
def outbox(door: Door, woken: list[int]) -> Outbox:
    made = Outbox(allows=door, wake=lambda: woken.append(1))
    made.pace(1_000_000)
    return made


def pump_dry(outbox: Outbox, transport: Transport, now: int = 0) -> int:
    """Pumps until nothing waits; the moment at which that is."""
    for _ in range(100_000):
        again = outbox.pump(now, transport)
        if again is None:
            return now
        assert again > 0
        now += again
    raise AssertionError("never dry")


def test_pointer_goes_before_tiles_and_tiles_before_video(outbox: Outbox) -> None:
    transport = Transport()
    outbox.offer(1, bytes(3_000), Priority.VIDEO)
    outbox.offer(2, bytes(1_500), Priority.TILE)
    outbox.offer(3, bytes(10), Priority.POINTER)
    pump_dry(outbox, transport)
    assert transport.sent == [(3, 0), (2, 0), (2, 1), (1, 0), (1, 1), (1, 2)]


def test_a_tile_overtakes_a_video_frame_that_is_half_sent(outbox: Outbox) -> None:
    transport = Transport()
    outbox.pace(400)
    outbox.offer(1, bytes(20_000), Priority.VIDEO)
    outbox.pump(0, transport)
    begun = len(transport.sent)
    assert 0 < begun < 19
    outbox.offer(2, bytes(100), Priority.TILE)
    pump_dry(outbox, transport, 30)
    assert transport.sent[begun] == (2, 0)
    assert sorted(index for seq, index in transport.sent if seq == 1) == list(range(19))


def test_the_newest_place_wins_and_the_older_one_is_reported(outbox: Outbox) -> None:
    transport = Transport()
    outbox.offer(1, b"old", Priority.PLACE, replaces=True)
    outbox.offer(2, b"new", Priority.PLACE, replaces=True)
    pump_dry(outbox, transport)
    assert transport.sent == [(2, 0)]
    assert outbox.report().dropped == (1,)


def test_the_door_is_asked_for_every_fragment_and_a_closed_one_empties_the_box(outbox: Outbox, door: Door) -> None:
    transport = Transport()
    outbox.pace(400)
    outbox.offer(1, bytes(20_000), Priority.VIDEO)
    outbox.offer(2, bytes(5_000), Priority.TILE)
    outbox.pump(0, transport)
    assert door.asked == len(transport.sent) > 0
    door.open = False
    sent = len(transport.sent)
    assert outbox.pump(1_000, transport) is None
    assert len(transport.sent) == sent
    assert set(outbox.report().dropped) == {1, 2}
    door.open = True
    assert outbox.pump(2_000, transport) is None
    assert len(transport.sent) == sent


def test_clearing_is_immediate_and_a_cleared_frame_is_not_repeated(outbox: Outbox) -> None:
    transport = Transport()
    outbox.offer(1, bytes(2_000), Priority.VIDEO)
    pump_dry(outbox, transport)
    outbox.report()
    outbox.clear()
    outbox.repeat(1, [0])
    assert pump_dry(outbox, transport) == 0
    assert transport.sent == [(1, 0), (1, 1)]
    assert outbox.report().dropped == (1,)


def test_missing_fragments_of_a_video_frame_are_sent_again_before_newer_tiles(outbox: Outbox) -> None:
    transport = Transport()
    outbox.offer(1, bytes(5_000), Priority.VIDEO)
    pump_dry(outbox, transport)
    outbox.offer(2, bytes(10), Priority.TILE)
    outbox.repeat(1, [4, 1])
    pump_dry(outbox, transport)
    assert transport.sent[5:] == [(1, 4), (1, 1), (2, 0)]
    assert [seq for seq, _ in outbox.report().departed] == [1, 1, 2]


def test_a_repeat_that_names_what_is_not_there_is_dropped_not_a_crash(outbox: Outbox) -> None:
    outbox.offer(1, bytes(10), Priority.VIDEO)
    outbox.repeat(1, [7])
    outbox.repeat(99, [0])
    assert set(outbox.report().dropped) == {1, 99}


def test_nothing_is_handed_over_while_the_transport_is_full(outbox: Outbox) -> None:
    transport = Transport()
    transport.waiting = 1_000_000_000
    outbox.offer(1, bytes(10), Priority.TILE)
    again = outbox.pump(0, transport)
    assert again is not None
    assert transport.sent == []
    transport.waiting = 0
    assert outbox.pump(again, transport) is None
    assert transport.sent == [(1, 0)]


@given(st.integers(150, 20_000), st.lists(st.integers(1, 30_000), min_size=1, max_size=8))
def test_the_pace_is_kept(kbps: int, sizes: list[int]) -> None:
    """Over any run, bytes on the line stay within the pace and one burst, and nothing is lost or sent twice."""
    outbox, transport = Outbox(allows=lambda: True, wake=lambda: None), Transport()
    outbox.pace(kbps)
    outbox.pump(0, transport)
    for seq, size in enumerate(sizes, 1):
        outbox.offer(seq, bytes(size), Priority.TILE)
    took = pump_dry(outbox, transport)
    fragments_sent = [(seq, index) for seq, size in enumerate(sizes, 1) for index in range(-(-size // 1_092))]
    assert transport.sent == fragments_sent
    carried = sum(sizes) + len(fragments_sent) * (8 + OVERHEAD_BYTES)
    burst = max(2 * FRAGMENT_BYTES, kbps * 10 // 8) + FRAGMENT_BYTES + OVERHEAD_BYTES
    assert carried <= kbps * took / 8 + burst
    assert took <= carried * 8 / kbps * 1.5 + len(fragments_sent) + 10


def test_clearing_from_another_thread_while_pumping_sends_nothing_twice_and_nothing_late(door: Door) -> None:
    outbox, transport = Outbox(allows=door, wake=lambda: None), Transport()
    outbox.pace(1_000_000)
    over = threading.Event()

    def clear_again_and_again() -> None:
        while not over.is_set():
            outbox.clear()

    thread = threading.Thread(target=clear_again_and_again)
    thread.start()
    for seq in range(1, 400):
        outbox.offer(seq, bytes(4_000), Priority.TILE)
        outbox.pump(seq * 10, transport)
    over.set()
    thread.join()
    pump_dry(outbox, transport, 10_000)
    assert len(set(transport.sent)) == len(transport.sent)
    report = outbox.report()
    assert {seq for seq, _ in report.departed} | set(report.dropped) == set(range(1, 400))


def test_what_was_allowed_before_a_revocation_is_not_sent_after_it() -> None:
    """The view is taken back between the door's answer and the sending, and the camera offers what it had read before."""
    answers = [True]

    def door_then_a_revocation() -> bool:
        answer = answers[-1]
        if answer:
            answers.append(False)
            outbox.clear()
            outbox.offer(2, b"late", Priority.TILE)
        return answer

    outbox, transport = Outbox(allows=door_then_a_revocation, wake=lambda: None), Transport()
    outbox.offer(1, b"first", Priority.TILE)
    assert outbox.pump(0, transport) is None
    assert transport.sent == []


def test_who_offers_wakes_the_pump_and_what_left_wakes_the_camera(outbox: Outbox, woken: list[int]) -> None:
    told: list[int] = []
    outbox.on_progress(lambda: told.append(1))
    outbox.offer(1, b"x", Priority.TILE)
    assert woken == [1]
    pump_dry(outbox, Transport())
    assert told == [1]
