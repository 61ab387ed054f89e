// What the communicator's hands do, as input frames. Each frame is led by the grant it was made under and the layout
// it was measured on; without either, nothing is made. Keys are places on the keyboard, never letters.

import type { Point } from "../pure/geometry.ts";
import { type InputFrame, type MouseButton, NOTCH, USAGE_OF_CODE, writeInput } from "../wire.gen.ts";
import { typedPieces } from "./clipboard.ts";

/** What of a KeyboardEvent decides. */
export interface Stroke {
  readonly code: string;
  readonly key: string;
  readonly repeat: boolean;
  readonly isComposing: boolean;
}

/** Under which numbers input is made at this moment. */
export interface Authority {
  readonly grant: number;
  readonly layout: number;
}

export interface InputPort {
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** Whether older input still waits to leave. */
  isBehind(): boolean;
}

// Frames without the two numbers that lead them.
type Bare = InputFrame extends infer Frame
  ? Frame extends InputFrame
    ? Omit<Frame, "grant" | "layout">
    : never
  : never;

/** Keys of which browsers report only one half of the stroke; they travel as a whole one. */
const HALF_REPORTED = new Set([
  "Alphanumeric",
  "CapsLock",
  "Eisu",
  "Hankaku",
  "Hiragana",
  "HiraganaKatakana",
  "KanaMode",
  "KanjiMode",
  "Katakana",
  "Romaji",
  "Zenkaku",
  "ZenkakuHankaku",
]);

/** Page pixels that make one notch, and lines and pages in page pixels (WheelEvent.deltaMode 0, 1, 2). */
const NOTCH_PIXELS = 100;
const MODE_PIXELS = [1, 100 / 3, 800];
const MOST_TURN = 32_767;

export class Input {
  readonly #port: InputPort;
  #authority: Authority | undefined;
  readonly #keys = new Map<string, number>();
  readonly #buttons = new Set<MouseButton>();
  #place: Point = { x: 0, y: 0 };
  #moved = false;
  #turn = { x: 0, y: 0 };

  constructor(port: InputPort) {
    this.#port = port;
  }

  /** Whether frames are made at all. */
  get isLive(): boolean {
    return this.#authority !== undefined;
  }

  /** New numbers, or none. Whatever was held goes up and is no longer known here: under the numbers that the other side
   * still hears, the new ones when only the layout is another. */
  setAuthority(authority: Authority | undefined): void {
    const before = this.#authority;
    if (authority?.grant === before?.grant && authority?.layout === before?.layout) return;
    if (authority?.grant === before?.grant) this.#authority = authority;
    this.release();
    this.#authority = authority;
  }

  /** Whether the stroke belongs to the other computer (and its default here must not happen). */
  keyDown(stroke: Stroke): boolean {
    const usage = USAGE_OF_CODE.get(stroke.code);
    if (usage === undefined || !this.isLive || stroke.isComposing || stroke.key === "Process") return false;
    if (stroke.repeat) return true; // a held key repeats at the other computer
    if (HALF_REPORTED.has(stroke.key)) {
      this.tap([usage]);
      return true;
    }
    this.#keys.set(stroke.code, usage);
    this.#send({ kind: "key", usage, down: true });
    return true;
  }

  keyUp(stroke: Stroke): boolean {
    const usage = this.#keys.get(stroke.code);
    if (usage === undefined) return false;
    this.#keys.delete(stroke.code);
    this.#send({ kind: "key", usage, down: false });
    // While Meta is held, some systems never tell that another key went up.
    if (stroke.code.startsWith("Meta")) this.release();
    return true;
  }

  /** Presses the keys in this order and lets them go in the other. */
  tap(usages: readonly number[]): void {
    for (const usage of usages) this.#send({ kind: "key", usage, down: true });
    for (const usage of [...usages].reverse()) this.#send({ kind: "key", usage, down: false });
  }

  /** One key of the page's own palette goes down or up; it is let go with all others. */
  hold(code: string, down: boolean): void {
    const usage = USAGE_OF_CODE.get(code);
    if (usage === undefined || !this.isLive) return;
    if (down) this.#keys.set(code, usage);
    else this.#keys.delete(code);
    this.#send({ kind: "key", usage, down });
  }

  /** Committed text, from an input method or a paste. Answers how many letters were handed over. */
  text(text: string): number {
    if (!this.isLive) return 0;
    let letters = 0;
    for (const piece of typedPieces(text)) {
      this.#send({ kind: "committed_text", text: piece });
      letters += [...piece].length;
    }
    return letters;
  }

  /** The pointer is here now. It is told with the next `flush`. */
  moveTo(place: Point): void {
    if (place.x === this.#place.x && place.y === this.#place.y) return;
    this.#place = place;
    this.#moved = true;
  }

  button(button: MouseButton, down: boolean, place: Point): void {
    if (down === this.#buttons.has(button)) return;
    this.#place = place;
    this.#moved = false;
    if (down) this.#buttons.add(button);
    else this.#buttons.delete(button);
    this.#send({ kind: "button", ...place, button, down });
  }

  /** The wheel turned by a WheelEvent's deltas. It is told with the next `flush`. */
  wheel(dx: number, dy: number, mode: number, place: Point): void {
    const scale = ((MODE_PIXELS[mode] ?? 1) * NOTCH) / NOTCH_PIXELS;
    this.moveTo(place);
    this.#turn = { x: this.#turn.x + dx * scale, y: this.#turn.y + dy * scale };
  }

  /** Once for each picture of the page: the newest place, and what the wheel has turned since. */
  flush(): void {
    if (!this.isLive) {
      this.#moved = false;
      this.#turn = { x: 0, y: 0 };
      return;
    }
    if (this.#port.isBehind()) return;
    const whole = (value: number) => Math.min(MOST_TURN, Math.max(-MOST_TURN, Math.trunc(value)));
    const [dx, dy] = [whole(this.#turn.x), whole(this.#turn.y)];
    if (dx !== 0 || dy !== 0) {
      this.#turn = { x: this.#turn.x - dx, y: this.#turn.y - dy };
      this.#moved = false;
      this.#send({ kind: "wheel", ...this.#place, dx, dy });
    } else if (this.#moved) {
      this.#moved = false;
      this.#send({ kind: "move", ...this.#place });
    }
  }

  get isWaiting(): boolean {
    return this.isLive && (this.#moved || Math.abs(this.#turn.x) >= 1 || Math.abs(this.#turn.y) >= 1);
  }

  /** Everything that is held goes up: the page lost the keyboard, the permission went. */
  release(): void {
    const held = this.#keys.size + this.#buttons.size > 0;
    this.#keys.clear();
    this.#buttons.clear();
    if (held) this.#send({ kind: "release" });
  }

  #send(frame: Bare): void {
    if (this.#authority === undefined) return;
    this.#port.send(writeInput({ ...frame, ...this.#authority } as InputFrame));
  }
}
