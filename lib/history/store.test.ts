import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { apply } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import type { HistoryOptions } from "./history.ts";
import { openHistory, Store } from "./store.ts";
import { changeNumber, observationAfter } from "./testing/growing.ts";
import { thinOut } from "./thin-out.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "trunkscope-history-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = () => join(directory, "a.history");

function growing(options: Partial<HistoryOptions> = {}) {
  let observation: Observation = emptyObservation;
  const store = new Store({
    file: file(),
    keepDays: 1e6,
    keepMegabytes: 1000,
    now: () => 0,
    observe: () => observation,
    ...options,
  });
  let number = 0;
  const grow = (count: number, text = "") => {
    for (const end = number + count; number < end; number++) {
      const change = changeNumber(number, text);
      observation = apply(observation, change);
      store.append(change);
    }
  };
  return { store, grow, observed: () => observation };
}

describe("the history", () => {
  test("opens any moment as it was", async () => {
    const { store, grow } = growing();
    grow(60);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 9 }), async (number, later) => {
        expect(await store.observationAt(1000 + number * 10 + later)).toEqual(observationAfter(number + 1));
      }),
    );
    expect(await store.observationAt(999)).toBeNull();
    expect(store.span()).toEqual({ from: 1000, to: 1590 });
    expect([...store.changesBetween(1000, 1030)]).toEqual([1, 2, 3].map((number) => changeNumber(number)));
    await store.close();
  });

  test("thins moments out over the whole span, and loses no change", async () => {
    const { store, grow } = growing();
    grow(60);
    expect(store.moments(1010, 1030, 3)).toEqual({
      moments: [1010, 1020, 1030].map((at) => ({ at, changes: 1 })),
      complete: true,
    });
    expect(store.moments(1010, 1590, 2)).toEqual({
      moments: [
        { at: 1300, changes: 30 },
        { at: 1590, changes: 29 },
      ],
      complete: false,
    });
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), fc.integer({ min: 1, max: 70 }), (a, b, limit) => {
        const every = store.moments(1000 + a * 10, 1000 + b * 10, 1000).moments;
        const { moments, complete } = store.moments(1000 + a * 10, 1000 + b * 10, limit);
        expect(moments).toEqual(thinOut(every, limit));
        expect(complete).toBe(every.length <= limit);
        expect(moments.length).toBeLessThanOrEqual(limit);
        expect(moments.reduce((sum, { changes }) => sum + changes, 0)).toBe(every.length);
        expect(moments.at(-1)?.at).toBe(every.at(-1)?.at);
      }),
    );
    await store.close();
  });

  test("opens moments before and after each keyframe alike", async () => {
    const { store, grow } = growing();
    for (let round = 0; round < 5; round++) {
      grow(1000);
      await store.settled();
    }
    await store.close();
    const again = openHistory({
      file: file(),
      keepDays: 1e6,
      keepMegabytes: 1000,
      now: () => 0,
      observe: () => emptyObservation,
    });
    for (const number of [0, 998, 999, 1000, 1001, 1999, 2500, 4999]) {
      expect(await again.observationAt(1000 + number * 10), `${number}`).toEqual(observationAfter(number + 1));
    }
    expect((await again.momentAt(1000 + 4999 * 10))?.changes.length).toBeLessThan(1000);
    await again.close();
  });

  test("goes on after a restart", async () => {
    const first = growing();
    first.grow(10);
    await first.store.close();
    const second = openHistory({
      file: file(),
      keepDays: 1,
      keepMegabytes: 100,
      now: () => 0,
      observe: () => emptyObservation,
    });
    expect(await second.observationAt(1e6)).toEqual(observationAfter(10));
    second.append(changeNumber(10));
    expect(await second.observationAt(1e6)).toEqual(observationAfter(11));
    await second.close();
  });

  test("keeps what was derived with a keyframe, and forgets it when its meaning changed", async () => {
    const derive = () => ({ version: 2, value: { since: [1, 2] } });
    const { store, grow } = growing({ derive, derivedVersion: 2 });
    grow(1000);
    await store.close();
    const open = (derivedVersion: number) =>
      openHistory({
        file: file(),
        keepDays: 1e6,
        keepMegabytes: 100,
        now: () => 0,
        observe: () => emptyObservation,
        derivedVersion,
      });
    const same = open(2);
    expect((await same.momentAt(1e9))?.derived).toEqual({ since: [1, 2] });
    await same.close();
    const newer = open(3);
    expect((await newer.momentAt(1e9))?.derived).toBeNull();
    await newer.close();
  });

  test("never lets time run backwards", async () => {
    const { store } = growing();
    store.append(changeNumber(5));
    store.append({ ...changeNumber(6), at: 3 });
    expect((await store.observationAt(1050))?.items.namespaces?.size).toBe(2);
    await store.close();
  });

  test("in memory leaves no file", async () => {
    const { store, grow } = growing({ file: null });
    grow(20);
    expect(store.status.state).toBe("memory");
    expect(await store.observationAt(1e6)).toEqual(observationAfter(20));
    await store.close();
    expect(readdirSync(directory)).toEqual([]);
  });

  test("forgets what is older than it may be, and still opens the rest", async () => {
    let now = 0;
    const { store, grow, observed } = growing({ keepDays: 1, now: () => now });
    grow(1000);
    await store.settled();
    now = 1000 + 86_400_000 + 15_000;
    for (let round = 0; round < 20 && store.span()?.from === 1000; round++) {
      grow(1000);
      await store.settled();
    }
    const from = store.span()?.from ?? 0;
    expect(from).toBeGreaterThan(1000);
    expect(from).toBeLessThanOrEqual(1000 + 15_000);
    expect(await store.observationAt(1e9)).toEqual(observed());
    expect(await store.observationAt(from)).toEqual(observationAfter((from - 1000) / 10 + 1));
    expect(await store.observationAt(from - 1)).toBeNull();
    await store.close();
  });

  test("stays within its size", async () => {
    const noise = Array.from({ length: 40 }, (_, index) => Math.sin(index).toString(36)).join("");
    const { store, grow, observed } = growing({ keepMegabytes: 1 });
    for (let round = 0; round < 12; round++) {
      for (let step = 0; step < 10; step++) grow(100, `${noise}${round}${step}`);
      await store.settled();
    }
    await store.close();
    expect(statSync(file()).size).toBeLessThan(2_500_000);
    const again = openHistory({
      file: file(),
      keepDays: 1e6,
      keepMegabytes: 1,
      now: () => 0,
      observe: () => emptyObservation,
    });
    expect(again.span()?.from).toBeGreaterThan(1000);
    expect(await again.observationAt(1e9)).toEqual(observed());
    await again.close();
  });
});

describe("a history in trouble", () => {
  test("says that the disk is full, goes on in memory, and catches up when there is room", async () => {
    let now = 0;
    const { store, grow } = growing({ maxBytes: 60_000, now: () => now });
    grow(2000, "x".repeat(500));
    expect(store.status).toMatchObject({ state: "full", message: expect.stringContaining("disk is full") });
    expect(await store.observationAt(1e9)).toEqual(observationAfter(2000, "x".repeat(500)));

    store.limitBytes(100_000_000);
    now = 60_000;
    grow(1, "x".repeat(500));
    expect(store.status.state).toBe("kept");
    await store.close();
    const again = openHistory({
      file: file(),
      keepDays: 1e6,
      keepMegabytes: 100,
      now: () => 0,
      observe: () => emptyObservation,
    });
    expect(await again.observationAt(1e9)).toEqual(observationAfter(2001, "x".repeat(500)));
    await again.close();
  });

  test("moves a file that is no history aside, and begins a new one", async () => {
    writeFileSync(file(), "this is not a database, but somebody's notes ".repeat(100));
    const { store, grow } = growing();
    grow(10);
    expect(store.status).toMatchObject({ state: "damaged", message: expect.stringContaining(".damaged-1970-01-01") });
    expect(await store.observationAt(1e9)).toEqual(observationAfter(10));
    await store.close();
    expect(readdirSync(directory).filter((name) => name.includes(".damaged-"))).toHaveLength(1);
  });

  test("notices a torn file when it is opened", async () => {
    const { store, grow } = growing();
    grow(3000, "y".repeat(100));
    await store.close();
    truncateSync(file(), Math.floor(statSync(file()).size / 2));
    const again = growing();
    expect(again.store.status.state).toBe("damaged");
    again.grow(5);
    expect(await again.store.observationAt(1e9)).toEqual(observationAfter(5));
    await again.store.close();
  });

  test("notices damage under way, and keeps the present in a new file", async () => {
    const { store, grow, observed } = growing();
    grow(900, `${Math.PI}`);
    await store.close();
    const db = new DatabaseSync(file());
    db.exec("UPDATE changes SET body = x'28B52FFD00112233' WHERE seq = 500");
    db.close();
    let live = observed();
    const again = new Store({ file: file(), keepDays: 1e6, keepMegabytes: 100, now: () => 0, observe: () => live });
    await again.observationAt(1e9);
    expect(again.status.state).toBe("damaged");
    live = apply(live, changeNumber(900));
    again.append(changeNumber(900));
    await again.settled();
    expect(await again.observationAt(1e9)).toEqual(live);
    await again.close();
  });

  test("watches on in memory where the directory cannot be written", async () => {
    writeFileSync(join(directory, "taken"), "");
    const { store, grow } = growing({ file: join(directory, "taken", "a.history") });
    grow(3);
    expect(store.status).toMatchObject({ state: "memory", message: expect.stringContaining("cannot be written") });
    expect(await store.observationAt(1e9)).toEqual(observationAfter(3));
    await store.close();
  });
});
