import { describe, expect, test } from "vitest";
import { type CallState, NOTHING_YET } from "../../src/engine/state.ts";
import { failureWords, namesBeside } from "../../src/viewer/panels.ts";
import { ViewerKind } from "../../src/wire.gen.ts";

describe("the end of who looked along", () => {
  test.each(["finished", "stopped_by_communicator"] as const)(
    "by themselves (%s) ends nobody else's session",
    (code) => {
      expect(failureWords(code, true, true)).toEqual({
        title: "joined.over.title",
        say: undefined,
        next: "joined.over.next",
        again: "joined.close",
      });
    },
  );

  test.each(["main_over", "stopped_by_subscriber", "silent"] as const)("by %s gives nothing to read aloud", (code) => {
    const told = failureWords(code, true, true);
    expect([told.title, told.say, told.next]).toEqual([`failure.${code}.title`, undefined, "failure.main_over.next"]);
  });

  test("is told otherwise than the end of who helped", () => {
    expect(failureWords("finished", false, true)).toEqual({
      title: "failure.finished.title",
      say: "failure.finished.say",
      next: "failure.finished.next",
      again: "failure.again",
    });
  });
});

describe("the end of a session whose ticket is finished", () => {
  test.each(["finished", "stopped_by_subscriber", "idle"] as const)("(%s) offers no new number", (code) => {
    const told = failureWords(code, false, false);
    expect(told).toEqual({ ...failureWords(code, false, true), again: undefined });
  });

  test("lets who looked along close the card all the same", () => {
    expect(failureWords("main_over", true, false).again).toBe("joined.close");
  });
});

describe("who looks along", () => {
  const beside = { ticket: 7, names: ["鈴木", "高橋"] };
  const live: CallState = { ...NOTHING_YET, phase: "live", ticket: { ticket: 7, label: "7", gatesOpen: true } };

  test("is named to the one who helps, while the session runs", () => {
    expect(namesBeside(live, beside)).toEqual(["鈴木", "高橋"]);
    expect(namesBeside(live, undefined)).toEqual([]);
    expect(namesBeside({ ...live, phase: "over" }, beside)).toEqual([]);
  });

  test("is not named for another ticket's session, nor to one who looks along", () => {
    expect(namesBeside(live, { ...beside, ticket: 8 })).toEqual([]);
    expect(namesBeside({ ...live, ticket: undefined }, undefined)).toEqual([]);
    expect(namesBeside({ ...live, kind: ViewerKind.JOINED }, beside)).toEqual([]);
  });
});
