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

test("after very much news there is no patch, and the next one leads on from the revision of the snapshot", () => {
  const engine = new Engine({ header: { cluster: "shop" }, mode: "live", cluster: "shop", firstRevision: 1 });
  const read = (at: number, count: number) => {
    const ids = Array.from({ length: count }, (_, index) => `subnet-${index}`);
    const items = new Map(ids.map((id) => [id, { id, tags: {} }]));
    engine.take(changeOf(engine.observation, { collection: "subnets", at, said: { kind: "all", items } } as Reading));
  };
  read(1000, 1_600);
  expect(engine.isNewsTooMuch).toBe(true);
  expect(engine.leap()).toBe(2);
  expect(engine.hasNews).toBe(false);
  expect(engine.snapshot()).toMatchObject({ revision: 2, resources: { length: 1_600 } });
  read(2000, 1_601);
  expect(engine.isNewsTooMuch).toBe(false);
  expect(engine.nextPatch()).toMatchObject({ from: 2, head: { revision: 3 }, changed: [{ id: "subnet-1600" }] });
});
