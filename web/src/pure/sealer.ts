// Sealed messages: AES-256-GCM, one key for each direction, a counter that is never used twice.
//
// The counter is not sent. A receiver tries the next MAX_SKIPPED numbers, because a relay may lose a message when it is
// restarted; what was opened, and everything before it, never opens again.

import { gcm } from "@noble/ciphers/aes.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { Ending, MAX_SEALED, MAX_SEALED_CHARS, MAX_SKIPPED, Role, type Sealed } from "../wire.gen.ts";
import { type Bytes, fromHex, toHex, utf8 } from "./bytes.ts";
import { ExchangeError, NotSealed } from "./errors.ts";

export const SUITE = "yorisoi/1 CPACE-X25519-SHA512";
const TAG_BYTES = 16;

/** Seals for the other side and opens what it sealed. `isk` and `sid` come from one finished exchange. */
export class Sealer {
  readonly #out: Uint8Array;
  readonly #in: Uint8Array;
  #nextOut = 0;
  #nextIn = 0;

  constructor(isk: Uint8Array, sid: Uint8Array, role: Role) {
    const key = (direction: string) => hkdf(sha256, isk, sid, utf8(`${SUITE} ${direction}`), 32);
    const outward = key("communicator-to-subscriber");
    const inward = key("subscriber-to-communicator");
    const mine = role === Role.COMMUNICATOR;
    this.#out = mine ? outward : inward;
    this.#in = mine ? inward : outward;
  }

  /** Seals under the next number. Refuses what is too large, and everything after MAX_SEALED messages. */
  seal(kind: string, body: Uint8Array): Sealed {
    if ((body.length + TAG_BYTES) * 2 > MAX_SEALED_CHARS || this.#nextOut >= MAX_SEALED) {
      throw new ExchangeError(Ending.PROTOCOL_BROKEN, "nothing more, or nothing larger, is sealed");
    }
    const number = this.#nextOut;
    this.#nextOut += 1;
    return { t: "sealed", kind, data: toHex(gcm(this.#out, nonce(number), utf8(kind)).encrypt(body)) };
  }

  /** The body. NotSealed leaves everything as it was. At most `skip` lost messages are passed over. */
  open(sealed: Sealed, skip = MAX_SKIPPED): Bytes {
    const data = fromHex(sealed.data);
    if (data === undefined) throw new NotSealed();
    const end = Math.min(this.#nextIn + skip + 1, MAX_SEALED);
    for (let number = this.#nextIn; number < end; number += 1) {
      let body: Uint8Array;
      try {
        body = gcm(this.#in, nonce(number), utf8(sealed.kind)).decrypt(data);
      } catch {
        continue;
      }
      this.#nextIn = number + 1;
      return Uint8Array.from(body);
    }
    throw new NotSealed();
  }
}

function nonce(number: number): Bytes {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(8, number);
  return bytes;
}
