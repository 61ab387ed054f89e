// The page keeps its own promises: no script or style in the markup, no way for text to become markup, no test door.

import { readdir, readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";

const folder = new URL("../../src/viewer/", import.meta.url);
const html = await readFile(new URL("index.html", folder), "utf8");
const scripts = await Promise.all(
  ["../../src/viewer/", "../../src/engine/"].map(async (name) => {
    const at = new URL(name, import.meta.url);
    const names = (await readdir(at)).filter((file) => file.endsWith(".ts"));
    return Promise.all(names.map(async (file) => [file, await readFile(new URL(file, at), "utf8")] as const));
  }),
);

describe("the viewer's page", () => {
  test("allows nothing but its own files, and no markup made of text", () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";
    const rules = new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]));
    expect(rules.get("default-src")).toBe("'none'");
    expect(rules.get("script-src")).toBe("'self'");
    expect(rules.get("style-src")).toBe("'self'");
    expect(rules.get("form-action")).toBe("'none'");
    expect(rules.get("base-uri")).toBe("'none'");
    expect(rules.get("require-trusted-types-for")).toBe("'script'");
    expect(policy).not.toMatch(/unsafe|\*|data:|blob:/);
  });

  test("has no script, style or handler in its markup", () => {
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:/i);
  });

  test.each(scripts.flat())("puts text into the page as text only: %s", (_, text) => {
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|srcdoc/);
  });

  test.each(scripts.flat())("opens no door for tests and keeps nothing: %s", (_, text) => {
    expect(text).not.toMatch(
      /(window|globalThis|self)\.(?!onmessage)[a-zA-Z_]+\s*=[^=]|localStorage|sessionStorage|indexedDB|document\.cookie|console\./,
    );
  });

  test("says in its markup what the texts say, so that nothing changes under the eye", async () => {
    const ja = JSON.parse(await readFile(new URL("../texts/ja.json", folder), "utf8")) as Record<string, string>;
    const written = [...html.matchAll(/data-text="([^"]+)"[^>]*>([^<]+)</g)].map(([, key, text]) => [key, text]);
    expect(written.length).toBeGreaterThan(10);
    expect(written).toEqual(written.map(([key]) => [key, ja[key as string]]));
  });

  test("names every part once", () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id as string);
    expect(new Set(ids).size).toBe(ids.length);
    const asked = scripts
      .flat()
      .flatMap(([, text]) => [...text.matchAll(/part\("([a-z-]+)"/g)].map(([, id]) => id as string));
    expect(asked.filter((id) => !ids.includes(id))).toEqual([]);
  });
});
