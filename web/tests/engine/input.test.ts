import { describe, expect, test } from "vitest";
import { Input, type Stroke } from "../../src/engine/input.ts";
import { type InputFrame, MouseButton, readInput } from "../../src/wire.gen.ts";

const LED = { grant: 9, layout: 2 };

function hands(authority: typeof LED | null = LED) {
  const sent: (InputFrame | undefined)[] = [];
  const line = { behind: false };
  const input = new Input({ send: (frame) => sent.push(readInput(frame)), isBehind: () => line.behind });
  input.setAuthority(authority ?? undefined);
  return { input, sent, line };
}

const stroke = (code: string, key = code, more: Partial<Stroke> = {}): Stroke => ({
  code,
  key,
  repeat: false,
  isComposing: false,
  ...more,
});

describe("keys", () => {
  test("travel as places on the keyboard, led by grant and layout", () => {
    const { input, sent } = hands();
    expect(input.keyDown(stroke("KeyQ", "a"))).toBe(true);
    expect(input.keyUp(stroke("KeyQ", "a"))).toBe(true);
    expect(sent).toEqual([
      { kind: "key", ...LED, usage: 0x14, down: true },
      { kind: "key", ...LED, usage: 0x14, down: false },
    ]);
  });

  test.each([
    ["IntlYen", 0x89],
    ["IntlRo", 0x87],
    ["Convert", 0x8a],
    ["NonConvert", 0x8b],
    ["Backslash", 0x31],
  ])("of a Japanese keyboard have places of their own: %s", (code, usage) => {
    const { input, sent } = hands();
    input.keyDown(stroke(code));
    expect(sent).toEqual([{ kind: "key", ...LED, usage, down: true }]);
  });

  test("of which browsers tell only one half travel whole", () => {
    const { input, sent } = hands();
    expect(input.keyDown(stroke("Backquote", "Zenkaku"))).toBe(true);
    expect(input.keyUp(stroke("Backquote", "Hankaku"))).toBe(false);
    expect(sent.map((frame) => frame?.kind === "key" && frame.down)).toEqual([true, false]);
  });

  test("that a person holds are repeated by the other computer, not by this page", () => {
    const { input, sent } = hands();
    input.keyDown(stroke("KeyA"));
    expect(input.keyDown(stroke("KeyA", "a", { repeat: true }))).toBe(true);
    expect(sent.length).toBe(1);
  });

  test("that an input method takes stay here", () => {
    const { input, sent } = hands();
    expect(input.keyDown(stroke("KeyK", "Process"))).toBe(false);
    expect(input.keyDown(stroke("KeyK", "k", { isComposing: true }))).toBe(false);
    expect(input.keyUp(stroke("KeyK"))).toBe(false);
    expect(sent).toEqual([]);
  });

  test("of which the end is not told while Meta is held go up with it", () => {
    const { input, sent } = hands();
    input.keyDown(stroke("MetaLeft"));
    input.keyDown(stroke("KeyC"));
    input.keyUp(stroke("MetaLeft"));
    expect(sent.map((frame) => frame?.kind)).toEqual(["key", "key", "key", "release"]);
  });

  test("unknown to the table stay here", () => {
    const { input, sent } = hands();
    expect(input.keyDown(stroke("Power"))).toBe(false);
    expect(input.keyDown(stroke("Unidentified"))).toBe(false);
    expect(sent).toEqual([]);
  });
});

describe("without a grant", () => {
  test("no hand makes a frame", () => {
    const { input, sent } = hands(null);
    expect(input.keyDown(stroke("KeyA"))).toBe(false);
    input.button(MouseButton.LEFT, true, { x: 1, y: 1 });
    input.moveTo({ x: 5, y: 5 });
    input.wheel(0, 100, 0, { x: 5, y: 5 });
    input.flush();
    expect(input.text("abc")).toBe(0);
    input.hold("AltLeft", true);
    input.release();
    expect(sent).toEqual([]);
  });

  test("what was held under the old one goes up, and nothing moves later", () => {
    const { input, sent } = hands();
    input.keyDown(stroke("ShiftLeft"));
    input.moveTo({ x: 3, y: 3 });
    input.setAuthority(undefined);
    input.flush();
    input.setAuthority({ grant: 10, layout: 2 });
    input.flush();
    expect(sent.map((frame) => frame?.kind)).toEqual(["key", "release"]);
    expect(input.keyUp(stroke("ShiftLeft"))).toBe(false);
  });
});

describe("on a desktop that changes its size", () => {
  test("what was held goes up under the new layout, and its own end is not told again", () => {
    const { input, sent } = hands();
    input.keyDown(stroke("Backspace"));
    input.button(MouseButton.LEFT, true, { x: 1, y: 1 });
    input.setAuthority({ grant: 9, layout: 3 });
    expect(sent.at(-1)).toEqual({ kind: "release", grant: 9, layout: 3 });
    const told = sent.length;
    expect(input.keyDown(stroke("Backspace", "Backspace", { repeat: true }))).toBe(true);
    expect(input.keyUp(stroke("Backspace"))).toBe(false);
    input.button(MouseButton.LEFT, false, { x: 1, y: 1 });
    expect(sent.length).toBe(told);
    input.keyDown(stroke("Backspace"));
    expect(sent.at(-1)).toEqual({ kind: "key", grant: 9, layout: 3, usage: 0x2a, down: true });
  });
});

describe("the pointer", () => {
  test("tells its newest place once for each picture of the page", () => {
    const { input, sent } = hands();
    for (let x = 1; x <= 50; x += 1) input.moveTo({ x, y: 7 });
    input.flush();
    input.flush();
    expect(sent).toEqual([{ kind: "move", ...LED, x: 50, y: 7 }]);
  });

  test("waits while older input has not left, and then tells only the newest place", () => {
    const { input, sent, line } = hands();
    line.behind = true;
    input.moveTo({ x: 1, y: 1 });
    input.flush();
    input.moveTo({ x: 2, y: 2 });
    input.flush();
    expect([sent, input.isWaiting]).toEqual([[], true]);
    line.behind = false;
    input.flush();
    expect(sent).toEqual([{ kind: "move", ...LED, x: 2, y: 2 }]);
  });

  test("clicks where it stands at that moment, at once", () => {
    const { input, sent } = hands();
    input.moveTo({ x: 1, y: 1 });
    input.button(MouseButton.RIGHT, true, { x: 4, y: 5 });
    input.button(MouseButton.RIGHT, true, { x: 4, y: 5 });
    input.button(MouseButton.RIGHT, false, { x: 4, y: 5 });
    input.flush();
    expect(sent).toEqual([
      { kind: "button", ...LED, x: 4, y: 5, button: MouseButton.RIGHT, down: true },
      { kind: "button", ...LED, x: 4, y: 5, button: MouseButton.RIGHT, down: false },
    ]);
  });

  test("turns the wheel in notches of 120, down is positive, small turns add up", () => {
    const { input, sent } = hands();
    input.wheel(0, 100, 0, { x: 1, y: 2 });
    input.flush();
    input.wheel(0, 3, 1, { x: 1, y: 2 });
    input.flush();
    for (let turn = 0; turn < 4; turn += 1) input.wheel(0, -0.3, 0, { x: 1, y: 2 });
    input.flush();
    const turns = sent.map((frame) => (frame?.kind === "wheel" ? frame.dy : undefined));
    expect(turns).toEqual([120, 120, -1]);
  });
});

describe("text and release", () => {
  test("committed text is cut where letters end and stripped of control characters", () => {
    const { input, sent } = hands();
    const text = `あ\r\nい\u0007\ud800${"寄".repeat(2_000)}😀`;
    expect(input.text(text)).toBe(2_004);
    const pieces = sent.map((frame) => (frame?.kind === "committed_text" ? frame.text : ""));
    expect(pieces.join("")).toBe(`あ\nい${"寄".repeat(2_000)}😀`);
    expect(pieces.length).toBe(2);
  });

  test("losing the keyboard lets go of everything with one word", () => {
    const { input, sent } = hands();
    input.keyDown(stroke("ControlLeft"));
    input.button(MouseButton.LEFT, true, { x: 0, y: 0 });
    input.release();
    input.release();
    expect(sent.map((frame) => frame?.kind)).toEqual(["key", "button", "release"]);
    expect(input.keyUp(stroke("ControlLeft"))).toBe(false);
  });
});
