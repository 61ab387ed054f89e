import { expect, test } from "vitest";
import { ClipboardReader, clipboardPieces } from "../../src/engine/clipboard.ts";
import { readPeerFromCommunicator, writePeerFromCommunicator } from "../../src/wire.gen.ts";

test("a long text crosses in pieces the wire accepts and comes out whole", () => {
  const text = "寄り添い😀\n".repeat(5_000);
  const pieces = clipboardPieces(text, 4) ?? [];
  const reader = new ClipboardReader();
  const read = pieces.map((piece) => {
    const crossed = readPeerFromCommunicator(writePeerFromCommunicator(piece));
    return crossed?.t === "clipboard_text" ? reader.add(crossed) : undefined;
  });
  expect(pieces.length).toBeGreaterThan(2);
  expect(read).toEqual([...Array(pieces.length - 1).fill(undefined), text]);
});

test("an empty text is one piece", () => {
  expect(clipboardPieces("", 1)).toEqual([{ t: "clipboard_text", serial: 1, last: true, text: "" }]);
});

test("a text beyond a million bytes is not begun", () => {
  expect(clipboardPieces("寄".repeat(333_334), 1)).toBeUndefined();
});

test("an unfinished text is dropped when another begins", () => {
  const reader = new ClipboardReader();
  reader.add({ t: "clipboard_text", serial: 1, last: false, text: "half" });
  expect(reader.add({ t: "clipboard_text", serial: 2, last: true, text: "whole" })).toBe("whole");
});

test("pieces without end are not collected", () => {
  const reader = new ClipboardReader();
  const piece = { t: "clipboard_text", serial: 1, last: false, text: "x".repeat(10_000) } as const;
  for (let count = 0; count < 101; count += 1) reader.add(piece);
  expect(reader.add({ ...piece, last: true })).toBeUndefined();
});
