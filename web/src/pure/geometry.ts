// Where the desktop stands on the page, and which of its pixels lies under a point of the page.

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Zoom = "fit" | "one_to_one";

/** Page pixels: the picture's corner inside its room, its size, and page pixels for one desktop pixel. */
export interface Placement extends Size {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/**
 * The place of a desktop in a room of page pixels. `ratio` is device pixels for one page pixel: at one to one a
 * desktop pixel is exactly one device pixel. `fit` shrinks and never enlarges. What is smaller than the room is
 * centred on whole device pixels, what is larger starts in its corner and is scrolled.
 */
export function place(desktop: Size, room: Size, zoom: Zoom, ratio: number): Placement {
  const natural = 1 / ratio;
  const scale =
    zoom === "one_to_one" ? natural : Math.min(natural, room.width / desktop.width, room.height / desktop.height);
  const width = desktop.width * scale;
  const height = desktop.height * scale;
  const centred = (free: number) => Math.floor((Math.max(0, free) / 2) * ratio) / ratio;
  return { left: centred(room.width - width), top: centred(room.height - height), width, height, scale };
}

/** The desktop pixel under a point measured from the picture's corner; points outside are moved to the edge. */
export function desktopPixel(desktop: Size, scale: number, point: Point): Point {
  const inside = (value: number, size: number) => Math.min(size - 1, Math.max(0, Math.floor(value / scale)));
  return { x: inside(point.x, desktop.width), y: inside(point.y, desktop.height) };
}
