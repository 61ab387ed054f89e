// The worker's hands: decodes what the receiver says and puts pixels on the one canvas.

import type { Receiver, Step } from "../pure/receiver.ts";
import type { FromPicture } from "./picture.ts";
import { Video } from "./video.ts";

export interface PainterPorts {
  now(): number;
  tell(message: FromPicture, transfer?: Transferable[]): void;
  /** Something was decoded, or could not be: the receiver may have more to do. */
  moved(): void;
}

export class Painter {
  readonly #ports: PainterPorts;
  readonly #receiver: Receiver;
  readonly #context: OffscreenCanvasRenderingContext2D;
  readonly #pixels = new Map<number, ImageBitmap | VideoFrame>();
  readonly #video: Video;
  #shapeSerial = 0;
  #over = false;

  constructor(context: OffscreenCanvasRenderingContext2D, receiver: Receiver, ports: PainterPorts) {
    this.#context = context;
    this.#receiver = receiver;
    this.#ports = ports;
    this.#video = new Video({
      output: (seq, frame) => this.#keep(seq, frame),
      failed: () => this.#did(this.#receiver.videoFailed(ports.now())),
    });
  }

  do(steps: readonly Step[]): void {
    for (const step of steps) this.#do(step);
  }

  /** Frees what is held; what is still being decoded is thrown away when it comes. */
  close(): void {
    this.#over = true;
    this.#video.reset();
    for (const seq of [...this.#pixels.keys()]) this.#drop(seq);
  }

  #do(step: Step): void {
    switch (step.do) {
      case "decode_tile":
        bitmap(step.data).then(
          (image) => this.#keep(step.seq, image),
          () => this.#did(this.#receiver.failed(step.seq, this.#ports.now())),
        );
        return;
      case "decode_video":
        this.#video.decode(step.seq, step.key, step.codec, step.size, step.data);
        return;
      case "paint": {
        const pixels = this.#pixels.get(step.seq);
        if (pixels === undefined) return;
        const video = "codedWidth" in pixels;
        for (const { x, y, w, h } of step.clip) {
          this.#context.drawImage(pixels, video ? x : x - step.rect.x, video ? y : y - step.rect.y, w, h, x, y, w, h);
        }
        this.#drop(step.seq);
        return;
      }
      case "drop":
        this.#drop(step.seq);
        return;
      case "reset_video":
        this.#video.reset();
        return;
      case "cursor_shape":
        this.#shape(step.shape);
        return;
      case "cursor_place": {
        const { shape, x, y, visible } = step.place;
        this.#ports.tell({ t: "cursor_place", shape, x, y, visible });
        return;
      }
    }
  }

  #keep(seq: number, pixels: ImageBitmap | VideoFrame): void {
    if (this.#over) {
      pixels.close();
      return;
    }
    this.#drop(seq);
    this.#pixels.set(seq, pixels);
    this.#did(this.#receiver.decoded(seq));
  }

  #did(steps: readonly Step[]): void {
    if (this.#over) return;
    this.do(steps);
    this.#ports.moved();
  }

  #drop(seq: number): void {
    this.#pixels.get(seq)?.close();
    this.#pixels.delete(seq);
  }

  #shape({ shape, hot_x: hotX, hot_y: hotY, data }: Extract<Step, { do: "cursor_shape" }>["shape"]): void {
    this.#shapeSerial += 1;
    const serial = this.#shapeSerial;
    const tell = (image: ImageBitmap | undefined) => {
      if (serial !== this.#shapeSerial || this.#over) image?.close();
      else this.#ports.tell({ t: "cursor_shape", shape, hotX, hotY, image }, image === undefined ? [] : [image]);
    };
    if (data.length === 0) tell(undefined);
    else bitmap(data).then(tell, () => tell(undefined));
  }
}

/** Exactly the pixels of the PNG: no colour management, nothing premultiplied. */
function bitmap(png: Uint8Array): Promise<ImageBitmap> {
  const blob = new Blob([png as Uint8Array<ArrayBuffer>], { type: "image/png" });
  return createImageBitmap(blob, { premultiplyAlpha: "none", colorSpaceConversion: "none" });
}
