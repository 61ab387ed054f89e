// JSON messages and binary frames: read, refused and written as on the other side.

import { expect, test } from "vitest";
import { fromHex, toHex } from "../../src/pure/bytes.ts";
import * as wire from "../../src/wire.gen.ts";
import { vectors } from "./vectors.ts";

interface MessageCase {
  readonly reader: string;
  readonly json: string;
  readonly written: string | null;
}
interface FrameCase {
  readonly family: string;
  readonly bytes: string;
  readonly value: ({ readonly is: string } & Record<string, unknown>) | null;
}
type Functions = Readonly<Record<string, (value: unknown) => unknown>>;
const functions = wire as unknown as Functions;

function call(name: string, value: unknown): unknown {
  const found = functions[name];
  if (found === undefined) throw new Error(`no ${name}`);
  return found(value);
}

test("each message is read, or refused, and written back in its one spelling", () => {
  const { cases } = vectors<{ cases: MessageCase[] }>("messages.json");
  expect(cases.length).toBeGreaterThan(1_000);
  for (const { reader, json, written } of cases) {
    const value = call(`read${reader}`, json);
    expect({ reader, json, read: value !== undefined }).toEqual({ reader, json, read: written !== null });
    if (value !== undefined) expect(call(`write${reader}`, value)).toBe(written);
  }
});

test("each frame is read, or refused, and packed back to the same bytes", () => {
  const { cases } = vectors<{ cases: FrameCase[] }>("frames.json");
  expect(cases.length).toBeGreaterThan(500);
  for (const { family, bytes, value } of cases) {
    const found = call(`read${family}`, fromHex(bytes)) as Record<string, unknown> | undefined;
    expect({ family, bytes, read: found !== undefined }).toEqual({ family, bytes, read: value !== null });
    if (found === undefined || value === null) continue;
    expect(toHex(call(`write${family}`, found) as Uint8Array)).toBe(bytes);
    const { is, ...fields } = value;
    const plain = Object.fromEntries(
      Object.entries(found).map(([name, each]) => [name, each instanceof Uint8Array ? toHex(each) : each]),
    );
    const kind = is.replace(/(?<=.)[A-Z]/g, "_$&").toLowerCase();
    expect(plain).toEqual(family === "Fragment" ? fields : { kind, ...fields });
  }
});

test("frames are read from the middle of a larger buffer", () => {
  const packed = wire.writeInput({ kind: "move", grant: 5, layout: 1, x: 100, y: 200 });
  const larger = new Uint8Array([9, 9, ...packed, 9]);
  expect(wire.readInput(larger.subarray(2, 2 + packed.length))).toEqual(wire.readInput(packed));
});

test("what a reader would refuse is not written", () => {
  const tile = { kind: "tile", layout: 1, x: 0, y: 0, w: 1, h: 1, codec: 1, data: new Uint8Array(1) } as const;
  for (const change of [
    { w: 0 },
    { x: 16_384 },
    { x: 16_383, w: 2 },
    { layout: 1.5 },
    { codec: 2 },
    { data: new Uint8Array() },
  ]) {
    expect(() => wire.writePicture({ ...tile, ...change } as wire.PictureMessage)).toThrow(wire.FrameError);
  }
  const text = (value: string) => wire.writeInput({ kind: "committed_text", grant: 1, layout: 1, text: value });
  for (const value of ["", "\0", "\u009b", "\ud800", "あ".repeat(1_366)])
    expect(() => text(value)).toThrow(wire.FrameError);
  expect(() => wire.writeInput({ kind: "key", grant: 1, layout: 1, usage: 0x66, down: true })).toThrow(wire.FrameError);
  const name = "x".repeat(121);
  expect(() => wire.writeBrokerToCommunicator({ t: "wake", topic: name })).toThrow(wire.Malformed);
});

test("a refusal never repeats what was sent", () => {
  try {
    wire.writeBrokerFromCommunicator({ t: "claim", nameplate: "739506", ticket: 1 });
    expect.unreachable();
  } catch (error) {
    expect(String(error)).not.toContain("739506");
  }
});

test("strict UTF-8 comes back, everything else is refused", () => {
  for (const value of ["", "a", "é", "あ", "𠮟", "\u0000\u007f\u0080\u07ff\u0800\uffff\u{10000}\u{10ffff}"]) {
    const bytes = wire.utf8Encode(value);
    expect(bytes).toEqual(new TextEncoder().encode(value));
    expect(bytes && wire.utf8Decode(bytes)).toBe(value);
  }
  expect(wire.utf8Encode("\ud800")).toBeNull();
  for (const hex of [
    "ff",
    "80",
    "c080",
    "c1bf",
    "e08080",
    "eda080",
    "f0808080",
    "f4908080",
    "f8808080",
    "e381",
    "e3",
    "c3",
    "e38182ff",
  ]) {
    expect(wire.utf8Decode(fromHex(hex) ?? new Uint8Array())).toBeNull();
  }
});
