import { describe, expect, test } from "vitest";
import { type CallState, NOTHING_YET } from "../../src/engine/state.ts";
import { failureWords, namesBeside, outcomePlace } from "../../src/viewer/panels.ts";
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

describe("the way to the outcome", () => {
  test("comes first where nothing else is left to do, and after the new number where one may carry on", () => {
    expect(outcomePlace("finished", false, true)).toBe("first");
    expect(outcomePlace("stopped_by_communicator", false, true)).toBe("first");
    for (const code of ["stopped_by_subscriber", "time_over", "idle", "lost"] as const) {
      expect(outcomePlace(code, false, true)).toBe("after");
    }
  });

  test("is not offered before a session, without a ticket, nor to who looked along", () => {
    expect(outcomePlace("wrong_pass", false, true)).toBe("none");
    expect(outcomePlace("finished", false, false)).toBe("none");
    expect(outcomePlace("finished", true, true)).toBe("none");
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
