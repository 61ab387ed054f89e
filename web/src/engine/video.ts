// One WebCodecs decoder for the picture: frames in, pixels out, and a probe that decodes before it promises.

import type { Size } from "../pure/geometry.ts";
import { type Codec, VideoCodec } from "../wire.gen.ts";
import { SAMPLES } from "./samples.ts";

/** The frames are BT.601 with limited range; saying so keeps the browser from guessing by size. */
const COLOURS: VideoColorSpaceInit = {
  primaries: "bt709",
  transfer: "iec61966-2-1",
  matrix: "smpte170m",
  fullRange: false,
};

/** The codec string of an H.264 key frame: profile, constraints and level stand behind its sequence parameter set. */
export function h264Name(annexB: Uint8Array): string | undefined {
  for (let at = 0; at + 6 < annexB.length; at += 1) {
    const startCode = annexB[at] === 0 && annexB[at + 1] === 0 && annexB[at + 2] === 1;
    if (!startCode || ((annexB[at + 3] ?? 0) & 0x1f) !== 7) continue;
    return `avc1.${[4, 5, 6].map((more) => (annexB[at + more] ?? 0).toString(16).padStart(2, "0")).join("")}`;
  }
  return undefined;
}

function configuration(codec: VideoCodec, size: Size, key: Uint8Array): VideoDecoderConfig | undefined {
  const name = codec === VideoCodec.VP8 ? "vp8" : h264Name(key);
  if (name === undefined) return undefined;
  return {
    codec: name,
    codedWidth: size.width,
    codedHeight: size.height,
    colorSpace: COLOURS,
    optimizeForLatency: true,
    hardwareAcceleration: "prefer-software",
  };
}

/** `output` owns the frame. `failed` means: everything handed over since the last key frame is lost. */
export interface VideoEvents {
  output(seq: number, frame: VideoFrame): void;
  failed(): void;
}

export class Video {
  #decoder: VideoDecoder | undefined;
  #configured = "";
  readonly #events: VideoEvents;

  constructor(events: VideoEvents) {
    this.#events = events;
  }

  /** Hands one frame over, in chain order. */
  decode(seq: number, key: boolean, codec: VideoCodec, size: Size, data: Uint8Array): void {
    try {
      if (key) this.#configure(codec, size, data);
      if (this.#decoder === undefined) throw new TypeError("no key frame yet");
      this.#decoder.decode(new EncodedVideoChunk({ type: key ? "key" : "delta", timestamp: seq, data }));
    } catch {
      this.reset();
      this.#events.failed();
    }
  }

  /** Ends when everything handed over has come out. A key frame must follow. */
  async flush(): Promise<void> {
    await this.#decoder?.flush();
  }

  /** Forgets everything; outputs of frames handed over before never come. */
  reset(): void {
    const decoder = this.#decoder;
    this.#decoder = undefined;
    this.#configured = "";
    if (decoder !== undefined && decoder.state !== "closed") decoder.close();
  }

  #configure(codec: VideoCodec, size: Size, key: Uint8Array): void {
    const wanted = configuration(codec, size, key);
    if (wanted === undefined) throw new TypeError("no parameter set");
    const description = JSON.stringify(wanted);
    if (this.#decoder !== undefined && this.#configured === description) return;
    this.reset();
    const decoder: VideoDecoder = new VideoDecoder({
      output: (frame) => {
        if (this.#decoder === decoder) this.#events.output(frame.timestamp, frame);
        else frame.close();
      },
      error: () => {
        if (this.#decoder !== decoder) return;
        this.reset();
        this.#events.failed();
      },
    });
    decoder.configure(wanted);
    this.#decoder = decoder;
    this.#configured = description;
  }
}

/** The codecs of which a sample really came out as a picture. */
export async function decodable(): Promise<Codec[]> {
  if (typeof VideoDecoder === "undefined") return [];
  const works = await Promise.all(SAMPLES.map(async (sample) => ((await comesOut(sample)) ? [sample.name] : [])));
  return works.flat();
}

function comesOut({ codec, width, height, data }: (typeof SAMPLES)[number]): Promise<boolean> {
  return new Promise((resolve) => {
    const video = new Video({
      output(_, frame) {
        resolve(frame.codedWidth >= width && frame.codedHeight >= height);
        frame.close();
        video.reset();
      },
      failed: () => resolve(false),
    });
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    video.decode(1, true, codec, { width, height }, bytes);
    video.flush().catch(() => resolve(false));
  });
}
