// The typed pass: read and refused as on the other side.

import { expect, test } from "vitest";
import { read } from "../../src/pure/one_time_pass.ts";
import { vectors } from "./vectors.ts";

interface Case {
  readonly text: string;
  readonly nameplate?: string;
  readonly secret?: string;
  readonly mistake?: string;
}
const KINDS: Readonly<Record<string, string>> = { typing: "too_short" };

test("every way of writing a pass is the same pass, every mistake has its reason", () => {
  const { cases } = vectors<{ cases: Case[] }>("one_time_pass.json");
  expect(cases.length).toBeGreaterThan(50);
  for (const { text, nameplate, secret, mistake } of cases) {
    const found = read(text);
    const seen = found.kind === "pass" ? { ...found.pass } : (KINDS[found.kind] ?? found.kind);
    expect({ text, seen }).toEqual({ text, seen: mistake ?? { nameplate, secret } });
  }
});
