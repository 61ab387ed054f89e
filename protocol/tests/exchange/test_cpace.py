"""CPace: the draft's vectors, an independent implementation as oracle, and no second use."""

import json
import random
from pathlib import Path

import cpace as oracle
import pytest
from yorisoi_protocol.exchange.cpace import CPace, generator, lv_cat, scalar_mult
from yorisoi_protocol.exchange.errors import ExchangeError
from yorisoi_protocol.vocabulary import Ending

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/cpace.json").read_text())
RUN = {name: bytes.fromhex(value) for name, value in VECTORS["run"].items()}


def side(initiator: bool, ad: bytes, scalar: bytes, prs: bytes = RUN["PRS"]) -> CPace:
    return CPace(initiator=initiator, prs=prs, ci=RUN["CI"], sid=RUN["sid"], ad=ad, scalar=scalar)


def test_the_drafts_run_comes_out_to_the_bit() -> None:
    assert generator(RUN["PRS"], RUN["CI"], RUN["sid"]) == RUN["g"]
    a, b = side(True, RUN["ADa"], RUN["ya"]), side(False, RUN["ADb"], RUN["yb"])
    assert (a.share, b.share) == (RUN["Ya"], RUN["Yb"])
    assert scalar_mult(RUN["ya"], b.share) == RUN["K"]
    a.finish(b.share, RUN["ADb"])
    b.finish(a.share, RUN["ADa"])
    assert a.isk == b.isk == RUN["ISK_IR"]
    assert a.sid_output == b.sid_output == RUN["sid_output_ir"]
    a.verify(b.tag)
    b.verify(a.tag)


@pytest.mark.parametrize("case", VECTORS["products"], ids=lambda case: case["point"][:8])
def test_the_drafts_special_points_are_refused_or_multiplied(case: dict[str, str | None]) -> None:
    scalar, point = bytes.fromhex(VECTORS["scalar"]), bytes.fromhex(case["point"] or "")
    if case["product"] is not None:
        assert scalar_mult(scalar, point).hex() == case["product"]
        return
    with pytest.raises(ExchangeError):
        scalar_mult(scalar, point)
    with pytest.raises(ExchangeError):
        side(True, b"", RUN["ya"]).finish(point, b"")


def test_the_same_keys_and_tags_as_an_independent_implementation() -> None:
    chance = random.Random(1)
    for _ in range(60):
        prs, ci, sid, ad_a, ad_b = (chance.randbytes(chance.choice((0, 1, 6, 127, 128, 300))) for _ in range(5))
        mine = CPace(initiator=True, prs=prs, ci=ci, sid=sid, ad=ad_a, scalar=chance.randbytes(32))
        theirs = oracle.CPace.start(role=oracle.CPaceRole.RESPONDER, prs=prs, sid=sid, ci=ci, ad=ad_b)
        theirs.derive(mine.share, ad_a)
        mine.finish(theirs.public_share, ad_b)
        assert mine.isk == theirs.isk
        mine.verify(theirs.tag())
        assert theirs.verify(mine.tag)


def test_our_own_share_sent_back_is_refused() -> None:
    run = side(True, b"", RUN["ya"])
    with pytest.raises(ExchangeError):
        run.finish(run.share, b"")


def test_a_run_computes_its_key_once_even_after_a_failure() -> None:
    run, other = side(True, b"", RUN["ya"]), side(False, b"", RUN["yb"])
    with pytest.raises(ExchangeError):
        run.finish(bytes(32), b"")
    with pytest.raises(ExchangeError, match="once"):
        run.finish(other.share, b"")
    with pytest.raises(ExchangeError):
        run.verify(run.tag)  # nothing was computed: an empty tag confirms nothing


@pytest.mark.parametrize("size", [0, 30, 32])
def test_a_share_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(ExchangeError):
        side(True, b"", RUN["ya"]).finish(b"\x09" + bytes(size), b"")


def test_another_password_is_a_wrong_pass() -> None:
    a, b = side(True, b"", RUN["ya"]), side(False, b"", RUN["yb"], b"Passwort")
    a.finish(b.share, b"")
    b.finish(a.share, b"")
    with pytest.raises(ExchangeError) as caught:
        b.verify(a.tag)
    assert caught.value.ending is Ending.WRONG_PASS


def test_a_tag_confirms_only_the_side_that_made_it() -> None:
    a, b = side(True, b"a", RUN["ya"]), side(False, b"b", RUN["yb"])
    a.finish(b.share, b"b")
    b.finish(a.share, b"a")
    with pytest.raises(ExchangeError):
        a.verify(a.tag)


def test_no_two_lists_of_parts_are_written_alike() -> None:
    assert lv_cat(b"ab", b"c") != lv_cat(b"a", b"bc")
    assert lv_cat(b"", b"") == b"\0\0"
    assert lv_cat(bytes(128))[:2] == b"\x80\x01"
    assert lv_cat(bytes(127))[:1] == b"\x7f"
