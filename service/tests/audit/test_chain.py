"""The chain's own rules: what an honest chain is, and that nothing else passes for one."""

import random
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from yorisoi_service.audit.keys import verifier
from yorisoi_service.audit.rules import chain
from yorisoi_service.audit.rules.chain import GENESIS, Link, Verifier, walk

KEY = Ed25519PrivateKey.generate()
SIGNED: Verifier = verifier(KEY.public_key())


def append(links: list[Link], event: str, facts: dict[str, chain.Fact]) -> None:
    n, prev = len(links), links[-1].hash if links else GENESIS
    draft = Link(
        n, f"2026-11-20T03:00:{n % 60:02d}.000000Z", event, "staff:12", f"ticket:{n}", chain.canonical(facts), prev, ""
    )
    links.append(replace(draft, hash=chain.digest(draft)))


def checkpoint(links: list[Link], key: Ed25519PrivateKey = KEY) -> None:
    n, head = len(links), links[-1].hash if links else GENESIS
    append(links, chain.CHECKPOINT, chain.checkpoint_facts(head, n, key.sign(chain.signed_part(head, n))))


def trail(rows: int = 60, every: int = 10) -> list[Link]:
    links: list[Link] = []
    for n in range(rows):
        if n % every == every - 1:
            checkpoint(links)
        else:
            append(links, "ticket.answered", {"kind": "scope", "value": "listed_device", "n": n})
    return links


def rehashed(links: list[Link], start: int) -> list[Link]:
    """What the owner of the database can do: make every hash from `start` on fit again."""
    out = links[:start]
    for link in links[start:]:
        prev = out[-1].hash if out else GENESIS
        draft = replace(link, n=len(out), prev=prev)
        out.append(replace(draft, hash=chain.digest(draft)))
    return out


def test_an_honest_trail_holds() -> None:
    links = trail()
    report = walk(links, SIGNED)
    assert report == chain.Report(60, links[-1].hash, 59, None)
    assert report.unsigned_tail == 0


def test_rows_after_the_last_checkpoint_are_counted() -> None:
    assert walk(trail(63), SIGNED).unsigned_tail == 3
    assert walk(trail(5), SIGNED).unsigned_tail == 5


def alter(links: list[Link], dice: random.Random) -> tuple[str, list[Link]]:
    place = dice.randrange(len(links) - 1)
    link = links[place]
    rest = list(links)
    match dice.randrange(7):
        case 0:
            name = dice.choice(["at", "event", "by", "about", "facts", "prev", "hash"])
            text = getattr(link, name)
            spot = dice.randrange(len(text))
            rest[place] = replace(
                link, **{name: text[:spot] + chr(ord(text[spot]) ^ (1 << dice.randrange(5))) + text[spot + 1 :]}
            )
            return f"bit in {name}", rest
        case 1:
            del rest[place]
            return "row dropped", rest
        case 2:
            rest[place], rest[place + 1] = rest[place + 1], rest[place]
            return "rows swapped", rest
        case 3:
            rest.insert(place, link)
            return "row doubled", rest
        case 4:
            rest[place] = replace(link, facts='{"value":"repair"}')
            return "rewritten, hash of the row made to fit", [
                *rest[:place], replace(rest[place], hash=chain.digest(rest[place])), *rest[place + 1 :]
            ]  # fmt: skip
        case 5:
            if link.event == chain.CHECKPOINT:
                rest[place] = replace(link, facts=link.facts.replace("signature", "signatur3"))
            else:
                rest[place] = replace(link, by="staff:99")
            return "rewritten, every later hash made to fit", rehashed(rest, place)
        case _:
            return "dropped, every later hash made to fit", rehashed(rest[:place] + rest[place + 1 :], place)


@pytest.mark.timeout(120)
def test_five_hundred_alterations_are_all_found() -> None:
    dice, links = random.Random(20261122), trail()
    missed = [what for what, altered in (alter(links, dice) for _ in range(500)) if walk(altered, SIGNED).fault is None]
    assert missed == []


def test_a_checkpoint_of_another_key_is_no_checkpoint() -> None:
    links = trail(9)
    checkpoint(links, Ed25519PrivateKey.generate())
    assert walk(links, SIGNED).fault == "row 9: its signature is not the signer's"


def test_a_checkpoint_moved_elsewhere_is_found() -> None:
    links = trail(12)
    stolen = links[9]
    append(links, chain.CHECKPOINT, {})
    draft = replace(links[-1], facts=stolen.facts)
    links[-1] = replace(draft, hash=chain.digest(draft))
    assert walk(links, SIGNED).fault == "row 12: it is a checkpoint of another place"


def test_a_cut_tail_is_found_by_a_checkpoint_kept_elsewhere_and_only_by_it() -> None:
    links = trail(60)
    kept = chain.line(links[-1])
    cut = links[:-5]
    assert walk(cut, SIGNED).fault is None
    assert walk(cut, SIGNED, expect=kept).fault == (
        "row 54: the known checkpoint is not in this trail: cut or rewritten"
    )
    assert walk(links, SIGNED, expect=kept).fault is None


def test_an_empty_trail_with_a_known_checkpoint_was_cut() -> None:
    assert walk([], SIGNED, expect=chain.line(trail()[9])).fault is not None


@pytest.mark.parametrize("facts", ["", "{", '{"b":1,"a":2}', '{"a": 1}', '{"signature":"zz","head":"","n":9}'])
def test_facts_that_are_not_canonical_are_found(facts: str) -> None:
    links = trail(9)
    append(links, chain.CHECKPOINT, {})
    draft = replace(links[-1], facts=facts)
    links[-1] = replace(draft, hash=chain.digest(draft))
    assert walk(links, SIGNED).fault is not None
