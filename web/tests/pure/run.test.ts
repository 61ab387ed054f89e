// The exchange: the same messages to the letter as on the other side, one guess, and the same refusals.

import { sha512 } from "@noble/hashes/sha2.js";
import { describe, expect, test } from "vitest";
import { fromHex, utf8 } from "../../src/pure/bytes.ts";
import { ExchangeError, NotSealed, OutOfOrder } from "../../src/pure/errors.ts";
import { CommunicatorRun, type Draw, SubscriberRun } from "../../src/pure/run.ts";
import {
  type Description,
  type Exchange,
  type M1,
  type M2,
  type M3,
  type M4,
  MAX_SKIPPED,
  readExchange,
  type Sealed,
  writeExchange,
} from "../../src/wire.gen.ts";
import { fault, planted } from "./planted.ts";
import { RUN_FAULTS } from "./run_faults.ts";
import { vectors } from "./vectors.ts";

interface Case {
  readonly facts: {
    readonly origin: string;
    readonly nameplate: string;
    readonly secret: string;
    readonly number: string;
    readonly name: string;
    readonly nonce: string;
    readonly public_key: string;
    readonly offer: Description;
    readonly answer: Description;
  };
  readonly messages: readonly [string, string, string, string];
  readonly pinned: readonly [Description, Description];
  readonly fingerprints: readonly [string, string];
  readonly after: readonly { readonly from: "communicator" | "subscriber"; readonly message: string }[];
  readonly broken: readonly { readonly message: string; readonly ending: { step: string; ending: string } }[];
}
const talk = vectors<Case>("exchange.json");
const { facts } = talk;

function draws(seed: string): Draw {
  let count = 0;
  return (size) => {
    count += 1;
    return sha512(utf8(`${seed} ${count}`)).subarray(0, size);
  };
}

const common = {
  origin: facts.origin,
  oneTimePass: { nameplate: facts.nameplate, secret: facts.secret },
  nonce: fromHex(facts.nonce) as Uint8Array,
  publicKey: facts.public_key,
};
const person = { number: facts.number, name: facts.name };

function subscriber(change: object = {}): SubscriberRun {
  const run = new SubscriberRun({ ...common, draw: draws("subscriber"), ...change });
  run.claimed(person);
  return run;
}

function communicator(change: object = {}): CommunicatorRun {
  return new CommunicatorRun({ ...common, communicator: person, draw: draws("communicator"), ...change });
}

function read<Kind extends Exchange>(json: string): Kind {
  const found = readExchange(json);
  if (found === undefined) throw new Error("a vector is no message");
  return found as Kind;
}

function running(): [SubscriberRun, CommunicatorRun] {
  const [s, c] = [subscriber(), communicator()];
  s.m3(c.m3(s.m1(c.m1), facts.offer));
  c.m4(s.m4(facts.answer));
  return [s, c];
}

test("both roles say what the other language says, to the letter", () => {
  const [s, c] = [subscriber(), communicator()];
  const [m1, m2, m3, m4] = talk.messages;
  expect(writeExchange(c.m1)).toBe(m1);
  expect(writeExchange(s.m1(read<M1>(m1)))).toBe(m2);
  expect(writeExchange(c.m3(read<M2>(m2), facts.offer))).toBe(m3);
  expect(s.m3(read<M3>(m3))).toEqual(talk.pinned[0]);
  expect(writeExchange(s.m4(facts.answer))).toBe(m4);
  expect(c.m4(read<M4>(m4))).toEqual(talk.pinned[1]);
  expect([s.peerFingerprint, c.peerFingerprint]).toEqual(talk.fingerprints);
  for (const { from, message } of talk.after) {
    const [sender, receiver] = from === "subscriber" ? [s, c] : [c, s];
    const sealed = read<Sealed>(message);
    const body = receiver.open(sealed);
    expect(writeExchange(sender.seal(sealed.kind, body))).toBe(message);
    expect(() => receiver.open(sealed)).toThrow(NotSealed);
  }
});

test("what breaks a run breaks it at the same step with the same ending", () => {
  expect(talk.broken.length).toBeGreaterThan(20);
  for (const { message, ending } of talk.broken) {
    const bad = read(message);
    const [s, c] = [subscriber(), communicator()];
    let step = "s.m1";
    let seen: unknown;
    try {
      const m2 = s.m1(bad.t === "m1" ? bad : c.m1);
      step = "c.m3";
      const m3 = c.m3(bad.t === "m2" ? bad : m2, facts.offer);
      step = "s.m3";
      s.m3(bad.t === "m3" ? bad : m3);
      const m4 = s.m4(facts.answer);
      step = "c.m4";
      c.m4(bad.t === "m4" ? bad : m4);
    } catch (error) {
      seen = error;
    }
    expect(seen).toBeInstanceOf(ExchangeError);
    expect({ step, ending: (seen as ExchangeError).ending }).toEqual(ending);
    expect((step.startsWith("s") ? s : c).state).toBe("spent");
  }
});

test("there is one guess, and the right pass comes too late after a wrong one", () => {
  const s = subscriber();
  const wrong = communicator({ oneTimePass: { nameplate: facts.nameplate, secret: "000000" } });
  const m3 = wrong.m3(s.m1(wrong.m1), facts.offer);
  const right = communicator();
  expect(() => s.m1(right.m1)).toThrow(OutOfOrder);
  expect(() => s.m3(m3)).toThrow(expect.objectContaining({ ending: "wrong_pass" }));
  for (const late of [() => s.m1(right.m1), () => s.m3(m3), () => s.m4(facts.answer), () => s.claimed(person)]) {
    expect(late).toThrow(OutOfOrder);
  }
  expect(s.state).toBe("spent");
});

test("what is bound and differs ends the run", () => {
  for (const change of [
    { origin: "https://evil.example" },
    { nonce: new Uint8Array(32) },
    { communicator: { number: "13", name: facts.name } },
    { publicKey: "cd".repeat(32) },
    { oneTimePass: { nameplate: "4822", secret: facts.secret } },
  ]) {
    const [s, c] = [subscriber(), communicator(change)];
    expect(() => s.m3(c.m3(s.m1(c.m1), facts.offer))).toThrow(ExchangeError);
    expect(s.state).toBe("spent");
  }
});

test("messages out of order are refused and change nothing", () => {
  const [s, c] = [subscriber(), communicator()];
  const [, m2, m3, m4] = talk.messages;
  expect(() => s.m3(read<M3>(m3))).toThrow(OutOfOrder);
  expect(() => c.m4(read<M4>(m4))).toThrow(OutOfOrder);
  expect(() => c.seal("candidate", { candidate: "", mid: "0" })).toThrow(OutOfOrder);
  const honest = c.m3(s.m1(c.m1), facts.offer);
  expect(() => c.m3(read<M2>(m2), facts.offer)).toThrow(OutOfOrder);
  s.m3(honest);
  c.m4(s.m4(facts.answer));
  expect([s.state, c.state]).toEqual(["running", "running"]);
});

test("lost messages are passed over, garbage is dropped, the others' kinds do not open", () => {
  const [s, c] = running();
  const candidate = { candidate: "", mid: "0" };
  for (let lost = 0; lost < MAX_SKIPPED; lost += 1) c.seal("candidate", candidate);
  const good = c.seal("candidate", candidate);
  for (const bad of [
    { ...good, data: "00".repeat(20) },
    { ...good, kind: "re-answer" },
    { ...good, kind: "re-offer" },
    s.seal("candidate", candidate),
  ]) {
    expect(() => s.open(bad)).toThrow(NotSealed);
  }
  expect(s.open(good)).toEqual(candidate);
  for (let lost = 0; lost <= MAX_SKIPPED; lost += 1) c.seal("candidate", candidate);
  expect(() => s.open(c.seal("candidate", candidate))).toThrow(NotSealed);
});

test("another certificate later is neither sent nor taken", () => {
  const [s] = running();
  const other = { type: "answer", sdp: facts.answer.sdp.replaceAll("0B", "0C") };
  expect(() => s.seal("re-answer", other)).toThrow(expect.objectContaining({ ending: "certificate_changed" }));
  expect(s.state).toBe("spent");
});

test("a side seals only its own kinds", () => {
  const [, c] = running();
  for (const kind of ["offer", "answer", "re-answer", "other", "candidate"]) {
    expect(() => c.seal(kind, facts.offer)).toThrow(RangeError);
  }
  expect(() => c.seal("re-offer", { candidate: "", mid: "0" })).toThrow(RangeError);
  expect(c.state).toBe("running");
});

type Runs = { readonly SubscriberRun: typeof SubscriberRun; readonly CommunicatorRun: typeof CommunicatorRun };

function refusal(step: () => unknown): string {
  try {
    step();
    return "done";
  } catch (error) {
    return `${(error as Error).name} ${(error as ExchangeError).ending}`;
  }
}

/** Everything a run shows: its messages, its refusals, and what it does with what it must not take. */
function shown(runs: Runs, loss: boolean): unknown[] {
  const newS = () => {
    const run = new runs.SubscriberRun({ ...common, draw: draws("subscriber") });
    run.claimed(person);
    return run;
  };
  const newC = () => new runs.CommunicatorRun({ ...common, communicator: person, draw: draws("communicator") });
  const seen: unknown[] = [];
  const [s, c] = [newS(), newC()];
  const m2 = s.m1(c.m1);
  seen.push(
    c.m1,
    m2,
    refusal(() => s.m1(c.m1)),
  );
  const m3 = c.m3(m2, facts.offer);
  seen.push(
    m3,
    s.m3(m3),
    refusal(() => s.m3(m3)),
  );
  const m4 = s.m4(facts.answer);
  seen.push(
    m4,
    c.m4(m4),
    refusal(() => c.m4(m4)),
  );
  const candidate = { candidate: "", mid: "0" };
  const sealed = c.seal("candidate", candidate);
  seen.push(
    sealed,
    refusal(() => s.open({ ...sealed, kind: "re-offer" })),
    refusal(() => c.open(sealed)),
  );
  seen.push(
    s.open(sealed),
    refusal(() => s.open(sealed)),
  );
  for (let lost = 0; loss && lost <= MAX_SKIPPED; lost += 1) c.seal("candidate", candidate);
  seen.push(refusal(() => s.open(c.seal("candidate", candidate))));
  const other = { type: "answer", sdp: facts.answer.sdp.replaceAll("0B", "0C") };
  seen.push(
    refusal(() => s.seal("re-answer", other)),
    s.state,
  );
  for (const { message } of talk.broken) {
    const bad = read(message);
    const [left, right] = [newS(), newC()];
    let step = 0;
    const through = refusal(() => {
      const two = left.m1(bad.t === "m1" ? bad : right.m1);
      step = 1;
      const three = right.m3(bad.t === "m2" ? bad : two, facts.offer);
      step = 2;
      left.m3(bad.t === "m3" ? bad : three);
      const four = left.m4(facts.answer);
      step = 3;
      right.m4(bad.t === "m4" ? bad : four);
    });
    seen.push([step, through, left.state, right.state]);
  }
  return seen;
}

describe("the judge of the exchange notices a planted fault", () => {
  const honest = (loss: boolean) => JSON.stringify(shown({ SubscriberRun, CommunicatorRun }, loss));
  test("and nothing where none was planted", async () => {
    const same = fault("none", "/** The one guess.", "/** The one guess.");
    expect(JSON.stringify(shown(await planted<Runs>("run.ts", "run.ts", same), true))).toBe(honest(true));
  });
  for (const [file, each] of RUN_FAULTS) {
    test(each.name, async () => {
      const loss = file === "sealer.ts"; // losing many takes a while, and matters there only
      const wrong = await planted<Runs>("run.ts", file, each);
      let seen: string;
      try {
        seen = JSON.stringify(shown(wrong, loss));
      } catch {
        return; // a run that stumbles is noticed too
      }
      expect(seen).not.toBe(honest(loss));
    });
  }
});
