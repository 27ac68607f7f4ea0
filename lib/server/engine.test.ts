import { expect, test } from "vitest";
import { changeOf, type Reading } from "../recording/reading.ts";
import { Engine, type EngineOptions } from "./engine.ts";

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

/** A cluster whose mutating webhook is gone: a fault that one reading shows. */
const gone = {
  collection: "webhookConfigurations",
  said: { kind: "all", items: new Map() },
} as const;

function diagnosed(ignore: EngineOptions["ignore"] = []) {
  const options = { header: { cluster: "shop" }, mode: "live", cluster: "shop", firstRevision: 1, ignore } as const;
  const engine = new Engine(options);
  const take = (reading: Omit<Reading, "at">, at: number) =>
    engine.take(changeOf(engine.observation, { ...reading, at } as Reading));
  return { engine, options, take };
}

test("findings and what cannot be decided are news as well", () => {
  const { engine, take } = diagnosed();
  take(gone, 1000);
  const patch = engine.nextPatch();
  expect(patch.findings.changed).toMatchObject([{ code: "SGP-073", since: { at: 1000, exact: false } }]);
  expect(patch.undecided?.length).toBeGreaterThan(10);
  expect(patch.undecided?.map(({ code }) => code)).not.toContain("SGP-073");
  take({ collection: "webhookConfigurations", said: { kind: "failed", failure } }, 2000);
  const blind = engine.nextPatch();
  expect(blind.findings).toEqual({ changed: [], removed: patch.findings.changed.map(({ id }) => id) });
  expect(blind.undecided?.map(({ code }) => code)).toContain("SGP-073");
});

test("what is ignored says so", () => {
  const { engine, take } = diagnosed([{ check: "SGP-073", subject: "*", reason: "no pods here", until: null }]);
  take(gone, 1000);
  expect(engine.snapshot().findings).toMatchObject([{ code: "SGP-073", ignored: { reason: "no pods here" } }]);
});

test("who goes on from what was kept knows since when", () => {
  const { engine, options, take } = diagnosed();
  take(gone, 1000);
  take({ collection: "webhookConfigurations", said: { kind: "current" } }, 60_000);
  const { observation } = engine;
  const moment = {
    start: structuredClone(observation),
    derived: JSON.parse(JSON.stringify(engine.memory().value)),
    changes: [],
  };
  const restarted = new Engine(options);
  restarted.resume(moment);
  expect(restarted.snapshot().findings).toMatchObject([{ code: "SGP-073", since: { at: 1000, exact: false } }]);
  const forgetful = new Engine(options);
  forgetful.resume({ ...moment, derived: null });
  expect(forgetful.snapshot().findings[0]?.since).toEqual({ at: 60_000, exact: false });
});
