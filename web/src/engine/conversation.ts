// The words of one session over its picture path: Ready and Ask out, Snapshot and Layout in, signs of life both ways.

import {
  ALIVE_EVERY_S,
  type Codec,
  ENDED_AFTER_S,
  type Ending,
  type Layout,
  type PeerFromCommunicator,
  Permission,
  readPeerFromSubscriber,
  writePeerFromCommunicator,
} from "../wire.gen.ts";
import { ClipboardReader, clipboardPieces } from "./clipboard.ts";
import { Alarm, type Clock } from "./clock.ts";
import type { CallState } from "./state.ts";

export interface ConversationEvents {
  say(json: string): void;
  changed(change: Pick<Partial<CallState>, "gate" | "layout" | "heardAt">): void;
  layout(layout: Layout): void;
  /** The screen may no longer be seen: what is on the canvas goes. */
  hidden(): void;
  note(code: string): void;
  clipboard(text: string): void;
  bye(reason: Ending): void;
  /** The other side has not been heard for so long that the path must be made again. */
  silent(): void;
  /** Words outside the protocol. */
  broken(): void;
}

/** No sign of life for so long: two of the other side's were lost. */
const QUIET_MS = 12_000;
/** A network that wavers for so long will not come back by itself. */
const WAVERING_MS = 3_000;

export class Conversation {
  readonly #clock: Clock;
  readonly #events: ConversationEvents;
  readonly #alive: Alarm;
  readonly #quiet: Alarm;
  readonly #waver: Alarm;
  #clipboard = new ClipboardReader();
  #clipboardSerial = 0;
  #serial = 0;
  #echo = 0;
  #heardAt = 0;
  #seen = false;

  constructor(clock: Clock, events: ConversationEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#alive = new Alarm(clock);
    this.#quiet = new Alarm(clock);
    this.#waver = new Alarm(clock);
  }

  /** The path is open. `allowed` says which permission is asked for at once; empty after an interruption. */
  begin(codecs: readonly Codec[], allowed: readonly Permission[]): void {
    this.#heardAt = this.#clock.now();
    this.#clipboard = new ClipboardReader();
    this.say({ t: "ready", codecs });
    if (allowed.includes(Permission.VIEW)) this.say({ t: "ask", permission: Permission.VIEW });
    this.#beat();
    this.#watch();
  }

  say(message: PeerFromCommunicator): void {
    this.#events.say(writePeerFromCommunicator(message));
  }

  putOnClipboard(text: string): boolean {
    this.#clipboardSerial += 1;
    const pieces = clipboardPieces(text, this.#clipboardSerial);
    for (const piece of pieces ?? []) this.say(piece);
    return pieces !== undefined;
  }

  heard(json: string): void {
    const message = readPeerFromSubscriber(json);
    if (message === undefined) {
      this.#events.broken();
      return;
    }
    this.signOfLife();
    switch (message.t) {
      case "snapshot": {
        this.#events.changed({ gate: { snapshot: message, at: this.#clock.now() }, heardAt: this.#heardAt });
        const sees = !message.paused && message.grants.some(({ permission }) => permission === Permission.VIEW);
        if (this.#seen && !sees) this.#events.hidden();
        this.#seen = sees;
        return;
      }
      case "layout":
        this.#events.layout(message);
        this.#events.changed({ layout: message });
        return;
      case "alive":
        this.#echo = message.serial;
        this.#events.changed({ heardAt: this.#heardAt });
        return;
      case "clipboard_text": {
        const text = this.#clipboard.add(message);
        if (text !== undefined) this.#events.clipboard(text);
        return;
      }
      case "note":
        this.#events.note(message.code);
        return;
      case "bye":
        this.#events.bye(message.reason);
        return;
    }
  }

  signOfLife(): void {
    this.#heardAt = this.#clock.now();
  }

  wavering(wavering: boolean): void {
    if (wavering) this.#waver.set(WAVERING_MS, () => this.#events.silent());
    else this.#waver.stop();
  }

  /** The path is gone. Answers the moment until which it may come back. */
  interrupted(): number {
    this.end();
    return this.#heardAt + ENDED_AFTER_S * 1_000;
  }

  end(): void {
    this.#alive.stop();
    this.#quiet.stop();
    this.#waver.stop();
  }

  #beat(): void {
    this.#serial += 1;
    this.say({ t: "alive", serial: this.#serial, echo: this.#echo });
    this.#alive.set(ALIVE_EVERY_S * 1_000, () => this.#beat());
  }

  #watch(): void {
    const left = this.#heardAt + QUIET_MS - this.#clock.now();
    if (left <= 0) this.#events.silent();
    else this.#quiet.set(left, () => this.#watch());
  }
}
