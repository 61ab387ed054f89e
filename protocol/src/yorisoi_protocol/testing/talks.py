"""Scripts of pass, exchange, descriptions and evidence, replayed into shared vectors. Chance is fixed, keys are public."""

import hashlib
from collections.abc import Callable
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from yorisoi_protocol import evidence
from yorisoi_protocol.broker import Person
from yorisoi_protocol.exchange import sdp
from yorisoi_protocol.exchange.errors import ExchangeError
from yorisoi_protocol.exchange.run import CommunicatorRun, SubscriberRun
from yorisoi_protocol.one_time_pass import NotAPass, OneTimePass, parse_pass
from yorisoi_protocol.peer import M1, M2, M3, M4, Candidate, Description, Sealed, encode
from yorisoi_protocol.vocabulary import Permission, Removal

ORIGIN, NUMBER, NAME = "https://support.example.jp", "12", "山田"
KEY, OTHER_KEY = "ab" * 32, "cd" * 32
NONCE = bytes(range(32))
PASS = OneTimePass("4821", "739506")
SESSION = "S" * 22
SEED = bytes(range(32, 64))


def draws(seed: str) -> Callable[[int], bytes]:
    """Repeatable chance: the n-th draw is SHA-512 of "seed n", cut."""
    count = 0

    def draw(size: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.sha512(f"{seed} {count}".encode()).digest()[:size]

    return draw


def description(kind: str, pair: str, note: str = "first") -> Description:
    """An offer or answer whose certificate is the pair 32 times, as a stack with three fingerprint lines writes it."""
    lines = [f"a=fingerprint:sha-{bits} {':'.join([pair] * (bits // 8))}" for bits in (512, 256, 384)]
    return Description(kind, "\r\n".join(["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", *lines, f"a=note:{note}", ""]))


def subscriber(**change: Any) -> SubscriberRun:
    """The subscriber's side of the scripted run, claimed by the communicator."""
    facts = {"origin": ORIGIN, "one_time_pass": PASS, "nonce": NONCE, "public_key": KEY, "draw": draws("subscriber")}
    run = SubscriberRun(**{**facts, **change})
    run.claimed(Person(NUMBER, NAME))
    return run


def communicator(**change: Any) -> CommunicatorRun:
    """The communicator's side of the scripted run."""
    facts = {"origin": ORIGIN, "one_time_pass": PASS, "communicator": Person(NUMBER, NAME), "nonce": NONCE}
    facts |= {"public_key": KEY, "draw": draws("communicator")}
    return CommunicatorRun(**{**facts, **change})


OFFER, ANSWER = description("offer", "0A"), description("answer", "0B")
CANDIDATE = Candidate("candidate:1 1 udp 2130706431 192.0.2.1 50000 typ host", "0")


def exchange_case() -> dict[str, Any]:
    """One honest run to the letter, what is said after it, and what breaks it."""
    s, c = subscriber(), communicator()
    m2 = s.m1(c.m1)
    m3 = c.m3(m2, OFFER)
    offered = s.m3(m3)
    m4 = s.m4(ANSWER)
    answered = c.m4(m4)
    after = [
        ("communicator", c.seal("candidate", CANDIDATE)),
        ("subscriber", s.seal("candidate", CANDIDATE)),
        ("communicator", c.seal("re-offer", description("offer", "0A", "again"))),
        ("subscriber", s.seal("re-answer", description("answer", "0B", "again"))),
        ("communicator", c.seal("candidate", Candidate("", "0"))),
    ]
    return {
        "facts": {
            "origin": ORIGIN,
            "nameplate": PASS.nameplate,
            "secret": PASS.secret,
            "number": NUMBER,
            "name": NAME,
            "nonce": NONCE.hex(),
            "public_key": KEY,
            "offer": _plain(OFFER),
            "answer": _plain(ANSWER),
        },
        "messages": [_text(each) for each in (c.m1, m2, m3, m4)],
        "pinned": [_plain(offered), _plain(answered)],
        "fingerprints": [s.peer_fingerprint, c.peer_fingerprint],
        "after": [{"from": side, "message": _text(sealed)} for side, sealed in after],
        "broken": _broken(c.m1, m2, m3, m4),
    }


def _broken(m1: M1, m2: M2, m3: M3, m4: M4) -> list[dict[str, Any]]:
    def flip(hexed: str, bit: int = 0) -> str:
        raw = bytearray.fromhex(hexed)
        raw[bit // 8] ^= 1 << bit % 8
        return raw.hex()

    def ad(hexed: str, old: str, new: str) -> str:
        return bytes.fromhex(hexed).replace(old.encode(), new.encode()).hex()

    replace = msgspec.structs.replace
    bad: list[M1 | M2 | M3 | M4] = [
        replace(m1, nonce=flip(m1.nonce)),
        replace(m1, share=flip(m1.share)),
        replace(m1, share="00" * 32),
        replace(m1, share="01" + "00" * 31),
        replace(m1, ad=flip(m1.ad)),
        replace(m1, ad=ad(m1.ad, '"12"', '"13"')),
        replace(m1, ad=ad(m1.ad, NAME, "佐藤")),
        replace(m1, ad=ad(m1.ad, KEY, OTHER_KEY)),
        replace(m1, ad=ad(m1.ad, '"version":1', '"version":2')),
        replace(m1, ad=ad(m1.ad, '"communicator"', '"subscriber"')),
        replace(m1, ad=ad(m1.ad, '":', '": ')),
        replace(m1, ad=m2.ad),
        replace(m2, share=flip(m2.share)),
        replace(m2, share=m1.share),
        replace(m2, share="00" * 32),
        replace(m2, ad=m1.ad),
        replace(m2, ad=ad(m2.ad, KEY, OTHER_KEY)),
        replace(m2, ad=ad(m2.ad, '"version":1', '"version":0')),
        replace(m3, tag=flip(m3.tag)),
        replace(m3, tag=m4.tag),
        replace(m3, offer=replace(m3.offer, data=flip(m3.offer.data, 9))),
        replace(m3, offer=Sealed("answer", m3.offer.data)),
        replace(m3, offer=m4.answer),
        replace(m4, tag=flip(m4.tag)),
        replace(m4, tag=m3.tag),
        replace(m4, answer=replace(m4.answer, data=flip(m4.answer.data, 9))),
        replace(m4, answer=m3.offer),
    ]
    return [{"message": _text(each), "ending": _ending(each)} for each in bad]


def _ending(message: M1 | M2 | M3 | M4) -> dict[str, str]:
    """Which step of an otherwise honest run refuses, and with which ending."""
    s, c = subscriber(), communicator()
    step = "s.m1"
    try:
        m2 = s.m1(message if isinstance(message, M1) else c.m1)
        step = "c.m3"
        m3 = c.m3(message if isinstance(message, M2) else m2, OFFER)
        step = "s.m3"
        s.m3(message if isinstance(message, M3) else m3)
        m4 = s.m4(ANSWER)
        step = "c.m4"
        c.m4(message if isinstance(message, M4) else m4)
    except ExchangeError as error:
        return {"step": step, "ending": str(error.ending)}
    raise AssertionError("a broken message went through")


def sdp_cases() -> list[dict[str, Any]]:
    """{sdp, pinned, fingerprint}; both None where it must be refused."""
    value, other = ":".join(["AB"] * 32), ":".join(["CD"] * 32)
    good = f"a=fingerprint:sha-256 {value}"
    sha1 = f"a=fingerprint:sha-1 {':'.join(['AB'] * 20)}"
    bodies = [
        [good],
        [good, good.lower()],
        [description("offer", "0A").sdp.split("\r\n")[3], good],
        [],
        [sha1],
        [good, sha1],
        [good, f"a=fingerprint:sha-256 {other}"],
        [f"a=fingerprint:sha-512 {':'.join(['22'] * 64)}"],
        [good[:-3]],
        [good + ":AB"],
        [good + " "],
        [good.replace("sha-256", "SHA-256")],
        [good, good.replace("a=f", "a=F")],
        [good, " " + good],
        [good.replace(": ", ":").replace(":sha", ": sha")],
        [good + "\ra=fingerprint:sha-256 " + other],
        [good, "a=x\x00" + good],
        [good, "a=x\x7f"],
        [good, "a=crypto:1"],
        [good, "a=CRYPTO:1"],
        [good, ""],
        [good, "no line"],
        [good, "a=name:山田\u2028"],
        [good, "a=x:" + "y" * 23_880],
        [good, "a=x:" + "y" * 23_999],
    ]
    texts = ["v=0\r\n" + "".join(line + "\r\n" for line in body) for body in bodies]
    texts += ["", "v=0", "v=1\r\n" + good, good + "\r\nv=0\r\n", "v=0\n" + good, "v=0\n" + good + "\n"]
    return [_sdp_case(text) for text in texts]


def _sdp_case(text: str) -> dict[str, Any]:
    try:
        return {"sdp": text, "pinned": sdp.pin(text), "fingerprint": sdp.fingerprint(text)}
    except ExchangeError:
        return {"sdp": text, "pinned": None, "fingerprint": None}


def pass_cases() -> list[dict[str, Any]]:
    """{text, nameplate, secret} or {text, mistake}."""
    digits = PASS.digits()
    wide = digits.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    texts = [
        f"{digits[:3]}{mark}{digits[3:7]}{mark}{digits[7:]}" for mark in "-‐‑‒–—―−ー﹘﹣－ｰ\u00ad 　\u00a0\t\n\u2009"
    ]
    texts += [digits, wide, f" {digits}\n", " ".join(digits), "0000-000000-0", "00000000000"]
    texts += ["", "4821", digits[:-1], digits + digits[-1], digits[:-1] + "x", digits + "\0", digits.replace("4", "四")]
    texts += ["٤" + digits[1:], "²" + digits[1:], digits.replace("8", "8."), digits.replace("8", "8_"), "４８２-abc"]
    texts += [digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(10)]
    texts += [digits[:at] + str((int(digits[at]) + 3) % 10) + digits[at + 1 :] for at in range(11)]
    return [_pass_case(text) for text in texts]


def _pass_case(text: str) -> dict[str, Any]:
    try:
        found = parse_pass(text)
    except NotAPass as refused:
        return {"text": text, "mistake": str(refused.mistake)}
    return {"text": text, "nameplate": found.nameplate, "secret": found.secret}


def evidence_case() -> dict[str, Any]:
    """A log with its receipt, and lines that must be refused in its place."""
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    log = evidence.Log(key, SESSION)
    steps: list[tuple[int, str, Permission | None, int]] = [
        (0, "verified", None, 0),
        (1_500, "asked", Permission.VIEW, 1),
        (2_000, "granted", Permission.VIEW, 1),
        (9_999, "ended", None, 0),
    ]
    lines = [log.append(*step) for step in steps]
    receipt = log.receipt(Removal.VERIFIED, ["program", "フォルダー"])
    other = evidence.Log(key, "T" * 22)
    stranger = evidence.Log(Ed25519PrivateKey.from_private_bytes(bytes(32)), SESSION)
    bad = [
        lines[0].replace("verified", "granted"),
        lines[0].replace('"at":0', '"at":1'),
        lines[0].replace(":", ": "),
        lines[0] + "\n",
        lines[1],
        other.append(*steps[0]),
        stranger.append(*steps[0]),
        receipt,
        "",
        "{}",
    ]
    bad_receipts = [
        receipt.replace("verified", "failed"),
        receipt.replace('"n":4', '"n":3'),
        receipt + " ",
        other.receipt(Removal.VERIFIED),
        stranger.receipt(Removal.VERIFIED),
        lines[0],
        "",
    ]
    return {
        "seed": SEED.hex(),
        "public_key": evidence.public_key_of(key),
        "session": SESSION,
        "steps": [[at, event, permission, number] for at, event, permission, number in steps],
        "lines": lines,
        "head": log.head.head,
        "removal": "verified",
        "items": ["program", "フォルダー"],
        "receipt": receipt,
        "bad_first_lines": bad,
        "bad_receipts": bad_receipts,
    }


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _text(message: Any) -> str:
    return encode(message).decode()
