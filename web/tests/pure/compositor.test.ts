// The receiving side against the reference compositor: after every step the same pixels belong to the same messages.

import { describe, expect, test } from "vitest";
import { fromHex } from "../../src/pure/bytes.ts";
import { Receiver, type Step } from "../../src/pure/receiver.ts";
import { Fate, readAck, writeFragment } from "../../src/wire.gen.ts";
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

describe("the page shows what the reference shows", () => {
  for (const name of vectorNames("picture/")) {
    const story = vectors<Story>(`picture/${name}`);
    test(story.name, () => {
      const receiver = new Receiver();
      receiver.layout(story.layout, story);
      const owners = new Array<string>(story.width * story.height).fill(".");
      const settled = new Map<number, Fate>();
      let needKey = false;
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
        if (ack !== undefined) needKey = ack.need_key;
        ack?.fates.forEach((fate, at) => {
          if (fate === Fate.PAINTED || fate === Fate.REFUSED) settled.set(ack.newest - at, fate);
        });
        const of = (fate: Fate) => [...settled].filter(([, it]) => it === fate).map(([seq]) => seq);
        const seen = {
          started,
          owners: owners.join(""),
          painted: of(Fate.PAINTED).sort((a, b) => a - b),
          refused: of(Fate.REFUSED).sort((a, b) => a - b),
        };
        const expected = { started: step.started, owners: step.owners, painted: step.painted, refused: step.refused };
        expect(seen, `${step.do} ${step.seq}`).toEqual(expected);
        if (ack !== undefined) expect(needKey).toBe(step.need_key);
      }
    });
  }
});
