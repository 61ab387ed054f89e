// CPACE-X25519-SHA512 after draft-irtf-cfrg-cpace-21, initiator and responder with key confirmation; nothing else.
// All arithmetic is @noble/curves; written here are only byte strings.

import { ed25519, _map_to_curve_elligator2_curve25519 as elligator2, x25519 } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { Ending } from "../wire.gen.ts";
import { type Bytes, equal, joined, utf8 } from "./bytes.ts";
import { ExchangeError } from "./errors.ts";

export const SCALAR_BYTES = 32;
const DSI = utf8("CPace255");
const HASH_BLOCK_BYTES = 128;
const NEUTRAL = new Uint8Array(32);

/** Each part led by its length in LEB128, so that no two lists of parts read the same. */
export function lvCat(...parts: readonly Uint8Array[]): Bytes {
  return joined(...parts.flatMap((part) => [lengthOf(part.length), part]));
}

function lengthOf(number: number): Bytes {
  const out: number[] = [];
  let left = number;
  for (; left >= 128; left >>>= 7) out.push((left & 0x7f) | 0x80);
  out.push(left);
  return Uint8Array.from(out);
}

/** The secret generator of one run: the password mapped onto the curve. */
export function generator(prs: Uint8Array, ci: Uint8Array, sid: Uint8Array): Bytes {
  const pad = Math.max(0, HASH_BLOCK_BYTES - 1 - lvCat(prs).length - lvCat(DSI).length);
  const digest = sha512(lvCat(DSI, prs, new Uint8Array(pad), ci, sid));
  let number = 0n;
  for (let at = 31; at >= 0; at -= 1) {
    const byte = digest[at] ?? 0;
    number = (number << 8n) | BigInt(at === 31 ? byte & 0x7f : byte);
  }
  const field = ed25519.Point.Fp;
  const { xMn, xMd } = elligator2(field.create(number));
  return Uint8Array.from(field.toBytes(field.div(xMn, xMd)));
}

/** scalar_mult_vfy: refuses the points of small order, whose product is the neutral element. */
export function scalarMult(scalar: Uint8Array, point: Uint8Array): Bytes {
  if (scalar.length !== 32 || point.length !== 32) throw badShare();
  let product: Uint8Array;
  try {
    product = x25519.getSharedSecret(scalar, point);
  } catch {
    throw badShare();
  }
  if (equal(product, NEUTRAL)) throw badShare();
  return Uint8Array.from(product);
}

function badShare(): ExchangeError {
  return new ExchangeError(Ending.PROTOCOL_BROKEN, "a share is no point of the group");
}

export interface Side {
  readonly initiator: boolean;
  readonly prs: Uint8Array;
  readonly ci: Uint8Array;
  readonly sid: Uint8Array;
  readonly ad: Uint8Array;
  readonly scalar: Uint8Array;
}

/** What `finish` computed: the shared key, this side's confirmation, and a check of the other side's. */
export interface Finished {
  readonly isk: Bytes;
  readonly sidOutput: Bytes;
  readonly tag: Bytes;
  /** Throws WRONG_PASS unless the other side knows the same password and saw the same exchange. */
  verify(tag: Uint8Array): void;
}

/** One side of one run. `finish` can be called once; the scalar is dropped whatever happens. */
export class CPace {
  readonly share: Bytes;
  readonly #initiator: boolean;
  readonly #sid: Uint8Array;
  readonly #ad: Uint8Array;
  #scalar: Uint8Array | undefined;

  constructor(side: Side) {
    this.#initiator = side.initiator;
    this.#sid = side.sid;
    this.#ad = side.ad;
    this.#scalar = side.scalar;
    this.share = scalarMult(side.scalar, generator(side.prs, side.ci, side.sid));
  }

  /** Computes the key from the other side's share and associated data. */
  finish(peerShare: Uint8Array, peerAd: Uint8Array): Finished {
    const scalar = this.#scalar;
    this.#scalar = undefined;
    if (scalar === undefined) throw new ExchangeError(Ending.PROTOCOL_BROKEN, "a run computes its key once");
    // our own share sent back would agree with itself
    if (peerShare.length !== 32 || equal(peerShare, this.share)) throw badShare();
    const k = scalarMult(scalar, peerShare);
    const mine = lvCat(this.share, this.#ad);
    const theirs = lvCat(peerShare, peerAd);
    const transcript = this.#initiator ? joined(mine, theirs) : joined(theirs, mine);
    const isk = Uint8Array.from(sha512(joined(lvCat(utf8("CPace255_ISK"), this.#sid, k), transcript)));
    const macKey = sha512(joined(utf8("CPaceMac"), this.#sid, isk));
    const peerTag = hmac(sha512, macKey, theirs);
    return {
      isk,
      sidOutput: Uint8Array.from(sha512(joined(utf8("CPaceSidOutput"), transcript))),
      tag: Uint8Array.from(hmac(sha512, macKey, mine)),
      verify(tag: Uint8Array): void {
        if (!equal(tag, peerTag)) throw new ExchangeError(Ending.WRONG_PASS, "the other side does not know this pass");
      },
    };
  }
}
