// Evidence of one session: the subscriber's own log, entry by entry chained and signed, and the removal receipt.
//
// The sharing page writes it as the tool does; anybody who has the public key can check a line, a chain, a receipt.
// Handed over as they happen, entries cannot be denied or reordered later; a cut tail shows in the receipt's head.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import {
  type Entry,
  type Permission,
  type ReceiptText,
  type Removal,
  readEntry,
  readReceiptText,
  writeEntry,
  writeReceiptText,
} from "../wire.gen.ts";
import { type Bytes, fromHex, toHex, utf8 } from "./bytes.ts";

export const NO_HEAD = "";

/** Where a log stands: number of entries and hash of the last one. */
export interface Head {
  readonly n: number;
  readonly head: string;
}

/** The writing side. `seed` is the 32 bytes of the Ed25519 key made for this session. */
export class Log {
  readonly #seed: Uint8Array;
  readonly #session: string;
  #head: Head = { n: 0, head: NO_HEAD };

  constructor(seed: Uint8Array, session: string) {
    this.#seed = seed;
    this.#session = session;
  }

  get head(): Head {
    return this.#head;
  }

  /** One canonical JSON line. Throws Malformed when it could not be read back; the log stays as it is. */
  append(at: number, event: string, permission: Permission | null = null, number = 0): string {
    const { n, head: prev } = this.#head;
    const hash = hashOf(this.#session, { n, at, event, permission, number, prev });
    const sig = toHex(ed25519.sign(signedEntry(this.#session, hash), this.#seed));
    const line = writeEntry({ n, at, event, permission, number, prev, hash, sig });
    this.#head = { n: n + 1, head: hash };
    return line;
  }

  /** The signed receipt over the log as it stands. */
  receipt(removal: Removal, items: readonly string[] = []): string {
    const fields = { session: this.#session, n: this.#head.n, head: this.#head.head, removal, items };
    const sig = toHex(ed25519.sign(signedReceipt(fields), this.#seed));
    return writeReceiptText({ ...fields, sig });
  }
}

/** The public key as Open carries it. */
export function publicKeyOf(seed: Uint8Array): string {
  return toHex(ed25519.getPublicKey(seed));
}

/** The entry, when it is the one that follows `after`; else undefined. */
export function verifyEntry(line: string, publicKey: string, session: string, after: Head): Entry | undefined {
  const entry = readEntry(line);
  if (entry === undefined || writeEntry(entry) !== line) return undefined;
  if (entry.n !== after.n || entry.prev !== after.head || entry.hash !== hashOf(session, entry)) return undefined;
  return signedBy(publicKey, entry.sig, signedEntry(session, entry.hash)) ? entry : undefined;
}

/** Where an intact log stands; undefined when any line does not fit. */
export function verifyChain(lines: Iterable<string>, publicKey: string, session: string): Head | undefined {
  let head: Head = { n: 0, head: NO_HEAD };
  for (const line of lines) {
    const entry = verifyEntry(line, publicKey, session, head);
    if (entry === undefined) return undefined;
    head = { n: entry.n + 1, head: entry.hash };
  }
  return head;
}

/** The receipt, when it is this session's and signed by its key; compare its head with the log you have. */
export function verifyReceipt(line: string, publicKey: string, session: string): ReceiptText | undefined {
  const receipt = readReceiptText(line);
  if (receipt === undefined || writeReceiptText(receipt) !== line || receipt.session !== session) return undefined;
  return signedBy(publicKey, receipt.sig, signedReceipt(receipt)) ? receipt : undefined;
}

function hashOf(session: string, entry: Omit<Entry, "hash" | "sig">): string {
  const { n, at, event, permission, number, prev } = entry;
  const body = JSON.stringify([session, n, at, event, permission, number, prev]);
  return toHex(sha256(utf8(`yorisoi/1 entry ${body}`)));
}

function signedEntry(session: string, hash: string): Bytes {
  return utf8(`yorisoi/1 signed entry ${session} ${hash}`);
}

function signedReceipt(receipt: Omit<ReceiptText, "sig">): Bytes {
  const { session, n, head, removal, items } = receipt;
  return utf8(`yorisoi/1 removal receipt ${JSON.stringify([session, n, head, removal, items])}`);
}

function signedBy(publicKey: string, sig: string, message: Bytes): boolean {
  const key = fromHex(publicKey);
  const signature = fromHex(sig);
  if (key?.length !== 32 || signature?.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
