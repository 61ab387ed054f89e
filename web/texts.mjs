// Builds src/texts/en.json and src/texts/ja.json from src/texts/ja.po, the only place where words are written.
// --check compares and writes nothing. Refuses missing translations, double keys and differing {names}.

import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = join(dirname(fileURLToPath(import.meta.url)), "src/texts");

/** Entries of a PO file (blocks between empty lines): objects with msgctxt, msgid and msgstr. */
export function entries(po) {
  return po
    .split(/\n\s*\n/)
    .map((block) => block.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#")))
    .filter((lines) => lines.length > 0)
    .map((lines) => {
      const entry = {};
      let field;
      for (const line of lines) {
        const [, name, quoted] = /^(?:(msgctxt|msgid|msgstr)\s+)?("(?:[^"\\]|\\.)*")\s*$/.exec(line) ?? [];
        if (quoted === undefined || (name === undefined && field === undefined) || name in entry) {
          throw new Error(`ja.po: not understood: ${line}`);
        }
        field = name ?? field;
        entry[field] = (entry[field] ?? "") + JSON.parse(quoted);
      }
      return entry;
    });
}

const names = (text) => [...text.matchAll(/\{[a-z]+\}/g)].map(([name]) => name).sort();

/** The two tables, key to words. */
export function tables(po) {
  const en = {};
  const ja = {};
  for (const { msgctxt: key, msgid, msgstr } of entries(po)) {
    if (msgid === "") continue;
    if (key === undefined) throw new Error(`"${msgid}" has no msgctxt`);
    if (key in en) throw new Error(`${key} is written twice`);
    if (!msgstr) throw new Error(`${key} has no Japanese`);
    if (names(msgid).join() !== names(msgstr).join())
      throw new Error(`${key}: the two languages fill in different names`);
    en[key] = msgid;
    ja[key] = msgstr;
  }
  return { en, ja };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = tables(await readFile(join(folder, "ja.po"), "utf8"));
  for (const [language, table] of Object.entries(built)) {
    const file = join(folder, `${language}.json`);
    const contents = `${JSON.stringify(table, null, 2)}\n`;
    if (!process.argv.includes("--check")) await writeFile(file, contents);
    else if ((await readFile(file, "utf8")) !== contents) {
      console.error(`${language}.json differs from ja.po. Run: npm run texts`);
      process.exit(1);
    }
  }
  console.log(`${Object.keys(built.en).length} texts in two languages.`);
}
