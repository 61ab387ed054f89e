// The picture on the page: its size and place, the pointer over it, and the hands that reach through it.

import { beforePaint } from "../engine/clock.ts";
import type { Input } from "../engine/input.ts";
import type { FromPicture } from "../engine/picture.ts";
import { desktopPixel, type Placement, type Point, place, type Size, type Zoom } from "../pure/geometry.ts";
import type { MouseButton } from "../wire.gen.ts";
import { attribute, mark, part } from "./page.ts";

type Shape = Extract<FromPicture, { t: "cursor_shape" }>;
type Place = Extract<FromPicture, { t: "cursor_place" }>;

/** PointerEvent.button (0 left, 1 middle, 2 right, 3 back, 4 forward) is the wire's numbering. */
const BUTTONS = 5;

export class Stage {
  readonly #room = part("stage");
  readonly #sheet = part("sheet");
  readonly #cursor = part("cursor", HTMLCanvasElement);
  readonly #keys = part("keys", HTMLTextAreaElement);
  readonly #input: Input;
  readonly #letGo: () => void;
  #desktop: Size = { width: 1, height: 1 };
  #placement: Placement = { left: 0, top: 0, width: 0, height: 0, scale: 1 };
  #zoom: Zoom = "fit";
  #flushing = false;
  #shape: Shape | undefined;
  #theirs: Place | undefined;
  #ours: Point | undefined;
  #granted = false;
  #live = false;

  /** `letGo` hears that everything held was released because the keyboard left the picture. */
  constructor(input: Input, letGo: () => void) {
    this.#input = input;
    this.#letGo = letGo;
    new ResizeObserver(() => this.#arrange()).observe(this.#room);
    part("zoom-fit").addEventListener("click", () => this.#setZoom("fit"));
    part("zoom-one").addEventListener("click", () => this.#setZoom("one_to_one"));
    mark(this.#room, "zoom", this.#zoom);
    this.#listenToPointer();
    this.#listenToKeys();
  }

  layout(desktop: Size): void {
    this.#desktop = desktop;
    this.#theirs = undefined;
    this.#arrange();
  }

  /** Whether hands may reach through (`granted`), and whether they do at this moment (`live`). */
  setReach(granted: boolean, live: boolean): void {
    if (granted === this.#granted && live === this.#live) return;
    const begins = granted && !this.#granted;
    this.#granted = granted;
    this.#live = live;
    this.#keys.tabIndex = granted ? 0 : -1;
    const free = document.activeElement === document.body || document.activeElement?.id === "ask-control";
    if (begins && free) this.focus();
    if (!granted && this.hasKeyboard) this.#keys.blur();
    this.#drawCursor();
  }

  get hasKeyboard(): boolean {
    return document.activeElement === this.#keys;
  }

  focus(): void {
    if (this.#granted) this.#keys.focus({ preventScroll: true });
  }

  shape(shape: Shape): void {
    this.#shape?.image?.close();
    this.#shape = shape;
    const { image } = shape;
    if (image !== undefined) {
      this.#cursor.width = image.width;
      this.#cursor.height = image.height;
      this.#cursor.getContext("2d")?.drawImage(image, 0, 0);
    }
    this.#drawCursor();
  }

  theirPlace(place: Place): void {
    this.#theirs = place;
    this.#drawCursor();
  }

  /** Nothing is known of the pointer any more. */
  forgetCursor(): void {
    this.#theirs = undefined;
    this.#shape?.image?.close();
    this.#shape = undefined;
    this.#drawCursor();
  }

  #setZoom(zoom: Zoom): void {
    this.#zoom = zoom;
    mark(this.#room, "zoom", zoom);
    attribute(part("zoom-fit"), "aria-pressed", String(zoom === "fit"));
    attribute(part("zoom-one"), "aria-pressed", String(zoom === "one_to_one"));
    this.#arrange();
    this.focus();
  }

  #arrange(): void {
    const room = { width: this.#room.clientWidth, height: this.#room.clientHeight };
    this.#placement = place(this.#desktop, room, this.#zoom, window.devicePixelRatio);
    const { width, height } = this.#placement;
    // On whole device pixels, wherever the bars above end: else one desktop pixel is spread over two.
    const corner = this.#room.getBoundingClientRect();
    const ratio = window.devicePixelRatio;
    const whole = (edge: number, offset: number) => Math.ceil((edge + offset) * ratio) / ratio - edge;
    const left = whole(corner.left + this.#room.clientLeft, this.#placement.left);
    const top = whole(corner.top + this.#room.clientTop, this.#placement.top);
    Object.assign(this.#sheet.style, {
      left: `${left}px`,
      top: `${top}px`,
      width: `${width}px`,
      height: `${height}px`,
    });
    this.#drawCursor();
  }

  #drawCursor(): void {
    const { scale } = this.#placement;
    const ours = this.#live ? this.#ours : undefined;
    const known = this.#shape?.image !== undefined;
    const at = ours ?? (this.#theirs?.visible ? this.#theirs : undefined);
    this.#cursor.hidden = at === undefined || !known;
    mark(this.#room, "pointer", ours !== undefined && known ? "ours" : "page");
    if (at === undefined || this.#shape === undefined) return;
    const x = (at.x - this.#shape.hotX) * scale;
    const y = (at.y - this.#shape.hotY) * scale;
    this.#cursor.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  // pointer

  #pixel(event: MouseEvent): Point {
    const corner = this.#sheet.getBoundingClientRect();
    const point = { x: event.clientX - corner.left, y: event.clientY - corner.top };
    return desktopPixel(this.#desktop, this.#placement.scale, point);
  }

  #listenToPointer(): void {
    const sheet = this.#sheet;
    sheet.addEventListener("pointermove", (event) => {
      this.#ours = this.#pixel(event);
      this.#input.moveTo(this.#ours);
      this.#flushSoon();
      this.#drawCursor();
    });
    sheet.addEventListener("pointerleave", () => {
      this.#ours = undefined;
      this.#drawCursor();
    });
    sheet.addEventListener("pointerdown", (event) => {
      this.focus();
      sheet.setPointerCapture(event.pointerId);
    });
    // While one button is held, pointer events say nothing about a second one; mouse events do.
    sheet.addEventListener("mousedown", (event) => this.#button(event, true));
    sheet.addEventListener("mouseup", (event) => this.#button(event, false));
    sheet.addEventListener("pointercancel", () => this.#input.release());
    sheet.addEventListener("contextmenu", (event) => event.preventDefault());
    sheet.addEventListener(
      "wheel",
      (event) => {
        if (!this.#live) return;
        event.preventDefault();
        this.#input.wheel(event.deltaX, event.deltaY, event.deltaMode, this.#pixel(event));
        this.#flushSoon();
      },
      { passive: false },
    );
  }

  #button(event: MouseEvent, down: boolean): void {
    event.preventDefault();
    if (event.button < 0 || event.button >= BUTTONS) return;
    this.#input.button(event.button as MouseButton, down, this.#pixel(event));
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    beforePaint(() => {
      this.#flushing = false;
      this.#input.flush();
      if (this.#input.isWaiting) this.#flushSoon();
    });
  }

  // keyboard

  #listenToKeys(): void {
    const keys = this.#keys;
    keys.addEventListener("keydown", (event) => {
      if (event.code === "Home" && event.ctrlKey && event.altKey) {
        event.preventDefault();
        part("special-keys").focus();
      } else if (this.#input.keyDown(event)) event.preventDefault();
      else if (!this.#live && !event.isComposing) event.preventDefault(); // while hands rest, the browser gets no strokes
    });
    keys.addEventListener("keyup", (event) => {
      if (this.#input.keyUp(event)) event.preventDefault();
    });
    keys.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) this.#commit();
    });
    keys.addEventListener("compositionend", () => this.#commit());
    keys.addEventListener("paste", (event) => {
      event.preventDefault();
      this.#input.text(event.clipboardData?.getData("text/plain") ?? "");
    });
    const release = () => {
      this.#input.release();
      this.#letGo();
    };
    keys.addEventListener("blur", release);
    window.addEventListener("blur", release);
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) release();
    });
  }

  /** What an input method has settled goes over as text and stays nowhere. */
  #commit(): void {
    const text = this.#keys.value;
    this.#keys.value = "";
    if (text !== "") this.#input.text(text);
  }
}
