// Two dialogs: text by explicit paste, and the end with its outcome.

import { Ending } from "../wire.gen.ts";
import { part, say } from "./page.ts";
import { words } from "./words.ts";

export interface TextPort {
  /** Types the text at the cursor; answers how many letters were handed over. */
  type(text: string): number;
  /** False when it is too long. */
  toClipboard(text: string): boolean;
}

export class TextDialog {
  readonly #dialog = part("text-dialog", HTMLDialogElement);
  readonly #field = part("text-field", HTMLTextAreaElement);
  readonly #result = part("text-result");
  #mayType = false;
  #mayClip = false;

  constructor(port: TextPort) {
    part("send-text").addEventListener("click", () => this.open());
    part("text-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => {
      this.#field.value = "";
      say(this.#result, "");
    });
    part("text-type").addEventListener("click", () => {
      const count = port.type(this.#field.value);
      if (count === 0) return;
      this.#field.value = "";
      say(this.#result, words("text.typed", { count }));
    });
    part("text-clipboard").addEventListener("click", () => {
      say(this.#result, words(port.toClipboard(this.#field.value) ? "text.clipped" : "text.too_long"));
    });
    part("text-copy").addEventListener("click", async () => {
      await navigator.clipboard.writeText(part("text-from", HTMLTextAreaElement).value);
      say(this.#result, words("text.copied"));
    });
  }

  open(): void {
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#tellWhatIsMissing();
    this.#field.focus();
  }

  /** Text came from the subscriber's clipboard: it is shown, and goes no further by itself. */
  received(text: string): void {
    part("text-received").hidden = false;
    part("text-from", HTMLTextAreaElement).value = text;
    this.open();
  }

  enable(mayType: boolean, mayClip: boolean): void {
    part("text-type", HTMLButtonElement).disabled = !mayType;
    part("text-clipboard", HTMLButtonElement).disabled = !mayClip;
    const changed = mayType !== this.#mayType || mayClip !== this.#mayClip;
    this.#mayType = mayType;
    this.#mayClip = mayClip;
    if (changed && this.#dialog.open) this.#tellWhatIsMissing();
  }

  /** The session is over: nothing of it stays readable. */
  forget(): void {
    part("text-from", HTMLTextAreaElement).value = "";
    part("text-received").hidden = true;
    this.#dialog.close();
  }

  #tellWhatIsMissing(): void {
    const told: string[] = [];
    if (!this.#mayType) told.push(words("text.needs_control"));
    if (!this.#mayClip) told.push(words("text.needs_clipboard"));
    say(this.#result, told.join(" "));
  }
}

export class EndDialog {
  readonly #dialog = part("end-dialog", HTMLDialogElement);

  constructor(end: (reason: Ending) => void) {
    part("end").addEventListener("click", () => {
      this.#dialog.showModal();
      part("end-back").focus();
    });
    part("end-back").addEventListener("click", () => this.#dialog.close());
    part("end-finished").addEventListener("click", () => end(Ending.FINISHED));
    part("end-stopped").addEventListener("click", () => end(Ending.STOPPED_BY_COMMUNICATOR));
  }

  close(): void {
    this.#dialog.close();
  }
}
