// Which video frames may go to the decoder: each delta after its predecessor, everything else after a key frame.

import { VIDEO_GAP_MS } from "../wire.gen.ts";

export interface Steps {
  /** Message numbers to hand to the decoder now, in this order. */
  readonly start: readonly number[];
  /** Message numbers that will never be decoded. */
  readonly refuse: readonly number[];
}

const NOTHING: Steps = { start: [], refuse: [] };

/** The order of one stream of video frames. Frame numbers rise by one; moments are given in milliseconds. */
export class Chain {
  readonly #waiting = new Map<number, { readonly seq: number; readonly since: number }>();
  #last: number | undefined;
  #newest = -1;
  #needKey = false;

  /** Whether only a key frame can go on. */
  get needKey(): boolean {
    return this.#needKey;
  }

  /** A frame has arrived whole. */
  complete(seq: number, frame: number, key: boolean, now: number): Steps {
    if (frame <= this.#newest || this.#waiting.has(frame)) return { start: [], refuse: [seq] };
    if (key) {
      const refuse = this.#dropWaiting((waiting) => waiting < frame);
      this.#needKey = false;
      this.#handOver(frame);
      return { start: [seq, ...this.#successors()], refuse };
    }
    if (this.#needKey) return { start: [], refuse: [seq] };
    if (this.#last !== undefined && frame === this.#last + 1) {
      this.#handOver(frame);
      return { start: [seq, ...this.#successors()], refuse: [] };
    }
    this.#waiting.set(frame, { seq, since: now });
    return NOTHING;
  }

  /** The decoder failed, or what it holds is no longer wanted: everything up to the next key frame is lost. */
  broken(): Steps {
    this.#last = undefined;
    this.#needKey = true;
    return { start: [], refuse: this.#dropWaiting(() => true) };
  }

  tick(now: number): Steps {
    const deadline = this.deadline();
    return deadline !== undefined && now >= deadline ? this.broken() : NOTHING;
  }

  deadline(): number | undefined {
    let first: number | undefined;
    for (const { since } of this.#waiting.values()) if (first === undefined || since < first) first = since;
    return first === undefined ? undefined : first + VIDEO_GAP_MS;
  }

  #handOver(frame: number): void {
    this.#last = frame;
    this.#newest = frame;
  }

  #successors(): number[] {
    const start: number[] = [];
    for (;;) {
      const next: number = (this.#last ?? 0) + 1;
      const waiting = this.#waiting.get(next);
      if (waiting === undefined) return start;
      this.#waiting.delete(next);
      this.#handOver(next);
      start.push(waiting.seq);
    }
  }

  #dropWaiting(which: (frame: number) => boolean): number[] {
    const gone = [...this.#waiting].filter(([frame]) => which(frame));
    for (const [frame] of gone) this.#waiting.delete(frame);
    return gone.map(([, { seq }]) => seq);
  }
}
