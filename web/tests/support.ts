// Doubles for tests: a clock that is moved by hand, chance that repeats.

import type { Clock } from "../src/engine/clock.ts";

export class HandClock implements Clock {
  #now = 0;
  #timers: { at: number; act: () => void }[] = [];

  now = () => this.#now;

  after = (ms: number, act: () => void) => {
    const timer = { at: this.#now + Math.max(0, ms), act };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((it) => it !== timer);
    };
  };

  draw = (count: number) => new Uint8Array(count).fill(7);

  /** Moves on by so many milliseconds and calls what falls due, in order. */
  move(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((it) => it !== next);
      this.#now = next.at;
      next.act();
    }
    this.#now = end;
  }
}

/** Numbers from 0 below `limit`, the same for the same seed (mulberry32). */
export function chance(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

/** Lets every settled promise run its course. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
