// The receiver against an oracle: whatever is lost, doubled, late or slow to decode, each pixel shows the newest message
// that was painted over it, everything is settled in the end, and nothing is painted that was refused.

import { describe, expect, test } from "vitest";
import { Receiver, STALL_MS, type Step } from "../../src/pure/receiver.ts";
import { overlap, type Rect } from "../../src/pure/region.ts";
import {
  type Ack,
  CursorCodec,
  Fate,
  FRAGMENT_DATA_BYTES,
  GIVE_UP_MS,
  type PictureMessage,
  readAck,
  TileCodec,
  VIDEO_GAP_MS,
  VideoCodec,
  writeFragment,
  writePicture,
} from "../../src/wire.gen.ts";
import { chance } from "../support.ts";

const SIZE = { width: 16, height: 12 };

function png({ w, h }: Rect, fill = 0): Uint8Array {
  const data = new Uint8Array(24 + fill);
  data.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(data.buffer).setUint32(16, w);
  new DataView(data.buffer).setUint32(20, h);
  return data;
}

const tile = (rect: Rect, layout = 1, fill = 0): PictureMessage => ({
  kind: "tile",
  layout,
  ...rect,
  codec: TileCodec.PNG,
  data: png(rect, fill),
});

const video = (rect: Rect, frame: number, key: boolean, fill = 4): PictureMessage => ({
  kind: "video",
  layout: 1,
  ...rect,
  codec: VideoCodec.VP8,
  key,
  frame,
  pts_ms: 0,
  ...SIZE,
  data: new Uint8Array(fill),
});

const STILL: PictureMessage = { kind: "still", layout: 1 };

function packets(seq: number, message: PictureMessage): Uint8Array[] {
  const bytes = writePicture(message);
  const count = Math.ceil(bytes.length / FRAGMENT_DATA_BYTES);
  return Array.from({ length: count }, (_, index) =>
    writeFragment({
      kind: "fragment",
      seq,
      index,
      count,
      data: bytes.slice(index * FRAGMENT_DATA_BYTES, (index + 1) * FRAGMENT_DATA_BYTES),
    } as Parameters<typeof writeFragment>[0]),
  );
}

/** A page without pixels: decodes when told to, keeps who was painted where. */
class Page {
  readonly receiver = new Receiver();
  readonly painted: { seq: number; clip: readonly Rect[] }[] = [];
  readonly decoding: { seq: number; video: boolean }[] = [];
  readonly handed: number[] = [];
  resets = 0;
  now = 0;
  #last: Ack | undefined;

  constructor() {
    this.do(this.receiver.layout(1, SIZE));
    this.resets = 0;
  }

  do(steps: readonly Step[]): void {
    for (const step of steps) {
      if (step.do === "decode_tile") this.decoding.push({ seq: step.seq, video: false });
      if (step.do === "decode_video") {
        this.handed.push(step.seq);
        this.decoding.push({ seq: step.seq, video: true });
      }
      if (step.do === "paint") this.painted.push({ seq: step.seq, clip: step.clip });
      if (step.do === "reset_video") {
        this.resets += 1;
        this.decoding.splice(0, this.decoding.length, ...this.decoding.filter((it) => !it.video));
      }
    }
  }

  packet(bytes: Uint8Array): void {
    this.do(this.receiver.packet(bytes, this.now));
  }

  message(seq: number, message: PictureMessage): void {
    for (const bytes of packets(seq, message)) this.packet(bytes);
  }

  /** One decoder finishes: any tile, or the first video frame. */
  decode(which = 0): void {
    const ready = this.decoding.filter((it, at) => !it.video || this.decoding.findIndex(({ video }) => video) === at);
    const next = ready[which % ready.length];
    if (next === undefined) return;
    this.decoding.splice(this.decoding.indexOf(next), 1);
    this.do(this.receiver.decoded(next.seq));
  }

  decodeAll(): void {
    while (this.decoding.length > 0) this.decode();
  }

  ack(): Ack | undefined {
    const bytes = this.receiver.ack(this.now);
    if (bytes === undefined) return undefined;
    this.#last = readAck(bytes);
    return this.#last;
  }

  /** Time passes until nothing is due any more. Answers the last acknowledgement. */
  rest(): Ack | undefined {
    for (let turn = 0; turn < 10_000; turn += 1) {
      this.decodeAll();
      this.ack();
      const next = this.receiver.deadline();
      if (next === undefined) return this.#last;
      this.now = Math.max(this.now, next);
      this.do(this.receiver.tick(this.now));
    }
    throw new Error("never at rest");
  }

  fate(seq: number, ack: Ack): Fate | undefined {
    return ack.fates[ack.newest - seq];
  }

  /** The number whose pixels stand at a place. */
  at(x: number, y: number): number {
    const pixel = { x, y, w: 1, h: 1 };
    return this.painted.filter(({ clip }) => clip.some((rect) => overlap(rect, pixel))).at(-1)?.seq ?? 0;
  }
}

const A: Rect = { x: 0, y: 0, w: 8, h: 8 };
const B: Rect = { x: 4, y: 4, w: 8, h: 8 };
const FAR: Rect = { x: 12, y: 0, w: 4, h: 4 };
const ALL: Rect = { x: 0, y: 0, w: 16, h: 12 };

describe("painting in number order", () => {
  test("a newer tile whose decoder was faster waits for the older one under it", () => {
    const page = new Page();
    page.message(1, tile(A));
    page.message(2, tile(B));
    page.do(page.receiver.decoded(2));
    expect(page.painted).toEqual([]);
    page.do(page.receiver.decoded(1));
    expect(page.painted.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test("a tile beside an older one waits for nobody", () => {
    const page = new Page();
    page.message(1, tile(A));
    page.message(2, tile(FAR));
    page.do(page.receiver.decoded(2));
    expect(page.painted.map(({ seq }) => seq)).toEqual([2]);
  });

  test("an older message that is still incomplete holds up nobody", () => {
    const page = new Page();
    const [first] = packets(1, tile(A, 1, 3_000));
    page.packet(first as Uint8Array);
    page.message(2, tile(A));
    page.decodeAll();
    expect(page.painted.map(({ seq }) => seq)).toEqual([2]);
  });

  test("a tile completed after a newer one was painted over it is refused", () => {
    const page = new Page();
    const late = packets(1, tile(A, 1, 3_000));
    page.packet(late[0] as Uint8Array);
    page.message(2, tile(B));
    page.decodeAll();
    for (const packet of late.slice(1)) page.packet(packet);
    expect(page.decoding).toEqual([]);
    const ack = page.rest() as Ack;
    expect([page.fate(1, ack), page.fate(2, ack)]).toEqual([Fate.REFUSED, Fate.PAINTED]);
    expect(page.painted.map(({ seq }) => seq)).toEqual([2]);
  });

  test("a late video frame is painted only around what is newer", () => {
    const page = new Page();
    page.message(1, video(ALL, 0, true));
    page.message(3, tile(A));
    page.do(page.receiver.decoded(1));
    page.do(page.receiver.decoded(3));
    page.message(2, video(ALL, 1, false));
    page.do(page.receiver.decoded(2));
    expect([page.at(0, 0), page.at(12, 0), page.at(0, 10)]).toEqual([3, 2, 2]);
  });

  test("a late video frame that is wholly covered is refused and still decoded for the chain", () => {
    const page = new Page();
    page.message(1, video(ALL, 0, true));
    page.decodeAll();
    page.message(3, tile(ALL));
    page.decodeAll();
    page.message(2, video(A, 1, false));
    page.message(4, video(B, 2, false));
    const ack = page.rest() as Ack;
    expect(page.handed).toEqual([1, 2, 4]);
    expect([2, 3, 4].map((seq) => page.fate(seq, ack))).toEqual([Fate.REFUSED, Fate.PAINTED, Fate.PAINTED]);
  });

  test("what was measured on another desktop is refused", () => {
    const page = new Page();
    page.message(1, tile(A, 2));
    page.message(2, tile({ ...A, x: 10 }));
    const ack = page.rest() as Ack;
    expect([page.fate(1, ack), page.fate(2, ack)]).toEqual([Fate.REFUSED, Fate.REFUSED]);
  });

  test("a new layout takes back everything that was not painted yet", () => {
    const page = new Page();
    page.message(1, tile(A));
    page.do(page.receiver.layout(2, SIZE));
    page.do(page.receiver.decoded(1));
    page.message(2, tile(A, 2));
    const ack = page.rest() as Ack;
    expect(page.painted.map(({ seq }) => seq)).toEqual([2]);
    expect(page.fate(1, ack)).toBe(Fate.REFUSED);
  });

  test("what waited for its turn on the old desktop is not painted on the new one", () => {
    const page = new Page();
    page.message(1, tile(A));
    page.message(2, tile(B));
    page.do(page.receiver.decoded(2));
    page.do(page.receiver.layout(2, SIZE));
    expect(page.painted).toEqual([]);
  });

  test("a cursor whose picture is larger than it says is refused undecoded, a hidden one needs none", () => {
    const page = new Page();
    const cursor = {
      kind: "cursor_shape",
      shape: 1,
      hot_x: 0,
      hot_y: 0,
      w: 16,
      h: 16,
      codec: CursorCodec.PNG,
    } as const;
    const right = png({ x: 0, y: 0, w: 16, h: 16 });
    const huge = png({ x: 0, y: 0, w: 30_000, h: 30_000 });
    const shown = (seq: number, shape: PictureMessage) =>
      packets(seq, shape).flatMap((bytes) => page.receiver.packet(bytes, page.now));
    expect(shown(1, { ...cursor, data: huge })).toEqual([]);
    expect(shown(2, { ...cursor, data: new Uint8Array(24) })).toEqual([]);
    expect(shown(3, { ...cursor, data: right })).toHaveLength(1);
    expect(shown(4, { ...cursor, w: 0, h: 0, data: new Uint8Array() })).toHaveLength(1);
    const ack = page.rest() as Ack;
    const fates = [Fate.REFUSED, Fate.REFUSED, Fate.PAINTED, Fate.PAINTED];
    expect([1, 2, 3, 4].map((seq) => page.fate(seq, ack))).toEqual(fates);
  });

  test("a tile whose picture is larger than its rectangle is refused undecoded", () => {
    const page = new Page();
    page.message(1, { ...tile(A), data: png({ ...A, w: 16_000 }) } as PictureMessage);
    expect(page.decoding).toEqual([]);
  });

  test.each(Array.from({ length: 60 }, (_, seed) => seed))(
    "each pixel shows the newest painted message (seed %i)",
    (seed) => {
      const below = chance(seed);
      const page = new Page();
      const rects = new Map<number, Rect>();
      const wire: Uint8Array[] = [];
      let frame = -1;
      for (let seq = 1; seq <= 60; seq += 1) {
        const rect = { x: below(12), y: below(9), w: 1 + below(4), h: 1 + below(3) };
        rects.set(seq, rect);
        const moving = below(3) === 0;
        if (moving) frame += 1;
        const message = moving
          ? video(rect, frame, frame === 0 || below(5) === 0, 1 + below(3_000))
          : tile(rect, 1, below(3_000));
        for (const packet of packets(seq, message)) {
          if (below(20) === 0) continue;
          wire.splice(Math.max(0, wire.length - below(12)), 0, packet);
          if (below(25) === 0) wire.push(packet);
        }
      }
      for (const packet of wire) {
        page.packet(packet);
        while (below(2) === 0 && page.decoding.length > 0) page.decode(below(10));
        page.now += below(20);
        page.do(page.receiver.tick(page.now));
        page.ack();
      }
      const ack = page.rest() as Ack;
      const painted = ack.fates.flatMap((fate, at) => (fate === Fate.PAINTED ? [ack.newest - at] : []));
      expect(ack.fates).not.toContain(Fate.DECODING);
      expect(new Set(page.painted.map(({ seq }) => seq))).toEqual(new Set(painted));
      expect(painted.length).toBeGreaterThan(20);
      for (let x = 0; x < SIZE.width; x += 1) {
        for (let y = 0; y < SIZE.height; y += 1) {
          const over = painted.filter((seq) => overlap(rects.get(seq) as Rect, { x, y, w: 1, h: 1 }));
          expect(page.at(x, y)).toBe(Math.max(0, ...over));
        }
      }
    },
  );
});

describe("video frames", () => {
  test("a delta waits for its predecessor", () => {
    const page = new Page();
    page.message(1, video(ALL, 0, true));
    page.message(3, video(ALL, 2, false));
    page.message(2, video(ALL, 1, false));
    expect(page.handed).toEqual([1, 2, 3]);
  });

  test("a gap that is not filled asks for a key frame and refuses deltas until it comes", () => {
    const page = new Page();
    page.message(1, video(ALL, 0, true));
    page.message(3, video(ALL, 2, false));
    page.decodeAll();
    page.ack();
    page.now += VIDEO_GAP_MS;
    page.do(page.receiver.tick(page.now));
    page.message(4, video(ALL, 3, false));
    const ack = page.ack() as Ack;
    expect([ack.need_key, page.fate(3, ack), page.fate(4, ack)]).toEqual([true, Fate.REFUSED, Fate.REFUSED]);
    page.message(5, video(ALL, 4, true));
    page.message(6, video(ALL, 5, false));
    const last = page.rest() as Ack;
    expect([last.need_key, page.fate(5, last), page.fate(6, last)]).toEqual([false, Fate.PAINTED, Fate.PAINTED]);
  });

  test("an older frame never goes to the decoder after a newer one", () => {
    const page = new Page();
    page.message(2, video(ALL, 5, true));
    page.message(1, video(ALL, 4, true));
    expect(page.handed).toEqual([2]);
  });

  test("a decoder that fails loses what it holds and asks for a key frame, and tiles go on", () => {
    const page = new Page();
    page.message(1, video(ALL, 0, true));
    page.message(2, tile(A));
    page.do(page.receiver.decoded(2));
    page.do(page.receiver.videoFailed(page.now));
    const ack = page.ack() as Ack;
    expect([ack.need_key, page.fate(1, ack), page.fate(2, ack), page.resets]).toEqual([
      true,
      Fate.REFUSED,
      Fate.PAINTED,
      1,
    ]);
  });

  test("a decoder that answers nothing holds nobody up for ever", () => {
    const page = new Page();
    page.message(1, video(ALL, 0, true));
    page.message(2, tile(A));
    page.do(page.receiver.decoded(2));
    page.now += STALL_MS;
    page.do(page.receiver.tick(page.now));
    expect(page.painted.map(({ seq }) => seq)).toEqual([2]);
  });
});

describe("acknowledgements", () => {
  test("the first settled message is told at once, the next ones at most every 15 ms", () => {
    const page = new Page();
    page.message(1, tile(A));
    page.decodeAll();
    expect(page.ack()?.fates).toEqual([Fate.PAINTED]);
    page.message(2, tile(A));
    page.decodeAll();
    page.now += 14;
    expect(page.ack()).toBeUndefined();
    page.now += 1;
    expect(page.ack()?.fates).toEqual([Fate.PAINTED, Fate.PAINTED]);
    expect(page.receiver.deadline()).toBeUndefined();
  });

  test("while something is incomplete it is told every 100 ms, until it is given up", () => {
    const page = new Page();
    page.packet(packets(1, video(ALL, 0, true, 3_000))[0] as Uint8Array);
    expect(page.ack()?.fates).toEqual([Fate.UNKNOWN]);
    expect(page.receiver.deadline()).toBe(100);
    const last = page.rest() as Ack;
    expect(page.fate(1, last)).toBe(Fate.REFUSED);
    expect(page.now).toBeGreaterThanOrEqual(GIVE_UP_MS);
  });

  test("names the missing fragments of a video frame, and only those something has overtaken", () => {
    const page = new Page();
    const four = packets(1, video(ALL, 0, true, 4_000));
    for (const at of [0, 2]) page.packet(four[at] as Uint8Array);
    page.now += 100;
    expect(page.ack()?.missing).toEqual([{ seq: 1, index: 1 }]);
    page.packet(packets(2, { kind: "probe" })[0] as Uint8Array);
    page.now += 100;
    expect(page.ack()?.missing).toEqual([
      { seq: 1, index: 1 },
      { seq: 1, index: 3 },
    ]);
  });

  test("asks for no fragment of a tile: it is sent as it looks then", () => {
    const page = new Page();
    page.packet(packets(1, tile(A, 1, 3_000))[0] as Uint8Array);
    page.packet(packets(2, { kind: "probe" })[0] as Uint8Array);
    page.now += 100;
    expect(page.ack()?.missing).toEqual([]);
  });

  test("a probe is answered although nothing is new", () => {
    const page = new Page();
    page.message(7, { kind: "probe" });
    expect(page.ack()?.fates).toEqual([Fate.PAINTED, ...Array(6).fill(Fate.UNKNOWN)]);
  });

  test("what is older than the window is not looked at again", () => {
    const page = new Page();
    page.message(1_000, { kind: "probe" });
    page.message(1, tile(A));
    expect(page.decoding).toEqual([]);
    expect(page.ack()?.fates.length).toBe(256);
  });

  test("bytes that are no fragment, and messages that are none, change nothing or are refused", () => {
    const page = new Page();
    const below = chance(3);
    for (let round = 0; round < 500; round += 1) {
      page.packet(Uint8Array.from({ length: below(1_200) }, () => below(256)));
    }
    page.message(2 ** 32 - 1, { kind: "probe" });
    const ack = page.rest() as Ack;
    expect(page.painted).toEqual([]);
    expect(ack.newest).toBe(2 ** 32 - 1);
  });
});

describe("exactness", () => {
  test("a canvas that was blanked shows nothing exactly until it is painted again", () => {
    const page = new Page();
    page.message(1, tile(ALL));
    page.decodeAll();
    page.receiver.blanked();
    expect([page.receiver.painted, page.receiver.exact]).toEqual([0, false]);
    page.message(2, tile(ALL));
    page.decodeAll();
    expect([page.receiver.painted, page.receiver.exact]).toEqual([1, true]);
  });

  test("a picture of tiles is exact, video is not until tiles or a still cover it", () => {
    const page = new Page();
    expect(page.receiver.exact).toBe(false);
    page.message(1, tile(ALL));
    page.decodeAll();
    expect(page.receiver.exact).toBe(true);
    page.message(2, video(A, 0, true));
    page.decodeAll();
    expect(page.receiver.exact).toBe(false);
    page.message(3, tile({ ...A, h: 4 }));
    page.message(4, tile({ ...A, y: 4, h: 4 }));
    page.decodeAll();
    expect(page.receiver.exact).toBe(true);
    page.message(5, video(B, 1, false));
    page.message(6, STILL);
    page.decodeAll();
    expect(page.receiver.exact).toBe(true);
  });
});
