import fc from "fast-check";
import { expect, test } from "vitest";
import { addLogs } from "./add-logs.ts";
import type { Item } from "./collections.ts";
import { itemsOf } from "./observation.ts";
import { observationAt, type Recording } from "./recording.ts";

function call(id: string, at: number): Item<"apiCalls"> {
  return { id, at, call: "DeleteNetworkInterface" };
}

function recordingAt(...moments: readonly number[]): Recording {
  return { header: { cluster: "prod" }, changes: moments.map((at) => ({ at, items: {}, failures: {}, readAt: {} })) };
}

test("each call is known from the first moment that is not before it, and all of them in the end", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(100), { minLength: 1 }),
      fc.uniqueArray(fc.tuple(fc.string(), fc.nat(120)), { selector: ([id]) => id }),
      (moments, calls) => {
        const recording = recordingAt(...moments.toSorted((a, b) => a - b));
        const apiCalls = new Map(calls.map(([id, at]) => [id, call(id, at)]));
        const joined = addLogs(recording, { apiCalls });
        const last = Math.max(...moments);
        expect(new Set(itemsOf(observationAt(joined, last), "apiCalls").keys())).toEqual(new Set(apiCalls.keys()));
        for (const moment of moments) {
          const known = itemsOf(observationAt(joined, moment), "apiCalls");
          for (const [id, { at }] of apiCalls) if (at <= moment) expect(known.has(id)).toBe(true);
        }
      },
    ),
  );
});

test("the same files added twice make no difference", () => {
  const apiCalls = new Map([["a", call("a", 5)]]);
  const once = addLogs(recordingAt(1, 10), { apiCalls });
  expect(addLogs(once, { apiCalls })).toEqual(once);
  expect(addLogs(recordingAt(), { apiCalls }).changes).toEqual([]);
});
