// The receiving side against the reference compositor: after every step the same pixels belong to the same messages.

import { describe, expect, test } from "vitest";
import { fromHex } from "../../src/pure/bytes.ts";
import { Receiver, type Step } from "../../src/pure/receiver.ts";
import { Fate, readAck, writeFragment } from "../../src/wire.gen.ts";
import { PICTURE_FAULTS } from "./picture_faults.ts";
import { fault, planted } from "./planted.ts";
import { vectorNames, vectors } from "./vectors.ts";

interface StoryStep {
  readonly do: "arrive" | "decoded" | "failed";
  readonly seq: number;
  readonly message?: string;
  readonly at: number;
  readonly started: readonly number[];
  readonly owners: string;
  readonly painted: readonly number[];
  readonly refused: readonly number[];
  readonly need_key: boolean;
}
interface Story {
  readonly name: string;
  readonly layout: number;
  readonly width: number;
  readonly height: number;
  readonly steps: readonly StoryStep[];
}
const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const STORIES = vectorNames("picture/").map((name) => vectors<Story>(`picture/${name}`));

function told(receiver: Receiver, step: StoryStep): Step[] {
  switch (step.do) {
    case "arrive": {
      const data = fromHex(step.message ?? "") as Uint8Array;
      return receiver.packet(writeFragment({ seq: step.seq, index: 0, count: 1, data }), step.at);
    }
    case "decoded":
      return receiver.decoded(step.seq);
    case "failed":
      return receiver.failed(step.seq, step.at);
  }
}

/** What must be seen after each step, and what this receiver shows. */
function replay(type: typeof Receiver, story: Story): { readonly expected: unknown[]; readonly seen: unknown[] } {
  const receiver = new type();
  receiver.layout(story.layout, story);
  const owners = new Array<string>(story.width * story.height).fill(".");
  const settled = new Map<number, Fate>();
  const of = (fate: Fate) => [...settled].flatMap(([seq, it]) => (it === fate ? [seq] : [])).sort((a, b) => a - b);
  const expected: unknown[] = [];
  const seen: unknown[] = [];
  for (const step of story.steps) {
    const steps = [...receiver.tick(step.at), ...told(receiver, step)];
    const started = steps.flatMap((it) => (it.do === "decode_tile" || it.do === "decode_video" ? [it.seq] : []));
    for (const it of steps) {
      if (it.do !== "paint") continue;
      for (const { x, y, w, h } of it.clip) {
        for (let row = y; row < y + h; row += 1) {
          owners.fill(LETTERS[it.seq] ?? "?", row * story.width + x, row * story.width + x + w);
        }
      }
    }
    const packed = receiver.ack(step.at);
    const ack = packed && readAck(packed);
    ack?.fates.forEach((fate, at) => {
      if (fate === Fate.PAINTED || fate === Fate.REFUSED) settled.set(ack.newest - at, fate);
    });
    const { painted, refused } = step;
    const needKey = ack === undefined ? undefined : step.need_key;
    expected.push({ started: step.started, owners: step.owners, painted, refused, needKey });
    const shown = { started, owners: owners.join(""), painted: of(Fate.PAINTED), refused: of(Fate.REFUSED) };
    seen.push({ ...shown, needKey: ack?.need_key });
  }
  return { expected, seen };
}

describe("the page shows what the reference shows", () => {
  for (const story of STORIES) {
    test(story.name, () => {
      const { expected, seen } = replay(Receiver, story);
      expect(seen).toEqual(expected);
    });
  }
});

describe("the stories notice a planted fault", () => {
  test("and nothing where none was planted", async () => {
    const same = fault("none", "/** One picture channel's memory.", "/** One picture channel's memory.");
    const { Receiver: Right } = await planted<{ Receiver: typeof Receiver }>("receiver.ts", "receiver.ts", same);
    expect(STORIES.some((story) => notices(Right, story))).toBe(false);
  });
  for (const [file, each] of PICTURE_FAULTS) {
    test(each.name, async () => {
      const { Receiver: Wrong } = await planted<{ Receiver: typeof Receiver }>("receiver.ts", file, each);
      expect(STORIES.some((story) => notices(Wrong, story))).toBe(true);
    });
  }
});

function notices(type: typeof Receiver, story: Story): boolean {
  try {
    const { expected, seen } = replay(type, story);
    return JSON.stringify(seen) !== JSON.stringify(expected);
  } catch {
    return true; // a receiver that stumbles is noticed too
  }
}
