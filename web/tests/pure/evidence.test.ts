// The signed log: the same lines as on the other side, and nothing else in their place.

import { expect, test } from "vitest";
import { fromHex } from "../../src/pure/bytes.ts";
import { Log, publicKeyOf, verifyChain, verifyEntry, verifyReceipt } from "../../src/pure/evidence.ts";
import type { Permission, Removal } from "../../src/wire.gen.ts";
import { vectors } from "./vectors.ts";

interface Case {
  readonly seed: string;
  readonly public_key: string;
  readonly session: string;
  readonly steps: readonly [number, string, Permission | null, number][];
  readonly lines: readonly string[];
  readonly head: string;
  readonly removal: Removal;
  readonly items: readonly string[];
  readonly receipt: string;
  readonly bad_first_lines: readonly string[];
  readonly bad_receipts: readonly string[];
}
const told = vectors<Case>("evidence.json");
const seed = fromHex(told.seed) as Uint8Array;

test("the log and its receipt are written to the letter", () => {
  const log = new Log(seed, told.session);
  expect(publicKeyOf(seed)).toBe(told.public_key);
  expect(told.steps.map((step) => log.append(...step))).toEqual(told.lines);
  expect(log.head).toEqual({ n: told.lines.length, head: told.head });
  expect(log.receipt(told.removal, told.items)).toBe(told.receipt);
});

test("an intact log verifies and what was changed, moved or signed by others does not", () => {
  const head = { n: told.lines.length, head: told.head };
  expect(verifyChain(told.lines, told.public_key, told.session)).toEqual(head);
  expect(verifyReceipt(told.receipt, told.public_key, told.session)).toMatchObject(head);
  const start = { n: 0, head: "" };
  for (const line of told.bad_first_lines) {
    expect(verifyEntry(line, told.public_key, told.session, start), line).toBeUndefined();
  }
  for (const line of told.bad_receipts) {
    expect(verifyReceipt(line, told.public_key, told.session), line).toBeUndefined();
  }
  expect(verifyChain(told.lines, told.public_key, "T".repeat(22))).toBeUndefined();
  expect(verifyChain([...told.lines].reverse(), told.public_key, told.session)).toBeUndefined();
  for (const key of ["", "zz", "00".repeat(32), told.public_key.slice(2)]) {
    expect(verifyChain(told.lines, key, told.session)).toBeUndefined();
  }
});

test("what could not be read back is not written", () => {
  const log = new Log(seed, told.session);
  expect(() => log.append(-1, "granted")).toThrow();
  expect(() => log.append(0, "Granted!")).toThrow();
  expect(() => log.receipt(told.removal, new Array(17).fill("x"))).toThrow();
  expect(log.head).toEqual({ n: 0, head: "" });
});
