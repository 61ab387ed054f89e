// The gate: the shared traces to the letter, and they notice every fault planted into this text as well.

import { describe, expect, test } from "vitest";
import { Gate, type GateEntry } from "../../src/pure/gate.ts";
import type { Ending, Permission, Role, Snapshot } from "../../src/wire.gen.ts";
import { FAULTS } from "./gate_faults.ts";
import { fault, planted } from "./planted.ts";
import { vectorNames, vectors } from "./vectors.ts";

interface Step {
  readonly do: string;
  readonly at: number;
  readonly permission?: Permission;
  readonly question?: number;
  readonly by?: Role;
  readonly reason?: Ending;
  readonly action?: string;
  readonly grant?: number;
  readonly answer: unknown;
  readonly deadline: number | null;
  readonly log: readonly [number, string, string | null, number][];
  readonly snapshot?: object;
  readonly ending?: string | null;
}
interface Trace {
  readonly name: string;
  readonly allowed: readonly Permission[] | null;
  readonly steps: readonly Step[];
}
type GateType = typeof Gate;

const TRACES = vectorNames("gate/").map((name) => vectors<Trace>(`gate/${name}`));

function act(gate: Gate, step: Step): unknown {
  const { at, permission, question, by, reason, action } = step;
  switch (step.do) {
    case "verified":
      return gate.verified(at);
    case "link":
      return gate.link(at);
    case "ask":
      return gate.ask(permission as Permission, at);
    case "grant":
      return gate.grant(question as number, at);
    case "deny":
      return gate.deny(question as number, at);
    case "withdraw":
      return gate.withdraw(permission as Permission, at);
    case "revoke":
      return gate.revoke(permission as Permission, at, by as Role);
    case "local_hand":
      return gate.localHand(at);
    case "pause":
      return gate.pause(at);
    case "resume":
      return gate.resume(at);
    case "end":
      return gate.end(reason as Ending, at);
    case "tick":
      return gate.tick(at);
    case "allows":
      return gate.allows(action as string, at, step.grant);
    case "would_allow":
      return gate.wouldAllow(action as string, at, step.grant);
    default:
      throw new Error(`no step ${step.do}`);
  }
}

function entry({ at, what, permission, number }: GateEntry): unknown[] {
  return [at, what, permission ?? null, number];
}

function shown({ t: _, ...rest }: Snapshot): object {
  return rest;
}

/** What the trace must show after each step, and what this gate shows. */
function replay(type: GateType, trace: Trace): { readonly expected: unknown; readonly seen: unknown } {
  const gate = trace.allowed === null ? new type() : new type(trace.allowed);
  const expected: unknown[] = [];
  const seen: unknown[] = [];
  for (const step of trace.steps) {
    const before = gate.log.length;
    const answer = act(gate, step) ?? null;
    const log = gate.log.slice(before).map(entry);
    const { snapshot, ending } = step;
    expected.push({ answer: step.answer, deadline: step.deadline, log: step.log, snapshot, ending });
    seen.push({
      answer,
      deadline: gate.deadline() ?? null,
      log,
      snapshot: snapshot && shown(gate.snapshot(step.at)),
      ending: ending === undefined ? undefined : (gate.ending ?? null),
    });
  }
  return { expected, seen };
}

describe("the gate does what the trace says", () => {
  for (const trace of TRACES) {
    test(trace.name, () => {
      const { expected, seen } = replay(Gate, trace);
      expect(seen).toEqual(expected);
    });
  }
});

describe("the traces notice a planted fault", () => {
  test("and nothing where none was planted", async () => {
    const same = fault("none", "/** One session's consent.", "/** One session's consent.");
    const { Gate: Right } = await planted<{ Gate: GateType }>("gate.ts", "gate.ts", same);
    expect(TRACES.some((trace) => notices(Right, trace))).toBe(false);
  });
  for (const each of FAULTS) {
    test(each.name, async () => {
      const { Gate: Wrong } = await planted<{ Gate: GateType }>("gate.ts", "gate.ts", each);
      expect(TRACES.some((trace) => notices(Wrong, trace))).toBe(true);
    });
  }
});

function notices(type: GateType, trace: Trace): boolean {
  try {
    const { expected, seen } = replay(type, trace);
    return JSON.stringify(seen) !== JSON.stringify(expected);
  } catch {
    return true; // a gate that stumbles is noticed too
  }
}
