// Painting in number order wherever rectangles overlap, though decoders finish in their own time.
//
//   begun    a tile whose last fragment came, a video frame that was handed to the decoder
//   decoded  its pixels are there; it is painted once nothing begun and earlier still lies under it
//   late     something newer is already painted there: a tile is refused, a frame is painted around it
//
// A message that is not begun (incomplete, or waiting for its predecessor) holds up nobody.

import { overlap, type Rect, subtract } from "./region.ts";

export type Late = "refuse" | "clip";

/** What becomes of a decoded message: `clip` is what of it may be painted; empty means refused. */
export interface Turn {
  readonly seq: number;
  readonly clip: readonly Rect[];
}

interface Begun {
  readonly rect: Rect;
  readonly late: Late;
  decoded: boolean;
}

export class PaintOrder {
  readonly #begun = new Map<number, Begun>();
  #painted: { readonly seq: number; readonly rect: Rect }[] = [];

  /** Whether anything is being decoded or waits for its turn. */
  get busy(): boolean {
    return this.#begun.size > 0;
  }

  /** False when it comes too late and is refused; nothing needs to be decoded then. */
  begin(seq: number, rect: Rect, late: Late): boolean {
    if (late === "refuse" && this.#newerOver(seq, rect).length > 0) return false;
    this.#begun.set(seq, { rect, late, decoded: false });
    return true;
  }

  /** Its pixels are there. Answers everything whose turn has come, in the order of painting. */
  decoded(seq: number): Turn[] {
    const begun = this.#begun.get(seq);
    if (begun === undefined) return [];
    begun.decoded = true;
    return this.#release();
  }

  /** It will never have pixels. Others may have waited for it. */
  failed(seq: number): Turn[] {
    return this.#begun.delete(seq) ? this.#release() : [];
  }

  /** Numbers below `oldest` never come again, so what they might have met can be forgotten. */
  forgetBelow(oldest: number): void {
    if (this.#painted.some(({ seq }) => seq < oldest)) this.#painted = this.#painted.filter(({ seq }) => seq >= oldest);
  }

  clear(): void {
    this.#begun.clear();
    this.#painted = [];
  }

  #release(): Turn[] {
    const turns: Turn[] = [];
    for (const [seq, begun] of [...this.#begun].sort(([a], [b]) => a - b)) {
      if (!begun.decoded || this.#earlierUnder(seq, begun.rect)) continue;
      this.#begun.delete(seq);
      const newer = this.#newerOver(seq, begun.rect);
      const clip = begun.late === "clip" ? subtract([begun.rect], newer) : newer.length === 0 ? [begun.rect] : [];
      if (clip.length > 0) this.#painted.push({ seq, rect: begun.rect });
      turns.push({ seq, clip });
    }
    return turns;
  }

  #earlierUnder(seq: number, rect: Rect): boolean {
    for (const [other, begun] of this.#begun) if (other < seq && overlap(begun.rect, rect)) return true;
    return false;
  }

  #newerOver(seq: number, rect: Rect): Rect[] {
    return this.#painted.filter((it) => it.seq > seq && overlap(it.rect, rect)).map((it) => it.rect);
  }
}
