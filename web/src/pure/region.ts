// Rectangles of desktop pixels: overlap, and what is left of one when others lie over it.

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Whether the two share a pixel. */
export function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

function without(rect: Rect, cover: Rect): Rect[] {
  if (!overlap(rect, cover)) return [rect];
  const top = Math.max(rect.y, cover.y);
  const bottom = Math.min(rect.y + rect.h, cover.y + cover.h);
  const left = Math.max(rect.x, cover.x);
  const right = Math.min(rect.x + rect.w, cover.x + cover.w);
  return [
    { x: rect.x, y: rect.y, w: rect.w, h: top - rect.y },
    { x: rect.x, y: top, w: left - rect.x, h: bottom - top },
    { x: right, y: top, w: rect.x + rect.w - right, h: bottom - top },
    { x: rect.x, y: bottom, w: rect.w, h: rect.y + rect.h - bottom },
  ].filter((part) => part.w > 0 && part.h > 0);
}

/** The parts of `rects` that no cover hides: disjoint where `rects` were, none empty. */
export function subtract(rects: readonly Rect[], covers: readonly Rect[]): Rect[] {
  let rest = [...rects];
  for (const cover of covers) {
    if (rest.length === 0) break;
    rest = rest.flatMap((rect) => without(rect, cover));
  }
  return rest;
}

/** The smallest rectangle around both. */
export function hull(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, w: Math.max(a.x + a.w, b.x + b.w) - x, h: Math.max(a.y + a.h, b.y + b.h) - y };
}
