// The picture paths of a call: one prepared while the number is typed, one open; only the open one is listened to.

import type { PathEnd, PicturePath } from "./peer.ts";
import type { CallPorts } from "./ports.ts";

export interface PathsEvents {
  /** This path carries; it counts as the open one after `take`. */
  carries(path: PicturePath): void;
  words(json: string): void;
  picture(packet: ArrayBuffer): void;
  candidate(candidate: { readonly candidate: string; readonly mid: string }): void;
  wavering(wavering: boolean): void;
  ended(why: PathEnd, wasOpen: boolean): void;
}

/** A prepared path is made again when it is older: networks change while a page waits. */
const STALE_PATH_MS = 120_000;
/** The last word still lies in the channel: a moment for it to leave. */
const LAST_WORD_MS = 500;

export class Paths {
  readonly #ports: CallPorts;
  readonly #events: PathsEvents;
  /** The same for every path of one session, so that a path taken up again shows the one that was proved. */
  #certificate: Promise<RTCCertificate> | undefined;
  #prepared: { readonly made: Promise<PicturePath>; readonly at: number } | undefined;
  #open: PicturePath | undefined;

  constructor(ports: CallPorts, events: PathsEvents) {
    this.#ports = ports;
    this.#events = events;
  }

  get prepared(): Promise<PicturePath> | undefined {
    return this.#prepared?.made;
  }

  get open(): PicturePath | undefined {
    return this.#open;
  }

  /** What takes time and needs no pass is started, unless it was a short while ago. */
  prepare(): void {
    const { clock } = this.#ports;
    const prepared = this.#prepared;
    if (prepared !== undefined && clock.now() - prepared.at < STALE_PATH_MS) return;
    this.#discard();
    this.#certificate ??= this.#ports.makeCertificate();
    this.#prepared = { made: this.#certificate.then((certificate) => this.#make(certificate)), at: clock.now() };
    this.#prepared.made.catch(() => undefined);
  }

  /** A new path under the same certificate. */
  prepareAgain(): void {
    this.#discard();
    this.prepare();
  }

  take(path: PicturePath): void {
    this.#open = path;
  }

  /** The open path carries no more. */
  drop(): void {
    this.#open?.close();
    this.#open = undefined;
  }

  /** The session is over: every path is closed, and the next session shows another certificate. */
  leave(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) this.#ports.clock.after(LAST_WORD_MS, () => open.close());
    this.prepared?.then(
      (path) => {
        if (path !== open) path.close();
      },
      () => undefined,
    );
    this.#prepared = undefined;
    this.#certificate = undefined;
  }

  #make(certificate: RTCCertificate): PicturePath {
    const events = this.#events;
    const path: PicturePath = this.#ports.makePath(certificate, {
      opened: () => events.carries(path),
      words: (json) => {
        if (path === this.#open) events.words(json);
      },
      picture: (packet) => {
        if (path === this.#open) events.picture(packet);
      },
      candidate: (candidate) => events.candidate(candidate),
      wavering: (wavering) => {
        if (path === this.#open) events.wavering(wavering);
      },
      ended: (why) => events.ended(why, path === this.#open),
    });
    return path;
  }

  #discard(): void {
    const prepared = this.prepared;
    this.#prepared = undefined;
    prepared?.then(
      (path) => {
        if (path !== this.#open) path.close();
      },
      () => undefined,
    );
  }
}
