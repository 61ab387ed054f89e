// One call at this page: from a typed pass to the end, and back to the next pass.
//
//   empty -> pass -> connecting (claim, prove, connect) -> live -> over -> pass
//                        |                                  ^  |
//                        +-> pass, with a failure  resuming +--+
//
// It moves neither the session row (the service does) nor the gate (the subscriber's side does): it shows what they
// say. The pass's secret goes into the exchange and is kept nowhere.

import { fromHex } from "../pure/bytes.ts";
import { ExchangeError } from "../pure/errors.ts";
import type { OneTimePass } from "../pure/one_time_pass.ts";
import { CommunicatorRun } from "../pure/run.ts";
import {
  type BrokerToCommunicator,
  type Codec,
  Ending,
  type Granted,
  type M2,
  type M4,
  type Permission,
  type Person,
  Refusal,
  type Refused,
  RUN_TIMEOUT_S,
  readExchange,
  type Sealed,
  writeExchange,
} from "../wire.gen.ts";
import { Alarm, type Clock } from "./clock.ts";
import { Conversation } from "./conversation.ts";
import { Link, type Socket } from "./link.ts";
import type { PathEnd, PathEvents, PicturePath } from "./peer.ts";
import { type CallState, type DeskTicket, type Failure, type FailureCode, failure, NOTHING_YET } from "./state.ts";

export interface PictureSink {
  start(): void;
  layout(layout: { readonly layout: number; readonly width: number; readonly height: number }): void;
  packet(packet: ArrayBuffer): void;
  clear(): void;
}

export interface CallPorts {
  readonly clock: Clock;
  /** The service's origin; both ends bind it, so a Welcome with another one is refused. */
  readonly origin: string;
  openSocket(): Socket;
  makeCertificate(): Promise<RTCCertificate>;
  makePath(certificate: RTCCertificate, events: PathEvents): PicturePath;
  /** What this browser has really decoded. */
  codecs(): Promise<readonly Codec[]>;
  readonly picture: PictureSink;
  changed(state: CallState): void;
  wantSocketTicket(): void;
  sessionMoved(ticket: number, session: string, state: "claimed" | "live" | "ended"): void;
  note(code: string): void;
  clipboard(text: string): void;
}

/** A prepared path is made again when it is older: networks change while a page waits. */
const STALE_PATH_MS = 120_000;
/** One attempt to take the picture path up again. */
const RESUME_ATTEMPT_MS = 8_000;

interface Session {
  readonly id: string;
  readonly ticket: number;
}

export class Call {
  readonly #ports: CallPorts;
  readonly #link: Link;
  readonly #conversation: Conversation;
  readonly #runAlarm: Alarm;
  readonly #resumeAlarm: Alarm;
  #state = NOTHING_YET;
  /** What the desk shows now; a session that runs keeps the ticket it was claimed for. */
  #desk: DeskTicket | undefined;
  #me: Person | undefined;
  #pass: OneTimePass | undefined;
  #run: CommunicatorRun | undefined;
  #session: Session | undefined;
  #certificate: Promise<RTCCertificate> | undefined;
  #path: { readonly made: Promise<PicturePath>; readonly at: number } | undefined;
  #open: PicturePath | undefined;
  #relays: Promise<void> = Promise.resolve();
  #attempt = 0;
  #unsentEnd: Ending | undefined;

  constructor(ports: CallPorts) {
    this.#ports = ports;
    this.#runAlarm = new Alarm(ports.clock);
    this.#resumeAlarm = new Alarm(ports.clock);
    this.#link = new Link(() => ports.openSocket(), ports.clock, {
      stateChanged: (link) => this.#show({ link }),
      message: (message) => this.#heard(message),
      ticketWanted: () => ports.wantSocketTicket(),
      broken: () => {
        if (this.#state.phase !== "live") this.#fail("protocol_broken");
      },
    });
    this.#conversation = new Conversation(ports.clock, {
      say: (json) => this.#open?.sendWords(json),
      changed: (change) => this.#show(change),
      layout: (layout) => ports.picture.layout(layout),
      hidden: () => ports.picture.clear(),
      note: (code) => ports.note(code),
      clipboard: (text) => ports.clipboard(text),
      bye: (reason) => this.#over(failure(reason), undefined),
      silent: () => this.#interrupted(),
      broken: () => this.end(Ending.PROTOCOL_BROKEN),
    });
  }

  get state(): CallState {
    return this.#state;
  }

  /** The path input goes into, while one is open. */
  get path(): PicturePath | undefined {
    return this.#open;
  }

  /** The desk shows this ticket, with a fresh socket ticket. A running session keeps its own. */
  deskTicket(ticket: DeskTicket, socketTicket: string): void {
    this.#link.ticket(socketTicket);
    this.#desk = ticket;
    const { phase } = this.#state;
    if (phase === "connecting" || phase === "live") return;
    const other = ticket.ticket !== this.#state.ticket?.ticket;
    this.#show({
      ticket,
      phase: phase === "over" && !other ? "over" : "pass",
      failure: other ? undefined : this.#state.failure,
    });
  }

  /** The page was loaded anew; whatever session it held is over. */
  wasReloaded(): void {
    if (this.#state.phase === "pass") this.#show({ failure: failure("page_reloaded") });
  }

  deskHasNoTicket(): void {
    this.#desk = undefined;
    const { phase } = this.#state;
    if (phase === "pass") this.#show({ phase: "empty", ticket: undefined, failure: undefined });
    if (phase === "over") this.#show({ ticket: undefined });
  }

  /** Typing has begun: what takes time and needs no pass is started. */
  prepare(): void {
    const { clock } = this.#ports;
    const path = this.#path;
    if (path !== undefined && clock.now() - path.at < STALE_PATH_MS) return;
    this.#discardPath();
    this.#certificate ??= this.#ports.makeCertificate();
    this.#path = { made: this.#certificate.then((certificate) => this.#makePath(certificate)), at: clock.now() };
    this.#path.made.catch(() => undefined);
  }

  /** A whole pass was typed. Only its nameplate is sent. */
  claim(pass: OneTimePass): void {
    const { ticket, phase } = this.#state;
    if (ticket === undefined || phase !== "pass") return;
    this.prepare();
    this.#attempt += 1;
    this.#pass = pass;
    this.#show({ phase: "connecting", step: "claim", failure: undefined, gate: undefined, layout: undefined });
    this.#runAlarm.set(RUN_TIMEOUT_S * 1_000, () => {
      this.#fail(this.#link.state === "up" ? "no_answer" : "service_down", Ending.NOT_CONNECTED);
    });
    this.#link.say({ t: "claim", nameplate: pass.nameplate, ticket: ticket.ticket });
  }

  ask(permission: Permission): void {
    this.#conversation.say({ t: "ask", permission });
  }

  giveBack(permission: Permission): void {
    this.#conversation.say({ t: "give_back", permission });
  }

  /** False when the text is too long for one clipboard. */
  putOnClipboard(text: string): boolean {
    return this.#conversation.putOnClipboard(text);
  }

  /** The communicator ends the session. */
  end(reason: Ending): void {
    if (this.#state.phase === "live") this.#over(failure(reason), reason);
  }

  /** The communicator gives up connecting. */
  cancel(): void {
    if (this.#state.phase !== "connecting") return;
    this.#leave(Ending.STOPPED_BY_COMMUNICATOR);
    this.#show({ phase: this.#desk === undefined ? "empty" : "pass", ticket: this.#desk, failure: undefined });
  }

  /** From the end of one session, or of one failure, to the next pass. */
  again(): void {
    const { phase } = this.#state;
    if (phase !== "over" && phase !== "pass") return;
    const next = this.#desk === undefined ? "empty" : "pass";
    this.#show({ phase: next, ticket: this.#desk, failure: undefined, gate: undefined, layout: undefined });
  }

  // what the service says

  #heard(message: Exclude<BrokerToCommunicator, { t: "wake" }>): void {
    switch (message.t) {
      case "welcome":
        this.#me = message.communicator;
        if (message.origin !== this.#ports.origin) {
          this.#link.close();
          this.#fail("other_origin");
        } else this.#greeted();
        return;
      case "granted":
        this.#granted(message);
        return;
      case "relay":
        this.#relays = this.#relays.then(() => this.#relayed(message.box, this.#attempt));
        return;
      case "presence":
        if (!message.present && this.#state.phase === "connecting") this.#fail("tool_closed", Ending.NOT_CONNECTED);
        else if (message.present && this.#state.resumingUntil !== undefined) void this.#reOffer();
        return;
      case "resumed":
        if (this.#unsentEnd !== undefined) this.#sayEnd(this.#unsentEnd);
        else if (this.#state.resumingUntil !== undefined && message.present) void this.#reOffer();
        return;
      case "time_left":
        this.#show({ endsAt: this.#ports.clock.now() + message.seconds * 1_000 });
        return;
      case "ended":
        if (this.#state.phase === "live") this.#over(failure(message.reason), undefined);
        else if (this.#session !== undefined) this.#fail(beforeItBegan(message.reason));
        return;
      case "refused":
        this.#refused(message);
        return;
    }
  }

  #greeted(): void {
    const { phase, ticket } = this.#state;
    if (this.#session !== undefined) this.#link.say({ t: "resume", session: this.#session.id, resume: "" });
    else if (phase === "connecting" && this.#pass !== undefined && ticket !== undefined) {
      this.#link.say({ t: "claim", nameplate: this.#pass.nameplate, ticket: ticket.ticket });
    }
  }

  #refused({ code, gates, retry_after_s: retryAfterS }: Refused): void {
    const { phase, step } = this.#state;
    const greeting = this.#link.state !== "up";
    if (phase === "connecting" && !greeting) {
      const away = code === Refusal.AWAY;
      this.#fail(away ? (step === "prove" ? "tool_closed" : "no_answer") : { code, gates, retryAfterS });
    } else if (phase === "pass" && greeting && code !== Refusal.AWAY)
      this.#show({ failure: { code, gates, retryAfterS } });
    else if (code === Refusal.NO_SUCH_SESSION && phase !== "live") this.#session = undefined;
  }

  #granted(granted: Granted): void {
    const { ticket } = this.#state;
    const pass = this.#pass;
    this.#pass = undefined;
    if (this.#state.phase !== "connecting" || pass === undefined || ticket === undefined || this.#me === undefined) {
      this.#link.say({ t: "end", reason: Ending.STOPPED_BY_COMMUNICATOR });
      return;
    }
    this.#session = { id: granted.session, ticket: ticket.ticket };
    this.#ports.sessionMoved(ticket.ticket, granted.session, "claimed");
    this.#run = new CommunicatorRun({
      origin: this.#ports.origin,
      oneTimePass: pass,
      communicator: this.#me,
      nonce: fromHex(granted.nonce) ?? new Uint8Array(),
      publicKey: granted.public_key,
      draw: (count) => this.#ports.clock.draw(count),
    });
    const endsAt = this.#ports.clock.now() + granted.time_box_s * 1_000;
    this.#show({ step: "prove", allowed: granted.allowed, kind: granted.kind, endsAt });
    this.#relay(writeExchange(this.#run.m1));
  }

  // the exchange

  async #relayed(box: string, attempt: number): Promise<void> {
    const message = readExchange(box);
    const run = this.#run;
    if (run === undefined || attempt !== this.#attempt) return;
    try {
      if (message?.t === "m2") await this.#proved(run, message, attempt);
      else if (message?.t === "m4") await this.#connect(run, message);
      else if (message?.t === "sealed") await this.#sealed(run, message);
    } catch (error) {
      // What came at the wrong moment, or opens with no key of ours, is dropped; the run stands.
      if (attempt !== this.#attempt || (error instanceof ExchangeError && run.state !== "spent")) return;
      const ending = error instanceof ExchangeError ? error.ending : Ending.PROTOCOL_BROKEN;
      if (this.#state.phase === "live") this.end(ending);
      else this.#fail(ending, ending);
    }
  }

  async #proved(run: CommunicatorRun, m2: M2, attempt: number): Promise<void> {
    const path = await this.#path?.made;
    const sdp = await path?.offer();
    if (sdp === undefined || attempt !== this.#attempt) return;
    this.#relay(writeExchange(run.m3(m2, { type: "offer", sdp })));
  }

  async #connect(run: CommunicatorRun, m4: M4): Promise<void> {
    const answer = run.m4(m4);
    this.#runAlarm.stop();
    this.#show({ step: "connect" });
    await (await this.#path?.made)?.accept(answer.sdp, run.peerFingerprint);
  }

  async #sealed(run: CommunicatorRun, sealed: Sealed): Promise<void> {
    const body = run.open(sealed);
    const path = await this.#path?.made;
    if ("candidate" in body) await path?.addCandidate(body.candidate, body.mid);
    else await path?.accept(body.sdp, run.peerFingerprint);
  }

  #relay(box: string): void {
    this.#link.say({ t: "relay", box });
  }

  // the picture path

  #makePath(certificate: RTCCertificate): PicturePath {
    const path: PicturePath = this.#ports.makePath(certificate, {
      opened: () => void this.#opened(path),
      words: (json) => {
        if (path === this.#open) this.#conversation.heard(json);
      },
      picture: (packet) => {
        if (path !== this.#open) return;
        this.#conversation.signOfLife();
        this.#ports.picture.packet(packet);
      },
      candidate: (candidate) => {
        if (this.#run === undefined || this.#run.state !== "running") return;
        this.#relay(writeExchange(this.#run.seal("candidate", candidate)));
      },
      wavering: (wavering) => {
        if (path === this.#open) this.#conversation.wavering(wavering);
      },
      ended: (why) => this.#pathEnded(path, why),
    });
    return path;
  }

  async #opened(path: PicturePath): Promise<void> {
    const attempt = this.#attempt;
    const codecs = await this.#ports.codecs();
    if (attempt !== this.#attempt || this.#session === undefined) return;
    const resumed = this.#state.resumingUntil !== undefined;
    this.#open = path;
    this.#resumeAlarm.stop();
    this.#ports.picture.start();
    this.#show({ phase: "live", step: "consent", resumingUntil: undefined });
    this.#conversation.begin(codecs, resumed ? [] : this.#state.allowed);
    if (!resumed) this.#ports.sessionMoved(this.#session.ticket, this.#session.id, "live");
  }

  #pathEnded(path: PicturePath, why: PathEnd): void {
    if (this.#state.phase === "connecting") {
      const code = PATH_FAILURES[why];
      this.#fail(code, code === "certificate_changed" ? Ending.CERTIFICATE_CHANGED : Ending.NOT_CONNECTED);
    } else if (this.#state.phase === "live" && why === "certificate") this.end(Ending.CERTIFICATE_CHANGED);
    else if (this.#state.phase === "live" && path === this.#open) this.#interrupted();
  }

  /** Nothing is heard any more: the same keys and certificates may take the path up again, for a while. */
  #interrupted(): void {
    if (this.#state.phase !== "live" || this.#state.resumingUntil !== undefined) return;
    this.#open?.close();
    this.#open = undefined;
    const until = this.#conversation.interrupted();
    this.#show({ resumingUntil: until });
    void this.#reOffer();
  }

  async #reOffer(): Promise<void> {
    const { clock } = this.#ports;
    const until = this.#state.resumingUntil;
    if (until === undefined) return;
    if (clock.now() >= until) {
      this.#over(failure(Ending.SILENT), Ending.SILENT);
      return;
    }
    this.#resumeAlarm.set(Math.min(RESUME_ATTEMPT_MS, until - clock.now()), () => void this.#reOffer());
    if (this.#link.state !== "up" || this.#run === undefined) return;
    const attempt = this.#attempt;
    this.#discardPath();
    this.prepare();
    const made = this.#path?.made;
    const sdp = await made?.then((path) => path.offer()).catch(() => undefined);
    if (sdp === undefined || attempt !== this.#attempt || made !== this.#path?.made) return;
    this.#relay(writeExchange(this.#run.seal("re-offer", { type: "offer", sdp })));
  }

  #discardPath(): void {
    const path = this.#path;
    this.#path = undefined;
    path?.made.then(
      (it) => {
        if (it !== this.#open) it.close();
      },
      () => undefined,
    );
  }

  // the ends

  /** Nothing began: back to the pass, with the reason. `tell` is what the service hears of it. */
  #fail(why: FailureCode | Failure, tell?: Ending): void {
    const { phase } = this.#state;
    const reason = typeof why === "string" ? failure(why) : why;
    if (phase === "live") {
      this.#over(reason, undefined);
      return;
    }
    this.#leave(tell);
    const next = this.#desk === undefined ? "empty" : "pass";
    this.#show({ phase: phase === "over" ? "over" : next, ticket: this.#desk, failure: reason });
  }

  #over(reason: Failure, tell: Ending | undefined): void {
    if (tell !== undefined) this.#conversation.say({ t: "bye", reason: tell });
    this.#leave(tell);
    this.#show({ phase: "over", ticket: this.#desk, failure: reason, resumingUntil: undefined });
    this.#ports.wantSocketTicket(); // the next number belongs to what the desk shows then
  }

  #leave(tell: Ending | undefined): void {
    this.#attempt += 1;
    this.#runAlarm.stop();
    this.#resumeAlarm.stop();
    this.#conversation.end();
    this.#ports.picture.clear();
    this.#pass = undefined;
    this.#run = undefined;
    const open = this.#open;
    this.#open = undefined;
    // The last word still lies in the channel: a moment for it to leave.
    if (open !== undefined) this.#ports.clock.after(500, () => open.close());
    this.#path?.made.then(
      (path) => {
        if (path !== open) path.close();
      },
      () => undefined,
    );
    this.#path = undefined;
    this.#certificate = undefined;
    const session = this.#session;
    if (session === undefined) return;
    this.#ports.sessionMoved(session.ticket, session.id, "ended");
    if (tell === undefined) this.#session = undefined;
    else this.#sayEnd(tell);
  }

  /** The service hears of the end now, or when the socket is back. */
  #sayEnd(reason: Ending): void {
    this.#unsentEnd = this.#link.say({ t: "end", reason }) ? undefined : reason;
    if (this.#unsentEnd === undefined) this.#session = undefined;
  }

  #show(change: Partial<CallState>): void {
    this.#state = { ...this.#state, ...change };
    this.#ports.changed(this.#state);
  }
}

const PATH_FAILURES: Readonly<Record<PathEnd, FailureCode>> = {
  certificate: "certificate_changed",
  not_connected: "not_connected",
  lost: "not_connected",
  unfit: "browser_unfit",
};

/** Endings that mean something else as long as nothing was seen. */
function beforeItBegan(reason: Ending): FailureCode {
  return reason === Ending.STOPPED_BY_SUBSCRIBER || reason === Ending.LOST ? "tool_closed" : reason;
}
