// Which failure is told for what the service refused or ended, and for what became of a path.

import { Ending, Refusal, type Refused } from "../wire.gen.ts";
import type { PathEnd } from "./peer.ts";
import { type Failure, type FailureCode, failure, type StepName } from "./state.ts";

/** What is told when the path ends before it was open. */
export const PATH_FAILURES: Readonly<Record<PathEnd, FailureCode>> = {
  certificate: "certificate_changed",
  not_connected: "not_connected",
  lost: "not_connected",
  unfit: "browser_unfit",
};

/** Endings that mean something else as long as nothing was seen. */
export function beforeItBegan(reason: Ending): FailureCode {
  return reason === Ending.STOPPED_BY_SUBSCRIBER || reason === Ending.LOST ? "tool_closed" : reason;
}

/** A refusal while connecting. "Away" is about the other side: silent from the start, or gone in the middle. */
export function ofRefusal({ code, gates, retry_after_s: retryAfterS }: Refused, step: StepName): Failure {
  if (code === Refusal.AWAY) return failure(step === "prove" ? "tool_closed" : "no_answer");
  return { code, gates, retryAfterS };
}
