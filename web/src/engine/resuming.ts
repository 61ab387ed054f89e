// Taking an interrupted path up again: offered now, every few seconds, and whenever the other side is back, until a
// moment after which the session is over.

import { Alarm, type Clock } from "./clock.ts";

export interface ResumingEvents {
  /** The moment after which it is over; undefined while nothing is interrupted. */
  until(): number | undefined;
  /** A new path is offered, if that is possible at this moment. */
  offer(): void;
  over(): void;
}

/** One attempt to take the picture path up again. */
const ATTEMPT_MS = 8_000;

export class Resuming {
  readonly #clock: Clock;
  readonly #events: ResumingEvents;
  readonly #alarm: Alarm;

  constructor(clock: Clock, events: ResumingEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#alarm = new Alarm(clock);
  }

  /** Tries at once, and again later. Does nothing while nothing is interrupted. */
  attempt(): void {
    const until = this.#events.until();
    if (until === undefined) return;
    const leftMs = until - this.#clock.now();
    if (leftMs <= 0) {
      this.#events.over();
      return;
    }
    this.#alarm.set(Math.min(ATTEMPT_MS, leftMs), () => this.attempt());
    this.#events.offer();
  }

  stop(): void {
    this.#alarm.stop();
  }
}
