// src/wire.gen.ts
var Malformed = class extends Error {
  constructor(where) {
    super(`malformed: ${where}`);
    this.name = "Malformed";
  }
};
var FrameError = class extends Error {
  constructor(where) {
    super(`no frame: ${where}`);
    this.name = "FrameError";
  }
};
function utf8Length(text2) {
  let length = 0;
  for (const letter of text2) {
    const code = letter.codePointAt(0);
    if (code >= 55296 && code < 57344) return null;
    length += code < 128 ? 1 : code < 2048 ? 2 : code < 65536 ? 3 : 4;
  }
  return length;
}
function utf8Encode(text2) {
  const length = utf8Length(text2);
  if (length === null) return null;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const letter of text2) {
    const code = letter.codePointAt(0);
    if (code < 128) bytes[at++] = code;
    else if (code < 2048) {
      bytes[at++] = 192 | code >> 6;
      bytes[at++] = 128 | code & 63;
    } else if (code < 65536) {
      bytes[at++] = 224 | code >> 12;
      bytes[at++] = 128 | code >> 6 & 63;
      bytes[at++] = 128 | code & 63;
    } else {
      bytes[at++] = 240 | code >> 18;
      bytes[at++] = 128 | code >> 12 & 63;
      bytes[at++] = 128 | code >> 6 & 63;
      bytes[at++] = 128 | code & 63;
    }
  }
  return bytes;
}
function utf8Decode(bytes) {
  const letters = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++];
    if (first < 128) {
      letters.push(String.fromCharCode(first));
      continue;
    }
    const more = first >= 194 && first < 224 ? 1 : first >= 224 && first < 240 ? 2 : first >= 240 && first < 245 ? 3 : 0;
    if (more === 0 || at + more > bytes.length) return null;
    let code = first & 63 >> more;
    for (let step = 0; step < more; step++) {
      const next = bytes[at++];
      if ((next & 192) !== 128) return null;
      code = code << 6 | next & 63;
    }
    if (more === 2 && code < 2048 || more === 3 && code < 65536) return null;
    if (code > 1114111 || code >= 55296 && code < 57344) return null;
    letters.push(String.fromCodePoint(code));
  }
  return letters.join("");
}
function readJson(json, limit, check) {
  const length = utf8Length(json);
  if (length === null || length > limit) return void 0;
  try {
    return check(JSON.parse(json));
  } catch {
    return void 0;
  }
}
function writeJson(value, limit) {
  const json = JSON.stringify(value);
  const length = utf8Length(json);
  if (length === null || length > limit) throw new Malformed("size");
  return json;
}
function own(o, name) {
  return Object.hasOwn(o, name) ? o[name] : void 0;
}
function tag(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed("object");
  return own(value, "t");
}
function record(value, names) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed("object");
  for (const name of Object.keys(value)) if (!names.includes(name)) throw new Malformed("unknown field");
  return value;
}
function word(value, expected) {
  if (value !== void 0 && value !== expected) throw new Malformed("t");
  return expected;
}
function text(value, low, high, pattern) {
  if (typeof value !== "string" || utf8Length(value) === null) throw new Malformed("text");
  let letters = 0;
  for (const _ of value) letters++;
  if (letters < low || letters > high || pattern !== null && !pattern.test(value)) throw new Malformed("text");
  return value;
}
function integer(value, low, high) {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < low || value > high) {
    throw new Malformed("number");
  }
  return value + 0;
}
function flag(value) {
  if (typeof value !== "boolean") throw new Malformed("flag");
  return value;
}
function oneOf(value, words2) {
  for (const each of Object.values(words2)) if (each === value) return each;
  throw new Malformed("word");
}
function list(value, high, check) {
  if (!Array.isArray(value) || value.length > high) throw new Malformed("list");
  return value.map((each) => check(each));
}
function inRange(value, low, high, name) {
  if (!Number.isInteger(value) || value < low || value > high) throw new FrameError(name);
  return value;
}
function isPlainText(value) {
  for (const letter of value) {
    const code = letter.codePointAt(0);
    if (code < 32 && code !== 9 && code !== 10 || code >= 127 && code < 160) return false;
    if (code >= 55296 && code < 57344) return false;
  }
  return true;
}
function codeOf(value, codes, name) {
  for (const each of Object.values(codes)) if (typeof each === "number" && each === value) return each;
  throw new FrameError(name);
}
function knownOf(value, known, name) {
  if (!known.has(value)) throw new FrameError(name);
  return value;
}
function bytesOf(value, high, name) {
  const bytes = isPlainText(value) ? utf8Encode(value) : null;
  if (bytes === null || bytes.length < 1 || bytes.length > high) throw new FrameError(name);
  return bytes;
}
var Out = class {
  #parts = [];
  #length = 0;
  number(value, size, low, high, name) {
    let left = inRange(value, low, high, name);
    if (left < 0) left += 2 ** (8 * size);
    const part2 = new Uint8Array(size);
    for (let at = size - 1; at >= 0; at--) {
      part2[at] = left % 256;
      left = Math.floor(left / 256);
    }
    this.bytes(part2);
  }
  bytes(part2) {
    this.#parts.push(part2);
    this.#length += part2.length;
  }
  done() {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part2 of this.#parts) {
      all.set(part2, at);
      at += part2.length;
    }
    return all;
  }
};
var PROTOCOL_VERSION = 1;
var NONCE_BYTES = 32;
var MAX_SEALED_CHARS = 56e3;
var MAX_SEALED = 4096;
var MAX_SKIPPED = 256;
var MAX_SDP_CHARS = 24e3;
var RUN_TIMEOUT_S = 20;
var CONNECT_TIMEOUT_S = 15;
var CERTIFICATE_TIMEOUT_S = 5;
var TIME_SOON_S = 300;
var MAX_JOINED = 2;
var ALIVE_EVERY_S = 5;
var ENDED_AFTER_S = 90;
var MAX_TEXT_BYTES = 4096;
var MAX_CLIPBOARD_BYTES = 1e6;
var CLIPBOARD_PIECE_CHARS = 1e4;
var NAME_CHARS = 120;
var NOTCH = 120;
var Permission = {
  VIEW: "view",
  CONTROL: "control",
  CLIPBOARD: "clipboard",
  FILE_TO_SUBSCRIBER: "file_to_subscriber",
  FILE_FROM_SUBSCRIBER: "file_from_subscriber",
  SYSTEM_INFO: "system_info",
  REBOOT: "reboot",
  RECORDING: "recording"
};
var Role = {
  SUBSCRIBER: "subscriber",
  COMMUNICATOR: "communicator"
};
var ViewerKind = {
  MAIN: "main",
  JOINED: "joined"
};
var Answer = {
  GRANTED: "granted",
  DENIED: "denied",
  EXPIRED: "expired",
  WITHDRAWN: "withdrawn"
};
var Refusal = {
  MALFORMED: "malformed",
  UNKNOWN_VERSION: "unknown_version",
  OUT_OF_ORDER: "out_of_order",
  TOO_LARGE: "too_large",
  TOO_FAST: "too_fast",
  TOO_MANY: "too_many",
  NO_NAMEPLATE: "no_nameplate",
  OUTSIDE_HOURS: "outside_hours",
  OTHER_NETWORK: "other_network",
  NO_SUCH_PASS: "no_such_pass",
  PASS_EXPIRED: "pass_expired",
  PASS_USED: "pass_used",
  GATES_CLOSED: "gates_closed",
  SECOND_FACTOR: "second_factor",
  NOT_SIGNED_IN: "not_signed_in",
  NOT_ALLOWED: "not_allowed",
  NO_SUCH_SESSION: "no_such_session",
  AWAY: "away"
};
var Ending = {
  FINISHED: "finished",
  STOPPED_BY_SUBSCRIBER: "stopped_by_subscriber",
  STOPPED_BY_COMMUNICATOR: "stopped_by_communicator",
  STOPPED_BY_DESK_LEAD: "stopped_by_desk_lead",
  TIME_OVER: "time_over",
  HANDED_OVER: "handed_over",
  MAIN_OVER: "main_over",
  WRONG_PASS: "wrong_pass",
  PASS_EXPIRED: "pass_expired",
  PROTOCOL_BROKEN: "protocol_broken",
  CERTIFICATE_CHANGED: "certificate_changed",
  NOT_CONNECTED: "not_connected",
  SILENT: "silent",
  IDLE: "idle",
  LOST: "lost",
  FAILED: "failed"
};
var GateState = {
  NEW: "new",
  VERIFIED: "verified",
  SILENT: "silent",
  ENDED: "ended"
};
var Codec = {
  VP8: "vp8",
  H264: "h264"
};
var MouseButton = /* @__PURE__ */ ((MouseButton2) => {
  MouseButton2[MouseButton2["LEFT"] = 0] = "LEFT";
  MouseButton2[MouseButton2["MIDDLE"] = 1] = "MIDDLE";
  MouseButton2[MouseButton2["RIGHT"] = 2] = "RIGHT";
  MouseButton2[MouseButton2["BACK"] = 3] = "BACK";
  MouseButton2[MouseButton2["FORWARD"] = 4] = "FORWARD";
  return MouseButton2;
})(MouseButton || {});
var USAGE_OF_CODE = /* @__PURE__ */ new Map([
  ["KeyA", 4],
  ["KeyB", 5],
  ["KeyC", 6],
  ["KeyD", 7],
  ["KeyE", 8],
  ["KeyF", 9],
  ["KeyG", 10],
  ["KeyH", 11],
  ["KeyI", 12],
  ["KeyJ", 13],
  ["KeyK", 14],
  ["KeyL", 15],
  ["KeyM", 16],
  ["KeyN", 17],
  ["KeyO", 18],
  ["KeyP", 19],
  ["KeyQ", 20],
  ["KeyR", 21],
  ["KeyS", 22],
  ["KeyT", 23],
  ["KeyU", 24],
  ["KeyV", 25],
  ["KeyW", 26],
  ["KeyX", 27],
  ["KeyY", 28],
  ["KeyZ", 29],
  ["Digit1", 30],
  ["Digit2", 31],
  ["Digit3", 32],
  ["Digit4", 33],
  ["Digit5", 34],
  ["Digit6", 35],
  ["Digit7", 36],
  ["Digit8", 37],
  ["Digit9", 38],
  ["Digit0", 39],
  ["Enter", 40],
  ["Escape", 41],
  ["Backspace", 42],
  ["Tab", 43],
  ["Space", 44],
  ["Minus", 45],
  ["Equal", 46],
  ["BracketLeft", 47],
  ["BracketRight", 48],
  ["Backslash", 49],
  ["Semicolon", 51],
  ["Quote", 52],
  ["Backquote", 53],
  ["Comma", 54],
  ["Period", 55],
  ["Slash", 56],
  ["CapsLock", 57],
  ["F1", 58],
  ["F2", 59],
  ["F3", 60],
  ["F4", 61],
  ["F5", 62],
  ["F6", 63],
  ["F7", 64],
  ["F8", 65],
  ["F9", 66],
  ["F10", 67],
  ["F11", 68],
  ["F12", 69],
  ["F13", 104],
  ["F14", 105],
  ["F15", 106],
  ["F16", 107],
  ["F17", 108],
  ["F18", 109],
  ["F19", 110],
  ["F20", 111],
  ["F21", 112],
  ["F22", 113],
  ["F23", 114],
  ["F24", 115],
  ["PrintScreen", 70],
  ["ScrollLock", 71],
  ["Pause", 72],
  ["Insert", 73],
  ["Home", 74],
  ["PageUp", 75],
  ["Delete", 76],
  ["End", 77],
  ["PageDown", 78],
  ["ArrowRight", 79],
  ["ArrowLeft", 80],
  ["ArrowDown", 81],
  ["ArrowUp", 82],
  ["NumLock", 83],
  ["NumpadDivide", 84],
  ["NumpadMultiply", 85],
  ["NumpadSubtract", 86],
  ["NumpadAdd", 87],
  ["NumpadEnter", 88],
  ["Numpad1", 89],
  ["Numpad2", 90],
  ["Numpad3", 91],
  ["Numpad4", 92],
  ["Numpad5", 93],
  ["Numpad6", 94],
  ["Numpad7", 95],
  ["Numpad8", 96],
  ["Numpad9", 97],
  ["Numpad0", 98],
  ["NumpadDecimal", 99],
  ["IntlBackslash", 100],
  ["ContextMenu", 101],
  ["NumpadEqual", 103],
  ["Open", 116],
  ["Help", 117],
  ["Props", 118],
  ["Select", 119],
  ["Again", 121],
  ["Undo", 122],
  ["Cut", 123],
  ["Copy", 124],
  ["Paste", 125],
  ["Find", 126],
  ["AudioVolumeMute", 127],
  ["AudioVolumeUp", 128],
  ["AudioVolumeDown", 129],
  ["NumpadComma", 133],
  ["IntlRo", 135],
  ["KanaMode", 136],
  ["IntlYen", 137],
  ["Convert", 138],
  ["NonConvert", 139],
  ["Lang1", 144],
  ["Lang2", 145],
  ["Lang3", 146],
  ["Lang4", 147],
  ["Lang5", 148],
  ["NumpadParenLeft", 182],
  ["NumpadParenRight", 183],
  ["NumpadBackspace", 187],
  ["NumpadMemoryStore", 208],
  ["NumpadMemoryRecall", 209],
  ["NumpadMemoryClear", 210],
  ["NumpadMemoryAdd", 211],
  ["NumpadMemorySubtract", 212],
  ["NumpadClear", 216],
  ["NumpadClearEntry", 217],
  ["ControlLeft", 224],
  ["ShiftLeft", 225],
  ["AltLeft", 226],
  ["MetaLeft", 227],
  ["ControlRight", 228],
  ["ShiftRight", 229],
  ["AltRight", 230],
  ["MetaRight", 231]
]);
var USAGES = new Set(USAGE_OF_CODE.values());
function checkRelay(value) {
  const o = record(value, ["t", "box"]);
  return {
    t: word(own(o, "t"), "relay"),
    box: text(own(o, "box"), 0, 6e4, null)
  };
}
function checkResume(value) {
  const o = record(value, ["t", "session", "resume"]);
  return {
    t: word(own(o, "t"), "resume"),
    session: text(own(o, "session"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
    resume: text(own(o, "resume") === void 0 ? "" : own(o, "resume"), 0, 64, /^([A-Za-z0-9_-]{16,64})?$/)
  };
}
function checkEnd(value) {
  const o = record(value, ["t", "reason"]);
  return {
    t: word(own(o, "t"), "end"),
    reason: oneOf(own(o, "reason"), Ending)
  };
}
function checkHello(value) {
  const o = record(value, ["t", "version", "socket_ticket"]);
  return {
    t: word(own(o, "t"), "hello"),
    version: integer(own(o, "version"), 0, 9007199254740991),
    socket_ticket: text(own(o, "socket_ticket"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/)
  };
}
function checkClaim(value) {
  const o = record(value, ["t", "nameplate", "ticket"]);
  return {
    t: word(own(o, "t"), "claim"),
    nameplate: text(own(o, "nameplate"), 0, 4, /^[0-9]{4}$/),
    ticket: integer(own(o, "ticket"), 0, 9007199254740991)
  };
}
function checkPerson(value) {
  const o = record(value, ["number", "name"]);
  return {
    number: text(own(o, "number"), 0, 6, /^[0-9]{1,6}$/),
    name: text(own(o, "name"), 1, 120, null)
  };
}
function checkResumed(value) {
  const o = record(value, ["t", "present"]);
  return {
    t: word(own(o, "t"), "resumed"),
    present: flag(own(o, "present"))
  };
}
function checkPresence(value) {
  const o = record(value, ["t", "present"]);
  return {
    t: word(own(o, "t"), "presence"),
    present: flag(own(o, "present"))
  };
}
function checkTimeLeft(value) {
  const o = record(value, ["t", "seconds"]);
  return {
    t: word(own(o, "t"), "time_left"),
    seconds: integer(own(o, "seconds"), 0, 9007199254740991)
  };
}
function checkEnded(value) {
  const o = record(value, ["t", "reason", "successor"]);
  return {
    t: word(own(o, "t"), "ended"),
    reason: oneOf(own(o, "reason"), Ending),
    successor: list(own(o, "successor") === void 0 ? [] : own(o, "successor"), 1, (each) => checkPerson(each))
  };
}
function checkRefused(value) {
  const o = record(value, ["t", "code", "gates", "retry_after_s"]);
  return {
    t: word(own(o, "t"), "refused"),
    code: oneOf(own(o, "code"), Refusal),
    gates: list(own(o, "gates") === void 0 ? [] : own(o, "gates"), 16, (each) => text(each, 0, 120, null)),
    retry_after_s: integer(own(o, "retry_after_s") === void 0 ? 0 : own(o, "retry_after_s"), 0, 9007199254740991)
  };
}
function checkWelcome(value) {
  const o = record(value, ["t", "communicator", "origin"]);
  return {
    t: word(own(o, "t"), "welcome"),
    communicator: checkPerson(own(o, "communicator")),
    origin: text(own(o, "origin"), 0, 120, null)
  };
}
function checkGranted(value) {
  const o = record(value, ["t", "session", "nonce", "public_key", "allowed", "time_box_s", "kind"]);
  return {
    t: word(own(o, "t"), "granted"),
    session: text(own(o, "session"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
    nonce: text(own(o, "nonce"), 0, 64, /^[0-9a-f]{64}$/),
    public_key: text(own(o, "public_key"), 0, 64, /^[0-9a-f]{64}$/),
    allowed: list(own(o, "allowed"), 8, (each) => oneOf(each, Permission)),
    time_box_s: integer(own(o, "time_box_s"), 0, 9007199254740991),
    kind: oneOf(own(o, "kind") === void 0 ? "main" : own(o, "kind"), ViewerKind)
  };
}
function checkWake(value) {
  const o = record(value, ["t", "topic"]);
  return {
    t: word(own(o, "t"), "wake"),
    topic: text(own(o, "topic"), 0, 120, null)
  };
}
function checkM1(value) {
  const o = record(value, ["t", "nonce", "share", "ad"]);
  return {
    t: word(own(o, "t"), "m1"),
    nonce: text(own(o, "nonce"), 0, 64, /^[0-9a-f]{64}$/),
    share: text(own(o, "share"), 0, 64, /^[0-9a-f]{64}$/),
    ad: text(own(o, "ad"), 0, 4096, /^([0-9a-f]{2}){2,2048}$/)
  };
}
function checkM2(value) {
  const o = record(value, ["t", "share", "ad"]);
  return {
    t: word(own(o, "t"), "m2"),
    share: text(own(o, "share"), 0, 64, /^[0-9a-f]{64}$/),
    ad: text(own(o, "ad"), 0, 4096, /^([0-9a-f]{2}){2,2048}$/)
  };
}
function checkSealed(value) {
  const o = record(value, ["t", "kind", "data"]);
  return {
    t: word(own(o, "t"), "sealed"),
    kind: text(own(o, "kind"), 0, 24, /^[a-z-]{1,24}$/),
    data: text(own(o, "data"), 0, 56e3, /^([0-9a-f]{2}){16,}$/)
  };
}
function checkM3(value) {
  const o = record(value, ["t", "tag", "offer"]);
  return {
    t: word(own(o, "t"), "m3"),
    tag: text(own(o, "tag"), 0, 128, /^[0-9a-f]{128}$/),
    offer: checkSealed(own(o, "offer"))
  };
}
function checkM4(value) {
  const o = record(value, ["t", "tag", "answer"]);
  return {
    t: word(own(o, "t"), "m4"),
    tag: text(own(o, "tag"), 0, 128, /^[0-9a-f]{128}$/),
    answer: checkSealed(own(o, "answer"))
  };
}
function checkReady(value) {
  const o = record(value, ["t", "codecs"]);
  return {
    t: word(own(o, "t"), "ready"),
    codecs: list(own(o, "codecs"), 8, (each) => oneOf(each, Codec))
  };
}
function checkAsk(value) {
  const o = record(value, ["t", "permission"]);
  return {
    t: word(own(o, "t"), "ask"),
    permission: oneOf(own(o, "permission"), Permission)
  };
}
function checkGiveBack(value) {
  const o = record(value, ["t", "permission"]);
  return {
    t: word(own(o, "t"), "give_back"),
    permission: oneOf(own(o, "permission"), Permission)
  };
}
function checkAlive(value) {
  const o = record(value, ["t", "serial", "echo"]);
  return {
    t: word(own(o, "t"), "alive"),
    serial: integer(own(o, "serial"), 0, 9007199254740991),
    echo: integer(own(o, "echo"), 0, 9007199254740991)
  };
}
function checkClipboardText(value) {
  const o = record(value, ["t", "serial", "last", "text"]);
  return {
    t: word(own(o, "t"), "clipboard_text"),
    serial: integer(own(o, "serial"), 0, 9007199254740991),
    last: flag(own(o, "last")),
    text: text(own(o, "text"), 0, 1e4, null)
  };
}
function checkBye(value) {
  const o = record(value, ["t", "reason"]);
  return {
    t: word(own(o, "t"), "bye"),
    reason: oneOf(own(o, "reason"), Ending)
  };
}
function checkGrant(value) {
  const o = record(value, ["permission", "grant", "left_ms"]);
  return {
    permission: oneOf(own(o, "permission"), Permission),
    grant: integer(own(o, "grant"), 0, 9007199254740991),
    left_ms: integer(own(o, "left_ms"), 0, 9007199254740991)
  };
}
function checkQuestion(value) {
  const o = record(value, ["permission", "question", "left_ms"]);
  return {
    permission: oneOf(own(o, "permission"), Permission),
    question: integer(own(o, "question"), 0, 9007199254740991),
    left_ms: integer(own(o, "left_ms"), 0, 9007199254740991)
  };
}
function checkLastAnswer(value) {
  const o = record(value, ["permission", "question", "answer"]);
  return {
    permission: oneOf(own(o, "permission"), Permission),
    question: integer(own(o, "question"), 0, 9007199254740991),
    answer: oneOf(own(o, "answer"), Answer)
  };
}
function checkSnapshot(value) {
  const o = record(value, ["t", "state", "serial", "grants", "questions", "answers", "paused", "local_hand"]);
  return {
    t: word(own(o, "t"), "snapshot"),
    state: oneOf(own(o, "state"), GateState),
    serial: integer(own(o, "serial"), 0, 9007199254740991),
    grants: list(own(o, "grants"), 8, (each) => checkGrant(each)),
    questions: list(own(o, "questions"), 3, (each) => checkQuestion(each)),
    answers: list(own(o, "answers"), 8, (each) => checkLastAnswer(each)),
    paused: flag(own(o, "paused")),
    local_hand: flag(own(o, "local_hand"))
  };
}
function checkLayout(value) {
  const o = record(value, ["t", "layout", "width", "height", "title"]);
  return {
    t: word(own(o, "t"), "layout"),
    layout: integer(own(o, "layout"), 1, 65535),
    width: integer(own(o, "width"), 1, 16384),
    height: integer(own(o, "height"), 1, 16384),
    title: text(own(o, "title"), 0, 120, null)
  };
}
function checkNote(value) {
  const o = record(value, ["t", "code"]);
  return {
    t: word(own(o, "t"), "note"),
    code: text(own(o, "code"), 0, 40, /^[a-z_]{1,40}$/)
  };
}
function checkCommunicatorAd(value) {
  const o = record(value, ["role", "version", "number", "name", "public_key"]);
  return {
    role: oneOf(own(o, "role"), Role),
    version: integer(own(o, "version"), 0, 9007199254740991),
    number: text(own(o, "number"), 0, 6, /^[0-9]{1,6}$/),
    name: text(own(o, "name"), 1, 120, null),
    public_key: text(own(o, "public_key"), 0, 64, /^[0-9a-f]{64}$/)
  };
}
function checkSubscriberAd(value) {
  const o = record(value, ["role", "version", "public_key"]);
  return {
    role: oneOf(own(o, "role"), Role),
    version: integer(own(o, "version"), 0, 9007199254740991),
    public_key: text(own(o, "public_key"), 0, 64, /^[0-9a-f]{64}$/)
  };
}
function checkDescription(value) {
  const o = record(value, ["type", "sdp"]);
  return {
    type: text(own(o, "type"), 0, 6, /^(offer|answer)$/),
    sdp: text(own(o, "sdp"), 0, 24e3, null)
  };
}
function checkCandidate(value) {
  const o = record(value, ["candidate", "mid"]);
  return {
    candidate: text(own(o, "candidate"), 0, 1024, null),
    mid: text(own(o, "mid"), 0, 16, null)
  };
}
function checkBrokerFromCommunicator(value) {
  switch (tag(value)) {
    case "hello":
      return checkHello(value);
    case "claim":
      return checkClaim(value);
    case "relay":
      return checkRelay(value);
    case "resume":
      return checkResume(value);
    case "end":
      return checkEnd(value);
    default:
      throw new Malformed("t");
  }
}
function writeBrokerFromCommunicator(value) {
  return writeJson(checkBrokerFromCommunicator(value), 65536);
}
function checkBrokerToCommunicator(value) {
  switch (tag(value)) {
    case "welcome":
      return checkWelcome(value);
    case "granted":
      return checkGranted(value);
    case "relay":
      return checkRelay(value);
    case "resumed":
      return checkResumed(value);
    case "presence":
      return checkPresence(value);
    case "time_left":
      return checkTimeLeft(value);
    case "ended":
      return checkEnded(value);
    case "refused":
      return checkRefused(value);
    case "wake":
      return checkWake(value);
    default:
      throw new Malformed("t");
  }
}
function readBrokerToCommunicator(json) {
  return readJson(json, 65536, checkBrokerToCommunicator);
}
function checkExchange(value) {
  switch (tag(value)) {
    case "m1":
      return checkM1(value);
    case "m2":
      return checkM2(value);
    case "m3":
      return checkM3(value);
    case "m4":
      return checkM4(value);
    case "sealed":
      return checkSealed(value);
    default:
      throw new Malformed("t");
  }
}
function readExchange(json) {
  return readJson(json, 6e4, checkExchange);
}
function writeExchange(value) {
  return writeJson(checkExchange(value), 6e4);
}
function checkPeerFromCommunicator(value) {
  switch (tag(value)) {
    case "ready":
      return checkReady(value);
    case "ask":
      return checkAsk(value);
    case "give_back":
      return checkGiveBack(value);
    case "alive":
      return checkAlive(value);
    case "clipboard_text":
      return checkClipboardText(value);
    case "bye":
      return checkBye(value);
    default:
      throw new Malformed("t");
  }
}
function writePeerFromCommunicator(value) {
  return writeJson(checkPeerFromCommunicator(value), 65536);
}
function checkPeerFromSubscriber(value) {
  switch (tag(value)) {
    case "snapshot":
      return checkSnapshot(value);
    case "layout":
      return checkLayout(value);
    case "alive":
      return checkAlive(value);
    case "clipboard_text":
      return checkClipboardText(value);
    case "bye":
      return checkBye(value);
    case "note":
      return checkNote(value);
    default:
      throw new Malformed("t");
  }
}
function readPeerFromSubscriber(json) {
  return readJson(json, 65536, checkPeerFromSubscriber);
}
function writeCommunicatorAd(value) {
  return writeJson(checkCommunicatorAd(value), 6e4);
}
function readSubscriberAd(json) {
  return readJson(json, 6e4, checkSubscriberAd);
}
function writeSubscriberAd(value) {
  return writeJson(checkSubscriberAd(value), 6e4);
}
function readDescription(json) {
  return readJson(json, 6e4, checkDescription);
}
function writeDescription(value) {
  return writeJson(checkDescription(value), 6e4);
}
function readCandidate(json) {
  return readJson(json, 6e4, checkCandidate);
}
function writeCandidate(value) {
  return writeJson(checkCandidate(value), 6e4);
}
function writeMoveFields(out, value) {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
}
function writeButtonFields(out, value) {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
  out.number(codeOf(value.button, MouseButton, "button"), 1, 0, 255, "button");
  out.number(value.down ? 1 : 0, 1, 0, 1, "down");
}
function writeWheelFields(out, value) {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
  out.number(value.dx, 2, -32768, 32767, "dx");
  out.number(value.dy, 2, -32768, 32767, "dy");
}
function writeKeyFields(out, value) {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(knownOf(value.usage, USAGES, "usage"), 2, 0, 65535, "usage");
  out.number(value.down ? 1 : 0, 1, 0, 1, "down");
}
function writeCommittedTextFields(out, value) {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.bytes(bytesOf(value.text, 4096, "text"));
}
function writeReleaseFields(out, value) {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
}
var MOVE_KIND = 1;
var BUTTON_KIND = 2;
var WHEEL_KIND = 3;
var KEY_KIND = 4;
var COMMITTED_TEXT_KIND = 5;
var RELEASE_KIND = 6;
function writeInput(value) {
  const out = new Out();
  switch (value.kind) {
    case "move":
      out.number(MOVE_KIND, 1, 0, 255, "kind");
      writeMoveFields(out, value);
      break;
    case "button":
      out.number(BUTTON_KIND, 1, 0, 255, "kind");
      writeButtonFields(out, value);
      break;
    case "wheel":
      out.number(WHEEL_KIND, 1, 0, 255, "kind");
      writeWheelFields(out, value);
      break;
    case "key":
      out.number(KEY_KIND, 1, 0, 255, "kind");
      writeKeyFields(out, value);
      break;
    case "committed_text":
      out.number(COMMITTED_TEXT_KIND, 1, 0, 255, "kind");
      writeCommittedTextFields(out, value);
      break;
    case "release":
      out.number(RELEASE_KIND, 1, 0, 255, "kind");
      writeReleaseFields(out, value);
      break;
  }
  return out.done();
}

// src/pure/bytes.ts
function toHex(bytes) {
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return hex;
}
function fromHex(hex) {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return void 0;
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}
function utf8(text2) {
  const bytes = utf8Encode(text2);
  if (bytes === null) throw new RangeError("a lone surrogate");
  return bytes;
}
function fromUtf8(bytes) {
  return utf8Decode(bytes) ?? void 0;
}
function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part2) => length + part2.length, 0));
  let at = 0;
  for (const part2 of parts) {
    all.set(part2, at);
    at += part2.length;
  }
  return all;
}
function equal(a, b) {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}

// src/engine/clock.ts
var clock = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  draw: (count) => crypto.getRandomValues(new Uint8Array(count))
};
function beforePaint(act) {
  requestAnimationFrame(act);
}
var inJapan = new Intl.DateTimeFormat("ja-JP", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "Asia/Tokyo"
});
function wallClock(inMs) {
  return inJapan.format(new Date(Date.now() + inMs));
}
var Alarm = class {
  #cancel;
  #clock;
  constructor(clock2) {
    this.#clock = clock2;
  }
  set(ms, act) {
    this.stop();
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = void 0;
      act();
    });
  }
  stop() {
    this.#cancel?.();
    this.#cancel = void 0;
  }
};

// src/engine/clipboard.ts
function plain(text2) {
  return text2.replace(/\r\n?/g, "\n").replace(/\p{Cs}/gu, "").replace(/[^\P{Cc}\n\t]/gu, "");
}
function typedPieces(text2) {
  return pieces(plain(text2), MAX_TEXT_BYTES, (letter) => utf8Length(letter) ?? 0);
}
function clipboardPieces(text2, serial) {
  const whole = plain(text2);
  if ((utf8Length(whole) ?? Number.POSITIVE_INFINITY) > MAX_CLIPBOARD_BYTES) return void 0;
  const parts = pieces(whole, CLIPBOARD_PIECE_CHARS, () => 1);
  if (parts.length === 0) parts.push("");
  return parts.map((part2, at) => ({ t: "clipboard_text", serial, last: at === parts.length - 1, text: part2 }));
}
function pieces(text2, most, size) {
  const found = [];
  let piece = "";
  let used = 0;
  for (const letter of text2) {
    const more = size(letter);
    if (used + more > most) {
      found.push(piece);
      piece = "";
      used = 0;
    }
    piece += letter;
    used += more;
  }
  if (piece !== "") found.push(piece);
  return found;
}
var ClipboardReader = class {
  #serial = -1;
  #text = "";
  #bytes = 0;
  /** The whole text when this piece completes it. Text beyond MAX_CLIPBOARD_BYTES never completes. */
  add(piece) {
    if (piece.serial !== this.#serial) {
      this.#serial = piece.serial;
      this.#text = "";
      this.#bytes = 0;
    }
    this.#bytes += utf8Length(piece.text) ?? 0;
    if (this.#bytes > MAX_CLIPBOARD_BYTES) {
      this.#text = "";
      return void 0;
    }
    this.#text += piece.text;
    if (!piece.last) return void 0;
    const whole = this.#text;
    this.#serial = -1;
    this.#text = "";
    return whole;
  }
};

// src/engine/conversation.ts
var QUIET_MS = 12e3;
var WAVERING_MS = 3e3;
var Conversation = class {
  #clock;
  #events;
  #alive;
  #quiet;
  #waver;
  #clipboard = new ClipboardReader();
  #clipboardSerial = 0;
  #serial = 0;
  #echo = 0;
  #heardAt = 0;
  #seen = false;
  constructor(clock2, events) {
    this.#clock = clock2;
    this.#events = events;
    this.#alive = new Alarm(clock2);
    this.#quiet = new Alarm(clock2);
    this.#waver = new Alarm(clock2);
  }
  /** The path is open. `allowed` says which permission is asked for at once; empty after an interruption. */
  begin(codecs2, allowed) {
    this.#heardAt = this.#clock.now();
    this.#clipboard = new ClipboardReader();
    this.say({ t: "ready", codecs: codecs2 });
    if (allowed.includes(Permission.VIEW)) this.say({ t: "ask", permission: Permission.VIEW });
    this.#beat();
    this.#watch();
  }
  say(message) {
    this.#events.say(writePeerFromCommunicator(message));
  }
  putOnClipboard(text2) {
    this.#clipboardSerial += 1;
    const pieces2 = clipboardPieces(text2, this.#clipboardSerial);
    for (const piece of pieces2 ?? []) this.say(piece);
    return pieces2 !== void 0;
  }
  heard(json) {
    const message = readPeerFromSubscriber(json);
    if (message === void 0) {
      this.#events.broken();
      return;
    }
    this.signOfLife();
    switch (message.t) {
      case "snapshot": {
        this.#events.changed({ gate: { snapshot: message, at: this.#clock.now() }, heardAt: this.#heardAt });
        const sees = !message.paused && message.grants.some(({ permission: permission2 }) => permission2 === Permission.VIEW);
        if (this.#seen && !sees) this.#events.hidden();
        this.#seen = sees;
        return;
      }
      case "layout":
        this.#events.layout(message);
        this.#events.changed({ layout: message });
        return;
      case "alive":
        this.#echo = message.serial;
        this.#events.changed({ heardAt: this.#heardAt });
        return;
      case "clipboard_text": {
        const text2 = this.#clipboard.add(message);
        if (text2 !== void 0) this.#events.clipboard(text2);
        return;
      }
      case "note":
        this.#events.note(message.code);
        return;
      case "bye":
        this.#events.bye(message.reason);
        return;
    }
  }
  signOfLife() {
    this.#heardAt = this.#clock.now();
  }
  wavering(wavering) {
    if (wavering) this.#waver.set(WAVERING_MS, () => this.#events.silent());
    else this.#waver.stop();
  }
  /** The path is gone. Answers the moment until which it may come back. */
  interrupted() {
    this.end();
    return this.#heardAt + ENDED_AFTER_S * 1e3;
  }
  end() {
    this.#alive.stop();
    this.#quiet.stop();
    this.#waver.stop();
  }
  #beat() {
    this.#serial += 1;
    this.say({ t: "alive", serial: this.#serial, echo: this.#echo });
    this.#alive.set(ALIVE_EVERY_S * 1e3, () => this.#beat());
  }
  #watch() {
    const left = this.#heardAt + QUIET_MS - this.#clock.now();
    if (left <= 0) this.#events.silent();
    else this.#quiet.set(left, () => this.#watch());
  }
};

// src/pure/errors.ts
var ExchangeError = class extends Error {
  ending;
  constructor(ending, what) {
    super(what);
    this.name = new.target.name;
    this.ending = ending;
  }
};
var OutOfOrder = class extends ExchangeError {
  constructor(what) {
    super(Ending.PROTOCOL_BROKEN, what);
  }
};
var NotSealed = class extends ExchangeError {
  constructor() {
    super(Ending.PROTOCOL_BROKEN, "a sealed message does not open");
  }
};

// node_modules/@noble/hashes/_u64.js
var U32_MASK64 = /* @__PURE__ */ (() => BigInt(2 ** 32 - 1))();
var _32n = /* @__PURE__ */ BigInt(32);
function fromBig(n, le = false) {
  if (le)
    return { h: Number(n & U32_MASK64), l: Number(n >> _32n & U32_MASK64) };
  return { h: Number(n >> _32n & U32_MASK64) | 0, l: Number(n & U32_MASK64) | 0 };
}
function split(lst, le = false) {
  const len = lst.length;
  let Ah = new Uint32Array(len);
  let Al = new Uint32Array(len);
  for (let i = 0; i < len; i++) {
    const { h, l } = fromBig(lst[i], le);
    [Ah[i], Al[i]] = [h, l];
  }
  return [Ah, Al];
}
var fromNumH = (n) => n / 2 ** 32 | 0;
var fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE2) {
  const h = fromNumH(n);
  const l = fromNumL(n);
  view.setUint32(byteOffset, isLE2 ? l : h, isLE2);
  view.setUint32(byteOffset + 4, isLE2 ? h : l, isLE2);
}
var shrSH = (h, _l, s) => h >>> s;
var shrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrSH = (h, l, s) => h >>> s | l << 32 - s;
var rotrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrBH = (h, l, s) => h << 64 - s | l >>> s - 32;
var rotrBL = (h, l, s) => h >>> s - 32 | l << 64 - s;
function add(Ah, Al, Bh, Bl) {
  const l = (Al >>> 0) + (Bl >>> 0);
  return { h: Ah + Bh + (l / 2 ** 32 | 0) | 0, l: l | 0 };
}
var add3L = (Al, Bl, Cl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0);
var add3H = (low, Ah, Bh, Ch) => Ah + Bh + Ch + (low / 2 ** 32 | 0) | 0;
var add4L = (Al, Bl, Cl, Dl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0);
var add4H = (low, Ah, Bh, Ch, Dh) => Ah + Bh + Ch + Dh + (low / 2 ** 32 | 0) | 0;
var add5L = (Al, Bl, Cl, Dl, El) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0) + (El >>> 0);
var add5H = (low, Ah, Bh, Ch, Dh, Eh) => Ah + Bh + Ch + Dh + Eh + (low / 2 ** 32 | 0) | 0;

// node_modules/@noble/hashes/utils.js
function isBytes(a) {
  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle = (title) => title ? `"${title}" ` : "";
function anumber(n, title = "") {
  if (typeof n !== "number")
    throw new TypeError(atitle(title) + "expected number, got " + typeof n);
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
  return n;
}
function abytes(value, length, title = "") {
  if (isBytes(value) && (length === void 0 || value.length === length))
    return value;
  if (length !== void 0)
    anumber(length, "length");
  const bytes = isBytes(value);
  const ofLen = length !== void 0 ? ` of length ${length}` : "";
  const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
  const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
  if (!bytes)
    throw new TypeError(message);
  throw new RangeError(message);
}
function ahash(h) {
  if (typeof h !== "function" || typeof h.create !== "function")
    throw new TypeError("expected hash wrapped by utils.createHasher");
  anumber(h.outputLen);
  anumber(h.blockLen);
  if (h.outputLen < 1 || h.blockLen < 1)
    throw new Error("hash blockLen / outputLen must be >= 1");
}
var aobject = (value, label) => {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
};
var aopts = (value, label) => {
  aobject(value, label);
  const proto = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== null)
    throw new TypeError(`"${label}" expected plain object`);
  if (Object.hasOwn(value, "__proto__"))
    throw new TypeError(`"${label}.__proto__" is not allowed`);
};
function aexists(instance, checkFinished = true) {
  if (instance.destroyed)
    throw new Error("hash was destroyed");
  if (checkFinished && instance.finished)
    throw new Error("digest() was already called");
}
function aoutput(out, instance) {
  abytes(out, void 0, "output");
  const min = instance.outputLen;
  if (!(out.length >= min)) {
    throw new RangeError('"output" expected length >= ' + min);
  }
}
function clean(...arrays) {
  for (let i = 0; i < arrays.length; i++) {
    arrays[i].fill(0);
  }
}
function createView(arr) {
  return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
function rotr(word2, shift) {
  return word2 << 32 - shift | word2 >>> shift;
}
var hasHexBuiltin = /* @__PURE__ */ (() => (
  // @ts-ignore
  typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
))();
var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
function bytesToHex(bytes) {
  abytes(bytes);
  if (hasHexBuiltin)
    return bytes.toHex();
  let hex = "";
  for (let i = 0; i < bytes.length; i++) {
    hex += hexes[bytes[i]];
  }
  return hex;
}
function asciiToBase16(ch) {
  return ch >= 48 && ch <= 57 ? ch - 48 : ch >= 65 && ch <= 70 ? ch - (65 - 10) : ch >= 97 && ch <= 102 ? ch - (97 - 10) : void 0;
}
function hexToBytes(hex) {
  if (typeof hex !== "string")
    throw new TypeError("hex string expected, got " + typeof hex);
  if (hasHexBuiltin) {
    try {
      return Uint8Array.fromHex(hex);
    } catch (error) {
      if (error instanceof SyntaxError)
        throw new RangeError(error.message);
      throw error;
    }
  }
  const hl = hex.length;
  const al = hl / 2;
  if (hl % 2)
    throw new RangeError("hex string expected, got unpadded hex of length " + hl);
  const array = new Uint8Array(al);
  for (let ai = 0, hi = 0; ai < al; ai++, hi += 2) {
    const n1 = asciiToBase16(hex.charCodeAt(hi));
    const n2 = asciiToBase16(hex.charCodeAt(hi + 1));
    if (n1 === void 0 || n2 === void 0) {
      const char = hex[hi] + hex[hi + 1];
      throw new RangeError('hex string expected, got non-hex character "' + char + '" at index ' + hi);
    }
    array[ai] = n1 * 16 + n2;
  }
  return array;
}
function concatBytes(...arrays) {
  let sum = 0;
  for (let i = 0; i < arrays.length; i++) {
    const a = arrays[i];
    abytes(a);
    sum += a.length;
  }
  const res = new Uint8Array(sum);
  for (let i = 0, pad = 0; i < arrays.length; i++) {
    const a = arrays[i];
    res.set(a, pad);
    pad += a.length;
  }
  return res;
}
function checkOpts(defaults, opts, title = "opts") {
  aopts(defaults, "defaults");
  if (opts !== void 0)
    aopts(opts, title);
  const merged = Object.assign(/* @__PURE__ */ Object.create(null), defaults, opts);
  return merged;
}
function createHasher(hashCons, info = {}) {
  if (typeof hashCons !== "function")
    throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
  info = checkOpts({}, info, "info");
  const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
  const tmp = hashCons(void 0);
  hashC.outputLen = tmp.outputLen;
  hashC.blockLen = tmp.blockLen;
  hashC.canXOF = tmp.canXOF;
  hashC.create = (opts) => hashCons(opts);
  Object.assign(hashC, info);
  return Object.freeze(hashC);
}
function randomBytes(bytesLength = 32) {
  anumber(bytesLength, "bytesLength");
  const cr = typeof globalThis === "object" ? globalThis.crypto : null;
  if (typeof cr?.getRandomValues !== "function")
    throw new Error("crypto.getRandomValues must be defined");
  if (bytesLength > 65536)
    throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
  return cr.getRandomValues(new Uint8Array(bytesLength));
}
var oidNist = (suffix) => ({
  // Current NIST hashAlgs suffixes used here fit in one DER subidentifier octet.
  // Larger suffix values would need base-128 OID encoding and a different length byte.
  oid: Uint8Array.from([6, 9, 96, 134, 72, 1, 101, 3, 4, 2, suffix])
});

// node_modules/@noble/hashes/_md.js
function Chi(a, b, c) {
  return a & b ^ ~a & c;
}
function Maj(a, b, c) {
  return a & b ^ a & c ^ b & c;
}
var HashMD = class {
  blockLen;
  outputLen;
  canXOF = false;
  padOffset;
  isLE;
  // For partial updates less than block size
  buffer;
  view;
  finished = false;
  length = 0;
  pos = 0;
  destroyed = false;
  constructor(blockLen, outputLen, padOffset, isLE2) {
    this.blockLen = blockLen;
    this.outputLen = outputLen;
    this.padOffset = padOffset;
    this.isLE = isLE2;
    this.buffer = new Uint8Array(blockLen);
    this.view = createView(this.buffer);
  }
  update(data) {
    aexists(this);
    abytes(data);
    const { view, buffer, blockLen } = this;
    const len = data.length;
    let processed = false;
    for (let pos = 0; pos < len; ) {
      const take = Math.min(blockLen - this.pos, len - pos);
      if (take === blockLen) {
        const dataView = createView(data);
        for (; blockLen <= len - pos; pos += blockLen)
          this.process(dataView, pos);
        processed = true;
        continue;
      }
      buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
      this.pos += take;
      pos += take;
      if (this.pos === blockLen) {
        this.process(view, 0);
        this.pos = 0;
        processed = true;
      }
    }
    this.length += data.length;
    if (processed)
      this.roundClean();
    return this;
  }
  digestInto(out) {
    aexists(this);
    aoutput(out, this);
    this.finished = true;
    const { buffer, view, blockLen, isLE: isLE2 } = this;
    let { pos } = this;
    buffer[pos++] = 128;
    buffer.fill(0, pos);
    if (this.padOffset > blockLen - pos) {
      this.process(view, 0);
      buffer.fill(0);
    }
    setU64FromNum(view, blockLen - 8, this.length * 8, isLE2);
    this.process(view, 0);
    this.roundClean();
    const oview = out === buffer ? view : createView(out);
    const len = this.outputLen;
    const outLen = len / 4;
    const state = this.get();
    if (len % 4 || outLen > state.length)
      throw new Error("invalid outputLen");
    for (let i = 0; i < outLen; i++)
      oview.setUint32(4 * i, state[i], isLE2);
  }
  digest() {
    const { buffer, outputLen } = this;
    this.digestInto(buffer);
    const res = buffer.slice(0, outputLen);
    this.destroy();
    return res;
  }
  _cloneIntoMeta(to) {
    const { buffer, length, finished, destroyed, pos } = this;
    to.destroyed = destroyed;
    to.finished = finished;
    to.length = length;
    to.pos = pos;
    if (pos)
      to.buffer.set(buffer);
    return to;
  }
  clone() {
    return this._cloneInto();
  }
};
var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
  1779033703,
  3144134277,
  1013904242,
  2773480762,
  1359893119,
  2600822924,
  528734635,
  1541459225
]);
var SHA512_IV = /* @__PURE__ */ Uint32Array.from([
  1779033703,
  4089235720,
  3144134277,
  2227873595,
  1013904242,
  4271175723,
  2773480762,
  1595750129,
  1359893119,
  2917565137,
  2600822924,
  725511199,
  528734635,
  4215389547,
  1541459225,
  327033209
]);

// node_modules/@noble/hashes/sha2.js
var SHA256_K = /* @__PURE__ */ Uint32Array.from([
  1116352408,
  1899447441,
  3049323471,
  3921009573,
  961987163,
  1508970993,
  2453635748,
  2870763221,
  3624381080,
  310598401,
  607225278,
  1426881987,
  1925078388,
  2162078206,
  2614888103,
  3248222580,
  3835390401,
  4022224774,
  264347078,
  604807628,
  770255983,
  1249150122,
  1555081692,
  1996064986,
  2554220882,
  2821834349,
  2952996808,
  3210313671,
  3336571891,
  3584528711,
  113926993,
  338241895,
  666307205,
  773529912,
  1294757372,
  1396182291,
  1695183700,
  1986661051,
  2177026350,
  2456956037,
  2730485921,
  2820302411,
  3259730800,
  3345764771,
  3516065817,
  3600352804,
  4094571909,
  275423344,
  430227734,
  506948616,
  659060556,
  883997877,
  958139571,
  1322822218,
  1537002063,
  1747873779,
  1955562222,
  2024104815,
  2227730452,
  2361852424,
  2428436474,
  2756734187,
  3204031479,
  3329325298
]);
var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
var SHA2_32B = class extends HashMD {
  // We cannot use array here since array allows indexing by variable
  // which means optimizer/compiler cannot use registers.
  // Numeric initializers matter: starting the fields as `undefined` changes
  // V8's field representation and makes sha256 3x slower (measured).
  A = 0;
  B = 0;
  C = 0;
  D = 0;
  E = 0;
  F = 0;
  G = 0;
  H = 0;
  constructor(outputLen, IV) {
    super(64, outputLen, 8, false);
    this.A = IV[0] | 0;
    this.B = IV[1] | 0;
    this.C = IV[2] | 0;
    this.D = IV[3] | 0;
    this.E = IV[4] | 0;
    this.F = IV[5] | 0;
    this.G = IV[6] | 0;
    this.H = IV[7] | 0;
  }
  get() {
    const { A, B, C, D, E, F, G, H } = this;
    return [A, B, C, D, E, F, G, H];
  }
  // prettier-ignore
  set(A, B, C, D, E, F, G, H) {
    this.A = A | 0;
    this.B = B | 0;
    this.C = C | 0;
    this.D = D | 0;
    this.E = E | 0;
    this.F = F | 0;
    this.G = G | 0;
    this.H = H | 0;
  }
  _cloneInto(to) {
    (to ||= new this.constructor()).set(...this.get());
    return this._cloneIntoMeta(to);
  }
  process(view, offset) {
    for (let i = 0; i < 16; i++, offset += 4)
      SHA256_W[i] = view.getUint32(offset, false);
    for (let i = 16; i < 64; i++) {
      const W15 = SHA256_W[i - 15];
      const W2 = SHA256_W[i - 2];
      const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
      const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
      SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
    }
    let { A, B, C, D, E, F, G, H } = this;
    for (let i = 0; i < 64; i++) {
      const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
      const T1 = H + sigma1 + Chi(E, F, G) + SHA256_K[i] + SHA256_W[i] | 0;
      const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
      const T2 = sigma0 + Maj(A, B, C) | 0;
      H = G;
      G = F;
      F = E;
      E = D + T1 | 0;
      D = C;
      C = B;
      B = A;
      A = T1 + T2 | 0;
    }
    A = A + this.A | 0;
    B = B + this.B | 0;
    C = C + this.C | 0;
    D = D + this.D | 0;
    E = E + this.E | 0;
    F = F + this.F | 0;
    G = G + this.G | 0;
    H = H + this.H | 0;
    this.set(A, B, C, D, E, F, G, H);
  }
  roundClean() {
    clean(SHA256_W);
  }
  destroy() {
    this.destroyed = true;
    this.set(0, 0, 0, 0, 0, 0, 0, 0);
    clean(this.buffer);
  }
};
var _SHA256 = class extends SHA2_32B {
  constructor() {
    super(32, SHA256_IV);
  }
};
var K512 = /* @__PURE__ */ (() => split([
  "0x428a2f98d728ae22",
  "0x7137449123ef65cd",
  "0xb5c0fbcfec4d3b2f",
  "0xe9b5dba58189dbbc",
  "0x3956c25bf348b538",
  "0x59f111f1b605d019",
  "0x923f82a4af194f9b",
  "0xab1c5ed5da6d8118",
  "0xd807aa98a3030242",
  "0x12835b0145706fbe",
  "0x243185be4ee4b28c",
  "0x550c7dc3d5ffb4e2",
  "0x72be5d74f27b896f",
  "0x80deb1fe3b1696b1",
  "0x9bdc06a725c71235",
  "0xc19bf174cf692694",
  "0xe49b69c19ef14ad2",
  "0xefbe4786384f25e3",
  "0x0fc19dc68b8cd5b5",
  "0x240ca1cc77ac9c65",
  "0x2de92c6f592b0275",
  "0x4a7484aa6ea6e483",
  "0x5cb0a9dcbd41fbd4",
  "0x76f988da831153b5",
  "0x983e5152ee66dfab",
  "0xa831c66d2db43210",
  "0xb00327c898fb213f",
  "0xbf597fc7beef0ee4",
  "0xc6e00bf33da88fc2",
  "0xd5a79147930aa725",
  "0x06ca6351e003826f",
  "0x142929670a0e6e70",
  "0x27b70a8546d22ffc",
  "0x2e1b21385c26c926",
  "0x4d2c6dfc5ac42aed",
  "0x53380d139d95b3df",
  "0x650a73548baf63de",
  "0x766a0abb3c77b2a8",
  "0x81c2c92e47edaee6",
  "0x92722c851482353b",
  "0xa2bfe8a14cf10364",
  "0xa81a664bbc423001",
  "0xc24b8b70d0f89791",
  "0xc76c51a30654be30",
  "0xd192e819d6ef5218",
  "0xd69906245565a910",
  "0xf40e35855771202a",
  "0x106aa07032bbd1b8",
  "0x19a4c116b8d2d0c8",
  "0x1e376c085141ab53",
  "0x2748774cdf8eeb99",
  "0x34b0bcb5e19b48a8",
  "0x391c0cb3c5c95a63",
  "0x4ed8aa4ae3418acb",
  "0x5b9cca4f7763e373",
  "0x682e6ff3d6b2b8a3",
  "0x748f82ee5defb2fc",
  "0x78a5636f43172f60",
  "0x84c87814a1f0ab72",
  "0x8cc702081a6439ec",
  "0x90befffa23631e28",
  "0xa4506cebde82bde9",
  "0xbef9a3f7b2c67915",
  "0xc67178f2e372532b",
  "0xca273eceea26619c",
  "0xd186b8c721c0c207",
  "0xeada7dd6cde0eb1e",
  "0xf57d4f7fee6ed178",
  "0x06f067aa72176fba",
  "0x0a637dc5a2c898a6",
  "0x113f9804bef90dae",
  "0x1b710b35131c471b",
  "0x28db77f523047d84",
  "0x32caab7b40c72493",
  "0x3c9ebe0a15c9bebc",
  "0x431d67c49c100d4c",
  "0x4cc5d4becb3e42b6",
  "0x597f299cfc657e2a",
  "0x5fcb6fab3ad6faec",
  "0x6c44198c4a475817"
].map((n) => BigInt(n))))();
var SHA512_Kh = /* @__PURE__ */ (() => K512[0])();
var SHA512_Kl = /* @__PURE__ */ (() => K512[1])();
var SHA512_W_H = /* @__PURE__ */ new Uint32Array(80);
var SHA512_W_L = /* @__PURE__ */ new Uint32Array(80);
var SHA2_64B = class extends HashMD {
  // We cannot use array here since array allows indexing by variable
  // which means optimizer/compiler cannot use registers.
  // h -- high 32 bits, l -- low 32 bits
  // Numeric initializers matter: starting the fields as `undefined` changes
  // V8's field representation and slows hashing down (measured on sha256).
  Ah = 0;
  Al = 0;
  Bh = 0;
  Bl = 0;
  Ch = 0;
  Cl = 0;
  Dh = 0;
  Dl = 0;
  Eh = 0;
  El = 0;
  Fh = 0;
  Fl = 0;
  Gh = 0;
  Gl = 0;
  Hh = 0;
  Hl = 0;
  constructor(outputLen, IV) {
    super(128, outputLen, 16, false);
    this.Ah = IV[0] | 0;
    this.Al = IV[1] | 0;
    this.Bh = IV[2] | 0;
    this.Bl = IV[3] | 0;
    this.Ch = IV[4] | 0;
    this.Cl = IV[5] | 0;
    this.Dh = IV[6] | 0;
    this.Dl = IV[7] | 0;
    this.Eh = IV[8] | 0;
    this.El = IV[9] | 0;
    this.Fh = IV[10] | 0;
    this.Fl = IV[11] | 0;
    this.Gh = IV[12] | 0;
    this.Gl = IV[13] | 0;
    this.Hh = IV[14] | 0;
    this.Hl = IV[15] | 0;
  }
  // prettier-ignore
  get() {
    const { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
    return [Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl];
  }
  // prettier-ignore
  set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl) {
    this.Ah = Ah | 0;
    this.Al = Al | 0;
    this.Bh = Bh | 0;
    this.Bl = Bl | 0;
    this.Ch = Ch | 0;
    this.Cl = Cl | 0;
    this.Dh = Dh | 0;
    this.Dl = Dl | 0;
    this.Eh = Eh | 0;
    this.El = El | 0;
    this.Fh = Fh | 0;
    this.Fl = Fl | 0;
    this.Gh = Gh | 0;
    this.Gl = Gl | 0;
    this.Hh = Hh | 0;
    this.Hl = Hl | 0;
  }
  _cloneInto(to) {
    (to ||= new this.constructor()).set(...this.get());
    return this._cloneIntoMeta(to);
  }
  process(view, offset) {
    for (let i = 0; i < 16; i++, offset += 4) {
      SHA512_W_H[i] = view.getUint32(offset);
      SHA512_W_L[i] = view.getUint32(offset += 4);
    }
    for (let i = 16; i < 80; i++) {
      const W15h = SHA512_W_H[i - 15] | 0;
      const W15l = SHA512_W_L[i - 15] | 0;
      const s0h = rotrSH(W15h, W15l, 1) ^ rotrSH(W15h, W15l, 8) ^ shrSH(W15h, W15l, 7);
      const s0l = rotrSL(W15h, W15l, 1) ^ rotrSL(W15h, W15l, 8) ^ shrSL(W15h, W15l, 7);
      const W2h = SHA512_W_H[i - 2] | 0;
      const W2l = SHA512_W_L[i - 2] | 0;
      const s1h = rotrSH(W2h, W2l, 19) ^ rotrBH(W2h, W2l, 61) ^ shrSH(W2h, W2l, 6);
      const s1l = rotrSL(W2h, W2l, 19) ^ rotrBL(W2h, W2l, 61) ^ shrSL(W2h, W2l, 6);
      const SUMl = add4L(s0l, s1l, SHA512_W_L[i - 7], SHA512_W_L[i - 16]);
      const SUMh = add4H(SUMl, s0h, s1h, SHA512_W_H[i - 7], SHA512_W_H[i - 16]);
      SHA512_W_H[i] = SUMh | 0;
      SHA512_W_L[i] = SUMl | 0;
    }
    let { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
    for (let i = 0; i < 80; i++) {
      const sigma1h = rotrSH(Eh, El, 14) ^ rotrSH(Eh, El, 18) ^ rotrBH(Eh, El, 41);
      const sigma1l = rotrSL(Eh, El, 14) ^ rotrSL(Eh, El, 18) ^ rotrBL(Eh, El, 41);
      const CHIh = Eh & Fh ^ ~Eh & Gh;
      const CHIl = El & Fl ^ ~El & Gl;
      const T1ll = add5L(Hl, sigma1l, CHIl, SHA512_Kl[i], SHA512_W_L[i]);
      const T1h = add5H(T1ll, Hh, sigma1h, CHIh, SHA512_Kh[i], SHA512_W_H[i]);
      const T1l = T1ll | 0;
      const sigma0h = rotrSH(Ah, Al, 28) ^ rotrBH(Ah, Al, 34) ^ rotrBH(Ah, Al, 39);
      const sigma0l = rotrSL(Ah, Al, 28) ^ rotrBL(Ah, Al, 34) ^ rotrBL(Ah, Al, 39);
      const MAJh = Ah & Bh ^ Ah & Ch ^ Bh & Ch;
      const MAJl = Al & Bl ^ Al & Cl ^ Bl & Cl;
      Hh = Gh | 0;
      Hl = Gl | 0;
      Gh = Fh | 0;
      Gl = Fl | 0;
      Fh = Eh | 0;
      Fl = El | 0;
      ({ h: Eh, l: El } = add(Dh | 0, Dl | 0, T1h | 0, T1l | 0));
      Dh = Ch | 0;
      Dl = Cl | 0;
      Ch = Bh | 0;
      Cl = Bl | 0;
      Bh = Ah | 0;
      Bl = Al | 0;
      const All = add3L(T1l, sigma0l, MAJl);
      Ah = add3H(All, T1h, sigma0h, MAJh);
      Al = All | 0;
    }
    ({ h: Ah, l: Al } = add(this.Ah | 0, this.Al | 0, Ah | 0, Al | 0));
    ({ h: Bh, l: Bl } = add(this.Bh | 0, this.Bl | 0, Bh | 0, Bl | 0));
    ({ h: Ch, l: Cl } = add(this.Ch | 0, this.Cl | 0, Ch | 0, Cl | 0));
    ({ h: Dh, l: Dl } = add(this.Dh | 0, this.Dl | 0, Dh | 0, Dl | 0));
    ({ h: Eh, l: El } = add(this.Eh | 0, this.El | 0, Eh | 0, El | 0));
    ({ h: Fh, l: Fl } = add(this.Fh | 0, this.Fl | 0, Fh | 0, Fl | 0));
    ({ h: Gh, l: Gl } = add(this.Gh | 0, this.Gl | 0, Gh | 0, Gl | 0));
    ({ h: Hh, l: Hl } = add(this.Hh | 0, this.Hl | 0, Hh | 0, Hl | 0));
    this.set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl);
  }
  roundClean() {
    clean(SHA512_W_H, SHA512_W_L);
  }
  destroy() {
    this.destroyed = true;
    clean(this.buffer);
    this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }
};
var _SHA512 = class extends SHA2_64B {
  constructor() {
    super(64, SHA512_IV);
  }
};
var sha256 = /* @__PURE__ */ createHasher(
  () => new _SHA256(),
  /* @__PURE__ */ oidNist(1)
);
var sha512 = /* @__PURE__ */ createHasher(
  () => new _SHA512(),
  /* @__PURE__ */ oidNist(3)
);

// node_modules/@noble/curves/utils.js
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
function aarray(item, title, inner = () => {
}) {
  if (!Array.isArray(item))
    throw new TypeError(`"${title}" expected array, got type=${typeof item}`);
  for (let i = 0; i < item.length; i++)
    inner(item[i], `${title}[${i}]`);
  return item;
}
var abytes2 = (value, length, title) => abytes(value, length, title);
var anumber2 = anumber;
function aobject2(value, title = "object") {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
  return value;
}
function afunction(value, title) {
  if (typeof value !== "function")
    throw new TypeError(`"${title}" is invalid: expected function, got ${typeof value}`);
  return value;
}
var bytesToHex2 = bytesToHex;
var concatBytes2 = (...arrays) => concatBytes(...arrays);
var hexToBytes2 = (hex) => hexToBytes(hex);
var isBytes2 = isBytes;
var randomBytes2 = (bytesLength) => randomBytes(bytesLength);
var _0n = /* @__PURE__ */ BigInt(0);
var _1n = /* @__PURE__ */ BigInt(1);
var atitle2 = (title) => title ? `"${title}" ` : "";
function abool(value, title = "") {
  if (typeof value !== "boolean")
    throw new TypeError(atitle2(title) + "expected boolean, got type=" + typeof value);
  return value;
}
function abignumber(n) {
  if (typeof n === "bigint") {
    if (!isPosBig(n))
      throw new RangeError("positive bigint expected, got " + n);
  } else
    anumber2(n);
  return n;
}
function asafenumber(value, title = "") {
  if (typeof value !== "number") {
    const prefix = title && `"${title}" `;
    throw new TypeError(prefix + "expected number, got type=" + typeof value);
  }
  if (!Number.isSafeInteger(value)) {
    const prefix = title && `"${title}" `;
    throw new RangeError(prefix + "expected safe integer, got " + value);
  }
}
function hexToNumber(hex) {
  if (typeof hex !== "string")
    throw new TypeError("hex string expected, got " + typeof hex);
  return hex === "" ? _0n : BigInt("0x" + hex);
}
function bytesToNumberBE(bytes) {
  return hexToNumber(bytesToHex(bytes));
}
function bytesToNumberLE(bytes) {
  return hexToNumber(bytesToHex(copyBytes(abytes(bytes)).reverse()));
}
function numberToBytesBE(n, len) {
  anumber(len);
  if (len === 0)
    throw new Error("zero output length is invalid");
  n = abignumber(n);
  const expectedLen = len * 2;
  const hex = n.toString(16);
  if (hex.length > expectedLen)
    throw new RangeError("number is too large");
  return hexToBytes(hex.padStart(expectedLen, "0"));
}
function numberToBytesLE(n, len) {
  return numberToBytesBE(n, len).reverse();
}
function copyBytes(bytes) {
  return Uint8Array.from(abytes2(bytes));
}
function isPosBig(n) {
  return typeof n === "bigint" && _0n <= n;
}
function inRange2(n, min, max) {
  return isPosBig(n) && isPosBig(min) && isPosBig(max) && min <= n && n < max;
}
function aInRange(title, n, min, max) {
  if (!inRange2(n, min, max))
    throw new RangeError("expected valid " + title + ": " + min + " <= n < " + max + ", got " + n);
}
function bitLen(n) {
  if (n < _0n)
    throw new Error("expected non-negative bigint, got " + n);
  return n === _0n ? 0 : n.toString(2).length;
}
var bitMask = (n) => {
  asafenumber(n, "n");
  return (_1n << BigInt(n)) - _1n;
};
function validateObject(object, fields = {}, optFields = {}, title = "object") {
  aobject2(object, title);
  aobject2(fields, "fields");
  aobject2(optFields, "optFields");
  function checkField(fieldName, expectedType, isOpt) {
    const label = title === "object" ? `param "${String(fieldName)}"` : `"${title}.${String(fieldName)}"`;
    const val = object[fieldName];
    if (!Object.hasOwn(object, fieldName) && (isOpt ? val !== void 0 : expectedType !== "function")) {
      throw new TypeError(`${label} is invalid: expected own property`);
    }
    if (isOpt && val === void 0)
      return;
    const current = typeof val;
    if (current !== expectedType || val === null)
      throw new TypeError(`${label} is invalid: expected ${expectedType}, got ${current}`);
  }
  const iter = (f, isOpt) => Object.entries(f).forEach(([k, v]) => checkField(k, v, isOpt));
  iter(fields, false);
  iter(optFields, true);
}

// node_modules/@noble/curves/abstract/modular.js
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n2 = /* @__PURE__ */ BigInt(0);
var _1n2 = /* @__PURE__ */ BigInt(1);
var _2n = /* @__PURE__ */ BigInt(2);
var _3n = /* @__PURE__ */ BigInt(3);
var _4n = /* @__PURE__ */ BigInt(4);
var _5n = /* @__PURE__ */ BigInt(5);
var _7n = /* @__PURE__ */ BigInt(7);
var _8n = /* @__PURE__ */ BigInt(8);
var _9n = /* @__PURE__ */ BigInt(9);
var _15n = /* @__PURE__ */ BigInt(15);
var _16n = /* @__PURE__ */ BigInt(16);
var POW_WINDOWED_MIN = /* @__PURE__ */ BigInt("0x10000000000000000");
function mod(a, b) {
  if (b <= _0n2)
    throw new Error("mod: expected positive modulus, got " + b);
  const result = a % b;
  return result >= _0n2 ? result : b + result;
}
function pow(num, power, modulo) {
  if (modulo <= _1n2)
    throw new Error("pow: expected modulus > 1, got " + modulo);
  if (typeof power !== "bigint")
    throw new TypeError("invalid exponent: expected bigint, got " + typeof power);
  if (power < _0n2)
    throw new Error("invalid exponent, negatives unsupported");
  if (power === _0n2)
    return _1n2;
  if (power === _1n2)
    return num;
  let d = num % modulo;
  if (d < _0n2)
    d += modulo;
  if (power < POW_WINDOWED_MIN) {
    let p2 = _1n2;
    while (power > _0n2) {
      if (power & _1n2)
        p2 = p2 * d % modulo;
      d = d * d % modulo;
      power >>= _1n2;
    }
    return p2;
  }
  const digits = [];
  while (power > _0n2) {
    digits.push(Number(power & _15n));
    power >>= _4n;
  }
  const table = new Array(16);
  table[0] = _1n2;
  table[1] = d;
  for (let i = 2; i < 16; i++)
    table[i] = table[i - 1] * d % modulo;
  let p = table[digits[digits.length - 1]];
  for (let w = digits.length - 2; w >= 0; w--) {
    p = p * p % modulo;
    p = p * p % modulo;
    p = p * p % modulo;
    p = p * p % modulo;
    const digit = digits[w];
    if (digit !== 0)
      p = p * table[digit] % modulo;
  }
  return p;
}
function pow2(x, power, modulo) {
  if (modulo <= _1n2)
    throw new Error("pow2: expected modulus > 1, got " + modulo);
  if (power < _0n2)
    throw new Error("pow2: expected non-negative exponent, got " + power);
  let res = x;
  while (power-- > _0n2) {
    res *= res;
    res %= modulo;
  }
  return res;
}
function invert(number, modulo) {
  if (number === _0n2)
    throw new Error("invert: expected non-zero number");
  if (modulo <= _1n2)
    throw new Error("invert: expected modulus > 1, got " + modulo);
  let a = mod(number, modulo);
  let b = modulo;
  let x = _0n2, u = _1n2;
  while (a !== _0n2) {
    const q = b / a;
    const r = b - a * q;
    const m = x - u * q;
    b = a, a = r, x = u, u = m;
  }
  const gcd = b;
  if (gcd !== _1n2)
    throw new Error("invert: does not exist");
  return mod(x, modulo);
}
function assertIsSquare(Fp2, root, n) {
  const F = Fp2;
  if (!F.eql(F.sqr(root), n))
    throw new Error("Cannot find square root");
}
function aoddModulus(order, fnName) {
  if ((order & _1n2) === _0n2)
    throw new Error(fnName + ": expected odd modulus, got " + order);
}
function sqrt3mod4(Fp2, n) {
  const F = Fp2;
  const p1div4 = (F.ORDER + _1n2) / _4n;
  const root = F.pow(n, p1div4);
  assertIsSquare(F, root, n);
  return root;
}
function sqrt5mod8(Fp2, n) {
  const F = Fp2;
  const p5div8 = (F.ORDER - _5n) / _8n;
  const n2 = F.mul(n, _2n);
  const v = F.pow(n2, p5div8);
  const nv = F.mul(n, v);
  const i = F.mul(F.mul(nv, _2n), v);
  const root = F.mul(nv, F.sub(i, F.ONE));
  assertIsSquare(F, root, n);
  return root;
}
function sqrt9mod16(P) {
  const Fp_ = Field(P);
  const tn = tonelliShanks(P);
  const c1 = tn(Fp_, Fp_.neg(Fp_.ONE));
  const c2 = tn(Fp_, c1);
  const c3 = tn(Fp_, Fp_.neg(c1));
  const c4 = (P + _7n) / _16n;
  return ((Fp2, n) => {
    const F = Fp2;
    let tv1 = F.pow(n, c4);
    let tv2 = F.mul(tv1, c1);
    const tv3 = F.mul(tv1, c2);
    const tv4 = F.mul(tv1, c3);
    const e1 = F.eql(F.sqr(tv2), n);
    const e2 = F.eql(F.sqr(tv3), n);
    tv1 = F.cmov(tv1, tv2, e1);
    tv2 = F.cmov(tv4, tv3, e2);
    const e3 = F.eql(F.sqr(tv2), n);
    const root = F.cmov(tv1, tv2, e3);
    assertIsSquare(F, root, n);
    return root;
  });
}
function tonelliShanks(P) {
  if (P < _3n)
    throw new Error("sqrt is not defined for small field");
  aoddModulus(P, "tonelliShanks");
  let Q = P - _1n2;
  let S = 0;
  while (Q % _2n === _0n2) {
    Q /= _2n;
    S++;
  }
  let Z = _2n;
  const _Fp = Field(P);
  while (FpLegendre(_Fp, Z) === 1) {
    if (Z++ > 1e3)
      throw new Error("Cannot find square root: probably non-prime P");
  }
  if (S === 1)
    return sqrt3mod4;
  let cc = _Fp.pow(Z, Q);
  const Q1div2 = (Q + _1n2) / _2n;
  return function tonelliSlow(Fp2, n) {
    const F = Fp2;
    if (F.is0(n))
      return n;
    if (FpLegendre(F, n) !== 1)
      throw new Error("Cannot find square root");
    let M = S;
    let c = F.mul(F.ONE, cc);
    let t = F.pow(n, Q);
    let R = F.pow(n, Q1div2);
    while (!F.eql(t, F.ONE)) {
      if (F.is0(t))
        throw new Error("Cannot find square root: probably non-prime P");
      let i = 1;
      let t_tmp = F.sqr(t);
      while (!F.eql(t_tmp, F.ONE)) {
        i++;
        t_tmp = F.sqr(t_tmp);
        if (i === M)
          throw new Error("Cannot find square root");
      }
      const exponent = _1n2 << BigInt(M - i - 1);
      const b = F.pow(c, exponent);
      M = i;
      c = F.sqr(b);
      t = F.mul(t, c);
      R = F.mul(R, b);
    }
    return R;
  };
}
function FpSqrt(P) {
  aoddModulus(P, "Fp.sqrt");
  if (P % _4n === _3n)
    return sqrt3mod4;
  if (P % _8n === _5n)
    return sqrt5mod8;
  if (P % _16n === _9n)
    return sqrt9mod16(P);
  return tonelliShanks(P);
}
var isNegativeLE = (num, modulo) => (mod(num, modulo) & _1n2) === _1n2;
var FIELD_FIELDS = [
  "create",
  "isValid",
  "is0",
  "neg",
  "inv",
  "sqrt",
  "sqr",
  "eql",
  "add",
  "sub",
  "mul",
  "pow",
  "div",
  "addN",
  "subN",
  "mulN",
  "sqrN"
];
function validateField(field) {
  aobject2(field, "field");
  if (typeof field.ORDER !== "bigint")
    throw new TypeError('param "ORDER" is invalid: expected bigint, got ' + typeof field.ORDER);
  asafenumber(field.BYTES, "BYTES");
  asafenumber(field.BITS, "BITS");
  for (const name of FIELD_FIELDS)
    afunction(field[name], "field." + name);
  if (field.BYTES < 1 || field.BITS < 1)
    throw new Error("invalid field: expected BYTES/BITS > 0");
  if (field.ORDER <= _1n2)
    throw new Error("invalid field: expected ORDER > 1, got " + field.ORDER);
  return field;
}
function FpInvertBatch(Fp2, nums, passZero = false) {
  validateField(Fp2);
  aarray(nums, "nums");
  abool(passZero, "passZero");
  const F = Fp2;
  const inverted = new Array(nums.length).fill(passZero ? F.ZERO : void 0);
  const multipliedAcc = nums.reduce((acc, num, i) => {
    if (F.is0(num))
      return acc;
    inverted[i] = acc;
    return F.mul(acc, num);
  }, F.ONE);
  const invertedAcc = F.inv(multipliedAcc);
  nums.reduceRight((acc, num, i) => {
    if (F.is0(num))
      return acc;
    inverted[i] = F.mul(acc, inverted[i]);
    return F.mul(acc, num);
  }, invertedAcc);
  return inverted;
}
function FpLegendre(Fp2, n) {
  validateField(Fp2);
  const F = Fp2;
  aoddModulus(F.ORDER, "FpLegendre");
  const p1mod2 = (F.ORDER - _1n2) / _2n;
  const powered = F.pow(n, p1mod2);
  const yes = F.eql(powered, F.ONE);
  const zero = F.eql(powered, F.ZERO);
  const no = F.eql(powered, F.neg(F.ONE));
  if (!yes && !zero && !no)
    throw new Error("invalid Legendre symbol result");
  return yes ? 1 : zero ? 0 : -1;
}
function nLength(n, nBitLength) {
  if (nBitLength !== void 0)
    anumber2(nBitLength);
  if (n <= _0n2)
    throw new Error("invalid n length: expected positive n, got " + n);
  if (nBitLength !== void 0 && nBitLength < 1)
    throw new Error("invalid n length: expected positive bit length, got " + nBitLength);
  const bits = bitLen(n);
  if (nBitLength !== void 0 && nBitLength < bits)
    throw new Error(`invalid n length: expected nBitLength (${nBitLength}) >= bitLen(n) (${bits})`);
  const _nBitLength = nBitLength !== void 0 ? nBitLength : bits;
  const nByteLength = Math.ceil(_nBitLength / 8);
  return { nBitLength: _nBitLength, nByteLength };
}
var FIELD_SQRT = /* @__PURE__ */ new WeakMap();
var _Field = class {
  ORDER;
  BITS;
  BYTES;
  isLE;
  ZERO = _0n2;
  ONE = _1n2;
  _lengths;
  _mod;
  constructor(ORDER, opts = {}) {
    if (ORDER <= _1n2)
      throw new Error("invalid field: expected ORDER > 1, got " + ORDER);
    let _nbitLength = void 0;
    this.isLE = false;
    if (opts != null && typeof opts === "object") {
      if (typeof opts.BITS === "number")
        _nbitLength = opts.BITS;
      if (typeof opts.sqrt === "function")
        Object.defineProperty(this, "sqrt", { value: opts.sqrt, enumerable: true });
      if (typeof opts.isLE === "boolean")
        this.isLE = opts.isLE;
      if (opts.allowedLengths)
        this._lengths = Object.freeze(opts.allowedLengths.slice());
      if (typeof opts.modFromBytes === "boolean")
        this._mod = opts.modFromBytes;
    }
    const { nBitLength, nByteLength } = nLength(ORDER, _nbitLength);
    if (nByteLength > 2048)
      throw new Error("invalid field: expected ORDER of <= 2048 bytes");
    this.ORDER = ORDER;
    this.BITS = nBitLength;
    this.BYTES = nByteLength;
    Object.freeze(this);
  }
  create(num) {
    return mod(num, this.ORDER);
  }
  isValid(num) {
    if (typeof num !== "bigint")
      throw new TypeError("invalid field element: expected bigint, got " + typeof num);
    return _0n2 <= num && num < this.ORDER;
  }
  is0(num) {
    return num === _0n2;
  }
  // is valid and invertible
  isValidNot0(num) {
    return !this.is0(num) && this.isValid(num);
  }
  isOdd(num) {
    return (num & _1n2) === _1n2;
  }
  neg(num) {
    return mod(-num, this.ORDER);
  }
  eql(lhs, rhs) {
    return lhs === rhs;
  }
  sqr(num) {
    return mod(num * num, this.ORDER);
  }
  add(lhs, rhs) {
    return mod(lhs + rhs, this.ORDER);
  }
  sub(lhs, rhs) {
    return mod(lhs - rhs, this.ORDER);
  }
  mul(lhs, rhs) {
    return mod(lhs * rhs, this.ORDER);
  }
  pow(num, power) {
    return pow(num, power, this.ORDER);
  }
  div(lhs, rhs) {
    return mod(lhs * invert(rhs, this.ORDER), this.ORDER);
  }
  // Same as above, but doesn't normalize
  sqrN(num) {
    return num * num;
  }
  addN(lhs, rhs) {
    return lhs + rhs;
  }
  subN(lhs, rhs) {
    return lhs - rhs;
  }
  mulN(lhs, rhs) {
    return lhs * rhs;
  }
  inv(num) {
    return invert(num, this.ORDER);
  }
  sqrt(num) {
    let sqrt = FIELD_SQRT.get(this);
    if (!sqrt)
      FIELD_SQRT.set(this, sqrt = FpSqrt(this.ORDER));
    return sqrt(this, num);
  }
  toBytes(num) {
    return this.isLE ? numberToBytesLE(num, this.BYTES) : numberToBytesBE(num, this.BYTES);
  }
  fromBytes(bytes, skipValidation = false) {
    abytes2(bytes);
    const { _lengths: allowedLengths, BYTES, isLE: isLE2, ORDER, _mod: modFromBytes } = this;
    if (allowedLengths) {
      if (bytes.length < 1 || !allowedLengths.includes(bytes.length) || bytes.length > BYTES) {
        throw new Error("Field.fromBytes: expected " + allowedLengths + " bytes, got " + bytes.length);
      }
      const padded = new Uint8Array(BYTES);
      padded.set(bytes, isLE2 ? 0 : padded.length - bytes.length);
      bytes = padded;
    }
    if (bytes.length !== BYTES)
      throw new Error("Field.fromBytes: expected " + BYTES + " bytes, got " + bytes.length);
    let scalar = isLE2 ? bytesToNumberLE(bytes) : bytesToNumberBE(bytes);
    if (modFromBytes)
      scalar = mod(scalar, ORDER);
    if (!skipValidation) {
      if (!this.isValid(scalar))
        throw new Error("invalid field element: outside of range 0..ORDER");
    }
    return scalar;
  }
  // TODO: we don't need it here, move out to separate fn
  invertBatch(lst) {
    return FpInvertBatch(this, lst, true);
  }
  // We can't move this out because Fp6, Fp12 implement it
  // and it's unclear what to return in there.
  cmov(a, b, condition) {
    abool(condition, "condition");
    return condition ? b : a;
  }
};
function Field(ORDER, opts = {}) {
  Object.freeze(_Field.prototype);
  return new _Field(ORDER, opts);
}

// node_modules/@noble/curves/abstract/curve.js
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n3 = /* @__PURE__ */ BigInt(0);
var _1n3 = /* @__PURE__ */ BigInt(1);
var _4n2 = /* @__PURE__ */ BigInt(4);
var BLIND_BYTES = 16;
var BLIND_BITS = 128;
var FW_WINDOW = 5;
var TABLE_BYTES_MAX = /* @__PURE__ */ (() => 2 ** 31)();
function validatePointCons(Point) {
  const pc = Point;
  if (typeof pc !== "function")
    throw new TypeError('"Point" expected constructor, got type=' + typeof Point);
  afunction(pc.fromAffine, "Point.fromAffine");
  afunction(pc.fromBytes, "Point.fromBytes");
  afunction(pc.fromHex, "Point.fromHex");
  aobject2(pc.BASE, "Point.BASE");
  aobject2(pc.ZERO, "Point.ZERO");
  validateField(pc.Fp);
  validateField(pc.Fn);
}
function normalizeZ(c, points) {
  validatePointCons(c);
  validateMSMPoints(points, c);
  const invertedZs = FpInvertBatch(c.Fp, points.map((p) => p.Z));
  return points.map((p, i) => c.fromAffine(p.toAffine(invertedZs[i])));
}
function validateW(W, bits, min = 1) {
  if (!Number.isSafeInteger(W) || W < min || W > bits)
    throw new Error("invalid window size, expected [" + min + ".." + bits + "], got W=" + W);
}
function validateTableBytes(numPoints, fpBytes) {
  const bytes = numPoints * (4 * fpBytes + 128);
  if (bytes > TABLE_BYTES_MAX)
    throw new Error("invalid window size: table would need ~" + Math.ceil(bytes / 2 ** 20) + " MiB, max " + TABLE_BYTES_MAX / 2 ** 20 + " MiB");
}
function probeRandomBytes(randomBytes3, length) {
  if (randomBytes3 === void 0)
    return void 0;
  afunction(randomBytes3, "randomBytes");
  try {
    const probe = randomBytes3(length);
    if (!isBytes2(probe) || probe.length !== length)
      return void 0;
  } catch {
    return void 0;
  }
  return randomBytes3;
}
function validateMSMPoints(points, c) {
  aarray(points, "points");
  points.forEach((p, i) => {
    if (!(p instanceof c))
      throw new Error("invalid point at index " + i);
  });
}
function validateMSMScalars(scalars, field, maxScalar) {
  if (!Array.isArray(scalars))
    throw new Error("array of scalars expected");
  scalars.forEach((s, i) => {
    const ok = maxScalar === void 0 ? field.isValid(s) : isPosBig(s) && s < maxScalar;
    if (!ok)
      throw new Error("invalid scalar at index " + i);
  });
}
var pointWindowSizes = /* @__PURE__ */ new WeakMap();
function getWindowSize(P) {
  return pointWindowSizes.get(P) || 1;
}
function oddMultiples(p, size) {
  const dbl = p.double();
  const t = [p];
  for (let j = 1; j < size; j++)
    t.push(t[j - 1].add(dbl));
  return t;
}
function wnafDigits(n, W) {
  const size = 2 ** W;
  const half = size / 2;
  const mask = BigInt(size - 1);
  const d = [];
  while (n > _0n3) {
    let w = 0;
    if (n & _1n3) {
      w = Number(n & mask);
      if (w >= half)
        w -= size;
      n -= BigInt(w);
    }
    d.push(w);
    n >>= _1n3;
  }
  return d;
}
function signedWindowDigits(n, W, windows) {
  const size = 2 ** W;
  const half = size / 2;
  const mask = BigInt(size - 1);
  const shiftBy = BigInt(W);
  const d = [];
  for (let w = 0; w < windows; w++) {
    let v = Number(n & mask);
    n >>= shiftBy;
    if (v > half) {
      v -= size;
      n += _1n3;
    }
    d.push(v);
  }
  if (n !== _0n3)
    throw new Error("invalid wnaf");
  return d;
}
function wnafWalk(zero, tables, digits) {
  let max = 0;
  for (const d of digits)
    max = Math.max(max, d.length);
  let acc = zero;
  for (let bit = max - 1; bit >= 0; bit--) {
    if (bit !== max - 1)
      acc = acc.double();
    for (let i = 0; i < digits.length; i++) {
      const w = digits[i][bit];
      if (w) {
        const item = tables[i][Math.abs(w) - 1 >> 1];
        acc = acc.add(w < 0 ? item.negate() : item);
      }
    }
  }
  return acc;
}
var ScalarMultiplier = class {
  Point;
  BASE;
  ZERO;
  randomBytes;
  wnafPrecomputes = /* @__PURE__ */ new WeakMap();
  baseCanBeBlinded;
  bits;
  // Parametrized with a given Point class (not individual point)
  constructor(Point, randomBytes3) {
    validatePointCons(Point);
    this.randomBytes = probeRandomBytes(randomBytes3, BLIND_BYTES);
    this.Point = Point;
    this.BASE = Point.BASE;
    this.ZERO = Point.ZERO;
    this.bits = Point.Fn.BITS;
  }
  /**
   * Creates a signed fixed-window wNAF precomputation table: for every window w, the
   * multiples `[1..2^(W−1)]⋅2^(w⋅W)⋅P`, flattened. All doublings are baked into the table,
   * so cached multiplication is additions-only. `windows = ceil(bits/W) + 1`: the extra
   * window absorbs the final carry of signed-digit recoding.
   * For a 256-bit curve and W=6, the table is 44⋅32 = 1408 points.
   * @param point - Point instance
   * @param W - window size
   * @param bits - scalar bitlength the table must cover
   */
  buildWnafTable(point, W, bits) {
    const windows = Math.ceil(bits / W) + 1;
    const half = 2 ** (W - 1);
    const comp = [];
    let base = point;
    for (let w = 0; w < windows; w++) {
      let acc = base;
      for (let i = 0; i < half; i++) {
        comp.push(acc);
        acc = acc.add(base);
      }
      base = comp[comp.length - 1].double();
    }
    return { W, bits, windows, comp };
  }
  /**
   * Implements ec multiplication using precomputed signed fixed-window wNAF tables.
   * Constant-time: fixed window count with one table addition per window — zero digits feed
   * the fake accumulator — and no doublings; the lookup scans the whole window slice.
   * Scalar bounds are validated by the public entry points ({@link ScalarMultiplier.mulCT},
   * {@link ScalarMultiplier.mulCTBlinded}, {@link ScalarMultiplier.mulUnsafe});
   * signedWindowDigits throws if `n` exceeds the table.
   * @returns real and fake (for const-time) points
   */
  wnafCachedCT(precomputes, n) {
    const { W, windows, comp } = precomputes;
    const half = 2 ** (W - 1);
    const digits = signedWindowDigits(n, W, windows);
    let p = this.ZERO;
    let f = this.BASE;
    for (let w = 0; w < windows; w++) {
      const digit = digits[w];
      const start = w * half;
      const idx = Math.abs(digit) - 1;
      let sel = comp[start];
      for (let i = 1; i < half; i++)
        sel = i === idx ? comp[start + i] : sel;
      const neg = sel.negate();
      if (digit === 0)
        f = f.add(comp[start]);
      else
        p = p.add(digit < 0 ? neg : sel);
    }
    return { p, f };
  }
  // Cache key is point identity plus (W, bits); at most two entries exist per point (public-width
  // `Fn.BITS` and blinded `Fn.BITS + BLIND_BITS`). Callers must not reuse the same point with
  // incompatible `transform(...)` layouts and expect a separate cache entry.
  getWnafPrecomputes(W, point, bits, transform) {
    let entries = this.wnafPrecomputes.get(point);
    let comp = entries?.find((entry2) => entry2.W === W && entry2.bits === bits);
    if (!comp) {
      comp = this.buildWnafTable(point, W, bits);
      if (typeof transform === "function")
        comp = { ...comp, comp: transform(comp.comp) };
      if (!entries) {
        entries = [];
        this.wnafPrecomputes.set(point, entries);
      }
      entries.push(comp);
    }
    return comp;
  }
  assertPoint(point) {
    if (!(point instanceof this.Point))
      throw new TypeError('"point" expected Point instance, got type=' + typeof point);
  }
  // Shared prologue of the constant-time entry points. Rejects scalar 0: in key/signature-style
  // callers a zero scalar means broken upstream plumbing, and concrete Points already reject it.
  // Uses inRange instead of Fn.isValidNot0: validateField() only certifies the arithmetic subset.
  validateMulInput(point, scalar) {
    this.assertPoint(point);
    if (!inRange2(scalar, _1n3, this.Point.Fn.ORDER))
      throw new Error("invalid scalar");
  }
  // Constant-time dispatch shared by mulCT / mulCTBlinded. Un-precomputed points (W===1, e.g.
  // ECDH peer keys) skip building a throwaway cached table in favor of a small fixed-window
  // multiply. `n` must be < 2^bits.
  runCT(point, n, bits, transform) {
    const W = getWindowSize(point);
    if (W === 1)
      return this.fixedWindowCT(point, n, bits);
    return this.wnafCachedCT(this.getWnafPrecomputes(W, point, bits, transform), n);
  }
  mulCT(point, scalar, transform) {
    this.validateMulInput(point, scalar);
    return this.runCT(point, scalar, this.bits, transform);
  }
  mulCTBlinded(point, scalar, transform) {
    this.validateMulInput(point, scalar);
    if (this.randomBytes === void 0)
      throw new Error("randomBytes is required for scalar blinding");
    const bits = this.Point.Fn.BITS + BLIND_BITS;
    const blind = this.randomBytes(BLIND_BYTES);
    if (!isBytes2(blind) || blind.length !== BLIND_BYTES)
      throw new Error("randomBytes returned invalid byte array");
    blind[0] = blind[0] & 63 | 128;
    const n = scalar + bytesToNumberBE(blind) * this.Point.Fn.ORDER;
    return this.runCT(point, n, bits, transform);
  }
  /**
   * Constant-time multiplication `n*point` for an un-precomputed point, via a small fixed window.
   * A cached wNAF table only pays off when reused; a flat 2^FW_WINDOW table (`size-1` adds) is
   * far cheaper to build for a single use. The point-operation sequence is independent of `n`:
   * build the table, then per window exactly FW_WINDOW doublings, a data-oblivious scan over
   * every table entry, and one addition (adds the identity when the window digit is 0 — never
   * skipped).
   *
   * `n` must be `< 2^bits`. Assumes complete addition (adding the identity costs the same as any
   * add), which holds for the Weierstrass/Edwards point types used here. The table is left in
   * projective form (no normalizeZ): normalizing this small a table costs more than the
   * mixed-add savings it would buy for a single multiply.
   * @returns real point `p`; `f` duplicates it only to match {@link wnafCachedCT}'s return shape
   * (this path needs no fake accumulator — its op-count is already scalar-independent).
   */
  fixedWindowCT(point, n, bits) {
    const W = FW_WINDOW;
    const size = 1 << W;
    const mask = bitMask(W);
    const table = new Array(size);
    table[0] = this.ZERO;
    for (let i = 1; i < size; i++)
      table[i] = table[i - 1].add(point);
    const windows = Math.ceil(bits / W);
    let acc = this.ZERO;
    for (let window2 = windows - 1; window2 >= 0; window2--) {
      if (window2 !== windows - 1)
        for (let d = 0; d < W; d++)
          acc = acc.double();
      const digit = Number(n >> BigInt(window2 * W) & mask);
      let sel = table[0];
      for (let i = 1; i < size; i++)
        sel = i === digit ? table[i] : sel;
      acc = acc.add(sel);
    }
    return { p: acc, f: acc };
  }
  shouldBlind(point, cofactor) {
    if (this.randomBytes === void 0)
      return false;
    if (cofactor === _1n3)
      return true;
    if (point !== this.BASE)
      return false;
    if (this.baseCanBeBlinded === void 0)
      this.baseCanBeBlinded = this.mulUnsafe(this.BASE, this.Point.Fn.ORDER).is0();
    return this.baseCanBeBlinded;
  }
  mulSecret(point, scalar, cofactor, transform) {
    return this.shouldBlind(point, cofactor) ? this.mulCTBlinded(point, scalar, transform) : this.mulCT(point, scalar, transform);
  }
  mulUnsafe(point, scalar, transform) {
    this.assertPoint(point);
    if (!isPosBig(scalar))
      throw new Error("invalid scalar");
    const W = getWindowSize(point);
    if (W === 1 || scalar >= this.Point.Fn.ORDER)
      return mulAddUnsafe(this.Point, [point], [scalar], true);
    const precomputes = this.getWnafPrecomputes(W, point, this.bits, transform);
    return this.wnafCachedCT(precomputes, scalar).p;
  }
  // Remembers the window size used for precomputed wNAF multiplication of the given point
  // and drops any previously built tables. Usually only the base point is precomputed.
  // W=1 resets the point to the un-precomputed (table-less) paths.
  // W is additionally capped so tables stay under ~2 GiB ({@link TABLE_BYTES_MAX}).
  setWindowSize(point, W) {
    this.assertPoint(point);
    validateW(W, this.bits);
    const windows = Math.ceil((this.bits + BLIND_BITS) / W) + 1;
    validateTableBytes(windows * 2 ** (W - 1), this.Point.Fp.BYTES);
    pointWindowSizes.set(point, W);
    this.wnafPrecomputes.delete(point);
  }
  // True when a window size is set: tables themselves are built lazily on first multiply.
  hasWindowSize(point) {
    return getWindowSize(point) !== 1;
  }
};
function mulAddUnsafe(c, points, scalars, allowOversized = false) {
  validatePointCons(c);
  validateMSMPoints(points, c);
  abool(allowOversized, "allowOversized");
  validateMSMScalars(scalars, c.Fn, allowOversized ? c.Fn.ORDER ** _4n2 : void 0);
  if (points.length !== scalars.length)
    throw new Error("arrays of points and scalars must have equal length");
  const tables = points.map((p) => oddMultiples(p, 4));
  const digits = scalars.map((n) => wnafDigits(n, 4));
  return wnafWalk(c.ZERO, tables, digits);
}
function createField(order, field, isLE2) {
  if (field) {
    if (field.ORDER !== order)
      throw new Error("Field.ORDER must match order: Fp == p, Fn == n");
    validateField(field);
    return field;
  } else {
    return Field(order, { isLE: isLE2 });
  }
}
function createCurveFields(type, CURVE, curveOpts = {}, FpFnLE) {
  if (type !== "weierstrass" && type !== "edwards")
    throw new Error('expected curve type "weierstrass" or "edwards"');
  if (FpFnLE === void 0)
    FpFnLE = type === "edwards";
  if (!CURVE || typeof CURVE !== "object")
    throw new Error(`expected valid ${type} CURVE object`);
  validateObject(curveOpts);
  for (const p of ["p", "n", "h"]) {
    const val = CURVE[p];
    if (!(isPosBig(val) && val !== _0n3))
      throw new Error(`CURVE.${p} must be positive bigint`);
  }
  const Fp2 = createField(CURVE.p, curveOpts.Fp, FpFnLE);
  const Fn = createField(CURVE.n, curveOpts.Fn, FpFnLE);
  const _b = type === "weierstrass" ? "b" : "d";
  const params = ["Gx", "Gy", "a", _b];
  for (const p of params) {
    if (!Fp2.isValid(CURVE[p]))
      throw new Error(`CURVE.${p} must be valid field element of CURVE.Fp`);
  }
  CURVE = Object.freeze(Object.assign({}, CURVE));
  return { CURVE, Fp: Fp2, Fn };
}
function createKeygen(randomSecretKey, getPublicKey) {
  return function keygen(seed) {
    const secretKey = randomSecretKey(seed);
    return { secretKey, publicKey: getPublicKey(secretKey) };
  };
}

// node_modules/@noble/curves/abstract/edwards.js
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n4 = /* @__PURE__ */ BigInt(0);
var _1n4 = /* @__PURE__ */ BigInt(1);
var _2n2 = /* @__PURE__ */ BigInt(2);
var _4n3 = /* @__PURE__ */ BigInt(4);
var _8n2 = /* @__PURE__ */ BigInt(8);
function isEdValidXY(Fp2, CURVE, x, y) {
  const x2 = Fp2.sqr(x);
  const y2 = Fp2.sqr(y);
  const left = Fp2.add(Fp2.mul(CURVE.a, x2), y2);
  const right = Fp2.add(Fp2.ONE, Fp2.mul(CURVE.d, Fp2.mul(x2, y2)));
  return Fp2.eql(left, right);
}
function edwards(params, extraOpts = {}) {
  validateObject(extraOpts, {}, {}, "extraOpts");
  const opts = extraOpts;
  const validated = createCurveFields("edwards", params, opts, opts.FpFnLE);
  const { Fp: Fp2, Fn } = validated;
  let CURVE = validated.CURVE;
  const { h: cofactor } = CURVE;
  if (FpLegendre(Fp2, CURVE.a) !== 1)
    throw new Error("edwards: CURVE.a must be a square in Fp for complete addition formulas");
  if (FpLegendre(Fp2, CURVE.d) !== -1)
    throw new Error("edwards: CURVE.d must be a non-square in Fp for complete addition formulas");
  validateObject(opts, {}, { uvRatio: "function", randomBytes: "function" });
  const randomBytes3 = opts.randomBytes === void 0 ? randomBytes2 : opts.randomBytes;
  const MASK = _2n2 << BigInt(Fp2.BYTES * 8) - _1n4;
  function isOdd(n) {
    if (!Fp2.isOdd)
      throw new Error("Field does not have .isOdd()");
    return Fp2.isOdd(n);
  }
  const uvRatio2 = opts.uvRatio === void 0 ? (u, v) => {
    try {
      return { isValid: true, value: Fp2.sqrt(Fp2.div(u, v)) };
    } catch (e) {
      return { isValid: false, value: _0n4 };
    }
  } : opts.uvRatio;
  if (!isEdValidXY(Fp2, CURVE, CURVE.Gx, CURVE.Gy))
    throw new Error("bad curve params: generator point");
  const mulA = Fp2.eql(CURVE.a, Fp2.neg(Fp2.ONE)) ? (x) => Fp2.neg(x) : Fp2.eql(CURVE.a, Fp2.ONE) ? (x) => x : (x) => Fp2.mul(CURVE.a, x);
  function acoord(title, n, banZero = false) {
    const min = banZero ? _1n4 : _0n4;
    aInRange("coordinate " + title, n, min, MASK);
    return n;
  }
  function aedpoint(other) {
    if (!(other instanceof Point))
      throw new Error("EdwardsPoint expected");
  }
  class Point {
    static BASE = new Point(CURVE.Gx, CURVE.Gy, Fp2.ONE, Fp2.mul(CURVE.Gx, CURVE.Gy));
    static ZERO = new Point(Fp2.ZERO, Fp2.ONE, Fp2.ONE, Fp2.ZERO);
    static Fp = Fp2;
    static Fn = Fn;
    X;
    Y;
    Z;
    T;
    constructor(X, Y, Z, T) {
      this.X = acoord("x", X);
      this.Y = acoord("y", Y);
      this.Z = acoord("z", Z, true);
      this.T = acoord("t", T);
      Object.freeze(this);
    }
    static CURVE() {
      return CURVE;
    }
    /**
     * Create one extended Edwards point from affine coordinates.
     * Does NOT validate that the point is on-curve or torsion-free.
     * Use `.assertValidity()` on adversarial inputs.
     */
    static fromAffine(p) {
      if (p instanceof Point)
        throw new Error("extended point not allowed");
      const { x, y } = p || {};
      acoord("x", x);
      acoord("y", y);
      return new Point(x, y, Fp2.ONE, Fp2.mul(x, y));
    }
    // Uses algo from RFC8032 5.1.3.
    static fromBytes(bytes, zip215 = false) {
      const len = Fp2.BYTES;
      const { a, d } = CURVE;
      bytes = copyBytes(abytes2(bytes, len, "point"));
      abool(zip215, "zip215");
      const normed = copyBytes(bytes);
      const lastByte = bytes[len - 1];
      normed[len - 1] = lastByte & ~128;
      const y = bytesToNumberLE(normed);
      const max = zip215 ? MASK : Fp2.ORDER;
      aInRange("point.y", y, _0n4, max);
      const y2 = Fp2.sqr(y);
      const u = Fp2.sub(y2, Fp2.ONE);
      const v = Fp2.sub(Fp2.mulN(d, y2), a);
      let { isValid, value: x } = uvRatio2(u, v);
      if (!isValid)
        throw new Error("bad point: invalid y coordinate");
      const isXOdd = isOdd(x);
      const isLastByteOdd = (lastByte & 128) !== 0;
      if (!zip215 && Fp2.is0(x) && isLastByteOdd)
        throw new Error("bad point: x=0 and x_0=1");
      if (isLastByteOdd !== isXOdd)
        x = Fp2.neg(x);
      return Point.fromAffine({ x, y });
    }
    static fromHex(hex, zip215 = false) {
      return Point.fromBytes(hexToBytes2(hex), zip215);
    }
    get x() {
      return this.toAffine().x;
    }
    get y() {
      return this.toAffine().y;
    }
    precompute(windowSize = 6, isLazy = true) {
      wnaf.setWindowSize(this, windowSize);
      if (!isLazy)
        this.multiply(_2n2);
      return this;
    }
    // Useful in fromAffine() - not for fromBytes(), which always created valid points.
    assertValidity() {
      const p = this;
      const { a, d } = CURVE;
      if (p.is0())
        throw new Error("bad point: ZERO");
      const { X, Y, Z, T } = p;
      const X2 = Fp2.sqr(X);
      const Y2 = Fp2.sqr(Y);
      const Z2 = Fp2.sqr(Z);
      const Z4 = Fp2.sqr(Z2);
      const aX2 = Fp2.mul(X2, a);
      const left = Fp2.mul(Fp2.add(aX2, Y2), Z2);
      const right = Fp2.add(Z4, Fp2.mul(d, Fp2.mul(X2, Y2)));
      if (!Fp2.eql(left, right))
        throw new Error("bad point: equation left != right (1)");
      const XY = Fp2.mul(X, Y);
      const ZT = Fp2.mul(Z, T);
      if (!Fp2.eql(XY, ZT))
        throw new Error("bad point: equation left != right (2)");
    }
    // Compare one point to another.
    equals(other) {
      aedpoint(other);
      const { X: X1, Y: Y1, Z: Z1 } = this;
      const { X: X2, Y: Y2, Z: Z2 } = other;
      const X1Z2 = Fp2.mul(X1, Z2);
      const X2Z1 = Fp2.mul(X2, Z1);
      const Y1Z2 = Fp2.mul(Y1, Z2);
      const Y2Z1 = Fp2.mul(Y2, Z1);
      return Fp2.eql(X1Z2, X2Z1) && Fp2.eql(Y1Z2, Y2Z1);
    }
    is0() {
      return this.equals(Point.ZERO);
    }
    negate() {
      return new Point(Fp2.neg(this.X), this.Y, this.Z, Fp2.neg(this.T));
    }
    // Fast algo for doubling Extended Point.
    // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#doubling-dbl-2008-hwcd
    // Cost: 4M + 4S + 1*a + 6add + 1*2.
    double() {
      const { X: X1, Y: Y1, Z: Z1 } = this;
      const A = Fp2.sqr(X1);
      const B = Fp2.sqr(Y1);
      const C = Fp2.mul(Fp2.sqr(Z1), _2n2);
      const D = mulA(A);
      const x1y1 = Fp2.addN(X1, Y1);
      const E = Fp2.sub(Fp2.subN(Fp2.sqr(x1y1), A), B);
      const G = Fp2.addN(D, B);
      const F = Fp2.subN(G, C);
      const H = Fp2.subN(D, B);
      const X3 = Fp2.mul(E, F);
      const Y3 = Fp2.mul(G, H);
      const T3 = Fp2.mul(E, H);
      const Z3 = Fp2.mul(F, G);
      return new Point(X3, Y3, Z3, T3);
    }
    // Fast algo for adding 2 Extended Points.
    // https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html#addition-add-2008-hwcd
    // Cost: 9M + 1*a + 1*d + 7add.
    add(other) {
      aedpoint(other);
      const { d } = CURVE;
      const { X: X1, Y: Y1, Z: Z1, T: T1 } = this;
      const { X: X2, Y: Y2, Z: Z2, T: T2 } = other;
      const A = Fp2.mul(X1, X2);
      const B = Fp2.mul(Y1, Y2);
      const C = Fp2.mul(Fp2.mulN(T1, d), T2);
      const D = Fp2.mul(Z1, Z2);
      const E = Fp2.sub(Fp2.subN(Fp2.mulN(Fp2.addN(X1, Y1), Fp2.addN(X2, Y2)), A), B);
      const F = Fp2.subN(D, C);
      const G = Fp2.addN(D, C);
      const H = Fp2.sub(B, mulA(A));
      const X3 = Fp2.mul(E, F);
      const Y3 = Fp2.mul(G, H);
      const T3 = Fp2.mul(E, H);
      const Z3 = Fp2.mul(F, G);
      return new Point(X3, Y3, Z3, T3);
    }
    subtract(other) {
      aedpoint(other);
      return this.add(other.negate());
    }
    // Constant-time multiplication.
    multiply(scalar) {
      if (!Fn.isValidNot0(scalar))
        throw new RangeError("invalid scalar: expected 1 <= sc < curve.n");
      const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
      return normalize([p, f])[0];
    }
    // Non-constant-time multiplication. Uses double-and-add algorithm.
    // It's faster, but should only be used when you don't care about
    // an exposed private key e.g. sig verification.
    // Keeps the same subgroup-scalar contract: 0 is allowed for public-scalar callers, but
    // n and larger values are rejected instead of being reduced mod n to the identity point.
    multiplyUnsafe(scalar) {
      if (!Fn.isValid(scalar))
        throw new RangeError("invalid scalar: expected 0 <= sc < curve.n");
      if (scalar === _0n4)
        return Point.ZERO;
      if (this.is0() || scalar === _1n4)
        return this;
      return wnaf.mulUnsafe(this, scalar, normalize);
    }
    // Checks if point is of small order.
    // If you add something to small order point, you will have "dirty"
    // point with torsion component.
    // Clears cofactor and checks if the result is 0.
    isSmallOrder() {
      return this.clearCofactor().is0();
    }
    // Multiplies point by curve order and checks if the result is 0.
    // Returns `false` is the point is dirty.
    isTorsionFree() {
      return wnaf.mulUnsafe(this, CURVE.n).is0();
    }
    // Converts Extended point to default (x, y) coordinates.
    // Can accept precomputed Z^-1 - for example, from invertBatch.
    toAffine(invertedZ) {
      const p = this;
      let iz = invertedZ;
      if (iz != null && typeof iz !== "bigint")
        throw new TypeError('"invertedZ" expected bigint, got type=' + typeof iz);
      const { X, Y, Z } = p;
      const is0 = p.is0();
      if (iz == null)
        iz = is0 ? Fp2.create(_8n2) : Fp2.inv(Z);
      const x = Fp2.mul(X, iz);
      const y = Fp2.mul(Y, iz);
      const zz = Fp2.mul(Z, iz);
      if (is0)
        return { x: Fp2.ZERO, y: Fp2.ONE };
      if (!Fp2.eql(zz, Fp2.ONE))
        throw new Error("invZ was invalid");
      return { x, y };
    }
    clearCofactor() {
      if (cofactor === _1n4)
        return this;
      if (cofactor === _2n2)
        return this.double();
      if (cofactor === _4n3)
        return this.double().double();
      if (cofactor === _8n2)
        return this.double().double().double();
      return this.multiplyUnsafe(cofactor);
    }
    toBytes() {
      const { x, y } = this.toAffine();
      const bytes = Fp2.toBytes(y);
      bytes[bytes.length - 1] |= isOdd(x) ? 128 : 0;
      return bytes;
    }
    toHex() {
      return bytesToHex2(this.toBytes());
    }
    toString() {
      return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
    }
  }
  const normalize = (points) => normalizeZ(Point, points);
  const wnaf = new ScalarMultiplier(Point, randomBytes3);
  if (wnaf.bits >= 6)
    Point.BASE.precompute(6);
  Object.freeze(Point.prototype);
  Object.freeze(Point);
  return Point;
}
function eddsa(Point, cHash, eddsaOpts = {}) {
  validatePointCons(Point);
  if (typeof cHash !== "function")
    throw new Error('"hash" function param is required');
  const hash = cHash;
  const opts = eddsaOpts;
  validateObject(opts, {}, {
    adjustScalarBytes: "function",
    randomBytes: "function",
    domain: "function",
    prehash: "function",
    zip215: "boolean",
    mapToCurve: "function",
    toMontgomery: "function",
    toMontgomerySecret: "function"
  });
  const { prehash } = opts;
  const { BASE, Fp: Fp2, Fn } = Point;
  const outputLen = hash.outputLen;
  const expectedLen = 2 * Fp2.BYTES;
  if (outputLen !== void 0) {
    asafenumber(outputLen, "hash.outputLen");
    if (outputLen !== expectedLen)
      throw new Error(`hash.outputLen must be ${expectedLen}, got ${outputLen}`);
  }
  const randomBytes3 = opts.randomBytes === void 0 ? randomBytes2 : opts.randomBytes;
  const toMontgomery2 = opts.toMontgomery;
  const toMontgomerySecret2 = opts.toMontgomerySecret;
  const adjustScalarBytes2 = opts.adjustScalarBytes === void 0 ? (bytes) => bytes : opts.adjustScalarBytes;
  const domain = opts.domain === void 0 ? (data, ctx, phflag) => {
    abool(phflag, "phflag");
    if (ctx.length || phflag)
      throw new Error("Contexts/pre-hash are not supported");
    return data;
  } : opts.domain;
  function modN_LE(hash2) {
    return Fn.create(bytesToNumberLE(hash2));
  }
  function getPrivateScalar(key) {
    const len = lengths.secretKey;
    abytes2(key, lengths.secretKey, "secretKey");
    const hashed = abytes2(hash(key), 2 * len, "hashedSecretKey");
    const head = adjustScalarBytes2(hashed.slice(0, len));
    const prefix = hashed.slice(len, 2 * len);
    const scalar = modN_LE(head);
    return { head, prefix, scalar };
  }
  function getExtendedPublicKey(secretKey) {
    const { head, prefix, scalar } = getPrivateScalar(secretKey);
    const point = BASE.multiply(scalar);
    const pointBytes = point.toBytes();
    return { head, prefix, scalar, point, pointBytes };
  }
  function getPublicKey(secretKey) {
    return getExtendedPublicKey(secretKey).pointBytes;
  }
  function hashDomainToScalar(context = Uint8Array.of(), ...msgs) {
    const msg = concatBytes2(...msgs);
    return modN_LE(hash(domain(msg, abytes2(context, void 0, "context"), !!prehash)));
  }
  function sign(msg, secretKey, options = {}) {
    validateObject(options, {}, {}, "options");
    msg = copyBytes(abytes2(msg, void 0, "message"));
    if (prehash)
      msg = prehash(msg);
    const { prefix, scalar, pointBytes } = getExtendedPublicKey(secretKey);
    const r = hashDomainToScalar(options.context, prefix, msg);
    const R = BASE.multiply(r).toBytes();
    const k = hashDomainToScalar(options.context, R, pointBytes, msg);
    const s = Fn.create(r + k * scalar);
    if (!Fn.isValid(s))
      throw new Error("sign failed: invalid s");
    const rs = concatBytes2(R, Fn.toBytes(s));
    return abytes2(rs, lengths.signature, "result");
  }
  const verifyOpts = {
    zip215: opts.zip215
  };
  function verify(sig, msg, publicKey, options = verifyOpts) {
    validateObject(options);
    const { context } = options;
    const zip215 = options.zip215 === void 0 ? !!verifyOpts.zip215 : options.zip215;
    const len = lengths.signature;
    sig = abytes2(sig, len, "signature");
    msg = abytes2(msg, void 0, "message");
    publicKey = abytes2(publicKey, lengths.publicKey, "publicKey");
    if (zip215 !== void 0)
      abool(zip215, "zip215");
    if (prehash)
      msg = prehash(msg);
    const mid = len / 2;
    const r = sig.subarray(0, mid);
    const s = bytesToNumberLE(sig.subarray(mid, len));
    let A, R, SB;
    try {
      A = Point.fromBytes(publicKey, zip215);
      R = Point.fromBytes(r, zip215);
      SB = BASE.multiplyUnsafe(s);
    } catch (error) {
      return false;
    }
    if (!zip215 && A.isSmallOrder())
      return false;
    const k = hashDomainToScalar(context, r, publicKey, msg);
    const RkA = R.add(A.multiplyUnsafe(k));
    return RkA.subtract(SB).clearCofactor().is0();
  }
  const _size = Fp2.BYTES;
  const lengths = {
    secretKey: _size,
    publicKey: _size,
    signature: 2 * _size,
    seed: _size
  };
  function randomSecretKey(seed) {
    seed = seed === void 0 ? randomBytes3(lengths.seed) : seed;
    return abytes2(seed, lengths.seed, "seed");
  }
  function isValidSecretKey(key) {
    return isBytes2(key) && key.length === lengths.secretKey;
  }
  function isValidPublicKey(key, zip215) {
    try {
      return !!Point.fromBytes(key, zip215 === void 0 ? verifyOpts.zip215 : zip215);
    } catch (error) {
      return false;
    }
  }
  const utils = {
    getExtendedPublicKey,
    randomSecretKey,
    isValidSecretKey,
    isValidPublicKey,
    /** Converts an Edwards public key to a companion Montgomery public key. */
    toMontgomery(publicKey) {
      if (toMontgomery2 === void 0)
        throw new Error("Montgomery conversion is not supported for this curve");
      return toMontgomery2(Point.fromBytes(publicKey));
    },
    toMontgomerySecret(secretKey) {
      if (toMontgomerySecret2 === void 0)
        throw new Error("Montgomery conversion is not supported for this curve");
      return toMontgomerySecret2(secretKey);
    }
  };
  Object.freeze(lengths);
  Object.freeze(utils);
  return Object.freeze({
    keygen: createKeygen(randomSecretKey, getPublicKey),
    getPublicKey,
    sign,
    verify,
    utils,
    Point,
    lengths
  });
}

// node_modules/@noble/curves/abstract/montgomery.js
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n5 = /* @__PURE__ */ BigInt(0);
var _1n5 = /* @__PURE__ */ BigInt(1);
var _2n3 = /* @__PURE__ */ BigInt(2);
function cmask(P, swap) {
  return P + swap - (swap >> _1n5 << _1n5);
}
function cswap(P) {
  const offset = BigInt(6) * P;
  return (mask, x_2, x_3) => {
    const sum = x_2 + x_3;
    const d = offset + x_3 - x_2;
    const a = (d * mask + x_2) % P;
    return { x_2: a, x_3: sum - a };
  };
}
function validateOpts(curve) {
  validateObject(curve, {
    P: "bigint",
    type: "string",
    adjustScalarBytes: "function",
    powPminus2: "function"
  }, {
    randomBytes: "function",
    scalarMultBase: "function"
  });
  return Object.freeze({ ...curve });
}
function montgomery(curveDef) {
  const CURVE = validateOpts(curveDef);
  const { P, type, adjustScalarBytes: adjustScalarBytes2, powPminus2, randomBytes: rand } = CURVE;
  const mulBaseHook = CURVE.scalarMultBase;
  const is25519 = type === "x25519";
  if (!is25519 && type !== "x448")
    throw new Error("invalid type");
  const randomBytes_ = rand === void 0 ? randomBytes2 : rand;
  const montgomeryBits = is25519 ? 255 : 448;
  const swap = cswap(P);
  const fieldLen = is25519 ? 32 : 56;
  const Gu = is25519 ? BigInt(9) : BigInt(5);
  const a24 = is25519 ? BigInt(121665) : BigInt(39081);
  const minScalar = is25519 ? _2n3 ** BigInt(254) : _2n3 ** BigInt(447);
  const maxAdded = is25519 ? BigInt(8) * (_2n3 ** BigInt(251) - _1n5) : BigInt(4) * (_2n3 ** BigInt(445) - _1n5);
  const maxScalar = minScalar + maxAdded + _1n5;
  const modP = (n) => mod(n, P);
  const GuBytes = encodeU(Gu);
  function encodeU(u) {
    return numberToBytesLE(modP(u), fieldLen);
  }
  function decodeU(u) {
    const _u = copyBytes(abytes2(u, fieldLen, "uCoordinate"));
    if (is25519)
      _u[31] &= 127;
    return modP(bytesToNumberLE(_u));
  }
  function decodeScalar(scalar) {
    return bytesToNumberLE(adjustScalarBytes2(copyBytes(abytes2(scalar, fieldLen, "scalar"))));
  }
  const lowOrderU = new Set(is25519 ? [
    _0n5,
    _1n5,
    P - _1n5,
    BigInt("325606250916557431795983626356110631294008115727848805560023387167927233504"),
    BigInt("39382357235489614581723060781553021112529911719440698176882885853963445705823")
  ] : [_0n5, _1n5, P - _1n5]);
  function scalarMult2(scalar, u) {
    const pointU = decodeU(u);
    if (lowOrderU.has(pointU))
      throw new Error("invalid private or public key received");
    const pu = montgomeryLadder(pointU, decodeScalar(scalar));
    if (pu === _0n5)
      throw new Error("invalid private or public key received");
    return encodeU(pu);
  }
  function scalarMultBase(scalar) {
    if (mulBaseHook === void 0)
      return scalarMult2(scalar, GuBytes);
    const k = decodeScalar(scalar);
    aInRange("scalar", k, minScalar, maxScalar);
    const pu = modP(mulBaseHook(k));
    if (pu === _0n5)
      throw new Error("invalid private or public key received");
    return encodeU(pu);
  }
  const getPublicKey = scalarMultBase;
  const getSharedSecret = scalarMult2;
  function montgomeryLadder(u, scalar) {
    aInRange("u", u, _0n5, P);
    aInRange("scalar", scalar, minScalar, maxScalar);
    const k = scalar;
    const x_1 = u;
    let x_2 = _1n5;
    let z_2 = _0n5;
    let x_3 = u;
    let z_3 = _1n5;
    const kx = k ^ k >> _1n5;
    for (let t = BigInt(montgomeryBits - 1); t >= _0n5; t--) {
      const mask2 = cmask(P, kx >> t);
      ({ x_2, x_3 } = swap(mask2, x_2, x_3));
      ({ x_2: z_2, x_3: z_3 } = swap(mask2, z_2, z_3));
      const A = x_2 + z_2;
      const AA = modP(A * A);
      const B = x_2 - z_2;
      const BB = modP(B * B);
      const E = AA - BB;
      const C = x_3 + z_3;
      const D = x_3 - z_3;
      const DA = modP(D * A);
      const CB = modP(C * B);
      const dacb = DA + CB;
      const da_cb = DA - CB;
      x_3 = modP(dacb * dacb);
      z_3 = modP(x_1 * modP(da_cb * da_cb));
      x_2 = modP(AA * BB);
      z_2 = modP(E * (AA + modP(a24 * E)));
    }
    const mask = cmask(P, k);
    ({ x_2, x_3 } = swap(mask, x_2, x_3));
    ({ x_2: z_2, x_3: z_3 } = swap(mask, z_2, z_3));
    const z2 = powPminus2(z_2);
    return modP(x_2 * z2);
  }
  const lengths = {
    secretKey: fieldLen,
    publicKey: fieldLen,
    seed: fieldLen
  };
  const randomSecretKey = (seed) => {
    seed = seed === void 0 ? randomBytes_(fieldLen) : seed;
    abytes2(seed, lengths.seed, "seed");
    return seed;
  };
  const utils = { randomSecretKey };
  Object.freeze(lengths);
  Object.freeze(utils);
  return Object.freeze({
    keygen: createKeygen(randomSecretKey, getPublicKey),
    getSharedSecret,
    getPublicKey,
    scalarMult: scalarMult2,
    scalarMultBase,
    utils,
    GuBytes: GuBytes.slice(),
    lengths
  });
}

// node_modules/@noble/curves/ed25519.js
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n6 = /* @__PURE__ */ BigInt(0);
var _1n6 = /* @__PURE__ */ BigInt(1);
var _2n4 = /* @__PURE__ */ BigInt(2);
var _3n2 = /* @__PURE__ */ BigInt(3);
var _5n2 = /* @__PURE__ */ BigInt(5);
var _8n3 = /* @__PURE__ */ BigInt(8);
var ed25519_CURVE_p = /* @__PURE__ */ BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
var ed25519_CURVE = /* @__PURE__ */ (() => ({
  p: ed25519_CURVE_p,
  n: BigInt("0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
  h: _8n3,
  a: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
  d: BigInt("0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"),
  Gx: BigInt("0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
  Gy: BigInt("0x6666666666666666666666666666666666666666666666666666666666666658")
}))();
function ed25519_pow_2_252_3(x) {
  const _10n = BigInt(10), _20n = BigInt(20), _40n = BigInt(40), _80n = BigInt(80);
  const P = ed25519_CURVE_p;
  const x2 = x * x % P;
  const b2 = x2 * x % P;
  const b4 = pow2(b2, _2n4, P) * b2 % P;
  const b5 = pow2(b4, _1n6, P) * x % P;
  const b10 = pow2(b5, _5n2, P) * b5 % P;
  const b20 = pow2(b10, _10n, P) * b10 % P;
  const b40 = pow2(b20, _20n, P) * b20 % P;
  const b80 = pow2(b40, _40n, P) * b40 % P;
  const b160 = pow2(b80, _80n, P) * b80 % P;
  const b240 = pow2(b160, _80n, P) * b80 % P;
  const b250 = pow2(b240, _10n, P) * b10 % P;
  const pow_p_5_8 = pow2(b250, _2n4, P) * x % P;
  return { pow_p_5_8, b2 };
}
function adjustScalarBytes(bytes) {
  bytes[0] &= 248;
  bytes[31] &= 127;
  bytes[31] |= 64;
  return bytes;
}
var ED25519_SQRT_M1 = /* @__PURE__ */ BigInt("19681161376707505956807079304988542015446066515923890162744021073123829784752");
function uvRatio(u, v) {
  const P = ed25519_CURVE_p;
  const v3 = mod(v * v * v, P);
  const v7 = mod(v3 * v3 * v, P);
  const pow3 = ed25519_pow_2_252_3(u * v7).pow_p_5_8;
  let x = mod(u * v3 * pow3, P);
  const vx2 = mod(v * x * x, P);
  const root1 = x;
  const root2 = mod(x * ED25519_SQRT_M1, P);
  const useRoot1 = vx2 === u;
  const useRoot2 = vx2 === mod(-u, P);
  const noRoot = vx2 === mod(-u * ED25519_SQRT_M1, P);
  if (useRoot1)
    x = root1;
  if (useRoot2 || noRoot)
    x = root2;
  if (isNegativeLE(x, P))
    x = mod(-x, P);
  return { isValid: useRoot1 || useRoot2, value: x };
}
var ed25519_Point = /* @__PURE__ */ edwards(ed25519_CURVE, { uvRatio });
var Fp = /* @__PURE__ */ (() => ed25519_Point.Fp)();
function toMontgomery(point) {
  const { y } = point;
  return Fp.toBytes(Fp.div(_1n6 + y, _1n6 - y));
}
function toMontgomerySecret(secretKey) {
  const size = ed25519_Point.Fp.BYTES;
  abytes(secretKey, size);
  return adjustScalarBytes(sha512(secretKey.subarray(0, size))).subarray(0, size);
}
function ed(opts) {
  return eddsa(ed25519_Point, sha512, Object.assign({ adjustScalarBytes, toMontgomery, toMontgomerySecret, zip215: true }, opts));
}
var ed25519 = /* @__PURE__ */ ed({});
var x25519 = /* @__PURE__ */ (() => {
  const P = ed25519_CURVE_p;
  const powPminus2 = (x) => {
    const { pow_p_5_8, b2 } = ed25519_pow_2_252_3(x);
    return mod(pow2(pow_p_5_8, _3n2, P) * b2, P);
  };
  return montgomery({
    P,
    type: "x25519",
    powPminus2,
    adjustScalarBytes,
    // ~3x faster fixed-base: [k]B on the birationally-equivalent Edwards curve using cached
    // base tables, mapped back via u = (1+y)/(1-y) = (Z+Y)/(Z-Y) with one Fermat inversion.
    // Same construction as libsodium's crypto_scalarmult_curve25519_base.
    scalarMultBase: (k) => {
      const kn = mod(k, ed25519_Point.Fn.ORDER);
      if (kn === _0n6)
        return _0n6;
      const p = ed25519_Point.BASE.multiply(kn);
      return mod((p.Z + p.Y) * powPminus2(mod(p.Z - p.Y, P)), P);
    }
  });
})();
var ELL2_C1 = /* @__PURE__ */ (() => (ed25519_CURVE_p + _3n2) / _8n3)();
var ELL2_C2 = /* @__PURE__ */ (() => Fp.pow(_2n4, ELL2_C1))();
var ELL2_C3 = /* @__PURE__ */ (() => Fp.sqrt(Fp.neg(Fp.ONE)))();
var ELL2_J = /* @__PURE__ */ BigInt(486662);
function _map_to_curve_elligator2_curve25519(u) {
  let tv1 = Fp.sqr(u);
  tv1 = Fp.mul(tv1, _2n4);
  let xd = Fp.add(tv1, Fp.ONE);
  let x1n = Fp.neg(ELL2_J);
  let tv2 = Fp.sqr(xd);
  let gxd = Fp.mul(tv2, xd);
  let gx1 = Fp.mul(tv1, ELL2_J);
  gx1 = Fp.mul(gx1, x1n);
  gx1 = Fp.add(gx1, tv2);
  gx1 = Fp.mul(gx1, x1n);
  let tv3 = Fp.sqr(gxd);
  tv2 = Fp.sqr(tv3);
  tv3 = Fp.mul(tv3, gxd);
  tv3 = Fp.mul(tv3, gx1);
  tv2 = Fp.mul(tv2, tv3);
  let y11 = ed25519_pow_2_252_3(tv2).pow_p_5_8;
  y11 = Fp.mul(y11, tv3);
  let y12 = Fp.mul(y11, ELL2_C3);
  tv2 = Fp.sqr(y11);
  tv2 = Fp.mul(tv2, gxd);
  let e1 = Fp.eql(tv2, gx1);
  let y1 = Fp.cmov(y12, y11, e1);
  let x2n = Fp.mul(x1n, tv1);
  let y21 = Fp.mul(y11, u);
  y21 = Fp.mul(y21, ELL2_C2);
  let y22 = Fp.mul(y21, ELL2_C3);
  let gx2 = Fp.mul(gx1, tv1);
  tv2 = Fp.sqr(y21);
  tv2 = Fp.mul(tv2, gxd);
  let e2 = Fp.eql(tv2, gx2);
  let y2 = Fp.cmov(y22, y21, e2);
  tv2 = Fp.sqr(y1);
  tv2 = Fp.mul(tv2, gxd);
  let e3 = Fp.eql(tv2, gx1);
  let xn = Fp.cmov(x2n, x1n, e3);
  let y = Fp.cmov(y2, y1, e3);
  let e4 = Fp.isOdd(y);
  y = Fp.cmov(y, Fp.neg(y), e3 !== e4);
  return { xMn: xn, xMd: xd, yMn: y, yMd: _1n6 };
}

// node_modules/@noble/hashes/hmac.js
var _HMAC = class {
  oHash;
  iHash;
  blockLen;
  outputLen;
  canXOF = false;
  finished = false;
  destroyed = false;
  constructor(hash, key) {
    ahash(hash);
    abytes(key, void 0, "key");
    this.iHash = hash.create();
    if (typeof this.iHash.update !== "function")
      throw new Error("expected Hash instance");
    this.blockLen = this.iHash.blockLen;
    this.outputLen = this.iHash.outputLen;
    const blockLen = this.blockLen;
    const pad = new Uint8Array(blockLen);
    pad.set(key.length > blockLen ? hash.create().update(key).digest() : key);
    for (let i = 0; i < pad.length; i++)
      pad[i] ^= 54;
    this.iHash.update(pad);
    this.oHash = hash.create();
    for (let i = 0; i < pad.length; i++)
      pad[i] ^= 54 ^ 92;
    this.oHash.update(pad);
    clean(pad);
  }
  update(buf) {
    aexists(this);
    this.iHash.update(buf);
    return this;
  }
  digestInto(out) {
    aexists(this);
    aoutput(out, this);
    this.finished = true;
    const buf = out.subarray(0, this.outputLen);
    this.iHash.digestInto(buf);
    this.oHash.update(buf);
    this.oHash.digestInto(buf);
    this.destroy();
  }
  digest() {
    const out = new Uint8Array(this.oHash.outputLen);
    this.digestInto(out);
    return out;
  }
  _cloneInto(to) {
    to ||= Object.create(Object.getPrototypeOf(this), {});
    const { oHash, iHash, finished, destroyed, blockLen, outputLen, canXOF } = this;
    to = to;
    to.finished = finished;
    to.destroyed = destroyed;
    to.blockLen = blockLen;
    to.outputLen = outputLen;
    to.canXOF = canXOF;
    to.oHash = oHash._cloneInto(to.oHash);
    to.iHash = iHash._cloneInto(to.iHash);
    return to;
  }
  clone() {
    return this._cloneInto();
  }
  destroy() {
    this.destroyed = true;
    this.oHash.destroy();
    this.iHash.destroy();
  }
};
var hmac = /* @__PURE__ */ (() => {
  const hmac_ = ((hash, key, message) => new _HMAC(hash, key).update(message).digest());
  hmac_.create = (hash, key) => new _HMAC(hash, key);
  return hmac_;
})();

// src/pure/cpace.ts
var SCALAR_BYTES = 32;
var DSI = utf8("CPace255");
var HASH_BLOCK_BYTES = 128;
var NEUTRAL = new Uint8Array(32);
function lvCat(...parts) {
  return joined(...parts.flatMap((part2) => [lengthOf(part2.length), part2]));
}
function lengthOf(number) {
  const out = [];
  let left = number;
  for (; left >= 128; left >>>= 7) out.push(left & 127 | 128);
  out.push(left);
  return Uint8Array.from(out);
}
function generator(prs, ci, sid) {
  const pad = Math.max(0, HASH_BLOCK_BYTES - 1 - lvCat(prs).length - lvCat(DSI).length);
  const digest = sha512(lvCat(DSI, prs, new Uint8Array(pad), ci, sid));
  let number = 0n;
  for (let at = 31; at >= 0; at -= 1) {
    const byte = digest[at] ?? 0;
    number = number << 8n | BigInt(at === 31 ? byte & 127 : byte);
  }
  const field = ed25519.Point.Fp;
  const { xMn, xMd } = _map_to_curve_elligator2_curve25519(field.create(number));
  return Uint8Array.from(field.toBytes(field.div(xMn, xMd)));
}
function scalarMult(scalar, point) {
  if (scalar.length !== 32 || point.length !== 32) throw badShare();
  let product;
  try {
    product = x25519.getSharedSecret(scalar, point);
  } catch {
    throw badShare();
  }
  if (equal(product, NEUTRAL)) throw badShare();
  return Uint8Array.from(product);
}
function badShare() {
  return new ExchangeError(Ending.PROTOCOL_BROKEN, "a share is no point of the group");
}
var CPace = class {
  share;
  #initiator;
  #sid;
  #ad;
  #scalar;
  constructor(side) {
    this.#initiator = side.initiator;
    this.#sid = side.sid;
    this.#ad = side.ad;
    this.#scalar = side.scalar;
    this.share = scalarMult(side.scalar, generator(side.prs, side.ci, side.sid));
  }
  /** Computes the key from the other side's share and associated data. */
  finish(peerShare, peerAd) {
    const scalar = this.#scalar;
    this.#scalar = void 0;
    if (scalar === void 0) throw new ExchangeError(Ending.PROTOCOL_BROKEN, "a run computes its key once");
    if (peerShare.length !== 32 || equal(peerShare, this.share)) throw badShare();
    const k = scalarMult(scalar, peerShare);
    const mine = lvCat(this.share, this.#ad);
    const theirs = lvCat(peerShare, peerAd);
    const transcript = this.#initiator ? joined(mine, theirs) : joined(theirs, mine);
    const isk = Uint8Array.from(sha512(joined(lvCat(utf8("CPace255_ISK"), this.#sid, k), transcript)));
    const macKey = sha512(joined(utf8("CPaceMac"), this.#sid, isk));
    const peerTag = hmac(sha512, macKey, theirs);
    return {
      isk,
      sidOutput: Uint8Array.from(sha512(joined(utf8("CPaceSidOutput"), transcript))),
      tag: Uint8Array.from(hmac(sha512, macKey, mine)),
      verify(tag2) {
        if (!equal(tag2, peerTag)) throw new ExchangeError(Ending.WRONG_PASS, "the other side does not know this pass");
      }
    };
  }
};

// src/pure/sdp.ts
var LINE = /^[a-z]=[^\x00-\x1f\x7f]*$/;
var FINGERPRINT = /^a=fingerprint:(sha-256|sha-384|sha-512) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+)$/;
var CANDIDATE = /^(candidate:[\x21-\x7e]+( [\x21-\x7e]+)*)?$/;
var VALUE_CHARS = { "sha-256": 95, "sha-384": 143, "sha-512": 191 };
function pin(sdp) {
  return pinned(sdp).text;
}
function fingerprint(sdp) {
  return pinned(sdp).value;
}
function fingerprintOf(digest) {
  return [...digest].map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(":");
}
function checkCandidate2(candidate) {
  if (!CANDIDATE.test(candidate)) throw refused("no candidate");
  return candidate;
}
function pinned(sdp) {
  let letters = 0;
  for (const _ of sdp) letters += 1;
  if (letters > MAX_SDP_CHARS) throw refused("too long");
  const lines = sdp.replace(/\n$/, "").replace(/\r$/, "").replaceAll("\r\n", "\n").split("\n");
  if (lines[0] !== "v=0") throw refused("no description");
  const kept = [];
  const values = /* @__PURE__ */ new Set();
  for (const line of lines) {
    if (!LINE.test(line)) throw refused("a line is no SDP");
    const lowered = line.toLowerCase();
    if (lowered.startsWith("a=crypto")) throw refused("keys outside the exchange");
    if (lowered.includes("fingerprint")) {
      const [, kind, value2] = FINGERPRINT.exec(line) ?? [];
      if (kind === void 0 || value2 === void 0 || value2.length !== VALUE_CHARS[kind]) {
        throw refused("an unknown or weak fingerprint");
      }
      if (kind !== "sha-256") continue;
      values.add(value2.toUpperCase());
    }
    kept.push(line);
  }
  const [value] = values;
  if (value === void 0 || values.size !== 1) throw refused("not exactly one sha-256 fingerprint");
  return { text: `${kept.join("\r\n")}\r
`, value };
}
function refused(what) {
  return new ExchangeError(Ending.PROTOCOL_BROKEN, `session description refused: ${what}`);
}

// node_modules/@noble/ciphers/utils.js
/*! noble-ciphers - MIT License (c) 2023 Paul Miller (paulmillr.com) */
function isBytes3(a) {
  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle3 = (title) => title ? `"${title}" ` : "";
function abool2(value, title = "") {
  if (typeof value !== "boolean")
    throw new TypeError(atitle3(title) + "expected boolean, got type=" + typeof value);
  return value;
}
function anumber3(n, title = "") {
  if (typeof n !== "number")
    throw new TypeError(atitle3(title) + "expected number, got " + typeof n);
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(atitle3(title) + "expected integer >= 0, got " + n);
  return n;
}
function abytes3(value, length, title = "") {
  if (isBytes3(value) && (length === void 0 || value.length === length))
    return value;
  if (length !== void 0)
    anumber3(length, "length");
  const bytes = isBytes3(value);
  const ofLen = length !== void 0 ? ` of length ${length}` : "";
  const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
  const message = atitle3(title) + "expected Uint8Array" + ofLen + ", got " + got;
  if (!bytes)
    throw new TypeError(message);
  throw new RangeError(message);
}
function aexists2(instance, checkFinished = true) {
  if (instance.destroyed)
    throw new Error("hash was destroyed");
  if (checkFinished && instance.finished)
    throw new Error("digest() was already called");
}
function aoutput2(out, instance) {
  abytes3(out, void 0, "output");
  const min = instance.outputLen;
  if (!(out.length >= min)) {
    throw new RangeError('"output" expected length >= ' + min);
  }
}
function aoutput32(out, instance) {
  aoutput2(out, instance);
  if (!isAligned32(out))
    throw new Error("invalid output, must be aligned");
}
function u8(arr) {
  return new Uint8Array(arr.buffer, arr.byteOffset, arr.byteLength);
}
function u32(arr) {
  return new Uint32Array(arr.buffer, arr.byteOffset, Math.floor(arr.byteLength / 4));
}
function clean2(...arrays) {
  for (let i = 0; i < arrays.length; i++) {
    arrays[i].fill(0);
  }
}
function createView2(arr) {
  return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
var isLE = /* @__PURE__ */ (() => new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68)();
function byteSwap(word2) {
  return word2 << 24 & 4278190080 | word2 << 8 & 16711680 | word2 >>> 8 & 65280 | word2 >>> 24 & 255;
}
var swap8IfBE = isLE ? (n) => n : (n) => byteSwap(n) >>> 0;
function byteSwap32(arr) {
  for (let i = 0; i < arr.length; i++) {
    arr[i] = byteSwap(arr[i]);
  }
  return arr;
}
var swap32IfBE = isLE ? (u) => u : byteSwap32;
function equalBytes(a, b) {
  a = abytes3(a);
  b = abytes3(b);
  if (a.length !== b.length)
    return false;
  let diff = 0;
  for (let i = 0; i < a.length; i++)
    diff |= a[i] ^ b[i];
  return diff === 0;
}
function wrapMacConstructor(keyLen, macCons, fromMsg) {
  const mac = macCons;
  const getArgs = fromMsg || (() => []);
  const macC = (msg, key) => mac(key, ...getArgs(msg)).update(msg).digest();
  const tmp = mac(new Uint8Array(keyLen), ...getArgs(new Uint8Array(0)));
  macC.outputLen = tmp.outputLen;
  macC.blockLen = tmp.blockLen;
  macC.create = (key, ...args) => mac(key, ...args);
  return macC;
}
var wrapCipher = /* @__NO_SIDE_EFFECTS__ */ (params, constructor) => {
  function wrappedCipher(key, ...args) {
    abytes3(key, void 0, "key");
    if (params.nonceLength !== void 0) {
      const nonce2 = args[0];
      abytes3(nonce2, params.varSizeNonce ? void 0 : params.nonceLength, "nonce");
    }
    const tagl = params.tagLength;
    const aadStart = params.nonceLength !== void 0 ? 1 : 0;
    if (!params.withAAD) {
      for (let i = aadStart; i < args.length; i++)
        if (isBytes3(args[i]))
          throw new Error("AAD not supported");
    }
    if (params.withAAD && args[aadStart] !== void 0)
      abytes3(args[aadStart], void 0, "AAD");
    const cipher = constructor(key, ...args);
    const checkOutput = (fnLength, output) => {
      if (output !== void 0) {
        if (fnLength !== 2)
          throw new Error("cipher output not supported");
        abytes3(output, void 0, "output");
      }
    };
    let called = false;
    const wrCipher = {
      encrypt(data, output) {
        if (called)
          throw new Error("cannot encrypt() twice with same key + nonce");
        called = true;
        abytes3(data, void 0, "data");
        checkOutput(cipher.encrypt.length, output);
        return cipher.encrypt(data, output);
      },
      decrypt(data, output) {
        abytes3(data, void 0, "data");
        if (tagl && data.length < tagl)
          throw new Error('"ciphertext" expected length >= tagLength=' + tagl);
        checkOutput(cipher.decrypt.length, output);
        return cipher.decrypt(data, output);
      }
    };
    return wrCipher;
  }
  Object.assign(wrappedCipher, params);
  return wrappedCipher;
};
function getOutput(expectedLength, out, onlyAligned = true) {
  if (out === void 0)
    return new Uint8Array(expectedLength);
  abytes3(out, expectedLength, "output");
  if (onlyAligned && !isAligned32(out))
    throw new Error("invalid output, must be aligned");
  return out;
}
function u64Lengths(dataLength, aadLength, isLE2) {
  anumber3(dataLength);
  anumber3(aadLength);
  abool2(isLE2);
  const num = new Uint8Array(16);
  const view = createView2(num);
  view.setBigUint64(0, BigInt(aadLength), isLE2);
  view.setBigUint64(8, BigInt(dataLength), isLE2);
  return num;
}
function isAligned32(bytes) {
  return bytes.byteOffset % 4 === 0;
}
function copyBytes2(bytes) {
  return Uint8Array.from(abytes3(bytes));
}

// node_modules/@noble/ciphers/_polyval.js
var BLOCK_SIZE = 16;
var ZEROS16 = /* @__PURE__ */ new Uint8Array(16);
var ZEROS32 = /* @__PURE__ */ u32(ZEROS16);
var POLY = 225;
var mul2 = (s0, s1, s2, s3) => {
  const hiBit = s3 & 1;
  return {
    s3: s2 << 31 | s3 >>> 1,
    s2: s1 << 31 | s2 >>> 1,
    s1: s0 << 31 | s1 >>> 1,
    // NIST SP 800-38D §6.3 applies `V >> 1` and XORs R on carry. In this
    // 4x32-bit split, R = 0xe1 || 0^120 lives in the top byte of s0.
    s0: s0 >>> 1 ^ POLY << 24 & -(hiBit & 1)
    // reduce % poly
  };
};
var swapLE = (n) => (n >>> 0 & 255) << 24 | (n >>> 8 & 255) << 16 | (n >>> 16 & 255) << 8 | n >>> 24 & 255 | 0;
var estimateWindow = (bytes) => {
  if (bytes > 64 * 1024)
    return 8;
  if (bytes > 1024)
    return 4;
  return 2;
};
var GHASH = class {
  blockLen = BLOCK_SIZE;
  outputLen = BLOCK_SIZE;
  s0 = 0;
  s1 = 0;
  s2 = 0;
  s3 = 0;
  finished = false;
  destroyed = false;
  t;
  W;
  windowSize;
  // We select bits per window adaptively based on expectedLength
  constructor(key, expectedLength) {
    abytes3(key, 16, "key");
    key = copyBytes2(key);
    const kView = createView2(key);
    let k0 = kView.getUint32(0, false);
    let k1 = kView.getUint32(4, false);
    let k2 = kView.getUint32(8, false);
    let k3 = kView.getUint32(12, false);
    const doubles = [];
    for (let i = 0; i < 128; i++) {
      doubles.push({ s0: swapLE(k0), s1: swapLE(k1), s2: swapLE(k2), s3: swapLE(k3) });
      ({ s0: k0, s1: k1, s2: k2, s3: k3 } = mul2(k0, k1, k2, k3));
    }
    const W = estimateWindow(expectedLength || 1024);
    if (![1, 2, 4, 8].includes(W))
      throw new Error("ghash: invalid window size, expected 2, 4 or 8");
    this.W = W;
    const bits = 128;
    const windows = bits / W;
    const windowSize = this.windowSize = 2 ** W;
    const items = [];
    for (let w = 0; w < windows; w++) {
      for (let byte = 0; byte < windowSize; byte++) {
        let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (let j = 0; j < W; j++) {
          const bit = byte >>> W - j - 1 & 1;
          if (!bit)
            continue;
          const { s0: d0, s1: d1, s2: d2, s3: d3 } = doubles[W * w + j];
          s0 ^= d0, s1 ^= d1, s2 ^= d2, s3 ^= d3;
        }
        items.push({ s0, s1, s2, s3 });
      }
    }
    this.t = items;
  }
  _updateBlock(s0, s1, s2, s3) {
    s0 ^= this.s0, s1 ^= this.s1, s2 ^= this.s2, s3 ^= this.s3;
    const { W, t, windowSize } = this;
    let o0 = 0, o1 = 0, o2 = 0, o3 = 0;
    const mask = (1 << W) - 1;
    let w = 0;
    for (const num of [s0, s1, s2, s3]) {
      for (let bytePos = 0; bytePos < 4; bytePos++) {
        const byte = num >>> 8 * bytePos & 255;
        for (let bitPos = 8 / W - 1; bitPos >= 0; bitPos--) {
          const bit = byte >>> W * bitPos & mask;
          const { s0: e0, s1: e1, s2: e2, s3: e3 } = t[w * windowSize + bit];
          o0 ^= e0, o1 ^= e1, o2 ^= e2, o3 ^= e3;
          w += 1;
        }
      }
    }
    this.s0 = o0;
    this.s1 = o1;
    this.s2 = o2;
    this.s3 = o3;
  }
  update(data) {
    aexists2(this);
    abytes3(data);
    data = copyBytes2(data);
    const b32 = u32(data);
    const blocks = Math.floor(data.length / BLOCK_SIZE);
    const left = data.length % BLOCK_SIZE;
    for (let i = 0; i < blocks; i++) {
      this._updateBlock(swap8IfBE(b32[i * 4 + 0]), swap8IfBE(b32[i * 4 + 1]), swap8IfBE(b32[i * 4 + 2]), swap8IfBE(b32[i * 4 + 3]));
    }
    if (left) {
      ZEROS16.set(data.subarray(blocks * BLOCK_SIZE));
      this._updateBlock(swap8IfBE(ZEROS32[0]), swap8IfBE(ZEROS32[1]), swap8IfBE(ZEROS32[2]), swap8IfBE(ZEROS32[3]));
      clean2(ZEROS32);
    }
    return this;
  }
  destroy() {
    this.destroyed = true;
    const { t } = this;
    for (const elm of t) {
      elm.s0 = 0, elm.s1 = 0, elm.s2 = 0, elm.s3 = 0;
    }
  }
  digestInto(out) {
    aexists2(this);
    aoutput32(out, this);
    this.finished = true;
    const { s0, s1, s2, s3 } = this;
    const o32 = u32(out);
    o32[0] = s0;
    o32[1] = s1;
    o32[2] = s2;
    o32[3] = s3;
    if (!isLE)
      swap32IfBE(o32.subarray(0, BLOCK_SIZE / 4));
  }
  digest() {
    const res = new Uint8Array(BLOCK_SIZE);
    this.digestInto(res);
    this.destroy();
    return res;
  }
};
var ghash = /* @__PURE__ */ wrapMacConstructor(16, (key, expectedLength) => new GHASH(key, expectedLength), (msg) => [msg.length]);

// node_modules/@noble/ciphers/aes.js
var BLOCK_SIZE2 = 16;
var BLOCK_SIZE32 = 4;
var EMPTY_BLOCK = /* @__PURE__ */ new Uint8Array(BLOCK_SIZE2);
var POLY2 = 283;
function validateKeyLength(key) {
  if (![16, 24, 32].includes(key.length))
    throw new Error('"aes key" expected Uint8Array of length 16/24/32, got length=' + key.length);
}
function mul22(n) {
  return n << 1 ^ POLY2 & -(n >> 7);
}
function mul(a, b) {
  let res = 0;
  for (; b > 0; b >>= 1) {
    res ^= a & -(b & 1);
    a = mul22(a);
  }
  return res;
}
var sbox = /* @__PURE__ */ (() => {
  const t = new Uint8Array(256);
  for (let i = 0, x = 1; i < 256; i++, x ^= mul22(x))
    t[i] = x;
  const box = new Uint8Array(256);
  box[0] = 99;
  for (let i = 0; i < 255; i++) {
    let x = t[255 - i];
    x |= x << 8;
    box[t[i]] = (x ^ x >> 4 ^ x >> 5 ^ x >> 6 ^ x >> 7 ^ 99) & 255;
  }
  clean2(t);
  return box;
})();
var rotr32_8 = (n) => n << 24 | n >>> 8;
var rotl32_8 = (n) => n << 8 | n >>> 24;
function genTtable(sbox2, fn) {
  if (sbox2.length !== 256)
    throw new Error("wrong sbox length");
  const T0 = new Uint32Array(256).map((_, j) => fn(sbox2[j]));
  const T1 = T0.map(rotl32_8);
  const T2 = T1.map(rotl32_8);
  const T3 = T2.map(rotl32_8);
  const T01 = new Uint32Array(256 * 256);
  const T23 = new Uint32Array(256 * 256);
  const sbox22 = new Uint16Array(256 * 256);
  for (let i = 0; i < 256; i++) {
    for (let j = 0; j < 256; j++) {
      const idx = i * 256 + j;
      T01[idx] = T0[i] ^ T1[j];
      T23[idx] = T2[i] ^ T3[j];
      sbox22[idx] = sbox2[i] << 8 | sbox2[j];
    }
  }
  return { sbox: sbox2, sbox2: sbox22, T0, T1, T2, T3, T01, T23 };
}
var tableEncoding = /* @__PURE__ */ genTtable(sbox, (s) => mul(s, 3) << 24 | s << 16 | s << 8 | mul(s, 2));
var xPowers = /* @__PURE__ */ (() => {
  const p = new Uint8Array(16);
  for (let i = 0, x = 1; i < 16; i++, x = mul22(x))
    p[i] = x;
  return p;
})();
function expandKeyLE(key) {
  abytes3(key);
  const len = key.length;
  validateKeyLength(key);
  const { sbox2 } = tableEncoding;
  const toClean = [];
  if (!isLE || !isAligned32(key))
    toClean.push(key = copyBytes2(key));
  const k32 = swap32IfBE(u32(key));
  const Nk = k32.length;
  const subByte = (n) => applySbox(sbox2, n, n, n, n);
  const xk = new Uint32Array(len + 28);
  xk.set(k32);
  for (let i = Nk; i < xk.length; i++) {
    let t = xk[i - 1];
    if (i % Nk === 0)
      t = subByte(rotr32_8(t)) ^ xPowers[i / Nk - 1];
    else if (Nk > 6 && i % Nk === 4)
      t = subByte(t);
    xk[i] = xk[i - Nk] ^ t;
  }
  clean2(...toClean);
  return xk;
}
function apply0123(T01, T23, s0, s1, s2, s3) {
  return T01[s0 << 8 & 65280 | s1 >>> 8 & 255] ^ T23[s2 >>> 8 & 65280 | s3 >>> 24 & 255];
}
function applySbox(sbox2, s0, s1, s2, s3) {
  return sbox2[s0 & 255 | s1 & 65280] | sbox2[s2 >>> 16 & 255 | s3 >>> 16 & 65280] << 16;
}
function encrypt(xk, s0, s1, s2, s3) {
  const { sbox2, T01, T23 } = tableEncoding;
  let k = 0;
  s0 ^= xk[k++], s1 ^= xk[k++], s2 ^= xk[k++], s3 ^= xk[k++];
  const rounds = xk.length / 4 - 2;
  for (let i = 0; i < rounds; i++) {
    const t02 = xk[k++] ^ apply0123(T01, T23, s0, s1, s2, s3);
    const t12 = xk[k++] ^ apply0123(T01, T23, s1, s2, s3, s0);
    const t22 = xk[k++] ^ apply0123(T01, T23, s2, s3, s0, s1);
    const t32 = xk[k++] ^ apply0123(T01, T23, s3, s0, s1, s2);
    s0 = t02, s1 = t12, s2 = t22, s3 = t32;
  }
  const t0 = xk[k++] ^ applySbox(sbox2, s0, s1, s2, s3);
  const t1 = xk[k++] ^ applySbox(sbox2, s1, s2, s3, s0);
  const t2 = xk[k++] ^ applySbox(sbox2, s2, s3, s0, s1);
  const t3 = xk[k++] ^ applySbox(sbox2, s3, s0, s1, s2);
  return { s0: t0, s1: t1, s2: t2, s3: t3 };
}
function ctr32(xk, isLE2, nonce2, src, dst) {
  abytes3(nonce2, BLOCK_SIZE2, "nonce");
  abytes3(src);
  dst = getOutput(src.length, dst);
  const ctr = nonce2;
  const c32 = u32(ctr);
  const view = createView2(ctr);
  const src32 = u32(src);
  const dst32 = u32(dst);
  const ctrPos = isLE2 ? 0 : 12;
  const srcLen = src.length;
  let ctrNum = view.getUint32(ctrPos, isLE2);
  for (let i = 0; i + 4 <= src32.length; i += 4) {
    const { s0, s1, s2, s3 } = encrypt(xk, swap8IfBE(c32[0]), swap8IfBE(c32[1]), swap8IfBE(c32[2]), swap8IfBE(c32[3]));
    dst32[i + 0] = src32[i + 0] ^ swap8IfBE(s0);
    dst32[i + 1] = src32[i + 1] ^ swap8IfBE(s1);
    dst32[i + 2] = src32[i + 2] ^ swap8IfBE(s2);
    dst32[i + 3] = src32[i + 3] ^ swap8IfBE(s3);
    ctrNum = ctrNum + 1 >>> 0;
    view.setUint32(ctrPos, ctrNum, isLE2);
  }
  const start = BLOCK_SIZE2 * Math.floor(src32.length / BLOCK_SIZE32);
  if (start < srcLen) {
    const { s0, s1, s2, s3 } = encrypt(xk, swap8IfBE(c32[0]), swap8IfBE(c32[1]), swap8IfBE(c32[2]), swap8IfBE(c32[3]));
    const b32 = new Uint32Array([s0, s1, s2, s3]);
    swap32IfBE(b32);
    const buf = u8(b32);
    for (let i = start, pos = 0; i < srcLen; i++, pos++)
      dst[i] = src[i] ^ buf[pos];
    clean2(b32);
  }
  return dst;
}
function computeTag(fn, isLE2, key, data, AAD) {
  const aadLength = AAD ? AAD.length : 0;
  const h = fn.create(key, data.length + aadLength);
  if (AAD)
    h.update(AAD);
  const num = u64Lengths(8 * data.length, 8 * aadLength, isLE2);
  h.update(data);
  h.update(num);
  const res = h.digest();
  clean2(num);
  return res;
}
var gcm = /* @__PURE__ */ wrapCipher({ blockSize: 16, nonceLength: 12, tagLength: 16, withAAD: true, varSizeNonce: true }, function aesgcm(key, nonce2, AAD) {
  if (nonce2.length < 8)
    throw new Error("aes/gcm: invalid nonce length");
  const tagLength = 16;
  function _computeTag(authKey, tagMask, data) {
    const tag2 = computeTag(ghash, false, authKey, data, AAD);
    for (let i = 0; i < tagMask.length; i++)
      tag2[i] ^= tagMask[i];
    return tag2;
  }
  function deriveKeys() {
    const xk = expandKeyLE(key);
    const authKey = EMPTY_BLOCK.slice();
    const counter = EMPTY_BLOCK.slice();
    ctr32(xk, false, counter, counter, authKey);
    if (nonce2.length === 12) {
      counter.set(nonce2);
    } else {
      const nonceLen = EMPTY_BLOCK.slice();
      const view = createView2(nonceLen);
      view.setBigUint64(8, BigInt(nonce2.length * 8), false);
      const g = ghash.create(authKey).update(nonce2).update(nonceLen);
      g.digestInto(counter);
      g.destroy();
    }
    const tagMask = ctr32(xk, false, counter, EMPTY_BLOCK);
    return { xk, authKey, counter, tagMask };
  }
  return {
    encrypt(plaintext) {
      const { xk, authKey, counter, tagMask } = deriveKeys();
      const out = new Uint8Array(plaintext.length + tagLength);
      const toClean = [xk, authKey, counter, tagMask];
      if (!isAligned32(plaintext))
        toClean.push(plaintext = copyBytes2(plaintext));
      ctr32(xk, false, counter, plaintext, out.subarray(0, plaintext.length));
      const tag2 = _computeTag(authKey, tagMask, out.subarray(0, out.length - tagLength));
      toClean.push(tag2);
      out.set(tag2, plaintext.length);
      clean2(...toClean);
      return out;
    },
    decrypt(ciphertext) {
      const { xk, authKey, counter, tagMask } = deriveKeys();
      const toClean = [xk, authKey, tagMask, counter];
      if (!isAligned32(ciphertext))
        toClean.push(ciphertext = copyBytes2(ciphertext));
      const data = ciphertext.subarray(0, -tagLength);
      const passedTag = ciphertext.subarray(-tagLength);
      const tag2 = _computeTag(authKey, tagMask, data);
      toClean.push(tag2);
      if (!equalBytes(tag2, passedTag)) {
        clean2(...toClean);
        throw new Error("aes-gcm: invalid tag");
      }
      const out = ctr32(xk, false, counter, data);
      clean2(...toClean);
      return out;
    }
  };
});

// node_modules/@noble/hashes/hkdf.js
var HKDF_COUNTER = /* @__PURE__ */ Uint8Array.of(0);
var EMPTY_BUFFER = /* @__PURE__ */ Uint8Array.of();
function expand(hash, prk, info, length = 32, _recycled) {
  ahash(hash);
  anumber(length, "length");
  abytes(prk, void 0, "prk");
  const olen = hash.outputLen;
  if (prk.length < olen)
    throw new Error('"prk" must be at least HashLen octets');
  if (length > 255 * olen)
    throw new Error("Length must be <= 255*HashLen");
  const blocks = Math.ceil(length / olen);
  if (info === void 0)
    info = EMPTY_BUFFER;
  else
    abytes(info, void 0, "info");
  if (!blocks) {
    if (_recycled)
      clean(prk);
    return new Uint8Array();
  }
  const okm = _recycled && blocks === 1 ? prk : new Uint8Array(blocks * olen);
  const { iHash, oHash } = hmac.create(hash, prk);
  const T = _recycled ? prk : new Uint8Array(olen);
  const worker2 = blocks > 1 ? _recycled?.iHash || hash.create() : void 0;
  for (let counter = 0; counter < blocks - 1; counter++) {
    HKDF_COUNTER[0] = counter + 1;
    const iWork = iHash._cloneInto(worker2);
    if (counter)
      iWork.update(T);
    iWork.update(info).update(HKDF_COUNTER).digestInto(T);
    oHash._cloneInto(worker2).update(T).digestInto(T);
    okm.set(T, olen * counter);
  }
  HKDF_COUNTER[0] = blocks;
  if (blocks > 1)
    iHash.update(T);
  iHash.update(info).update(HKDF_COUNTER).digestInto(T);
  oHash.update(T).digestInto(T);
  okm.set(T, olen * (blocks - 1));
  iHash.destroy();
  oHash.destroy();
  worker2?.destroy();
  if (T !== okm)
    clean(T);
  clean(HKDF_COUNTER);
  if (length === okm.length)
    return okm;
  const res = okm.slice(0, length);
  clean(okm);
  return res;
}
var hkdf = (hash, ikm, salt, info, length) => {
  ahash(hash);
  if (salt === void 0)
    salt = new Uint8Array(hash.outputLen);
  const HMAC = hmac.create(hash, salt).update(ikm);
  return expand(hash, HMAC.digest(), info, length, HMAC);
};

// src/pure/sealer.ts
var SUITE = "yorisoi/1 CPACE-X25519-SHA512";
var TAG_BYTES = 16;
var Sealer = class {
  #out;
  #in;
  #nextOut = 0;
  #nextIn = 0;
  constructor(isk, sid, role) {
    const key = (direction) => hkdf(sha256, isk, sid, utf8(`${SUITE} ${direction}`), 32);
    const outward = key("communicator-to-subscriber");
    const inward = key("subscriber-to-communicator");
    const mine = role === Role.COMMUNICATOR;
    this.#out = mine ? outward : inward;
    this.#in = mine ? inward : outward;
  }
  /** Seals under the next number. Refuses what is too large, and everything after MAX_SEALED messages. */
  seal(kind, body) {
    if ((body.length + TAG_BYTES) * 2 > MAX_SEALED_CHARS || this.#nextOut >= MAX_SEALED) {
      throw new ExchangeError(Ending.PROTOCOL_BROKEN, "nothing more, or nothing larger, is sealed");
    }
    const number = this.#nextOut;
    this.#nextOut += 1;
    return { t: "sealed", kind, data: toHex(gcm(this.#out, nonce(number), utf8(kind)).encrypt(body)) };
  }
  /** The body. NotSealed leaves everything as it was. At most `skip` lost messages are passed over. */
  open(sealed, skip = MAX_SKIPPED) {
    const data = fromHex(sealed.data);
    if (data === void 0) throw new NotSealed();
    const end = Math.min(this.#nextIn + skip + 1, MAX_SEALED);
    for (let number = this.#nextIn; number < end; number += 1) {
      let body;
      try {
        body = gcm(this.#in, nonce(number), utf8(sealed.kind)).decrypt(data);
      } catch {
        continue;
      }
      this.#nextIn = number + 1;
      return Uint8Array.from(body);
    }
    throw new NotSealed();
  }
};
function nonce(number) {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(8, number);
  return bytes;
}

// src/pure/run.ts
function sessionId(subscriberNonce, communicatorNonce) {
  return Uint8Array.from(sha256(lvCat(utf8("sid"), subscriberNonce, communicatorNonce)));
}
function channelId(origin, number, nameplate) {
  const names = [SUITE, "communicator", number, "subscriber", nameplate, origin];
  return lvCat(...names.map((name) => utf8(name)));
}
var TYPE_OF_KIND = {
  offer: "offer",
  answer: "answer",
  "re-offer": "offer",
  "re-answer": "answer"
};
var Run = class {
  sealer;
  #role;
  #fingerprints = /* @__PURE__ */ new Map();
  #state;
  constructor(role, state) {
    this.#role = role;
    this.#state = state;
  }
  get state() {
    return this.#state;
  }
  /** sha-256 of the other side's certificate as it described it; empty before that. */
  get peerFingerprint() {
    return this.#fingerprints.get(this.#other) ?? "";
  }
  /** Seals a candidate, or this side's re-offer or re-answer, which must show the same certificate as before. */
  seal(kind, body) {
    this.onlyIn("running");
    const allowed = this.#role === Role.COMMUNICATOR ? "re-offer" : "re-answer";
    if ("candidate" in body !== (kind === "candidate") || kind !== "candidate" && kind !== allowed) {
      throw new RangeError("this side does not seal this");
    }
    return this.sealBody(kind, body);
  }
  /** What the other side sealed. NotSealed is to be dropped; any other error is the end of the run. */
  open(sealed) {
    this.onlyIn("running");
    const allowed = this.#role === Role.COMMUNICATOR ? "re-answer" : "re-offer";
    if (sealed.kind !== "candidate" && sealed.kind !== allowed) throw new NotSealed();
    return this.openBody(sealed);
  }
  moveTo(state) {
    this.#state = state;
  }
  onlyIn(state) {
    if (this.#state !== state) throw new OutOfOrder(`not in state ${this.#state}`);
  }
  spend(error) {
    this.#state = "spent";
    this.sealer = void 0;
    throw error;
  }
  broken(what) {
    this.spend(new ExchangeError(Ending.PROTOCOL_BROKEN, what));
  }
  /** Runs a step of which every failure is the end. */
  final(step) {
    try {
      return step();
    } catch (error) {
      this.spend(error);
    }
  }
  sealBody(kind, body) {
    return this.final(() => {
      const checked = this.#checked(kind, body, this.#role);
      const json = "candidate" in checked ? writeCandidate(checked) : writeDescription(checked);
      return this.#keys().seal(kind, utf8(json));
    });
  }
  openBody(sealed, skip) {
    const json = fromUtf8(this.#keys().open(sealed, skip));
    return this.final(() => {
      const body = json === void 0 ? void 0 : sealed.kind === "candidate" ? readCandidate(json) : readDescription(json);
      if (body === void 0) this.broken("malformed body");
      return this.#checked(sealed.kind, body, this.#other);
    });
  }
  confirm(finished, tag2, sealed, kind) {
    return this.final(() => {
      if (finished === void 0) throw new OutOfOrder("no keys yet");
      finished.verify(fromHex(tag2) ?? new Uint8Array());
      if (sealed.kind !== kind) throw new NotSealed();
      const body = this.openBody(sealed, 0);
      if ("candidate" in body) throw new NotSealed();
      return body;
    });
  }
  readAd(hex, read2, write) {
    const raw = fromHex(hex) ?? new Uint8Array();
    const ad = read2(fromUtf8(raw) ?? "");
    if (ad === void 0) this.broken("malformed associated data");
    if (!equal(utf8(write(ad)), raw)) this.broken("associated data is not canonical");
    return { ad, raw };
  }
  get #other() {
    return this.#role === Role.COMMUNICATOR ? Role.SUBSCRIBER : Role.COMMUNICATOR;
  }
  #checked(kind, body, whose) {
    if ("candidate" in body) {
      checkCandidate2(body.candidate);
      return body;
    }
    if (body.type !== TYPE_OF_KIND[kind]) {
      throw new ExchangeError(Ending.PROTOCOL_BROKEN, "offer and answer are mixed up");
    }
    const sdp = pin(body.sdp);
    const value = fingerprint(sdp);
    const known = this.#fingerprints.get(whose) ?? value;
    if (known !== value) {
      throw new ExchangeError(Ending.CERTIFICATE_CHANGED, "another certificate than at the beginning");
    }
    this.#fingerprints.set(whose, value);
    return { type: body.type, sdp };
  }
  #keys() {
    if (this.sealer === void 0) throw new OutOfOrder("no keys yet");
    return this.sealer;
  }
};
var CommunicatorRun = class extends Run {
  m1;
  #sid;
  #publicKey;
  #cpace;
  #finished;
  constructor(facts) {
    super(Role.COMMUNICATOR, "shared");
    const { number, name } = facts.communicator;
    const role = Role.COMMUNICATOR;
    const ad = utf8(
      writeCommunicatorAd({ role, version: PROTOCOL_VERSION, number, name, public_key: facts.publicKey })
    );
    const nonce2 = facts.draw(NONCE_BYTES);
    this.#sid = sessionId(facts.nonce, nonce2);
    this.#publicKey = facts.publicKey;
    const ci = channelId(facts.origin, number, facts.oneTimePass.nameplate);
    const prs = utf8(facts.oneTimePass.secret);
    this.#cpace = new CPace({ initiator: true, prs, ci, sid: this.#sid, ad, scalar: facts.draw(SCALAR_BYTES) });
    this.m1 = { t: "m1", nonce: toHex(nonce2), share: toHex(this.#cpace.share), ad: toHex(ad) };
  }
  /** This side's confirmation and sealed offer. Whether the pass was right is known after `m4` only. */
  m3(message, offer) {
    this.onlyIn("shared");
    this.moveTo("confirmed");
    const { ad: claim, raw } = this.readAd(message.ad, readSubscriberAd, writeSubscriberAd);
    if (claim.role !== Role.SUBSCRIBER || claim.version !== PROTOCOL_VERSION) this.broken("wrong role or version");
    if (claim.public_key !== this.#publicKey) this.broken("another key than the service said");
    const cpace = this.#cpace;
    this.#cpace = void 0;
    const finished = this.final(() => {
      if (cpace === void 0) throw new OutOfOrder("no keys");
      return cpace.finish(fromHex(message.share) ?? new Uint8Array(), raw);
    });
    this.#finished = finished;
    this.sealer = new Sealer(finished.isk, this.#sid, Role.COMMUNICATOR);
    return { t: "m3", tag: toHex(finished.tag), offer: this.sealBody("offer", offer) };
  }
  /** The pinned answer; from here on both sides know that they typed the same pass. */
  m4(message) {
    this.onlyIn("confirmed");
    const answer = this.confirm(this.#finished, message.tag, message.answer, "answer");
    this.#finished = void 0;
    this.moveTo("running");
    return answer;
  }
};

// src/engine/exchange.ts
var Exchange = class {
  #events;
  #run;
  #boxes = Promise.resolve();
  constructor(events) {
    this.#events = events;
  }
  get isRunning() {
    return this.#run !== void 0;
  }
  /** A new run takes the place of any other. Answers its first box, to be relayed. */
  begin(facts) {
    this.#run = new CommunicatorRun(facts);
    return writeExchange(this.#run.m1);
  }
  end() {
    this.#run = void 0;
  }
  /** A box came; it is opened when those before it are done with. */
  heard(box) {
    this.#boxes = this.#boxes.then(() => this.#opened(box));
  }
  candidate(candidate) {
    if (this.#run === void 0 || this.#run.state !== "running") return;
    this.#events.relay(writeExchange(this.#run.seal("candidate", candidate)));
  }
  /** A new path is offered under the keys of this run. */
  reOffer(sdp) {
    if (this.#run === void 0) return;
    this.#events.relay(writeExchange(this.#run.seal("re-offer", { type: "offer", sdp })));
  }
  async #opened(box) {
    const message = readExchange(box);
    const run = this.#run;
    if (run === void 0) return;
    try {
      if (message?.t === "m2") await this.#m2(run, message);
      else if (message?.t === "m4") await this.#m4(run, message);
      else if (message?.t === "sealed") await this.#sealed(run, message);
    } catch (error) {
      if (run !== this.#run || error instanceof ExchangeError && run.state !== "spent") return;
      this.#events.broke(error instanceof ExchangeError ? error.ending : Ending.PROTOCOL_BROKEN);
    }
  }
  async #m2(run, m2) {
    const path = await this.#events.path();
    const sdp = await path?.offer();
    if (sdp === void 0 || run !== this.#run) return;
    this.#events.relay(writeExchange(run.m3(m2, { type: "offer", sdp })));
  }
  async #m4(run, m4) {
    const answer = run.m4(m4);
    this.#events.proved();
    await (await this.#events.path())?.accept(answer.sdp, run.peerFingerprint);
  }
  async #sealed(run, sealed) {
    const body = run.open(sealed);
    const path = await this.#events.path();
    if ("candidate" in body) await path?.addCandidate(body.candidate, body.mid);
    else await path?.accept(body.sdp, run.peerFingerprint);
  }
};

// src/engine/state.ts
var STEPS = ["claim", "prove", "connect", "consent"];
var NOTHING_YET = {
  phase: "empty",
  ticket: void 0,
  link: "off",
  step: "claim",
  failure: void 0,
  gate: void 0,
  allowed: [],
  layout: void 0,
  resumingUntil: void 0,
  heardAt: 0,
  kind: ViewerKind.MAIN,
  endsAt: void 0
};
function failure(code) {
  return { code, gates: [], retryAfterS: 0 };
}
function authority(state) {
  const { gate, layout, phase, resumingUntil } = state;
  if (phase !== "live" || resumingUntil !== void 0 || gate === void 0 || layout === void 0) return void 0;
  const { snapshot } = gate;
  const asks = snapshot.questions.length > 0;
  if (snapshot.state !== "verified" || snapshot.paused || snapshot.local_hand || asks) return void 0;
  const control = snapshot.grants.find(({ permission: permission2 }) => permission2 === Permission.CONTROL);
  return control === void 0 ? void 0 : { grant: control.grant, layout: layout.layout };
}
function timeLeft({ endsAt, phase }, now) {
  if (endsAt === void 0 || phase !== "live") return void 0;
  const leftMs = Math.max(0, endsAt - now);
  return { minutes: Math.ceil(leftMs / 6e4), leftMs, isSoon: leftMs <= TIME_SOON_S * 1e3 };
}
function holds({ gate }, which) {
  return gate?.snapshot.grants.some((it) => it.permission === which) ?? false;
}
function maySee(state) {
  return state.phase === "live" && !state.gate?.snapshot.paused && holds(state, Permission.VIEW);
}
function permission(state, which, now) {
  if (state.phase !== "live" || state.gate === void 0) return { is: "none", leftMs: 0 };
  const { snapshot, at } = state.gate;
  const left = (ms) => Math.max(0, ms - (now - at));
  const question = snapshot.questions.find((it) => it.permission === which);
  if (question !== void 0) return { is: "asked", leftMs: left(question.left_ms) };
  const grant = snapshot.grants.find((it) => it.permission === which);
  if (grant !== void 0) return { is: snapshot.paused ? "paused" : "granted", leftMs: left(grant.left_ms) };
  let last;
  for (const it of snapshot.answers) {
    if (it.permission === which && (last === void 0 || it.question > last.question)) last = it;
  }
  return { is: last === void 0 || last.answer === "granted" ? "none" : last.answer, leftMs: 0 };
}

// src/engine/failures.ts
var PATH_FAILURES = {
  certificate: "certificate_changed",
  not_connected: "not_connected",
  lost: "not_connected",
  unfit: "browser_unfit"
};
function beforeItBegan(reason) {
  return reason === Ending.STOPPED_BY_SUBSCRIBER || reason === Ending.LOST ? "tool_closed" : reason;
}
function ofRefusal({ code, gates, retry_after_s: retryAfterS }, step) {
  if (code === Refusal.AWAY) return failure(step === "prove" ? "tool_closed" : "no_answer");
  return { code, gates, retryAfterS };
}

// src/engine/paths.ts
var STALE_PATH_MS = 12e4;
var LAST_WORD_MS = 500;
var Paths = class {
  #ports;
  #events;
  /** The same for every path of one session, so that a path taken up again shows the one that was proved. */
  #certificate;
  #prepared;
  #open;
  constructor(ports, events) {
    this.#ports = ports;
    this.#events = events;
  }
  get prepared() {
    return this.#prepared?.made;
  }
  get open() {
    return this.#open;
  }
  /** What takes time and needs no pass is started, unless it was a short while ago. */
  prepare() {
    const { clock: clock2 } = this.#ports;
    const prepared = this.#prepared;
    if (prepared !== void 0 && clock2.now() - prepared.at < STALE_PATH_MS) return;
    this.#discard();
    this.#certificate ??= this.#ports.makeCertificate();
    this.#prepared = { made: this.#certificate.then((certificate) => this.#make(certificate)), at: clock2.now() };
    this.#prepared.made.catch(() => void 0);
  }
  /** A new path under the same certificate. */
  prepareAgain() {
    this.#discard();
    this.prepare();
  }
  take(path) {
    this.#open = path;
  }
  /** The open path carries no more. */
  drop() {
    this.#open?.close();
    this.#open = void 0;
  }
  /** The session is over: every path is closed, and the next session shows another certificate. */
  leave() {
    const open = this.#open;
    this.#open = void 0;
    if (open !== void 0) this.#ports.clock.after(LAST_WORD_MS, () => open.close());
    this.prepared?.then(
      (path) => {
        if (path !== open) path.close();
      },
      () => void 0
    );
    this.#prepared = void 0;
    this.#certificate = void 0;
  }
  #make(certificate) {
    const events = this.#events;
    const path = this.#ports.makePath(certificate, {
      opened: () => events.carries(path),
      words: (json) => {
        if (path === this.#open) events.words(json);
      },
      picture: (packet) => {
        if (path === this.#open) events.picture(packet);
      },
      candidate: (candidate) => events.candidate(candidate),
      wavering: (wavering) => {
        if (path === this.#open) events.wavering(wavering);
      },
      ended: (why) => events.ended(why, path === this.#open)
    });
    return path;
  }
  #discard() {
    const prepared = this.prepared;
    this.#prepared = void 0;
    prepared?.then(
      (path) => {
        if (path !== this.#open) path.close();
      },
      () => void 0
    );
  }
};

// src/engine/resuming.ts
var ATTEMPT_MS = 8e3;
var Resuming = class {
  #clock;
  #events;
  #alarm;
  constructor(clock2, events) {
    this.#clock = clock2;
    this.#events = events;
    this.#alarm = new Alarm(clock2);
  }
  /** Tries at once, and again later. Does nothing while nothing is interrupted. */
  attempt() {
    const until = this.#events.until();
    if (until === void 0) return;
    const leftMs = until - this.#clock.now();
    if (leftMs <= 0) {
      this.#events.over();
      return;
    }
    this.#alarm.set(Math.min(ATTEMPT_MS, leftMs), () => this.attempt());
    this.#events.offer();
  }
  stop() {
    this.#alarm.stop();
  }
};

// src/engine/link.ts
var GREETING_MS = 1e4;
var FIRST_WAIT_MS = 500;
var LONGEST_WAIT_MS = 15e3;
var TICKET_AGAIN_MS = 1e4;
var Link = class {
  #state = "off";
  #socket;
  #failures = 0;
  #alarm;
  #clock;
  #open;
  #events;
  constructor(open, clock2, events) {
    this.#open = open;
    this.#clock = clock2;
    this.#events = events;
    this.#alarm = new Alarm(clock2);
  }
  get state() {
    return this.#state;
  }
  /** Dials with this ticket, unless a socket stands already or is being dialled. */
  ticket(socketTicket) {
    if (this.#socket !== void 0) return;
    this.#alarm.stop();
    this.#dial(socketTicket);
  }
  /** False when the socket is not up: the message was not sent. */
  say(message) {
    if (this.#state !== "up") return false;
    this.#socket?.send(writeBrokerFromCommunicator(message));
    return true;
  }
  close() {
    this.#hangUp();
    this.#alarm.stop();
    this.#enter("off");
  }
  #dial(socketTicket) {
    const socket = this.#open();
    this.#socket = socket;
    this.#enter("dialling");
    this.#alarm.set(GREETING_MS, () => this.#lost());
    socket.onopen = () => {
      socket.send(writeBrokerFromCommunicator({ t: "hello", version: PROTOCOL_VERSION, socket_ticket: socketTicket }));
      this.#enter("greeting");
    };
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = () => this.#lost();
  }
  #heard(data) {
    const message = typeof data === "string" ? readBrokerToCommunicator(data) : void 0;
    if (message === void 0) {
      this.#lost();
      this.#events.broken();
      return;
    }
    if (message.t === "wake") return;
    if (message.t === "welcome" && this.#state === "greeting") {
      this.#alarm.stop();
      this.#failures = 0;
      this.#enter("up");
    }
    this.#events.message(message);
  }
  #lost() {
    this.#hangUp();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    const share = (this.#clock.draw(1)[0] ?? 0) / 255;
    this.#want(wait * (0.75 + share / 2));
  }
  #want(inMs) {
    this.#enter("wanted");
    this.#alarm.set(inMs, () => {
      this.#events.ticketWanted();
      this.#alarm.set(TICKET_AGAIN_MS, () => this.#want(0));
    });
  }
  #hangUp() {
    const socket = this.#socket;
    if (socket === void 0) return;
    this.#socket = void 0;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
  #enter(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.stateChanged(state);
  }
};

// src/engine/signalling.ts
var Signalling = class {
  #ports;
  #link;
  #events;
  #me;
  #claim;
  #session;
  #unsentEnd;
  constructor(ports, events) {
    this.#ports = ports;
    this.#events = events;
    this.#link = new Link(() => ports.openSocket(), ports.clock, {
      stateChanged: (link) => events.stateChanged(link),
      message: (message) => this.#heard(message),
      ticketWanted: () => ports.wantSocketTicket(),
      broken: () => events.broken()
    });
  }
  get isUp() {
    return this.#link.state === "up";
  }
  /** Whether there is a session the service knows of, or has still to hear the end of. */
  get hasSession() {
    return this.#session !== void 0;
  }
  /** Dials with this ticket when no socket stands. */
  ticket(socketTicket) {
    this.#link.ticket(socketTicket);
  }
  /** Only the nameplate is sent: now, or as soon as the service greets. */
  claim(pass, ticket) {
    this.#claim = { pass, ticket };
    this.#sayClaim();
  }
  relay(box) {
    this.#link.say({ t: "relay", box });
  }
  /** The desk hears that the session has begun. */
  live() {
    const session = this.#session;
    if (session !== void 0) this.#ports.sessionMoved(session.ticket, session.id, "live");
  }
  /** Claim and session are given up. `tell` is what the service hears of it; undefined: it knows already. */
  leave(tell) {
    this.#claim = void 0;
    const session = this.#session;
    if (session === void 0) return;
    this.#ports.sessionMoved(session.ticket, session.id, "ended");
    if (tell === void 0) this.#session = void 0;
    else this.#sayEnd(tell);
  }
  /** The service does not know the session any more. */
  forget() {
    this.#session = void 0;
  }
  #heard(message) {
    switch (message.t) {
      case "welcome":
        this.#me = message.communicator;
        if (message.origin !== this.#ports.origin) {
          this.#link.close();
          this.#events.otherOrigin();
        } else if (this.#session !== void 0) this.#link.say({ t: "resume", session: this.#session.id, resume: "" });
        else this.#sayClaim();
        return;
      case "granted":
        this.#granted(message);
        return;
      case "resumed":
        if (this.#unsentEnd !== void 0) this.#sayEnd(this.#unsentEnd);
        else this.#events.heard(message);
        return;
      default:
        this.#events.heard(message);
    }
  }
  #granted(granted) {
    const claim = this.#claim;
    this.#claim = void 0;
    if (claim === void 0 || this.#me === void 0) {
      this.#link.say({ t: "end", reason: Ending.STOPPED_BY_COMMUNICATOR });
      return;
    }
    this.#session = { id: granted.session, ticket: claim.ticket };
    this.#ports.sessionMoved(claim.ticket, granted.session, "claimed");
    this.#events.granted(granted, claim.pass, this.#me);
  }
  #sayClaim() {
    if (this.#claim === void 0) return;
    this.#link.say({ t: "claim", nameplate: this.#claim.pass.nameplate, ticket: this.#claim.ticket });
  }
  /** The service hears of the end now, or when the socket is back. */
  #sayEnd(reason) {
    this.#unsentEnd = this.#link.say({ t: "end", reason }) ? void 0 : reason;
    if (this.#unsentEnd === void 0) this.#session = void 0;
  }
};

// src/engine/course.ts
var Course = class {
  #ports;
  #shown;
  #signalling;
  #exchange;
  #resuming;
  #runAlarm;
  paths;
  conversation;
  #attempt = 0;
  constructor(ports, shown2) {
    this.#ports = ports;
    this.#shown = shown2;
    this.#runAlarm = new Alarm(ports.clock);
    this.#signalling = new Signalling(ports, {
      stateChanged: (link) => this.#shown.show({ link }),
      granted: (granted, pass, me) => this.#granted(granted, pass, me),
      heard: (message) => this.#heard(message),
      otherOrigin: () => this.#fail("other_origin"),
      broken: () => {
        if (this.#shown.state.phase !== "live") this.#fail("protocol_broken");
      }
    });
    this.#exchange = new Exchange({
      relay: (box) => this.#signalling.relay(box),
      path: () => this.paths.prepared,
      proved: () => {
        this.#runAlarm.stop();
        this.#shown.show({ step: "connect" });
      },
      broke: (ending) => {
        if (this.#shown.state.phase === "live") this.end(ending);
        else this.#fail(ending, ending);
      }
    });
    this.paths = new Paths(ports, {
      carries: (path) => void this.#carries(path),
      words: (json) => this.conversation.heard(json),
      picture: (packet) => {
        this.conversation.signOfLife();
        ports.picture.packet(packet);
      },
      candidate: (candidate) => this.#exchange.candidate(candidate),
      wavering: (wavering) => this.conversation.wavering(wavering),
      ended: (why, wasOpen) => this.#pathEnded(why, wasOpen)
    });
    this.conversation = new Conversation(ports.clock, {
      say: (json) => this.paths.open?.sendWords(json),
      changed: (change) => this.#shown.show(change),
      layout: (layout) => ports.picture.layout(layout),
      hidden: () => ports.picture.clear(),
      note: (code) => ports.note(code),
      clipboard: (text2) => ports.clipboard(text2),
      bye: (reason) => this.#over(failure(reason), void 0),
      silent: () => this.#interrupted(),
      broken: () => this.end(Ending.PROTOCOL_BROKEN)
    });
    this.#resuming = new Resuming(ports.clock, {
      until: () => this.#shown.state.resumingUntil,
      offer: () => void this.#reOffer(),
      over: () => this.#over(failure(Ending.SILENT), Ending.SILENT)
    });
  }
  /** Dials with this ticket when no socket stands. */
  socketTicket(socketTicket) {
    this.#signalling.ticket(socketTicket);
  }
  /** A whole pass was typed. Only its nameplate is sent. */
  claim(pass) {
    const { ticket, phase } = this.#shown.state;
    if (ticket === void 0 || phase !== "pass") return;
    this.paths.prepare();
    this.#attempt += 1;
    this.#shown.show({ phase: "connecting", step: "claim", failure: void 0, gate: void 0, layout: void 0 });
    this.#runAlarm.set(RUN_TIMEOUT_S * 1e3, () => {
      this.#fail(this.#signalling.isUp ? "no_answer" : "service_down", Ending.NOT_CONNECTED);
    });
    this.#signalling.claim(pass, ticket.ticket);
  }
  /** The communicator ends the session. */
  end(reason) {
    if (this.#shown.state.phase === "live") this.#over(failure(reason), reason);
  }
  /** The communicator gives up connecting. */
  cancel() {
    if (this.#shown.state.phase !== "connecting") return;
    this.#leave(Ending.STOPPED_BY_COMMUNICATOR);
    this.#shown.cancelled();
  }
  // what the service says
  #heard(message) {
    const { phase } = this.#shown.state;
    switch (message.t) {
      case "relay":
        this.#exchange.heard(message.box);
        return;
      case "presence":
        if (!message.present && phase === "connecting") this.#fail("tool_closed", Ending.NOT_CONNECTED);
        else if (message.present) this.#resuming.attempt();
        return;
      case "resumed":
        if (message.present) this.#resuming.attempt();
        return;
      case "time_left":
        this.#shown.show({ endsAt: this.#ports.clock.now() + message.seconds * 1e3 });
        return;
      case "ended":
        if (phase === "live") this.#over(failure(message.reason), void 0);
        else if (this.#signalling.hasSession) this.#fail(beforeItBegan(message.reason));
        return;
      case "refused":
        this.#refused(message);
        return;
    }
  }
  #refused(refused2) {
    const { phase, step } = this.#shown.state;
    const greeting = !this.#signalling.isUp;
    if (phase === "connecting" && !greeting) this.#fail(ofRefusal(refused2, step));
    else if (phase === "pass" && greeting && refused2.code !== Refusal.AWAY) {
      this.#shown.show({ failure: ofRefusal(refused2, step) });
    } else if (refused2.code === Refusal.NO_SUCH_SESSION && phase !== "live") this.#signalling.forget();
  }
  #granted(granted, pass, me) {
    const { clock: clock2, origin } = this.#ports;
    const m1 = this.#exchange.begin({
      origin,
      oneTimePass: pass,
      communicator: me,
      nonce: fromHex(granted.nonce) ?? new Uint8Array(),
      publicKey: granted.public_key,
      draw: (count) => clock2.draw(count)
    });
    const endsAt = clock2.now() + granted.time_box_s * 1e3;
    this.#shown.show({ step: "prove", allowed: granted.allowed, kind: granted.kind, endsAt });
    this.#signalling.relay(m1);
  }
  // what becomes of the paths
  async #carries(path) {
    const attempt = this.#attempt;
    const codecs2 = await this.#ports.codecs();
    if (attempt !== this.#attempt || !this.#signalling.hasSession) return;
    const resumed = this.#shown.state.resumingUntil !== void 0;
    this.paths.take(path);
    this.#resuming.stop();
    this.#ports.picture.start();
    this.#shown.show({ phase: "live", step: "consent", resumingUntil: void 0 });
    this.conversation.begin(codecs2, resumed ? [] : this.#shown.state.allowed);
    if (!resumed) this.#signalling.live();
  }
  #pathEnded(why, wasOpen) {
    const { phase } = this.#shown.state;
    if (phase === "connecting") {
      const code = PATH_FAILURES[why];
      this.#fail(code, code === "certificate_changed" ? Ending.CERTIFICATE_CHANGED : Ending.NOT_CONNECTED);
    } else if (phase === "live" && why === "certificate") this.end(Ending.CERTIFICATE_CHANGED);
    else if (phase === "live" && wasOpen) this.#interrupted();
  }
  /** Nothing is heard any more: the same keys and certificates may take the path up again, for a while. */
  #interrupted() {
    if (this.#shown.state.phase !== "live" || this.#shown.state.resumingUntil !== void 0) return;
    this.paths.drop();
    this.#shown.show({ resumingUntil: this.conversation.interrupted() });
    this.#resuming.attempt();
  }
  async #reOffer() {
    if (!this.#signalling.isUp || !this.#exchange.isRunning) return;
    this.paths.prepareAgain();
    const made = this.paths.prepared;
    const sdp = await made?.then((path) => path.offer()).catch(() => void 0);
    if (sdp !== void 0 && made === this.paths.prepared) this.#exchange.reOffer(sdp);
  }
  // the ends
  /** Nothing began: back to the pass, with the reason. `tell` is what the service hears of it. */
  #fail(why, tell) {
    const reason = typeof why === "string" ? failure(why) : why;
    if (this.#shown.state.phase === "live") {
      this.#over(reason, void 0);
      return;
    }
    this.#leave(tell);
    this.#shown.failed(reason);
  }
  #over(reason, tell) {
    if (tell !== void 0) this.conversation.say({ t: "bye", reason: tell });
    this.#leave(tell);
    this.#shown.over(reason);
    this.#ports.wantSocketTicket();
  }
  #leave(tell) {
    this.#attempt += 1;
    this.#runAlarm.stop();
    this.#resuming.stop();
    this.conversation.end();
    this.#ports.picture.clear();
    this.#exchange.end();
    this.paths.leave();
    this.#signalling.leave(tell);
  }
};

// src/engine/shown.ts
var Shown = class {
  #state = NOTHING_YET;
  /** What the desk shows now; a session that runs keeps the ticket it was claimed for. */
  #desk;
  #changed;
  constructor(changed) {
    this.#changed = changed;
  }
  get state() {
    return this.#state;
  }
  show(change) {
    this.#state = { ...this.#state, ...change };
    this.#changed(this.#state);
  }
  deskTicket(ticket) {
    this.#desk = ticket;
    const { phase } = this.#state;
    if (phase === "connecting" || phase === "live") return;
    const other = ticket.ticket !== this.#state.ticket?.ticket;
    this.show({
      ticket,
      phase: phase === "over" && !other ? "over" : "pass",
      failure: other ? void 0 : this.#state.failure
    });
  }
  deskHasNoTicket() {
    this.#desk = void 0;
    const { phase } = this.#state;
    if (phase === "pass") this.show({ phase: "empty", ticket: void 0, failure: void 0 });
    if (phase === "over") this.show({ ticket: void 0 });
  }
  /** What was over is over for good: nothing is left to do about it. Who looked along reads on. */
  ticketFinished(ticket) {
    const { phase, kind, ticket: shown2 } = this.#state;
    this.deskHasNoTicket();
    if (phase === "over" && kind === ViewerKind.MAIN && shown2?.ticket === ticket) this.again();
  }
  wasReloaded() {
    if (this.#state.phase === "pass") this.show({ failure: failure("page_reloaded") });
  }
  /** The communicator gave up connecting. */
  cancelled() {
    this.show({ phase: this.#beforeAPass, ticket: this.#desk, failure: void 0 });
  }
  /** From the end of one session, or of one failure, to the next pass. */
  again() {
    const { phase } = this.#state;
    if (phase !== "over" && phase !== "pass") return;
    this.show({
      phase: this.#beforeAPass,
      ticket: this.#desk,
      failure: void 0,
      gate: void 0,
      layout: void 0
    });
  }
  /** No session began. */
  failed(reason) {
    const phase = this.#state.phase === "over" ? "over" : this.#beforeAPass;
    this.show({ phase, ticket: this.#desk, failure: reason });
  }
  /** A session that ran is over. */
  over(reason) {
    this.show({ phase: "over", ticket: this.#desk, failure: reason, resumingUntil: void 0 });
  }
  get #beforeAPass() {
    return this.#desk === void 0 ? "empty" : "pass";
  }
};

// src/engine/call.ts
var Call = class {
  #shown;
  #course;
  constructor(ports) {
    this.#shown = new Shown((state) => ports.changed(state));
    this.#course = new Course(ports, this.#shown);
  }
  get state() {
    return this.#shown.state;
  }
  /** The path input goes into, while one is open. */
  get path() {
    return this.#course.paths.open;
  }
  /** The desk shows this ticket, with a fresh socket ticket. A running session keeps its own. */
  deskTicket(ticket, socketTicket) {
    this.#course.socketTicket(socketTicket);
    this.#shown.deskTicket(ticket);
  }
  /** The page was loaded anew; whatever session it held is over. */
  wasReloaded() {
    this.#shown.wasReloaded();
  }
  deskHasNoTicket() {
    this.#shown.deskHasNoTicket();
  }
  /** The desk has no ticket any more, since this one is done with. */
  ticketFinished(ticket) {
    this.#shown.ticketFinished(ticket);
  }
  /** Typing has begun: what takes time and needs no pass is started. */
  prepare() {
    this.#course.paths.prepare();
  }
  /** A whole pass was typed. Only its nameplate is sent. */
  claim(pass) {
    this.#course.claim(pass);
  }
  ask(permission2) {
    this.#course.conversation.say({ t: "ask", permission: permission2 });
  }
  giveBack(permission2) {
    this.#course.conversation.say({ t: "give_back", permission: permission2 });
  }
  /** False when the text is too long for one clipboard. */
  putOnClipboard(text2) {
    return this.#course.conversation.putOnClipboard(text2);
  }
  /** The communicator ends the session. */
  end(reason) {
    this.#course.end(reason);
  }
  /** The communicator gives up connecting. */
  cancel() {
    this.#course.cancel();
  }
  /** From the end of one session, or of one failure, to the next pass. */
  again() {
    this.#shown.again();
  }
};

// src/engine/input.ts
var HALF_REPORTED = /* @__PURE__ */ new Set([
  "Alphanumeric",
  "CapsLock",
  "Eisu",
  "Hankaku",
  "Hiragana",
  "HiraganaKatakana",
  "KanaMode",
  "KanjiMode",
  "Katakana",
  "Romaji",
  "Zenkaku",
  "ZenkakuHankaku"
]);
var NOTCH_PIXELS = 100;
var MODE_PIXELS = [1, 100 / 3, 800];
var MOST_TURN = 32767;
var Input = class {
  #port;
  #authority;
  #keys = /* @__PURE__ */ new Map();
  #buttons = /* @__PURE__ */ new Set();
  #place = { x: 0, y: 0 };
  #moved = false;
  #turn = { x: 0, y: 0 };
  constructor(port) {
    this.#port = port;
  }
  /** Whether frames are made at all. */
  get isLive() {
    return this.#authority !== void 0;
  }
  /** New numbers, or none. Whatever was held goes up and is no longer known here: under the numbers that the other side
   * still hears, the new ones when only the layout is another. */
  setAuthority(authority2) {
    const before = this.#authority;
    if (authority2?.grant === before?.grant && authority2?.layout === before?.layout) return;
    if (authority2?.grant === before?.grant) this.#authority = authority2;
    this.release();
    this.#authority = authority2;
  }
  /** Whether the stroke belongs to the other computer (and its default here must not happen). */
  keyDown(stroke) {
    const usage = USAGE_OF_CODE.get(stroke.code);
    if (usage === void 0 || !this.isLive || stroke.isComposing || stroke.key === "Process") return false;
    if (stroke.repeat) return true;
    if (HALF_REPORTED.has(stroke.key)) {
      this.tap([usage]);
      return true;
    }
    this.#keys.set(stroke.code, usage);
    this.#send({ kind: "key", usage, down: true });
    return true;
  }
  keyUp(stroke) {
    const usage = this.#keys.get(stroke.code);
    if (usage === void 0) return false;
    this.#keys.delete(stroke.code);
    this.#send({ kind: "key", usage, down: false });
    if (stroke.code.startsWith("Meta")) this.release();
    return true;
  }
  /** Presses the keys in this order and lets them go in the other. */
  tap(usages) {
    for (const usage of usages) this.#send({ kind: "key", usage, down: true });
    for (const usage of [...usages].reverse()) this.#send({ kind: "key", usage, down: false });
  }
  /** One key of the page's own palette goes down or up; it is let go with all others. */
  hold(code, down) {
    const usage = USAGE_OF_CODE.get(code);
    if (usage === void 0 || !this.isLive) return;
    if (down) this.#keys.set(code, usage);
    else this.#keys.delete(code);
    this.#send({ kind: "key", usage, down });
  }
  /** Committed text, from an input method or a paste. Answers how many letters were handed over. */
  text(text2) {
    if (!this.isLive) return 0;
    let letters = 0;
    for (const piece of typedPieces(text2)) {
      this.#send({ kind: "committed_text", text: piece });
      letters += [...piece].length;
    }
    return letters;
  }
  /** The pointer is here now. It is told with the next `flush`. */
  moveTo(place2) {
    if (place2.x === this.#place.x && place2.y === this.#place.y) return;
    this.#place = place2;
    this.#moved = true;
  }
  button(button, down, place2) {
    if (down === this.#buttons.has(button)) return;
    this.#place = place2;
    this.#moved = false;
    if (down) this.#buttons.add(button);
    else this.#buttons.delete(button);
    this.#send({ kind: "button", ...place2, button, down });
  }
  /** The wheel turned by a WheelEvent's deltas. It is told with the next `flush`. */
  wheel(dx, dy, mode, place2) {
    const scale = (MODE_PIXELS[mode] ?? 1) * NOTCH / NOTCH_PIXELS;
    this.moveTo(place2);
    this.#turn = { x: this.#turn.x + dx * scale, y: this.#turn.y + dy * scale };
  }
  /** Once for each picture of the page: the newest place, and what the wheel has turned since. */
  flush() {
    if (!this.isLive) {
      this.#moved = false;
      this.#turn = { x: 0, y: 0 };
      return;
    }
    if (this.#port.isBehind()) return;
    const whole = (value) => Math.min(MOST_TURN, Math.max(-MOST_TURN, Math.trunc(value)));
    const [dx, dy] = [whole(this.#turn.x), whole(this.#turn.y)];
    if (dx !== 0 || dy !== 0) {
      this.#turn = { x: this.#turn.x - dx, y: this.#turn.y - dy };
      this.#moved = false;
      this.#send({ kind: "wheel", ...this.#place, dx, dy });
    } else if (this.#moved) {
      this.#moved = false;
      this.#send({ kind: "move", ...this.#place });
    }
  }
  get isWaiting() {
    return this.isLive && (this.#moved || Math.abs(this.#turn.x) >= 1 || Math.abs(this.#turn.y) >= 1);
  }
  /** Everything that is held goes up: the page lost the keyboard, the permission went. */
  release() {
    const held = this.#keys.size + this.#buttons.size > 0;
    this.#keys.clear();
    this.#buttons.clear();
    if (held) this.#send({ kind: "release" });
  }
  #send(frame) {
    if (this.#authority === void 0) return;
    this.#port.send(writeInput({ ...frame, ...this.#authority }));
  }
};

// src/engine/peer.ts
var GATHER_MS = 150;
var INPUT_BACKLOG_BYTES = 4096;
function makeCertificate() {
  return RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" });
}
var Path = class {
  #events;
  #connection;
  #words;
  #input;
  #picture;
  #alarm;
  #prepared;
  #promised = "";
  #state = "new";
  #offerTaken = false;
  constructor(certificate, iceServers, clock2, events) {
    this.#events = events;
    this.#alarm = new Alarm(clock2);
    const connection = new RTCPeerConnection({ certificates: [certificate], iceServers: [...iceServers] });
    this.#connection = connection;
    this.#words = connection.createDataChannel("words");
    this.#input = connection.createDataChannel("input");
    this.#picture = connection.createDataChannel("picture", { ordered: false, maxRetransmits: 0 });
    for (const channel of [this.#words, this.#input, this.#picture]) {
      channel.binaryType = "arraybuffer";
      channel.onopen = () => this.#maybeOpen();
      channel.onclose = () => this.#end("lost");
    }
    this.#words.onmessage = ({ data }) => {
      if (this.#state === "open" && typeof data === "string") events.words(data);
    };
    this.#picture.onmessage = ({ data }) => {
      if (this.#state === "open" && data instanceof ArrayBuffer) events.picture(data);
    };
    connection.onicecandidate = ({ candidate }) => {
      if (!this.#offerTaken || candidate === null || candidate.candidate === "" || this.#state === "over") return;
      events.candidate({ candidate: candidate.candidate, mid: candidate.sdpMid ?? "" });
    };
    connection.onconnectionstatechange = () => this.#connectionChanged();
    this.#prepared = this.#prepare(clock2);
  }
  /** The offer with the candidates known by then. Rejects when the browser cannot make one. */
  async offer() {
    await this.#prepared;
    this.#offerTaken = true;
    return this.#connection.localDescription?.sdp ?? "";
  }
  /** Takes the authenticated, pinned answer. `promised` is the fingerprint in it. */
  async accept(answer, promised) {
    if (this.#state !== "new") return;
    this.#promised = promised;
    this.#state = "connecting";
    this.#alarm.set(CONNECT_TIMEOUT_S * 1e3, () => this.#end("not_connected"));
    await this.#connection.setRemoteDescription({ type: "answer", sdp: answer });
  }
  /** A late candidate of the other side. What the browser does not understand is left out. */
  async addCandidate(candidate, mid) {
    if (this.#state === "over") return;
    await this.#connection.addIceCandidate({ candidate, sdpMid: mid }).catch(() => void 0);
  }
  sendWords(json) {
    if (this.#words.readyState === "open") this.#words.send(json);
  }
  sendInput(frame) {
    if (this.#state === "open" && this.#input.readyState === "open") this.#input.send(frame);
  }
  /** Whether input still lies here; newer pointer moves then take the place of older ones. */
  get inputIsBehind() {
    return this.#input.bufferedAmount > INPUT_BACKLOG_BYTES;
  }
  sendPicture(frame) {
    if (this.#state === "open" && this.#picture.readyState === "open") this.#picture.send(frame);
  }
  /** Milliseconds there and back on the network path in use. */
  async roundTrip() {
    if (this.#state !== "open") return void 0;
    let found;
    for (const entry2 of (await this.#connection.getStats()).values()) {
      if (entry2.type !== "candidate-pair" || entry2.nominated !== true || entry2.state !== "succeeded") continue;
      if (typeof entry2.currentRoundTripTime === "number") found = entry2.currentRoundTripTime * 1e3;
    }
    return found;
  }
  close() {
    this.#state = "over";
    this.#alarm.stop();
    for (const channel of [this.#words, this.#input, this.#picture]) channel.onclose = null;
    this.#connection.close();
  }
  async #prepare(clock2) {
    const connection = this.#connection;
    const gathered = new Promise((resolve) => {
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === "complete") resolve();
      };
      clock2.after(GATHER_MS, resolve);
    });
    await connection.setLocalDescription();
    await gathered;
  }
  #connectionChanged() {
    switch (this.#connection.connectionState) {
      case "connected":
        if (this.#state === "connecting") {
          this.#alarm.set(CERTIFICATE_TIMEOUT_S * 1e3, () => this.#end("certificate"));
          this.#maybeOpen();
        }
        if (this.#state === "open") this.#events.wavering(false);
        return;
      case "disconnected":
        if (this.#state === "open") this.#events.wavering(true);
        return;
      case "failed":
        this.#end(this.#state === "open" ? "lost" : this.#whyNot());
        return;
      case "closed":
      case "connecting":
      case "new":
        return;
    }
  }
  /** A network that carries under a handshake that failed means a certificate that was refused. */
  #whyNot() {
    const ice = this.#connection.iceConnectionState;
    return ice === "connected" || ice === "completed" ? "certificate" : "not_connected";
  }
  #maybeOpen() {
    const channels = [this.#words, this.#input, this.#picture];
    if (this.#state !== "connecting" || channels.some((channel) => channel.readyState !== "open")) return;
    const transport = this.#connection.sctp?.transport;
    if (transport?.getRemoteCertificates === void 0) {
      this.#end("unfit");
      return;
    }
    const certificate = transport.getRemoteCertificates()[0];
    if (certificate === void 0 || fingerprintOf(sha256(new Uint8Array(certificate))) !== this.#promised) {
      this.#end("certificate");
      return;
    }
    this.#alarm.stop();
    this.#state = "open";
    this.#events.opened();
  }
  #end(why) {
    if (this.#state === "over") return;
    const end = why === "lost" && this.#state !== "open" ? this.#whyNot() : why;
    this.close();
    this.#events.ended(end);
  }
};

// src/viewer/desk.ts
var COMMON = ["yorisoi", "t"];
var OF_FINISHED = [...COMMON, "ticket"];
var OF_BESIDE = [...COMMON, "ticket", "names"];
var OF_TICKET = [...COMMON, "ticket", "label", "gates_open", "socket_ticket"];
function readDesk(data) {
  if (typeof data !== "object" || data === null) return void 0;
  const message = data;
  const only = (names) => Object.keys(message).every((name) => names.includes(name));
  const { yorisoi, t, ticket, label, gates_open: gatesOpen, socket_ticket: socketTicket } = message;
  if (yorisoi !== 1) return void 0;
  if (t === "no_ticket") return only(COMMON) ? { t } : void 0;
  if (t === "language") {
    const { language: language2 } = message;
    return only([...COMMON, "language"]) && (language2 === "ja" || language2 === "en") ? { t, language: language2 } : void 0;
  }
  if (!Number.isSafeInteger(ticket)) return void 0;
  if (t === "finished") return only(OF_FINISHED) ? { t, ticket: Number(ticket) } : void 0;
  if (t === "beside") {
    const { names } = message;
    if (!only(OF_BESIDE) || !Array.isArray(names)) return void 0;
    if (names.length > MAX_JOINED || names.some((name) => typeof name !== "string")) return void 0;
    return { t, beside: { ticket: Number(ticket), names: names.map((name) => name.slice(0, NAME_CHARS)) } };
  }
  if (t !== "ticket" || !only(OF_TICKET)) return void 0;
  if (typeof label !== "string" || typeof gatesOpen !== "boolean") return void 0;
  if (typeof socketTicket !== "string" || !/^[A-Za-z0-9_-]{16,64}$/.test(socketTicket)) return void 0;
  return {
    t: "ticket",
    ticket: { ticket: Number(ticket), label: label.slice(0, NAME_CHARS), gatesOpen },
    socketTicket
  };
}
function beginning(src, hash) {
  const [, ticket] = /^#ticket=([1-9]\d{0,9})$/.exec(hash) ?? [];
  return ticket === void 0 ? src : `${src}tickets/${ticket}`;
}
var Desk = class {
  #frame;
  #origin;
  constructor(frame, origin, heard) {
    this.#frame = frame;
    this.#origin = origin;
    window.addEventListener("message", (event) => {
      if (event.origin !== origin || event.source !== frame.contentWindow) return;
      const message = readDesk(event.data);
      if (message !== void 0) heard(message);
    });
  }
  /** Shows the desk, now that somebody listens to it. The ticket in the address was for this once. */
  open() {
    const { src = "/desk/" } = this.#frame.dataset;
    this.#frame.src = new URL(beginning(src, location.hash), this.#origin).href;
    if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  }
  /** The work goes on in the desk: its keys are heard there, unless somebody is busy elsewhere on this page. */
  takeFocus() {
    if (document.activeElement === null || document.activeElement === document.body) this.#frame.focus();
  }
  /** Somebody works in the desk at this moment: a focus taken from there goes out of the middle of a word. */
  isBusy() {
    return document.activeElement === this.#frame;
  }
  sessionMoved(ticket, session, state) {
    this.#tell({ yorisoi: 1, t: "session", ticket, session, state });
  }
  wantSocketTicket() {
    this.#tell({ yorisoi: 1, t: "want_socket_ticket" });
  }
  /** The work goes on in the desk, at the outcome. */
  toOutcome() {
    this.#frame.focus();
    this.#tell({ yorisoi: 1, t: "to_outcome" });
  }
  #tell(message) {
    this.#frame.contentWindow?.postMessage(message, this.#origin);
  }
};

// src/viewer/page.ts
function part(id, kind) {
  const found = document.getElementById(id);
  if (found === null || kind !== void 0 && !(found instanceof kind)) throw new Error(`no ${id} in the page`);
  return found;
}
function say(element, text2) {
  if (element.textContent !== text2) element.textContent = text2;
}
function mark(element, name, value) {
  if (element.dataset[name] !== value) element.dataset[name] = value;
}
function attribute(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// src/texts/en.json
var en_default = {
  "page.title": "Yorisoi – the communicator's page",
  "page.brand": "Yorisoi",
  "page.role": "Communicator's page",
  "desk.frame": "Desk",
  "desk.hide": "Hide the desk",
  "desk.show": "Show the desk",
  "service.up": "Connected to the service",
  "service.dialling": "Connecting to the service…",
  "service.down": "No connection to the service. It is being tried again; a running session goes on.",
  "empty.title": "Choose a ticket",
  "empty.body": "Choose or open a ticket at the desk on the left. The field for the subscriber's number then appears here.",
  "pass.ticket": "Ticket",
  "pass.title": "The subscriber's number",
  "pass.label": "One-time number (11 digits)",
  "pass.hint": "It is read out as 3, 4 and 4 digits. The connection starts with the last digit.",
  "pass.say": "“Please read me the number on your screen, slowly.”",
  "pass.left": "{count} more digits",
  "pass.right": "The number is complete.",
  "pass.misheard": "This number was not heard right. Nothing was sent. Ask for it again: “I am sorry, could you read the number once more?”",
  "pass.too_long": "Too many digits: the number has 11. Nothing was sent.",
  "pass.stray": "Digits only, please. Spaces and hyphens do no harm.",
  "pass.clear": "Empty the field",
  "gates.open": "The desk's checks are complete.",
  "gates.closed": "The desk's checks are not complete. The number will be refused until they are.",
  "gate.contract": "Contract",
  "gate.line": "Line and connection",
  "gate.terms": "Terms",
  "gate.hours": "Opening hours",
  "gate.identity": "Identity",
  "gate.scope": "Scope",
  "gate.checklist": "Checklist",
  "step.list": "Steps of the connection",
  "step.claim": "Number accepted",
  "step.prove": "Number proved with the subscriber's program",
  "step.connect": "Direct encrypted connection",
  "step.consent": "The subscriber's permission to see",
  "step.waiting": "not yet",
  "step.running": "under way",
  "step.done": "done",
  "permission.view": "See the screen",
  "permission.control": "Mouse and keyboard",
  "permission.clipboard": "Clipboard text",
  "permission.none": "no permission",
  "permission.asked": "asking the subscriber, {left} left",
  "permission.granted": "allowed by the subscriber until {until}, {left} left",
  "permission.paused": "paused by the subscriber",
  "permission.denied": "the subscriber said no",
  "permission.expired": "no answer in time; you may ask again",
  "permission.withdrawn": "question withdrawn",
  "permission.not_here": "not for this ticket",
  "permission.ask": "Ask",
  "permission.withdraw": "Withdraw",
  "permission.give_back": "Give back",
  "permission.ask.view": "Ask to see the screen",
  "permission.ask.control": "Ask for mouse and keyboard",
  "permission.ask.clipboard": "Ask for clipboard text",
  "permission.withdraw.view": "Withdraw the question to see the screen",
  "permission.withdraw.control": "Withdraw the question for mouse and keyboard",
  "permission.withdraw.clipboard": "Withdraw the question for clipboard text",
  "permission.give_back.view": "Give back seeing the screen",
  "permission.give_back.control": "Give back mouse and keyboard",
  "permission.give_back.clipboard": "Give back clipboard text",
  "stage.label": "The subscriber's screen",
  "stage.keys": "Keyboard for the subscriber's computer. Ctrl+Alt+Home comes back to this page.",
  "stage.ask_view.title": "Waiting for the subscriber",
  "stage.ask_view.say": "“A question has appeared on your screen. If I may see your screen, please press ‘Show my screen’.”",
  "stage.no_view.title": "You do not see the screen",
  "stage.no_view.say": "“I cannot see your screen at the moment. May I ask to see it?”",
  "stage.paused.title": "The subscriber has paused",
  "stage.paused.say": "“Your screen is hidden now. Please press ‘Show my screen again’ when you are ready.”",
  "stage.first.title": "The picture is coming",
  "stage.resuming.title": "The connection was interrupted",
  "stage.resuming.say": "“The connection was interrupted for a moment. It is being restored; please wait.” ({left} left)",
  "stage.reload": "To carry on, ask again where it says “Ask”.",
  "control.on": "Your mouse and keyboard work on the subscriber's computer. Ctrl+Alt+Home comes back to this page.",
  "control.click": "Click the picture to use mouse and keyboard.",
  "control.off": "View only: nothing you do here reaches the subscriber's computer.",
  "control.question": "While the subscriber has a question open, nothing is passed on.",
  "control.local_hand": "The subscriber is using the mouse or keyboard. Yours waits.",
  "tool.fit": "Fit",
  "tool.one_to_one": "1:1",
  "tool.zoom": "Size of the picture",
  "tool.special_keys": "Special keys",
  "tool.text": "Send text",
  "tool.end": "End the session",
  "keys.title": "Special keys for the subscriber's computer",
  "keys.hold": "Hold",
  "keys.send": "Press once",
  "keys.combination": "Combinations",
  "keys.japanese": "Japanese keyboard",
  "key.zenkaku": "Half/Full width",
  "key.henkan": "Convert",
  "key.muhenkan": "No convert",
  "key.kana": "Kana",
  "key.windows": "Windows",
  "text.title": "Send text",
  "text.label": "Text",
  "text.hint": "Never type a password or a card number for the subscriber.",
  "text.type": "Type it at the cursor",
  "text.to_clipboard": "Put it on the subscriber's clipboard",
  "text.needs_control": "Typing needs the permission for mouse and keyboard.",
  "text.needs_clipboard": "The clipboard needs the permission for clipboard text.",
  "text.too_long": "The text is too long.",
  "text.typed": "{count} characters were handed to the subscriber's program.",
  "text.clipped": "The text was handed to the subscriber's clipboard.",
  "text.received": "Text from the subscriber's clipboard",
  "text.copy": "Copy it here",
  "text.copied": "Copied.",
  "text.close": "Close",
  "end.title": "End the session?",
  "end.body": "The picture and every permission end at once. The program on the subscriber's computer removes itself.",
  "end.say": "“The work is done. I will end the connection now.”",
  "end.finished": "Help is finished: end",
  "end.stopped": "Break off: end without finishing",
  "end.back": "Carry on",
  "time.left": "Planned until {until}, about {minutes} min left",
  "time.soon": "The planned time ends at {until}. To go on, choose “Continue” at the desk and say why.",
  "joined.about": "You are looking along. You can see the screen, nothing more.",
  "beside.looks": "Looking along: {names}",
  "joined.end": "Stop looking along",
  "joined.end.title": "Stop looking along?",
  "joined.end.body": "Only your own view ends. The session of your colleague goes on.",
  "joined.end.back": "Go on looking along",
  "joined.over.title": "You no longer look along",
  "joined.over.next": "The session of your colleague goes on. There is nothing for you to do.",
  "joined.close": "Close",
  "figures.exact": "exact",
  "figures.refining": "refining",
  "figures.none": "no picture",
  "figures.latency": "{ms} ms there and back",
  "figures.rate": "{rate} kB/s",
  "figures.size": "{width} × {height}",
  "figures.alarm": "Nothing heard from the subscriber's program for {seconds} s",
  "note.text_unavailable": "The text could not be typed there. Put it on the clipboard, or ask the subscriber to type it.",
  "note.over_own_window": "The support program's own window cannot be operated from here. The subscriber presses there.",
  "note.locked": "The subscriber's screen is locked.",
  "note.not_asked": "The question could not be put now: another one is open, or the subscriber has paused.",
  "note.clipboard_refused": "The clipboard did not take the text: the permission is missing or the text is too long.",
  "note.malformed": "The subscriber's program could not read something from this page. Reload the page after the session.",
  "note.out_of_order": "The subscriber's program heard something from this page at the wrong moment.",
  "note.other": "Message from the subscriber's program: {code}",
  "failure.say": "Read aloud",
  "failure.next": "Next step",
  "failure.again": "Enter a new number",
  "failure.outcome": "Write the outcome",
  "failure.retry_after": "Possible again in {left}.",
  "failure.gates": "Still open: {gates}",
  "failure.no_such_pass.title": "There is no such number",
  "failure.no_such_pass.say": "“I cannot find that number. Could you read the number on your screen once more, please?”",
  "failure.no_such_pass.next": "Compare the first four digits. If they are right, ask for “Make a new number” to be pressed.",
  "failure.pass_expired.title": "That number is an old one",
  "failure.pass_expired.say": "“That number cannot be used any more. Could you read me the number that is on your screen now? If there is none, please press ‘Make a new number’.”",
  "failure.pass_expired.next": "Enter the new number here. A number lives for 10 minutes, and a newer one or closing the program ends it earlier.",
  "failure.pass_used.title": "That number was already used",
  "failure.pass_used.say": "“Each number works only once. Please press ‘Make a new number’ and read me the new one.”",
  "failure.pass_used.next": "Enter the new number here. If nobody at the desk used the first one, tell the desk lead.",
  "failure.wrong_pass.title": "The number was wrong",
  "failure.wrong_pass.say": "“The number did not match. To be safe it cannot be used any more. Please press ‘Make a new number’ and read me the new one.”",
  "failure.wrong_pass.next": "Enter the new number here. If it happens twice, tell the desk lead.",
  "failure.tool_closed.title": "The subscriber's program was closed",
  "failure.tool_closed.say": "“The support program seems to be closed. Could you start it again and read me the new number?”",
  "failure.tool_closed.next": "Wait for the new number. The old one cannot be used any more.",
  "failure.no_answer.title": "The subscriber's program does not answer",
  "failure.no_answer.say": "“The program on your computer does not answer. Is the window with the number still there?”",
  "failure.no_answer.next": "If it is there, ask for “Make a new number” to be pressed. If not, let the program be started again.",
  "failure.gates_closed.title": "The desk's checks are not complete",
  "failure.gates_closed.say": "“I still have to check a few things with you before we connect.”",
  "failure.gates_closed.next": "Complete the checks at the desk on the left, then enter the number again. It was not used up.",
  "failure.second_factor.title": "Your second sign-in step is missing",
  "failure.second_factor.say": "“Please wait a moment, I have to sign in again.”",
  "failure.second_factor.next": "Complete the second step of your sign-in at the desk, then enter the number again.",
  "failure.not_signed_in.title": "You are signed out",
  "failure.not_signed_in.say": "“Please wait a moment, I have to sign in again.”",
  "failure.not_signed_in.next": "Sign in at the desk and choose the ticket again.",
  "failure.not_allowed.title": "You may not do this",
  "failure.not_allowed.say": "“I will connect you with a colleague. Please stay on the line.”",
  "failure.not_allowed.next": "Ask the desk lead: your role or this ticket does not allow a session.",
  "failure.outside_hours.title": "Outside opening hours",
  "failure.outside_hours.say": "“Our support hours are over for today. Please call again within opening hours.”",
  "failure.outside_hours.next": "No session can start now. Write it into the ticket.",
  "failure.other_network.title": "The subscriber is on another network",
  "failure.other_network.say": "“Your computer seems to use another network. Could you connect it to the internet line at home?”",
  "failure.other_network.next": "Once connected to our line, the program has to be started again for a new number.",
  "failure.too_fast.title": "Too many attempts",
  "failure.too_fast.say": "“Please wait a moment.”",
  "failure.too_fast.next": "Wait, then enter the number again. Wrong numbers are kept in the desk's record.",
  "failure.too_many.title": "Too many at once",
  "failure.too_many.say": "“Please wait a moment.”",
  "failure.too_many.next": "End another session or wait, then enter the number again.",
  "failure.certificate_changed.title": "The other side's certificate does not match",
  "failure.certificate_changed.say": "“A safety check failed, so I did not connect. Nothing was seen. Please press ‘Make a new number’.”",
  "failure.certificate_changed.next": "Try once with a new number. If it happens again, stop and tell the desk lead: somebody may stand in between.",
  "failure.not_connected.title": "No direct connection is possible",
  "failure.not_connected.say": "“The connection to your computer could not be made. Please press ‘Make a new number’, and we will try once more.”",
  "failure.not_connected.next": "Try once with a new number. If it fails again, help by telephone and write it into the ticket.",
  "failure.protocol_broken.title": "The two programs did not understand each other",
  "failure.protocol_broken.say": "“Something did not fit, so I ended the connection. Please press ‘Make a new number’.”",
  "failure.protocol_broken.next": "Try once with a new number. If it happens again, reload this page and tell the desk lead.",
  "failure.other_origin.title": "This page does not belong to that service",
  "failure.other_origin.say": "“Please wait a moment, there is a problem with my page.”",
  "failure.other_origin.next": "Do not enter any number. Open the page again from your own bookmark and tell the administrator.",
  "failure.browser_unfit.title": "This browser cannot show the picture safely",
  "failure.browser_unfit.say": "“Please wait a moment, I have to change to another program.”",
  "failure.browser_unfit.next": "Open this page in a current Chrome or Edge.",
  "failure.malformed.title": "The service did not understand this page",
  "failure.malformed.say": "“Please wait a moment, there is a problem with my page.”",
  "failure.malformed.next": "Reload this page. If it happens again, tell the administrator.",
  "failure.unknown_version.title": "This page and the service have different versions",
  "failure.unknown_version.say": "“Please wait a moment, I have to load my page again.”",
  "failure.unknown_version.next": "Reload this page. The subscriber may need to fetch the program again.",
  "failure.no_such_session.title": "The service no longer knows this session",
  "failure.no_such_session.say": "“I have to end this connection. Please read me a new number.”",
  "failure.no_such_session.next": "Start again with a new number, and write what happened into the ticket.",
  "failure.finished.title": "The session is over",
  "failure.finished.say": "“The connection is closed. The program is being removed from your computer; its window tells you the result.”",
  "failure.finished.next": "Write the outcome at the desk on the left.",
  "failure.stopped_by_subscriber.title": "The subscriber ended the session",
  "failure.stopped_by_subscriber.say": "“You have ended the connection. Shall we carry on, or is this all right?”",
  "failure.stopped_by_subscriber.next": "To carry on, let the program be fetched again for a new number. If not, write the outcome at the desk.",
  "failure.stopped_by_communicator.title": "You broke the session off",
  "failure.stopped_by_communicator.say": "“I have closed the connection. I cannot see your screen any more.”",
  "failure.stopped_by_communicator.next": "Write the outcome and the reason at the desk on the left.",
  "failure.stopped_by_desk_lead.title": "The desk lead ended the session",
  "failure.stopped_by_desk_lead.say": "“The connection was closed from our side. Please stay on the line for a moment.”",
  "failure.stopped_by_desk_lead.next": "Speak to the desk lead before anything else.",
  "failure.time_over.title": "The planned time is over",
  "failure.time_over.say": "“The time for today is over, so the connection was closed. Let us talk about how to go on.”",
  "failure.time_over.next": "Write the outcome at the desk, or arrange a call back. Within opening hours a new number starts another session.",
  "failure.handed_over.title": "A colleague has the ticket now",
  "failure.handed_over.say": "“My colleague carries on. Your window shows the name; a new number will be needed.”",
  "failure.handed_over.next": "Pass the telephone on. Your colleague needs a number of their own.",
  "failure.main_over.title": "The session you were looking at is over",
  "failure.main_over.say": "“I have stopped looking too. Thank you.”",
  "failure.main_over.next": "Who helps the subscriber writes the outcome.",
  "failure.silent.title": "The connection broke and did not come back",
  "failure.silent.say": "“The connection to your computer broke. I cannot see your screen any more. Is the internet working?”",
  "failure.silent.next": "Carry on with a new number once the line works again.",
  "failure.idle.title": "Nothing happened for a long time",
  "failure.idle.say": "“To be safe, the connection was closed because nothing happened for a while.”",
  "failure.idle.next": "To carry on, let the program be fetched again for a new number. If not, write the outcome at the desk.",
  "failure.lost.title": "Both sides were away too long",
  "failure.lost.say": "“The connection was closed because it was interrupted for too long.”",
  "failure.lost.next": "To carry on, let the program be fetched again for a new number. If not, write the outcome at the desk.",
  "failure.failed.title": "The subscriber's program had a fault",
  "failure.failed.say": "“The support program stopped because of a fault. Could you start it again?”",
  "failure.failed.next": "Carry on with a new number. If it happens again, help by telephone and tell the administrator.",
  "failure.service_down.title": "The service cannot be reached",
  "failure.service_down.say": "“Please wait a moment, our system does not answer.”",
  "failure.service_down.next": "The number was not sent. Wait for “Connected to the service” and enter it again, or ask for a new one after 10 minutes.",
  "pass.cancel": "Stop connecting",
  "connecting.title": "Connecting with the subscriber",
  "connecting.say": "“Thank you. I am connecting now; please keep the window open.”",
  "gate.between": ", ",
  "failure.page_reloaded.title": "This page was loaded anew",
  "failure.page_reloaded.say": "If you were connected: “I am sorry, I have lost the connection. I cannot see your screen any more.”",
  "failure.page_reloaded.next": "A session that was running here has ended. To carry on, let the program be fetched again for a new number."
};

// src/texts/ja.json
var ja_default = {
  "page.title": "寄り添い – 作業画面",
  "page.brand": "寄り添い",
  "page.role": "作業画面",
  "desk.frame": "受付画面",
  "desk.hide": "受付画面をしまう",
  "desk.show": "受付画面を出す",
  "service.up": "サービスにつながっています",
  "service.dialling": "サービスにつないでいます…",
  "service.down": "サービスにつながりません。つなぎ直しています。続いている接続はそのまま使えます。",
  "empty.title": "受付票を選んでください",
  "empty.body": "左の受付画面で受付票を選ぶか、新しく開いてください。番号を入れる欄がここに出ます。",
  "pass.ticket": "受付票",
  "pass.title": "お客様の番号を入れてください",
  "pass.label": "1回だけ使える番号(11けた)",
  "pass.hint": "3けた・4けた・4けたに区切って聞き取ります。最後の数字を入れると、すぐにつなぎ始めます。",
  "pass.say": "「画面に出ている番号を、ゆっくり読んでいただけますか。」",
  "pass.left": "あと{count}けた",
  "pass.right": "番号がそろいました。",
  "pass.misheard": "番号の聞き取りに間違いがあります。まだ何も送っていません。もう一度お聞きください。「恐れ入ります。番号をもう一度読んでいただけますか。」",
  "pass.too_long": "数字が多すぎます。番号は11けたです。まだ何も送っていません。",
  "pass.stray": "数字だけを入れてください。空白やハイフンは入っていても構いません。",
  "pass.clear": "入力を消す",
  "gates.open": "受付の確認はそろっています。",
  "gates.closed": "受付の確認がまだ残っています。そろうまで、番号は受け付けられません。",
  "gate.contract": "契約",
  "gate.line": "回線と接続",
  "gate.terms": "規約",
  "gate.hours": "受付時間",
  "gate.identity": "本人確認",
  "gate.scope": "サポート範囲",
  "gate.checklist": "事前の確認",
  "step.list": "接続の進み具合",
  "step.claim": "番号の受け付け",
  "step.prove": "お客様のソフトとの照合",
  "step.connect": "暗号化した直接の接続",
  "step.consent": "画面を見る許可(お客様)",
  "step.waiting": "まだ",
  "step.running": "進行中",
  "step.done": "完了",
  "permission.view": "画面を見る",
  "permission.control": "マウスとキーボード",
  "permission.clipboard": "コピーした文字",
  "permission.none": "許可なし",
  "permission.asked": "お客様に伺い中 残り{left}",
  "permission.granted": "お客様が許可 {until}まで 残り{left}",
  "permission.paused": "お客様がひと休み中",
  "permission.denied": "お客様が「いいえ」",
  "permission.expired": "時間内に返事なし。もう一度伺えます",
  "permission.withdrawn": "伺いを取り下げました",
  "permission.not_here": "この受付票では使えません",
  "permission.ask": "許可を伺う",
  "permission.withdraw": "取り下げる",
  "permission.give_back": "返す",
  "permission.ask.view": "画面を見る許可を伺う",
  "permission.ask.control": "マウスとキーボードの許可を伺う",
  "permission.ask.clipboard": "コピーした文字の許可を伺う",
  "permission.withdraw.view": "画面を見る許可の伺いを取り下げる",
  "permission.withdraw.control": "マウスとキーボードの伺いを取り下げる",
  "permission.withdraw.clipboard": "コピーした文字の伺いを取り下げる",
  "permission.give_back.view": "画面を見る許可を返す",
  "permission.give_back.control": "マウスとキーボードを返す",
  "permission.give_back.clipboard": "コピーした文字の許可を返す",
  "stage.label": "お客様の画面",
  "stage.keys": "お客様のパソコンへのキーボード入力。Ctrl+Alt+Homeでこの画面に戻ります。",
  "stage.ask_view.title": "お客様の返事を待っています",
  "stage.ask_view.say": "「画面に質問が出ています。画面を見せてもよろしければ、『見せる』を押してください。」",
  "stage.no_view.title": "いま画面は見えていません",
  "stage.no_view.say": "「いま、お客様の画面は見えていません。見せていただいてもよろしいですか。」",
  "stage.paused.title": "お客様がひと休みにしています",
  "stage.paused.say": "「いま画面は隠れています。準備ができましたら『画面をまた見せる』を押してください。」",
  "stage.first.title": "画面が届くのを待っています",
  "stage.resuming.title": "接続が途切れました",
  "stage.resuming.say": "「接続が途切れました。つなぎ直していますので、そのままお待ちください。」(残り{left})",
  "stage.reload": "続けるには、上の「許可を伺う」を押してください。",
  "control.on": "マウスとキーボードは、お客様のパソコンで働いています。Ctrl+Alt+Homeでこの画面に戻ります。",
  "control.click": "画面を押すと、マウスとキーボードを使えます。",
  "control.off": "見るだけです。ここでの操作はお客様のパソコンには届きません。",
  "control.question": "お客様に質問が出ている間、操作は届きません。",
  "control.local_hand": "お客様が操作しています。こちらの操作は待っています。",
  "tool.fit": "全体",
  "tool.one_to_one": "等倍 1:1",
  "tool.zoom": "画面の大きさ",
  "tool.special_keys": "特別なキー",
  "tool.text": "文字を送る",
  "tool.end": "接続を終わる",
  "keys.title": "お客様のパソコンへ送る特別なキー",
  "keys.hold": "押したままにする",
  "keys.send": "1回押す",
  "keys.combination": "組み合わせ",
  "keys.japanese": "日本語キーボード",
  "key.zenkaku": "半角/全角",
  "key.henkan": "変換",
  "key.muhenkan": "無変換",
  "key.kana": "カタカナ/ひらがな",
  "key.windows": "Windows",
  "text.title": "文字を送る",
  "text.label": "送る文字",
  "text.hint": "お客様の暗証番号やカード番号を、代わりに入れてはいけません。",
  "text.type": "カーソルの位置に入力する",
  "text.to_clipboard": "お客様のクリップボードに入れる",
  "text.needs_control": "入力するには「マウスとキーボード」の許可が要ります。",
  "text.needs_clipboard": "クリップボードには「コピーした文字」の許可が要ります。",
  "text.too_long": "文字が長すぎます。",
  "text.typed": "{count}文字をお客様のソフトに渡しました。",
  "text.clipped": "文字をお客様のクリップボードに渡しました。",
  "text.received": "お客様のクリップボードから届いた文字",
  "text.copy": "こちらにコピーする",
  "text.copied": "コピーしました。",
  "text.close": "閉じる",
  "end.title": "接続を終わりますか",
  "end.body": "画面とすべての許可が、すぐに終わります。お客様のパソコンのソフトは自分で片付けを始めます。",
  "end.say": "「作業が終わりました。いまサポートを終わります。」",
  "end.finished": "用件が済んだので終わる",
  "end.stopped": "途中で打ち切る",
  "end.back": "接続を続ける",
  "time.left": "予定は{until}まで（あと約{minutes}分）",
  "time.soon": "予定の時間は{until}までです。続けるときは、受付画面の「続ける」で理由を書いてください。",
  "joined.about": "立ち会い中です。画面を見ることだけができます。",
  "beside.looks": "立ち会い中：{names}",
  "joined.end": "立ち会いをやめる",
  "joined.end.title": "立ち会いをやめますか",
  "joined.end.body": "終わるのは、あなたの立ち会いだけです。ほかの担当者の接続は続きます。",
  "joined.end.back": "立ち会いを続ける",
  "joined.over.title": "立ち会いをやめました",
  "joined.over.next": "ほかの担当者の接続は続いています。あなたがすることはありません。",
  "joined.close": "閉じる",
  "figures.exact": "鮮明",
  "figures.refining": "調整中",
  "figures.none": "画面なし",
  "figures.latency": "往復{ms}ミリ秒",
  "figures.rate": "毎秒{rate}kB",
  "figures.size": "{width} × {height}",
  "figures.alarm": "お客様のソフトから{seconds}秒間、返事がありません",
  "note.text_unavailable": "その場所には入力できませんでした。クリップボードに入れるか、お客様に入力していただいてください。",
  "note.over_own_window": "お客様のソフトの窓は、こちらから操作できません。お客様に押していただいてください。",
  "note.locked": "お客様の画面がロックされています。",
  "note.not_asked": "いまは伺えませんでした。ほかの質問が出ているか、お客様がひと休み中です。",
  "note.clipboard_refused": "クリップボードに入れられませんでした。許可がないか、文字が長すぎます。",
  "note.malformed": "お客様のソフトが、この画面からの連絡を読めませんでした。接続が終わってから、画面を読み込み直してください。",
  "note.out_of_order": "お客様のソフトに、この画面からの連絡が合わない順番で届きました。",
  "note.other": "お客様のソフトからの知らせ:{code}",
  "failure.say": "お客様へ読み上げる文",
  "failure.next": "次にすること",
  "failure.again": "新しい番号を入れる",
  "failure.outcome": "結果を書く",
  "failure.retry_after": "あと{left}で、もう一度できます。",
  "failure.gates": "残っている確認:{gates}",
  "failure.no_such_pass.title": "その番号は見つかりません",
  "failure.no_such_pass.say": "「恐れ入ります。その番号が見つかりません。画面の番号を、もう一度読んでいただけますか。」",
  "failure.no_such_pass.next": "最初の4けたを確かめてください。合っていれば、お客様に「新しい番号を作る」を押していただきます。",
  "failure.pass_expired.title": "その番号は、もう古くなっています",
  "failure.pass_expired.say": "「その番号は、もう使えません。いま画面に出ている番号を読んでいただけますか。出ていなければ、『新しい番号を作る』を押してください。」",
  "failure.pass_expired.next": "新しい番号をここに入れます。番号は10分間使えます。新しい番号を作るか、ソフトを閉じると、それより早く使えなくなります。",
  "failure.pass_used.title": "その番号は、もう使われています",
  "failure.pass_used.say": "「番号は1回だけ使えます。画面の『新しい番号を作る』を押して、新しい番号を教えてください。」",
  "failure.pass_used.next": "新しい番号をここに入れます。前の番号をだれも使っていないはずなら、デスクリーダーに知らせてください。",
  "failure.wrong_pass.title": "番号が合いませんでした",
  "failure.wrong_pass.say": "「番号が合いませんでした。安全のため、その番号は使えなくなりました。画面の『新しい番号を作る』を押して、新しい番号を教えてください。」",
  "failure.wrong_pass.next": "新しい番号をここに入れます。2回続いたら、デスクリーダーに知らせてください。",
  "failure.tool_closed.title": "お客様のソフトが閉じられました",
  "failure.tool_closed.say": "「サポートのソフトが閉じたようです。もう一度始めて、新しい番号を教えていただけますか。」",
  "failure.tool_closed.next": "新しい番号を待ちます。前の番号はもう使えません。",
  "failure.no_answer.title": "お客様のソフトから返事がありません",
  "failure.no_answer.say": "「パソコンのソフトから返事がありません。番号の出ている窓は、まだ開いていますか。」",
  "failure.no_answer.next": "開いていれば「新しい番号を作る」を押していただきます。なければ、ソフトをもう一度始めていただきます。",
  "failure.gates_closed.title": "受付の確認が残っています",
  "failure.gates_closed.say": "「おつなぎする前に、いくつか確認させてください。」",
  "failure.gates_closed.next": "左の受付画面で残りを確かめてから、番号をもう一度入れてください。",
  "failure.second_factor.title": "2段階目の本人確認が済んでいません",
  "failure.second_factor.say": "「少しお待ちください。こちらの画面の手続きをいたします。」",
  "failure.second_factor.next": "受付画面で2段階目のサインインを済ませてから、番号をもう一度入れてください。",
  "failure.not_signed_in.title": "サインインが切れています",
  "failure.not_signed_in.say": "「少しお待ちください。こちらの画面の手続きをいたします。」",
  "failure.not_signed_in.next": "受付画面でサインインし、受付票を選び直してください。",
  "failure.not_allowed.title": "この操作は許されていません",
  "failure.not_allowed.say": "「別の担当者におつなぎします。そのままお待ちください。」",
  "failure.not_allowed.next": "デスクリーダーに相談してください。あなたの役割、またはこの受付票では接続できません。",
  "failure.outside_hours.title": "受付時間の外です",
  "failure.outside_hours.say": "「本日の受付時間は終わりました。受付時間内に、もう一度お電話ください。」",
  "failure.outside_hours.next": "いまは接続を始められません。受付票に書き残してください。",
  "failure.other_network.title": "お客様の回線が違います",
  "failure.other_network.say": "「パソコンが、ほかの回線につながっているようです。ご自宅の回線につないでいただけますか。」",
  "failure.other_network.next": "当社の回線につながったら、ソフトをもう一度始めて、新しい番号をもらいます。",
  "failure.too_fast.title": "試した回数が多すぎます",
  "failure.too_fast.say": "「少しお待ちください。」",
  "failure.too_fast.next": "少し待ってから、番号をもう一度入れてください。間違えたことは記録に残ります。",
  "failure.too_many.title": "同時に使える数を超えています",
  "failure.too_many.say": "「少しお待ちください。」",
  "failure.too_many.next": "ほかの接続を終わるか、少し待ってから、番号をもう一度入れてください。",
  "failure.certificate_changed.title": "相手の証明が一致しません",
  "failure.certificate_changed.say": "「安全の確認ができなかったため、接続をやめました。画面は見えていません。『新しい番号を作る』を押してください。」",
  "failure.certificate_changed.next": "新しい番号で1回だけ試します。また起きたら、やめてデスクリーダーに知らせてください。間にだれかがいるおそれがあります。",
  "failure.not_connected.title": "直接の接続ができませんでした",
  "failure.not_connected.say": "「お客様のパソコンとの接続ができませんでした。『新しい番号を作る』を押して、もう一度お試しください。」",
  "failure.not_connected.next": "新しい番号でもう1回試します。だめなら、お電話での案内に切り替え、受付票に書き残してください。",
  "failure.protocol_broken.title": "お客様のソフトとの話が合いませんでした",
  "failure.protocol_broken.say": "「うまく通じなかったため、サポートを終わりました。『新しい番号を作る』を押してください。」",
  "failure.protocol_broken.next": "新しい番号でもう1回試します。また起きたら、この画面を読み込み直し、デスクリーダーに知らせてください。",
  "failure.other_origin.title": "この画面とサービスの組み合わせが違います",
  "failure.other_origin.say": "「少しお待ちください。こちらの画面に問題があります。」",
  "failure.other_origin.next": "番号を入れないでください。いつものブックマークから開き直し、管理者に知らせてください。",
  "failure.browser_unfit.title": "このブラウザでは安全に表示できません",
  "failure.browser_unfit.say": "「少しお待ちください。こちらのソフトを切り替えます。」",
  "failure.browser_unfit.next": "新しいChromeかEdgeで、この画面を開いてください。",
  "failure.malformed.title": "サービスがこの画面の言葉を受け付けませんでした",
  "failure.malformed.say": "「少しお待ちください。こちらの画面に問題があります。」",
  "failure.malformed.next": "この画面を読み込み直してください。また起きたら、管理者に知らせてください。",
  "failure.unknown_version.title": "この画面とサービスの版が違います",
  "failure.unknown_version.say": "「少しお待ちください。こちらの画面を読み込み直します。」",
  "failure.unknown_version.next": "この画面を読み込み直してください。お客様のソフトも新しくする必要があるかもしれません。",
  "failure.no_such_session.title": "サービスに、この接続の記録がありません",
  "failure.no_such_session.say": "「いったんサポートを終わります。新しい番号を教えてください。」",
  "failure.no_such_session.next": "新しい番号で始め直し、起きたことを受付票に書いてください。",
  "failure.finished.title": "接続は終わりました",
  "failure.finished.say": "「サポートを終わりました。ソフトは片付けを行います。結果は、画面の窓でご確認ください。」",
  "failure.finished.next": "左の受付画面で、結果を書いてください。",
  "failure.stopped_by_subscriber.title": "お客様が接続を終わりました",
  "failure.stopped_by_subscriber.say": "「サポートを終わられましたね。続けますか。それとも、これでよろしいですか。」",
  "failure.stopped_by_subscriber.next": "続けるときは、お客様にソフトをもう一度受け取っていただき、新しい番号をもらいます。終わるときは、左の受付画面で結果を書いてください。",
  "failure.stopped_by_communicator.title": "途中で接続を打ち切りました",
  "failure.stopped_by_communicator.say": "「サポートを終わりました。お客様の画面は、もう見えません。」",
  "failure.stopped_by_communicator.next": "左の受付画面で、結果と理由を書いてください。",
  "failure.stopped_by_desk_lead.title": "デスクリーダーが接続を終わりました",
  "failure.stopped_by_desk_lead.say": "「こちらの都合でサポートを終わりました。お電話はそのままでお待ちください。」",
  "failure.stopped_by_desk_lead.next": "まず、デスクリーダーに確認してください。",
  "failure.time_over.title": "予定の時間が終わりました",
  "failure.time_over.say": "「予定の時間になりましたので、サポートを終わりました。このあとのことを、お電話でご相談しましょう。」",
  "failure.time_over.next": "受付画面で結果を書くか、折り返しの約束をしてください。受付時間内なら、新しい番号でもう一度始められます。",
  "failure.handed_over.title": "受付票は、ほかの担当者に渡りました",
  "failure.handed_over.say": "「ここからは別の担当者が引き継ぎます。お名前は画面に出ています。新しい番号が必要になります。」",
  "failure.handed_over.next": "お電話を引き継いでください。次の担当者には、新しい番号が必要です。",
  "failure.main_over.title": "立ち会っていた接続が終わりました",
  "failure.main_over.say": "「私も画面を見るのを終わりました。ありがとうございました。」",
  "failure.main_over.next": "結果は、受付票の担当者が書きます。",
  "failure.silent.title": "接続が途切れたまま戻りませんでした",
  "failure.silent.say": "「パソコンとの接続が切れました。画面はもう見えません。インターネットは使えていますか。」",
  "failure.silent.next": "回線が戻ったら、新しい番号で始め直します。",
  "failure.idle.title": "しばらく動きがなかったため終わりました",
  "failure.idle.say": "「しばらく動きがなかったため、安全のためサポートを終わりました。」",
  "failure.idle.next": "続けるときは、お客様にソフトをもう一度受け取っていただき、新しい番号をもらいます。終わるときは、左の受付画面で結果を書いてください。",
  "failure.lost.title": "長い間、両方とつながりませんでした",
  "failure.lost.say": "「長く途切れていたため、サポートを終わりました。」",
  "failure.lost.next": "続けるときは、お客様にソフトをもう一度受け取っていただき、新しい番号をもらいます。終わるときは、左の受付画面で結果を書いてください。",
  "failure.failed.title": "お客様のソフトに不具合が起きました",
  "failure.failed.say": "「サポートのソフトが不具合で止まりました。もう一度始めていただけますか。」",
  "failure.failed.next": "新しい番号で始め直します。また起きたら、お電話での案内に切り替え、管理者に知らせてください。",
  "failure.service_down.title": "サービスにつながりません",
  "failure.service_down.say": "「少しお待ちください。こちらのシステムが応答しておりません。」",
  "failure.service_down.next": "番号は送っていません。「サービスにつながっています」と出たら、もう一度入れてください。10分を過ぎたら新しい番号をもらいます。",
  "pass.cancel": "接続をやめる",
  "connecting.title": "お客様とつないでいます",
  "connecting.say": "「ありがとうございます。いまつないでいます。窓は開いたままにしてください。」",
  "gate.between": "、",
  "failure.page_reloaded.title": "画面を読み込み直しました",
  "failure.page_reloaded.say": "接続中だったときは:「申し訳ございません。接続が切れました。お客様の画面は、もう見えません。」",
  "failure.page_reloaded.next": "ここで接続していたときは、その接続は終わりました。続けるときは、お客様にソフトをもう一度受け取っていただき、新しい番号をもらいます。"
};

// src/viewer/words.ts
var TABLES = { ja: ja_default, en: en_default };
var chosen = "ja";
function preferred(languages) {
  for (const tag2 of languages) {
    const language2 = tag2.slice(0, 2).toLowerCase();
    if (language2 === "ja" || language2 === "en") return language2;
  }
  return "ja";
}
function language() {
  return chosen;
}
function choose(next) {
  chosen = next;
}
function isKey(key) {
  return Object.hasOwn(en_default, key);
}
function words(key, fill = {}) {
  return TABLES[chosen][key].replace(/\{([a-z]+)\}/g, (whole, name) => String(fill[name] ?? whole));
}
function span(ms) {
  const seconds = Math.ceil(ms / 1e3);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
function fillPage(root) {
  root.documentElement.lang = chosen;
  for (const element of root.querySelectorAll("[data-text], [data-title], [data-label]")) {
    const { text: text2, title, label } = element.dataset;
    if (text2 !== void 0 && isKey(text2)) element.textContent = words(text2);
    if (title !== void 0 && isKey(title)) element.title = words(title);
    if (label !== void 0 && isKey(label)) element.setAttribute("aria-label", words(label));
  }
}

// src/viewer/dialogs.ts
var TextDialog = class {
  #dialog = part("text-dialog", HTMLDialogElement);
  #field = part("text-field", HTMLTextAreaElement);
  #result = part("text-result");
  #mayType = false;
  #mayClip = false;
  constructor(port) {
    part("send-text").addEventListener("click", () => this.open());
    part("text-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => {
      this.#field.value = "";
      say(this.#result, "");
    });
    part("text-type").addEventListener("click", () => {
      const count = port.type(this.#field.value);
      if (count === 0) return;
      this.#field.value = "";
      say(this.#result, words("text.typed", { count }));
    });
    part("text-clipboard").addEventListener("click", () => {
      say(this.#result, words(port.toClipboard(this.#field.value) ? "text.clipped" : "text.too_long"));
    });
    part("text-copy").addEventListener("click", async () => {
      await navigator.clipboard.writeText(part("text-from", HTMLTextAreaElement).value);
      say(this.#result, words("text.copied"));
    });
  }
  open() {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#tellWhatIsMissing();
    this.#field.focus();
  }
  /** Text came from the subscriber's clipboard: it is shown, and goes no further by itself. */
  received(text2) {
    part("text-received").hidden = false;
    part("text-from", HTMLTextAreaElement).value = text2;
    this.open();
  }
  enable(mayType, mayClip) {
    part("text-type", HTMLButtonElement).disabled = !mayType;
    part("text-clipboard", HTMLButtonElement).disabled = !mayClip;
    const changed = mayType !== this.#mayType || mayClip !== this.#mayClip;
    this.#mayType = mayType;
    this.#mayClip = mayClip;
    if (changed && this.#dialog.open) this.#tellWhatIsMissing();
  }
  /** The session is over: nothing of it stays readable. */
  forget() {
    part("text-from", HTMLTextAreaElement).value = "";
    part("text-received").hidden = true;
    this.#dialog.close();
  }
  #tellWhatIsMissing() {
    const told = [];
    if (!this.#mayType) told.push(words("text.needs_control"));
    if (!this.#mayClip) told.push(words("text.needs_clipboard"));
    say(this.#result, told.join(" "));
  }
};
var EndDialog = class {
  #dialog = part("end-dialog", HTMLDialogElement);
  constructor(end) {
    part("end").addEventListener("click", () => {
      this.#dialog.showModal();
      part("end-back").focus();
    });
    part("end-back").addEventListener("click", () => this.#dialog.close());
    part("end-finished").addEventListener("click", () => end(Ending.FINISHED));
    part("end-stopped").addEventListener("click", () => end(Ending.STOPPED_BY_COMMUNICATOR));
  }
  close() {
    this.#dialog.close();
  }
};

// src/viewer/figures.ts
var ALARM_S = 8;
var RATE_WINDOW_MS = 2e3;
var FiguresLine = class {
  #figures = { painted: 0, bytes: 0, exact: false };
  #samples = [];
  #roundTripMs;
  heard(figures2, now) {
    this.#figures = figures2;
    this.#samples.push({ at: now, bytes: figures2.bytes });
  }
  roundTrip(ms) {
    this.#roundTripMs = ms;
  }
  /** Whether a picture of this desktop was painted already. */
  get hasPicture() {
    return this.#figures.painted > 0;
  }
  /** Nothing painted counts any more: the picture was taken away. */
  forget() {
    this.#figures = { ...this.#figures, painted: 0, exact: false };
  }
  show(state, now) {
    const sees = maySee(state) && this.hasPicture;
    const quality = !sees ? "none" : this.#figures.exact ? "exact" : "refining";
    const shown2 = part("figures-quality");
    mark(shown2, "quality", quality);
    say(shown2, words(`figures.${quality}`));
    const ms = this.#roundTripMs;
    say(part("figures-latency"), ms === void 0 ? "" : words("figures.latency", { ms: Math.max(1, Math.round(ms)) }));
    say(part("figures-rate"), words("figures.rate", { rate: (this.#rate(now) / 1e3).toFixed(1) }));
    const { layout } = state;
    say(
      part("figures-size"),
      layout === void 0 ? "" : words("figures.size", { width: layout.width, height: layout.height })
    );
    this.#showTime(state, now);
    const silent = Math.floor((now - state.heardAt) / 1e3);
    const alarm = state.phase === "live" && state.heardAt > 0 && silent >= ALARM_S;
    say(part("figures-alarm"), alarm ? words("figures.alarm", { seconds: silent }) : "");
  }
  #showTime(state, now) {
    const time = timeLeft(state, now);
    const fill = { minutes: time?.minutes ?? 0, until: wallClock(time?.leftMs ?? 0) };
    say(part("figures-time"), time === void 0 ? "" : words("time.left", fill));
    const tells = time?.isSoon === true && state.kind === ViewerKind.MAIN;
    say(part("figures-soon"), tells ? words("time.soon", fill) : "");
  }
  /** Bytes a second over the last moments. */
  #rate(now) {
    while (this.#samples.length > 1 && (this.#samples[1]?.at ?? now) < now - RATE_WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    if (first === void 0) return 0;
    return (this.#figures.bytes - first.bytes) * 1e3 / Math.max(RATE_WINDOW_MS, now - first.at);
  }
};

// src/viewer/panels.ts
var SAME_AS_MALFORMED = ["out_of_order", "too_large", "no_nameplate"];
var OF_MAIN = {
  end: "tool.end",
  "end-title": "end.title",
  "end-body": "end.body",
  "end-back": "end.back",
  "end-finished": "end.finished"
};
var OF_JOINED = {
  end: "joined.end",
  "end-title": "joined.end.title",
  "end-body": "joined.end.body",
  "end-back": "joined.end.back",
  "end-finished": "joined.end"
};
function showPanels(state) {
  const service2 = part("service-state");
  mark(service2, "state", state.link);
  say(service2, state.link === "up" ? words("service.up") : serviceWords(state));
  const main = document.querySelector("main");
  if (main !== null) {
    mark(main, "phase", state.phase);
    mark(main, "kind", state.kind);
  }
  showKind(state.kind === ViewerKind.JOINED);
  showTicket(state);
  showSteps(state);
  const lookedAlong = state.phase === "over" && state.kind === ViewerKind.JOINED;
  showFailure(state.failure, lookedAlong, state.ticket !== void 0);
}
function namesBeside({ phase, kind, ticket }, beside2) {
  const isHere = phase === "live" && kind === ViewerKind.MAIN && beside2?.ticket === ticket?.ticket;
  return isHere ? beside2?.names ?? [] : [];
}
function showBeside(state, beside2) {
  const names = namesBeside(state, beside2);
  say(part("beside"), names.length === 0 ? "" : words("beside.looks", { names: names.join(words("gate.between")) }));
}
function showKind(isJoined) {
  part("joined").hidden = !isJoined;
  for (const id of ["end-say", "end-stopped"]) part(id).hidden = isJoined;
  const keys2 = isJoined ? OF_JOINED : OF_MAIN;
  for (const [id, key] of Object.entries(keys2)) {
    mark(part(id), "text", key);
    say(part(id), words(key));
  }
}
function serviceWords({ link, phase }) {
  if (link === "off" && phase === "empty") return "";
  return words(link === "wanted" ? "service.down" : "service.dialling");
}
function showTicket({ ticket }) {
  say(part("ticket-label"), ticket?.label ?? "");
  const gates = part("gates");
  mark(gates, "open", String(ticket?.gatesOpen ?? false));
  say(gates, words(ticket?.gatesOpen ? "gates.open" : "gates.closed"));
  part("pass-say").hidden = !ticket?.gatesOpen;
}
function showSteps({ phase, step }) {
  const current = STEPS.indexOf(step);
  for (const item of part("connect-steps").querySelectorAll("li")) {
    const { step: name = "" } = item.dataset;
    const at = STEPS.indexOf(name);
    const running = at === current && phase === "connecting";
    const stands = at < current || phase === "live" ? "done" : running ? "running" : "waiting";
    mark(item, "state", stands);
    const told = item.querySelector("em");
    if (told !== null) say(told, words(`step.${stands}`));
  }
}
var OUTCOME_IS_NEXT = ["finished", "stopped_by_communicator"];
var OUTCOME_IS_POSSIBLE = ["stopped_by_subscriber", "time_over", "idle", "lost"];
function outcomePlace(failed, lookedAlong, hasTicket) {
  if (lookedAlong || !hasTicket) return "none";
  if (OUTCOME_IS_NEXT.includes(failed)) return "first";
  return OUTCOME_IS_POSSIBLE.includes(failed) ? "after" : "none";
}
function failureWords(failed, lookedAlong, hasTicket) {
  const code = SAME_AS_MALFORMED.includes(failed) ? "malformed" : failed;
  const key = (what) => {
    const wanted = `failure.${code}.${what}`;
    return isKey(wanted) ? wanted : `failure.malformed.${what}`;
  };
  if (!lookedAlong) {
    const again = hasTicket ? "failure.again" : void 0;
    return { title: key("title"), say: key("say"), next: key("next"), again };
  }
  const own2 = failed === "finished" || failed === "stopped_by_communicator";
  return {
    title: own2 ? "joined.over.title" : key("title"),
    say: void 0,
    next: own2 ? "joined.over.next" : "failure.main_over.next",
    again: "joined.close"
  };
}
function showFailure(failure2, lookedAlong, hasTicket) {
  const card = part("failure");
  card.hidden = failure2 === void 0;
  if (failure2 === void 0) {
    card.removeAttribute("data-code");
    return;
  }
  mark(card, "code", failure2.code);
  const told = failureWords(failure2.code, lookedAlong, hasTicket);
  say(part("failure-title"), words(told.title));
  say(part("failure-next"), words(told.next));
  for (const id of ["failure-say-title", "failure-say"]) part(id).hidden = told.say === void 0;
  say(part("failure-say"), told.say === void 0 ? "" : words(told.say));
  part("failure-again").hidden = told.again === void 0;
  if (told.again !== void 0) {
    mark(part("failure-again"), "text", told.again);
    say(part("failure-again"), words(told.again));
  }
  const place2 = outcomePlace(failure2.code, lookedAlong, hasTicket);
  part("failure-outcome").hidden = place2 === "none";
  part("failure-outcome").classList.toggle("main", place2 === "first");
  part("failure-again").classList.toggle("main", place2 !== "first");
  say(part("failure-detail"), detail(failure2));
}
function detail({ gates, retryAfterS }) {
  const told = [];
  if (gates.length > 0) {
    const names = gates.map((gate) => {
      const key = `gate.${gate}`;
      return isKey(key) ? words(key) : gate;
    });
    told.push(words("failure.gates", { gates: names.join(words("gate.between")) }));
  }
  if (retryAfterS > 0) told.push(words("failure.retry_after", { left: span(retryAfterS * 1e3) }));
  return told.join(" ");
}

// src/pure/one_time_pass.ts
var DIGITS = 11;
var NAMEPLATE_DIGITS = 4;
var DAMM = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790"
];
var SEPARATORS = /[\s\u00AD\u2010-\u2015\u2212\u30FC\uFE58\uFE63\uFF0D\uFF70-]/gu;
function digitsOf(text2) {
  const plain2 = text2.replace(/[\uFF10-\uFF19]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 65296 + 48)).replace(SEPARATORS, "");
  return /^[0-9]*$/.test(plain2) ? plain2 : void 0;
}
function checks(digits) {
  let state = 0;
  for (const digit of digits) state = Number(DAMM[state]?.[Number(digit)]);
  return state === 0;
}
function read(text2) {
  const digits = digitsOf(text2);
  if (digits === void 0) return { kind: "stray" };
  if (digits.length < DIGITS) return { kind: "typing", digits };
  if (digits.length > DIGITS) return { kind: "too_long" };
  if (!checks(digits)) return { kind: "misheard" };
  const pass = { nameplate: digits.slice(0, NAMEPLATE_DIGITS), secret: digits.slice(NAMEPLATE_DIGITS, -1) };
  return { kind: "pass", pass };
}
function grouped(digits) {
  return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].filter((part2) => part2 !== "").join("-");
}

// src/viewer/pass_entry.ts
var LENGTH = 11;
var PassEntry = class {
  #field = part("pass", HTMLInputElement);
  #hint = part("pass-hint");
  #events;
  constructor(events) {
    this.#events = events;
    this.#field.addEventListener("input", (event) => {
      if (!event.isComposing) this.#read();
    });
    this.#field.addEventListener("compositionend", () => this.#read());
    part("pass-clear").addEventListener("click", () => {
      this.clear();
      this.focus();
    });
  }
  focus() {
    this.#field.focus();
  }
  clear() {
    this.#field.value = "";
    this.show();
  }
  /** The hint in the language of the moment. */
  show(reading = read(this.#field.value)) {
    const wrong = reading.kind === "misheard" || reading.kind === "too_long" || reading.kind === "stray";
    attribute(this.#field, "aria-invalid", String(wrong));
    mark(this.#hint, "kind", reading.kind);
    switch (reading.kind) {
      case "typing": {
        const left = LENGTH - reading.digits.length;
        say(this.#hint, left === LENGTH ? "" : words("pass.left", { count: left }));
        return;
      }
      case "pass":
        say(this.#hint, words("pass.right"));
        return;
      default:
        say(this.#hint, words(`pass.${reading.kind}`));
    }
  }
  #read() {
    const reading = read(this.#field.value);
    this.show(reading);
    if (reading.kind === "typing") {
      if (reading.digits !== "") this.#events.begun();
      this.#group(reading.digits);
    } else if (reading.kind === "pass") {
      this.#field.value = "";
      this.#events.typed(reading.pass);
    }
  }
  /** Shows what is typed as it is said, as long as the caret stands at the end. */
  #group(digits) {
    const field = this.#field;
    if (field.selectionStart !== field.value.length) return;
    const text2 = grouped(digits);
    if (text2 !== field.value && digits.length > 0) field.value = text2;
  }
};

// src/viewer/permissions.ts
var SHOWN = ["view", "control", "clipboard"];
var Permissions = class {
  constructor(events) {
    for (const which of SHOWN) {
      const button = part(`ask-${which}`, HTMLButtonElement);
      button.addEventListener("click", () => {
        const { does } = button.dataset;
        if (does === "ask") events.ask(which);
        else events.giveBack(which);
      });
    }
  }
  show(state, now) {
    for (const which of SHOWN) this.#show(which, state, now);
  }
  #show(which, state, now) {
    const { is, leftMs } = permission(state, which, now);
    const offered = state.allowed.some((it) => it === which);
    const card = document.querySelector(`.permission[data-permission="${which}"]`);
    const stand = card?.querySelector(".stand");
    if (card === null || stand === null || stand === void 0) return;
    card.hidden = state.kind === ViewerKind.JOINED && !offered;
    mark(card, "state", is);
    say(stand, offered ? standing(is, leftMs) : words("permission.not_here"));
    const deed = is === "asked" ? "withdraw" : is === "granted" || is === "paused" ? "give_back" : "ask";
    const button = part(`ask-${which}`, HTMLButtonElement);
    mark(button, "does", deed);
    say(button, words(`permission.${deed}`));
    attribute(button, "aria-label", words(`permission.${deed}.${which}`));
    button.disabled = !mayBeDone(which, deed, offered, state, now);
  }
};
function standing(is, leftMs) {
  const left = span(leftMs);
  if (is === "granted") return words("permission.granted", { until: wallClock(leftMs), left });
  if (is === "asked") return words("permission.asked", { left });
  return words(`permission.${is}`);
}
function mayBeDone(which, deed, offered, state, now) {
  const { gate, resumingUntil } = state;
  if (!offered || gate === void 0 || resumingUntil !== void 0) return false;
  if (deed !== "ask") return true;
  if (gate.snapshot.paused || gate.snapshot.state !== "verified") return false;
  return which === "view" || permission(state, Permission.VIEW, now).is === "granted";
}

// src/viewer/reloaded.ts
function wasReloaded() {
  return performance.getEntriesByType("navigation").some((entry2) => "type" in entry2 && entry2.type === "reload");
}

// src/viewer/special_keys.ts
var HELD = [
  { label: { text: "Ctrl" }, codes: ["ControlLeft"] },
  { label: { text: "Shift" }, codes: ["ShiftLeft"] },
  { label: { text: "Alt" }, codes: ["AltLeft"] },
  { label: { key: "key.windows" }, codes: ["MetaLeft"] }
];
var ONCE = [
  { label: { text: "Esc" }, codes: ["Escape"] },
  { label: { text: "Tab" }, codes: ["Tab"] },
  { label: { text: "Print" }, codes: ["PrintScreen"] },
  { label: { text: "F1" }, codes: ["F1"] },
  { label: { text: "F2" }, codes: ["F2"] },
  { label: { text: "F5" }, codes: ["F5"] },
  { label: { text: "F11" }, codes: ["F11"] },
  { label: { key: "key.windows" }, codes: ["MetaLeft"] }
];
var COMBINED = [
  { label: { text: "Ctrl+Alt+Del" }, codes: ["ControlLeft", "AltLeft", "Delete"] },
  { label: { text: "Alt+Tab" }, codes: ["AltLeft", "Tab"] },
  { label: { text: "Alt+F4" }, codes: ["AltLeft", "F4"] },
  { label: { text: "Ctrl+W" }, codes: ["ControlLeft", "KeyW"] },
  { label: { text: "Ctrl+Shift+Esc" }, codes: ["ControlLeft", "ShiftLeft", "Escape"] }
];
var JAPANESE = [
  { label: { key: "key.zenkaku" }, codes: ["Backquote"] },
  { label: { key: "key.henkan" }, codes: ["Convert"] },
  { label: { key: "key.muhenkan" }, codes: ["NonConvert"] },
  { label: { key: "key.kana" }, codes: ["KanaMode"] },
  { label: { text: "¥" }, codes: ["IntlYen"] },
  { label: { text: "ろ _" }, codes: ["IntlRo"] }
];
var SpecialKeys = class {
  #toggle = part("special-keys", HTMLButtonElement);
  #palette = part("palette");
  #labels = [];
  #held = [];
  /** `done` gives the keyboard back to the picture. */
  constructor(port, done) {
    this.#toggle.addEventListener("click", () => {
      this.#palette.hidden = !this.#palette.hidden;
      attribute(this.#toggle, "aria-expanded", String(!this.#palette.hidden));
      if (this.#palette.hidden) done();
    });
    this.#group("keys.hold");
    for (const { label, codes } of HELD) {
      const button = this.#button(label);
      attribute(button, "aria-pressed", "false");
      this.#held.push(button);
      button.addEventListener("click", () => {
        const down = button.getAttribute("aria-pressed") !== "true";
        attribute(button, "aria-pressed", String(down));
        for (const code of codes) port.hold(code, down);
        done();
      });
    }
    for (const [title, entries] of [
      ["keys.send", ONCE],
      ["keys.combination", COMBINED],
      ["keys.japanese", JAPANESE]
    ]) {
      this.#group(title);
      for (const { label, codes } of entries) {
        this.#button(label).addEventListener("click", () => {
          port.tap(codes.flatMap((code) => USAGE_OF_CODE.get(code) ?? []));
          done();
        });
      }
    }
    this.translate();
  }
  /** Everything was let go elsewhere. */
  released() {
    for (const button of this.#held) attribute(button, "aria-pressed", "false");
  }
  /** Whether the palette may stand open (`granted`), and whether its keys reach through (`live`). */
  enable(granted, live) {
    for (const button of this.#palette.querySelectorAll("button")) button.disabled = !live;
    this.#toggle.disabled = !granted;
    if (!live) this.released();
    if (granted || this.#palette.hidden) return;
    this.#palette.hidden = true;
    attribute(this.#toggle, "aria-expanded", "false");
  }
  translate() {
    for (const { element, label } of this.#labels) say(element, "key" in label ? words(label.key) : label.text);
  }
  #group(key) {
    const element = document.createElement("span");
    this.#labels.push({ element, label: { key } });
    this.#palette.append(element);
  }
  #button(label) {
    const element = document.createElement("button");
    element.type = "button";
    this.#labels.push({ element, label });
    this.#palette.append(element);
    return element;
  }
};

// src/pure/geometry.ts
function place(desktop, room, zoom, ratio) {
  const natural = 1 / ratio;
  const scale = zoom === "one_to_one" ? natural : Math.min(natural, room.width / desktop.width, room.height / desktop.height);
  const width = desktop.width * scale;
  const height = desktop.height * scale;
  const centred = (free) => Math.floor(Math.max(0, free) / 2 * ratio) / ratio;
  return { left: centred(room.width - width), top: centred(room.height - height), width, height, scale };
}
function desktopPixel(desktop, scale, point) {
  const inside = (value, size) => Math.min(size - 1, Math.max(0, Math.floor(value / scale)));
  return { x: inside(point.x, desktop.width), y: inside(point.y, desktop.height) };
}

// src/viewer/stage.ts
var BUTTONS = 5;
var Stage = class {
  #room = part("stage");
  #sheet = part("sheet");
  #cursor = part("cursor", HTMLCanvasElement);
  #keys = part("keys", HTMLTextAreaElement);
  #input;
  #letGo;
  #desktop = { width: 1, height: 1 };
  #placement = { left: 0, top: 0, width: 0, height: 0, scale: 1 };
  #zoom = "fit";
  #flushing = false;
  #shape;
  #theirs;
  #ours;
  #granted = false;
  #live = false;
  /** `letGo` hears that everything held was released because the keyboard left the picture. */
  constructor(input2, letGo) {
    this.#input = input2;
    this.#letGo = letGo;
    new ResizeObserver(() => this.#arrange()).observe(this.#room);
    part("zoom-fit").addEventListener("click", () => this.#setZoom("fit"));
    part("zoom-one").addEventListener("click", () => this.#setZoom("one_to_one"));
    mark(this.#room, "zoom", this.#zoom);
    this.#listenToPointer();
    this.#listenToKeys();
  }
  layout(desktop) {
    this.#desktop = desktop;
    this.#theirs = void 0;
    this.#arrange();
  }
  /** Whether hands may reach through (`granted`), and whether they do at this moment (`live`). */
  setReach(granted, live) {
    if (granted === this.#granted && live === this.#live) return;
    const begins = granted && !this.#granted;
    this.#granted = granted;
    this.#live = live;
    this.#keys.tabIndex = granted ? 0 : -1;
    const free = document.activeElement === document.body || document.activeElement?.id === "ask-control";
    if (begins && free) this.focus();
    if (!granted && this.hasKeyboard) this.#keys.blur();
    this.#drawCursor();
  }
  get hasKeyboard() {
    return document.activeElement === this.#keys;
  }
  focus() {
    if (this.#granted) this.#keys.focus({ preventScroll: true });
  }
  shape(shape) {
    this.#shape?.image?.close();
    this.#shape = shape;
    const { image } = shape;
    if (image !== void 0) {
      this.#cursor.width = image.width;
      this.#cursor.height = image.height;
      this.#cursor.getContext("2d")?.drawImage(image, 0, 0);
    }
    this.#drawCursor();
  }
  theirPlace(place2) {
    this.#theirs = place2;
    this.#drawCursor();
  }
  /** Nothing is known of the pointer any more. */
  forgetCursor() {
    this.#theirs = void 0;
    this.#shape?.image?.close();
    this.#shape = void 0;
    this.#drawCursor();
  }
  #setZoom(zoom) {
    this.#zoom = zoom;
    mark(this.#room, "zoom", zoom);
    attribute(part("zoom-fit"), "aria-pressed", String(zoom === "fit"));
    attribute(part("zoom-one"), "aria-pressed", String(zoom === "one_to_one"));
    this.#arrange();
    this.focus();
  }
  #arrange() {
    const room = { width: this.#room.clientWidth, height: this.#room.clientHeight };
    this.#placement = place(this.#desktop, room, this.#zoom, window.devicePixelRatio);
    const { width, height } = this.#placement;
    const corner = this.#room.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    const whole = (edge, offset) => Math.ceil((edge + offset) * ratio) / ratio - edge;
    const left = whole(corner.left + this.#room.clientLeft, this.#placement.left);
    const top = whole(corner.top + this.#room.clientTop, this.#placement.top);
    Object.assign(this.#sheet.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`
    });
    this.#drawCursor();
  }
  #drawCursor() {
    const { scale } = this.#placement;
    const ours = this.#live ? this.#ours : void 0;
    const known = this.#shape?.image !== void 0;
    const at = ours ?? (this.#theirs?.visible ? this.#theirs : void 0);
    this.#cursor.hidden = at === void 0 || !known;
    mark(this.#room, "pointer", ours !== void 0 && known ? "ours" : "page");
    if (at === void 0 || this.#shape === void 0) return;
    const x = (at.x - this.#shape.hotX) * scale;
    const y = (at.y - this.#shape.hotY) * scale;
    this.#cursor.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }
  // pointer
  #pixel(event) {
    const corner = this.#sheet.getBoundingClientRect();
    const point = { x: event.clientX - corner.left, y: event.clientY - corner.top };
    return desktopPixel(this.#desktop, this.#placement.scale, point);
  }
  #listenToPointer() {
    const sheet = this.#sheet;
    sheet.addEventListener("pointermove", (event) => {
      this.#ours = this.#pixel(event);
      this.#input.moveTo(this.#ours);
      this.#flushSoon();
      this.#drawCursor();
    });
    sheet.addEventListener("pointerleave", () => {
      this.#ours = void 0;
      this.#drawCursor();
    });
    sheet.addEventListener("pointerdown", (event) => {
      this.focus();
      sheet.setPointerCapture(event.pointerId);
    });
    sheet.addEventListener("mousedown", (event) => this.#button(event, true));
    sheet.addEventListener("mouseup", (event) => this.#button(event, false));
    sheet.addEventListener("pointercancel", () => this.#input.release());
    sheet.addEventListener("contextmenu", (event) => event.preventDefault());
    sheet.addEventListener(
      "wheel",
      (event) => {
        if (!this.#live) return;
        event.preventDefault();
        this.#input.wheel(event.deltaX, event.deltaY, event.deltaMode, this.#pixel(event));
        this.#flushSoon();
      },
      { passive: false }
    );
  }
  #button(event, down) {
    event.preventDefault();
    if (event.button < 0 || event.button >= BUTTONS) return;
    this.#input.button(event.button, down, this.#pixel(event));
  }
  #flushSoon() {
    if (this.#flushing) return;
    this.#flushing = true;
    beforePaint(() => {
      this.#flushing = false;
      this.#input.flush();
      if (this.#input.isWaiting) this.#flushSoon();
    });
  }
  // keyboard
  #listenToKeys() {
    const keys2 = this.#keys;
    keys2.addEventListener("keydown", (event) => {
      if (event.code === "Home" && event.ctrlKey && event.altKey) {
        event.preventDefault();
        part("special-keys").focus();
      } else if (this.#input.keyDown(event)) event.preventDefault();
      else if (!this.#live && !event.isComposing) event.preventDefault();
    });
    keys2.addEventListener("keyup", (event) => {
      if (this.#input.keyUp(event)) event.preventDefault();
    });
    keys2.addEventListener("input", (event) => {
      if (!event.isComposing) this.#commit();
    });
    keys2.addEventListener("compositionend", () => this.#commit());
    keys2.addEventListener("paste", (event) => {
      event.preventDefault();
      this.#input.text(event.clipboardData?.getData("text/plain") ?? "");
    });
    const release = () => {
      this.#input.release();
      this.#letGo();
    };
    keys2.addEventListener("blur", release);
    window.addEventListener("blur", release);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) release();
    });
  }
  /** What an input method has settled goes over as text and stays nowhere. */
  #commit() {
    const text2 = this.#keys.value;
    this.#keys.value = "";
    if (text2 !== "") this.#input.text(text2);
  }
};

// src/viewer/trusted.ts
function trustedWorker(url) {
  const createScriptURL = (asked) => {
    if (asked !== url.href || url.origin !== new URL(import.meta.url).origin) throw new TypeError("not our worker");
    return asked;
  };
  const factory = globalThis.trustedTypes;
  const policy = factory?.createPolicy("yorisoi", { createScriptURL }) ?? { createScriptURL };
  return new Worker(policy.createScriptURL(url.href), { type: "module" });
}

// src/viewer/veil.ts
function kindOf(state, hasPicture, now) {
  if (state.resumingUntil !== void 0) return "resuming";
  if (state.gate?.snapshot.paused) return "paused";
  if (maySee(state)) return hasPicture ? "none" : "first";
  const asking = state.gate === void 0 || permission(state, Permission.VIEW, now).is === "asked";
  return asking ? "ask_view" : "no_view";
}
function showVeil(state, hasPicture, now) {
  const kind = kindOf(state, hasPicture, now);
  const veil = part("veil");
  mark(veil, "kind", kind);
  veil.hidden = kind === "none";
  part("veil-say").hidden = kind === "first";
  part("veil-next").hidden = kind !== "no_view";
  if (kind === "none") return;
  say(part("veil-title"), words(`stage.${kind}.title`));
  if (kind === "first") return;
  const left = span(Math.max(0, (state.resumingUntil ?? now) - now));
  say(part("veil-say"), words(`stage.${kind}.say`, { left }));
}
function showHands(state, hasKeyboard) {
  const hands = part("hands");
  const live = authority(state) !== void 0;
  mark(hands, "on", live && !hasKeyboard ? "ready" : String(live));
  say(hands, words(handsKey(state, live, hasKeyboard)));
}
function handsKey(state, live, hasKeyboard) {
  if (live) return hasKeyboard ? "control.on" : "control.click";
  const snapshot = state.gate?.snapshot;
  if (snapshot === void 0 || !holds(state, Permission.CONTROL)) return "control.off";
  if (snapshot.questions.length > 0) return "control.question";
  return snapshot.local_hand ? "control.local_hand" : "control.off";
}

// src/viewer/main.ts
var REFRESH_MS = 500;
var ROUND_TRIP_EVERY = 4;
var NOTE_MS = 8e3;
var NARROW_PX = 1700;
var named = document.querySelector('meta[name="yorisoi-service"]')?.content ?? "";
var service = named === "" ? location.origin : named;
var worker = trustedWorker(new URL("picture.worker.js", import.meta.url));
var tellPicture = (message, transfer = []) => worker.postMessage(message, transfer);
var codecsKnown = () => void 0;
var codecs = new Promise((resolve) => {
  codecsKnown = resolve;
});
var canvas = part("picture", HTMLCanvasElement).transferControlToOffscreen();
tellPicture({ t: "canvas", canvas }, [canvas]);
var figures = new FiguresLine();
var noteAlarm = new Alarm(clock);
var refreshAlarm = new Alarm(clock);
var shown;
var deskChosen = false;
var saysReloaded = wasReloaded();
var beside;
var desk = new Desk(part("desk", HTMLIFrameElement), service, (message) => {
  if (message.t === "beside") {
    beside = message.beside;
    showBeside(call.state, beside);
    return;
  }
  if (message.t === "no_ticket" || message.t === "finished") {
    beside = void 0;
    if (message.t === "finished") call.ticketFinished(message.ticket);
    else call.deskHasNoTicket();
    desk.takeFocus();
    return;
  }
  if (message.t === "language") {
    if (message.language === language()) return;
    choose(message.language);
    translate();
    return;
  }
  const before = call.state.ticket;
  call.deskTicket(message.ticket, message.socketTicket);
  const wereOpen = before?.ticket === message.ticket.ticket && before.gatesOpen;
  if (message.ticket.gatesOpen && !wereOpen && call.state.phase === "pass") entry.focus();
  if (!message.ticket.gatesOpen) desk.takeFocus();
  if (saysReloaded) call.wasReloaded();
  saysReloaded = false;
});
var call = new Call({
  clock,
  origin: service,
  openSocket: () => new WebSocket(`${service.replace(/^http/, "ws")}/socket/communicator`),
  makeCertificate,
  makePath: (certificate, events) => new Path(certificate, [], clock, events),
  codecs: () => codecs,
  picture: {
    start: () => {
      figures.forget();
      tellPicture({ t: "start" });
    },
    layout: ({ layout, width, height }) => {
      figures.forget();
      tellPicture({ t: "layout", layout, width, height });
      stage.layout({ width, height });
    },
    packet: (data) => tellPicture({ t: "packet", data }, [data]),
    clear: () => {
      figures.forget();
      tellPicture({ t: "clear" });
      stage.forgetCursor();
    }
  },
  changed: show,
  wantSocketTicket: () => desk.wantSocketTicket(),
  sessionMoved: (ticket, session, state) => desk.sessionMoved(ticket, session, state),
  note: (code) => {
    const key = `note.${code}`;
    say(part("note"), isKey(key) ? words(key) : words("note.other", { code }));
    noteAlarm.set(NOTE_MS, () => say(part("note"), ""));
  },
  clipboard: (text2) => dialogs.text.received(text2)
});
var input = new Input({
  send: (frame) => call.path?.sendInput(frame),
  isBehind: () => call.path?.inputIsBehind ?? false
});
var stage = new Stage(input, () => {
  keys.released();
  showNow();
});
var keys = new SpecialKeys(
  { tap: (usages) => input.tap(usages), hold: (code, down) => input.hold(code, down) },
  () => stage.focus()
);
var permissions = new Permissions({
  ask: (permission2) => call.ask(permission2),
  giveBack: (permission2) => call.giveBack(permission2)
});
var entry = new PassEntry({ begun: () => call.prepare(), typed: (pass) => call.claim(pass) });
var dialogs = {
  text: new TextDialog({ type: (text2) => input.text(text2), toClipboard: (text2) => call.putOnClipboard(text2) }),
  end: new EndDialog((reason) => call.end(reason))
};
worker.onmessage = ({ data: message }) => {
  switch (message.t) {
    case "codecs":
      codecsKnown(message.codecs);
      return;
    case "ack":
      call.path?.sendPicture(message.data);
      return;
    case "cursor_shape":
      stage.shape(message);
      return;
    case "cursor_place":
      stage.theirPlace(message);
      return;
    case "figures":
      figures.heard(message, clock.now());
      showNow();
      return;
  }
};
function setDesk(open) {
  document.body.classList.toggle("no-desk", !open);
  const toggle = part("desk-toggle");
  attribute(toggle, "aria-expanded", String(open));
  attribute(toggle, "data-text", open ? "desk.hide" : "desk.show");
  say(toggle, words(open ? "desk.hide" : "desk.show"));
}
function entered(state, before) {
  if (state.phase === before?.phase) return;
  if (state.phase === "pass") entry.clear();
  const was = before?.phase;
  if (state.phase === "pass" && (was === "connecting" || was === "over") && !desk.isBusy()) entry.focus();
  if (state.phase === "over") {
    dialogs.end.close();
    dialogs.text.forget();
    setDesk(true);
    deskChosen = false;
    if (!desk.isBusy()) document.querySelector("#failure button.main:not([hidden])")?.focus();
  }
}
function show(state) {
  const before = shown;
  shown = state;
  showPanels(state);
  showBeside(state, beside);
  entered(state, before);
  const may = authority(state);
  input.setAuthority(may);
  const granted = state.phase === "live" && holds(state, Permission.CONTROL);
  stage.setReach(granted, may !== void 0);
  keys.enable(granted, may !== void 0);
  dialogs.text.enable(may !== void 0, state.phase === "live" && holds(state, Permission.CLIPBOARD));
  if (maySee(state) && !deskChosen && window.innerWidth < NARROW_PX) {
    deskChosen = true;
    setDesk(false);
  }
  showNow();
  if (before?.phase !== "live" && state.phase === "live") refresh(0);
}
function showNow() {
  if (shown?.phase !== "live") return;
  const now = clock.now();
  permissions.show(shown, now);
  showVeil(shown, figures.hasPicture, now);
  showHands(shown, stage.hasKeyboard);
  figures.show(shown, now);
}
function refresh(turn) {
  if (shown?.phase !== "live") return;
  showNow();
  if (turn % ROUND_TRIP_EVERY === 0) {
    const asked = call.path?.roundTrip() ?? Promise.resolve(void 0);
    asked.then((ms) => figures.roundTrip(ms)).catch(() => figures.roundTrip(void 0));
  }
  refreshAlarm.set(REFRESH_MS, () => refresh(turn + 1));
}
function translate() {
  fillPage(document);
  keys.translate();
  entry.show();
  show(call.state);
}
part("desk-toggle").addEventListener("click", () => {
  deskChosen = true;
  setDesk(document.body.classList.contains("no-desk"));
});
part("failure-again").addEventListener("click", () => {
  call.again();
  entry.focus();
});
part("failure-outcome").addEventListener("click", () => desk.toOutcome());
part("cancel").addEventListener("click", () => call.cancel());
part("keys").addEventListener("focus", showNow);
window.addEventListener("beforeunload", (event) => {
  if (call.state.phase === "live") event.preventDefault();
});
window.addEventListener("pagehide", () => {
  call.cancel();
  call.end(Ending.STOPPED_BY_COMMUNICATOR);
});
choose(preferred(navigator.languages));
translate();
desk.open();
