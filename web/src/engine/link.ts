// The signalling socket of the communicator: dials, says Hello with a one-time ticket, redials.
//
//   off -> wanted -> dialling -> greeting -> up
//             ^          |           |        |
//             +----------+-----------+--------+   closed or silent: wait, ask for a new ticket, dial again
//
// A socket ticket works once and for 30 s, so every dial needs a new one; the desk gives it when asked.

import {
  type BrokerFromCommunicator,
  type BrokerToCommunicator,
  PROTOCOL_VERSION,
  readBrokerToCommunicator,
  writeBrokerFromCommunicator,
} from "../wire.gen.ts";
import { Alarm, type Clock } from "./clock.ts";

/** What is used of a browser's WebSocket. */
export interface Socket {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export type LinkState = "off" | "wanted" | "dialling" | "greeting" | "up";

export interface LinkEvents {
  stateChanged(state: LinkState): void;
  message(message: Exclude<BrokerToCommunicator, { t: "wake" }>): void;
  /** A new one-time socket ticket is needed; hand it to `ticket`. */
  ticketWanted(): void;
  /** The service spoke in a way this page does not understand. That socket is closed; a new one is dialled later. */
  broken(): void;
}

const GREETING_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** Asked for, but nothing came: the desk may be on its sign-in page. */
const TICKET_AGAIN_MS = 10_000;

export class Link {
  #state: LinkState = "off";
  #socket: Socket | undefined;
  #failures = 0;
  readonly #alarm: Alarm;
  readonly #clock: Clock;
  readonly #open: () => Socket;
  readonly #events: LinkEvents;

  constructor(open: () => Socket, clock: Clock, events: LinkEvents) {
    this.#open = open;
    this.#clock = clock;
    this.#events = events;
    this.#alarm = new Alarm(clock);
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Dials with this ticket, unless a socket stands already or is being dialled. */
  ticket(socketTicket: string): void {
    if (this.#socket !== undefined) return;
    this.#alarm.stop();
    this.#dial(socketTicket);
  }

  /** False when the socket is not up: the message was not sent. */
  say(message: BrokerFromCommunicator): boolean {
    if (this.#state !== "up") return false;
    this.#socket?.send(writeBrokerFromCommunicator(message));
    return true;
  }

  close(): void {
    this.#hangUp();
    this.#alarm.stop();
    this.#enter("off");
  }

  #dial(socketTicket: string): void {
    const socket = this.#open();
    this.#socket = socket;
    this.#enter("dialling");
    this.#alarm.set(GREETING_MS, () => this.#lost());
    socket.onopen = () => {
      socket.send(writeBrokerFromCommunicator({ t: "hello", version: PROTOCOL_VERSION, socket_ticket: socketTicket }));
      this.#enter("greeting");
    };
    socket.onmessage = ({ data }) => this.#heard(data);
    socket.onclose = () => this.#lost();
  }

  #heard(data: unknown): void {
    const message = typeof data === "string" ? readBrokerToCommunicator(data) : undefined;
    if (message === undefined) {
      this.#lost();
      this.#events.broken();
      return;
    }
    if (message.t === "wake") return;
    if (message.t === "welcome" && this.#state === "greeting") {
      this.#alarm.stop();
      this.#failures = 0;
      this.#enter("up");
    }
    this.#events.message(message);
  }

  #lost(): void {
    this.#hangUp();
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    const share = (this.#clock.draw(1)[0] ?? 0) / 255;
    this.#want(wait * (0.75 + share / 2));
  }

  #want(inMs: number): void {
    this.#enter("wanted");
    this.#alarm.set(inMs, () => {
      this.#events.ticketWanted();
      this.#alarm.set(TICKET_AGAIN_MS, () => this.#want(0));
    });
  }

  #hangUp(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#socket = undefined;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  #enter(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.stateChanged(state);
  }
}
