// Who granted what and until when; one button each: ask, withdraw, give back.

import { wallClock } from "../engine/clock.ts";
import { type CallState, type PermissionState, permission } from "../engine/state.ts";
import { Permission, ViewerKind } from "../wire.gen.ts";
import { attribute, mark, part, say } from "./page.ts";
import { span, words } from "./words.ts";

export const SHOWN = ["view", "control", "clipboard"] as const;
type Shown = (typeof SHOWN)[number];
type Deed = "ask" | "withdraw" | "give_back";

export interface PermissionEvents {
  ask(permission: Permission): void;
  giveBack(permission: Permission): void;
}

export class Permissions {
  constructor(events: PermissionEvents) {
    for (const which of SHOWN) {
      const button = part(`ask-${which}`, HTMLButtonElement);
      button.addEventListener("click", () => {
        const { does } = button.dataset;
        if (does === "ask") events.ask(which as Permission);
        else events.giveBack(which as Permission);
      });
    }
  }

  show(state: CallState, now: number): void {
    for (const which of SHOWN) this.#show(which, state, now);
  }

  #show(which: Shown, state: CallState, now: number): void {
    const { is, leftMs } = permission(state, which as Permission, now);
    const offered = state.allowed.some((it) => it === which);
    const card = document.querySelector<HTMLElement>(`.permission[data-permission="${which}"]`);
    const stand = card?.querySelector(".stand");
    if (card === null || stand === null || stand === undefined) return;
    card.hidden = state.kind === ViewerKind.JOINED && !offered; // who looks along never asks for more
    mark(card, "state", is);
    say(stand, offered ? standing(is, leftMs) : words("permission.not_here"));
    const deed: Deed = is === "asked" ? "withdraw" : is === "granted" || is === "paused" ? "give_back" : "ask";
    const button = part(`ask-${which}`, HTMLButtonElement);
    mark(button, "does", deed);
    say(button, words(`permission.${deed}`));
    attribute(button, "aria-label", words(`permission.${deed}.${which}`));
    button.disabled = !mayBeDone(which, deed, offered, state, now);
  }
}

function standing(is: PermissionState, leftMs: number): string {
  const left = span(leftMs);
  if (is === "granted") return words("permission.granted", { until: wallClock(leftMs), left });
  if (is === "asked") return words("permission.asked", { left });
  return words(`permission.${is}`);
}

function mayBeDone(which: Shown, deed: Deed, offered: boolean, state: CallState, now: number): boolean {
  const { gate, resumingUntil } = state;
  if (!offered || gate === undefined || resumingUntil !== undefined) return false;
  if (deed !== "ask") return true;
  if (gate.snapshot.paused || gate.snapshot.state !== "verified") return false;
  return which === "view" || permission(state, Permission.VIEW, now).is === "granted";
}
