// One run of the exchange for each role: m1 to m4, then spent for passes, then sealed signalling.
//
//   communicator                               subscriber
//   (made)      M1 share, nonce           ->   OFFERED + claimed() -> CLAIMED
//                                         <-   M2 share                 the secret is gone -> SHARED
//   m3()        M3 tag, sealed offer      ->   m3() checks the tag      -> CONFIRMED
//   RUNNING                               <-   M4 tag, sealed answer    -> RUNNING
//   seal(), open(): candidate, re-offer   <->  candidate, re-answer
//
// One guess: a subscriber's run answers one M1 in its life, whatever that one holds. A message at the wrong moment
// throws OutOfOrder and changes nothing; anything else that is wrong makes the run SPENT for ever.

import { sha256 } from "@noble/hashes/sha2.js";
import {
  type Candidate,
  type Description,
  Ending,
  type M1,
  type M2,
  type M3,
  type M4,
  NONCE_BYTES,
  type Person,
  PROTOCOL_VERSION,
  Role,
  readCandidate,
  readCommunicatorAd,
  readDescription,
  readSubscriberAd,
  type Sealed,
  writeCandidate,
  writeCommunicatorAd,
  writeDescription,
  writeSubscriberAd,
} from "../wire.gen.ts";
import { type Bytes, equal, fromHex, fromUtf8, toHex, utf8 } from "./bytes.ts";
import { CPace, type Finished, lvCat, SCALAR_BYTES } from "./cpace.ts";
import { ExchangeError, NotSealed, OutOfOrder } from "./errors.ts";
import type { OneTimePass } from "./one_time_pass.ts";
import { checkCandidate, fingerprint, pin } from "./sdp.ts";
import { Sealer, SUITE } from "./sealer.ts";

export type RunState = "offered" | "claimed" | "shared" | "confirmed" | "running" | "spent";
export type Draw = (count: number) => Uint8Array;

/** Both nonces together; a recorded run fits no other one. */
export function sessionId(subscriberNonce: Uint8Array, communicatorNonce: Uint8Array): Bytes {
  return Uint8Array.from(sha256(lvCat(utf8("sid"), subscriberNonce, communicatorNonce)));
}

/** Who talks to whom under which origin: a page on another origin, or a wrong name, ends in a wrong pass. */
export function channelId(origin: string, number: string, nameplate: string): Bytes {
  const names = [SUITE, "communicator", number, "subscriber", nameplate, origin];
  return lvCat(...names.map((name) => utf8(name)));
}

const TYPE_OF_KIND: Readonly<Record<string, string>> = {
  offer: "offer",
  answer: "answer",
  "re-offer": "offer",
  "re-answer": "answer",
};

/** What both roles share: the state, failing for ever, and sealed signalling once running. */
abstract class Run {
  protected sealer: Sealer | undefined;
  readonly #role: Role;
  readonly #fingerprints = new Map<Role, string>();
  #state: RunState;

  constructor(role: Role, state: RunState) {
    this.#role = role;
    this.#state = state;
  }

  get state(): RunState {
    return this.#state;
  }

  /** sha-256 of the other side's certificate as it described it; empty before that. */
  get peerFingerprint(): string {
    return this.#fingerprints.get(this.#other) ?? "";
  }

  /** Seals a candidate, or this side's re-offer or re-answer, which must show the same certificate as before. */
  seal(kind: string, body: Description | Candidate): Sealed {
    this.onlyIn("running");
    const allowed = this.#role === Role.COMMUNICATOR ? "re-offer" : "re-answer";
    if ("candidate" in body !== (kind === "candidate") || (kind !== "candidate" && kind !== allowed)) {
      throw new RangeError("this side does not seal this");
    }
    return this.sealBody(kind, body);
  }

  /** What the other side sealed. NotSealed is to be dropped; any other error is the end of the run. */
  open(sealed: Sealed): Description | Candidate {
    this.onlyIn("running");
    const allowed = this.#role === Role.COMMUNICATOR ? "re-answer" : "re-offer";
    if (sealed.kind !== "candidate" && sealed.kind !== allowed) throw new NotSealed();
    return this.openBody(sealed);
  }

  protected moveTo(state: RunState): void {
    this.#state = state;
  }

  protected onlyIn(state: RunState): void {
    if (this.#state !== state) throw new OutOfOrder(`not in state ${this.#state}`);
  }

  protected spend(error: unknown): never {
    this.#state = "spent";
    this.sealer = undefined;
    throw error;
  }

  protected broken(what: string): never {
    this.spend(new ExchangeError(Ending.PROTOCOL_BROKEN, what));
  }

  /** Runs a step of which every failure is the end. */
  protected final<Value>(step: () => Value): Value {
    try {
      return step();
    } catch (error) {
      this.spend(error);
    }
  }

  protected sealBody(kind: string, body: Description | Candidate): Sealed {
    return this.final(() => {
      const checked = this.#checked(kind, body, this.#role);
      const json = "candidate" in checked ? writeCandidate(checked) : writeDescription(checked);
      return this.#keys().seal(kind, utf8(json));
    });
  }

  protected openBody(sealed: Sealed, skip?: number): Description | Candidate {
    const json = fromUtf8(this.#keys().open(sealed, skip));
    return this.final(() => {
      const body =
        json === undefined ? undefined : sealed.kind === "candidate" ? readCandidate(json) : readDescription(json);
      if (body === undefined) this.broken("malformed body");
      return this.#checked(sealed.kind, body, this.#other);
    });
  }

  protected confirm(finished: Finished | undefined, tag: string, sealed: Sealed, kind: string): Description {
    return this.final(() => {
      if (finished === undefined) throw new OutOfOrder("no keys yet");
      finished.verify(fromHex(tag) ?? new Uint8Array());
      if (sealed.kind !== kind) throw new NotSealed();
      const body = this.openBody(sealed, 0);
      if ("candidate" in body) throw new NotSealed();
      return body;
    });
  }

  protected readAd<Ad>(
    hex: string,
    read: (json: string) => Ad | undefined,
    write: (ad: Ad) => string,
  ): { ad: Ad; raw: Bytes } {
    const raw = fromHex(hex) ?? new Uint8Array();
    const ad = read(fromUtf8(raw) ?? "");
    if (ad === undefined) this.broken("malformed associated data");
    if (!equal(utf8(write(ad)), raw)) this.broken("associated data is not canonical");
    return { ad, raw };
  }

  get #other(): Role {
    return this.#role === Role.COMMUNICATOR ? Role.SUBSCRIBER : Role.COMMUNICATOR;
  }

  #checked(kind: string, body: Description | Candidate, whose: Role): Description | Candidate {
    if ("candidate" in body) {
      checkCandidate(body.candidate);
      return body;
    }
    if (body.type !== TYPE_OF_KIND[kind]) {
      throw new ExchangeError(Ending.PROTOCOL_BROKEN, "offer and answer are mixed up");
    }
    const sdp = pin(body.sdp);
    const value = fingerprint(sdp);
    const known = this.#fingerprints.get(whose) ?? value;
    if (known !== value) {
      throw new ExchangeError(Ending.CERTIFICATE_CHANGED, "another certificate than at the beginning");
    }
    this.#fingerprints.set(whose, value);
    return { type: body.type, sdp };
  }

  #keys(): Sealer {
    if (this.sealer === undefined) throw new OutOfOrder("no keys yet");
    return this.sealer;
  }
}

export interface SubscriberFacts {
  readonly origin: string;
  readonly oneTimePass: OneTimePass;
  /** 32 bytes and the Ed25519 key, as this side's Open carried them. */
  readonly nonce: Uint8Array;
  readonly publicKey: string;
  readonly draw: Draw;
}

/** The subscriber's side (responder). It owns the pass. */
export class SubscriberRun extends Run {
  readonly #origin: string;
  readonly #nameplate: string;
  readonly #nonce: Uint8Array;
  readonly #publicKey: string;
  readonly #draw: Draw;
  #secret: Uint8Array | undefined;
  #finished: Finished | undefined;
  #communicator: Person | undefined;

  constructor(facts: SubscriberFacts) {
    super(Role.SUBSCRIBER, "offered");
    if (facts.nonce.length !== NONCE_BYTES) throw new RangeError("a nonce has 32 bytes");
    this.#origin = facts.origin;
    this.#nameplate = facts.oneTimePass.nameplate;
    this.#secret = utf8(facts.oneTimePass.secret);
    this.#nonce = facts.nonce;
    this.#publicKey = facts.publicKey;
    this.#draw = facts.draw;
  }

  get communicator(): Person | undefined {
    return this.#communicator;
  }

  /** The service says who typed the nameplate; M1 must say the same. */
  claimed(communicator: Person): void {
    this.onlyIn("offered");
    this.#communicator = communicator;
    this.moveTo("claimed");
  }

  /** The one guess. The secret is deleted before the answer exists. */
  m1(message: M1): M2 {
    this.onlyIn("claimed");
    this.moveTo("shared");
    const secret = this.#secret;
    this.#secret = undefined;
    const { ad: claim, raw } = this.readAd(message.ad, readCommunicatorAd, writeCommunicatorAd);
    const expected = this.#communicator;
    if (claim.role !== Role.COMMUNICATOR || claim.version !== PROTOCOL_VERSION) this.broken("wrong role or version");
    if (secret === undefined || claim.number !== expected?.number || claim.name !== expected.name) {
      this.broken("another communicator than the service said");
    }
    if (claim.public_key !== this.#publicKey) this.broken("another key than ours was shown to the communicator");
    return this.final(() => {
      const ad = utf8(
        writeSubscriberAd({ role: Role.SUBSCRIBER, version: PROTOCOL_VERSION, public_key: this.#publicKey }),
      );
      const sid = sessionId(this.#nonce, fromHex(message.nonce) ?? new Uint8Array());
      const ci = channelId(this.#origin, claim.number, this.#nameplate);
      const cpace = new CPace({ initiator: false, prs: secret, ci, sid, ad, scalar: this.#draw(SCALAR_BYTES) });
      this.#finished = cpace.finish(fromHex(message.share) ?? new Uint8Array(), raw);
      this.sealer = new Sealer(this.#finished.isk, sid, Role.SUBSCRIBER);
      return { t: "m2", share: toHex(cpace.share), ad: toHex(ad) };
    });
  }

  /** The pinned offer. A wrong pass ends here, before this side has shown that it knows anything. */
  m3(message: M3): Description {
    this.onlyIn("shared");
    const offer = this.confirm(this.#finished, message.tag, message.offer, "offer");
    this.moveTo("confirmed");
    return offer;
  }

  /** This side's confirmation and sealed answer. */
  m4(answer: Description): M4 {
    this.onlyIn("confirmed");
    const tag = toHex(this.#finished?.tag ?? new Uint8Array());
    const message: M4 = { t: "m4", tag, answer: this.sealBody("answer", answer) };
    this.#finished = undefined;
    this.moveTo("running");
    return message;
  }
}

export interface CommunicatorFacts {
  readonly origin: string;
  readonly oneTimePass: OneTimePass;
  readonly communicator: Person;
  /** The subscriber's, from Granted. */
  readonly nonce: Uint8Array;
  readonly publicKey: string;
  readonly draw: Draw;
}

/** The communicator's side (initiator). */
export class CommunicatorRun extends Run {
  readonly m1: M1;
  readonly #sid: Bytes;
  readonly #publicKey: string;
  #cpace: CPace | undefined;
  #finished: Finished | undefined;

  constructor(facts: CommunicatorFacts) {
    super(Role.COMMUNICATOR, "shared");
    const { number, name } = facts.communicator;
    const role = Role.COMMUNICATOR;
    const ad = utf8(
      writeCommunicatorAd({ role, version: PROTOCOL_VERSION, number, name, public_key: facts.publicKey }),
    );
    const nonce = facts.draw(NONCE_BYTES);
    this.#sid = sessionId(facts.nonce, nonce);
    this.#publicKey = facts.publicKey;
    const ci = channelId(facts.origin, number, facts.oneTimePass.nameplate);
    const prs = utf8(facts.oneTimePass.secret);
    this.#cpace = new CPace({ initiator: true, prs, ci, sid: this.#sid, ad, scalar: facts.draw(SCALAR_BYTES) });
    this.m1 = { t: "m1", nonce: toHex(nonce), share: toHex(this.#cpace.share), ad: toHex(ad) };
  }

  /** This side's confirmation and sealed offer. Whether the pass was right is known after `m4` only. */
  m3(message: M2, offer: Description): M3 {
    this.onlyIn("shared");
    this.moveTo("confirmed");
    const { ad: claim, raw } = this.readAd(message.ad, readSubscriberAd, writeSubscriberAd);
    if (claim.role !== Role.SUBSCRIBER || claim.version !== PROTOCOL_VERSION) this.broken("wrong role or version");
    if (claim.public_key !== this.#publicKey) this.broken("another key than the service said");
    const cpace = this.#cpace;
    this.#cpace = undefined;
    const finished = this.final(() => {
      if (cpace === undefined) throw new OutOfOrder("no keys");
      return cpace.finish(fromHex(message.share) ?? new Uint8Array(), raw);
    });
    this.#finished = finished;
    this.sealer = new Sealer(finished.isk, this.#sid, Role.COMMUNICATOR);
    return { t: "m3", tag: toHex(finished.tag), offer: this.sealBody("offer", offer) };
  }

  /** The pinned answer; from here on both sides know that they typed the same pass. */
  m4(message: M4): Description {
    this.onlyIn("confirmed");
    const answer = this.confirm(this.#finished, message.tag, message.answer, "answer");
    this.#finished = undefined;
    this.moveTo("running");
    return answer;
  }
}
