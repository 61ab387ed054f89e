"""The signed log: nothing in it can be changed, moved, dropped or added without the key, and the receipt tells its end."""

import json
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from yorisoi_protocol.evidence import (
    NO_HEAD,
    EvidenceError,
    Head,
    Log,
    public_key_of,
    verify_chain,
    verify_entry,
    verify_receipt,
)
from yorisoi_protocol.vocabulary import Permission, Removal

SESSION, OTHER = "S" * 22, "T" * 22
KEY, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([at]) * 32) for at in (1, 2))
PUBLIC = public_key_of(KEY)


def written(count: int = 12, key: Ed25519PrivateKey = KEY, session: str = SESSION) -> tuple[Log, list[str]]:
    log = Log(key, session)
    lines = [log.append(at * 10, "granted", Permission.VIEW, at) for at in range(count)]
    return log, lines


def test_an_intact_log_verifies_and_says_where_it_stands() -> None:
    log, lines = written()
    assert verify_chain(lines, PUBLIC, SESSION) == log.head == Head(12, json.loads(lines[-1])["hash"])
    assert verify_chain([], PUBLIC, SESSION) == Head(0, NO_HEAD)


def test_each_line_can_be_checked_as_it_happens() -> None:
    _, lines = written(2)
    first = verify_entry(lines[0], PUBLIC, SESSION, n=0, prev=NO_HEAD)
    assert (first.at, first.event, first.permission, first.number) == (0, "granted", Permission.VIEW, 0)
    assert verify_entry(lines[1], PUBLIC, SESSION, n=1, prev=first.hash).n == 1


def test_lines_are_canonical_and_hold_no_more_than_their_fields() -> None:
    log = Log(KEY, SESSION)
    line = log.append(5, "verified")
    assert list(json.loads(line)) == ["n", "at", "event", "permission", "number", "prev", "hash", "sig"]
    for other in (line.replace(":", ": "), line[:-1] + ',"x":1}', " " + line, line + "\n"):
        with pytest.raises(EvidenceError):
            verify_chain([other], PUBLIC, SESSION)


def rebuilt(lines: list[str]) -> list[str]:
    """What somebody with the database but without the key can do: compute every hash anew."""
    log = Log(STRANGER, SESSION)
    made = []
    for line in lines:
        entry = json.loads(line)
        made.append(log.append(entry["at"], entry["event"], entry["permission"], entry["number"]))
    return made


def test_every_alteration_of_the_log_is_found() -> None:
    _, lines = written()
    chance = random.Random(1)
    for _ in range(300):
        bad, at = list(lines), chance.randrange(len(lines) - 1)
        match chance.choice(("flip", "drop", "swap", "double", "rebuild", "splice")):
            case "flip":
                raw = bytearray(bad[at].encode())
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
                bad[at] = raw.decode("utf-8", "replace")
            case "drop":
                del bad[at]
            case "swap":
                bad[at], bad[at + 1] = bad[at + 1], bad[at]
            case "double":
                bad.insert(at, bad[at])
            case "rebuild":
                del bad[at]
                bad = rebuilt(bad)
            case "splice":
                bad[at] = written(session=OTHER)[1][at]
        with pytest.raises(EvidenceError):
            verify_chain(bad, PUBLIC, SESSION)


def test_a_cut_tail_shows_in_the_receipt() -> None:
    log, lines = written()
    receipt = verify_receipt(log.receipt(Removal.VERIFIED, ["program", "folder"]), PUBLIC, SESSION)
    assert Head(receipt.n, receipt.head) == verify_chain(lines, PUBLIC, SESSION)
    assert Head(receipt.n, receipt.head) != verify_chain(lines[:-1], PUBLIC, SESSION)
    assert (receipt.removal, receipt.items) == (Removal.VERIFIED, ["program", "folder"])


def test_a_receipt_of_another_session_or_key_or_with_another_word_is_refused() -> None:
    log, _ = written()
    line = log.receipt(Removal.FAILED)
    for bad, public, session in (
        (line, PUBLIC, OTHER),
        (line, public_key_of(STRANGER), SESSION),
        (line.replace("failed", "verified"), PUBLIC, SESSION),
        (line.replace('"n":12', '"n":11'), PUBLIC, SESSION),
        (line.replace(SESSION, OTHER), PUBLIC, OTHER),
        (line.replace(":", ": "), PUBLIC, SESSION),
        ("{}", PUBLIC, SESSION),
        ("", PUBLIC, SESSION),
        (line, "00" * 31, SESSION),
        (line, "zz", SESSION),
    ):
        with pytest.raises(EvidenceError):
            verify_receipt(bad, public, session)


def test_an_entry_and_a_receipt_cannot_stand_for_each_other() -> None:
    log, lines = written(1)
    with pytest.raises(EvidenceError):
        verify_receipt(lines[0], PUBLIC, SESSION)
    with pytest.raises(EvidenceError):
        verify_chain([log.receipt(Removal.VERIFIED)], PUBLIC, SESSION)


@pytest.mark.parametrize(
    ("at", "event", "number"), [(-1, "granted", 0), (0, "Granted!", 0), (0, "", 0), (0, "a\n", 0), (0, "a", -1)]
)
def test_what_could_not_be_read_back_is_not_written(at: int, event: str, number: int) -> None:
    log = Log(KEY, SESSION)
    with pytest.raises(ValueError, match="not a message"):
        log.append(at, event, None, number)
    assert log.head == Head(0, NO_HEAD)
    with pytest.raises(ValueError, match="not a message"):
        log.receipt(Removal.VERIFIED, ["x"] * 17)
