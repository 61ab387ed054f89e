"""Planted faults: small wrongs in the gate and the compositor that every test set worth its name must notice.

A fault is a piece of source text and what stands there instead. `planted` answers the module with the fault in it. The
shared traces are judged by them, in Python and (with the same list written for its text) in TypeScript: random walks that
never reach a grant notice hardly anything, so the number of examples says little.
"""

import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True)
class Fault:
    """`old` stands exactly once in the module's source and becomes `new`."""

    name: str
    old: str
    new: str


GATE = "yorisoi_protocol.consent.gate"

GATE_FAULTS: tuple[Fault, ...] = (
    Fault("I1 grant not looked at", "if held is None or (", "if held is not None and ("),
    Fault("I1 stale grant number passes", "grant is not None and grant != held.number", "False"),
    Fault(
        "I2 granted without a question",
        "if permission is None or self.state is not",
        "if permission is None:\n            permission = Permission.VIEW\n            self._questions[permission] = _Open(question, self._now)\n"
        "        if self.state is not",
    ),
    Fault("I2 a click answers whatever question is open", "if each.number == question", "if question"),
    Fault(
        "I3 an ended gate verifies again", "if self.state is GateState.NEW:", "if self.state is not GateState.VERIFIED:"
    ),
    Fault(
        "I3 grants stay after the end",
        "self._drop(name, GateEvent.TAKEN)\n        self.state, self",
        "pass\n        self.state, self",
    ),
    Fault(
        "I3 the last reason replaces the first", "        if self.state is GateState.ENDED:\n            return\n", ""
    ),
    Fault("I3 questions stay after the end", "self._close_questions(Answer.WITHDRAWN)", "pass"),
    Fault("I4 control without view", "if needs is not None and needs not in self._grants:", "if False:"),
    Fault("I4 revoking view keeps what needs it", "if RULES[name].needs is permission:", "if False:"),
    Fault("I5 one shot lasts", "if RULES[permission].one_shot:", "if False:"),
    Fault(
        "I5 looking spends",
        "return self._hand_until is None or known not in HAND_ACTIONS",
        "if RULES[PERMISSION_OF[known]].one_shot:\n            self._drop(PERMISSION_OF[known], GateEvent.SPENT)\n"
        "        return self._hand_until is None or known not in HAND_ACTIONS",
    ),
    Fault("I6 questions stay open", "RULES[permission].ask_s * 1000", "10**9"),
    Fault("I6 grants never lapse", "RULES[permission].grant_s * 1000", "10**9"),
    Fault(
        "I6 a question lasts as long as a grant", "RULES[permission].ask_s * 1000", "RULES[permission].grant_s * 1000"
    ),
    Fault(
        "I6 a grant lasts as long as a question", "RULES[permission].grant_s * 1000", "RULES[permission].ask_s * 1000"
    ),
    Fault(
        "I6 one millisecond too long", "while due is not None and due <= now:", "while due is not None and due < now:"
    ),
    Fault(
        "I6 lapses are not in the deadline",
        "for each in (*self._questions.values(), *self._grants.values())]",
        "for each in self._questions.values()]",
    ),
    Fault(
        "I6 questions are not in the deadline",
        "for each in (*self._questions.values(), *self._grants.values())]",
        "for each in self._grants.values()]",
    ),
    Fault("I6 late lapses bear the moment of looking", "self._now = max(due, self._now)", "self._now = now"),
    Fault("I7 silence is not noticed", "LogEntry = tuple", "SILENT_AFTER_S = 10**6\nLogEntry = tuple"),
    Fault(
        "I7 silence lets things pass",
        "if action not in PERMISSION_OF or self.state is not GateState.VERIFIED or self._paused:",
        "if action not in PERMISSION_OF or self.state not in (GateState.VERIFIED, GateState.SILENT) or self._paused:",
    ),
    Fault(
        "I7 silence keeps control",
        "            self._close_questions(Answer.EXPIRED)\n            self._take_what_is_not_kept()",
        "            self._close_questions(Answer.EXPIRED)",
    ),
    Fault("I7 silence keeps questions", "            self._close_questions(Answer.EXPIRED)\n", ""),
    Fault("I7 silence takes the view", "if not RULES[name].kept_aside:", "if True:"),
    Fault("I7 silence lasts for ever", "LogEntry = tuple", "ENDED_AFTER_S = 10**6\nLogEntry = tuple"),
    Fault(
        "I7 a link does not count",
        "            self._linked_at = self._now\n        if self.state is GateState.SILENT",
        "            pass\n        if self.state is GateState.SILENT",
    ),
    Fault(
        "I7 a link wakes nobody",
        "            self.state = GateState.VERIFIED\n            self._note(GateEvent.HEARD)",
        "            pass",
    ),
    Fault(
        "I8 unknown actions pass",
        "if action not in PERMISSION_OF or self",
        "if action not in PERMISSION_OF:\n            return bool(self._grants)\n        if self",
    ),
    Fault(
        "I9 a lapse is not logged",
        "self._note(why, permission, held.number)",
        "why is GateEvent.LAPSED or self._note(why, permission, held.number)",
    ),
    Fault("I9 a grant is not logged", "        self._note(GateEvent.GRANTED, permission, self._granted)\n", ""),
    Fault(
        "I9 who ended it is mixed up",
        "GateEvent.REVOKED if by is Role.SUBSCRIBER",
        "GateEvent.REVOKED if by is Role.COMMUNICATOR",
    ),
    Fault(
        "I10 a fourth question",
        "len(self._questions) >= MAX_OPEN_QUESTIONS",
        "len(self._questions) > MAX_OPEN_QUESTIONS",
    ),
    Fault(
        "I11 input while a question is open", "if self._questions and known not in UNQUESTIONED_ACTIONS:", "if False:"
    ),
    Fault(
        "I11 the picture stops while a question is open",
        "if self._questions and known not in UNQUESTIONED_ACTIONS:",
        "if self._questions:",
    ),
    Fault(
        "asking twice opens two",
        "if permission in self._grants or permission in self._questions or",
        "if permission in self._grants or",
    ),
    Fault(
        "asking for what is granted",
        "if permission in self._grants or permission in self._questions",
        "if permission in self._questions",
    ),
    Fault(
        "asking before the check",
        "if self.state is not GateState.VERIFIED or self._paused or permission not in self._allowed:",
        "if self._paused or permission not in self._allowed:",
    ),
    Fault("asking for what is not allowed", "or self._paused or permission not in self._allowed:", "or self._paused:"),
    Fault(
        "asking while paused",
        "is not GateState.VERIFIED or self._paused or permission not",
        "is not GateState.VERIFIED or permission not",
    ),
    Fault("question numbers repeat", "        self._asked += 1\n", "        self._asked = len(self._questions) + 1\n"),
    Fault("grant numbers repeat", "        self._granted += 1\n", "        self._granted = len(self._grants) + 1\n"),
    Fault(
        "denying grants",
        "            self._close_question(permission, Answer.DENIED)",
        "            self.grant(question, now_ms)",
    ),
    Fault("denying does nothing", "            self._close_question(permission, Answer.DENIED)", "            pass"),
    Fault(
        "withdrawing does nothing", "            self._close_question(permission, Answer.WITHDRAWN)", "            pass"
    ),
    Fault("the own hand is ignored", "or known not in HAND_ACTIONS", "or True"),
    Fault(
        "the own hand stops the picture",
        "return self._hand_until is None or known not in HAND_ACTIONS",
        "return self._hand_until is None",
    ),
    Fault("the own hand rests for ever", "self._now + LOCAL_INPUT_MS", "self._now + 10 * LOCAL_INPUT_MS"),
    Fault(
        "pausing lets the picture pass",
        "is not GateState.VERIFIED or self._paused:\n            return False\n        known",
        "is not GateState.VERIFIED:\n            return False\n        known",
    ),
    Fault(
        "pausing keeps control",
        "            self._close_questions(Answer.DENIED)\n            self._take_what_is_not_kept()",
        "            self._close_questions(Answer.DENIED)",
    ),
    Fault("pausing keeps questions", "            self._close_questions(Answer.DENIED)\n", ""),
    Fault(
        "going on does nothing",
        "            self._paused = False\n            self._active_at",
        "            self._active_at",
    ),
    Fault("idle never ends", "LogEntry = tuple", "IDLE_AFTER_S = 10**6\nLogEntry = tuple"),
    Fault("watching counts as activity", "if action not in UNQUESTIONED_ACTIONS and permission", "if permission"),
    Fault(
        "input does not count as activity",
        "            self._active_at = self._now\n        if RULES[permission].one_shot",
        "            pass\n        if RULES[permission].one_shot",
    ),
    Fault("time can go back", "now = max(now_ms, self._now)", "now = now_ms"),
    Fault("changes are not counted", "        self._changes += 1\n\n    @staticmethod", "\n    @staticmethod"),
)


COMPOSITOR = "yorisoi_protocol.frames.compositor"

COMPOSITOR_FAULTS: tuple[Fault, ...] = (
    Fault("painted as decoded", "begun.pixels is None or self._earlier_under(seq, begun.rect)", "begun.pixels is None"),
    Fault("a late tile is taken", "or self._newer_over(seq, rect):", "or False:"),
    Fault("a late frame is painted over newer", "subtract(begun.rect, newer) if", "[begun.rect] if"),
    Fault("a late frame is refused", "if begun.is_video or not newer else []", "if not newer else []"),
    Fault("what was painted is forgotten", "self._painted.append((seq, begun.rect))", "pass"),
    Fault("older counts as newer", "if number > seq and overlap(other, rect)", "if overlap(other, rect)"),
    Fault(
        "later ones are waited for too",
        "other < seq and overlap(begun.rect, rect)",
        "other != seq and overlap(begun.rect, rect)",
    ),
    Fault("everybody is waited for", "other < seq and overlap(begun.rect, rect)", "other < seq"),
    Fault("another layout is painted", "return layout == self._layout and rect", "return rect"),
    Fault(
        "a delta goes before its predecessor",
        "elif chain.last is None or frame != chain.last + 1:",
        "elif chain.last is None:",
    ),
    Fault("successors wait for ever", "if frame not in chain.waiting:", "if True:"),
    Fault("a key frame leaves older ones waiting", "self.fates[chain.waiting.pop(older)[0]] = Fate.REFUSED", "pass"),
    Fault("an old frame is decoded again", "if frame <= chain.newest or frame in", "if frame in"),
    Fault("a gap is waited for without end", "if due is not None and now_ms >= due:", "if False:"),
    Fault("the picture of a tile is shifted", "(part.x - begun.rect.x, part.y - begun.rect.y)", "(part.x, part.y)"),
    Fault("an older cursor replaces a newer", "if seq > self._shape_seq:\n", "if True:\n"),
    Fault("the window does not move", "self.fates = {number", "_ = {number"),
    Fault(
        "a failure keeps the chain",
        "        self._break_chain()\n        self._refuse([other",
        "        self._refuse([other",
    ),
    Fault(
        "a failure keeps the frames in the decoder",
        "[other for other, each in self._begun.items() if each.is_video and each.pixels is None]",
        "[seq]",
    ),
    Fault("a failure refuses what is decoded", "if each.is_video and each.pixels is None]", "if each.is_video]"),
    Fault("a new layout keeps what is in decoders", "        self._begun.clear()\n", ""),
    Fault(
        "a new layout keeps the chain",
        "        self._painted.clear()\n        self._chain = _Chain()",
        "        self._painted.clear()",
    ),
    Fault(
        "a delta goes before any key frame",
        "elif chain.last is None or frame != chain.last + 1:",
        "elif chain.last is not None and frame != chain.last + 1:",
    ),
)


RUN = "yorisoi_protocol.exchange.run"
SEALER = "yorisoi_protocol.exchange.sealer"
CPACE = "yorisoi_protocol.exchange.cpace"
SDP = "yorisoi_protocol.exchange.sdp"
NO_FAULT = Fault("none", "from collections", "from collections")

EXCHANGE_FAULTS: tuple[tuple[str, Fault], ...] = (
    (RUN, Fault("the confirmation is not looked at", "            cpace.verify(bytes.fromhex(tag))\n", "")),
    (RUN, Fault("a second guess is answered", "        self._only_in(RunState.CLAIMED)\n", "")),
    (RUN, Fault("m3 is taken twice", "        self._only_in(RunState.SHARED)\n        offer", "        offer")),
    (RUN, Fault("the secret stays", "secret, self._secret = self._secret, None", "secret = self._secret")),
    (
        RUN,
        Fault(
            "the name is not compared",
            "(claim.number, claim.name) != (expected.number, expected.name)",
            "claim.number != expected.number",
        ),
    ),
    (
        RUN,
        Fault(
            "the number is not compared",
            "(claim.number, claim.name) != (expected.number, expected.name)",
            "claim.name != expected.name",
        ),
    ),
    (
        RUN,
        Fault(
            "the subscriber does not look at the key",
            'if claim.public_key != self._public_key:\n            self._broken("another key than ours',
            'if False:\n            self._broken("another key than ours',
        ),
    ),
    (
        RUN,
        Fault(
            "the communicator does not look at the key",
            'if claim.public_key != self._public_key:\n            self._broken("another key than the',
            'if False:\n            self._broken("another key than the',
        ),
    ),
    (RUN, Fault("the communicator's role is not looked at", "claim.role is not Role.COMMUNICATOR or ", "")),
    (
        RUN,
        Fault(
            "the subscriber's version is not looked at",
            "if claim.role is not Role.SUBSCRIBER or claim.version != PROTOCOL_VERSION:",
            "if claim.role is not Role.SUBSCRIBER:",
        ),
    ),
    (RUN, Fault("data may be written in any way", "if encode(value) != ad:", "if False:")),
    (
        RUN,
        Fault("another certificate is taken", "if self._fingerprints.setdefault(whose, value) != value:", "if False:"),
    ),
    (RUN, Fault("the subscriber's nonce is not bound", 'lv_cat(b"sid", subscriber_nonce,', 'lv_cat(b"sid", b"",')),
    (RUN, Fault("the origin is not bound", '"subscriber", nameplate, origin)', '"subscriber", nameplate)')),
    (
        RUN,
        Fault(
            "the communicator is not bound", '("communicator", number, "subscriber"', '("communicator", "subscriber"'
        ),
    ),
    (RUN, Fault("a failure is not the end", "        self.state = RunState.SPENT\n", "")),
    (RUN, Fault("the answer leaves unpinned", "return Description(body.type, pinned)", "return body")),
    (SEALER, Fault("one key for both ways", "keys if role is Role.COMMUNICATOR else keys[::-1]", "(keys[0], keys[0])")),
    (SEALER, Fault("a number is used twice", "self._next_out, self._next_out + 1", "self._next_out, self._next_out")),
    (SEALER, Fault("a replay opens", "            self._next_in = number + 1\n", "")),
    (
        SEALER,
        Fault(
            "the kind is not bound",
            "self._out.encrypt(_nonce(number), body, kind.encode())",
            'self._out.encrypt(_nonce(number), body, b"")',
        ),
    ),
    (
        SEALER,
        Fault("too much may be lost", "self._next_in + skip + 1, MAX_SEALED", "self._next_in + skip + 2, MAX_SEALED"),
    ),
    (
        CPACE,
        Fault("an own share comes back", "len(peer_share) != 32 or peer_share == self.share", "len(peer_share) != 32"),
    ),
    (CPACE, Fault("the data is not bound", "lv_cat(peer_share, peer_ad)", "lv_cat(peer_share)")),
    (
        CPACE,
        Fault(
            "both sides confirm alike",
            'self._peer_tag = hmac.digest(mac_key, theirs, "sha512")',
            'self._peer_tag = hmac.digest(mac_key, mine, "sha512")',
        ),
    ),
    (
        SDP,
        Fault(
            "other fingerprints stay",
            'if found[1] != "sha-256":\n                continue',
            'if found[1] != "sha-256":\n                kept.append(line)\n                continue',
        ),
    ),
)


def planted(module: str, fault: Fault) -> ModuleType:
    """A copy of the module with the fault in it. The copy is in no import table; nothing else sees it."""
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).read_text("utf-8")
    if source.count(fault.old) != 1:
        raise LookupError(f"{fault.name}: its text stands {source.count(fault.old)} times in {module}")
    made = ModuleType(f"{module}_with_a_fault")
    sys.modules[made.__name__] = made  # dataclasses look their module up while they are made
    try:
        exec(compile(source.replace(fault.old, fault.new), spec.origin, "exec"), made.__dict__)
    finally:
        del sys.modules[made.__name__]
    return made
