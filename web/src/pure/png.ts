// The size a PNG says it has, read before anything is decoded: what it unpacks to is bounded by its header.

import type { Size } from "./geometry.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

export function pngSize(data: Uint8Array): Size | undefined {
  if (data.length < 24 || SIGNATURE.some((byte, at) => data[at] !== byte)) return undefined;
  const view = new DataView(data.buffer, data.byteOffset);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}
