import { describe, expect, test } from "vitest";
import { Link, type Socket } from "../../src/engine/link.ts";
import { HandClock } from "../support.ts";

class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: string[] = [];
  closed = false;
  send = (text: string) => this.sent.push(text);
  close = () => {
    this.closed = true;
  };
}

const WELCOME = { t: "welcome", communicator: { number: "12", name: "山田" }, origin: "http://localhost:8000" };
const TICKET = "a-socket-ticket-1";

function dialled() {
  const clock = new HandClock();
  const sockets: FakeSocket[] = [];
  const told: string[] = [];
  const link = new Link(
    () => {
      sockets.push(new FakeSocket());
      return sockets.at(-1) as FakeSocket;
    },
    clock,
    {
      stateChanged: (state) => told.push(state),
      message: ({ t }) => told.push(`message ${t}`),
      ticketWanted: () => told.push("ticket wanted"),
      broken: () => told.push("broken"),
    },
  );
  const hear = (message: object) => sockets.at(-1)?.onmessage?.({ data: JSON.stringify(message) });
  return { clock, sockets, told, link, hear };
}

describe("the signalling link", () => {
  test("says hello with the ticket and is up when it is welcome", () => {
    const { link, sockets, told, hear } = dialled();
    link.ticket(TICKET);
    expect(link.say({ t: "claim", nameplate: "1234", ticket: 1 })).toBe(false);
    sockets[0]?.onopen?.();
    hear(WELCOME);
    expect(sockets[0]?.sent.map((text) => JSON.parse(text))).toEqual([
      { t: "hello", version: 1, socket_ticket: TICKET },
    ]);
    expect(told).toEqual(["dialling", "greeting", "up", "message welcome"]);
    expect(link.say({ t: "claim", nameplate: "1234", ticket: 1 })).toBe(true);
  });

  test("uses one ticket for one socket, and none while a socket stands", () => {
    const { link, sockets } = dialled();
    link.ticket(TICKET);
    link.ticket("another-ticket-22");
    expect(sockets.length).toBe(1);
  });

  test("asks for a new ticket each time it is cut off, waiting longer and longer", () => {
    const { link, sockets, told, clock } = dialled();
    const waits: number[] = [];
    link.ticket(TICKET);
    for (let round = 0; round < 8; round += 1) {
      sockets.at(-1)?.onclose?.();
      const from = clock.now();
      told.length = 0;
      while (!told.includes("ticket wanted")) clock.move(50);
      waits.push(clock.now() - from);
      link.ticket(TICKET);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeLessThan(700);
    expect(waits.at(-1)).toBeLessThan(16_000);
    expect(waits.at(-1)).toBeGreaterThan(10_000);
  });

  test("asks again when the desk gives no ticket", () => {
    const { link, sockets, told, clock } = dialled();
    link.ticket(TICKET);
    sockets[0]?.onclose?.();
    clock.move(60_000);
    expect(told.filter((word) => word === "ticket wanted").length).toBeGreaterThan(3);
  });

  test("gives up a socket that does not greet", () => {
    const { link, sockets, clock } = dialled();
    link.ticket(TICKET);
    sockets[0]?.onopen?.();
    clock.move(10_000);
    expect([sockets[0]?.closed, link.state]).toEqual([true, "wanted"]);
  });

  test.each([
    "no json",
    '{"t":"welcome"}',
    '{"t":"granted","session":"x"}',
    "[]",
    '{"t":"resumed","present":true,"more":1}',
  ])("hangs up and dials anew later when the service says what it must not: %s", (text) => {
    const { link, sockets, told } = dialled();
    link.ticket(TICKET);
    sockets[0]?.onopen?.();
    sockets[0]?.onmessage?.({ data: text });
    expect([sockets[0]?.closed, link.state, told.at(-1)]).toEqual([true, "wanted", "broken"]);
  });

  test("hears nothing from a socket it has hung up", () => {
    const { link, sockets, told, hear } = dialled();
    link.ticket(TICKET);
    link.close();
    hear(WELCOME);
    sockets[0]?.onclose?.();
    expect(told).toEqual(["dialling", "off"]);
  });
});
