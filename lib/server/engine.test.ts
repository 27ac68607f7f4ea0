import { expect, test } from "vitest";
import { changeOf, type Reading } from "../recording/reading.ts";
import { Engine } from "./engine.ts";

const failure = { code: "Stalled", message: "Nothing comes." };

test("a failure, and its end, are news at once; another reading of the same is none", () => {
  const engine = new Engine({ header: { cluster: "shop" }, mode: "live", cluster: "shop", firstRevision: 1 });
  const hears = (at: number, said: Reading["said"]) => {
    engine.take(changeOf(engine.observation, { collection: "pods", at, said } as Reading));
    if (!engine.hasNews) return null;
    const { head, changed } = engine.nextPatch();
    expect(changed).toEqual([]);
    return head.freshness.pods;
  };
  hears(1000, { kind: "all", items: new Map() });
  expect(hears(2000, { kind: "failed", failure })).toMatchObject({ readAt: 1000, failure });
  expect(hears(3000, { kind: "failed", failure })).toBeNull();
  expect(hears(4000, { kind: "current" })).toMatchObject({ readAt: 4000, failure: null });
  expect(hears(5000, { kind: "current" })).toBeNull();
});
