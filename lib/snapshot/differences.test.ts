import fc from "fast-check";
import { expect, test } from "vitest";
import type { Pod, Resource, Subnet } from "../topology/resources.ts";
import { differencesBetween } from "./differences.ts";

const subnet = (id: string, availableIps: number): Subnet => ({ kind: "subnet", id, marks: [], availableIps });

test("says what came, what went, and which fields of what stayed are others", () => {
  const from = { at: 1000, resources: [subnet("subnet-a", 10), subnet("subnet-b", 20), subnet("subnet-c", 30)] };
  const to = { at: 2000, resources: [subnet("subnet-b", 21), subnet("subnet-c", 30), subnet("subnet-d", 40)] };
  expect(differencesBetween(from, to)).toEqual({
    from: 1000,
    to: 2000,
    kinds: [
      {
        kind: "subnet",
        added: { total: 1, first: [{ id: "subnet-d", name: null }] },
        removed: { total: 1, first: [{ id: "subnet-a", name: null }] },
        changed: {
          total: 1,
          first: [{ id: "subnet-b", name: null, fields: [{ field: "availableIps", before: "20", after: "21" }] }],
        },
      },
    ],
  });
  expect(differencesBetween(to, from)).toEqual(differencesBetween(from, to));
});

test("a field that was not known before differs from one that was empty", () => {
  const before = subnet("subnet-a", 1);
  const after = { ...before, name: "" };
  const [difference] = differencesBetween({ at: 1, resources: [before] }, { at: 2, resources: [after] }).kinds;
  expect(difference?.changed.first[0]?.fields).toEqual([{ field: "name", before: null, after: "" }]);
});

test("cuts long lists and long values, and says how much there was", () => {
  const pods = Array.from({ length: 500 }, (_, index): Resource => pod(`pod/default/p${index}`, "Running"));
  const { kinds } = differencesBetween({ at: 1, resources: [] }, { at: 2, resources: pods });
  expect(kinds[0]?.added.total).toBe(500);
  expect(kinds[0]?.added.first).toHaveLength(200);
  const long = differencesBetween(
    { at: 1, resources: [pod("pod/default/p", "a".repeat(5000))] },
    { at: 2, resources: [pod("pod/default/p", "b")] },
  );
  expect(long.kinds[0]?.changed.first[0]?.fields[0]?.before?.length).toBeLessThan(200);
});

test("nothing differs from itself, and every difference is counted once", () => {
  const resources = fc.uniqueArray(fc.tuple(fc.nat(30), fc.nat(3)), { selector: ([id]) => id, maxLength: 20 });
  const made = (all: readonly (readonly [number, number])[]) => all.map(([id, ips]) => subnet(`subnet-${id}`, ips));
  fc.assert(
    fc.property(resources, resources, (one, other) => {
      expect(differencesBetween({ at: 1, resources: made(one) }, { at: 2, resources: made(one) }).kinds).toEqual([]);
      const [found] = differencesBetween({ at: 1, resources: made(one) }, { at: 2, resources: made(other) }).kinds;
      const before = new Map(one);
      const after = new Map(other);
      const common = [...before.keys()].filter((id) => after.has(id));
      expect(found?.added.total ?? 0).toBe(after.size - common.length);
      expect(found?.removed.total ?? 0).toBe(before.size - common.length);
      expect(found?.changed.total ?? 0).toBe(common.filter((id) => before.get(id) !== after.get(id)).length);
    }),
  );
});

function pod(id: string, status: string): Pod {
  const [, namespace = "", name = ""] = id.split("/");
  return {
    kind: "pod",
    id,
    marks: [],
    namespace,
    name,
    instanceId: null,
    status,
    hostNetwork: false,
    podEniRequest: 0,
    annotated: false,
    branchIds: [],
    interfaceId: null,
    waitsForBranch: false,
  };
}
