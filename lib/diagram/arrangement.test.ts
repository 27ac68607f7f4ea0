import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFree } from "../snapshot/outline.ts";
import { outlineOf } from "./card.ts";
import { exampleSnapshot } from "./example.fixture.ts";
import { allFolded, isFolded, toggleFold, unfolded } from "./fold.ts";
import { groupings } from "./grouping.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { modelOf } from "./model.ts";

const example = (nodes = 30) => modelOf(exampleSnapshot({ nodes, oddities: true }));

describe("groups", () => {
  test.each(groupings)("by %s hold every instance once", (grouping) => {
    const model = example();
    const { places, frames } = layoutOf(model, grouping);
    const outer = frames.filter(({ depth }) => depth === 0);
    expect(outer.reduce((sum, { count }) => sum + count, 0)).toBe(places.size);
    expect(places.size).toBe(model.summary.instances);
  });

  test("by security group put an instance under the group that most of its branches have", () => {
    const model = example();
    const { places, frames } = layoutOf(model, "security-group");
    for (const place of places.values()) {
      const counts = new Map<string, number>();
      for (const id of model.byId.keys()) {
        const branch = model.byId.get(id);
        if (branch?.kind !== "branch" || model.hosts.hostOf(id) !== place.id) continue;
        for (const group of branch.groupIds) counts.set(group, (counts.get(group) ?? 0) + 1);
      }
      const best = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0] ?? null;
      const frame = frames.find((one) => one.depth === 0 && isIn(one, place));
      expect(frame?.label).toBe(best);
    }
  });

  test("that are collapsed keep their counts and give up their cards; opened again nothing has moved", () => {
    const model = example();
    const before = layoutOf(model, "zone");
    const [group] = before.frames;
    const key = group?.id ?? "";
    const fold = toggleFold(unfolded, key);
    const folded = layoutOf(model, "zone", before, { order: "name", fold });
    const frame = folded.frames.find(({ id }) => id === key);
    expect(frame?.count).toBe(group?.count);
    expect(folded.places.size).toBe(before.places.size - (group?.count ?? 0));
    expect([...folded.folded.values()].filter(({ id }) => id === key)).toHaveLength(group?.count ?? 0);
    expect(placesIn(layoutOf(model, "zone", folded))).toEqual(placesIn(before));
  });

  test("turn over one by one, also when all are collapsed", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.constantFrom("a", "b", "c")), (all, toggles) => {
        let fold = all ? allFolded : unfolded;
        const state = new Map([..."abc"].map((group) => [group, all]));
        for (const group of toggles) {
          fold = toggleFold(fold, group);
          state.set(group, !state.get(group));
        }
        for (const [group, isCollapsed] of state) expect(isFolded(fold, group)).toBe(isCollapsed);
      }),
    );
  });
});

describe("the order", () => {
  test("by free slots puts the fullest instance of a group first", () => {
    const model = example();
    const layout = layoutOf(model, "node-group", undefined, { order: "free", fold: unfolded });
    const first = layout.arrangement.flatMap(({ inners }) => inners.map(({ columns }) => columns));
    for (const columns of first) {
      const free = columns.map(([id]) => freeOf(model, id as string));
      expect(free[0]).toBe(Math.min(...columns.flat().map((id) => freeOf(model, id as string))));
    }
  });

  test("does not move what stands when the data changes", () => {
    const model = example();
    const before = layoutOf(model, "zone", undefined, { order: "free", fold: unfolded });
    const after = layoutOf(model, "zone", before, { order: "free", fold: unfolded });
    expect(placesIn(after)).toEqual(placesIn(before));
  });
});

function freeOf(model: ReturnType<typeof modelOf>, id: string): number {
  const cells = outlineOf(model, id).sections.flatMap((section) => section.cells ?? []);
  return cells.length === 0 ? Number.POSITIVE_INFINITY : cells.filter(isFree).length;
}

function placesIn({ places }: Layout) {
  return [...places.values()].map(({ id, x, y }) => ({ id, x, y })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isIn(
  outer: { x: number; y: number; width: number; height: number },
  inner: { readonly x: number; readonly y: number },
): boolean {
  return (
    inner.x >= outer.x && inner.x < outer.x + outer.width && inner.y >= outer.y && inner.y < outer.y + outer.height
  );
}
