import fc from "fast-check";
import { expect, test } from "vitest";
import { bitmapSize } from "./bitmap-size.ts";

test("a small drawing is drawn twice as fine", () => {
  expect(bitmapSize({ width: 800, height: 600 })).toEqual({ width: 1600, height: 1200 });
});

test("a bitmap is never more than a browser can draw, and keeps its shape", () => {
  const side = fc.integer({ min: 1, max: 200_000 });
  fc.assert(
    fc.property(side, side, (width, height) => {
      const size = bitmapSize({ width, height });
      if (size === null) return;
      expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(16_000);
      expect(size.width * size.height).toBeLessThanOrEqual(60_000_000);
      expect(Math.abs(size.width / width - size.height / height)).toBeLessThan(1.01 / Math.min(width, height));
    }),
  );
});

test("a drawing that would shrink to nothing is refused, and so is none", () => {
  expect(bitmapSize({ width: 130_000, height: 10_000 })).toBeNull();
  expect(bitmapSize({ width: 0, height: 10 })).toBeNull();
  expect(bitmapSize({ width: Number.NaN, height: 10 })).toBeNull();
});
