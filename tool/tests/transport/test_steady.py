from aiortc import RTCCertificate, RTCDtlsTransport, RTCIceGatherer, RTCIceTransport, RTCSctpTransport
from yorisoi_tool.transport.steady import FLOOR_BYTES, keep_steady


def association() -> RTCSctpTransport:
    return RTCSctpTransport(RTCDtlsTransport(RTCIceTransport(RTCIceGatherer()), [RTCCertificate.generateCertificate()]))


def test_a_lost_packet_does_not_shrink_the_window_below_the_floor() -> None:
    """`_cwnd` is what aiortc calls its window: a new release that calls it otherwise fails here, not on a bad line."""
    plain, steady = association(), association()
    assert 0 < plain._cwnd < FLOOR_BYTES
    keep_steady(steady)
    assert steady._cwnd == FLOOR_BYTES
    steady._cwnd = 1_200
    assert steady._cwnd == FLOOR_BYTES


def test_a_window_that_grew_is_left_alone() -> None:
    steady = association()
    keep_steady(steady)
    steady._cwnd = 3 * FLOOR_BYTES
    assert steady._cwnd == 3 * FLOOR_BYTES
    steady._cwnd += 1_200
    assert steady._cwnd == 3 * FLOOR_BYTES + 1_200
