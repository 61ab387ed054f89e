// The cards around the picture: service, gates, steps, and for every failure its sentence and its next step.

import type { CallState, Failure, FailureCode } from "../engine/state.ts";
import { STEPS } from "../engine/state.ts";
import { ViewerKind } from "../wire.gen.ts";
import type { Beside } from "./desk.ts";
import { mark, part, say } from "./page.ts";
import { isKey, type Key, span, words } from "./words.ts";

/** Refusals that mean the same to a communicator: this page spoke wrongly. */
const SAME_AS_MALFORMED: readonly FailureCode[] = ["out_of_order", "too_large", "no_nameplate"];

const OF_MAIN = {
  end: "tool.end",
  "end-title": "end.title",
  "end-body": "end.body",
  "end-back": "end.back",
  "end-finished": "end.finished",
} as const;
const OF_JOINED = {
  end: "joined.end",
  "end-title": "joined.end.title",
  "end-body": "joined.end.body",
  "end-back": "joined.end.back",
  "end-finished": "joined.end",
} as const;

export function showPanels(state: CallState): void {
  const service = part("service-state");
  mark(service, "state", state.link);
  say(service, state.link === "up" ? words("service.up") : serviceWords(state));
  const main = document.querySelector("main");
  if (main !== null) {
    mark(main, "phase", state.phase);
    mark(main, "kind", state.kind);
  }
  showKind(state.kind === ViewerKind.JOINED);
  showTicket(state);
  showSteps(state);
  const lookedAlong = state.phase === "over" && state.kind === ViewerKind.JOINED;
  showFailure(state.failure, lookedAlong, state.ticket !== undefined);
}

/** Who looks along in the session that runs here; nobody at the page of somebody who does so. */
export function namesBeside({ phase, kind, ticket }: CallState, beside: Beside | undefined): readonly string[] {
  const isHere = phase === "live" && kind === ViewerKind.MAIN && beside?.ticket === ticket?.ticket;
  return isHere ? (beside?.names ?? []) : [];
}

export function showBeside(state: CallState, beside: Beside | undefined): void {
  const names = namesBeside(state, beside);
  say(part("beside"), names.length === 0 ? "" : words("beside.looks", { names: names.join(words("gate.between")) }));
}

/** Who looks along ends that alone: the words of the one who helps would be untrue. */
function showKind(isJoined: boolean): void {
  part("joined").hidden = !isJoined;
  for (const id of ["end-say", "end-stopped"]) part(id).hidden = isJoined;
  const keys = isJoined ? OF_JOINED : OF_MAIN;
  for (const [id, key] of Object.entries(keys)) {
    mark(part(id), "text", key);
    say(part(id), words(key));
  }
}

function serviceWords({ link, phase }: CallState): string {
  if (link === "off" && phase === "empty") return "";
  return words(link === "wanted" ? "service.down" : "service.dialling");
}

function showTicket({ ticket }: CallState): void {
  say(part("ticket-label"), ticket?.label ?? "");
  const gates = part("gates");
  mark(gates, "open", String(ticket?.gatesOpen ?? false));
  say(gates, words(ticket?.gatesOpen ? "gates.open" : "gates.closed"));
  part("pass-say").hidden = !ticket?.gatesOpen; // nobody is asked for a number that would not be taken
}

function showSteps({ phase, step }: CallState): void {
  const current = STEPS.indexOf(step);
  for (const item of part("connect-steps").querySelectorAll<HTMLElement>("li")) {
    const { step: name = "" } = item.dataset;
    const at = (STEPS as readonly string[]).indexOf(name);
    const running = at === current && phase === "connecting";
    const stands = at < current || phase === "live" ? "done" : running ? "running" : "waiting";
    mark(item, "state", stands);
    const told = item.querySelector("em");
    if (told !== null) say(told, words(`step.${stands}`));
  }
}

/** Ends after which nothing but the outcome is left to do, and ends after which a new number may come first. */
const OUTCOME_IS_NEXT: readonly FailureCode[] = ["finished", "stopped_by_communicator"];
const OUTCOME_IS_POSSIBLE: readonly FailureCode[] = ["stopped_by_subscriber", "time_over", "idle", "lost"];

/** Where the outcome stands among the buttons of an end: not at all, first, or after the new number. */
export function outcomePlace(
  failed: FailureCode,
  lookedAlong: boolean,
  hasTicket: boolean,
): "none" | "first" | "after" {
  if (lookedAlong || !hasTicket) return "none";
  if (OUTCOME_IS_NEXT.includes(failed)) return "first";
  return OUTCOME_IS_POSSIBLE.includes(failed) ? "after" : "none";
}

/**
 * The keys of the card. Whoever looked along does not speak with the subscriber, and ends nothing but that. Without a
 * ticket there is nothing a new number could be for.
 */
export function failureWords(
  failed: FailureCode,
  lookedAlong: boolean,
  hasTicket: boolean,
): { readonly title: Key; readonly say: Key | undefined; readonly next: Key; readonly again: Key | undefined } {
  const code = SAME_AS_MALFORMED.includes(failed) ? "malformed" : failed;
  const key = (what: "title" | "say" | "next"): Key => {
    const wanted = `failure.${code}.${what}`;
    return isKey(wanted) ? wanted : `failure.malformed.${what}`;
  };
  if (!lookedAlong) {
    const again = hasTicket ? "failure.again" : undefined;
    return { title: key("title"), say: key("say"), next: key("next"), again };
  }
  const own = failed === "finished" || failed === "stopped_by_communicator";
  return {
    title: own ? "joined.over.title" : key("title"),
    say: undefined,
    next: own ? "joined.over.next" : "failure.main_over.next",
    again: "joined.close",
  };
}

function showFailure(failure: Failure | undefined, lookedAlong: boolean, hasTicket: boolean): void {
  const card = part("failure");
  card.hidden = failure === undefined;
  if (failure === undefined) {
    card.removeAttribute("data-code");
    return;
  }
  mark(card, "code", failure.code);
  const told = failureWords(failure.code, lookedAlong, hasTicket);
  say(part("failure-title"), words(told.title));
  say(part("failure-next"), words(told.next));
  for (const id of ["failure-say-title", "failure-say"]) part(id).hidden = told.say === undefined;
  say(part("failure-say"), told.say === undefined ? "" : words(told.say));
  part("failure-again").hidden = told.again === undefined;
  if (told.again !== undefined) {
    mark(part("failure-again"), "text", told.again);
    say(part("failure-again"), words(told.again));
  }
  const place = outcomePlace(failure.code, lookedAlong, hasTicket);
  part("failure-outcome").hidden = place === "none";
  part("failure-outcome").classList.toggle("main", place === "first");
  part("failure-again").classList.toggle("main", place !== "first");
  say(part("failure-detail"), detail(failure));
}

function detail({ gates, retryAfterS }: Failure): string {
  const told: string[] = [];
  if (gates.length > 0) {
    const names = gates.map((gate) => {
      const key = `gate.${gate}`;
      return isKey(key) ? words(key) : gate;
    });
    told.push(words("failure.gates", { gates: names.join(words("gate.between")) }));
  }
  if (retryAfterS > 0) told.push(words("failure.retry_after", { left: span(retryAfterS * 1_000) }));
  return told.join(" ");
}
