import { readdir, readFile } from "node:fs/promises";
import { afterEach, describe, expect, test } from "vitest";
import { SHOWN } from "../../src/viewer/permissions.ts";
import { choose, isKey, preferred, span, words } from "../../src/viewer/words.ts";
import { Ending, Refusal } from "../../src/wire.gen.ts";
import { tables } from "../../texts.mjs";

const source = (name: string) => readFile(new URL(`../../src/${name}`, import.meta.url), "utf8");
const FAILURES: readonly string[] = [
  ...new Set<string>([
    ...Object.values(Ending),
    ...Object.values(Refusal),
    "tool_closed",
    "no_answer",
    "other_origin",
    "browser_unfit",
    "service_down",
  ]),
];
/** Shown as `malformed` or as `no_answer`. */
const SHARED: readonly string[] = ["out_of_order", "too_large", "no_nameplate", "away"];

afterEach(() => choose("ja"));

describe("the texts", () => {
  test("are exactly what the .po file says, in both languages", async () => {
    const { en, ja } = tables(await source("texts/ja.po"));
    expect(JSON.parse(await source("texts/en.json"))).toEqual(en);
    expect(JSON.parse(await source("texts/ja.json"))).toEqual(ja);
  });

  test("are written in Japanese wherever words are needed", async () => {
    const { ja } = tables(await source("texts/ja.po"));
    const without = Object.entries(ja).filter(([, text]) => !/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text));
    expect(without.map(([key]) => key).sort()).toEqual(["figures.size", "gate.between", "key.windows"]);
  });

  test("of which a translation is missing or fills in other names are refused", () => {
    const entry = (id: string, text: string) => `msgctxt "a"\nmsgid "${id}"\nmsgstr "${text}"\n`;
    expect(tables(entry("x {n}", "あ {n}")).ja).toEqual({ a: "あ {n}" });
    expect(() => tables(entry("x", ""))).toThrow("no Japanese");
    expect(() => tables(entry("x {n}", "あ {m}"))).toThrow("different names");
    expect(() => tables(`${entry("x", "あ")}\n${entry("y", "い")}`)).toThrow("twice");
    expect(() => tables("msgctxt a\n")).toThrow("not understood");
  });

  test.each(FAILURES.filter((code) => !SHARED.includes(code)))(
    "have a sentence to read aloud and a next step for: %s",
    (code) => {
      const keys = ["title", "say", "next"].map((what) => `failure.${code}.${what}`);
      expect(keys.filter((key) => !isKey(key))).toEqual([]);
    },
  );

  test.each(["ja", "en"] as const)("name each permission's button with what stands on it, too: %s", (language) => {
    choose(language);
    for (const deed of ["ask", "withdraw", "give_back"] as const)
      for (const which of SHOWN) expect(words(`permission.${deed}.${which}`)).toContain(words(`permission.${deed}`));
  });

  test("say something different for every failure", () => {
    const said = FAILURES.filter((code) => !SHARED.includes(code)).map((code) =>
      words(`failure.${code}.title` as "page.title"),
    );
    expect(new Set(said).size).toBe(said.length);
  });

  test("are all named in the page under keys that exist", async () => {
    const html = await source("viewer/index.html");
    const used = [...html.matchAll(/data-(?:text|title|label)="([^"]+)"/g)].map(([, key]) => key as string);
    expect(used.length).toBeGreaterThan(40);
    expect(used.filter((key) => !isKey(key))).toEqual([]);
  });

  test("are all used", async () => {
    const folder = new URL("../../src/", import.meta.url);
    const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(ts|html)$/.test(name));
    const used = (await Promise.all(files.map(source))).join("");
    const made = [...used.matchAll(/`([a-z_.]+\.)\$\{/g)].map(([, start]) => start as string);
    const { en } = tables(await source("texts/ja.po"));
    const idle = Object.keys(en).filter(
      (key) => !used.includes(`"${key}"`) && !made.some((start) => key.startsWith(start)),
    );
    expect(idle).toEqual([]);
  });

  test("change with the language and fill in names", () => {
    expect(words("pass.left", { count: 3 })).toBe("あと3けた");
    choose("en");
    expect(words("pass.left", { count: 3 })).toBe("3 more digits");
  });
});

test("the reader's first known language is chosen, Japanese otherwise", () => {
  expect(preferred(["fr-FR", "en-GB", "ja"])).toBe("en");
  expect(preferred(["ja-JP", "en"])).toBe("ja");
  expect(preferred(["fr"])).toBe("ja");
});

test("a span is minutes and seconds, never less than what is left", () => {
  expect([span(0), span(1), span(59_001), span(1_800_000)]).toEqual(["0:00", "0:01", "1:00", "30:00"]);
});
