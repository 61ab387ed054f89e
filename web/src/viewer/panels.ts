// The cards around the picture: service, gates, steps, and for every failure its sentence and its next step.

import type { CallState, Failure, FailureCode } from "../engine/state.ts";
import { STEPS } from "../engine/state.ts";
import { ViewerKind } from "../wire.gen.ts";
import { mark, part, say } from "./page.ts";
import { isKey, span, words } from "./words.ts";

/** Refusals that mean the same to a communicator: this page spoke wrongly. */
const SAME_AS_MALFORMED: readonly FailureCode[] = ["out_of_order", "too_large", "no_nameplate"];

export function showPanels(state: CallState): void {
  const service = part("service-state");
  mark(service, "state", state.link);
  say(service, state.link === "up" ? words("service.up") : serviceWords(state));
  const main = document.querySelector("main");
  if (main !== null) {
    mark(main, "phase", state.phase);
    mark(main, "kind", state.kind);
  }
  part("joined").hidden = state.kind !== ViewerKind.JOINED;
  showTicket(state);
  showSteps(state);
  showFailure(state.failure);
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

function showFailure(failure: Failure | undefined): void {
  const card = part("failure");
  card.hidden = failure === undefined;
  if (failure === undefined) {
    card.removeAttribute("data-code");
    return;
  }
  mark(card, "code", failure.code);
  const code = SAME_AS_MALFORMED.includes(failure.code) ? "malformed" : failure.code;
  for (const what of ["title", "say", "next"] as const) {
    const key = `failure.${code}.${what}`;
    say(part(`failure-${what}`), words(isKey(key) ? key : `failure.malformed.${what}`));
  }
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
