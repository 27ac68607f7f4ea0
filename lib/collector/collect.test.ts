import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, applyInPlace, type Change, isQuiet, type MutableObservation } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import type { Reading } from "../recording/reading.ts";
import type { Clock, Source } from "../sources/source.ts";
import { collect } from "./collect.ts";
import { joinChanges } from "./join-changes.ts";

const minute = 60_000;

/** Time that passes only when the test says so; everyone who sleeps wakes in order. */
function manualClock(start: number) {
  let now = start;
  const sleepers: { until: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        sleepers.push({ until: now + ms, wake: resolve });
        signal.addEventListener("abort", () => resolve());
      }),
  };
  const pass = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      sleepers.sort((a, b) => a.until - b.until);
      if (sleepers[0] === undefined || sleepers[0].until > end) break;
      now = sleepers[0].until;
      sleepers.shift()?.wake();
    }
    now = end;
  };
  return { clock, pass };
}

/** A source that says what the test lets it say. */
function scripted() {
  let emit: (readings: readonly Reading[]) => void = () => undefined;
  let isStopped = false;
  const source: Source = {
    name: "scripted",
    async run(to, signal) {
      emit = to;
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      isStopped = true;
    },
  };
  return { source, emit: (...readings: Reading[]) => emit(readings), isStopped: () => isStopped };
}

const namespace = (uid: string) => ({ name: "a", uid, labels: {}, annotations: {} });
const all = (at: number, uids: Record<string, string>) =>
  ({
    collection: "namespaces",
    at,
    said: { kind: "all", items: new Map(Object.entries(uids).map(([id, uid]) => [id, namespace(uid)])) },
  }) as Reading;
const some = (at: number, id: string, uid: string | null) =>
  ({ collection: "namespaces", at, said: { kind: "some", items: new Map([[id, uid && namespace(uid)]]) } }) as Reading;
const current = (at: number) => ({ collection: "namespaces", at, said: { kind: "current" } }) as Reading;
const failed = (at: number) =>
  ({
    collection: "namespaces",
    at,
    said: { kind: "failed", failure: { code: "Forbidden", message: "no" } },
  }) as Reading;

function collecting(more: readonly Source[] = []) {
  const { clock, pass } = manualClock(1_000_000);
  const { source, emit, isStopped } = scripted();
  const observation: MutableObservation = { at: 0, items: {}, failures: {}, readAt: {} };
  const taken: Change[] = [];
  const kept: Change[] = [];
  const stop = new AbortController();
  const done = collect(
    {
      sources: [source, ...more],
      observation: () => observation,
      take: (change) => {
        applyInPlace(observation, change);
        taken.push(change);
      },
      keep: (change) => kept.push(change),
      clock,
    },
    stop.signal,
  );
  const replayed = () => kept.reduce<Observation>(apply, emptyObservation);
  return { emit, pass, clock, taken, kept, observation, stop, done, replayed, isStopped };
}

describe("the collector", () => {
  test("takes readings at once and records one change per tick", async () => {
    const { emit, pass, taken, kept, observation, replayed, clock, stop, done } = collecting();
    await pass(0);
    emit(all(clock.now(), { a: "1", b: "2" }));
    emit(some(clock.now(), "c", "3"), some(clock.now(), "a", null));
    expect(taken).toHaveLength(3);
    expect([...(observation.items.namespaces?.keys() ?? [])]).toEqual(["b", "c"]);
    expect(kept).toEqual([]);
    await pass(200);
    expect(kept).toHaveLength(1);
    expect(replayed().items).toEqual(observation.items);
    stop.abort();
    await done;
  });

  test("records nothing but a heartbeat a minute while nothing changes", async () => {
    const { emit, pass, kept, clock, stop, done } = collecting();
    await pass(0);
    emit(all(clock.now(), { a: "1" }));
    await pass(200);
    for (let second = 0; second < 300; second++) {
      emit(current(clock.now()));
      await pass(1000);
    }
    expect(kept.slice(1).every(isQuiet)).toBe(true);
    expect(kept.length - 1).toBeGreaterThanOrEqual(4);
    expect(kept.length - 1).toBeLessThanOrEqual(5);
    stop.abort();
    await done;
  });

  test("a failure keeps the last good items, is recorded once, and goes away with the next reading", async () => {
    const { emit, pass, kept, observation, clock, stop, done } = collecting();
    await pass(0);
    emit(all(clock.now(), { a: "1" }));
    await pass(200);
    for (let count = 0; count < 3; count++) {
      emit(failed(clock.now()));
      await pass(1000);
    }
    expect(observation.failures.namespaces?.code).toBe("Forbidden");
    expect(observation.items.namespaces?.size).toBe(1);
    expect(kept.filter(({ failures }) => failures.namespaces)).toHaveLength(1);
    emit(all(clock.now(), { a: "1" }));
    await pass(200);
    expect(observation.failures).toEqual({});
    expect(kept.at(-1)?.failures).toEqual({ namespaces: null });
    stop.abort();
    await done;
  });

  test("moves the clock every second, so that time alone can change a state", async () => {
    const { emit, pass, taken, observation, clock, stop, done } = collecting();
    await pass(5000);
    expect(taken, "before the first reading there is nothing to move").toEqual([]);
    emit(all(clock.now(), { a: "1" }));
    await pass(10_000);
    expect(taken.length - 1).toBe(10);
    expect(clock.now() - observation.at).toBeLessThan(1000);
    stop.abort();
    await done;
  });

  test("keeps what was held back when it stops, and stops its sources", async () => {
    const { emit, pass, kept, clock, stop, done, isStopped } = collecting();
    await pass(0);
    emit(all(clock.now(), { a: "1" }));
    await pass(minute);
    emit(some(clock.now(), "a", "2"));
    stop.abort();
    await done;
    expect(isStopped()).toBe(true);
    expect(kept.at(-1)?.items.namespaces?.get("a")).toMatchObject({ uid: "2" });
  });

  test("a source that breaks stops the others and is not hushed up", async () => {
    const broken: Source = { name: "broken", run: () => Promise.reject(new Error("a bug")) };
    const { done, isStopped } = collecting([broken]);
    await expect(done).rejects.toThrow("a bug");
    expect(isStopped()).toBe(true);
  });
});

describe("joining changes", () => {
  const items = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.option(fc.constantFrom("1", "2", "3")));
  const change = fc
    .record({ at: fc.nat(1000), items: fc.option(items), forgets: fc.boolean(), readAt: fc.option(fc.nat(9)) })
    .map(
      ({ at, items, forgets, readAt }) =>
        ({
          at,
          items: forgets
            ? { namespaces: null }
            : items
              ? { namespaces: new Map(Object.entries(items).map(([id, uid]) => [id, uid && namespace(uid)])) }
              : {},
          failures: {},
          readAt: readAt === null ? {} : { namespaces: readAt },
        }) as unknown as Change,
    );

  test("leads where the two lead one after the other, or is refused", () => {
    fc.assert(
      fc.property(change, change, change, (before, first, second) => {
        const joined = joinChanges(first, second);
        const start = apply(emptyObservation, before);
        if (joined) expect(apply(start, joined)).toEqual(apply(apply(start, first), second));
        else expect(first.items.namespaces).toBeNull();
      }),
    );
  });
});
