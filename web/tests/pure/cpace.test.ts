// CPace: the draft's vectors and no second use.

import { expect, test } from "vitest";
import { fromHex, toHex } from "../../src/pure/bytes.ts";
import { CPace, generator, lvCat, scalarMult } from "../../src/pure/cpace.ts";
import { ExchangeError } from "../../src/pure/errors.ts";
import { Ending } from "../../src/wire.gen.ts";
import { vectors } from "./vectors.ts";

interface Draft {
  readonly run: Readonly<Record<string, string>>;
  readonly scalar: string;
  readonly products: readonly { readonly point: string; readonly product: string | null }[];
}
const draft = vectors<Draft>("cpace.json");
const of = (name: string) => fromHex(draft.run[name] ?? "?") as Uint8Array;
const side = (initiator: boolean, ad: string, scalar: string, prs = of("PRS")) =>
  new CPace({ initiator, prs, ci: of("CI"), sid: of("sid"), ad: of(ad), scalar: of(scalar) });

test("the draft's run comes out to the bit", () => {
  expect(generator(of("PRS"), of("CI"), of("sid"))).toEqual(of("g"));
  const a = side(true, "ADa", "ya");
  const b = side(false, "ADb", "yb");
  expect([a.share, b.share]).toEqual([of("Ya"), of("Yb")]);
  expect(scalarMult(of("ya"), b.share)).toEqual(of("K"));
  const [left, right] = [a.finish(b.share, of("ADb")), b.finish(a.share, of("ADa"))];
  expect([left.isk, right.isk]).toEqual([of("ISK_IR"), of("ISK_IR")]);
  expect(left.sidOutput).toEqual(of("sid_output_ir"));
  left.verify(right.tag);
  right.verify(left.tag);
  expect(() => left.verify(left.tag)).toThrow(ExchangeError);
});

test("the draft's special points are refused or multiplied", () => {
  expect(draft.products.length).toBe(12);
  for (const { point, product } of draft.products) {
    const multiply = () => scalarMult(fromHex(draft.scalar) as Uint8Array, fromHex(point) as Uint8Array);
    if (product === null) expect(multiply).toThrow(ExchangeError);
    else expect(toHex(multiply())).toBe(product);
  }
});

test("our own share, a share of another size and a second finish are refused", () => {
  const own = side(true, "ADa", "ya");
  expect(() => own.finish(own.share, of("ADb"))).toThrow(ExchangeError);
  expect(() => own.finish(of("Yb"), of("ADb"))).toThrow(/once/);
  for (const size of [0, 31, 33]) {
    expect(() => side(true, "ADa", "ya").finish(new Uint8Array(size).fill(9), of("ADb"))).toThrow(ExchangeError);
  }
});

test("another password is a wrong pass", () => {
  const a = side(true, "ADa", "ya");
  const b = side(false, "ADb", "yb", of("ADa"));
  const left = a.finish(b.share, of("ADb"));
  const right = b.finish(a.share, of("ADa"));
  expect(() => right.verify(left.tag)).toThrow(expect.objectContaining({ ending: Ending.WRONG_PASS }));
});

test("no two lists of parts are written alike", () => {
  const bytes = (...each: number[]) => Uint8Array.from(each);
  expect(lvCat(bytes(1, 2), bytes(3))).not.toEqual(lvCat(bytes(1), bytes(2, 3)));
  expect([...lvCat(new Uint8Array(128)).subarray(0, 2)]).toEqual([0x80, 1]);
  expect(lvCat(new Uint8Array(300)).length).toBe(302);
});
