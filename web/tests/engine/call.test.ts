// A whole call without a browser: the real exchange on both sides, a service and a picture path that are doubles.

import { describe, expect, test } from "vitest";
import { Call } from "../../src/engine/call.ts";
import type { Socket } from "../../src/engine/link.ts";
import type { PathEvents, PicturePath } from "../../src/engine/peer.ts";
import { authority, type CallState, maySee, permission, timeLeft } from "../../src/engine/state.ts";
import { SubscriberRun } from "../../src/pure/run.ts";
import {
  type BrokerToCommunicator,
  Ending,
  GateState,
  type PeerFromSubscriber,
  Permission,
  Refusal,
  readBrokerFromCommunicator,
  readExchange,
  readPeerFromCommunicator,
  ViewerKind,
  writeBrokerToCommunicator,
  writeExchange,
  writePeerFromSubscriber,
} from "../../src/wire.gen.ts";
import { chance, HandClock, settled } from "../support.ts";

const ORIGIN = "http://localhost:8000";
const PERSON = { number: "12", name: "山田" };
const PASS = { nameplate: "4821", secret: "739506" };
const KEY = "ab".repeat(32);
const TICKET = { ticket: 7, label: "7", gatesOpen: true };
const SESSION = "session-of-the-test";

const fingerprint = (byte: string) => Array(32).fill(byte).join(":");
const sdp = (byte: string) => `v=0\r\na=fingerprint:sha-256 ${fingerprint(byte)}\r\n`;

class FakePath implements PicturePath {
  readonly events: PathEvents;
  readonly said: unknown[] = [];
  accepted: [string, string] | undefined;
  closed = false;
  inputIsBehind = false;

  constructor(events: PathEvents) {
    this.events = events;
  }

  offer = async () => sdp("AA");
  accept = async (answer: string, promised: string) => {
    this.accepted = [answer, promised];
  };
  addCandidate = async () => undefined;
  sendWords = (json: string) => {
    this.said.push(readPeerFromCommunicator(json));
  };
  sendInput = () => undefined;
  sendPicture = () => undefined;
  roundTrip = async () => undefined;
  close = () => {
    this.closed = true;
  };

  hear(message: PeerFromSubscriber): void {
    this.events.words(writePeerFromSubscriber(message));
  }
}

const draws = (seed: number) => {
  const below = chance(seed);
  return (count: number) => Uint8Array.from({ length: count }, () => below(256));
};

class World {
  readonly clock = new HandClock();
  readonly paths: FakePath[] = [];
  readonly moved: string[] = [];
  readonly picture: string[] = [];
  readonly said: ReturnType<typeof readBrokerFromCommunicator>[] = [];
  readonly states: CallState[] = [];
  readonly call: Call;
  kind: ViewerKind = ViewerKind.MAIN;
  ticketsWanted = 0;
  secret = PASS.secret;
  socket: Socket | undefined;
  subscriber: SubscriberRun | undefined;

  constructor() {
    this.clock.draw = draws(1) as typeof this.clock.draw;
    this.call = new Call({
      clock: this.clock,
      origin: ORIGIN,
      openSocket: () => {
        const socket: Socket = {
          onopen: null,
          onmessage: null,
          onclose: null,
          send: (text) => {
            const message = readBrokerFromCommunicator(text);
            this.said.push(message);
            if (message?.t === "relay") this.#relayed(message.box);
          },
          close: () => undefined,
        };
        this.socket = socket;
        return socket;
      },
      makeCertificate: async () => ({}) as RTCCertificate,
      makePath: (_, events) => {
        this.paths.push(new FakePath(events));
        return this.path;
      },
      codecs: async () => [],
      picture: {
        start: () => this.picture.push("start"),
        layout: ({ layout }) => this.picture.push(`layout ${layout}`),
        packet: () => this.picture.push("packet"),
        clear: () => this.picture.push("clear"),
      },
      changed: (state) => this.states.push(state),
      wantSocketTicket: () => {
        this.ticketsWanted += 1;
      },
      sessionMoved: (_, __, state) => this.moved.push(state),
      note: () => undefined,
      clipboard: () => undefined,
    });
  }

  get path(): FakePath {
    return this.paths.at(-1) as FakePath;
  }

  get state(): CallState {
    return this.call.state;
  }

  say(message: BrokerToCommunicator): void {
    this.socket?.onmessage?.({ data: writeBrokerToCommunicator(message) });
  }

  greet(origin = ORIGIN): void {
    this.socket?.onopen?.();
    this.say({ t: "welcome", communicator: PERSON, origin });
  }

  sign(): void {
    this.call.deskTicket(TICKET, "a-socket-ticket-1");
    this.greet();
  }

  grantClaim(): void {
    const draw = draws(2);
    const nonce = draw(32);
    const oneTimePass = { nameplate: PASS.nameplate, secret: this.secret };
    this.subscriber = new SubscriberRun({ origin: ORIGIN, oneTimePass, nonce, publicKey: KEY, draw });
    this.subscriber.claimed(PERSON);
    const allowed = [Permission.VIEW, Permission.CONTROL];
    const hex = [...nonce].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.say({
      t: "granted",
      session: SESSION,
      nonce: hex,
      public_key: KEY,
      allowed,
      time_box_s: 3_600,
      kind: this.kind,
    });
  }

  #relayed(box: string): void {
    const message = readExchange(box);
    const run = this.subscriber;
    if (run === undefined) return;
    const reply = (made: Parameters<typeof writeExchange>[0]) => this.say({ t: "relay", box: writeExchange(made) });
    if (message?.t === "m1") reply(run.m1(message));
    if (message?.t === "m3") {
      run.m3(message);
      reply(run.m4({ type: "answer", sdp: sdp("BB") }));
    }
    if (message?.t === "sealed") {
      const body = run.open(message);
      if ("sdp" in body) reply(run.seal("re-answer", { type: "answer", sdp: sdp("BB") }));
    }
  }

  gate(...grants: Permission[]): void {
    this.path.hear({
      t: "snapshot",
      state: GateState.VERIFIED,
      serial: 1,
      grants: grants.map((it, at) => ({ permission: it, grant: at + 1, left_ms: 60_000 })),
      questions: [],
      answers: [],
      paused: false,
      local_hand: false,
    });
  }

  async live(): Promise<void> {
    this.sign();
    this.call.claim(PASS);
    this.grantClaim();
    await settled();
    this.path.events.opened();
    await settled();
    this.path.hear({ t: "layout", layout: 3, width: 800, height: 600, title: "" });
    this.gate(Permission.VIEW);
  }

  words(): string[] {
    return this.said.map((message) => message?.t ?? "unreadable");
  }
}

describe("from a pass to the picture", () => {
  test("only the nameplate is sent, and everything else is proved between the peers", async () => {
    const world = new World();
    await world.live();
    expect(world.words()).toEqual(["hello", "claim", "relay", "relay"]);
    expect(world.said[1]).toEqual({ t: "claim", nameplate: "4821", ticket: 7 });
    expect(JSON.stringify(world.said)).not.toContain(PASS.secret);
    expect(world.path.accepted).toEqual([sdp("BB"), fingerprint("BB")]);
    expect(world.path.said).toEqual([
      { t: "ready", codecs: [] },
      { t: "ask", permission: "view" },
      { t: "alive", serial: 1, echo: 0 },
    ]);
    expect([world.state.phase, world.moved, world.picture]).toEqual([
      "live",
      ["claimed", "live"],
      ["start", "layout 3"],
    ]);
  });

  test("typing prepares certificate and offer, and the claim uses what is prepared", async () => {
    const world = new World();
    world.sign();
    world.call.prepare();
    world.call.prepare();
    await settled();
    world.call.claim(PASS);
    world.grantClaim();
    await settled();
    expect(world.paths.length).toBe(1);
    expect(world.path.accepted).toBeDefined();
  });

  test("an offer that has waited too long is made anew", async () => {
    const world = new World();
    world.sign();
    world.call.prepare();
    await settled();
    world.clock.move(120_000);
    world.call.prepare();
    await settled();
    expect([world.paths.length, world.paths[0]?.closed, world.path.closed]).toEqual([2, true, false]);
  });

  test("a pass typed before the service is there is claimed as soon as it greets", () => {
    const world = new World();
    world.call.deskTicket(TICKET, "a-socket-ticket-1");
    world.call.claim(PASS);
    expect(world.words()).toEqual([]);
    world.greet();
    expect(world.words()).toEqual(["hello", "claim"]);
  });

  test("without a ticket nothing is claimed", () => {
    const world = new World();
    world.call.claim(PASS);
    expect([world.state.phase, world.words()]).toEqual(["empty", []]);
  });
});

describe("what goes wrong before the picture", () => {
  test("a wrong pass is told and never tried again", async () => {
    const world = new World();
    world.secret = "000000";
    world.sign();
    world.call.claim(PASS);
    let spent = false;
    try {
      world.grantClaim();
      await settled();
    } catch {
      spent = true;
    }
    world.say({ t: "ended", reason: Ending.WRONG_PASS, successor: [] });
    expect([world.state.phase, world.state.failure?.code]).toEqual(["pass", "wrong_pass"]);
    expect(world.words().filter((word) => word === "relay").length).toBe(2);
    expect(spent || world.subscriber?.state === "spent").toBe(true);
  });

  test.each([
    [Refusal.NO_SUCH_PASS, "no_such_pass"],
    [Refusal.PASS_EXPIRED, "pass_expired"],
    [Refusal.PASS_USED, "pass_used"],
    [Refusal.GATES_CLOSED, "gates_closed"],
    [Refusal.SECOND_FACTOR, "second_factor"],
    [Refusal.OUTSIDE_HOURS, "outside_hours"],
    [Refusal.AWAY, "no_answer"],
  ])("a claim refused as %s is told as %s, and the next number may be typed", (code, told) => {
    const world = new World();
    world.sign();
    world.call.claim(PASS);
    world.say({ t: "refused", code, gates: ["identity"], retry_after_s: 0 });
    expect([world.state.phase, world.state.failure?.code]).toEqual(["pass", told]);
    world.call.claim(PASS);
    expect(world.words()).toEqual(["hello", "claim", "claim"]);
  });

  test("a program that closes before it was proved is told at once", async () => {
    const world = new World();
    world.sign();
    world.call.claim(PASS);
    world.say({
      t: "granted",
      session: SESSION,
      nonce: "0".repeat(64),
      public_key: KEY,
      allowed: [],
      time_box_s: 1,
      kind: "main",
    });
    world.say({ t: "presence", present: false });
    expect(world.state.failure?.code).toBe("tool_closed");
    expect(world.said.at(-1)).toEqual({ t: "end", reason: Ending.NOT_CONNECTED });
  });

  test("a program that does not answer is told after 20 seconds", () => {
    const world = new World();
    world.sign();
    world.call.claim(PASS);
    world.clock.move(20_000);
    expect(world.state.failure?.code).toBe("no_answer");
  });

  test("a service that stays away is told after 20 seconds, and the pass is forgotten", () => {
    const world = new World();
    world.call.deskTicket(TICKET, "a-socket-ticket-1");
    world.call.claim(PASS);
    world.clock.move(20_000);
    expect(world.state.failure?.code).toBe("service_down");
    world.call.deskTicket(TICKET, "a-socket-ticket-2");
    world.greet();
    expect(world.words()).not.toContain("claim");
  });

  test.each([
    ["certificate", "certificate_changed", Ending.CERTIFICATE_CHANGED],
    ["not_connected", "not_connected", Ending.NOT_CONNECTED],
    ["unfit", "browser_unfit", Ending.NOT_CONNECTED],
  ] as const)("a path that ends by %s is told as %s", async (why, code, ending) => {
    const world = new World();
    world.sign();
    world.call.claim(PASS);
    world.grantClaim();
    await settled();
    world.path.events.ended(why);
    expect(world.state.failure?.code).toBe(code);
    expect(world.said.at(-1)).toEqual({ t: "end", reason: ending });
    expect(world.moved).toEqual(["claimed", "ended"]);
  });

  test("a service of another origin gets no number", () => {
    const world = new World();
    world.call.deskTicket(TICKET, "a-socket-ticket-1");
    world.greet("https://elsewhere.example");
    expect(world.state.failure?.code).toBe("other_origin");
    world.call.claim(PASS);
    expect(world.words()).toEqual(["hello"]);
  });

  test("a grant that comes after giving up is ended at once", () => {
    const world = new World();
    world.sign();
    world.call.claim(PASS);
    world.call.cancel();
    world.grantClaim();
    expect(world.said.at(-1)).toEqual({ t: "end", reason: Ending.STOPPED_BY_COMMUNICATOR });
    expect(world.state.phase).toBe("pass");
  });

  test("boxes at the wrong moment, or from somebody else, change nothing", async () => {
    const world = new World();
    await world.live();
    const sealed = { t: "sealed", kind: "re-answer", data: "00".repeat(40) } as const;
    for (const box of [
      "",
      "{}",
      writeExchange(sealed),
      writeExchange({ t: "m2", share: "0".repeat(64), ad: "0000" }),
    ]) {
      world.say({ t: "relay", box });
    }
    await settled();
    expect(world.state.phase).toBe("live");
  });
});

describe("a live call", () => {
  test("sees only what is granted, and clears the picture when it is taken back", async () => {
    const world = new World();
    await world.live();
    expect([maySee(world.state), authority(world.state)]).toEqual([true, undefined]);
    world.gate(Permission.VIEW, Permission.CONTROL);
    expect(authority(world.state)).toEqual({ grant: 2, layout: 3 });
    world.gate();
    expect([maySee(world.state), authority(world.state), world.picture.at(-1)]).toEqual([false, undefined, "clear"]);
  });

  test("makes no input while a question is open, while paused, and while the other hand moves", async () => {
    const world = new World();
    await world.live();
    const snapshot = {
      t: "snapshot",
      state: GateState.VERIFIED,
      serial: 1,
      grants: [{ permission: Permission.CONTROL, grant: 4, left_ms: 1 }],
      questions: [] as { permission: Permission; question: number; left_ms: number }[],
      answers: [],
      paused: false,
      local_hand: false,
    } as const;
    world.path.hear(snapshot);
    expect(authority(world.state)).toEqual({ grant: 4, layout: 3 });
    for (const change of [
      { questions: [{ permission: Permission.CLIPBOARD, question: 1, left_ms: 1 }] },
      { paused: true },
      { local_hand: true },
      { state: GateState.SILENT },
    ]) {
      world.path.hear({ ...snapshot, ...change });
      expect(authority(world.state)).toBeUndefined();
    }
  });

  test("shows how long a grant lasts, counted from when it was heard", async () => {
    const world = new World();
    await world.live();
    world.clock.move(2_000);
    expect(permission(world.state, Permission.VIEW, world.clock.now())).toEqual({ is: "granted", leftMs: 58_000 });
  });

  test("gives a sign of life every 5 seconds and echoes the newest one heard", async () => {
    const world = new World();
    await world.live();
    world.path.hear({ t: "alive", serial: 41, echo: 0 });
    world.clock.move(5_000);
    expect(world.path.said.at(-1)).toEqual({ t: "alive", serial: 2, echo: 41 });
  });

  test("goes on while the service is away, and takes the signalling up again", async () => {
    const world = new World();
    await world.live();
    world.socket?.onclose?.();
    world.clock.move(1_000);
    expect([world.state.phase, world.ticketsWanted]).toEqual(["live", 1]);
    world.call.deskTicket(TICKET, "a-socket-ticket-2");
    world.greet();
    expect(world.said.at(-1)).toEqual({ t: "resume", session: SESSION, resume: "" });
  });

  test("goes on when the service says what nobody understands", async () => {
    const world = new World();
    await world.live();
    world.socket?.onmessage?.({ data: "?" });
    expect([world.state.phase, world.state.link]).toEqual(["live", "wanted"]);
  });

  test("ends on both sides with its reason, even if the service is away at that moment", async () => {
    const world = new World();
    await world.live();
    world.socket?.onclose?.();
    world.call.end(Ending.FINISHED);
    expect(world.path.said.at(-1)).toEqual({ t: "bye", reason: "finished" });
    expect([world.state.phase, world.state.failure?.code, world.moved.at(-1)]).toEqual(["over", "finished", "ended"]);
    world.call.deskTicket(TICKET, "a-socket-ticket-2");
    world.greet();
    world.say({ t: "resumed", present: true });
    expect(world.said.at(-1)).toEqual({ t: "end", reason: "finished" });
    world.clock.move(1_000);
    expect(world.path.closed).toBe(true);
  });

  test("words outside the protocol end it", async () => {
    const world = new World();
    await world.live();
    world.path.events.words('{"t":"layout"}');
    expect(world.state.failure?.code).toBe("protocol_broken");
  });
});

describe("an interrupted call", () => {
  async function interrupted(): Promise<World> {
    const world = new World();
    await world.live();
    world.gate(Permission.VIEW, Permission.CONTROL);
    world.path.events.ended("lost");
    await settled();
    return world;
  }

  test("offers a new path under the same keys, and asks for nothing by itself", async () => {
    const world = await interrupted();
    expect([world.paths.length, world.state.phase, authority(world.state)]).toEqual([2, "live", undefined]);
    expect(world.path.accepted).toEqual([sdp("BB"), fingerprint("BB")]);
    world.path.events.opened();
    await settled();
    expect(world.path.said.map((word) => (word as { t: string }).t)).toEqual(["ready", "alive"]);
    expect([world.state.resumingUntil, world.picture.at(-1)]).toEqual([undefined, "start"]);
  });

  test("tries again while it may, and ends as silent 90 seconds after the last sign of life", async () => {
    const world = await interrupted();
    for (let second = 0; second < 89; second += 1) {
      world.clock.move(1_000);
      await settled();
    }
    expect(world.state.phase).toBe("live");
    expect(world.paths.length).toBeGreaterThan(9);
    world.clock.move(1_000);
    await settled();
    expect([world.state.phase, world.state.failure?.code]).toEqual(["over", "silent"]);
    expect(world.said.at(-1)).toEqual({ t: "end", reason: "silent" });
  });

  test("offers at once when the other side's socket comes back", async () => {
    const world = await interrupted();
    world.say({ t: "presence", present: true });
    await settled();
    expect(world.paths.length).toBe(3);
  });

  test("begins when nothing is heard for 12 seconds, though the path looks open", async () => {
    const world = new World();
    await world.live();
    world.clock.move(11_000);
    expect(world.state.resumingUntil).toBeUndefined();
    world.clock.move(1_000);
    expect(world.state.resumingUntil).toBe(90_000);
  });

  test("does not begin while pictures still arrive", async () => {
    const world = new World();
    await world.live();
    for (let second = 0; second < 30; second += 1) {
      world.clock.move(1_000);
      world.path.events.picture(new ArrayBuffer(1));
    }
    expect(world.state.resumingUntil).toBeUndefined();
  });

  test("waits three seconds for a network that wavers", async () => {
    const world = new World();
    await world.live();
    world.path.events.wavering(true);
    world.clock.move(2_900);
    world.path.events.wavering(false);
    world.clock.move(200);
    expect(world.state.resumingUntil).toBeUndefined();
    world.path.events.wavering(true);
    world.clock.move(3_000);
    expect(world.state.resumingUntil).toBeDefined();
  });

  test("is over at once when the new path shows another certificate", async () => {
    const world = await interrupted();
    world.path.events.ended("certificate");
    expect(world.state.failure?.code).toBe("certificate_changed");
  });
});

describe("the planned time", () => {
  test("is what the service says at the claim, counted on this page's own clock", async () => {
    const world = new World();
    await world.live();
    expect(timeLeft(world.state, world.clock.now() + 1_800_000)).toEqual({
      minutes: 30,
      leftMs: 1_800_000,
      isSoon: false,
    });
  });

  test("is told to be nearly over from five minutes before its end", async () => {
    const world = new World();
    await world.live();
    const soonAfter = (ms: number) => timeLeft(world.state, world.clock.now() + ms)?.isSoon;
    expect([soonAfter(3_299_999), soonAfter(3_300_000)]).toEqual([false, true]);
  });

  test("is longer as soon as the service says so, and never less than nothing", async () => {
    const world = new World();
    await world.live();
    world.say({ t: "time_left", seconds: 5_400 });
    expect(timeLeft(world.state, world.clock.now())?.minutes).toBe(90);
    expect(timeLeft(world.state, world.clock.now() + 9_999_999)?.minutes).toBe(0);
  });

  test.each([Ending.TIME_OVER, Ending.HANDED_OVER, Ending.MAIN_OVER])("ends a session as %s", async (reason) => {
    const world = new World();
    await world.live();
    world.say({ t: "ended", reason, successor: [] });
    expect([world.state.phase, world.state.failure?.code]).toEqual(["over", reason]);
    expect(timeLeft(world.state, world.clock.now())).toBeUndefined();
  });
});

describe("the next number", () => {
  const NEXT = { ticket: 8, label: "8", gatesOpen: true };

  test("is claimed for the ticket the desk shows, not for the one of the session before", async () => {
    const world = new World();
    await world.live();
    world.call.deskTicket(NEXT, "a-socket-ticket-2");
    expect(world.state.ticket).toEqual(TICKET);
    world.call.end(Ending.FINISHED);
    expect([world.state.phase, world.ticketsWanted]).toEqual(["over", 1]);
    world.call.again();
    expect([world.state.phase, world.state.ticket]).toEqual(["pass", NEXT]);
    world.call.claim(PASS);
    expect(world.said.at(-1)).toEqual({ t: "claim", nameplate: PASS.nameplate, ticket: NEXT.ticket });
  });

  test("has no field when the desk left every ticket during the session", async () => {
    const world = new World();
    await world.live();
    world.call.deskHasNoTicket();
    world.call.end(Ending.FINISHED);
    world.call.again();
    expect([world.state.phase, world.state.ticket]).toEqual(["empty", undefined]);
  });

  test.each([
    ["given up", (world: World) => world.call.cancel()],
    ["refused", (world: World) => world.say({ t: "refused", code: "no_such_pass", gates: [], retry_after_s: 0 })],
  ] as const)("belongs to the newest ticket after connecting was %s", (_, stop) => {
    const world = new World();
    world.sign();
    world.call.claim(PASS);
    world.call.deskTicket(NEXT, "a-socket-ticket-2");
    stop(world);
    expect([world.state.phase, world.state.ticket]).toEqual(["pass", NEXT]);
  });
});

describe("who looks along", () => {
  test("is known to the page from the claim on, and asks for the view alone", async () => {
    const world = new World();
    world.kind = ViewerKind.JOINED;
    await world.live();
    expect(world.state.kind).toBe(ViewerKind.JOINED);
  });
});

describe("a ticket that is finished", () => {
  test("takes the number field away", () => {
    const world = new World();
    world.sign();
    world.call.deskHasNoTicket();
    expect([world.state.phase, world.state.ticket]).toEqual(["empty", undefined]);
  });

  test("leaves nothing to be done about its session, which is over", async () => {
    const world = new World();
    await world.live();
    world.call.end(Ending.FINISHED);
    world.call.ticketFinished(TICKET.ticket);
    expect([world.state.phase, world.state.failure]).toEqual(["empty", undefined]);
  });

  test("ends no session that runs, and is no news to who looked along", async () => {
    const live = new World();
    await live.live();
    live.call.ticketFinished(TICKET.ticket);
    expect(live.state.phase).toBe("live");
    const joined = new World();
    joined.kind = ViewerKind.JOINED;
    await joined.live();
    joined.call.end(Ending.FINISHED);
    joined.call.ticketFinished(TICKET.ticket);
    expect([joined.state.phase, joined.state.failure?.code]).toEqual(["over", "finished"]);
  });

  test("leaves no number field behind a session that is over", async () => {
    const world = new World();
    await world.live();
    world.call.end(Ending.FINISHED);
    world.call.deskHasNoTicket();
    expect(world.state.phase).toBe("over");
    world.call.again();
    expect(world.state.phase).toBe("empty");
  });
});
