// The one-time pass as it is typed: 4 digits nameplate, 6 digits secret, 1 check digit (Damm), said 3-4-4 (R30).
//
// Forgiving in how it is written (full-width digits, spaces, hyphens), strict in what it is: the check digit is
// verified before anything is sent, so a number that was heard wrongly uses up no pass.

const DIGITS = 11;
const NAMEPLATE_DIGITS = 4;

// Quasigroup of Damm's method: finds every single wrong digit and every swap of neighbours.
const DAMM = [
  "0317598642",
  "7092154863",
  "4206871359",
  "1750983426",
  "6123045978",
  "3674209581",
  "5869720134",
  "8945362017",
  "9438617205",
  "2581436790",
];

const SEPARATORS = /[\s\u00AD\u2010-\u2015\u2212\u30FC\uFE58\uFE63\uFF0D\uFF70-]/gu;

export interface OneTimePass {
  /** Public: it finds the waiting program. */
  readonly nameplate: string;
  /** Goes into the key exchange and nowhere else. */
  readonly secret: string;
}

export type Reading =
  | { readonly kind: "typing"; readonly digits: string }
  | { readonly kind: "pass"; readonly pass: OneTimePass }
  | { readonly kind: "misheard" }
  | { readonly kind: "too_long" }
  | { readonly kind: "stray" };

/** The digits of `text` without separators; undefined when something else was typed. */
function digitsOf(text: string): string | undefined {
  const plain = text
    .replace(/[\uFF10-\uFF19]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xff10 + 0x30))
    .replace(SEPARATORS, "");
  return /^[0-9]*$/.test(plain) ? plain : undefined;
}

function checks(digits: string): boolean {
  let state = 0;
  for (const digit of digits) state = Number(DAMM[state]?.[Number(digit)]);
  return state === 0;
}

/** What the typed text is so far. Only `pass` may be sent, and of it only the nameplate. */
export function read(text: string): Reading {
  const digits = digitsOf(text);
  if (digits === undefined) return { kind: "stray" };
  if (digits.length < DIGITS) return { kind: "typing", digits };
  if (digits.length > DIGITS) return { kind: "too_long" };
  if (!checks(digits)) return { kind: "misheard" };
  const pass = { nameplate: digits.slice(0, NAMEPLATE_DIGITS), secret: digits.slice(NAMEPLATE_DIGITS, -1) };
  return { kind: "pass", pass };
}

/** Digits grouped as they are said: 3-4-4. */
export function grouped(digits: string): string {
  return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].filter((part) => part !== "").join("-");
}
