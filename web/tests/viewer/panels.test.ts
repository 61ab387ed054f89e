import { describe, expect, test } from "vitest";
import { failureWords } from "../../src/viewer/panels.ts";

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
