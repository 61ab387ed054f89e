// Keys that a browser or the communicator's own computer keeps to itself, and keys their keyboard may not have.

import { USAGE_OF_CODE } from "../wire.gen.ts";
import { attribute, part, say } from "./page.ts";
import { type Key, words } from "./words.ts";

type Label = { readonly key: Key } | { readonly text: string };

interface Entry {
  readonly label: Label;
  readonly codes: readonly string[];
}

const HELD: readonly Entry[] = [
  { label: { text: "Ctrl" }, codes: ["ControlLeft"] },
  { label: { text: "Shift" }, codes: ["ShiftLeft"] },
  { label: { text: "Alt" }, codes: ["AltLeft"] },
  { label: { key: "key.windows" }, codes: ["MetaLeft"] },
];

const ONCE: readonly Entry[] = [
  { label: { text: "Esc" }, codes: ["Escape"] },
  { label: { text: "Tab" }, codes: ["Tab"] },
  { label: { text: "Print" }, codes: ["PrintScreen"] },
  { label: { text: "F1" }, codes: ["F1"] },
  { label: { text: "F2" }, codes: ["F2"] },
  { label: { text: "F5" }, codes: ["F5"] },
  { label: { text: "F11" }, codes: ["F11"] },
  { label: { key: "key.windows" }, codes: ["MetaLeft"] },
];

const COMBINED: readonly Entry[] = [
  { label: { text: "Ctrl+Alt+Del" }, codes: ["ControlLeft", "AltLeft", "Delete"] },
  { label: { text: "Alt+Tab" }, codes: ["AltLeft", "Tab"] },
  { label: { text: "Alt+F4" }, codes: ["AltLeft", "F4"] },
  { label: { text: "Ctrl+W" }, codes: ["ControlLeft", "KeyW"] },
  { label: { text: "Ctrl+Shift+Esc" }, codes: ["ControlLeft", "ShiftLeft", "Escape"] },
];

const JAPANESE: readonly Entry[] = [
  { label: { key: "key.zenkaku" }, codes: ["Backquote"] },
  { label: { key: "key.henkan" }, codes: ["Convert"] },
  { label: { key: "key.muhenkan" }, codes: ["NonConvert"] },
  { label: { key: "key.kana" }, codes: ["KanaMode"] },
  { label: { text: "¥" }, codes: ["IntlYen"] },
  { label: { text: "ろ _" }, codes: ["IntlRo"] },
];

export interface KeyPort {
  tap(usages: readonly number[]): void;
  hold(code: string, down: boolean): void;
}

export class SpecialKeys {
  readonly #toggle = part("special-keys", HTMLButtonElement);
  readonly #palette = part("palette");
  readonly #labels: { readonly element: HTMLElement; readonly label: Label }[] = [];
  readonly #held: HTMLButtonElement[] = [];

  /** `done` gives the keyboard back to the picture. */
  constructor(port: KeyPort, done: () => void) {
    this.#toggle.addEventListener("click", () => {
      this.#palette.hidden = !this.#palette.hidden;
      attribute(this.#toggle, "aria-expanded", String(!this.#palette.hidden));
      if (this.#palette.hidden) done();
    });
    this.#group("keys.hold");
    for (const { label, codes } of HELD) {
      const button = this.#button(label);
      attribute(button, "aria-pressed", "false");
      this.#held.push(button);
      button.addEventListener("click", () => {
        const down = button.getAttribute("aria-pressed") !== "true";
        attribute(button, "aria-pressed", String(down));
        for (const code of codes) port.hold(code, down);
        done();
      });
    }
    for (const [title, entries] of [
      ["keys.send", ONCE],
      ["keys.combination", COMBINED],
      ["keys.japanese", JAPANESE],
    ] as const) {
      this.#group(title);
      for (const { label, codes } of entries) {
        this.#button(label).addEventListener("click", () => {
          port.tap(codes.flatMap((code) => USAGE_OF_CODE.get(code) ?? []));
          done();
        });
      }
    }
    this.translate();
  }

  /** Everything was let go elsewhere. */
  released(): void {
    for (const button of this.#held) attribute(button, "aria-pressed", "false");
  }

  /** Whether the palette may stand open (`granted`), and whether its keys reach through (`live`). */
  enable(granted: boolean, live: boolean): void {
    for (const button of this.#palette.querySelectorAll("button")) button.disabled = !live;
    this.#toggle.disabled = !granted;
    if (!live) this.released();
    if (granted || this.#palette.hidden) return;
    this.#palette.hidden = true;
    attribute(this.#toggle, "aria-expanded", "false");
  }

  translate(): void {
    for (const { element, label } of this.#labels) say(element, "key" in label ? words(label.key) : label.text);
  }

  #group(key: Key): void {
    const element = document.createElement("span");
    this.#labels.push({ element, label: { key } });
    this.#palette.append(element);
  }

  #button(label: Label): HTMLButtonElement {
    const element = document.createElement("button");
    element.type = "button";
    this.#labels.push({ element, label });
    this.#palette.append(element);
    return element;
  }
}
