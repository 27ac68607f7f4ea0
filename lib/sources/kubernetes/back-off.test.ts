import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backOffMs, retryAfterMs } from "./back-off.ts";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the wait after failures", () => {
  test("is between 0.5 and 30 s whatever happens", () => {
    fc.assert(
      fc.property(fc.nat(10_000), chance, (failures, random) => {
        const wait = backOffMs(failures, () => random);
        expect(wait).toBeGreaterThanOrEqual(500);
        expect(wait).toBeLessThanOrEqual(30_000);
      }),
    );
  });

  test("doubles until it reaches its limit, half of it by chance", () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((failures) => backOffMs(failures, () => 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
    expect(backOffMs(2, () => 0.999)).toBeCloseTo(4_000, -1);
  });

  test("is at least what the server asked for, and bounded", () => {
    fc.assert(
      fc.property(fc.nat(290), chance, (seconds, random) => {
        expect(retryAfterMs(seconds, () => random)).toBeGreaterThanOrEqual(seconds * 1000);
      }),
    );
    expect(retryAfterMs(86_400, () => 0)).toBe(300_000);
  });
});
