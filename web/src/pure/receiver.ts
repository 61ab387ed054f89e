// The picture's receiving side without decoders or canvas: fragments in, steps for the worker out.
//
// What the worker is told to decode comes back as `decoded` or `failed`; nothing is painted but by a `paint` step.
// The rules of painting stand in `paint_order`, those of video frames in `chain`, those of acknowledging in `acks`.

import {
  type CursorPlace,
  type CursorShape,
  Fate,
  type Fragment,
  GIVE_UP_MS,
  MAX_MISSING,
  readFragment,
  readPicture,
  type Tile,
  VIDEO_KIND,
  type Video,
  type VideoCodec,
  writeAck,
} from "../wire.gen.ts";
import { Acks } from "./acks.ts";
import { Assembly } from "./assembly.ts";
import { Chain, type Steps } from "./chain.ts";
import type { Size } from "./geometry.ts";
import { PaintOrder, type Turn } from "./paint_order.ts";
import { isPng } from "./png.ts";
import { type Rect, subtract } from "./region.ts";

/** A decoder that answers nothing for so long is thrown away. */
export const STALL_MS = 2_000;
/** More pieces than this are not told apart: the picture counts as unrefined until a tile or a still covers them. */
const MAX_LOSSY_PIECES = 256;

export type Step =
  | { readonly do: "decode_tile"; readonly seq: number; readonly data: Uint8Array }
  | {
      readonly do: "decode_video";
      readonly seq: number;
      readonly key: boolean;
      readonly codec: VideoCodec;
      readonly size: Size;
      readonly data: Uint8Array;
    }
  | { readonly do: "paint"; readonly seq: number; readonly rect: Rect; readonly clip: readonly Rect[] }
  | { readonly do: "drop"; readonly seq: number }
  | { readonly do: "reset_video" }
  | { readonly do: "cursor_shape"; readonly shape: CursorShape }
  | { readonly do: "cursor_place"; readonly place: CursorPlace };

interface Known {
  readonly rect: Rect;
  readonly video: Video | undefined;
  /** When it went to the video decoder; undefined before, and again once its pixels are there. */
  handedAt: number | undefined;
}

/** One picture channel's memory. Moments are given in milliseconds and never go back. */
export class Receiver {
  readonly #assembly = new Assembly();
  readonly #acks = new Acks();
  readonly #order = new PaintOrder();
  #chain = new Chain();
  readonly #known = new Map<number, Known>();
  #layout = 0;
  #size: Size = { width: 0, height: 0 };
  #shapeSeq = 0;
  #placeSeq = 0;
  #stillSeq = 0;
  #lossy: { readonly seq: number; readonly rect: Rect }[] = [];
  #painted = 0;

  /** Whether the page shows the desktop to the bit, as far as anything sent here can tell. */
  get exact(): boolean {
    return this.#painted > 0 && this.#lossy.length === 0 && this.#known.size === 0 && this.#assembly.size === 0;
  }

  /** How many messages were painted since the layout began or the canvas was blanked. */
  get painted(): number {
    return this.#painted;
  }

  /** The desktop has this number and size from now on; everything measured on another one is refused. */
  layout(number: number, size: Size): Step[] {
    this.#layout = number;
    this.#size = size;
    this.#lossy = [];
    this.#painted = 0;
    this.#order.clear();
    this.#chain = new Chain();
    const steps: Step[] = [];
    for (const seq of [...this.#known.keys()]) this.#refuse(seq, steps);
    steps.push({ do: "reset_video" });
    return steps;
  }

  /** What was painted is gone from the canvas. */
  blanked(): void {
    this.#painted = 0;
  }

  /** One packet. Anything that is no fragment, or is no longer wanted, changes nothing. */
  packet(bytes: Uint8Array, now: number): Step[] {
    const fragment = readFragment(bytes);
    if (fragment === undefined || !this.#acks.arrived(fragment.seq)) return [];
    const steps: Step[] = [];
    if (this.#acks.fate(fragment.seq) === Fate.UNKNOWN && !this.#known.has(fragment.seq)) {
      this.#add(fragment, now, steps);
    }
    this.#giveUp(now, steps);
    return steps;
  }

  /** The pixels of a message are there. */
  decoded(seq: number): Step[] {
    const known = this.#known.get(seq);
    if (known === undefined) return [{ do: "drop", seq }];
    known.handedAt = undefined;
    const steps: Step[] = [];
    this.#turns(this.#order.decoded(seq), steps);
    return steps;
  }

  /** A message cannot be decoded. A video frame takes the chain with it. */
  failed(seq: number, now: number): Step[] {
    const known = this.#known.get(seq);
    if (known === undefined) return [];
    const steps: Step[] = [];
    if (known.video === undefined) this.#refuse(seq, steps);
    else this.#videoBroken(now, steps);
    return steps;
  }

  /** The video decoder gave up: every frame in it is refused, and a key frame is needed. */
  videoFailed(now: number): Step[] {
    const steps: Step[] = [];
    this.#videoBroken(now, steps);
    return steps;
  }

  tick(now: number): Step[] {
    const steps: Step[] = [];
    this.#chainSteps(this.#chain.tick(now), now, steps);
    const stalled = this.#oldestHandOver();
    if (stalled !== undefined && now >= stalled + STALL_MS) this.#videoBroken(now, steps);
    this.#giveUp(now, steps);
    return steps;
  }

  /** When `tick` or `ack` has something to do next. */
  deadline(): number | undefined {
    const touched = this.#assembly.oldestTouch();
    const handed = this.#oldestHandOver();
    const moments = [
      this.#acks.due(this.#assembly.size > 0, this.#chain.needKey),
      this.#chain.deadline(),
      touched === undefined ? undefined : touched + GIVE_UP_MS,
      handed === undefined ? undefined : handed + STALL_MS,
    ].filter((moment) => moment !== undefined);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  /** The acknowledgement that is due, if one is. */
  ack(now: number): Uint8Array<ArrayBuffer> | undefined {
    const needKey = this.#chain.needKey;
    const due = this.#acks.due(this.#assembly.size > 0, needKey);
    if (due === undefined || now < due) return undefined;
    const newest = this.#acks.newest;
    const missing = this.#assembly.missing(newest, (kind) => kind === VIDEO_KIND, MAX_MISSING);
    return writeAck({ kind: "ack", newest, fates: this.#acks.take(needKey, now), need_key: needKey, missing });
  }

  #add(fragment: Fragment, now: number, steps: Step[]): void {
    const { seq, index, count, data } = fragment;
    const whole = this.#assembly.add(seq, index, count, data, now);
    if (whole === undefined) return;
    const message = readPicture(whole);
    if (message === undefined) {
      this.#acks.settle(seq, Fate.REFUSED);
      return;
    }
    switch (message.kind) {
      case "tile":
        this.#tile(seq, message, steps);
        return;
      case "video":
        this.#video(seq, message, now, steps);
        return;
      case "cursor_shape":
        if (seq <= this.#shapeSeq || (message.data.length > 0 && !isPng(message.data, message))) {
          this.#acks.settle(seq, Fate.REFUSED);
          return;
        }
        this.#acks.settle(seq, Fate.PAINTED);
        this.#shapeSeq = seq;
        steps.push({ do: "cursor_shape", shape: message });
        return;
      case "cursor_place":
        this.#acks.settle(seq, seq > this.#placeSeq ? Fate.PAINTED : Fate.REFUSED);
        if (seq <= this.#placeSeq) return;
        this.#placeSeq = seq;
        steps.push({ do: "cursor_place", place: message });
        return;
      case "probe":
        this.#acks.settle(seq, Fate.PAINTED);
        return;
      case "still":
        this.#acks.settle(seq, message.layout === this.#layout ? Fate.PAINTED : Fate.REFUSED);
        if (message.layout !== this.#layout) return;
        this.#stillSeq = Math.max(this.#stillSeq, seq);
        this.#lossy = this.#lossy.filter((it) => it.seq > this.#stillSeq);
        return;
    }
  }

  #tile(seq: number, tile: Tile, steps: Step[]): void {
    const rect = { x: tile.x, y: tile.y, w: tile.w, h: tile.h };
    const fits = isPng(tile.data, rect) && this.#inside(tile.layout, rect);
    if (!fits || !this.#order.begin(seq, rect, "refuse")) {
      this.#acks.settle(seq, Fate.REFUSED);
      return;
    }
    this.#known.set(seq, { rect, video: undefined, handedAt: undefined });
    this.#acks.decoding(seq);
    steps.push({ do: "decode_tile", seq, data: tile.data });
  }

  #video(seq: number, video: Video, now: number, steps: Step[]): void {
    const rect = { x: video.x, y: video.y, w: video.w, h: video.h };
    const even = (side: number) => side + (side % 2);
    const whole = video.width === even(this.#size.width) && video.height === even(this.#size.height);
    if (!whole || !this.#inside(video.layout, rect)) {
      this.#acks.settle(seq, Fate.REFUSED);
      return;
    }
    this.#known.set(seq, { rect, video, handedAt: undefined });
    this.#acks.decoding(seq);
    this.#chainSteps(this.#chain.complete(seq, video.frame, video.key, now), now, steps);
  }

  #chainSteps({ start, refuse }: Steps, now: number, steps: Step[]): void {
    for (const seq of refuse) this.#refuse(seq, steps);
    for (const seq of start) {
      const known = this.#known.get(seq);
      if (known?.video === undefined) continue;
      const { key, codec, width, height, data } = known.video;
      known.handedAt = now;
      this.#order.begin(seq, known.rect, "clip");
      steps.push({ do: "decode_video", seq, key, codec, size: { width, height }, data });
    }
  }

  #turns(turns: readonly Turn[], steps: Step[]): void {
    for (const { seq, clip } of turns) {
      const known = this.#known.get(seq);
      if (known === undefined) continue;
      this.#known.delete(seq);
      if (clip.length === 0) {
        this.#acks.settle(seq, Fate.REFUSED);
        steps.push({ do: "drop", seq });
        continue;
      }
      this.#acks.settle(seq, Fate.PAINTED);
      this.#painted += 1;
      this.#lossy = this.#lossy.flatMap((it) => subtract([it.rect], clip).map((rect) => ({ seq: it.seq, rect })));
      if (known.video !== undefined && seq > this.#stillSeq) this.#lossy.push(...clip.map((rect) => ({ seq, rect })));
      if (this.#lossy.length > MAX_LOSSY_PIECES)
        this.#lossy = [{ seq, rect: { x: 0, y: 0, w: this.#size.width, h: this.#size.height } }];
      steps.push({ do: "paint", seq, rect: known.rect, clip });
    }
  }

  #refuse(seq: number, steps: Step[]): void {
    this.#acks.settle(seq, Fate.REFUSED);
    if (this.#known.delete(seq)) steps.push({ do: "drop", seq });
    this.#turns(this.#order.failed(seq), steps);
  }

  #videoBroken(now: number, steps: Step[]): void {
    this.#chainSteps(this.#chain.broken(), now, steps);
    // A frame whose pixels are there waits for its turn only, and keeps it.
    for (const [seq, { handedAt }] of [...this.#known]) if (handedAt !== undefined) this.#refuse(seq, steps);
    steps.push({ do: "reset_video" });
  }

  #giveUp(now: number, steps: Step[]): void {
    const oldest = this.#acks.oldest;
    for (const seq of this.#assembly.abandoned(oldest, now - GIVE_UP_MS)) {
      this.#assembly.forget(seq);
      this.#acks.settle(seq, Fate.REFUSED);
    }
    for (const seq of [...this.#known.keys()]) if (seq < oldest) this.#refuse(seq, steps);
    this.#order.forgetBelow(oldest);
  }

  #oldestHandOver(): number | undefined {
    let oldest: number | undefined;
    for (const { handedAt } of this.#known.values()) {
      if (handedAt !== undefined && (oldest === undefined || handedAt < oldest)) oldest = handedAt;
    }
    return oldest;
  }

  #inside(layout: number, rect: Rect): boolean {
    return layout === this.#layout && rect.x + rect.w <= this.#size.width && rect.y + rect.h <= this.#size.height;
  }
}
