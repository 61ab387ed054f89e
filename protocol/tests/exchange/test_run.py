"""The exchange as a whole: one guess, everything bound, nothing after the end."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from yorisoi_protocol.broker import Person
from yorisoi_protocol.exchange.errors import ExchangeError, NotSealed, OutOfOrder
from yorisoi_protocol.exchange.run import CommunicatorRun, RunState, SubscriberRun
from yorisoi_protocol.one_time_pass import OneTimePass
from yorisoi_protocol.peer import M1, M2, M3, M4, Candidate, Description, Sealed, encode, exchange
from yorisoi_protocol.vocabulary import Ending

ORIGIN = "https://support.example.jp"
YAMADA, SATO = Person("12", "山田"), Person("15", "佐藤")
KEY, OTHER_KEY = "ab" * 32, "cd" * 32
NONCE = bytes(range(32))
RIGHT, WRONG = OneTimePass("4821", "739506"), OneTimePass("4821", "739507")


def draws(seed: int) -> Callable[[int], bytes]:
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.sha512(b"%d %d" % (seed, count)).digest()[:size]

    return draw


def sdp(byte: str, note: str = "") -> str:
    longer = f"a=fingerprint:sha-512 {':'.join(['00'] * 64)}\r\n"
    return f"v=0\r\n{longer}a=fingerprint:sha-256 {':'.join([byte] * 32)}\r\na=note:{note}\r\n"


OFFER, ANSWER = Description("offer", sdp("0A")), Description("answer", sdp("0B"))


def subscriber(**change: Any) -> SubscriberRun:
    facts: dict[str, Any] = {
        "origin": ORIGIN,
        "one_time_pass": RIGHT,
        "nonce": NONCE,
        "public_key": KEY,
        "draw": draws(1),
    }
    return SubscriberRun(**facts | change)


def communicator(**change: Any) -> CommunicatorRun:
    facts: dict[str, Any] = {"origin": ORIGIN, "one_time_pass": RIGHT, "communicator": YAMADA, "nonce": NONCE}
    return CommunicatorRun(**facts | {"public_key": KEY, "draw": draws(2)} | change)


def running() -> tuple[SubscriberRun, CommunicatorRun]:
    s, c = subscriber(), communicator()
    s.claimed(YAMADA)
    c.m4(s.m4(answer_after(s, s.m3(c.m3(s.m1(c.m1), OFFER)))))
    return s, c


def answer_after(_run: SubscriberRun, offer: Description) -> Description:
    assert "sha-512" not in offer.sdp
    return ANSWER


def ending_of(step: Callable[[], object]) -> Ending:
    with pytest.raises(ExchangeError) as caught:
        step()
    return caught.value.ending


def test_an_honest_run_pins_both_certificates_and_talks_on_under_seal() -> None:
    s, c = running()
    assert (s.state, c.state) == (RunState.RUNNING, RunState.RUNNING)
    assert s.peer_fingerprint == ":".join(["0A"] * 32)
    assert c.peer_fingerprint == ":".join(["0B"] * 32)
    candidate = Candidate("candidate:1 1 udp 1 192.0.2.1 9 typ host", "0")
    assert s.open(c.seal("candidate", candidate)) == candidate
    assert c.open(s.seal("candidate", candidate)) == candidate
    again = s.open(c.seal("re-offer", Description("offer", sdp("0A", "again"))))
    assert again == Description(
        "offer", sdp("0A", "again").split("\r\n", 2)[0] + "\r\n" + sdp("0A", "again").split("\r\n", 2)[2]
    )
    assert isinstance(c.open(s.seal("re-answer", Description("answer", sdp("0B", "again")))), Description)


def test_a_wrong_pass_ends_at_m3_before_the_subscriber_has_shown_anything() -> None:
    s, c = subscriber(), communicator(one_time_pass=WRONG)
    s.claimed(YAMADA)
    m3 = c.m3(s.m1(c.m1), OFFER)
    assert ending_of(lambda: s.m3(m3)) is Ending.WRONG_PASS
    assert s.state is RunState.SPENT


def test_there_is_one_guess_and_the_right_pass_comes_too_late_after_a_wrong_one() -> None:
    s, c = subscriber(), communicator(one_time_pass=WRONG)
    s.claimed(YAMADA)
    m3 = c.m3(s.m1(c.m1), OFFER)
    right = communicator()
    second_tries: list[Callable[[], object]] = [lambda: s.m1(right.m1), lambda: s.claimed(YAMADA)]
    for late in second_tries:
        with pytest.raises(OutOfOrder):
            late()
    with pytest.raises(ExchangeError):
        s.m3(m3)
    for late in (lambda: s.m1(right.m1), lambda: s.m3(m3), lambda: s.m4(ANSWER), lambda: s.claimed(YAMADA)):
        with pytest.raises(OutOfOrder):
            late()
    with pytest.raises(OutOfOrder):
        s.seal("candidate", Candidate("", "0"))


def test_the_secret_is_gone_before_m2_exists_and_in_no_state_before_or_after() -> None:
    s = subscriber()
    c = communicator()
    assert "739506" not in repr(s) + repr(c)
    s.claimed(YAMADA)

    def look(size: int) -> bytes:
        assert b"739506" not in msgspec.json.encode([str(value) for value in vars(s).values()])
        return draws(1)(size)

    s._draw = look
    s.m1(c.m1)
    assert not any("739506" in str(value) for value in (*vars(s).values(), *vars(c).values()))


def test_a_malformed_m1_burns_the_pass_too() -> None:
    s = subscriber()
    s.claimed(YAMADA)
    assert ending_of(lambda: s.m1(M1("00" * 32, "00" * 32, "7b7d"))) is Ending.PROTOCOL_BROKEN
    with pytest.raises(OutOfOrder):
        s.m1(communicator().m1)


@pytest.mark.parametrize(
    ("change", "ending"),
    [
        ({"origin": "https://evil.example"}, Ending.WRONG_PASS),  # a false page relays to the true broker
        ({"one_time_pass": OneTimePass("4822", "739506")}, Ending.WRONG_PASS),
        ({"nonce": bytes(32)}, Ending.WRONG_PASS),
        ({"communicator": SATO}, Ending.PROTOCOL_BROKEN),  # not whom the broker named
        ({"communicator": Person("12", "佐藤")}, Ending.PROTOCOL_BROKEN),
        ({"communicator": Person("13", "山田")}, Ending.PROTOCOL_BROKEN),
        ({"public_key": OTHER_KEY}, Ending.PROTOCOL_BROKEN),  # the broker showed another key than ours
    ],
)
def test_whatever_is_bound_and_differs_ends_the_run(change: dict[str, Any], ending: Ending) -> None:
    s, c = subscriber(), communicator(**change)
    s.claimed(YAMADA)
    assert ending_of(lambda: s.m3(c.m3(s.m1(c.m1), OFFER))) is ending


def test_a_broker_that_renames_the_communicator_in_flight_ends_in_a_wrong_pass() -> None:
    s, c = subscriber(), communicator()
    s.claimed(SATO)
    forged = M1(
        c.m1.nonce,
        c.m1.share,
        bytes.fromhex(c.m1.ad).replace("山田".encode(), "佐藤".encode()).replace(b'"12"', b'"15"').hex(),
    )
    m2 = s.m1(forged)
    assert ending_of(lambda: s.m3(c.m3(m2, OFFER))) is Ending.WRONG_PASS


def test_a_broker_that_gives_the_communicator_another_key_is_found_by_the_communicator_too() -> None:
    s = subscriber(public_key=OTHER_KEY)
    s.claimed(YAMADA)
    c = communicator(public_key=OTHER_KEY)
    m2 = s.m1(c.m1)
    forged = M2(m2.share, bytes.fromhex(m2.ad).replace(OTHER_KEY.encode(), KEY.encode()).hex())
    assert ending_of(lambda: c.m3(forged, OFFER)) is Ending.PROTOCOL_BROKEN


def test_roles_cannot_be_confused() -> None:
    c, other = communicator(), communicator(draw=draws(3))
    for m1 in (c.m1, other.m1):  # its own message sent back; two communicators joined
        assert ending_of(lambda m1=m1: communicator().m3(M2(m1.share, m1.ad), OFFER)) is Ending.PROTOCOL_BROKEN  # type: ignore[misc]
    s, first = subscriber(), subscriber(draw=draws(4))
    first.claimed(YAMADA)
    m2 = first.m1(c.m1)
    s.claimed(YAMADA)
    assert ending_of(lambda: s.m1(M1("00" * 32, m2.share, m2.ad))) is Ending.PROTOCOL_BROKEN


def test_a_recorded_run_does_not_replay_even_under_the_same_pass() -> None:
    s, c = subscriber(), communicator()
    s.claimed(YAMADA)
    m3 = c.m3(s.m1(c.m1), OFFER)
    s.m3(m3)
    again = subscriber(draw=draws(9))
    again.claimed(YAMADA)
    again.m1(c.m1)
    assert ending_of(lambda: again.m3(m3)) is Ending.WRONG_PASS


def test_a_broker_in_the_middle_has_one_guess_and_reads_nothing() -> None:
    s, guess = subscriber(), communicator(one_time_pass=WRONG)
    s.claimed(YAMADA)
    assert ending_of(lambda: s.m3(guess.m3(s.m1(guess.m1), OFFER))) is Ending.WRONG_PASS
    c, fake = communicator(), subscriber(one_time_pass=WRONG)
    fake.claimed(YAMADA)
    m3 = c.m3(fake.m1(c.m1), OFFER)
    assert fake._sealer is not None
    with pytest.raises(NotSealed):
        fake._sealer.open(m3.offer)


@given(st.data())
def test_one_flipped_bit_anywhere_ends_the_run(data: st.DataObject) -> None:
    s, c = subscriber(), communicator()
    s.claimed(YAMADA)
    target = data.draw(
        st.sampled_from(["nonce", "m1.share", "m1.ad", "m2.share", "m2.ad", "tag", "offer", "m4.tag", "answer"])
    )

    def flipped(hexed: str, name: str) -> str:
        if name != target:
            return hexed
        raw = bytearray.fromhex(hexed)
        bit = data.draw(st.integers(0, len(raw) * 8 - 1).filter(lambda bit: "share" not in name or bit != 255))
        raw[bit // 8] ^= 1 << bit % 8  # the top bit of a share is no part of it (RFC 7748)
        return raw.hex()

    def through() -> None:
        m1 = M1(flipped(c.m1.nonce, "nonce"), flipped(c.m1.share, "m1.share"), flipped(c.m1.ad, "m1.ad"))
        m2 = s.m1(m1)
        m3 = c.m3(M2(flipped(m2.share, "m2.share"), flipped(m2.ad, "m2.ad")), OFFER)
        s.m3(M3(flipped(m3.tag, "tag"), Sealed("offer", flipped(m3.offer.data, "offer"))))
        m4 = s.m4(ANSWER)
        c.m4(M4(flipped(m4.tag, "m4.tag"), Sealed("answer", flipped(m4.answer.data, "answer"))))

    with pytest.raises(ExchangeError):
        through()
    assert RunState.RUNNING not in (s.state, c.state) or s.state is not c.state


def test_the_top_bit_of_a_share_changes_the_transcript_all_the_same() -> None:
    s, c = subscriber(), communicator()
    s.claimed(YAMADA)
    share = bytearray.fromhex(c.m1.share)
    share[31] ^= 0x80
    m2 = s.m1(M1(c.m1.nonce, share.hex(), c.m1.ad))
    assert ending_of(lambda: s.m3(c.m3(m2, OFFER))) is Ending.WRONG_PASS


def test_messages_out_of_order_are_refused_and_change_nothing() -> None:
    s, c = subscriber(), communicator()
    honest_s, honest_c = subscriber(), communicator()
    honest_s.claimed(YAMADA)
    m2 = honest_s.m1(honest_c.m1)
    m3 = honest_c.m3(m2, OFFER)
    honest_s.m3(m3)
    m4 = honest_s.m4(ANSWER)
    early: list[Callable[[], object]] = [lambda: s.m1(c.m1), lambda: s.m3(m3), lambda: s.m4(ANSWER)]
    early += [lambda: c.m4(m4), lambda: c.open(m4.answer), lambda: s.open(m3.offer)]
    for step in early:
        with pytest.raises(OutOfOrder):
            step()
    s.claimed(YAMADA)
    assert c.m4(s.m4(answer_after(s, s.m3(c.m3(s.m1(c.m1), OFFER))))).type == "answer"
    for late in (lambda: s.m1(c.m1), lambda: s.m3(m3), lambda: s.m4(ANSWER), lambda: c.m3(m2, OFFER), lambda: c.m4(m4)):
        with pytest.raises(OutOfOrder):
            late()
    assert (s.state, c.state) == (RunState.RUNNING, RunState.RUNNING)


def test_garbage_and_the_others_kinds_are_dropped_while_the_run_stands() -> None:
    s, c = running()
    candidate = Candidate("", "0")
    good = c.seal("candidate", candidate)
    for bad in (
        Sealed("candidate", "00" * 20),
        Sealed("re-answer", good.data),
        Sealed("offer", good.data),
        s.seal("candidate", candidate),
    ):
        with pytest.raises(NotSealed):
            s.open(bad)
    assert s.open(good) == candidate


def test_another_certificate_later_ends_the_run() -> None:
    s, c = running()
    c._fingerprints.clear()  # a lying peer
    assert ending_of(lambda: s.open(c.seal("re-offer", Description("offer", sdp("0C"))))) is Ending.CERTIFICATE_CHANGED
    with pytest.raises(OutOfOrder):
        s.open(c.seal("candidate", Candidate("", "0")))


def test_an_honest_side_does_not_even_send_another_certificate() -> None:
    _, c = running()
    assert ending_of(lambda: c.seal("re-offer", Description("offer", sdp("0C")))) is Ending.CERTIFICATE_CHANGED


@pytest.mark.parametrize("kind", ["offer", "answer", "re-answer", "other"])
def test_a_side_seals_only_its_own_kinds(kind: str) -> None:
    _, c = running()
    with pytest.raises(ValueError, match="does not seal"):
        c.seal(kind, OFFER)
    with pytest.raises(ValueError, match="does not seal"):
        c.seal("candidate", OFFER)
    with pytest.raises(ValueError, match="does not seal"):
        c.seal("re-offer", Candidate("", "0"))


@pytest.mark.parametrize(
    "offer", [Description("answer", sdp("0A")), Description("offer", "v=0\r\n"), Description("offer", "")]
)
def test_a_bad_offer_is_not_sent_and_ends_the_run(offer: Description) -> None:
    s, c = subscriber(), communicator()
    s.claimed(YAMADA)
    m2 = s.m1(c.m1)
    assert ending_of(lambda: c.m3(m2, offer)) is Ending.PROTOCOL_BROKEN
    assert c.state is RunState.SPENT


def test_every_message_fits_the_words_between_the_peers() -> None:
    s, c = subscriber(), communicator()
    s.claimed(YAMADA)
    m2 = s.m1(c.m1)
    m3 = c.m3(m2, OFFER)
    s.m3(m3)
    for message in (c.m1, m2, m3, s.m4(ANSWER)):
        assert exchange.decode(encode(message)) == message


def test_a_nonce_of_another_size_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nonce"):
        subscriber(nonce=b"short")
