// Small wrongs in the receiving side that the shared stories must notice: the file of src/pure, and the fault.

import { type Fault, fault } from "./planted.ts";

const RELEASE = "if (!begun.decoded || this.#earlierUnder(seq, begun.rect)) continue;";

export const PICTURE_FAULTS: readonly (readonly [string, Fault])[] = [
  ["paint_order.ts", fault("painted as decoded", RELEASE, "if (!begun.decoded) continue;")],
  ["paint_order.ts", fault("a late tile is taken", "this.#newerOver(seq, rect).length > 0) return", "false) return")],
  ["paint_order.ts", fault("a late frame is painted over newer", "subtract([begun.rect], newer)", "[begun.rect]")],
  ["paint_order.ts", fault("a late frame is refused", 'begun.late === "clip" ? subtract([begun.rect], newer) :', "")],
  ["paint_order.ts", fault("what was painted is forgotten", "this.#painted.push({ seq, rect: begun.rect })", "void 0")],
  [
    "paint_order.ts",
    fault("older counts as newer", "it.seq > seq && overlap(it.rect, rect)", "overlap(it.rect, rect)"),
  ],
  ["paint_order.ts", fault("everybody is waited for", "other < seq && overlap(begun.rect, rect)", "other < seq")],
  [
    "paint_order.ts",
    fault("a failure frees nobody", "return this.#begun.delete(seq) ? this.#release() : [];", "return [];"),
  ],
  ["chain.ts", fault("a delta goes before its predecessor", "frame === this.#last + 1", "true")],
  ["chain.ts", fault("an old frame is decoded again", "frame <= this.#newest || ", "")],
  [
    "chain.ts",
    fault("a key frame leaves older ones waiting", "this.#dropWaiting((waiting) => waiting < frame)", "[] as number[]"),
  ],
  [
    "chain.ts",
    fault(
      "successors wait for ever",
      "start: [seq, ...this.#successors()], refuse: [] }",
      "start: [seq], refuse: [] }",
    ),
  ],
  ["chain.ts", fault("a gap is waited for without end", "now >= deadline ? this.broken()", "now < 0 ? this.broken()")],
  ["chain.ts", fault("a broken chain goes on", "this.#last = undefined;\n    this.#needKey = true;", "")],
  ["receiver.ts", fault("another layout is painted", "return layout === this.#layout && rect.x", "return rect.x")],
  [
    "receiver.ts",
    fault(
      "a failure keeps the frames in the decoder",
      "if (handedAt !== undefined) this.#refuse(seq, steps);",
      "void seq, handedAt;",
    ),
  ],
  ["receiver.ts", fault("a failure refuses what is decoded", "known.handedAt = undefined;", "")],
];
