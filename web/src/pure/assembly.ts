// Picture messages put together from fragments that arrive lost, doubled and in any order.

import { MAX_ASSEMBLY_BYTES } from "../wire.gen.ts";

export interface Part {
  readonly seq: number;
  readonly index: number;
}

interface Partial {
  readonly parts: (Uint8Array | undefined)[];
  left: number;
  bytes: number;
  highest: number;
  touchedAt: number;
}

/** Unfinished messages by number. Moments are given in milliseconds. */
export class Assembly {
  readonly #open = new Map<number, Partial>();
  #held = 0;

  get size(): number {
    return this.#open.size;
  }

  /** The whole message when this fragment completes it. One that contradicts an earlier one is dropped. */
  add(seq: number, index: number, count: number, bytes: Uint8Array, now: number): Uint8Array | undefined {
    if (count === 1 && !this.#open.has(seq)) return bytes;
    let partial = this.#open.get(seq);
    if (partial === undefined) {
      partial = { parts: new Array(count), left: count, bytes: 0, highest: 0, touchedAt: now };
      this.#open.set(seq, partial);
    }
    if (partial.parts.length !== count || partial.parts[index] !== undefined) return undefined;
    partial.parts[index] = bytes;
    partial.left -= 1;
    partial.bytes += bytes.length;
    partial.highest = Math.max(partial.highest, index);
    partial.touchedAt = now;
    this.#held += bytes.length;
    if (partial.left > 0) return undefined;
    const message = new Uint8Array(partial.bytes);
    let at = 0;
    for (const part of partial.parts) {
      if (part === undefined) continue;
      message.set(part, at);
      at += part.length;
    }
    this.forget(seq);
    return message;
  }

  forget(seq: number): void {
    const partial = this.#open.get(seq);
    if (partial === undefined) return;
    this.#held -= partial.bytes;
    this.#open.delete(seq);
  }

  clear(): void {
    this.#open.clear();
    this.#held = 0;
  }

  /** Numbers that will not be waited for: older than `oldest`, untouched since `before`, or beyond the memory. */
  abandoned(oldest: number, before: number): number[] {
    const gone = [...this.#open].filter(([seq, it]) => seq < oldest || it.touchedAt <= before).map(([seq]) => seq);
    let held = this.#held;
    for (const seq of gone) held -= this.#open.get(seq)?.bytes ?? 0;
    for (const [seq, partial] of [...this.#open].sort(([a], [b]) => a - b)) {
      if (held <= MAX_ASSEMBLY_BYTES) break;
      if (gone.includes(seq)) continue;
      gone.push(seq);
      held -= partial.bytes;
    }
    return gone;
  }

  /** The moment at which the message untouched for longest was last touched. */
  oldestTouch(): number | undefined {
    let oldest: number | undefined;
    for (const { touchedAt } of this.#open.values()) {
      if (oldest === undefined || touchedAt < oldest) oldest = touchedAt;
    }
    return oldest;
  }

  /**
   * Fragments to ask for again, newest message first, at most `most`: of messages whose first byte `wanted` accepts
   * or is not known yet, and only such fragments that something later has overtaken.
   */
  missing(newest: number, wanted: (kind: number) => boolean, most: number): Part[] {
    const found: Part[] = [];
    for (const [seq, partial] of [...this.#open].sort(([a], [b]) => b - a)) {
      const kind = partial.parts[0]?.[0];
      if (kind !== undefined && !wanted(kind)) continue;
      const end = seq < newest ? partial.parts.length : partial.highest;
      for (let index = 0; index < end; index += 1) {
        if (partial.parts[index] !== undefined) continue;
        if (found.length === most) return found;
        found.push({ seq, index });
      }
    }
    return found;
  }
}
