// What the page tells the sender about the fate of its messages, and when.
//
//   something was settled   at once, then at most every 15 ms
//   something is incomplete every 100 ms
//   a key frame is needed   every 250 ms, eight times after the last arrival
//   all is settled          never

import { ACK_WINDOW, Fate } from "../wire.gen.ts";

export const SPACING_MS = 15;
const INCOMPLETE_MS = 100;
const NEED_KEY_MS = 250;
const NEED_KEY_TIMES = 8;

/** Fates of the newest ACK_WINDOW numbers and the moment of the next acknowledgement. Moments in milliseconds. */
export class Acks {
  readonly #fates = new Map<number, Fate>();
  #newest = 0;
  #news = false;
  #sentAt = Number.NEGATIVE_INFINITY;
  #needKeySent = 0;

  get newest(): number {
    return this.#newest;
  }

  /** The lowest number that still has a fate. */
  get oldest(): number {
    return Math.max(1, this.#newest - ACK_WINDOW + 1);
  }

  fate(seq: number): Fate {
    return this.#fates.get(seq) ?? Fate.UNKNOWN;
  }

  /** Something of this number has arrived. False when it is older than what is remembered. */
  arrived(seq: number): boolean {
    this.#needKeySent = 0;
    if (seq > this.#newest) {
      this.#newest = seq;
      for (const known of this.#fates.keys()) if (known < this.oldest) this.#fates.delete(known);
    }
    return seq >= this.oldest;
  }

  decoding(seq: number): void {
    this.#set(seq, Fate.DECODING);
  }

  settle(seq: number, fate: typeof Fate.PAINTED | typeof Fate.REFUSED): void {
    this.#set(seq, fate);
    this.#news = true;
  }

  /** Somebody asks to be told although nothing is new. */
  askedFor(): void {
    this.#news = true;
  }

  due(incomplete: boolean, needKey: boolean): number | undefined {
    if (this.#newest === 0) return undefined;
    if (this.#news) return this.#sentAt + SPACING_MS;
    if (incomplete) return this.#sentAt + INCOMPLETE_MS;
    if (needKey && this.#needKeySent < NEED_KEY_TIMES) return this.#sentAt + NEED_KEY_MS;
    return undefined;
  }

  /** The fates to send now, newest first. */
  take(needKey: boolean, now: number): Fate[] {
    this.#news = false;
    this.#sentAt = now;
    if (needKey) this.#needKeySent += 1;
    const fates: Fate[] = [];
    for (let seq = this.#newest; seq >= this.oldest; seq -= 1) fates.push(this.fate(seq));
    return fates;
  }

  #set(seq: number, fate: Fate): void {
    if (seq >= this.oldest && seq <= this.#newest) this.#fates.set(seq, fate);
  }
}
