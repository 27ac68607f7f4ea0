import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawLinks, mostLinks } from "./drawn-links.ts";
import { exampleSnapshot } from "./example.fixture.ts";
import { layoutOf } from "./layout.ts";
import { linksOf } from "./links.ts";
import { modelOf, ofKind } from "./model.ts";
import { spotOf } from "./spot.ts";
import { type Direction, nearestIn } from "./stops.ts";

const example = (nodes = 12) => modelOf(exampleSnapshot({ nodes, oddities: true }));

describe("links", () => {
  test("of a pod lead over its branch, with the VLAN, and the trunk to the instance", () => {
    const model = example();
    const pod = [...ofKind(model, "pod")].find(({ branchIds }) => branchIds.length > 0);
    const branch = pod && [...ofKind(model, "branch")].find(({ id }) => id === pod.branchIds[0]);
    if (!pod || !branch) throw new Error("the example has a pod on a branch");
    const links = linksOf(model, pod);
    expect(links).toContainEqual({ from: pod.id, to: branch.id, label: null });
    expect(links).toContainEqual({
      from: branch.id,
      to: branch.trunkId,
      label: { as: "vlan", vlan: branch.vlan },
    });
    expect(links.some(({ from, to }) => from === branch.trunkId && to === pod.instanceId)).toBe(true);
  });

  test("start or end at what is selected, or on its path; none leads to itself or comes twice", () => {
    const model = example();
    for (const resource of model.byId.values()) {
      const links = linksOf(model, resource);
      expect(new Set(links.map(({ from, to }) => `${from} ${to}`)).size).toBe(links.length);
      for (const { from, to } of links) expect(from).not.toBe(to);
    }
  });

  test("that are drawn are bounded, the nearest first, and the rest is counted", () => {
    const model = example(60);
    const layout = layoutOf(model, "zone");
    const [group] = [...ofKind(model, "securityGroup")].sort(
      (a, b) => linksOf(model, b).length - linksOf(model, a).length,
    );
    if (!group) throw new Error("the example has security groups");
    const hub = { x: 0, y: 0, width: 10, height: 10, home: "hub" };
    const centre = { x: 2000, y: 2000 };
    const options = { model, layout, hubs: new Map([[group.id, hub]]), isUnfolded: false, isInside: false, centre };
    const drawn = drawLinks({ ...options, links: linksOf(model, group) });
    expect(drawn.total).toBeGreaterThan(mostLinks);
    expect(drawn.links).toHaveLength(mostLinks);
    const distances = drawn.links.map(({ to }) => Math.hypot(to.x + to.width / 2 - 2000, to.y + to.height / 2 - 2000));
    expect(distances[0]).toBeLessThanOrEqual(distances.at(-1) ?? 0);
  });
});

test("whatever stands on a card has its spot within it, folded or not", () => {
  const model = example(20);
  const layout = layoutOf(model, "zone");
  for (const resource of model.byId.values()) {
    for (const isUnfolded of [true, false]) {
      const spot = spotOf(model, layout, resource.id, isUnfolded);
      const place = spot && layout.places.get(spot.home);
      if (!spot || !place) continue;
      expect(spot.x).toBeGreaterThanOrEqual(place.x);
      expect(spot.y).toBeGreaterThanOrEqual(place.y);
      expect(spot.x + spot.width).toBeLessThanOrEqual(place.x + place.width);
      expect(spot.y + spot.height).toBeLessThanOrEqual(place.y + place.height);
    }
  }
});

describe("arrow keys", () => {
  const cards = new Map([
    ["a", { x: 0, y: 0, width: 10, height: 10 }],
    ["b", { x: 20, y: 2, width: 10, height: 30 }],
    ["c", { x: 0, y: 20, width: 10, height: 10 }],
  ]);

  const rectOf = (id: string) => cards.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };

  test("go to what is beside before what is askew", () => {
    const from = (id: string, direction: Direction) => nearestIn(cards, rectOf(id), direction, id);
    expect(from("a", "right")).toBe("b");
    expect(from("a", "down")).toBe("c");
    expect(from("c", "up")).toBe("a");
    expect(from("b", "right")).toBeNull();
  });

  test("lead on from every card of a diagram to another one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), (nodes, seed) => {
        const { places } = layoutOf(modelOf(exampleSnapshot({ nodes, seed })), "zone");
        for (const place of places.values()) {
          const ways = (["left", "right", "up", "down"] as const).map((one) => nearestIn(places, place, one, place.id));
          expect(ways.some((way) => way !== null)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });
});
