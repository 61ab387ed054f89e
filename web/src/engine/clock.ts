// The only place where the pages read time and draw chance, and where timers are set.

export type Cancel = () => void;

export interface Clock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Calls once after so many milliseconds. */
  after(ms: number, act: () => void): Cancel;
  /** Random bytes fit for keys. */
  draw(count: number): Uint8Array<ArrayBuffer>;
}

export const clock: Clock = {
  now: () => performance.now(),
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  draw: (count) => crypto.getRandomValues(new Uint8Array(count)),
};

/** Calls before the browser paints next. */
export function beforePaint(act: () => void): void {
  requestAnimationFrame(act);
}

const inJapan = new Intl.DateTimeFormat("ja-JP", {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "Asia/Tokyo",
});

/** Hours and minutes so many milliseconds from now, as "21:05": Japanese time, as on every page of the desk. */
export function wallClock(inMs: number): string {
  return inJapan.format(new Date(Date.now() + inMs));
}

/** One timer at a time: setting it again replaces it. */
export class Alarm {
  #cancel: Cancel | undefined;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(ms: number, act: () => void): void {
    this.stop();
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined;
      act();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
