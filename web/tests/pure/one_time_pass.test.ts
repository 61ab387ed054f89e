import { describe, expect, test } from "vitest";
import { grouped, read } from "../../src/pure/one_time_pass.ts";

const DAMM = [
  ..."0317598642 7092154863 4206871359 1750983426 6123045978 3674209581 5869720134 8945362017 9438617205 2581436790".split(
    " ",
  ),
];
const withCheck = (ten: string) => {
  let state = 0;
  for (const digit of ten) state = Number(DAMM[state]?.[Number(digit)]);
  return ten + state;
};
const PASS = withCheck("4821739506");

describe("the one-time pass", () => {
  test("is split into a public nameplate and a secret, without its check digit", () => {
    expect(read(PASS)).toEqual({ kind: "pass", pass: { nameplate: "4821", secret: "739506" } });
  });

  test.each([
    `${PASS.slice(0, 3)}-${PASS.slice(3, 7)}-${PASS.slice(7)}`,
    ` ${PASS.slice(0, 3)} ${PASS.slice(3, 7)}　${PASS.slice(7)} `,
    [...PASS].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join(""),
    `${PASS.slice(0, 3)}ー${PASS.slice(3, 7)}−${PASS.slice(7)}`,
    `${PASS.slice(0, 3)}‐${PASS.slice(3, 7)}―${PASS.slice(7)}`,
  ])("is understood however it is written: %s", (written) => {
    expect(read(written).kind).toBe("pass");
  });

  test("is refused with any single digit heard wrongly", () => {
    for (let at = 0; at < PASS.length; at += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        const heard = PASS.slice(0, at) + digit + PASS.slice(at + 1);
        expect(read(heard).kind).toBe(heard === PASS ? "pass" : "misheard");
      }
    }
  });

  test("is refused with any two neighbours swapped", () => {
    for (let at = 0; at + 1 < PASS.length; at += 1) {
      const heard = PASS.slice(0, at) + PASS[at + 1] + PASS[at] + PASS.slice(at + 2);
      expect(read(heard).kind).toBe(heard === PASS ? "pass" : "misheard");
    }
  });

  test("is not taken while digits are missing, too many, or mixed with letters", () => {
    expect(read("")).toEqual({ kind: "typing", digits: "" });
    expect(read(PASS.slice(0, 10))).toEqual({ kind: "typing", digits: PASS.slice(0, 10) });
    expect(read(`${PASS}0`).kind).toBe("too_long");
    expect(read(`${PASS.slice(0, 10)}O`).kind).toBe("stray");
    expect(read(`${PASS}\u202e`).kind).toBe("stray");
  });

  test("is shown as it is said, three, four, four", () => {
    expect(grouped("48217395062")).toBe("482-1739-5062");
    expect(grouped("4821")).toBe("482-1");
    expect(grouped("")).toBe("");
  });
});
