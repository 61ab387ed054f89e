import { describe, expect, test } from "vitest";
import { beginning, readDesk } from "../../src/viewer/desk.ts";

const TICKET = {
  yorisoi: 1,
  t: "ticket",
  ticket: 7,
  label: "案件 7",
  gates_open: true,
  socket_ticket: "0123456789abcdef",
};

const BESIDE = { yorisoi: 1, t: "beside", ticket: 7, names: ["鈴木"] };

describe("a word from the desk's frame", () => {
  test("brings a ticket with its socket ticket", () => {
    expect(readDesk(TICKET)).toEqual({
      t: "ticket",
      ticket: { ticket: 7, label: "案件 7", gatesOpen: true },
      socketTicket: "0123456789abcdef",
    });
    expect(readDesk({ yorisoi: 1, t: "no_ticket" })).toEqual({ t: "no_ticket" });
    expect(readDesk({ yorisoi: 1, t: "finished", ticket: 7 })).toEqual({ t: "finished", ticket: 7 });
    expect(readDesk(BESIDE)).toEqual({ t: "beside", beside: { ticket: 7, names: ["鈴木"] } });
    expect(readDesk({ yorisoi: 1, t: "language", language: "en" })).toEqual({ t: "language", language: "en" });
  });

  test.each([
    null,
    "ticket",
    42,
    [],
    { ...TICKET, yorisoi: 2 },
    { ...TICKET, ticket: "7" },
    { ...TICKET, ticket: 1.5 },
    { ...TICKET, label: null },
    { ...TICKET, gates_open: "yes" },
    { ...TICKET, socket_ticket: "short" },
    { ...TICKET, socket_ticket: "0123456789abcdef\n" },
    { ...TICKET, more: 1 },
    { yorisoi: 1, t: "no_ticket", more: 1 },
    { yorisoi: 1, t: "finished" },
    { yorisoi: 1, t: "finished", ticket: 7, more: 1 },
    { ...BESIDE, ticket: "7" },
    { ...BESIDE, names: "鈴木" },
    { ...BESIDE, names: [7] },
    { ...BESIDE, names: ["一", "二", "三"] },
    { ...BESIDE, more: 1 },
    { yorisoi: 1, t: "session" },
    { yorisoi: 1, t: "language", language: "fr" },
    { yorisoi: 1, t: "language", language: "en", more: 1 },
  ])("of any other shape is not heard: %j", (data) => {
    expect(readDesk(data)).toBeUndefined();
  });

  test("shows no label longer than a name may be", () => {
    const read = readDesk({ ...TICKET, label: "あ".repeat(500) });
    expect(read?.t === "ticket" && read.ticket.label.length).toBe(120);
  });
});

describe("the desk begins", () => {
  test("at the ticket that a link into this page names", () => {
    expect(beginning("/desk/", "#ticket=29")).toBe("/desk/tickets/29");
  });

  test.each(["", "#", "#ticket=", "#ticket=0", "#ticket=29/take", "#ticket=../live", "#ticket=-1", "#x&ticket=29"])(
    "at its first page for %j",
    (hash) => {
      expect(beginning("/desk/", hash)).toBe("/desk/");
    },
  );
});
