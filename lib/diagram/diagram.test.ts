import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paintOf } from "../snapshot/hue.ts";
import { slotsOf } from "../snapshot/slots.ts";
import { columnsOf } from "../table/columns.ts";
import type { Branch, Pod } from "../topology/resources.ts";
import { cardOf } from "./card.ts";
import { gridIndex, touches, within } from "./cull.ts";
import { exampleSnapshot } from "./example.fixture.ts";
import { blindSpots, freshnessAt } from "./freshness.ts";
import { groupings } from "./grouping.ts";
import { levelOf } from "./level.ts";
import { applyPatch, type Model, modelOf, ofKind, unplacedIn } from "./model.ts";
import { orders } from "./order.ts";
import { printable, shorten } from "./printable.ts";
import { litBy, relationsOf } from "./relations.ts";
import { tableKinds } from "./table-view.ts";
import { formatView, inspectorParts, panels, parseView } from "./view.ts";

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

const rect = fc.record({
  x: fc.nat(9000),
  y: fc.nat(9000),
  width: fc.integer({ min: 1, max: 3000 }),
  height: fc.integer({ min: 1, max: 3000 }),
});

test("culling finds exactly what touches the area", () => {
  fc.assert(
    fc.property(fc.array(rect, { maxLength: 40 }), rect, (rects, area) => {
      const all = rects.map((one, index) => ({ ...one, id: String(index) }));
      const expected = all.filter((one) => touches(one, area)).map(({ id }) => id);
      expect(within(gridIndex(all), area).sort()).toEqual(expected.sort());
    }),
  );
});

describe("the model", () => {
  test("after patches equals the model of the last snapshot", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (first, second) => {
        const from = exampleSnapshot({ nodes: 6, seed: first, oddities: true });
        const to = exampleSnapshot({ nodes: 5, seed: second, oddities: true });
        const model = modelOf(from);
        for (const { id } of ofKind(model, "instance")) cardOf(model, id);
        const present = new Set(to.resources.map(({ id }) => id));
        const { resources, ...head } = to;
        applyPatch(model, {
          from: 1,
          head,
          changed: resources,
          removed: from.resources.map(({ id }) => id).filter((id) => !present.has(id)),
          ...unseen,
        });
        const fresh = modelOf(to);
        expect(new Map([...model.byId].sort())).toEqual(new Map([...fresh.byId].sort()));
        expect(unplacedIds(model)).toEqual(unplacedIds(fresh));
        for (const { id } of ofKind(fresh, "instance")) expect(cardOf(model, id)).toEqual(cardOf(fresh, id));
      }),
      { numRuns: 30 },
    );
  });

  test("keeps the cards that a patch does not touch", () => {
    const snapshot = exampleSnapshot({ nodes: 6 });
    const model = modelOf(snapshot);
    const ids = [...ofKind(model, "instance")].map(({ id }) => id);
    const before = ids.map((id) => cardOf(model, id));
    const pod = snapshot.resources.find((one): one is Pod => one.kind === "pod") as Pod;
    const touched = applyPatch(model, {
      from: 1,
      head: model.head,
      changed: [{ ...pod, status: "Terminating" }],
      removed: [],
      ...unseen,
    });
    expect([...touched]).toEqual([pod.instanceId]);
    ids.forEach((id, index) => {
      if (id === pod.instanceId) expect(cardOf(model, id)).not.toBe(before[index]);
      else expect(cardOf(model, id)).toBe(before[index]);
    });
  });

  test("takes branches along when their trunk moves to another instance or goes", () => {
    const model = modelOf(exampleSnapshot({ nodes: 3 }));
    const trunk = [...ofKind(model, "trunk")].find(({ slots }) => slots.used > 0);
    if (!trunk) throw new Error("the example has a trunk in use");
    const branches = [...ofKind(model, "branch")].filter(({ trunkId }) => trunkId === trunk.id);
    const bare = branches.map((branch) => ({ ...branch, instanceId: null }));
    applyPatch(model, { from: 1, head: model.head, changed: bare, removed: [trunk.id], ...unseen });
    for (const { id } of branches) expect(unplacedIds(model).has(id)).toBe(true);
    applyPatch(model, { from: 2, head: model.head, changed: [trunk], removed: [], ...unseen });
    expect(unplacedIds(model).size).toBe(0);
  });
});

describe("slots", () => {
  test("stand in the order of their VLANs, and free ones take the numbers nobody holds", () => {
    const branches = [branch("eni-b", 4), branch("eni-a", 2), branch("eni-c", null)];
    const slots = slotsOf({ branches, podsOf: () => [], waiting: [], limit: 6 });
    expect(slots.map(({ vlan, state }) => `${vlan} ${state}`)).toEqual([
      "1 free",
      "2 used",
      "3 free",
      "4 used",
      "5 free",
      "null used",
    ]);
  });

  test("show every branch even when there are more than the limit, and none free when the limit is unknown", () => {
    const branches = [branch("eni-a", 1), branch("eni-b", 1)];
    expect(slotsOf({ branches, podsOf: () => [], waiting: [], limit: 1 })).toHaveLength(2);
    expect(slotsOf({ branches, podsOf: () => [], waiting: [], limit: undefined })).toHaveLength(2);
  });
});

test("selecting a pod lights its branch, trunk, instance, groups and policies, and nothing else of the card", () => {
  const snapshot = exampleSnapshot({ nodes: 4 });
  const model = modelOf(snapshot);
  const pod = snapshot.resources.find(
    (one): one is Pod => one.kind === "pod" && one.branchIds.length > 0 && (one.policyIds?.length ?? 0) > 0,
  ) as Pod;
  const [own] = pod.branchIds.map((id) => model.byId.get(id) as Branch) as [Branch];
  expect(litBy(model, pod)).toEqual(
    new Set([pod.id, own.id, own.trunkId, pod.instanceId, ...own.groupIds, ...(pod.policyIds ?? [])]),
  );
});

test("every relation of the example can be followed back", () => {
  const model = modelOf(exampleSnapshot({ nodes: 6, oddities: true }));
  for (const pod of ofKind(model, "pod")) {
    for (const { ids } of relationsOf(model, pod)) {
      for (const id of ids) {
        const other = model.byId.get(id);
        if (!other || other.kind === "trunk" || other.kind === "securityGroup") continue;
        expect(relationsOf(model, other).flatMap((relation) => relation.ids)).toContain(pod.id);
      }
    }
  }
});

test("the summary counts what the snapshot holds", () => {
  const snapshot = exampleSnapshot({ nodes: 12, oddities: true });
  const { summary } = modelOf(snapshot);
  const branches = snapshot.resources.filter((one): one is Branch => one.kind === "branch");
  const { used, allocating, cooling, unowned, orphan } = summary.slots;
  expect(used + allocating + cooling + unowned + orphan).toBe(branches.length);
  expect(summary.orphans.first.map(({ id }) => id)).toEqual(
    branches
      .filter(({ state }) => state === "orphan")
      .map(({ id }) => id)
      .sort(),
  );
  expect(summary.waiting.first.map(({ note }) => note)).toContain("Unschedulable");
});

test("levels hold on a little past their border, and many cards are drawn from far", () => {
  expect(levelOf(0.5, 10)).toBe("middle");
  expect(levelOf(0.85, 10, "near")).toBe("near");
  expect(levelOf(0.87, 10, "middle")).toBe("middle");
  expect(levelOf(0.95, 10, "middle")).toBe("near");
  expect(levelOf(0.95, 500, "near")).toBe("far");
});

test("a view survives its own address, whatever it holds", () => {
  const views = fc.record({
    selection: fc.option(fc.string({ minLength: 1, maxLength: 300 }), { nil: null }),
    grouping: fc.constantFrom(...groupings),
    order: fc.constantFrom(...orders),
    fold: fc.record({
      all: fc.boolean(),
      except: fc.uniqueArray(fc.string({ maxLength: 100 }), { maxLength: 20 }),
    }),
    find: fc.string({ maxLength: 300 }),
    at: fc.option(fc.nat(4e12), { nil: null }),
    panel: fc.constantFrom(...panels, null),
    part: fc.constantFrom(...inspectorParts),
    focus: fc.option(fc.string({ minLength: 1, maxLength: 300 }), { nil: null }),
    compare: fc.option(fc.nat(4e12), { nil: null }),
    table: fc.constantFrom(...tableKinds).chain((kind) =>
      fc.record({
        kind: fc.constant(kind),
        sort: fc.option(fc.record({ path: fc.constantFrom(...columnsOf(kind)), descending: fc.boolean() }), {
          nil: null,
        }),
        columns: fc.option(fc.uniqueArray(fc.constantFrom(...columnsOf(kind)), { minLength: 1 }), { nil: null }),
      }),
    ),
  });
  fc.assert(
    fc.property(views, (view) => {
      expect(parseView(formatView(view))).toEqual(view);
    }),
  );
});

test("an address with nonsense is the first view", () => {
  expect(formatView(parseView("group=nothing&at=yesterday&select=&kind=x&sort=-toString&columns=a,b"))).toBe("");
});

test("freshness turns amber past two intervals, red past five, and names what is blind", () => {
  const { resources: _, ...head } = exampleSnapshot({ nodes: 1 });
  const ec2 = (now: number) => freshnessAt(head, now).find(({ source }) => source === "ec2")?.state;
  expect(ec2(head.at)).toBe("fresh");
  expect(ec2(head.at + 60_000)).toBe("late");
  expect(ec2(head.at + 160_000)).toBe("old");
  const denied = {
    ...head,
    freshness: {
      ...head.freshness,
      securityGroups: { readAt: null, count: 0, failure: { code: "UnauthorizedOperation", message: "no" } },
    },
  };
  expect(blindSpots(freshnessAt(denied, head.at)).map(({ permission }) => permission)).toEqual([
    "ec2:DescribeSecurityGroups",
  ]);
});

test("paint is stable and differs between ids that differ in one digit", () => {
  expect(paintOf("sg-079157a483bcb371f")).toEqual(paintOf("sg-079157a483bcb371f"));
  const paints = new Set(
    Array.from({ length: 16 }, (_, digit) => JSON.stringify(paintOf(`sg-079157a483bcb371${digit.toString(16)}`))),
  );
  expect(paints.size).toBeGreaterThan(8);
});

test("hostile text is shown, not obeyed, and long text keeps its ends", () => {
  expect(printable("a\u202egpj.exe\u0007")).toBe("a\\u202egpj.exe\\u0007");
  expect(shorten("payments-api-7d9f8b6c5d-x2x9q", 13)).toBe("paymen…-x2x9q");
  expect(shorten("short", 13)).toBe("short");
});

function branch(id: string, vlan: number | null): Branch {
  return {
    kind: "branch",
    id,
    marks: [],
    groupIds: [],
    trunkId: "eni-t",
    instanceId: null,
    vlan,
    state: "used",
    podIds: [],
  };
}
