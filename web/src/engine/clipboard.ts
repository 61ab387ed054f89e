// Text on its way: typed at the cursor or for the other side's clipboard, always cut where a letter ends.

import {
  CLIPBOARD_PIECE_CHARS,
  type ClipboardText,
  MAX_CLIPBOARD_BYTES,
  MAX_TEXT_BYTES,
  utf8Length,
} from "../wire.gen.ts";

/** Text as the wire takes it: line feeds only, no control characters, no halves of letters. */
export function plain(text: string): string {
  return text
    .replace(/\r\n?/g, "\n")
    .replace(/\p{Cs}/gu, "")
    .replace(/[^\P{Cc}\n\t]/gu, "");
}

/** Pieces of at most MAX_TEXT_BYTES of UTF-8 for committed text. */
export function typedPieces(text: string): string[] {
  return pieces(plain(text), MAX_TEXT_BYTES, (letter) => utf8Length(letter) ?? 0);
}

/** The messages that carry a text to the other clipboard; undefined when it is too long for one. */
export function clipboardPieces(text: string, serial: number): ClipboardText[] | undefined {
  const whole = plain(text);
  if ((utf8Length(whole) ?? Number.POSITIVE_INFINITY) > MAX_CLIPBOARD_BYTES) return undefined;
  const parts = pieces(whole, CLIPBOARD_PIECE_CHARS, () => 1);
  if (parts.length === 0) parts.push("");
  return parts.map((part, at) => ({ t: "clipboard_text", serial, last: at === parts.length - 1, text: part }));
}

function pieces(text: string, most: number, size: (letter: string) => number): string[] {
  const found: string[] = [];
  let piece = "";
  let used = 0;
  for (const letter of text) {
    const more = size(letter);
    if (used + more > most) {
      found.push(piece);
      piece = "";
      used = 0;
    }
    piece += letter;
    used += more;
  }
  if (piece !== "") found.push(piece);
  return found;
}

/** Puts pieces from the other clipboard together. A new serial number drops an unfinished text. */
export class ClipboardReader {
  #serial = -1;
  #text = "";
  #bytes = 0;

  /** The whole text when this piece completes it. Text beyond MAX_CLIPBOARD_BYTES never completes. */
  add(piece: ClipboardText): string | undefined {
    if (piece.serial !== this.#serial) {
      this.#serial = piece.serial;
      this.#text = "";
      this.#bytes = 0;
    }
    this.#bytes += utf8Length(piece.text) ?? 0;
    if (this.#bytes > MAX_CLIPBOARD_BYTES) {
      this.#text = "";
      return undefined;
    }
    this.#text += piece.text;
    if (!piece.last) return undefined;
    const whole = this.#text;
    this.#serial = -1;
    this.#text = "";
    return whole;
  }
}
