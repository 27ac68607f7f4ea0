import { expect, test } from "vitest";
import { apply, type Change, compare } from "../recording/change.ts";
import { emptyObservation, type Observation } from "../recording/observation.ts";
import { split } from "./split.ts";

const namespaces = (count: number) =>
  new Map(
    Array.from({ length: count }, (_, index) => {
      const name = `n-${index}`;
      return [name, { name, uid: name, labels: {}, annotations: {} }];
    }),
  );
const observation = (count: number): Observation =>
  ({
    at: 7,
    items: { namespaces: namespaces(count), nodes: new Map() },
    failures: {},
    readAt: { nodes: 6 },
  }) as Observation;

test("a change in parts leads where it leads as a whole", () => {
  const change = compare(emptyObservation, observation(12_345));
  const parts = [...split(change)];
  expect(parts.length).toBeGreaterThan(3);
  expect(parts.every((part) => (part.items.namespaces?.size ?? 0) <= 5_000 && part.at === 7)).toBe(true);
  expect(parts.reduce<Observation>(apply, emptyObservation)).toEqual(apply(emptyObservation, change));
});

test("a small change stays one", () => {
  const change: Change = compare(emptyObservation, observation(3));
  expect([...split(change)]).toEqual([change]);
});
