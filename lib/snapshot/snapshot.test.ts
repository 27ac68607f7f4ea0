import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Resource } from "../topology/resources.ts";
import { decodeSnapshot, encodeSnapshot } from "./columns.ts";
import { applyPatch, joinPatches } from "./patch.ts";
import { type Patch, type Snapshot, type SnapshotHead, snapshot as snapshotSchema } from "./snapshot.ts";

/** Nothing is wrong. */
const sound = { findings: [], undecided: [] };
/** No outline and no part of the summary. */
const unseen = {
  outlines: [],
  troubles: [],
  totals: null,
  summary: {},
  findings: { changed: [], removed: [] },
  undecided: null,
};

const head = (revision: number): SnapshotHead => ({
  version: 1,
  cluster: "test",
  region: null,
  about: null,
  mode: "live",
  at: revision * 1_000,
  revision,
  coolDownSeconds: 60,
  releaseSeconds: 120,
  freshness: { pods: { readAt: 5, count: 1, failure: null } },
  filled: {},
});

const text = fc.oneof(fc.string(), fc.constantFrom("eni-1", "<img onerror=x>", "__proto__", "\u202e", ""));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const dense = <T extends object>(record: T) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));

const subnet = fc
  .record({
    kind: fc.constant("subnet"),
    id: fc.constantFrom("subnet-a", "subnet-b", "subnet-c"),
    marks: fc.constant([]),
    name: maybe(text),
    availableIps: maybe(fc.integer()),
    ipv6Cidrs: maybe(fc.array(text)),
  })
  .map(dense);
const branch = fc
  .record({
    kind: fc.constant("branch"),
    id: fc.constantFrom("eni-a", "eni-b"),
    marks: fc.subarray(["vlan-unknown", "shared-branch"]),
    groupIds: fc.array(text),
    trunkId: fc.option(text),
    instanceId: fc.option(text),
    vlan: fc.option(fc.nat(130)),
    state: fc.constantFrom("used", "cooling"),
    podIds: fc.array(text),
    firstSeen: maybe(fc.record({ at: fc.nat(), exact: fc.boolean() })),
    mac: maybe(text),
  })
  .map(dense);
const pod = fc
  .constantFrom("a", "b")
  .chain((name) =>
    fc.record({
      kind: fc.constant("pod"),
      id: fc.constant(`pod/shop/${name}`),
      marks: fc.constant([]),
      namespace: fc.constant("shop"),
      name: fc.constant(name),
      workload: maybe(fc.record({ kind: text, name: text })),
    }),
  )
  .map(dense);
const resources = fc
  .uniqueArray(fc.oneof(subnet, branch, pod), { selector: (one) => Reflect.get(one, "id") as string })
  .map((all) => all as unknown as Resource[]);

const byId = (all: readonly Resource[]) => new Map(all.map((one) => [one.id, one]));

function difference(from: readonly Resource[], to: readonly Resource[], revision: number): Patch {
  const after = byId(to);
  return {
    from: revision,
    head: head(revision + 1),
    changed: [...to],
    removed: from.map(({ id }) => id).filter((id) => !after.has(id)),
    ...unseen,
  };
}

test("columns give back what they were made from, through JSON", () => {
  fc.assert(
    fc.property(resources, (all) => {
      const snapshot: Snapshot = { ...head(1), ...sound, resources: all };
      const decoded = decodeSnapshot(JSON.parse(JSON.stringify(encodeSnapshot(snapshot))));
      expect(byId(decoded.resources)).toEqual(byId(all));
      expect({ ...decoded, resources: [] }).toEqual({ ...snapshot, resources: [] });
    }),
  );
});

test("a patch leads from one snapshot to the next, and two patches in a row are one", () => {
  fc.assert(
    fc.property(resources, resources, resources, (a, b, c) => {
      const first = difference(a, b, 1);
      const second = difference(b, c, 2);
      const start: Snapshot = { ...head(1), ...sound, resources: a };
      const afterFirst = applyPatch(start, first);
      const afterBoth = afterFirst && applyPatch(afterFirst, second);
      expect(byId(afterFirst?.resources ?? [])).toEqual(byId(b));
      expect(byId(afterBoth?.resources ?? [])).toEqual(byId(c));
      expect(byId(applyPatch(start, joinPatches(first, second))?.resources ?? [])).toEqual(byId(c));
      expect(afterBoth?.revision).toBe(3);
    }),
  );
});

test("findings follow their patches, the worst first", () => {
  const finding = fc.record({
    id: fc.constantFrom("a/1", "b/2", "c/3"),
    severity: fc.constantFrom("info", "high", "critical"),
    subjects: fc.constant(["pod/shop/a"]),
  });
  const findings = fc
    .uniqueArray(finding, { selector: ({ id }) => id })
    .map((all) => all as unknown as Snapshot["findings"]);
  const ids = (all: readonly { id: string; severity: string }[]) =>
    all.map(({ id, severity }) => `${severity} ${id}`).sort();
  fc.assert(
    fc.property(findings, findings, findings, (a, b, c) => {
      const step = (from: Snapshot["findings"], to: Snapshot["findings"], revision: number): Patch => ({
        ...difference([], [], revision),
        findings: { changed: to, removed: from.map(({ id }) => id).filter((id) => !to.some((one) => one.id === id)) },
      });
      const start: Snapshot = { ...head(1), ...sound, findings: a, resources: [] };
      const [first, second] = [step(a, b, 1), step(b, c, 2)];
      const afterFirst = applyPatch(start, first);
      expect(ids(afterFirst?.findings ?? [])).toEqual(ids(b));
      const after = applyPatch(start, joinPatches(first, second));
      expect(ids(after?.findings ?? [])).toEqual(ids(c));
      const order = ["critical", "high", "info"];
      const ranks = (after?.findings ?? []).map(({ severity }) => order.indexOf(severity));
      expect(ranks).toEqual([...ranks].sort());
    }),
  );
});

test("a patch from another revision is refused", () => {
  const start: Snapshot = { ...head(4), ...sound, resources: [] };
  expect(applyPatch(start, { from: 3, head: head(4), changed: [], removed: [], ...unseen })).toBeNull();
});

test("resources that a patch does not name keep their identity", () => {
  const kept = { kind: "subnet", id: "subnet-a", marks: [] } as const;
  const start: Snapshot = { ...head(1), ...sound, resources: [{ ...kept, marks: [] }] };
  const other: Resource = { kind: "subnet", id: "subnet-b", marks: [] };
  const after = applyPatch(start, { from: 1, head: head(2), changed: [other], removed: [], ...unseen });
  expect(after?.resources[0]).toBe(start.resources[0]);
});

test("the schema describes what is sent", () => {
  expect(z.toJSONSchema(snapshotSchema)).toHaveProperty("properties.resources");
});
