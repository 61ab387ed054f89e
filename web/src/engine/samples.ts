// One key frame of 32 x 32 pixels for each codec, to find out by decoding whether a browser can.
// Made with PyAV: the left half darker than the right; libvpx, and libx264 baseline as Annex B.

import { Codec, VideoCodec } from "../wire.gen.ts";

interface Sample {
  readonly name: Codec;
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  /** Base64. */
  readonly data: string;
}

export const SAMPLES: readonly Sample[] = [
  {
    name: Codec.VP8,
    codec: VideoCodec.VP8,
    width: 32,
    height: 32,
    data: "MAIAnQEqIAAgAABHCIWFiJmEiAICAAqSvMMA/v5/xX/7dvz/66AA",
  },
  {
    name: Codec.H264,
    codec: VideoCodec.H264,
    width: 32,
    height: 32,
    data: "AAAAAWdCwAraJaEAAAMAAQAAAwA8jxImoAAAAAFozg/IAAAAAWWIhDomKAAIg8mKAAJFldeA",
  },
];
