// What a call needs from the page around it: each of these can be a double in a test.

import type { Codec } from "../wire.gen.ts";
import type { Clock } from "./clock.ts";
import type { Socket } from "./link.ts";
import type { PathEvents, PicturePath } from "./peer.ts";
import type { CallState } from "./state.ts";

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
