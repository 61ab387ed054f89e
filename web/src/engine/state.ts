// What a call looks like from outside: values for the page to show, and the words for why something did not work.

import {
  type Ending,
  type LastAnswer,
  type Layout,
  Permission,
  type Refusal,
  type Snapshot,
  TIME_SOON_S,
  ViewerKind,
} from "../wire.gen.ts";
import type { LinkState } from "./link.ts";

export type Phase = "empty" | "pass" | "connecting" | "live" | "over";
export const STEPS = ["claim", "prove", "connect", "consent"] as const;
export type StepName = (typeof STEPS)[number];

/** What the service and the subscriber's side have no word for. */
export type OwnFailure =
  | "tool_closed"
  | "no_answer"
  | "other_origin"
  | "browser_unfit"
  | "service_down"
  | "page_reloaded";
export type FailureCode = Exclude<Refusal, "away"> | Ending | OwnFailure;

export interface Failure {
  readonly code: FailureCode;
  /** Names of closed gates when the code is gates_closed. */
  readonly gates: readonly string[];
  readonly retryAfterS: number;
}

export interface DeskTicket {
  readonly ticket: number;
  readonly label: string;
  readonly gatesOpen: boolean;
}

export interface CallState {
  readonly phase: Phase;
  readonly ticket: DeskTicket | undefined;
  readonly link: LinkState;
  /** The step that runs, or at which `failure` stopped it. */
  readonly step: StepName;
  readonly failure: Failure | undefined;
  /** The gate as the subscriber's side last told it, and when that was heard. */
  readonly gate: { readonly snapshot: Snapshot; readonly at: number } | undefined;
  readonly allowed: readonly Permission[];
  readonly layout: Layout | undefined;
  /** The picture path is interrupted; the moment at which the session ends if it stays so. */
  readonly resumingUntil: number | undefined;
  /** When the subscriber's side was last heard. */
  readonly heardAt: number;
  /** Whether this page helps, or only looks along beside the one who does. */
  readonly kind: ViewerKind;
  /** The moment at which the planned time is over; undefined before it is known. */
  readonly endsAt: number | undefined;
}

export const NOTHING_YET: CallState = {
  phase: "empty",
  ticket: undefined,
  link: "off",
  step: "claim",
  failure: undefined,
  gate: undefined,
  allowed: [],
  layout: undefined,
  resumingUntil: undefined,
  heardAt: 0,
  kind: ViewerKind.MAIN,
  endsAt: undefined,
};

export function failure(code: FailureCode): Failure {
  return { code, gates: [], retryAfterS: 0 };
}

/** Under which numbers input is made now; undefined when none may be. While a question is open, none is. */
export function authority(state: CallState): { readonly grant: number; readonly layout: number } | undefined {
  const { gate, layout, phase, resumingUntil } = state;
  if (phase !== "live" || resumingUntil !== undefined || gate === undefined || layout === undefined) return undefined;
  const { snapshot } = gate;
  const asks = snapshot.questions.length > 0;
  if (snapshot.state !== "verified" || snapshot.paused || snapshot.local_hand || asks) return undefined;
  const control = snapshot.grants.find(({ permission }) => permission === Permission.CONTROL);
  return control === undefined ? undefined : { grant: control.grant, layout: layout.layout };
}

/** The planned time that is left, in whole minutes; undefined while it is unknown. `isSoon`: it is nearly over. */
export function timeLeft(
  { endsAt, phase }: CallState,
  now: number,
): { readonly minutes: number; readonly leftMs: number; readonly isSoon: boolean } | undefined {
  if (endsAt === undefined || phase !== "live") return undefined;
  const leftMs = Math.max(0, endsAt - now);
  return { minutes: Math.ceil(leftMs / 60_000), leftMs, isSoon: leftMs <= TIME_SOON_S * 1_000 };
}

/** Whether this permission is granted, whatever else holds it up. */
export function holds({ gate }: CallState, which: Permission): boolean {
  return gate?.snapshot.grants.some((it) => it.permission === which) ?? false;
}

/** Whether the subscriber lets the screen be seen at this moment. */
export function maySee(state: CallState): boolean {
  return state.phase === "live" && !state.gate?.snapshot.paused && holds(state, Permission.VIEW);
}

export type PermissionState = "none" | "asked" | "granted" | "denied" | "expired" | "withdrawn" | "paused";

/** How one permission stands, and for how many milliseconds more. */
export function permission(state: CallState, which: Permission, now: number): { is: PermissionState; leftMs: number } {
  if (state.phase !== "live" || state.gate === undefined) return { is: "none", leftMs: 0 };
  const { snapshot, at } = state.gate;
  const left = (ms: number) => Math.max(0, ms - (now - at));
  const question = snapshot.questions.find((it) => it.permission === which);
  if (question !== undefined) return { is: "asked", leftMs: left(question.left_ms) };
  const grant = snapshot.grants.find((it) => it.permission === which);
  if (grant !== undefined) return { is: snapshot.paused ? "paused" : "granted", leftMs: left(grant.left_ms) };
  let last: LastAnswer | undefined;
  for (const it of snapshot.answers) {
    if (it.permission === which && (last === undefined || it.question > last.question)) last = it;
  }
  return { is: last === undefined || last.answer === "granted" ? "none" : last.answer, leftMs: 0 };
}
