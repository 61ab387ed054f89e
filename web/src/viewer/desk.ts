// The desk stands in a frame of this page. Few messages cross, each checked by origin, source and shape.
//
//   desk -> viewer   ticket {ticket, label, gates_open, socket_ticket}   no_ticket   language {language}
//                    beside {ticket, names}: who looks along in this ticket's session
//                    finished {ticket}: none is chosen any more, since this one is done with
//   viewer -> desk   session {ticket, session, state}                    want_socket_ticket
//                    to_outcome: the session is over, and what is left to do is the outcome

import type { DeskTicket } from "../engine/state.ts";
import { MAX_JOINED, NAME_CHARS } from "../wire.gen.ts";
import type { Language } from "./words.ts";

/** Who looks along beside the one who helps, as the ticket's page last said it. */
export interface Beside {
  readonly ticket: number;
  readonly names: readonly string[];
}

export type FromDesk =
  | { readonly t: "ticket"; readonly ticket: DeskTicket; readonly socketTicket: string }
  | { readonly t: "no_ticket" }
  | { readonly t: "finished"; readonly ticket: number }
  | { readonly t: "beside"; readonly beside: Beside }
  | { readonly t: "language"; readonly language: Language };

const COMMON = ["yorisoi", "t"];
const OF_FINISHED = [...COMMON, "ticket"];
const OF_BESIDE = [...COMMON, "ticket", "names"];
const OF_TICKET = [...COMMON, "ticket", "label", "gates_open", "socket_ticket"];

/** The message, or undefined when it is none of ours to the letter. */
export function readDesk(data: unknown): FromDesk | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const message = data as Readonly<Record<string, unknown>>;
  const only = (names: readonly string[]) => Object.keys(message).every((name) => names.includes(name));
  const { yorisoi, t, ticket, label, gates_open: gatesOpen, socket_ticket: socketTicket } = message;
  if (yorisoi !== 1) return undefined;
  if (t === "no_ticket") return only(COMMON) ? { t } : undefined;
  if (t === "language") {
    const { language } = message;
    return only([...COMMON, "language"]) && (language === "ja" || language === "en") ? { t, language } : undefined;
  }
  if (!Number.isSafeInteger(ticket)) return undefined;
  if (t === "finished") return only(OF_FINISHED) ? { t, ticket: Number(ticket) } : undefined;
  if (t === "beside") {
    const { names } = message;
    if (!only(OF_BESIDE) || !Array.isArray(names)) return undefined;
    if (names.length > MAX_JOINED || names.some((name) => typeof name !== "string")) return undefined;
    return { t, beside: { ticket: Number(ticket), names: names.map((name: string) => name.slice(0, NAME_CHARS)) } };
  }
  if (t !== "ticket" || !only(OF_TICKET)) return undefined;
  if (typeof label !== "string" || typeof gatesOpen !== "boolean") return undefined;
  if (typeof socketTicket !== "string" || !/^[A-Za-z0-9_-]{16,64}$/.test(socketTicket)) return undefined;
  return {
    t: "ticket",
    ticket: { ticket: Number(ticket), label: label.slice(0, NAME_CHARS), gatesOpen },
    socketTicket,
  };
}

/** Where the desk begins: at the ticket that the address of this page names, else at its own first page. */
export function beginning(src: string, hash: string): string {
  const [, ticket] = /^#ticket=([1-9]\d{0,9})$/.exec(hash) ?? [];
  return ticket === undefined ? src : `${src}tickets/${ticket}`;
}

export class Desk {
  readonly #frame: HTMLIFrameElement;
  readonly #origin: string;

  constructor(frame: HTMLIFrameElement, origin: string, heard: (message: FromDesk) => void) {
    this.#frame = frame;
    this.#origin = origin;
    window.addEventListener("message", (event) => {
      if (event.origin !== origin || event.source !== frame.contentWindow) return;
      const message = readDesk(event.data);
      if (message !== undefined) heard(message);
    });
  }

  /** Shows the desk, now that somebody listens to it. The ticket in the address was for this once. */
  open(): void {
    const { src = "/desk/" } = this.#frame.dataset;
    this.#frame.src = new URL(beginning(src, location.hash), this.#origin).href;
    if (location.hash !== "") history.replaceState(null, "", location.pathname + location.search);
  }

  /** The work goes on in the desk: its keys are heard there, unless somebody is busy elsewhere on this page. */
  takeFocus(): void {
    if (document.activeElement === null || document.activeElement === document.body) this.#frame.focus();
  }

  /** Somebody works in the desk at this moment: a focus taken from there goes out of the middle of a word. */
  isBusy(): boolean {
    return document.activeElement === this.#frame;
  }

  sessionMoved(ticket: number, session: string, state: "claimed" | "live" | "ended"): void {
    this.#tell({ yorisoi: 1, t: "session", ticket, session, state });
  }

  wantSocketTicket(): void {
    this.#tell({ yorisoi: 1, t: "want_socket_ticket" });
  }

  /** The work goes on in the desk, at the outcome. */
  toOutcome(): void {
    this.#frame.focus();
    this.#tell({ yorisoi: 1, t: "to_outcome" });
  }

  #tell(message: object): void {
    this.#frame.contentWindow?.postMessage(message, this.#origin);
  }
}
