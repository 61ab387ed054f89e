// What a call shows: its one state, and beside it the ticket that stands at the desk, which the next number is for.

import { ViewerKind } from "../wire.gen.ts";
import { type CallState, type DeskTicket, type Failure, failure, NOTHING_YET, type Phase } from "./state.ts";

export class Shown {
  #state = NOTHING_YET;
  /** What the desk shows now; a session that runs keeps the ticket it was claimed for. */
  #desk: DeskTicket | undefined;
  readonly #changed: (state: CallState) => void;

  constructor(changed: (state: CallState) => void) {
    this.#changed = changed;
  }

  get state(): CallState {
    return this.#state;
  }

  show(change: Partial<CallState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed(this.#state);
  }

  deskTicket(ticket: DeskTicket): void {
    this.#desk = ticket;
    const { phase } = this.#state;
    if (phase === "connecting" || phase === "live") return;
    const other = ticket.ticket !== this.#state.ticket?.ticket;
    this.show({
      ticket,
      phase: phase === "over" && !other ? "over" : "pass",
      failure: other ? undefined : this.#state.failure,
    });
  }

  deskHasNoTicket(): void {
    this.#desk = undefined;
    const { phase } = this.#state;
    if (phase === "pass") this.show({ phase: "empty", ticket: undefined, failure: undefined });
    if (phase === "over") this.show({ ticket: undefined });
  }

  /** What was over is over for good: nothing is left to do about it. Who looked along reads on. */
  ticketFinished(ticket: number): void {
    const { phase, kind, ticket: shown } = this.#state;
    this.deskHasNoTicket();
    if (phase === "over" && kind === ViewerKind.MAIN && shown?.ticket === ticket) this.again();
  }

  wasReloaded(): void {
    if (this.#state.phase === "pass") this.show({ failure: failure("page_reloaded") });
  }

  /** The communicator gave up connecting. */
  cancelled(): void {
    this.show({ phase: this.#beforeAPass, ticket: this.#desk, failure: undefined });
  }

  /** From the end of one session, or of one failure, to the next pass. */
  again(): void {
    const { phase } = this.#state;
    if (phase !== "over" && phase !== "pass") return;
    this.show({
      phase: this.#beforeAPass,
      ticket: this.#desk,
      failure: undefined,
      gate: undefined,
      layout: undefined,
    });
  }

  /** No session began. */
  failed(reason: Failure): void {
    const phase = this.#state.phase === "over" ? "over" : this.#beforeAPass;
    this.show({ phase, ticket: this.#desk, failure: reason });
  }

  /** A session that ran is over. */
  over(reason: Failure): void {
    this.show({ phase: "over", ticket: this.#desk, failure: reason, resumingUntil: undefined });
  }

  get #beforeAPass(): Phase {
    return this.#desk === undefined ? "empty" : "pass";
  }
}
