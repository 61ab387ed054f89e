// Session descriptions: exactly one sha-256 fingerprint survives, everything doubtful is refused.
//
// A stack may write several fingerprint lines (sha-256, -384, -512) and another may check only one of them. What is
// compared must therefore be all that is left for it to use.

import { Ending, MAX_SDP_CHARS } from "../wire.gen.ts";
import { ExchangeError } from "./errors.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const LINE = /^[a-z]=[^\x00-\x1f\x7f]*$/;
const FINGERPRINT = /^a=fingerprint:(sha-256|sha-384|sha-512) ([0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2})+)$/;
const CANDIDATE = /^(candidate:[\x21-\x7e]+( [\x21-\x7e]+)*)?$/;
const VALUE_CHARS: Readonly<Record<string, number>> = { "sha-256": 95, "sha-384": 143, "sha-512": 191 };

/**
 * The description with one sha-256 fingerprint value and no other kind; lines end in CR LF.
 *
 * Refused: none, two different ones, weak or unknown kinds, a fingerprint written in any odd way, keys in the text
 * (a=crypto), control characters, lines that are no SDP, more than MAX_SDP_CHARS characters.
 */
export function pin(sdp: string): string {
  return pinned(sdp).text;
}

/** The one sha-256 fingerprint, as upper-case pairs with colons: compare it with the certificate after connecting. */
export function fingerprint(sdp: string): string {
  return pinned(sdp).value;
}

/** A SHA-256 digest of a certificate (DER) written as a fingerprint. */
export function fingerprintOf(digest: Uint8Array): string {
  return [...digest].map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(":");
}

/** An ICE candidate of one line, or the empty end-of-candidates; anything else is refused. */
export function checkCandidate(candidate: string): string {
  if (!CANDIDATE.test(candidate)) throw refused("no candidate");
  return candidate;
}

function pinned(sdp: string): { readonly text: string; readonly value: string } {
  let letters = 0;
  for (const _ of sdp) letters += 1;
  if (letters > MAX_SDP_CHARS) throw refused("too long");
  const lines = sdp.replace(/\n$/, "").replace(/\r$/, "").replaceAll("\r\n", "\n").split("\n");
  if (lines[0] !== "v=0") throw refused("no description");
  const kept: string[] = [];
  const values = new Set<string>();
  for (const line of lines) {
    if (!LINE.test(line)) throw refused("a line is no SDP");
    const lowered = line.toLowerCase();
    if (lowered.startsWith("a=crypto")) throw refused("keys outside the exchange");
    if (lowered.includes("fingerprint")) {
      const [, kind, value] = FINGERPRINT.exec(line) ?? [];
      if (kind === undefined || value === undefined || value.length !== VALUE_CHARS[kind]) {
        throw refused("an unknown or weak fingerprint");
      }
      if (kind !== "sha-256") continue;
      values.add(value.toUpperCase());
    }
    kept.push(line);
  }
  const [value] = values;
  if (value === undefined || values.size !== 1) throw refused("not exactly one sha-256 fingerprint");
  return { text: `${kept.join("\r\n")}\r\n`, value };
}

function refused(what: string): ExchangeError {
  return new ExchangeError(Ending.PROTOCOL_BROKEN, `session description refused: ${what}`);
}
