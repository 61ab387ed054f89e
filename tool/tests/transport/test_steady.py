import pytest
from aiortc import RTCPeerConnection
from yorisoi_tool.transport.steady import FLOOR_BYTES, keep_steady


@pytest.mark.asyncio
async def test_a_lost_packet_does_not_shrink_the_window_below_the_floor_and_a_grown_one_is_left_alone() -> None:
    """`_cwnd` is what aiortc calls its window: a new release that calls it otherwise fails here, not on a bad line."""
    connection = RTCPeerConnection()
    connection.createDataChannel("words")
    sctp = connection.sctp
    assert 0 < sctp._cwnd < FLOOR_BYTES
    keep_steady(sctp)
    assert sctp._cwnd == FLOOR_BYTES
    sctp._cwnd = 1_200
    assert sctp._cwnd == FLOOR_BYTES
    sctp._cwnd = 3 * FLOOR_BYTES
    sctp._cwnd += 1_200
    assert sctp._cwnd == 3 * FLOOR_BYTES + 1_200
    await connection.close()
