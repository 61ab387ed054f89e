// The page's words in the language chosen: Japanese first, English complete. Text goes into the page as text only.

import en from "../texts/en.json" with { type: "json" };
import ja from "../texts/ja.json" with { type: "json" };

export type Language = "ja" | "en";
export type Key = keyof typeof en;
type Fill = Readonly<Record<string, string | number>>;

const TABLES: Readonly<Record<Language, Readonly<Record<Key, string>>>> = { ja, en };

let chosen: Language = "ja";

/** The first language of the reader that is spoken here; Japanese when none is. */
export function preferred(languages: readonly string[]): Language {
  for (const tag of languages) {
    const language = tag.slice(0, 2).toLowerCase();
    if (language === "ja" || language === "en") return language;
  }
  return "ja";
}

export function language(): Language {
  return chosen;
}

export function choose(next: Language): void {
  chosen = next;
}

export function isKey(key: string): key is Key {
  return Object.hasOwn(en, key);
}

/** The words under a key, with {names} filled in. */
export function words(key: Key, fill: Fill = {}): string {
  return TABLES[chosen][key].replace(/\{([a-z]+)\}/g, (whole, name: string) => String(fill[name] ?? whole));
}

/** Minutes and seconds, as "29:40". */
export function span(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Everything in the page that carries a key: data-text, data-title, data-label. */
export function fillPage(root: Document): void {
  root.documentElement.lang = chosen;
  for (const element of root.querySelectorAll<HTMLElement>("[data-text], [data-title], [data-label]")) {
    const { text, title, label } = element.dataset;
    if (text !== undefined && isKey(text)) element.textContent = words(text);
    if (title !== undefined && isKey(title)) element.title = words(title);
    if (label !== undefined && isKey(label)) element.setAttribute("aria-label", words(label));
  }
}
