import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exampleSnapshot } from "./example.fixture.ts";
import { unfolded } from "./fold.ts";
import { type Layout, layoutOf, type Rect } from "./layout.ts";
import { unit } from "./measure.ts";
import { applyPatch, type Model, modelOf, unplacedIn } from "./model.ts";
import { relayout } from "./relayout.ts";

/** No outline and no part of the summary. */
const unseen = {
  outlines: [],
  troubles: [],
  totals: null,
  summary: {},
  findings: { changed: [], removed: [] },
  undecided: null,
};

const unplacedIds = (model: Model) => new Set(unplacedIn(model).map(({ id }) => id));

const sizes = fc.record({ nodes: fc.integer({ min: 0, max: 60 }), seed: fc.nat(), oddities: fc.boolean() });

describe("the layout", () => {
  test("puts no card on another, and every card inside its frame", () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom("zone", "node-group", "instance-type", "subnet"), (options, grouping) => {
        const layout = layoutOf(modelOf(exampleSnapshot(options)), grouping);
        const cards = [...layout.places.values(), ...layout.trays];
        expect(overlapping(cards)).toEqual([]);
        const inner = layout.frames.filter(({ depth }) => depth === 1);
        expect(overlapping(inner)).toEqual([]);
        expect(overlapping(layout.frames.filter(({ depth }) => depth === 0))).toEqual([]);
        for (const place of layout.places.values())
          expect(inner.filter((frame) => holds(frame, place))).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });

  test("stands on the lattice that the bitmap of the far view is made of", () => {
    const layout = layoutOf(modelOf(exampleSnapshot({ nodes: 20, oddities: true })), "zone");
    for (const { x, y, sections } of layout.places.values()) {
      expect(x % unit).toBe(unit / 2);
      expect(y % unit).toBe(0);
      for (const section of sections) expect(section.y % unit).toBe(0);
    }
  });

  test("is the same for the same snapshot, in whatever order its resources come", () => {
    const snapshot = exampleSnapshot({ nodes: 25, oddities: true });
    const turned = { ...snapshot, resources: [...snapshot.resources].reverse() };
    expect([...layoutOf(modelOf(turned), "zone").places].sort()).toEqual(
      [...layoutOf(modelOf(snapshot), "zone").places].sort(),
    );
  });

  test("leaves every other card where it is when one instance goes", () => {
    fc.assert(
      fc.property(
        sizes.filter(({ nodes }) => nodes > 2),
        fc.nat(),
        (options, choice) => {
          const snapshot = exampleSnapshot(options);
          const model = modelOf(snapshot);
          const before = layoutOf(model, "zone");
          const gone = [...before.places.keys()][choice % before.places.size] as string;
          applyPatch(model, { from: 1, head: { ...model.head, revision: 2 }, changed: [], removed: [gone], ...unseen });
          const zone = snapshot.resources.find(({ id }) => id === gone);
          const after = layoutOf(model, "zone", before);
          expect(after.places.has(gone)).toBe(false);
          if (zoneCount(before) !== zoneCount(after) || innerCount(before) !== innerCount(after)) return;
          expect(zone).toBeDefined();
          expect(moved(before, after)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("moves nothing when pods come and go within the room a card has", () => {
    const snapshot = exampleSnapshot({ nodes: 12 });
    const model = modelOf(snapshot);
    const before = layoutOf(model, "zone");
    const pods = snapshot.resources.filter(({ kind }) => kind === "pod").map(({ id }) => id);
    applyPatch(model, { from: 1, head: model.head, changed: [], removed: pods, ...unseen });
    const without = layoutOf(model, "zone", before);
    expect(moved(before, without)).toEqual([]);
    applyPatch(model, { from: 2, head: model.head, changed: snapshot.resources, removed: [], ...unseen });
    expect(moved(before, layoutOf(model, "zone", without))).toEqual([]);
  });

  test("leaves nothing out: each resource that stands somewhere is on one card or in one tray", () => {
    const model = modelOf(exampleSnapshot({ nodes: 23, oddities: true }));
    const layout = layoutOf(model, "zone");
    const inTrays = layout.trays.flatMap(({ tray }) => tray.resources.map(({ id }) => id));
    expect(new Set(inTrays)).toEqual(unplacedIds(model));
    expect(new Set(inTrays).size).toBe(inTrays.length);
    expect(unplacedIds(model).size).toBe(5);
  });
});

function overlapping(rects: readonly (Rect & { readonly id: string })[]): string[] {
  return rects.flatMap((a, index) =>
    rects
      .slice(index + 1)
      .filter((b) => overlap(a, b))
      .map((b) => `${a.id} ${b.id}`),
  );
}

function overlap(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function holds(outer: Rect, inner: Rect): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

function moved(before: Layout, after: Layout): string[] {
  return [...after.places]
    .filter(([id, { x, y }]) => before.places.get(id)?.x !== x || before.places.get(id)?.y !== y)
    .map(([id]) => id);
}

function zoneCount({ frames }: Layout): number {
  return frames.filter(({ depth }) => depth === 0).length;
}

function innerCount({ frames }: Layout): number {
  return frames.filter(({ depth }) => depth === 1).length;
}

test("a layout that is kept is the one that would have been made", () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.nat(),
      fc.nat(40),
      fc.constantFrom("zone" as const, "namespace" as const),
      (seed, other, count, grouping) => {
        const first = exampleSnapshot({ nodes: 8, seed, oddities: true });
        const model = modelOf(first);
        const before = relayout(model, grouping, { order: "name", fold: unfolded });
        const next = exampleSnapshot({ nodes: 8, seed: other, oddities: true }).resources.slice(0, count);
        applyPatch(model, { from: 1, head: model.head, changed: next, removed: [], ...unseen });
        const after = relayout(model, grouping, { order: "name", fold: unfolded }, before);
        const made = layoutOf(model, grouping, before.layout);
        expect(after.layout.places).toEqual(made.places);
        expect(after.layout.frames).toEqual(made.frames);
        expect(after.layout.trays).toEqual(made.trays);
      },
    ),
  );
});

test("a pod that changes and takes no more room leaves the layout as it is", () => {
  const snapshot = exampleSnapshot({ nodes: 8 });
  const model = modelOf(snapshot);
  const before = relayout(model, "zone", { order: "name", fold: unfolded });
  const pod = snapshot.resources.find((one) => one.kind === "pod");
  if (pod?.kind !== "pod") throw new Error("the example has pods");
  applyPatch(model, {
    from: 1,
    head: model.head,
    changed: [{ ...pod, status: "Terminating" }],
    removed: [],
    ...unseen,
  });
  expect(relayout(model, "zone", { order: "name", fold: unfolded }, before).layout).toBe(before.layout);
});
