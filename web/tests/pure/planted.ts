// Faults planted into a source text: the module is built with one of them in it, and whoever judges must notice.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { expect } from "vitest";

export interface Fault {
  readonly name: string;
  /** Stands once in the source. */
  readonly old: string;
  readonly now: string;
}

export const fault = (name: string, old: string, now: string): Fault => ({ name, old, now });

/** The module `entry` of src/pure, with `planted` in the text of `file` of src/pure. */
export async function planted<Module>(entry: string, file: string, { old, now }: Fault): Promise<Module> {
  const folder = mkdtempSync(fileURLToPath(new URL("../../node_modules/.planted-", import.meta.url)));
  try {
    const path = fileURLToPath(new URL(`../../src/pure/${file}`, import.meta.url));
    const source = readFileSync(path, "utf8");
    expect(source.split(old).length, "the fault's text stands in the source once").toBe(2);
    const outfile = join(folder, "made.mjs");
    await build({
      entryPoints: [fileURLToPath(new URL(`../../src/pure/${entry}`, import.meta.url))],
      bundle: true,
      external: ["@noble/*"],
      format: "esm",
      target: "es2022",
      outfile,
      logLevel: "silent",
      plugins: [
        {
          name: "plant",
          setup(made) {
            made.onLoad({ filter: /\.ts$/ }, ({ path: loaded }) =>
              loaded === path ? { contents: source.replace(old, () => now), loader: "ts" } : undefined,
            );
          },
        },
      ],
    });
    return (await import(pathToFileURL(outfile).href)) as Module;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
