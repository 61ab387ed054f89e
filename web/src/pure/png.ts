// Whether this is a PNG of this size, asked before anything is decoded: what it unpacks to is bounded by its header.

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

export function isPng(data: Uint8Array, { w, h }: { readonly w: number; readonly h: number }): boolean {
  if (data.length < 24 || SIGNATURE.some((byte, at) => data[at] !== byte)) return false;
  const view = new DataView(data.buffer, data.byteOffset);
  return view.getUint32(16) === w && view.getUint32(20) === h;
}
