// How one session goes: what the service, the network and the other side bring about, from a claim to its end.
//
// Here the parts of a call meet; each says what happened, and what follows for the others stands here alone.

import { fromHex } from "../pure/bytes.ts";
import type { OneTimePass } from "../pure/one_time_pass.ts";
import { Ending, type Granted, type Person, Refusal, type Refused, RUN_TIMEOUT_S } from "../wire.gen.ts";
import { Alarm } from "./clock.ts";
import { Conversation } from "./conversation.ts";
import { Exchange } from "./exchange.ts";
import { beforeItBegan, ofRefusal, PATH_FAILURES } from "./failures.ts";
import { Paths } from "./paths.ts";
import type { PathEnd, PicturePath } from "./peer.ts";
import type { CallPorts } from "./ports.ts";
import { Resuming } from "./resuming.ts";
import type { Shown } from "./shown.ts";
import { type Heard, Signalling } from "./signalling.ts";
import { type Failure, type FailureCode, failure } from "./state.ts";

export class Course {
  readonly #ports: CallPorts;
  readonly #shown: Shown;
  readonly #signalling: Signalling;
  readonly #exchange: Exchange;
  readonly #resuming: Resuming;
  readonly #runAlarm: Alarm;
  readonly paths: Paths;
  readonly conversation: Conversation;
  #attempt = 0;

  constructor(ports: CallPorts, shown: Shown) {
    this.#ports = ports;
    this.#shown = shown;
    this.#runAlarm = new Alarm(ports.clock);
    this.#signalling = new Signalling(ports, {
      stateChanged: (link) => this.#shown.show({ link }),
      granted: (granted, pass, me) => this.#granted(granted, pass, me),
      heard: (message) => this.#heard(message),
      otherOrigin: () => this.#fail("other_origin"),
      broken: () => {
        if (this.#shown.state.phase !== "live") this.#fail("protocol_broken");
      },
    });
    this.#exchange = new Exchange({
      relay: (box) => this.#signalling.relay(box),
      path: () => this.paths.prepared,
      proved: () => {
        this.#runAlarm.stop();
        this.#shown.show({ step: "connect" });
      },
      broke: (ending) => {
        if (this.#shown.state.phase === "live") this.end(ending);
        else this.#fail(ending, ending);
      },
    });
    this.paths = new Paths(ports, {
      carries: (path) => void this.#carries(path),
      words: (json) => this.conversation.heard(json),
      picture: (packet) => {
        this.conversation.signOfLife();
        ports.picture.packet(packet);
      },
      candidate: (candidate) => this.#exchange.candidate(candidate),
      wavering: (wavering) => this.conversation.wavering(wavering),
      ended: (why, wasOpen) => this.#pathEnded(why, wasOpen),
    });
    this.conversation = new Conversation(ports.clock, {
      say: (json) => this.paths.open?.sendWords(json),
      changed: (change) => this.#shown.show(change),
      layout: (layout) => ports.picture.layout(layout),
      hidden: () => ports.picture.clear(),
      note: (code) => ports.note(code),
      clipboard: (text) => ports.clipboard(text),
      bye: (reason) => this.#over(failure(reason), undefined),
      silent: () => this.#interrupted(),
      broken: () => this.end(Ending.PROTOCOL_BROKEN),
    });
    this.#resuming = new Resuming(ports.clock, {
      until: () => this.#shown.state.resumingUntil,
      offer: () => void this.#reOffer(),
      over: () => this.#over(failure(Ending.SILENT), Ending.SILENT),
    });
  }

  /** Dials with this ticket when no socket stands. */
  socketTicket(socketTicket: string): void {
    this.#signalling.ticket(socketTicket);
  }

  /** A whole pass was typed. Only its nameplate is sent. */
  claim(pass: OneTimePass): void {
    const { ticket, phase } = this.#shown.state;
    if (ticket === undefined || phase !== "pass") return;
    this.paths.prepare();
    this.#attempt += 1;
    this.#shown.show({ phase: "connecting", step: "claim", failure: undefined, gate: undefined, layout: undefined });
    this.#runAlarm.set(RUN_TIMEOUT_S * 1_000, () => {
      this.#fail(this.#signalling.isUp ? "no_answer" : "service_down", Ending.NOT_CONNECTED);
    });
    this.#signalling.claim(pass, ticket.ticket);
  }

  /** The communicator ends the session. */
  end(reason: Ending): void {
    if (this.#shown.state.phase === "live") this.#over(failure(reason), reason);
  }

  /** The communicator gives up connecting. */
  cancel(): void {
    if (this.#shown.state.phase !== "connecting") return;
    this.#leave(Ending.STOPPED_BY_COMMUNICATOR);
    this.#shown.cancelled();
  }

  // what the service says

  #heard(message: Heard): void {
    const { phase } = this.#shown.state;
    switch (message.t) {
      case "relay":
        this.#exchange.heard(message.box);
        return;
      case "presence":
        if (!message.present && phase === "connecting") this.#fail("tool_closed", Ending.NOT_CONNECTED);
        else if (message.present) this.#resuming.attempt();
        return;
      case "resumed":
        if (message.present) this.#resuming.attempt();
        return;
      case "time_left":
        this.#shown.show({ endsAt: this.#ports.clock.now() + message.seconds * 1_000 });
        return;
      case "ended":
        if (phase === "live") this.#over(failure(message.reason), undefined);
        else if (this.#signalling.hasSession) this.#fail(beforeItBegan(message.reason));
        return;
      case "refused":
        this.#refused(message);
        return;
    }
  }

  #refused(refused: Refused): void {
    const { phase, step } = this.#shown.state;
    const greeting = !this.#signalling.isUp;
    if (phase === "connecting" && !greeting) this.#fail(ofRefusal(refused, step));
    else if (phase === "pass" && greeting && refused.code !== Refusal.AWAY) {
      this.#shown.show({ failure: ofRefusal(refused, step) });
    } else if (refused.code === Refusal.NO_SUCH_SESSION && phase !== "live") this.#signalling.forget();
  }

  #granted(granted: Granted, pass: OneTimePass, me: Person): void {
    const { clock, origin } = this.#ports;
    const m1 = this.#exchange.begin({
      origin,
      oneTimePass: pass,
      communicator: me,
      nonce: fromHex(granted.nonce) ?? new Uint8Array(),
      publicKey: granted.public_key,
      draw: (count) => clock.draw(count),
    });
    const endsAt = clock.now() + granted.time_box_s * 1_000;
    this.#shown.show({ step: "prove", allowed: granted.allowed, kind: granted.kind, endsAt });
    this.#signalling.relay(m1);
  }

  // what becomes of the paths

  async #carries(path: PicturePath): Promise<void> {
    const attempt = this.#attempt;
    const codecs = await this.#ports.codecs();
    if (attempt !== this.#attempt || !this.#signalling.hasSession) return;
    const resumed = this.#shown.state.resumingUntil !== undefined;
    this.paths.take(path);
    this.#resuming.stop();
    this.#ports.picture.start();
    this.#shown.show({ phase: "live", step: "consent", resumingUntil: undefined });
    this.conversation.begin(codecs, resumed ? [] : this.#shown.state.allowed);
    if (!resumed) this.#signalling.live();
  }

  #pathEnded(why: PathEnd, wasOpen: boolean): void {
    const { phase } = this.#shown.state;
    if (phase === "connecting") {
      const code = PATH_FAILURES[why];
      this.#fail(code, code === "certificate_changed" ? Ending.CERTIFICATE_CHANGED : Ending.NOT_CONNECTED);
    } else if (phase === "live" && why === "certificate") this.end(Ending.CERTIFICATE_CHANGED);
    else if (phase === "live" && wasOpen) this.#interrupted();
  }

  /** Nothing is heard any more: the same keys and certificates may take the path up again, for a while. */
  #interrupted(): void {
    if (this.#shown.state.phase !== "live" || this.#shown.state.resumingUntil !== undefined) return;
    this.paths.drop();
    this.#shown.show({ resumingUntil: this.conversation.interrupted() });
    this.#resuming.attempt();
  }

  async #reOffer(): Promise<void> {
    if (!this.#signalling.isUp || !this.#exchange.isRunning) return;
    this.paths.prepareAgain();
    const made = this.paths.prepared;
    const sdp = await made?.then((path) => path.offer()).catch(() => undefined);
    if (sdp !== undefined && made === this.paths.prepared) this.#exchange.reOffer(sdp);
  }

  // the ends

  /** Nothing began: back to the pass, with the reason. `tell` is what the service hears of it. */
  #fail(why: FailureCode | Failure, tell?: Ending): void {
    const reason = typeof why === "string" ? failure(why) : why;
    if (this.#shown.state.phase === "live") {
      this.#over(reason, undefined);
      return;
    }
    this.#leave(tell);
    this.#shown.failed(reason);
  }

  #over(reason: Failure, tell: Ending | undefined): void {
    if (tell !== undefined) this.conversation.say({ t: "bye", reason: tell });
    this.#leave(tell);
    this.#shown.over(reason);
    this.#ports.wantSocketTicket(); // the next number belongs to what the desk shows then
  }

  #leave(tell: Ending | undefined): void {
    this.#attempt += 1;
    this.#runAlarm.stop();
    this.#resuming.stop();
    this.conversation.end();
    this.#ports.picture.clear();
    this.#exchange.end();
    this.paths.leave();
    this.#signalling.leave(tell);
  }
}
