// Made by `python -m yorisoi_protocol.export`. Do not edit: the check compares this file with the tables.

/** This is no message of this direction. `where` names what is wrong, never its value. */
export class Malformed extends Error {
  constructor(where: string) {
    super(`malformed: ${where}`);
    this.name = "Malformed";
  }
}

/** This value is no frame of this family. Readers answer undefined instead; nothing is guessed. */
export class FrameError extends Error {
  constructor(where: string) {
    super(`no frame: ${where}`);
    this.name = "FrameError";
  }
}

/** Bytes of a text in UTF-8; null when it holds a lone surrogate. */
export function utf8Length(text: string): number | null {
  let length = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    if (code >= 0xd800 && code < 0xe000) return null;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** UTF-8 of a text; null when it holds a lone surrogate. */
export function utf8Encode(text: string): Uint8Array<ArrayBuffer> | null {
  const length = utf8Length(text);
  if (length === null) return null;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) as number;
    if (code < 0x80) bytes[at++] = code;
    else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 63);
    } else if (code < 0x10000) {
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    } else {
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 63);
      bytes[at++] = 0x80 | ((code >> 6) & 63);
      bytes[at++] = 0x80 | (code & 63);
    }
  }
  return bytes;
}

/** Text of strict UTF-8; null when the bytes are none (overlong, surrogate, cut short, too large). */
export function utf8Decode(bytes: Uint8Array): string | null {
  const letters: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++] as number;
    if (first < 0x80) {
      letters.push(String.fromCharCode(first));
      continue;
    }
    const more = first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : 0;
    if (more === 0 || at + more > bytes.length) return null;
    let code = first & (0x3f >> more);
    for (let step = 0; step < more; step++) {
      const next = bytes[at++] as number;
      if ((next & 0xc0) !== 0x80) return null;
      code = (code << 6) | (next & 63);
    }
    if ((more === 2 && code < 0x800) || (more === 3 && code < 0x10000)) return null;
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null;
    letters.push(String.fromCodePoint(code));
  }
  return letters.join("");
}

type Fields = Readonly<Record<string, unknown>>;

function readJson<Value>(json: string, limit: number, check: (value: unknown) => Value): Value | undefined {
  const length = utf8Length(json);
  if (length === null || length > limit) return undefined;
  try {
    return check(JSON.parse(json));
  } catch {
    return undefined; // broken JSON, unknown words or fields, values out of range
  }
}

function writeJson(value: unknown, limit: number): string {
  const json = JSON.stringify(value);
  const length = utf8Length(json);
  if (length === null || length > limit) throw new Malformed("size");
  return json;
}

function own(o: Fields, name: string): unknown {
  return Object.hasOwn(o, name) ? o[name] : undefined;
}

function tag(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed("object");
  return own(value as Fields, "t");
}

function record(value: unknown, names: readonly string[]): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Malformed("object");
  for (const name of Object.keys(value)) if (!names.includes(name)) throw new Malformed("unknown field");
  return value as Fields;
}

/** A union was told apart by its `t` before; a message inside another one may come without it. */
function word<Word extends string>(value: unknown, expected: Word): Word {
  if (value !== undefined && value !== expected) throw new Malformed("t");
  return expected;
}

function text(value: unknown, low: number, high: number, pattern: RegExp | null): string {
  if (typeof value !== "string" || utf8Length(value) === null) throw new Malformed("text");
  let letters = 0;
  for (const _ of value) letters++;
  if (letters < low || letters > high || (pattern !== null && !pattern.test(value))) throw new Malformed("text");
  return value;
}

function integer(value: unknown, low: number, high: number): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < low || value > high) {
    throw new Malformed("number");
  }
  return value + 0;
}

function flag(value: unknown): boolean {
  if (typeof value !== "boolean") throw new Malformed("flag");
  return value;
}

function oneOf<Word extends string>(value: unknown, words: Readonly<Record<string, Word>>): Word {
  for (const each of Object.values(words)) if (each === value) return each;
  throw new Malformed("word");
}

function list<Item>(value: unknown, high: number, check: (each: unknown) => Item): readonly Item[] {
  if (!Array.isArray(value) || value.length > high) throw new Malformed("list");
  return value.map((each) => check(each));
}

function inRange(value: number, low: number, high: number, name: string): number {
  if (!Number.isInteger(value) || value < low || value > high) throw new FrameError(name);
  return value;
}

function isPlainText(value: string): boolean {
  for (const letter of value) {
    const code = letter.codePointAt(0) as number;
    if ((code < 0x20 && code !== 9 && code !== 10) || (code >= 0x7f && code < 0xa0)) return false;
    if (code >= 0xd800 && code < 0xe000) return false;
  }
  return true;
}

function codeOf<Code extends number>(value: number, codes: Readonly<Record<string, Code | string>>, name: string): Code {
  for (const each of Object.values(codes)) if (typeof each === "number" && each === value) return each;
  throw new FrameError(name);
}

function readFrame<Frame>(bytes: Uint8Array, read: (reader: Bytes) => Frame): Frame | undefined {
  try {
    const reader = new Bytes(bytes);
    const value = read(reader);
    reader.end();
    return value;
  } catch (error) {
    if (error instanceof FrameError) return undefined;
    throw error;
  }
}

function knownOf(value: number, known: ReadonlySet<number>, name: string): number {
  if (!known.has(value)) throw new FrameError(name);
  return value;
}

function textOf(bytes: Uint8Array, name: string): string {
  const value = utf8Decode(bytes);
  if (value === null || !isPlainText(value)) throw new FrameError(name);
  return value;
}

function bytesOf(value: string, high: number, name: string): Uint8Array {
  const bytes = isPlainText(value) ? utf8Encode(value) : null;
  if (bytes === null || bytes.length < 1 || bytes.length > high) throw new FrameError(name);
  return bytes;
}

/** Reads one frame from left to right. */
class Bytes {
  #view: DataView;
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(size: number, low: number, high: number, name: string): number {
    if (this.#at + size > this.#bytes.length) throw new FrameError(`${name} cut short`);
    const at = this.#at;
    this.#at += size;
    const signed = low < 0;
    if (size === 1) return inRange(signed ? this.#view.getInt8(at) : this.#view.getUint8(at), low, high, name);
    if (size === 2) return inRange(signed ? this.#view.getInt16(at) : this.#view.getUint16(at), low, high, name);
    return inRange(signed ? this.#view.getInt32(at) : this.#view.getUint32(at), low, high, name);
  }

  take(size: number, name: string): Uint8Array {
    if (this.#at + size > this.#bytes.length) throw new FrameError(`${name} cut short`);
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  rest(low: number, high: number, name: string): Uint8Array {
    const found = this.#bytes.subarray(this.#at);
    inRange(found.length, low, high, name);
    this.#at = this.#bytes.length;
    return found;
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new FrameError("bytes too many");
  }
}

/** Writes one frame from left to right. */
class Out {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  number(value: number, size: number, low: number, high: number, name: string): void {
    let left = inRange(value, low, high, name);
    if (left < 0) left += 2 ** (8 * size);
    const part = new Uint8Array(size);
    for (let at = size - 1; at >= 0; at--) {
      part[at] = left % 256;
      left = Math.floor(left / 256);
    }
    this.bytes(part);
  }

  bytes(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }

  done(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }
}

function readFates(bytes: Bytes, high: number, name: string): readonly Fate[] {
  const count = bytes.number(2, 0, high, name);
  const packed = bytes.take(Math.ceil(count / 4), name);
  if (count % 4 !== 0 && (packed[packed.length - 1] as number) >> ((count % 4) * 2) !== 0) throw new FrameError(name);
  return Array.from({ length: count }, (_, at) => (((packed[at >> 2] as number) >> ((at % 4) * 2)) & 3) as Fate);
}

function writeFates(out: Out, fates: readonly Fate[], high: number, name: string): void {
  out.number(fates.length, 2, 0, high, name);
  const packed = new Uint8Array(Math.ceil(fates.length / 4));
  fates.forEach((fate, at) => {
    packed[at >> 2] = (packed[at >> 2] as number) | (inRange(fate, 0, 3, name) << ((at % 4) * 2));
  });
  out.bytes(packed);
}

// Limits
export const PROTOCOL_VERSION = 1;
export const NAMEPLATE_DIGITS = 4;
export const SECRET_DIGITS = 6;
export const PASS_LIFE_S = 600;
export const PASSES_PER_START = 3;
export const PASS_REST_S = 600;
export const NONCE_BYTES = 32;
export const MAX_SIGNAL_BYTES = 65536;
export const MAX_BOX_CHARS = 60000;
export const MAX_SEALED_CHARS = 56000;
export const MAX_SEALED = 4096;
export const MAX_SKIPPED = 256;
export const MAX_SDP_CHARS = 24000;
export const MAX_SIGNALS_PER_S = 20;
export const SIGNAL_BURST = 60;
export const RUN_TIMEOUT_S = 20;
export const CONNECT_TIMEOUT_S = 15;
export const CERTIFICATE_TIMEOUT_S = 5;
export const LOST_AFTER_S = 600;
export const MAX_ENTRY_CHARS = 4096;
export const MAX_RECEIPT_CHARS = 8192;
export const MAX_RECEIPT_ITEMS = 16;
export const MAX_TIME_BOX_S = 14400;
export const TIME_SOON_S = 300;
export const MAX_JOINED = 2;
export const ALIVE_EVERY_S = 5;
export const SILENT_AFTER_S = 15;
export const ENDED_AFTER_S = 90;
export const IDLE_AFTER_S = 600;
export const LOCAL_INPUT_MS = 500;
export const MAX_OPEN_QUESTIONS = 3;
export const BUTTON_INERT_MS = 700;
export const FRAGMENT_BYTES = 1100;
export const FRAGMENT_HEADER_BYTES = 8;
export const MAX_FRAGMENTS = 4096;
export const ACK_WINDOW = 256;
export const MAX_MISSING = 64;
export const VIDEO_GAP_MS = 300;
export const GIVE_UP_MS = 1000;
export const MAX_ASSEMBLY_BYTES = 16000000;
export const MAX_SCREEN = 16384;
export const MAX_CURSOR = 512;
export const MAX_WORD_BYTES = 65536;
export const MAX_TEXT_BYTES = 4096;
export const MAX_CLIPBOARD_BYTES = 1000000;
export const CLIPBOARD_PIECE_CHARS = 10000;
export const MAX_INPUT_BYTES = 4160;
export const NAME_CHARS = 120;
export const FRAGMENT_DATA_BYTES = 1092;
export const MAX_MESSAGE_BYTES = 4472832;
export const NOTCH = 120;

// Words
export const Permission = {
  VIEW: "view",
  CONTROL: "control",
  CLIPBOARD: "clipboard",
  FILE_TO_SUBSCRIBER: "file_to_subscriber",
  FILE_FROM_SUBSCRIBER: "file_from_subscriber",
  SYSTEM_INFO: "system_info",
  REBOOT: "reboot",
  RECORDING: "recording",
} as const;
export type Permission = (typeof Permission)[keyof typeof Permission];
export const Action = {
  FRAME: "frame",
  POINTER: "pointer",
  KEY: "key",
  TEXT: "text",
  CLIPBOARD_SET: "clipboard_set",
  CLIPBOARD_GET: "clipboard_get",
  RECEIVE_FILE: "receive_file",
  SEND_FILE: "send_file",
  SYSTEM_INFO: "system_info",
  REBOOT: "reboot",
  RECORD_FRAME: "record_frame",
} as const;
export type Action = (typeof Action)[keyof typeof Action];
export const Role = {
  SUBSCRIBER: "subscriber",
  COMMUNICATOR: "communicator",
} as const;
export type Role = (typeof Role)[keyof typeof Role];
export const ViewerKind = {
  MAIN: "main",
  JOINED: "joined",
} as const;
export type ViewerKind = (typeof ViewerKind)[keyof typeof ViewerKind];
export const Answer = {
  GRANTED: "granted",
  DENIED: "denied",
  EXPIRED: "expired",
  WITHDRAWN: "withdrawn",
} as const;
export type Answer = (typeof Answer)[keyof typeof Answer];
export const Refusal = {
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
  AWAY: "away",
} as const;
export type Refusal = (typeof Refusal)[keyof typeof Refusal];
export const Ending = {
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
  FAILED: "failed",
} as const;
export type Ending = (typeof Ending)[keyof typeof Ending];
export const Removal = {
  VERIFIED: "verified",
  LEFT_TO_SYSTEM: "left_to_system",
  FAILED: "failed",
} as const;
export type Removal = (typeof Removal)[keyof typeof Removal];
export const GateState = {
  NEW: "new",
  VERIFIED: "verified",
  SILENT: "silent",
  ENDED: "ended",
} as const;
export type GateState = (typeof GateState)[keyof typeof GateState];
export const GateEvent = {
  VERIFIED: "verified",
  ASKED: "asked",
  DENIED: "denied",
  EXPIRED: "expired",
  WITHDRAWN: "withdrawn",
  GRANTED: "granted",
  REVOKED: "revoked",
  GIVEN_BACK: "given_back",
  LAPSED: "lapsed",
  SPENT: "spent",
  TAKEN: "taken",
  SILENT: "silent",
  HEARD: "heard",
  PAUSED: "paused",
  RESUMED: "resumed",
  ENDED: "ended",
} as const;
export type GateEvent = (typeof GateEvent)[keyof typeof GateEvent];
export const Codec = {
  VP8: "vp8",
  H264: "h264",
} as const;
export type Codec = (typeof Codec)[keyof typeof Codec];
export enum TileCodec {
  PNG = 1,
}
export enum VideoCodec {
  VP8 = 1,
  H264 = 2,
}
export enum CursorCodec {
  PNG = 1,
}
export enum Fate {
  UNKNOWN = 0,
  PAINTED = 1,
  REFUSED = 2,
  DECODING = 3,
}
export enum MouseButton {
  LEFT = 0,
  MIDDLE = 1,
  RIGHT = 2,
  BACK = 3,
  FORWARD = 4,
}

// Permissions
export type PermissionRule = {
  readonly needs: Permission | null;
  readonly one_shot: boolean;
  readonly ask_s: number;
  readonly grant_s: number;
  readonly kept_aside: boolean;
  readonly actions: readonly Action[];
};
export const PERMISSION_RULES: Readonly<Record<Permission, PermissionRule>> = {
  view: {"needs": null, "one_shot": false, "ask_s": 60, "grant_s": 3600, "kept_aside": true, "actions": ["frame"]},
  control: {"needs": "view", "one_shot": false, "ask_s": 60, "grant_s": 1800, "kept_aside": false, "actions": ["pointer", "key", "text"]},
  clipboard: {"needs": "view", "one_shot": false, "ask_s": 60, "grant_s": 1800, "kept_aside": false, "actions": ["clipboard_set", "clipboard_get"]},
  file_to_subscriber: {"needs": null, "one_shot": true, "ask_s": 120, "grant_s": 300, "kept_aside": false, "actions": ["receive_file"]},
  file_from_subscriber: {"needs": null, "one_shot": true, "ask_s": 120, "grant_s": 300, "kept_aside": false, "actions": ["send_file"]},
  system_info: {"needs": null, "one_shot": true, "ask_s": 60, "grant_s": 60, "kept_aside": false, "actions": ["system_info"]},
  reboot: {"needs": null, "one_shot": true, "ask_s": 60, "grant_s": 60, "kept_aside": false, "actions": ["reboot"]},
  recording: {"needs": "view", "one_shot": false, "ask_s": 60, "grant_s": 3600, "kept_aside": false, "actions": ["record_frame"]},
};
export const PERMISSION_OF: Readonly<Record<Action, Permission>> = {
  frame: "view",
  pointer: "control",
  key: "control",
  text: "control",
  clipboard_set: "clipboard",
  clipboard_get: "clipboard",
  receive_file: "file_to_subscriber",
  send_file: "file_from_subscriber",
  system_info: "system_info",
  reboot: "reboot",
  record_frame: "recording",
};
export const HAND_ACTIONS: ReadonlySet<Action> = new Set<Action>(["key", "pointer", "text"]);
export const UNQUESTIONED_ACTIONS: ReadonlySet<Action> = new Set<Action>(["frame"]);

// W3C KeyboardEvent.code to USB HID usage, page 7
export const USAGE_OF_CODE: ReadonlyMap<string, number> = new Map([
  ["KeyA", 0x04],
  ["KeyB", 0x05],
  ["KeyC", 0x06],
  ["KeyD", 0x07],
  ["KeyE", 0x08],
  ["KeyF", 0x09],
  ["KeyG", 0x0a],
  ["KeyH", 0x0b],
  ["KeyI", 0x0c],
  ["KeyJ", 0x0d],
  ["KeyK", 0x0e],
  ["KeyL", 0x0f],
  ["KeyM", 0x10],
  ["KeyN", 0x11],
  ["KeyO", 0x12],
  ["KeyP", 0x13],
  ["KeyQ", 0x14],
  ["KeyR", 0x15],
  ["KeyS", 0x16],
  ["KeyT", 0x17],
  ["KeyU", 0x18],
  ["KeyV", 0x19],
  ["KeyW", 0x1a],
  ["KeyX", 0x1b],
  ["KeyY", 0x1c],
  ["KeyZ", 0x1d],
  ["Digit1", 0x1e],
  ["Digit2", 0x1f],
  ["Digit3", 0x20],
  ["Digit4", 0x21],
  ["Digit5", 0x22],
  ["Digit6", 0x23],
  ["Digit7", 0x24],
  ["Digit8", 0x25],
  ["Digit9", 0x26],
  ["Digit0", 0x27],
  ["Enter", 0x28],
  ["Escape", 0x29],
  ["Backspace", 0x2a],
  ["Tab", 0x2b],
  ["Space", 0x2c],
  ["Minus", 0x2d],
  ["Equal", 0x2e],
  ["BracketLeft", 0x2f],
  ["BracketRight", 0x30],
  ["Backslash", 0x31],
  ["Semicolon", 0x33],
  ["Quote", 0x34],
  ["Backquote", 0x35],
  ["Comma", 0x36],
  ["Period", 0x37],
  ["Slash", 0x38],
  ["CapsLock", 0x39],
  ["F1", 0x3a],
  ["F2", 0x3b],
  ["F3", 0x3c],
  ["F4", 0x3d],
  ["F5", 0x3e],
  ["F6", 0x3f],
  ["F7", 0x40],
  ["F8", 0x41],
  ["F9", 0x42],
  ["F10", 0x43],
  ["F11", 0x44],
  ["F12", 0x45],
  ["F13", 0x68],
  ["F14", 0x69],
  ["F15", 0x6a],
  ["F16", 0x6b],
  ["F17", 0x6c],
  ["F18", 0x6d],
  ["F19", 0x6e],
  ["F20", 0x6f],
  ["F21", 0x70],
  ["F22", 0x71],
  ["F23", 0x72],
  ["F24", 0x73],
  ["PrintScreen", 0x46],
  ["ScrollLock", 0x47],
  ["Pause", 0x48],
  ["Insert", 0x49],
  ["Home", 0x4a],
  ["PageUp", 0x4b],
  ["Delete", 0x4c],
  ["End", 0x4d],
  ["PageDown", 0x4e],
  ["ArrowRight", 0x4f],
  ["ArrowLeft", 0x50],
  ["ArrowDown", 0x51],
  ["ArrowUp", 0x52],
  ["NumLock", 0x53],
  ["NumpadDivide", 0x54],
  ["NumpadMultiply", 0x55],
  ["NumpadSubtract", 0x56],
  ["NumpadAdd", 0x57],
  ["NumpadEnter", 0x58],
  ["Numpad1", 0x59],
  ["Numpad2", 0x5a],
  ["Numpad3", 0x5b],
  ["Numpad4", 0x5c],
  ["Numpad5", 0x5d],
  ["Numpad6", 0x5e],
  ["Numpad7", 0x5f],
  ["Numpad8", 0x60],
  ["Numpad9", 0x61],
  ["Numpad0", 0x62],
  ["NumpadDecimal", 0x63],
  ["IntlBackslash", 0x64],
  ["ContextMenu", 0x65],
  ["NumpadEqual", 0x67],
  ["Open", 0x74],
  ["Help", 0x75],
  ["Props", 0x76],
  ["Select", 0x77],
  ["Again", 0x79],
  ["Undo", 0x7a],
  ["Cut", 0x7b],
  ["Copy", 0x7c],
  ["Paste", 0x7d],
  ["Find", 0x7e],
  ["AudioVolumeMute", 0x7f],
  ["AudioVolumeUp", 0x80],
  ["AudioVolumeDown", 0x81],
  ["NumpadComma", 0x85],
  ["IntlRo", 0x87],
  ["KanaMode", 0x88],
  ["IntlYen", 0x89],
  ["Convert", 0x8a],
  ["NonConvert", 0x8b],
  ["Lang1", 0x90],
  ["Lang2", 0x91],
  ["Lang3", 0x92],
  ["Lang4", 0x93],
  ["Lang5", 0x94],
  ["NumpadParenLeft", 0xb6],
  ["NumpadParenRight", 0xb7],
  ["NumpadBackspace", 0xbb],
  ["NumpadMemoryStore", 0xd0],
  ["NumpadMemoryRecall", 0xd1],
  ["NumpadMemoryClear", 0xd2],
  ["NumpadMemoryAdd", 0xd3],
  ["NumpadMemorySubtract", 0xd4],
  ["NumpadClear", 0xd8],
  ["NumpadClearEntry", 0xd9],
  ["ControlLeft", 0xe0],
  ["ShiftLeft", 0xe1],
  ["AltLeft", 0xe2],
  ["MetaLeft", 0xe3],
  ["ControlRight", 0xe4],
  ["ShiftRight", 0xe5],
  ["AltRight", 0xe6],
  ["MetaRight", 0xe7],
]);
export const USAGES: ReadonlySet<number> = new Set(USAGE_OF_CODE.values());
export const MODIFIERS: ReadonlySet<number> = new Set([224, 225, 226, 227, 228, 229, 230, 231]);

// Messages

export type Open = {
  readonly t: "open";
  readonly version: number;
  readonly nonce: string;
  readonly public_key: string;
  readonly program: string;
  readonly system: string;
  readonly beside: string;
  readonly resume: string;
};
function checkOpen(value: unknown): Open {
  const o = record(value, ["t", "version", "nonce", "public_key", "program", "system", "beside", "resume"]);
  return {
    t: word(own(o, "t"), "open"),
    version: integer(own(o, "version"), 0, 9007199254740991),
    nonce: text(own(o, "nonce"), 0, 64, /^[0-9a-f]{64}$/),
    public_key: text(own(o, "public_key"), 0, 64, /^[0-9a-f]{64}$/),
    program: text(own(o, "program"), 0, 120, null),
    system: text(own(o, "system"), 0, 120, null),
    beside: text((own(o, "beside") === undefined ? "" : own(o, "beside")), 0, 64, /^([A-Za-z0-9_-]{16,64})?$/),
    resume: text((own(o, "resume") === undefined ? "" : own(o, "resume")), 0, 64, /^([A-Za-z0-9_-]{16,64})?$/),
  };
}

export type Relay = {
  readonly t: "relay";
  readonly box: string;
};
function checkRelay(value: unknown): Relay {
  const o = record(value, ["t", "box"]);
  return {
    t: word(own(o, "t"), "relay"),
    box: text(own(o, "box"), 0, 60000, null),
  };
}

export type Resume = {
  readonly t: "resume";
  readonly session: string;
  readonly resume: string;
};
function checkResume(value: unknown): Resume {
  const o = record(value, ["t", "session", "resume"]);
  return {
    t: word(own(o, "t"), "resume"),
    session: text(own(o, "session"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
    resume: text((own(o, "resume") === undefined ? "" : own(o, "resume")), 0, 64, /^([A-Za-z0-9_-]{16,64})?$/),
  };
}

export type Report = {
  readonly t: "report";
  readonly entry: string;
};
function checkReport(value: unknown): Report {
  const o = record(value, ["t", "entry"]);
  return {
    t: word(own(o, "t"), "report"),
    entry: text(own(o, "entry"), 0, 4096, null),
  };
}

export type End = {
  readonly t: "end";
  readonly reason: Ending;
};
function checkEnd(value: unknown): End {
  const o = record(value, ["t", "reason"]);
  return {
    t: word(own(o, "t"), "end"),
    reason: oneOf(own(o, "reason"), Ending),
  };
}

export type Receipt = {
  readonly t: "receipt";
  readonly receipt: string;
};
function checkReceipt(value: unknown): Receipt {
  const o = record(value, ["t", "receipt"]);
  return {
    t: word(own(o, "t"), "receipt"),
    receipt: text(own(o, "receipt"), 0, 8192, null),
  };
}

export type Hello = {
  readonly t: "hello";
  readonly version: number;
  readonly socket_ticket: string;
};
function checkHello(value: unknown): Hello {
  const o = record(value, ["t", "version", "socket_ticket"]);
  return {
    t: word(own(o, "t"), "hello"),
    version: integer(own(o, "version"), 0, 9007199254740991),
    socket_ticket: text(own(o, "socket_ticket"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
  };
}

export type Claim = {
  readonly t: "claim";
  readonly nameplate: string;
  readonly ticket: number;
};
function checkClaim(value: unknown): Claim {
  const o = record(value, ["t", "nameplate", "ticket"]);
  return {
    t: word(own(o, "t"), "claim"),
    nameplate: text(own(o, "nameplate"), 0, 4, /^[0-9]{4}$/),
    ticket: integer(own(o, "ticket"), 0, 9007199254740991),
  };
}

export type Offered = {
  readonly t: "offered";
  readonly session: string;
  readonly resume: string;
  readonly nameplate: string;
  readonly expires_in_s: number;
};
function checkOffered(value: unknown): Offered {
  const o = record(value, ["t", "session", "resume", "nameplate", "expires_in_s"]);
  return {
    t: word(own(o, "t"), "offered"),
    session: text(own(o, "session"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
    resume: text(own(o, "resume"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
    nameplate: text(own(o, "nameplate"), 0, 4, /^[0-9]{4}$/),
    expires_in_s: integer(own(o, "expires_in_s"), 0, 9007199254740991),
  };
}

export type Person = {
  readonly number: string;
  readonly name: string;
};
function checkPerson(value: unknown): Person {
  const o = record(value, ["number", "name"]);
  return {
    number: text(own(o, "number"), 0, 6, /^[0-9]{1,6}$/),
    name: text(own(o, "name"), 1, 120, null),
  };
}

export type Claimed = {
  readonly t: "claimed";
  readonly communicator: Person;
  readonly allowed: readonly Permission[];
  readonly time_box_s: number;
  readonly kind: ViewerKind;
};
function checkClaimed(value: unknown): Claimed {
  const o = record(value, ["t", "communicator", "allowed", "time_box_s", "kind"]);
  return {
    t: word(own(o, "t"), "claimed"),
    communicator: checkPerson(own(o, "communicator")),
    allowed: list(own(o, "allowed"), 8, (each) => oneOf(each, Permission)),
    time_box_s: integer(own(o, "time_box_s"), 0, 9007199254740991),
    kind: oneOf((own(o, "kind") === undefined ? "main" : own(o, "kind")), ViewerKind),
  };
}

export type Resumed = {
  readonly t: "resumed";
  readonly present: boolean;
};
function checkResumed(value: unknown): Resumed {
  const o = record(value, ["t", "present"]);
  return {
    t: word(own(o, "t"), "resumed"),
    present: flag(own(o, "present")),
  };
}

export type Presence = {
  readonly t: "presence";
  readonly present: boolean;
};
function checkPresence(value: unknown): Presence {
  const o = record(value, ["t", "present"]);
  return {
    t: word(own(o, "t"), "presence"),
    present: flag(own(o, "present")),
  };
}

export type TimeLeft = {
  readonly t: "time_left";
  readonly seconds: number;
};
function checkTimeLeft(value: unknown): TimeLeft {
  const o = record(value, ["t", "seconds"]);
  return {
    t: word(own(o, "t"), "time_left"),
    seconds: integer(own(o, "seconds"), 0, 9007199254740991),
  };
}

export type Ended = {
  readonly t: "ended";
  readonly reason: Ending;
  readonly successor: readonly Person[];
};
function checkEnded(value: unknown): Ended {
  const o = record(value, ["t", "reason", "successor"]);
  return {
    t: word(own(o, "t"), "ended"),
    reason: oneOf(own(o, "reason"), Ending),
    successor: list((own(o, "successor") === undefined ? [] : own(o, "successor")), 1, (each) => checkPerson(each)),
  };
}

export type Closed = {
  readonly t: "closed";
  readonly removal: Removal;
};
function checkClosed(value: unknown): Closed {
  const o = record(value, ["t", "removal"]);
  return {
    t: word(own(o, "t"), "closed"),
    removal: oneOf(own(o, "removal"), Removal),
  };
}

export type Refused = {
  readonly t: "refused";
  readonly code: Refusal;
  readonly gates: readonly string[];
  readonly retry_after_s: number;
};
function checkRefused(value: unknown): Refused {
  const o = record(value, ["t", "code", "gates", "retry_after_s"]);
  return {
    t: word(own(o, "t"), "refused"),
    code: oneOf(own(o, "code"), Refusal),
    gates: list((own(o, "gates") === undefined ? [] : own(o, "gates")), 16, (each) => text(each, 0, 120, null)),
    retry_after_s: integer((own(o, "retry_after_s") === undefined ? 0 : own(o, "retry_after_s")), 0, 9007199254740991),
  };
}

export type Welcome = {
  readonly t: "welcome";
  readonly communicator: Person;
  readonly origin: string;
};
function checkWelcome(value: unknown): Welcome {
  const o = record(value, ["t", "communicator", "origin"]);
  return {
    t: word(own(o, "t"), "welcome"),
    communicator: checkPerson(own(o, "communicator")),
    origin: text(own(o, "origin"), 0, 120, null),
  };
}

export type Granted = {
  readonly t: "granted";
  readonly session: string;
  readonly nonce: string;
  readonly public_key: string;
  readonly allowed: readonly Permission[];
  readonly time_box_s: number;
  readonly kind: ViewerKind;
};
function checkGranted(value: unknown): Granted {
  const o = record(value, ["t", "session", "nonce", "public_key", "allowed", "time_box_s", "kind"]);
  return {
    t: word(own(o, "t"), "granted"),
    session: text(own(o, "session"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
    nonce: text(own(o, "nonce"), 0, 64, /^[0-9a-f]{64}$/),
    public_key: text(own(o, "public_key"), 0, 64, /^[0-9a-f]{64}$/),
    allowed: list(own(o, "allowed"), 8, (each) => oneOf(each, Permission)),
    time_box_s: integer(own(o, "time_box_s"), 0, 9007199254740991),
    kind: oneOf((own(o, "kind") === undefined ? "main" : own(o, "kind")), ViewerKind),
  };
}

export type Wake = {
  readonly t: "wake";
  readonly topic: string;
};
function checkWake(value: unknown): Wake {
  const o = record(value, ["t", "topic"]);
  return {
    t: word(own(o, "t"), "wake"),
    topic: text(own(o, "topic"), 0, 120, null),
  };
}

export type M1 = {
  readonly t: "m1";
  readonly nonce: string;
  readonly share: string;
  readonly ad: string;
};
function checkM1(value: unknown): M1 {
  const o = record(value, ["t", "nonce", "share", "ad"]);
  return {
    t: word(own(o, "t"), "m1"),
    nonce: text(own(o, "nonce"), 0, 64, /^[0-9a-f]{64}$/),
    share: text(own(o, "share"), 0, 64, /^[0-9a-f]{64}$/),
    ad: text(own(o, "ad"), 0, 4096, /^([0-9a-f]{2}){2,2048}$/),
  };
}

export type M2 = {
  readonly t: "m2";
  readonly share: string;
  readonly ad: string;
};
function checkM2(value: unknown): M2 {
  const o = record(value, ["t", "share", "ad"]);
  return {
    t: word(own(o, "t"), "m2"),
    share: text(own(o, "share"), 0, 64, /^[0-9a-f]{64}$/),
    ad: text(own(o, "ad"), 0, 4096, /^([0-9a-f]{2}){2,2048}$/),
  };
}

export type Sealed = {
  readonly t: "sealed";
  readonly kind: string;
  readonly data: string;
};
function checkSealed(value: unknown): Sealed {
  const o = record(value, ["t", "kind", "data"]);
  return {
    t: word(own(o, "t"), "sealed"),
    kind: text(own(o, "kind"), 0, 24, /^[a-z-]{1,24}$/),
    data: text(own(o, "data"), 0, 56000, /^([0-9a-f]{2}){16,}$/),
  };
}

export type M3 = {
  readonly t: "m3";
  readonly tag: string;
  readonly offer: Sealed;
};
function checkM3(value: unknown): M3 {
  const o = record(value, ["t", "tag", "offer"]);
  return {
    t: word(own(o, "t"), "m3"),
    tag: text(own(o, "tag"), 0, 128, /^[0-9a-f]{128}$/),
    offer: checkSealed(own(o, "offer")),
  };
}

export type M4 = {
  readonly t: "m4";
  readonly tag: string;
  readonly answer: Sealed;
};
function checkM4(value: unknown): M4 {
  const o = record(value, ["t", "tag", "answer"]);
  return {
    t: word(own(o, "t"), "m4"),
    tag: text(own(o, "tag"), 0, 128, /^[0-9a-f]{128}$/),
    answer: checkSealed(own(o, "answer")),
  };
}

export type Ready = {
  readonly t: "ready";
  readonly codecs: readonly Codec[];
};
function checkReady(value: unknown): Ready {
  const o = record(value, ["t", "codecs"]);
  return {
    t: word(own(o, "t"), "ready"),
    codecs: list(own(o, "codecs"), 8, (each) => oneOf(each, Codec)),
  };
}

export type Ask = {
  readonly t: "ask";
  readonly permission: Permission;
};
function checkAsk(value: unknown): Ask {
  const o = record(value, ["t", "permission"]);
  return {
    t: word(own(o, "t"), "ask"),
    permission: oneOf(own(o, "permission"), Permission),
  };
}

export type GiveBack = {
  readonly t: "give_back";
  readonly permission: Permission;
};
function checkGiveBack(value: unknown): GiveBack {
  const o = record(value, ["t", "permission"]);
  return {
    t: word(own(o, "t"), "give_back"),
    permission: oneOf(own(o, "permission"), Permission),
  };
}

export type Alive = {
  readonly t: "alive";
  readonly serial: number;
  readonly echo: number;
};
function checkAlive(value: unknown): Alive {
  const o = record(value, ["t", "serial", "echo"]);
  return {
    t: word(own(o, "t"), "alive"),
    serial: integer(own(o, "serial"), 0, 9007199254740991),
    echo: integer(own(o, "echo"), 0, 9007199254740991),
  };
}

export type ClipboardText = {
  readonly t: "clipboard_text";
  readonly serial: number;
  readonly last: boolean;
  readonly text: string;
};
function checkClipboardText(value: unknown): ClipboardText {
  const o = record(value, ["t", "serial", "last", "text"]);
  return {
    t: word(own(o, "t"), "clipboard_text"),
    serial: integer(own(o, "serial"), 0, 9007199254740991),
    last: flag(own(o, "last")),
    text: text(own(o, "text"), 0, 10000, null),
  };
}

export type Bye = {
  readonly t: "bye";
  readonly reason: Ending;
};
function checkBye(value: unknown): Bye {
  const o = record(value, ["t", "reason"]);
  return {
    t: word(own(o, "t"), "bye"),
    reason: oneOf(own(o, "reason"), Ending),
  };
}

export type Grant = {
  readonly permission: Permission;
  readonly grant: number;
  readonly left_ms: number;
};
function checkGrant(value: unknown): Grant {
  const o = record(value, ["permission", "grant", "left_ms"]);
  return {
    permission: oneOf(own(o, "permission"), Permission),
    grant: integer(own(o, "grant"), 0, 9007199254740991),
    left_ms: integer(own(o, "left_ms"), 0, 9007199254740991),
  };
}

export type Question = {
  readonly permission: Permission;
  readonly question: number;
  readonly left_ms: number;
};
function checkQuestion(value: unknown): Question {
  const o = record(value, ["permission", "question", "left_ms"]);
  return {
    permission: oneOf(own(o, "permission"), Permission),
    question: integer(own(o, "question"), 0, 9007199254740991),
    left_ms: integer(own(o, "left_ms"), 0, 9007199254740991),
  };
}

export type LastAnswer = {
  readonly permission: Permission;
  readonly question: number;
  readonly answer: Answer;
};
function checkLastAnswer(value: unknown): LastAnswer {
  const o = record(value, ["permission", "question", "answer"]);
  return {
    permission: oneOf(own(o, "permission"), Permission),
    question: integer(own(o, "question"), 0, 9007199254740991),
    answer: oneOf(own(o, "answer"), Answer),
  };
}

export type Snapshot = {
  readonly t: "snapshot";
  readonly state: GateState;
  readonly serial: number;
  readonly grants: readonly Grant[];
  readonly questions: readonly Question[];
  readonly answers: readonly LastAnswer[];
  readonly paused: boolean;
  readonly local_hand: boolean;
};
function checkSnapshot(value: unknown): Snapshot {
  const o = record(value, ["t", "state", "serial", "grants", "questions", "answers", "paused", "local_hand"]);
  return {
    t: word(own(o, "t"), "snapshot"),
    state: oneOf(own(o, "state"), GateState),
    serial: integer(own(o, "serial"), 0, 9007199254740991),
    grants: list(own(o, "grants"), 8, (each) => checkGrant(each)),
    questions: list(own(o, "questions"), 3, (each) => checkQuestion(each)),
    answers: list(own(o, "answers"), 8, (each) => checkLastAnswer(each)),
    paused: flag(own(o, "paused")),
    local_hand: flag(own(o, "local_hand")),
  };
}

export type Layout = {
  readonly t: "layout";
  readonly layout: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
};
function checkLayout(value: unknown): Layout {
  const o = record(value, ["t", "layout", "width", "height", "title"]);
  return {
    t: word(own(o, "t"), "layout"),
    layout: integer(own(o, "layout"), 1, 65535),
    width: integer(own(o, "width"), 1, 16384),
    height: integer(own(o, "height"), 1, 16384),
    title: text(own(o, "title"), 0, 120, null),
  };
}

export type Note = {
  readonly t: "note";
  readonly code: string;
};
function checkNote(value: unknown): Note {
  const o = record(value, ["t", "code"]);
  return {
    t: word(own(o, "t"), "note"),
    code: text(own(o, "code"), 0, 40, /^[a-z_]{1,40}$/),
  };
}

export type CommunicatorAd = {
  readonly role: Role;
  readonly version: number;
  readonly number: string;
  readonly name: string;
  readonly public_key: string;
};
function checkCommunicatorAd(value: unknown): CommunicatorAd {
  const o = record(value, ["role", "version", "number", "name", "public_key"]);
  return {
    role: oneOf(own(o, "role"), Role),
    version: integer(own(o, "version"), 0, 9007199254740991),
    number: text(own(o, "number"), 0, 6, /^[0-9]{1,6}$/),
    name: text(own(o, "name"), 1, 120, null),
    public_key: text(own(o, "public_key"), 0, 64, /^[0-9a-f]{64}$/),
  };
}

export type SubscriberAd = {
  readonly role: Role;
  readonly version: number;
  readonly public_key: string;
};
function checkSubscriberAd(value: unknown): SubscriberAd {
  const o = record(value, ["role", "version", "public_key"]);
  return {
    role: oneOf(own(o, "role"), Role),
    version: integer(own(o, "version"), 0, 9007199254740991),
    public_key: text(own(o, "public_key"), 0, 64, /^[0-9a-f]{64}$/),
  };
}

export type Description = {
  readonly type: string;
  readonly sdp: string;
};
function checkDescription(value: unknown): Description {
  const o = record(value, ["type", "sdp"]);
  return {
    type: text(own(o, "type"), 0, 6, /^(offer|answer)$/),
    sdp: text(own(o, "sdp"), 0, 24000, null),
  };
}

export type Candidate = {
  readonly candidate: string;
  readonly mid: string;
};
function checkCandidate(value: unknown): Candidate {
  const o = record(value, ["candidate", "mid"]);
  return {
    candidate: text(own(o, "candidate"), 0, 1024, null),
    mid: text(own(o, "mid"), 0, 16, null),
  };
}

export type Entry = {
  readonly n: number;
  readonly at: number;
  readonly event: string;
  readonly permission: Permission | null;
  readonly number: number;
  readonly prev: string;
  readonly hash: string;
  readonly sig: string;
};
function checkEntry(value: unknown): Entry {
  const o = record(value, ["n", "at", "event", "permission", "number", "prev", "hash", "sig"]);
  return {
    n: integer(own(o, "n"), 0, 9007199254740991),
    at: integer(own(o, "at"), 0, 9007199254740991),
    event: text(own(o, "event"), 0, 40, /^[a-z_]{1,40}$/),
    permission: (own(o, "permission") === null ? null : oneOf(own(o, "permission"), Permission)),
    number: integer(own(o, "number"), 0, 9007199254740991),
    prev: text(own(o, "prev"), 0, 64, /^([0-9a-f]{64})?$/),
    hash: text(own(o, "hash"), 0, 64, /^[0-9a-f]{64}$/),
    sig: text(own(o, "sig"), 0, 128, /^[0-9a-f]{128}$/),
  };
}

export type ReceiptText = {
  readonly session: string;
  readonly n: number;
  readonly head: string;
  readonly removal: Removal;
  readonly items: readonly string[];
  readonly sig: string;
};
function checkReceiptText(value: unknown): ReceiptText {
  const o = record(value, ["session", "n", "head", "removal", "items", "sig"]);
  return {
    session: text(own(o, "session"), 0, 64, /^[A-Za-z0-9_-]{16,64}$/),
    n: integer(own(o, "n"), 0, 9007199254740991),
    head: text(own(o, "head"), 0, 64, /^([0-9a-f]{64})?$/),
    removal: oneOf(own(o, "removal"), Removal),
    items: list(own(o, "items"), 16, (each) => text(each, 0, 120, null)),
    sig: text(own(o, "sig"), 0, 128, /^[0-9a-f]{128}$/),
  };
}

export type BrokerFromSubscriber = Open | Relay | Resume | Report | End | Receipt;
function checkBrokerFromSubscriber(value: unknown): BrokerFromSubscriber {
  switch (tag(value)) {
    case "open":
      return checkOpen(value);
    case "relay":
      return checkRelay(value);
    case "resume":
      return checkResume(value);
    case "report":
      return checkReport(value);
    case "end":
      return checkEnd(value);
    case "receipt":
      return checkReceipt(value);
    default:
      throw new Malformed("t");
  }
}
/** Undefined when it is none. */
export function readBrokerFromSubscriber(json: string): BrokerFromSubscriber | undefined {
  return readJson(json, 65536, checkBrokerFromSubscriber);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeBrokerFromSubscriber(value: BrokerFromSubscriber): string {
  return writeJson(checkBrokerFromSubscriber(value), 65536);
}

export type BrokerFromCommunicator = Hello | Claim | Relay | Resume | End;
function checkBrokerFromCommunicator(value: unknown): BrokerFromCommunicator {
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
/** Undefined when it is none. */
export function readBrokerFromCommunicator(json: string): BrokerFromCommunicator | undefined {
  return readJson(json, 65536, checkBrokerFromCommunicator);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeBrokerFromCommunicator(value: BrokerFromCommunicator): string {
  return writeJson(checkBrokerFromCommunicator(value), 65536);
}

export type BrokerToSubscriber = Offered | Claimed | Relay | Resumed | Presence | TimeLeft | Ended | Closed | Refused;
function checkBrokerToSubscriber(value: unknown): BrokerToSubscriber {
  switch (tag(value)) {
    case "offered":
      return checkOffered(value);
    case "claimed":
      return checkClaimed(value);
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
    case "closed":
      return checkClosed(value);
    case "refused":
      return checkRefused(value);
    default:
      throw new Malformed("t");
  }
}
/** Undefined when it is none. */
export function readBrokerToSubscriber(json: string): BrokerToSubscriber | undefined {
  return readJson(json, 65536, checkBrokerToSubscriber);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeBrokerToSubscriber(value: BrokerToSubscriber): string {
  return writeJson(checkBrokerToSubscriber(value), 65536);
}

export type BrokerToCommunicator = Welcome | Granted | Relay | Resumed | Presence | TimeLeft | Ended | Refused | Wake;
function checkBrokerToCommunicator(value: unknown): BrokerToCommunicator {
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
/** Undefined when it is none. */
export function readBrokerToCommunicator(json: string): BrokerToCommunicator | undefined {
  return readJson(json, 65536, checkBrokerToCommunicator);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeBrokerToCommunicator(value: BrokerToCommunicator): string {
  return writeJson(checkBrokerToCommunicator(value), 65536);
}

export type Exchange = M1 | M2 | M3 | M4 | Sealed;
function checkExchange(value: unknown): Exchange {
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
/** Undefined when it is none. */
export function readExchange(json: string): Exchange | undefined {
  return readJson(json, 60000, checkExchange);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeExchange(value: Exchange): string {
  return writeJson(checkExchange(value), 60000);
}

export type PeerFromCommunicator = Ready | Ask | GiveBack | Alive | ClipboardText | Bye;
function checkPeerFromCommunicator(value: unknown): PeerFromCommunicator {
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
/** Undefined when it is none. */
export function readPeerFromCommunicator(json: string): PeerFromCommunicator | undefined {
  return readJson(json, 65536, checkPeerFromCommunicator);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writePeerFromCommunicator(value: PeerFromCommunicator): string {
  return writeJson(checkPeerFromCommunicator(value), 65536);
}

export type PeerFromSubscriber = Snapshot | Layout | Alive | ClipboardText | Bye | Note;
function checkPeerFromSubscriber(value: unknown): PeerFromSubscriber {
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
/** Undefined when it is none. */
export function readPeerFromSubscriber(json: string): PeerFromSubscriber | undefined {
  return readJson(json, 65536, checkPeerFromSubscriber);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writePeerFromSubscriber(value: PeerFromSubscriber): string {
  return writeJson(checkPeerFromSubscriber(value), 65536);
}

/** Undefined when it is none. */
export function readCommunicatorAd(json: string): CommunicatorAd | undefined {
  return readJson(json, 60000, checkCommunicatorAd);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeCommunicatorAd(value: CommunicatorAd): string {
  return writeJson(checkCommunicatorAd(value), 60000);
}

/** Undefined when it is none. */
export function readSubscriberAd(json: string): SubscriberAd | undefined {
  return readJson(json, 60000, checkSubscriberAd);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeSubscriberAd(value: SubscriberAd): string {
  return writeJson(checkSubscriberAd(value), 60000);
}

/** Undefined when it is none. */
export function readDescription(json: string): Description | undefined {
  return readJson(json, 60000, checkDescription);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeDescription(value: Description): string {
  return writeJson(checkDescription(value), 60000);
}

/** Undefined when it is none. */
export function readCandidate(json: string): Candidate | undefined {
  return readJson(json, 60000, checkCandidate);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeCandidate(value: Candidate): string {
  return writeJson(checkCandidate(value), 60000);
}

/** Undefined when it is none. */
export function readEntry(json: string): Entry | undefined {
  return readJson(json, 4096, checkEntry);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeEntry(value: Entry): string {
  return writeJson(checkEntry(value), 4096);
}

/** Undefined when it is none. */
export function readReceiptText(json: string): ReceiptText | undefined {
  return readJson(json, 8192, checkReceiptText);
}
/** The fields in the protocol's order; throws Malformed on what a reader would refuse. */
export function writeReceiptText(value: ReceiptText): string {
  return writeJson(checkReceiptText(value), 8192);
}

// Frames

export type Fragment = {
  readonly seq: number;
  readonly index: number;
  readonly count: number;
  readonly data: Uint8Array;
};
function checkFragmentRules(value: Fragment): Fragment {
  if (!(value.index < value.count)) throw new FrameError("Fragment");
  if (!(value.index + 1 === value.count || value.data.length === 1092)) throw new FrameError("Fragment");
  return value;
}
function readFragmentFields(bytes: Bytes): Fragment {
  return checkFragmentRules({
    seq: bytes.number(4, 1, 4294967295, "seq"),
    index: bytes.number(2, 0, 4095, "index"),
    count: bytes.number(2, 1, 4096, "count"),
    data: bytes.rest(1, 1092, "data"),
  });
}
function writeFragmentFields(out: Out, value: Fragment): void {
  checkFragmentRules(value);
  out.number(value.seq, 4, 1, 4294967295, "seq");
  out.number(value.index, 2, 0, 4095, "index");
  out.number(value.count, 2, 1, 4096, "count");
  inRange(value.data.length, 1, 1092, "data");
  out.bytes(value.data);
}

export type Tile = {
  readonly kind: "tile";
  readonly layout: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly codec: TileCodec;
  readonly data: Uint8Array;
};
function checkTileRules(value: Tile): Tile {
  if (!(value.x + value.w <= 16384)) throw new FrameError("Tile");
  if (!(value.y + value.h <= 16384)) throw new FrameError("Tile");
  return value;
}
function readTileFields(bytes: Bytes): Tile {
  return checkTileRules({
    kind: "tile",
    layout: bytes.number(2, 1, 65535, "layout"),
    x: bytes.number(2, 0, 16383, "x"),
    y: bytes.number(2, 0, 16383, "y"),
    w: bytes.number(2, 1, 16384, "w"),
    h: bytes.number(2, 1, 16384, "h"),
    codec: codeOf(bytes.number(1, 0, 255, "codec"), TileCodec, "codec"),
    data: bytes.rest(1, 4472832, "data"),
  });
}
function writeTileFields(out: Out, value: Tile): void {
  checkTileRules(value);
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
  out.number(value.w, 2, 1, 16384, "w");
  out.number(value.h, 2, 1, 16384, "h");
  out.number(codeOf(value.codec, TileCodec, "codec"), 1, 0, 255, "codec");
  inRange(value.data.length, 1, 4472832, "data");
  out.bytes(value.data);
}

export type Video = {
  readonly kind: "video";
  readonly layout: number;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly codec: VideoCodec;
  readonly key: boolean;
  readonly frame: number;
  readonly pts_ms: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};
function checkVideoRules(value: Video): Video {
  if (!(value.x + value.w <= value.width)) throw new FrameError("Video");
  if (!(value.y + value.h <= value.height)) throw new FrameError("Video");
  return value;
}
function readVideoFields(bytes: Bytes): Video {
  return checkVideoRules({
    kind: "video",
    layout: bytes.number(2, 1, 65535, "layout"),
    x: bytes.number(2, 0, 16383, "x"),
    y: bytes.number(2, 0, 16383, "y"),
    w: bytes.number(2, 1, 16384, "w"),
    h: bytes.number(2, 1, 16384, "h"),
    codec: codeOf(bytes.number(1, 0, 255, "codec"), VideoCodec, "codec"),
    key: bytes.number(1, 0, 1, "key") === 1,
    frame: bytes.number(4, 0, 4294967295, "frame"),
    pts_ms: bytes.number(4, 0, 4294967295, "pts_ms"),
    width: bytes.number(2, 1, 16384, "width"),
    height: bytes.number(2, 1, 16384, "height"),
    data: bytes.rest(1, 4472832, "data"),
  });
}
function writeVideoFields(out: Out, value: Video): void {
  checkVideoRules(value);
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
  out.number(value.w, 2, 1, 16384, "w");
  out.number(value.h, 2, 1, 16384, "h");
  out.number(codeOf(value.codec, VideoCodec, "codec"), 1, 0, 255, "codec");
  out.number(value.key ? 1 : 0, 1, 0, 1, "key");
  out.number(value.frame, 4, 0, 4294967295, "frame");
  out.number(value.pts_ms, 4, 0, 4294967295, "pts_ms");
  out.number(value.width, 2, 1, 16384, "width");
  out.number(value.height, 2, 1, 16384, "height");
  inRange(value.data.length, 1, 4472832, "data");
  out.bytes(value.data);
}

export type CursorShape = {
  readonly kind: "cursor_shape";
  readonly shape: number;
  readonly hot_x: number;
  readonly hot_y: number;
  readonly w: number;
  readonly h: number;
  readonly codec: CursorCodec;
  readonly data: Uint8Array;
};
function checkCursorShapeRules(value: CursorShape): CursorShape {
  if (!(value.hot_x <= value.w)) throw new FrameError("CursorShape");
  if (!(value.hot_y <= value.h)) throw new FrameError("CursorShape");
  if (!((value.w === 0) === (value.h === 0))) throw new FrameError("CursorShape");
  if (!((value.w === 0) === (value.data.length === 0))) throw new FrameError("CursorShape");
  return value;
}
function readCursorShapeFields(bytes: Bytes): CursorShape {
  return checkCursorShapeRules({
    kind: "cursor_shape",
    shape: bytes.number(2, 0, 65535, "shape"),
    hot_x: bytes.number(2, 0, 512, "hot_x"),
    hot_y: bytes.number(2, 0, 512, "hot_y"),
    w: bytes.number(2, 0, 512, "w"),
    h: bytes.number(2, 0, 512, "h"),
    codec: codeOf(bytes.number(1, 0, 255, "codec"), CursorCodec, "codec"),
    data: bytes.rest(0, 4472832, "data"),
  });
}
function writeCursorShapeFields(out: Out, value: CursorShape): void {
  checkCursorShapeRules(value);
  out.number(value.shape, 2, 0, 65535, "shape");
  out.number(value.hot_x, 2, 0, 512, "hot_x");
  out.number(value.hot_y, 2, 0, 512, "hot_y");
  out.number(value.w, 2, 0, 512, "w");
  out.number(value.h, 2, 0, 512, "h");
  out.number(codeOf(value.codec, CursorCodec, "codec"), 1, 0, 255, "codec");
  inRange(value.data.length, 0, 4472832, "data");
  out.bytes(value.data);
}

export type CursorPlace = {
  readonly kind: "cursor_place";
  readonly shape: number;
  readonly x: number;
  readonly y: number;
  readonly visible: boolean;
};
function readCursorPlaceFields(bytes: Bytes): CursorPlace {
  return {
    kind: "cursor_place",
    shape: bytes.number(2, 0, 65535, "shape"),
    x: bytes.number(2, 0, 16383, "x"),
    y: bytes.number(2, 0, 16383, "y"),
    visible: bytes.number(1, 0, 1, "visible") === 1,
  };
}
function writeCursorPlaceFields(out: Out, value: CursorPlace): void {
  out.number(value.shape, 2, 0, 65535, "shape");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
  out.number(value.visible ? 1 : 0, 1, 0, 1, "visible");
}

export type Probe = {
  readonly kind: "probe";
};
function readProbeFields(_bytes: Bytes): Probe {
  return {
    kind: "probe",
  };
}
function writeProbeFields(_out: Out, _value: Probe): void {
}

export type Still = {
  readonly kind: "still";
  readonly layout: number;
};
function readStillFields(bytes: Bytes): Still {
  return {
    kind: "still",
    layout: bytes.number(2, 1, 65535, "layout"),
  };
}
function writeStillFields(out: Out, value: Still): void {
  out.number(value.layout, 2, 1, 65535, "layout");
}

export type Missing = {
  readonly seq: number;
  readonly index: number;
};
function readMissingFields(bytes: Bytes): Missing {
  return {
    seq: bytes.number(4, 1, 4294967295, "seq"),
    index: bytes.number(2, 0, 4095, "index"),
  };
}
function writeMissingFields(out: Out, value: Missing): void {
  out.number(value.seq, 4, 1, 4294967295, "seq");
  out.number(value.index, 2, 0, 4095, "index");
}

export type Ack = {
  readonly kind: "ack";
  readonly newest: number;
  readonly fates: readonly Fate[];
  readonly need_key: boolean;
  readonly missing: readonly Missing[];
};
function checkAckRules(value: Ack): Ack {
  if (!(value.fates.length <= value.newest)) throw new FrameError("Ack");
  return value;
}
function readAckFields(bytes: Bytes): Ack {
  return checkAckRules({
    kind: "ack",
    newest: bytes.number(4, 1, 4294967295, "newest"),
    fates: readFates(bytes, 256, "fates"),
    need_key: bytes.number(1, 0, 1, "need_key") === 1,
    missing: Array.from({ length: bytes.number(1, 0, 64, "missing") }, () => readMissingFields(bytes)),
  });
}
function writeAckFields(out: Out, value: Ack): void {
  checkAckRules(value);
  out.number(value.newest, 4, 1, 4294967295, "newest");
  writeFates(out, value.fates, 256, "fates");
  out.number(value.need_key ? 1 : 0, 1, 0, 1, "need_key");
  out.number(value.missing.length, 1, 0, 64, "missing");
  for (const each of value.missing) writeMissingFields(out, each);
}

export type Move = {
  readonly kind: "move";
  readonly grant: number;
  readonly layout: number;
  readonly x: number;
  readonly y: number;
};
function readMoveFields(bytes: Bytes): Move {
  return {
    kind: "move",
    grant: bytes.number(4, 1, 4294967295, "grant"),
    layout: bytes.number(2, 1, 65535, "layout"),
    x: bytes.number(2, 0, 16383, "x"),
    y: bytes.number(2, 0, 16383, "y"),
  };
}
function writeMoveFields(out: Out, value: Move): void {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
}

export type Button = {
  readonly kind: "button";
  readonly grant: number;
  readonly layout: number;
  readonly x: number;
  readonly y: number;
  readonly button: MouseButton;
  readonly down: boolean;
};
function readButtonFields(bytes: Bytes): Button {
  return {
    kind: "button",
    grant: bytes.number(4, 1, 4294967295, "grant"),
    layout: bytes.number(2, 1, 65535, "layout"),
    x: bytes.number(2, 0, 16383, "x"),
    y: bytes.number(2, 0, 16383, "y"),
    button: codeOf(bytes.number(1, 0, 255, "button"), MouseButton, "button"),
    down: bytes.number(1, 0, 1, "down") === 1,
  };
}
function writeButtonFields(out: Out, value: Button): void {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
  out.number(codeOf(value.button, MouseButton, "button"), 1, 0, 255, "button");
  out.number(value.down ? 1 : 0, 1, 0, 1, "down");
}

export type Wheel = {
  readonly kind: "wheel";
  readonly grant: number;
  readonly layout: number;
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
};
function readWheelFields(bytes: Bytes): Wheel {
  return {
    kind: "wheel",
    grant: bytes.number(4, 1, 4294967295, "grant"),
    layout: bytes.number(2, 1, 65535, "layout"),
    x: bytes.number(2, 0, 16383, "x"),
    y: bytes.number(2, 0, 16383, "y"),
    dx: bytes.number(2, -32768, 32767, "dx"),
    dy: bytes.number(2, -32768, 32767, "dy"),
  };
}
function writeWheelFields(out: Out, value: Wheel): void {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(value.x, 2, 0, 16383, "x");
  out.number(value.y, 2, 0, 16383, "y");
  out.number(value.dx, 2, -32768, 32767, "dx");
  out.number(value.dy, 2, -32768, 32767, "dy");
}

export type Key = {
  readonly kind: "key";
  readonly grant: number;
  readonly layout: number;
  readonly usage: number;
  readonly down: boolean;
};
function readKeyFields(bytes: Bytes): Key {
  return {
    kind: "key",
    grant: bytes.number(4, 1, 4294967295, "grant"),
    layout: bytes.number(2, 1, 65535, "layout"),
    usage: knownOf(bytes.number(2, 0, 65535, "usage"), USAGES, "usage"),
    down: bytes.number(1, 0, 1, "down") === 1,
  };
}
function writeKeyFields(out: Out, value: Key): void {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.number(knownOf(value.usage, USAGES, "usage"), 2, 0, 65535, "usage");
  out.number(value.down ? 1 : 0, 1, 0, 1, "down");
}

export type CommittedText = {
  readonly kind: "committed_text";
  readonly grant: number;
  readonly layout: number;
  readonly text: string;
};
function readCommittedTextFields(bytes: Bytes): CommittedText {
  return {
    kind: "committed_text",
    grant: bytes.number(4, 1, 4294967295, "grant"),
    layout: bytes.number(2, 1, 65535, "layout"),
    text: textOf(bytes.rest(1, 4096, "text"), "text"),
  };
}
function writeCommittedTextFields(out: Out, value: CommittedText): void {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
  out.bytes(bytesOf(value.text, 4096, "text"));
}

export type Release = {
  readonly kind: "release";
  readonly grant: number;
  readonly layout: number;
};
function readReleaseFields(bytes: Bytes): Release {
  return {
    kind: "release",
    grant: bytes.number(4, 1, 4294967295, "grant"),
    layout: bytes.number(2, 1, 65535, "layout"),
  };
}
function writeReleaseFields(out: Out, value: Release): void {
  out.number(value.grant, 4, 1, 4294967295, "grant");
  out.number(value.layout, 2, 1, 65535, "layout");
}

/** Undefined when the bytes are none. Byte fields are views of `bytes`, not copies. */
export function readFragment(bytes: Uint8Array): Fragment | undefined {
  return readFrame(bytes, readFragmentFields);
}
/** Throws FrameError on what a reader would refuse. */
export function writeFragment(value: Fragment): Uint8Array<ArrayBuffer> {
  const out = new Out();
  writeFragmentFields(out, value);
  return out.done();
}

export type PictureMessage = Tile | Video | CursorShape | CursorPlace | Probe | Still;
export const TILE_KIND = 1;
export const VIDEO_KIND = 2;
export const CURSOR_SHAPE_KIND = 3;
export const CURSOR_PLACE_KIND = 4;
export const PROBE_KIND = 5;
export const STILL_KIND = 6;
/** Undefined when the bytes are none. Byte fields are views of `bytes`, not copies. */
export function readPicture(bytes: Uint8Array): PictureMessage | undefined {
  return readFrame(bytes, (reader) => {
    switch (reader.number(1, 0, 255, "kind")) {
      case TILE_KIND:
        return readTileFields(reader);
      case VIDEO_KIND:
        return readVideoFields(reader);
      case CURSOR_SHAPE_KIND:
        return readCursorShapeFields(reader);
      case CURSOR_PLACE_KIND:
        return readCursorPlaceFields(reader);
      case PROBE_KIND:
        return readProbeFields(reader);
      case STILL_KIND:
        return readStillFields(reader);
      default:
        throw new FrameError("unknown kind");
    }
  });
}
/** Throws FrameError on what a reader would refuse. */
export function writePicture(value: PictureMessage): Uint8Array<ArrayBuffer> {
  const out = new Out();
  switch (value.kind) {
    case "tile":
      out.number(TILE_KIND, 1, 0, 255, "kind");
      writeTileFields(out, value);
      break;
    case "video":
      out.number(VIDEO_KIND, 1, 0, 255, "kind");
      writeVideoFields(out, value);
      break;
    case "cursor_shape":
      out.number(CURSOR_SHAPE_KIND, 1, 0, 255, "kind");
      writeCursorShapeFields(out, value);
      break;
    case "cursor_place":
      out.number(CURSOR_PLACE_KIND, 1, 0, 255, "kind");
      writeCursorPlaceFields(out, value);
      break;
    case "probe":
      out.number(PROBE_KIND, 1, 0, 255, "kind");
      writeProbeFields(out, value);
      break;
    case "still":
      out.number(STILL_KIND, 1, 0, 255, "kind");
      writeStillFields(out, value);
      break;
  }
  return out.done();
}

export const ACK_KIND = 16;
/** Undefined when the bytes are none. Byte fields are views of `bytes`, not copies. */
export function readAck(bytes: Uint8Array): Ack | undefined {
  return readFrame(bytes, (reader) => {
    switch (reader.number(1, 0, 255, "kind")) {
      case ACK_KIND:
        return readAckFields(reader);
      default:
        throw new FrameError("unknown kind");
    }
  });
}
/** Throws FrameError on what a reader would refuse. */
export function writeAck(value: Ack): Uint8Array<ArrayBuffer> {
  const out = new Out();
  switch (value.kind) {
    case "ack":
      out.number(ACK_KIND, 1, 0, 255, "kind");
      writeAckFields(out, value);
      break;
  }
  return out.done();
}

export type InputFrame = Move | Button | Wheel | Key | CommittedText | Release;
export const MOVE_KIND = 1;
export const BUTTON_KIND = 2;
export const WHEEL_KIND = 3;
export const KEY_KIND = 4;
export const COMMITTED_TEXT_KIND = 5;
export const RELEASE_KIND = 6;
/** Undefined when the bytes are none. Byte fields are views of `bytes`, not copies. */
export function readInput(bytes: Uint8Array): InputFrame | undefined {
  return readFrame(bytes, (reader) => {
    switch (reader.number(1, 0, 255, "kind")) {
      case MOVE_KIND:
        return readMoveFields(reader);
      case BUTTON_KIND:
        return readButtonFields(reader);
      case WHEEL_KIND:
        return readWheelFields(reader);
      case KEY_KIND:
        return readKeyFields(reader);
      case COMMITTED_TEXT_KIND:
        return readCommittedTextFields(reader);
      case RELEASE_KIND:
        return readReleaseFields(reader);
      default:
        throw new FrameError("unknown kind");
    }
  });
}
/** Throws FrameError on what a reader would refuse. */
export function writeInput(value: InputFrame): Uint8Array<ArrayBuffer> {
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
