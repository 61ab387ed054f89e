// What stands in place of the picture while there is none, and where the hands are.

import { authority, type CallState, holds, maySee, permission } from "../engine/state.ts";
import { Permission } from "../wire.gen.ts";
import { mark, part, say } from "./page.ts";
import { type Key, span, words } from "./words.ts";

type Kind = "none" | "resuming" | "paused" | "ask_view" | "no_view" | "first";

function kindOf(state: CallState, hasPicture: boolean, now: number): Kind {
  if (state.resumingUntil !== undefined) return "resuming";
  if (state.gate?.snapshot.paused) return "paused";
  if (maySee(state)) return hasPicture ? "none" : "first";
  const asking = state.gate === undefined || permission(state, Permission.VIEW, now).is === "asked";
  return asking ? "ask_view" : "no_view";
}

export function showVeil(state: CallState, hasPicture: boolean, now: number): void {
  const kind = kindOf(state, hasPicture, now);
  const veil = part("veil");
  mark(veil, "kind", kind);
  veil.hidden = kind === "none";
  part("veil-say").hidden = kind === "first";
  part("veil-next").hidden = kind !== "no_view";
  if (kind === "none") return;
  say(part("veil-title"), words(`stage.${kind}.title`));
  if (kind === "first") return;
  const left = span(Math.max(0, (state.resumingUntil ?? now) - now));
  say(part("veil-say"), words(`stage.${kind}.say`, { left }));
}

export function showHands(state: CallState, hasKeyboard: boolean): void {
  const hands = part("hands");
  const live = authority(state) !== undefined;
  mark(hands, "on", live && !hasKeyboard ? "ready" : String(live));
  say(hands, words(handsKey(state, live, hasKeyboard)));
}

function handsKey(state: CallState, live: boolean, hasKeyboard: boolean): Key {
  if (live) return hasKeyboard ? "control.on" : "control.click";
  const snapshot = state.gate?.snapshot;
  if (snapshot === undefined || !holds(state, Permission.CONTROL)) return "control.off";
  if (snapshot.questions.length > 0) return "control.question";
  return snapshot.local_hand ? "control.local_hand" : "control.off";
}
