// Byte strings: hexadecimal, UTF-8, joining, and comparing without telling where they differ.

import { utf8Decode, utf8Encode } from "../wire.gen.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** Lower-case pairs. */
export function toHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return hex;
}

/** Undefined unless the text is whole pairs of hexadecimal digits. */
export function fromHex(hex: string): Bytes | undefined {
  if (hex.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(hex)) return undefined;
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

/** UTF-8; throws on a lone surrogate, which no checked text holds. */
export function utf8(text: string): Bytes {
  const bytes = utf8Encode(text);
  if (bytes === null) throw new RangeError("a lone surrogate");
  return bytes;
}

/** The text of strict UTF-8, else undefined. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  return utf8Decode(bytes) ?? undefined;
}

export function joined(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Looks at every byte whatever the first ones say. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) difference |= (a[at] ?? 0) ^ (b[at] ?? 0);
  return difference === 0;
}
