"""The hand-written helpers at the head of wire.gen.ts; everything below them is made from tables."""

PREAMBLE = """\
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
"""
