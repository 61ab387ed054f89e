import { describe, expect, test } from "vitest";
import { desktopPixel, place } from "../../src/pure/geometry.ts";
import { overlap, subtract } from "../../src/pure/region.ts";
import { chance } from "../support.ts";

const DESKTOP = { width: 1920, height: 1080 };

describe("the picture's place", () => {
  test("fits into its room with its proportions and stands in the middle", () => {
    const placed = place(DESKTOP, { width: 960, height: 800 }, "fit", 1);
    expect(placed).toEqual({ left: 0, top: 130, width: 960, height: 540, scale: 0.5 });
  });

  test("is never enlarged by fit", () => {
    expect(place({ width: 100, height: 50 }, { width: 960, height: 800 }, "fit", 1).scale).toBe(1);
  });

  test("gives one device pixel to each desktop pixel at one to one", () => {
    expect(place(DESKTOP, { width: 960, height: 800 }, "one_to_one", 2)).toMatchObject({
      width: 960,
      height: 540,
      left: 0,
    });
    expect(place(DESKTOP, { width: 960, height: 800 }, "one_to_one", 1)).toMatchObject({
      width: 1920,
      left: 0,
      top: 0,
    });
  });

  test("maps every point of a drawn desktop pixel back to this pixel", () => {
    for (const scale of [0.5, 0.497, 1, 1 / 1.25, 0.3333]) {
      for (const x of [0, 1, 17, 959, 1918, 1919]) {
        expect(desktopPixel(DESKTOP, scale, { x: (x + 0.5) * scale, y: (1079 + 0.5) * scale })).toEqual({ x, y: 1079 });
      }
    }
  });

  test("moves points outside to the edge", () => {
    expect(desktopPixel(DESKTOP, 1, { x: -5, y: 5_000 })).toEqual({ x: 0, y: 1079 });
  });
});

describe("a rectangle under others", () => {
  test("keeps exactly the pixels nobody covers, each once", () => {
    const below = chance(5);
    const rect = () => ({ x: below(12), y: below(12), w: 1 + below(8), h: 1 + below(8) });
    for (let round = 0; round < 300; round += 1) {
      const whole = rect();
      const covers = Array.from({ length: below(5) }, rect);
      const rest = subtract([whole], covers);
      for (let x = 0; x < 24; x += 1) {
        for (let y = 0; y < 24; y += 1) {
          const pixel = { x, y, w: 1, h: 1 };
          const visible = overlap(whole, pixel) && !covers.some((cover) => overlap(cover, pixel));
          expect(rest.filter((part) => overlap(part, pixel)).length).toBe(visible ? 1 : 0);
        }
      }
    }
  });
});
