import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Resource } from "../topology/resources.ts";
import { matchAll } from "./match-all.ts";
import { createMatcher } from "./matcher.ts";
import { parseQuery } from "./parse.ts";
import { join, type Query } from "./query.ts";
import { SearchIndex } from "./search-index.ts";
import { anyQuery, byId, findingsOn, livedCluster } from "./testing.fixture.ts";

const numRuns = 150;
let cluster: ReturnType<typeof livedCluster>;
let index: SearchIndex;

beforeAll(() => {
  cluster = livedCluster(15);
  index = new SearchIndex(cluster.last);
});

describe("searching all of a cluster", () => {
  test("agrees with asking resource by resource", () => {
    const { at, resources } = cluster.last;
    const findings = findingsOn(resources);
    const surroundings = { at, byId: byId(resources), findings };
    fc.assert(
      fc.property(anyQuery, (query) => {
        const matcher = createMatcher(query, surroundings);
        const expected = resources.filter(matcher).map(({ id }) => id);
        const matches = index.match(query, findings);
        expect(matches.ids().sort()).toEqual(expected.sort());
        expect(matches.total).toBe(expected.length);
        expect(matches.of).toBe(resources.length);
        expect(resources.every((resource) => matches.has(resource.id) === matcher(resource))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("a negation finds exactly the rest", () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        const found = foundBy(query);
        const rest = foundBy({ kind: "not", part: query });
        expect(found.size + rest.size).toBe(index.size);
        expect(found.isDisjointFrom(rest)).toBe(true);
      }),
      { numRuns },
    );
  });

  test("AND finds what both find, OR what either finds", () => {
    fc.assert(
      fc.property(anyQuery, anyQuery, (a, b) => {
        expect(foundBy(join("and", [a, b]))).toEqual(foundBy(a).intersection(foundBy(b)));
        expect(foundBy(join("or", [a, b]))).toEqual(foundBy(a).union(foundBy(b)));
      }),
      { numRuns },
    );
  });

  test("the order of words does not matter", () => {
    fc.assert(
      fc.property(fc.array(anyQuery, { minLength: 2, maxLength: 4 }), (parts) => {
        expect(foundBy(join("and", parts))).toEqual(foundBy(join("and", parts.toReversed())));
      }),
      { numRuns },
    );
  });

  test("`!=` finds what has a value and not this one", () => {
    for (const [other, has, is] of [
      ["state!=used", "state:*", "state=used"],
      ["vlan!=1", "vlan:*", "vlan=1"],
      ["zone!=eu-west-1a", "zone:*", "zone=eu-west-1a"],
    ] as const) {
      expect(texts(other)).toEqual(texts(has).difference(texts(is)));
      expect(texts(other).size).toBeGreaterThan(0);
    }
  });

  test.each<[string, (resource: Resource) => boolean]>([
    ["kind:branch state:used", (one) => one.kind === "branch" && one.state === "used"],
    ["kind:eni", ({ kind }) => kind === "trunk" || kind === "branch" || kind === "interface"],
    ["kind:trunk free<9", (one) => one.kind === "trunk" && one.limit !== undefined && one.limit - held(one.slots) < 9],
    ["used>=1 limit>0", (one) => one.kind === "trunk" && one.slots.used >= 1 && (one.limit ?? 0) > 0],
    ["vlan:1", (one) => one.kind === "branch" && one.vlan === 1],
    ["ready:no", (one) => (one.kind === "pod" || one.kind === "instance") && one.ready === false],
    ["kind:pod age>5m", (one) => one.kind === "pod" && cluster.last.at - (one.createdAt ?? Infinity) > 300_000],
    ["ns=kube-system kind:pod", (one) => one.kind === "pod" && one.namespace === "kube-system"],
  ])("%s finds what it says", (text, isMeant) => {
    const expected = cluster.last.resources.filter(isMeant).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect(texts(text)).toEqual(new Set(expected));
  });
});

describe("following patches", () => {
  test("gives what an index made anew gives, whatever was asked before", () => {
    fc.assert(
      fc.property(anyQuery, anyQuery, fc.boolean(), (before, query, isPrepared) => {
        const followed = new SearchIndex(cluster.first);
        if (isPrepared) for (const step of followed.prepare()) expect(step).toBeUndefined();
        followed.match(before);
        for (const patch of cluster.patches) {
          followed.update(patch);
          followed.match(query);
        }
        expect(new Set(followed.match(query).ids())).toEqual(foundBy(query));
        expect(followed.size).toBe(cluster.last.resources.length);
      }),
      { numRuns: 40 },
    );
  });

  test("a patch in the middle of reading ahead spoils nothing", () => {
    const followed = new SearchIndex(manyTimes(cluster.first));
    const plain = new SearchIndex(manyTimes(cluster.first));
    const preparing = followed.prepare();
    for (const patch of cluster.patches) {
      for (let step = 0; step < 12; step += 1) preparing.next();
      followed.update(patch);
      plain.update(patch);
    }
    for (const step of preparing) expect(step).toBeUndefined();
    for (const text of ["state:cooling", "ns:team", "sg:*", "10.0.0.0/8", "pod", "age>3m", "node:ip-10"]) {
      expect(new Set(followed.match(parsed(text)).ids()), text).toEqual(new Set(plain.match(parsed(text)).ids()));
    }
  });

  test("a link to something that becomes known later is followed then", () => {
    const pod = cluster.last.resources.find((one) => one.kind === "pod" && one.branchIds.length === 1);
    const [branchId] = pod?.kind === "pod" ? pod.branchIds : [];
    const branch = cluster.last.resources.find(({ id }) => id === branchId);
    if (pod === undefined || branch?.kind !== "branch") throw new Error("no pod on a branch");
    const query = parsed(`kind:pod sg:${branch.groupIds[0]}`);
    const followed = new SearchIndex({ at: 0, resources: [pod] });
    expect(followed.match(query).ids()).toEqual([]);
    followed.update({ head: { at: 0 }, changed: [branch], removed: [] });
    expect(followed.match(query).ids()).toEqual([pod.id]);
    followed.update({ head: { at: 0 }, changed: [], removed: [branch.id] });
    expect(followed.match(query).ids()).toEqual([]);
  });

  test("an index that lost most of its resources begins anew and finds the rest", () => {
    const policy = (name: number): Resource => ({
      kind: "policy",
      id: `policy/ns/p${name}`,
      marks: [],
      namespace: "ns",
      name: `p${name}`,
      groupIds: [],
      podSelector: null,
      serviceAccountSelector: null,
    });
    const all = Array.from({ length: 2_500 }, (_, name) => policy(name));
    const followed = new SearchIndex({ at: 0, resources: all });
    const early = followed.match(parsed("name:p24*"));
    followed.update({ head: { at: 0 }, changed: [], removed: all.slice(0, 2_400).map(({ id }) => id) });
    expect(followed.size).toBe(100);
    expect(followed.match(parsed("name:p24* OR p249")).total).toBe(100);
    expect(early.has("policy/ns/p2499")).toBe(true);
  });

  test("matches already given do not take in what came later", () => {
    const followed = new SearchIndex(cluster.first);
    const before = followed.match(parsed("kind:pod"));
    const known = new Set(before.ids());
    for (const patch of cluster.patches) followed.update(patch);
    const newPod = cluster.last.resources.find(({ id, kind }) => kind === "pod" && !known.has(id));
    expect(newPod).toBeDefined();
    expect(before.has(newPod?.id ?? "")).toBe(false);
  });
});

test("a snapshot that stands still keeps its index, and ages are counted from the moment given", () => {
  const query = parsed("kind:pod age>1h");
  const { at, resources } = cluster.last;
  const early = matchAll({ at, resources }, query).total;
  const late = matchAll({ at: at + 7_200_000, resources }, query).total;
  expect(late).toBe(matchAll({ at, resources }, parsed("kind:pod")).total);
  expect(matchAll({ at, resources }, query).total).toBe(early);
});

function foundBy(query: Query): Set<string> {
  return new Set(index.match(query).ids());
}

function texts(text: string): Set<string> {
  return foundBy(parsed(text));
}

function parsed(text: string): Query {
  const { query, error } = parseQuery(text);
  if (query === undefined) throw new Error(error.message);
  return query;
}

function held(slots: Readonly<Record<string, number>>): number {
  return Object.values(slots).reduce((sum, count) => sum + count, 0);
}

/** Enough resources that reading them takes several steps. */
function manyTimes({ at, resources }: { readonly at: number; readonly resources: readonly Resource[] }) {
  const copies = Array.from({ length: Math.ceil(20_000 / resources.length) }, (_, copy) =>
    copy === 0 ? resources : resources.map((one) => ({ ...one, id: `${one.id}~${copy}` })),
  );
  return { at, resources: copies.flat() };
}
