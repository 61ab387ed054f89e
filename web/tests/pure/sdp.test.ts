// Descriptions: pinned and refused as on the other side.

import { expect, test } from "vitest";
import { checkCandidate, fingerprint, fingerprintOf, pin } from "../../src/pure/sdp.ts";
import { vectors } from "./vectors.ts";

interface Case {
  readonly sdp: string;
  readonly pinned: string | null;
  readonly fingerprint: string | null;
}

test("one fingerprint survives, or the description is refused", () => {
  const { cases } = vectors<{ cases: Case[] }>("sdp.json");
  expect(cases.filter((each) => each.pinned === null).length).toBeGreaterThan(15);
  for (const { sdp, pinned, fingerprint: value } of cases) {
    if (pinned === null) {
      expect(() => pin(sdp), sdp).toThrow();
      expect(() => fingerprint(sdp)).toThrow();
    } else expect([pin(sdp), fingerprint(sdp)]).toEqual([pinned, value]);
  }
});

test("a digest is written as in a description", () => {
  expect(fingerprintOf(Uint8Array.of(0, 10, 255))).toBe("00:0A:FF");
});

test("a candidate is one line", () => {
  expect(checkCandidate("")).toBe("");
  expect(checkCandidate("candidate:1 1 udp 1 192.0.2.1 9 typ host")).toContain("typ host");
  for (const bad of ["x", "candidate:", "candidate:1\r\na=x", "candidate:1\n", " candidate:1", "candidate:é"]) {
    expect(() => checkCandidate(bad)).toThrow();
  }
});
