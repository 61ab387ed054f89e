"""Sealed messages: nothing replayed, reordered, sent back or altered opens, and no number is used twice."""

import pytest
from yorisoi_protocol.exchange.errors import ExchangeError, NotSealed
from yorisoi_protocol.exchange.sealer import Sealer
from yorisoi_protocol.limits import MAX_SEALED, MAX_SEALED_CHARS, MAX_SKIPPED
from yorisoi_protocol.peer import Sealed
from yorisoi_protocol.vocabulary import Role


def pair() -> tuple[Sealer, Sealer]:
    return Sealer(b"k" * 64, b"s" * 32, Role.COMMUNICATOR), Sealer(b"k" * 64, b"s" * 32, Role.SUBSCRIBER)


def refused(sealer: Sealer, sealed: Sealed) -> None:
    with pytest.raises(NotSealed):
        sealer.open(sealed)


def test_both_directions_open_in_order() -> None:
    a, b = pair()
    for at in range(5):
        assert b.open(a.seal("candidate", b"%d" % at)) == b"%d" % at
        assert a.open(b.seal("candidate", b"back %d" % at)) == b"back %d" % at


def test_replayed_reordered_reflected_relabelled_and_altered_boxes_do_not_open() -> None:
    a, b = pair()
    first, second = a.seal("candidate", b"1"), a.seal("candidate", b"2")
    refused(a, first)  # its own
    refused(b, Sealed("offer", first.data))
    refused(b, Sealed(first.kind, first.data[:-2] + f"{int(first.data[-2:], 16) ^ 1:02x}"))
    refused(b, Sealed(first.kind, "00" * 16))
    assert b.open(second) == b"2"
    refused(b, second)
    refused(b, first)
    assert b.open(a.seal("candidate", b"3")) == b"3"  # what was refused changed nothing


def test_lost_messages_are_passed_over_up_to_the_limit() -> None:
    a, b = pair()
    for _ in range(MAX_SKIPPED):
        a.seal("candidate", b"lost")
    assert b.open(a.seal("candidate", b"here")) == b"here"
    for _ in range(MAX_SKIPPED + 1):
        a.seal("candidate", b"lost")
    refused(b, a.seal("candidate", b"too far"))


def test_another_session_or_key_opens_nothing() -> None:
    a, _ = pair()
    sealed = a.seal("candidate", b"x")
    refused(Sealer(b"k" * 64, b"t" * 32, Role.SUBSCRIBER), sealed)
    refused(Sealer(b"l" * 64, b"s" * 32, Role.SUBSCRIBER), sealed)


def test_equal_bodies_never_look_alike() -> None:
    a, _ = pair()
    assert len({a.seal("candidate", b"same").data for _ in range(100)}) == 100


def test_after_the_last_number_nothing_is_sealed_or_opened() -> None:
    a, b = pair()
    for at in range(MAX_SEALED):
        sealed = a.seal("candidate", b"")
        if at % MAX_SKIPPED == 0 or at == MAX_SEALED - 1:
            b.open(sealed)
    with pytest.raises(ExchangeError):
        a.seal("candidate", b"")
    refused(b, sealed)


def test_what_would_not_fit_into_a_box_is_not_sealed() -> None:
    a, b = pair()
    largest = bytes(MAX_SEALED_CHARS // 2 - 16)
    assert b.open(a.seal("offer", largest)) == largest
    with pytest.raises(ExchangeError):
        a.seal("offer", largest + b"x")
