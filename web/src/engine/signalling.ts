// What this page and the service say of one session: claimed once, resumed at every new socket, ended at last.
//
// The row is the service's: here stands only which one it is, and what of it the service has still to hear. The rest of
// what the service says is handed on.

import type { OneTimePass } from "../pure/one_time_pass.ts";
import { type BrokerToCommunicator, Ending, type Granted, type Person } from "../wire.gen.ts";
import { Link, type LinkState } from "./link.ts";
import type { CallPorts } from "./ports.ts";

export type Heard = Exclude<BrokerToCommunicator, { t: "wake" | "welcome" | "granted" }>;

export interface SignallingEvents {
  stateChanged(link: LinkState): void;
  /** The claim was granted to `me`; the pass is now in these hands alone. */
  granted(granted: Granted, pass: OneTimePass, me: Person): void;
  heard(message: Heard): void;
  /** The service that greets is not the one this page belongs to; its socket is closed. */
  otherOrigin(): void;
  /** Words outside the protocol. */
  broken(): void;
}

interface Session {
  readonly id: string;
  readonly ticket: number;
}

export class Signalling {
  readonly #ports: CallPorts;
  readonly #link: Link;
  readonly #events: SignallingEvents;
  #me: Person | undefined;
  #claim: { readonly pass: OneTimePass; readonly ticket: number } | undefined;
  #session: Session | undefined;
  #unsentEnd: Ending | undefined;

  constructor(ports: CallPorts, events: SignallingEvents) {
    this.#ports = ports;
    this.#events = events;
    this.#link = new Link(() => ports.openSocket(), ports.clock, {
      stateChanged: (link) => events.stateChanged(link),
      message: (message) => this.#heard(message),
      ticketWanted: () => ports.wantSocketTicket(),
      broken: () => events.broken(),
    });
  }

  get isUp(): boolean {
    return this.#link.state === "up";
  }

  /** Whether there is a session the service knows of, or has still to hear the end of. */
  get hasSession(): boolean {
    return this.#session !== undefined;
  }

  /** Dials with this ticket when no socket stands. */
  ticket(socketTicket: string): void {
    this.#link.ticket(socketTicket);
  }

  /** Only the nameplate is sent: now, or as soon as the service greets. */
  claim(pass: OneTimePass, ticket: number): void {
    this.#claim = { pass, ticket };
    this.#sayClaim();
  }

  relay(box: string): void {
    this.#link.say({ t: "relay", box });
  }

  /** The desk hears that the session has begun. */
  live(): void {
    const session = this.#session;
    if (session !== undefined) this.#ports.sessionMoved(session.ticket, session.id, "live");
  }

  /** Claim and session are given up. `tell` is what the service hears of it; undefined: it knows already. */
  leave(tell: Ending | undefined): void {
    this.#claim = undefined;
    const session = this.#session;
    if (session === undefined) return;
    this.#ports.sessionMoved(session.ticket, session.id, "ended");
    if (tell === undefined) this.#session = undefined;
    else this.#sayEnd(tell);
  }

  /** The service does not know the session any more. */
  forget(): void {
    this.#session = undefined;
  }

  #heard(message: Exclude<BrokerToCommunicator, { t: "wake" }>): void {
    switch (message.t) {
      case "welcome":
        this.#me = message.communicator;
        if (message.origin !== this.#ports.origin) {
          this.#link.close();
          this.#events.otherOrigin();
        } else if (this.#session !== undefined) this.#link.say({ t: "resume", session: this.#session.id, resume: "" });
        else this.#sayClaim();
        return;
      case "granted":
        this.#granted(message);
        return;
      case "resumed":
        if (this.#unsentEnd !== undefined) this.#sayEnd(this.#unsentEnd);
        else this.#events.heard(message);
        return;
      default:
        this.#events.heard(message);
    }
  }

  #granted(granted: Granted): void {
    const claim = this.#claim;
    this.#claim = undefined;
    if (claim === undefined || this.#me === undefined) {
      this.#link.say({ t: "end", reason: Ending.STOPPED_BY_COMMUNICATOR });
      return;
    }
    this.#session = { id: granted.session, ticket: claim.ticket };
    this.#ports.sessionMoved(claim.ticket, granted.session, "claimed");
    this.#events.granted(granted, claim.pass, this.#me);
  }

  #sayClaim(): void {
    if (this.#claim === undefined) return;
    this.#link.say({ t: "claim", nameplate: this.#claim.pass.nameplate, ticket: this.#claim.ticket });
  }

  /** The service hears of the end now, or when the socket is back. */
  #sayEnd(reason: Ending): void {
    this.#unsentEnd = this.#link.say({ t: "end", reason }) ? undefined : reason;
    if (this.#unsentEnd === undefined) this.#session = undefined;
  }
}
