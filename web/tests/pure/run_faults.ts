// Small wrongs in the exchange that its judge must notice: the file of src/pure, and the fault.

import { type Fault, fault } from "./planted.ts";

const NEVER = "if (Number.isNaN(0))";

export const RUN_FAULTS: readonly (readonly [string, Fault])[] = [
  ["run.ts", fault("the confirmation is not looked at", "finished.verify(fromHex(tag) ?? new Uint8Array());", "")],
  ["run.ts", fault("a second guess is answered", 'this.onlyIn("claimed");', "")],
  ["run.ts", fault("m3 is taken twice", 'this.onlyIn("shared");\n    const offer', "const offer")],
  ["run.ts", fault("the name is not compared", "|| claim.name !== expected.name", "")],
  ["run.ts", fault("the number is not compared", "claim.number !== expected?.number", "expected === undefined")],
  [
    "run.ts",
    fault(
      "the subscriber does not look at the key",
      'if (claim.public_key !== this.#publicKey) this.broken("another key than ours',
      `${NEVER} this.broken("another key than ours`,
    ),
  ],
  [
    "run.ts",
    fault(
      "the communicator does not look at the key",
      'if (claim.public_key !== this.#publicKey) this.broken("another key than the',
      `${NEVER} this.broken("another key than the`,
    ),
  ],
  [
    "run.ts",
    fault(
      "the communicator's role is not looked at",
      "claim.role !== Role.COMMUNICATOR || claim.version",
      "claim.version",
    ),
  ],
  [
    "run.ts",
    fault(
      "the subscriber's version is not looked at",
      "claim.role !== Role.SUBSCRIBER || claim.version !== PROTOCOL_VERSION",
      "claim.role !== Role.SUBSCRIBER",
    ),
  ],
  ["run.ts", fault("data may be written in any way", "if (!equal(utf8(write(ad)), raw))", NEVER)],
  ["run.ts", fault("another certificate is taken", "if (known !== value)", NEVER)],
  ["run.ts", fault("the subscriber's nonce is not bound", 'utf8("sid"), subscriberNonce,', 'utf8("sid"), utf8(""),')],
  ["run.ts", fault("the origin is not bound", '"subscriber", nameplate, origin]', '"subscriber", nameplate]')],
  [
    "run.ts",
    fault("the communicator is not bound", '"communicator", number, "subscriber"', '"communicator", "subscriber"'),
  ],
  ["run.ts", fault("a failure is not the end", 'this.#state = "spent";', "")],
  ["run.ts", fault("the answer leaves unpinned", "return { type: body.type, sdp };", "return body;")],
  [
    "sealer.ts",
    fault("one key for both ways", "this.#in = mine ? inward : outward;", "this.#in = mine ? outward : inward;"),
  ],
  ["sealer.ts", fault("a number is used twice", "this.#nextOut += 1;", "")],
  ["sealer.ts", fault("a replay opens", "this.#nextIn = number + 1;", "")],
  [
    "sealer.ts",
    fault("the kind is not bound", "gcm(this.#out, nonce(number), utf8(kind))", "gcm(this.#out, nonce(number))"),
  ],
  ["sealer.ts", fault("too much may be lost", "this.#nextIn + skip + 1", "this.#nextIn + skip + 2")],
  ["cpace.ts", fault("an own share comes back", "|| equal(peerShare, this.share)", "")],
  [
    "cpace.ts",
    fault("the data is not bound", "const theirs = lvCat(peerShare, peerAd);", "const theirs = lvCat(peerShare);"),
  ],
  [
    "cpace.ts",
    fault(
      "both sides confirm alike",
      "const peerTag = hmac(sha512, macKey, theirs);",
      "const peerTag = hmac(sha512, macKey, mine);",
    ),
  ],
  ["sdp.ts", fault("other fingerprints stay", 'if (kind !== "sha-256") continue;', "")],
];
