// How exact the picture is, how far away it is, and what it costs.

import { wallClock } from "../engine/clock.ts";
import type { Figures } from "../engine/picture.ts";
import type { CallState } from "../engine/state.ts";
import { maySee, timeLeft } from "../engine/state.ts";
import { ViewerKind } from "../wire.gen.ts";
import { mark, part, say } from "./page.ts";
import { words } from "./words.ts";

/** Without a sign of life for longer than this, the page says so. */
const ALARM_S = 8;
const RATE_WINDOW_MS = 2_000;

export class FiguresLine {
  #figures: Figures = { painted: 0, bytes: 0, exact: false };
  #samples: { readonly at: number; readonly bytes: number }[] = [];
  #roundTripMs: number | undefined;

  heard(figures: Figures, now: number): void {
    this.#figures = figures;
    this.#samples.push({ at: now, bytes: figures.bytes });
  }

  roundTrip(ms: number | undefined): void {
    this.#roundTripMs = ms;
  }

  /** Whether a picture of this desktop was painted already. */
  get hasPicture(): boolean {
    return this.#figures.painted > 0;
  }

  /** Nothing painted counts any more: the picture was taken away. */
  forget(): void {
    this.#figures = { ...this.#figures, painted: 0, exact: false };
  }

  show(state: CallState, now: number): void {
    const sees = maySee(state) && this.hasPicture;
    const quality = !sees ? "none" : this.#figures.exact ? "exact" : "refining";
    const shown = part("figures-quality");
    mark(shown, "quality", quality);
    say(shown, words(`figures.${quality}`));
    const ms = this.#roundTripMs;
    say(part("figures-latency"), ms === undefined ? "" : words("figures.latency", { ms: Math.max(1, Math.round(ms)) }));
    say(part("figures-rate"), words("figures.rate", { rate: (this.#rate(now) / 1_000).toFixed(1) }));
    const { layout } = state;
    say(
      part("figures-size"),
      layout === undefined ? "" : words("figures.size", { width: layout.width, height: layout.height }),
    );
    this.#showTime(state, now);
    const silent = Math.floor((now - state.heardAt) / 1_000);
    const alarm = state.phase === "live" && state.heardAt > 0 && silent >= ALARM_S;
    say(part("figures-alarm"), alarm ? words("figures.alarm", { seconds: silent }) : "");
  }

  #showTime(state: CallState, now: number): void {
    const time = timeLeft(state, now);
    const fill = { minutes: time?.minutes ?? 0, until: wallClock(time?.leftMs ?? 0) };
    say(part("figures-time"), time === undefined ? "" : words("time.left", fill));
    // Said once, in words that stand still: nothing counts down.
    const tells = time?.isSoon === true && state.kind === ViewerKind.MAIN;
    say(part("figures-soon"), tells ? words("time.soon", fill) : "");
  }

  /** Bytes a second over the last moments. */
  #rate(now: number): number {
    while (this.#samples.length > 1 && (this.#samples[1]?.at ?? now) < now - RATE_WINDOW_MS) this.#samples.shift();
    const first = this.#samples[0];
    if (first === undefined) return 0;
    return ((this.#figures.bytes - first.bytes) * 1_000) / Math.max(RATE_WINDOW_MS, now - first.at);
  }
}
