// One picture path to the subscriber's side: a peer connection with three channels of ours.
//
//   prepare -> offer -> accept -> open | over
//
// The certificate comes from outside, so that a re-offer can show the same one. An answer arrives pinned to one sha-256
// fingerprint (exchange); once connected, the certificate really in use is compared with it before anything is said.

import { sha256 } from "@noble/hashes/sha2.js";
import { fingerprintOf } from "../pure/sdp.ts";
import { CERTIFICATE_TIMEOUT_S, CONNECT_TIMEOUT_S } from "../wire.gen.ts";
import { Alarm, type Clock } from "./clock.ts";

/** Why a path ended. `lost`: it was open. `not_connected`: it never was. */
export type PathEnd = "certificate" | "not_connected" | "lost" | "unfit";

export interface PathEvents {
  /** All channels are open and the certificate is the promised one. */
  opened(): void;
  words(json: string): void;
  picture(packet: ArrayBuffer): void;
  candidate(candidate: { readonly candidate: string; readonly mid: string }): void;
  /** The network wavers (true) or carries again (false). */
  wavering(wavering: boolean): void;
  ended(why: PathEnd): void;
}

/** Later candidates travel sealed one by one; the first ones are worth this wait. */
const GATHER_MS = 150;
/** Pointer moves wait while more than this lies unsent. */
const INPUT_BACKLOG_BYTES = 4_096;

export function makeCertificate(): Promise<RTCCertificate> {
  return RTCPeerConnection.generateCertificate({ name: "ECDSA", namedCurve: "P-256" } as EcKeyGenParams);
}

/** What a call needs of a path. */
export interface PicturePath {
  offer(): Promise<string>;
  accept(answer: string, promised: string): Promise<void>;
  addCandidate(candidate: string, mid: string): Promise<void>;
  sendWords(json: string): void;
  sendInput(frame: Uint8Array<ArrayBuffer>): void;
  readonly inputIsBehind: boolean;
  sendPicture(frame: Uint8Array<ArrayBuffer>): void;
  roundTrip(): Promise<number | undefined>;
  close(): void;
}

export class Path implements PicturePath {
  readonly #events: PathEvents;
  readonly #connection: RTCPeerConnection;
  readonly #words: RTCDataChannel;
  readonly #input: RTCDataChannel;
  readonly #picture: RTCDataChannel;
  readonly #alarm: Alarm;
  readonly #prepared: Promise<void>;
  #promised = "";
  #state: "new" | "connecting" | "open" | "over" = "new";
  #offerTaken = false;

  constructor(certificate: RTCCertificate, iceServers: readonly RTCIceServer[], clock: Clock, events: PathEvents) {
    this.#events = events;
    this.#alarm = new Alarm(clock);
    const connection = new RTCPeerConnection({ certificates: [certificate], iceServers: [...iceServers] });
    this.#connection = connection;
    this.#words = connection.createDataChannel("words");
    this.#input = connection.createDataChannel("input");
    this.#picture = connection.createDataChannel("picture", { ordered: false, maxRetransmits: 0 });
    for (const channel of [this.#words, this.#input, this.#picture]) {
      channel.binaryType = "arraybuffer";
      channel.onopen = () => this.#maybeOpen();
      channel.onclose = () => this.#end("lost");
    }
    this.#words.onmessage = ({ data }) => {
      if (this.#state === "open" && typeof data === "string") events.words(data);
    };
    this.#picture.onmessage = ({ data }) => {
      if (this.#state === "open" && data instanceof ArrayBuffer) events.picture(data);
    };
    connection.onicecandidate = ({ candidate }) => {
      if (!this.#offerTaken || candidate === null || candidate.candidate === "" || this.#state === "over") return;
      events.candidate({ candidate: candidate.candidate, mid: candidate.sdpMid ?? "" });
    };
    connection.onconnectionstatechange = () => this.#connectionChanged();
    this.#prepared = this.#prepare(clock);
  }

  /** The offer with the candidates known by then. Rejects when the browser cannot make one. */
  async offer(): Promise<string> {
    await this.#prepared;
    this.#offerTaken = true;
    return this.#connection.localDescription?.sdp ?? "";
  }

  /** Takes the authenticated, pinned answer. `promised` is the fingerprint in it. */
  async accept(answer: string, promised: string): Promise<void> {
    if (this.#state !== "new") return;
    this.#promised = promised;
    this.#state = "connecting";
    this.#alarm.set(CONNECT_TIMEOUT_S * 1_000, () => this.#end("not_connected"));
    await this.#connection.setRemoteDescription({ type: "answer", sdp: answer });
  }

  /** A late candidate of the other side. What the browser does not understand is left out. */
  async addCandidate(candidate: string, mid: string): Promise<void> {
    if (this.#state === "over") return;
    await this.#connection.addIceCandidate({ candidate, sdpMid: mid }).catch(() => undefined);
  }

  sendWords(json: string): void {
    if (this.#words.readyState === "open") this.#words.send(json);
  }

  sendInput(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#state === "open" && this.#input.readyState === "open") this.#input.send(frame);
  }

  /** Whether input still lies here; newer pointer moves then take the place of older ones. */
  get inputIsBehind(): boolean {
    return this.#input.bufferedAmount > INPUT_BACKLOG_BYTES;
  }

  sendPicture(frame: Uint8Array<ArrayBuffer>): void {
    if (this.#state === "open" && this.#picture.readyState === "open") this.#picture.send(frame);
  }

  /** Milliseconds there and back on the network path in use. */
  async roundTrip(): Promise<number | undefined> {
    if (this.#state !== "open") return undefined;
    let found: number | undefined;
    for (const entry of (await this.#connection.getStats()).values()) {
      if (entry.type !== "candidate-pair" || entry.nominated !== true || entry.state !== "succeeded") continue;
      if (typeof entry.currentRoundTripTime === "number") found = entry.currentRoundTripTime * 1_000;
    }
    return found;
  }

  close(): void {
    this.#state = "over";
    this.#alarm.stop();
    for (const channel of [this.#words, this.#input, this.#picture]) channel.onclose = null;
    this.#connection.close();
  }

  async #prepare(clock: Clock): Promise<void> {
    const connection = this.#connection;
    const gathered = new Promise<void>((resolve) => {
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === "complete") resolve();
      };
      clock.after(GATHER_MS, resolve);
    });
    await connection.setLocalDescription();
    await gathered;
  }

  #connectionChanged(): void {
    switch (this.#connection.connectionState) {
      case "connected":
        if (this.#state === "connecting") {
          this.#alarm.set(CERTIFICATE_TIMEOUT_S * 1_000, () => this.#end("certificate"));
          this.#maybeOpen();
        }
        if (this.#state === "open") this.#events.wavering(false);
        return;
      case "disconnected":
        if (this.#state === "open") this.#events.wavering(true);
        return;
      case "failed":
        this.#end(this.#state === "open" ? "lost" : this.#whyNot());
        return;
      case "closed":
      case "connecting":
      case "new":
        return;
    }
  }

  /** A network that carries under a handshake that failed means a certificate that was refused. */
  #whyNot(): PathEnd {
    const ice = this.#connection.iceConnectionState;
    return ice === "connected" || ice === "completed" ? "certificate" : "not_connected";
  }

  #maybeOpen(): void {
    const channels = [this.#words, this.#input, this.#picture];
    if (this.#state !== "connecting" || channels.some((channel) => channel.readyState !== "open")) return;
    const transport = this.#connection.sctp?.transport;
    if (transport?.getRemoteCertificates === undefined) {
      this.#end("unfit");
      return;
    }
    const certificate = transport.getRemoteCertificates()[0];
    if (certificate === undefined || fingerprintOf(sha256(new Uint8Array(certificate))) !== this.#promised) {
      this.#end("certificate");
      return;
    }
    this.#alarm.stop();
    this.#state = "open";
    this.#events.opened();
  }

  #end(why: PathEnd): void {
    if (this.#state === "over") return;
    const end = why === "lost" && this.#state !== "open" ? this.#whyNot() : why;
    this.close();
    this.#events.ended(end);
  }
}
