// Builds what browsers load into the service's package; --check compares with what is committed and writes nothing.
//
// Entries: src/<room>/main.ts, src/**/*.worker.ts and src/<room>/*.css become static/web/<same path>.js or .css;
// src/<room>/*.html and *.svg are copied. Nothing else may lie in static/web.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "src");
const target = join(here, "../service/src/yorisoi_service/static/web");

async function filesBelow(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function built() {
  const files = await filesBelow(source);
  const entries = files.filter((file) => /^[^/]+\/(main\.ts|[^/]+\.css)$/.test(file) || file.endsWith(".worker.ts"));
  const result = await build({
    absWorkingDir: here,
    entryPoints: entries.map((file) => join(source, file)),
    outbase: source,
    outdir: target,
    bundle: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "inline",
    logLevel: "warning",
    write: false,
  });
  const outputs = new Map(result.outputFiles.map((file) => [relative(target, file.path), Buffer.from(file.contents)]));
  for (const file of files.filter((name) => /\.(html|svg)$/.test(name))) {
    outputs.set(file, await readFile(join(source, file)));
  }
  return outputs;
}

const outputs = await built();
const present = await filesBelow(target);
if (process.argv.includes("--check")) {
  const differing = [];
  for (const [file, contents] of outputs) {
    if (!present.includes(file) || !contents.equals(await readFile(join(target, file)))) differing.push(file);
  }
  differing.push(...present.filter((file) => !outputs.has(file)));
  if (differing.length > 0) {
    console.error(`The built pages differ from their sources: ${differing.join(", ")}. Run: npm run build`);
    process.exit(1);
  }
  console.log(`${outputs.size} built files match their sources.`);
} else {
  for (const file of present.filter((name) => !outputs.has(name))) await rm(join(target, file));
  for (const [file, contents] of outputs) {
    await mkdir(dirname(join(target, file)), { recursive: true });
    await writeFile(join(target, file), contents);
  }
  console.log(`${outputs.size} files built.`);
}
