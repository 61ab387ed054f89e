// The pass field: forgiving while typing, strict before sending. The number leaves this field the moment it is used.

import { grouped, type OneTimePass, type Reading, read } from "../pure/one_time_pass.ts";
import { attribute, mark, part, say } from "./page.ts";
import { words } from "./words.ts";

export interface PassEvents {
  /** The first digit: there is time to prepare. */
  begun(): void;
  /** Eleven digits whose check digit is right. */
  typed(pass: OneTimePass): void;
}

const LENGTH = 11;

export class PassEntry {
  readonly #field = part("pass", HTMLInputElement);
  readonly #hint = part("pass-hint");
  readonly #events: PassEvents;

  constructor(events: PassEvents) {
    this.#events = events;
    this.#field.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.#read();
    });
    this.#field.addEventListener("compositionend", () => this.#read());
    part("pass-clear").addEventListener("click", () => {
      this.clear();
      this.focus();
    });
  }

  focus(): void {
    this.#field.focus();
  }

  clear(): void {
    this.#field.value = "";
    this.show();
  }

  /** The hint in the language of the moment. */
  show(reading: Reading = read(this.#field.value)): void {
    const wrong = reading.kind === "misheard" || reading.kind === "too_long" || reading.kind === "stray";
    attribute(this.#field, "aria-invalid", String(wrong));
    mark(this.#hint, "kind", reading.kind);
    switch (reading.kind) {
      case "typing": {
        const left = LENGTH - reading.digits.length;
        say(this.#hint, left === LENGTH ? "" : words("pass.left", { count: left }));
        return;
      }
      case "pass":
        say(this.#hint, words("pass.right"));
        return;
      default:
        say(this.#hint, words(`pass.${reading.kind}`));
    }
  }

  #read(): void {
    const reading = read(this.#field.value);
    this.show(reading);
    if (reading.kind === "typing") {
      if (reading.digits !== "") this.#events.begun();
      this.#group(reading.digits);
    } else if (reading.kind === "pass") {
      this.#field.value = "";
      this.#events.typed(reading.pass);
    }
  }

  /** Shows what is typed as it is said, as long as the caret stands at the end. */
  #group(digits: string): void {
    const field = this.#field;
    if (field.selectionStart !== field.value.length) return;
    const text = grouped(digits);
    if (text !== field.value && digits.length > 0) field.value = text;
  }
}
