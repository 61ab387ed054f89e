// The exchange of one claim, m1 to m4 and what is sealed after it: boxes in, boxes out, one at a time, in their order.

import { ExchangeError } from "../pure/errors.ts";
import { CommunicatorRun } from "../pure/run.ts";
import { Ending, type M2, type M4, readExchange, type Sealed, writeExchange } from "../wire.gen.ts";
import type { PicturePath } from "./peer.ts";

export interface ExchangeEvents {
  relay(box: string): void;
  /** The path in preparation, for its offer, and to take what the other side answers. */
  path(): Promise<PicturePath> | undefined;
  /** Both sides have proved that they know the pass. */
  proved(): void;
  /** This run is of no more use. */
  broke(ending: Ending): void;
}

export class Exchange {
  readonly #events: ExchangeEvents;
  #run: CommunicatorRun | undefined;
  #boxes: Promise<void> = Promise.resolve();

  constructor(events: ExchangeEvents) {
    this.#events = events;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  /** A new run takes the place of any other. Answers its first box, to be relayed. */
  begin(facts: ConstructorParameters<typeof CommunicatorRun>[0]): string {
    this.#run = new CommunicatorRun(facts);
    return writeExchange(this.#run.m1);
  }

  end(): void {
    this.#run = undefined;
  }

  /** A box came; it is opened when those before it are done with. */
  heard(box: string): void {
    this.#boxes = this.#boxes.then(() => this.#opened(box));
  }

  candidate(candidate: { readonly candidate: string; readonly mid: string }): void {
    if (this.#run === undefined || this.#run.state !== "running") return;
    this.#events.relay(writeExchange(this.#run.seal("candidate", candidate)));
  }

  /** A new path is offered under the keys of this run. */
  reOffer(sdp: string): void {
    if (this.#run === undefined) return;
    this.#events.relay(writeExchange(this.#run.seal("re-offer", { type: "offer", sdp })));
  }

  async #opened(box: string): Promise<void> {
    const message = readExchange(box);
    const run = this.#run;
    if (run === undefined) return;
    try {
      if (message?.t === "m2") await this.#m2(run, message);
      else if (message?.t === "m4") await this.#m4(run, message);
      else if (message?.t === "sealed") await this.#sealed(run, message);
    } catch (error) {
      // What came at the wrong moment, or opens with no key of ours, is dropped; the run stands.
      if (run !== this.#run || (error instanceof ExchangeError && run.state !== "spent")) return;
      this.#events.broke(error instanceof ExchangeError ? error.ending : Ending.PROTOCOL_BROKEN);
    }
  }

  async #m2(run: CommunicatorRun, m2: M2): Promise<void> {
    const path = await this.#events.path();
    const sdp = await path?.offer();
    if (sdp === undefined || run !== this.#run) return;
    this.#events.relay(writeExchange(run.m3(m2, { type: "offer", sdp })));
  }

  async #m4(run: CommunicatorRun, m4: M4): Promise<void> {
    const answer = run.m4(m4);
    this.#events.proved();
    await (await this.#events.path())?.accept(answer.sdp, run.peerFingerprint);
  }

  async #sealed(run: CommunicatorRun, sealed: Sealed): Promise<void> {
    const body = run.open(sealed);
    const path = await this.#events.path();
    if ("candidate" in body) await path?.addCandidate(body.candidate, body.mid);
    else await path?.accept(body.sdp, run.peerFingerprint);
  }
}
