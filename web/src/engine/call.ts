// One call at this page: from a typed pass to the end, and back to the next pass.
//
//   empty -> pass -> connecting (claim, prove, connect) -> live -> over -> pass
//                        |                                  ^  |
//                        +-> pass, with a failure  resuming +--+
//
// It moves neither the session row (the service does) nor the gate (the subscriber's side does): it shows what they
// say. The pass's secret goes into the exchange and is kept nowhere.

import type { OneTimePass } from "../pure/one_time_pass.ts";
import type { Ending, Permission } from "../wire.gen.ts";
import { Course } from "./course.ts";
import type { PicturePath } from "./peer.ts";
import type { CallPorts } from "./ports.ts";
import { Shown } from "./shown.ts";
import type { CallState, DeskTicket } from "./state.ts";

export class Call {
  readonly #shown: Shown;
  readonly #course: Course;

  constructor(ports: CallPorts) {
    this.#shown = new Shown((state) => ports.changed(state));
    this.#course = new Course(ports, this.#shown);
  }

  get state(): CallState {
    return this.#shown.state;
  }

  /** The path input goes into, while one is open. */
  get path(): PicturePath | undefined {
    return this.#course.paths.open;
  }

  /** The desk shows this ticket, with a fresh socket ticket. A running session keeps its own. */
  deskTicket(ticket: DeskTicket, socketTicket: string): void {
    this.#course.socketTicket(socketTicket);
    this.#shown.deskTicket(ticket);
  }

  /** The page was loaded anew; whatever session it held is over. */
  wasReloaded(): void {
    this.#shown.wasReloaded();
  }

  deskHasNoTicket(): void {
    this.#shown.deskHasNoTicket();
  }

  /** The desk has no ticket any more, since this one is done with. */
  ticketFinished(ticket: number): void {
    this.#shown.ticketFinished(ticket);
  }

  /** Typing has begun: what takes time and needs no pass is started. */
  prepare(): void {
    this.#course.paths.prepare();
  }

  /** A whole pass was typed. Only its nameplate is sent. */
  claim(pass: OneTimePass): void {
    this.#course.claim(pass);
  }

  ask(permission: Permission): void {
    this.#course.conversation.say({ t: "ask", permission });
  }

  giveBack(permission: Permission): void {
    this.#course.conversation.say({ t: "give_back", permission });
  }

  /** False when the text is too long for one clipboard. */
  putOnClipboard(text: string): boolean {
    return this.#course.conversation.putOnClipboard(text);
  }

  /** The communicator ends the session. */
  end(reason: Ending): void {
    this.#course.end(reason);
  }

  /** The communicator gives up connecting. */
  cancel(): void {
    this.#course.cancel();
  }

  /** From the end of one session, or of one failure, to the next pass. */
  again(): void {
    this.#shown.again();
  }
}
