// The vectors that Python made; the pure rooms must agree with every one.

import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../../protocol/vectors/", import.meta.url);

export function vectors<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as Content;
}

export function vectorNames(folder: string): string[] {
  return readdirSync(new URL(folder, FOLDER)).sort();
}
