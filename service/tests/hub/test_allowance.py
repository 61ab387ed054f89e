"""How often, and how many: buckets and doors."""

from hypothesis import given
from hypothesis import strategies as st
from yorisoi_service.hub.allowance import Bucket, Doors, household


def test_a_burst_passes_then_the_rate_decides() -> None:
    bucket = Bucket(rate=20, burst=60, now_s=100.0)
    assert [bucket.take(100.0) for _ in range(61)] == [True] * 60 + [False]
    assert bucket.take(100.06)
    assert not bucket.take(100.06)


@given(st.lists(st.floats(min_value=0, max_value=0.2), min_size=1, max_size=400))
def test_no_rhythm_gets_more_than_burst_and_rate_allow(steps: list[float]) -> None:
    bucket, now, passed = Bucket(rate=20, burst=60, now_s=0.0), 0.0, 0
    for step in steps:
        now += step
        passed += bucket.take(now)
    assert passed <= 60 + 20 * now + 1e-6


def test_an_address_holds_its_share_and_gets_it_back() -> None:
    doors = Doors(each=2)
    assert [doors.enter("192.0.2.7") for _ in range(3)] == [True, True, False]
    assert doors.enter("192.0.2.8")
    doors.leave("192.0.2.7")
    assert doors.enter("192.0.2.7")
    for address in ("192.0.2.7", "192.0.2.7", "192.0.2.8"):
        doors.leave(address)
    assert len(doors) == 0


def test_a_household_cannot_change_its_name() -> None:
    assert household("2001:db8:1:2::1") == household("2001:db8:1:2:ffff::9")
    assert household("2001:db8:1:2::1") != household("2001:db8:1:3::1")
    assert household("::ffff:192.0.2.7") == household("192.0.2.7")
    assert household("not an address") == household("") == "unknown"
