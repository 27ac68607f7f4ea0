import { describe, expect, test } from "vitest";
import { living } from "../simulator/living.ts";
import { simulate } from "../simulator/simulate.ts";
import { Engine } from "./engine.ts";
import type { Asked } from "./hub.ts";
import { fileOf, foundIn, rowsIn } from "./searching.ts";

const simulation = simulate(living());
const cluster = simulation.scenario.cluster;
const engine = new Engine({ header: { cluster }, mode: "live", cluster, firstRevision: 1 });
engine.take(simulation.advance(simulation.now));

const find = (asked: Partial<Asked<"match">>) =>
  foundIn(engine.view(), {
    at: null,
    query: "",
    from: 0,
    withHosts: false,
    caret: null,
    encoding: "identity",
    ...asked,
  });
const list = (asked: Partial<Asked<"rows">>) =>
  rowsIn(engine.view(), {
    at: null,
    query: "",
    of: "pod",
    sort: null,
    grouping: "zone",
    from: 0,
    count: 500,
    encoding: "identity",
    ...asked,
  });
const idsOf = ({ rows }: ReturnType<typeof list>) => rows.map((row) => row?.resource.id);
const snapshot = () => engine.snapshot().resources;

describe("a search", () => {
  test("says how much of what it found, of how much, and where", () => {
    const branches = snapshot().filter(({ kind }) => kind === "branch");
    const found = find({ query: "kind:branch", withHosts: true });
    expect(found).toMatchObject({ total: branches.length, of: snapshot().length, kinds: { branch: branches.length } });
    expect(found.ids).toEqual(branches.map(({ id }) => id).sort());
    expect(found.hosts?.hosts.length).toBeGreaterThan(1);
  });

  test("that cannot be read is told with the place of the mistake, and nothing is found", () => {
    const found = find({ query: "kind:branch (vlan:1" });
    expect(found).toMatchObject({ total: 0, ids: [], trouble: { code: "unclosed-parenthesis", at: 12 } });
  });

  test("is completed with values of the cluster", () => {
    const { suggestions } = find({ query: "zone:", caret: 5 });
    const zones = new Set(snapshot().flatMap((one) => (one.kind === "instance" ? (one.zone ?? []) : [])));
    expect(suggestions?.map(({ insert }) => insert).sort()).toEqual([...zones].sort());
  });

  test("finds what changed since the last one", () => {
    const before = find({ query: "kind:pod" }).total;
    simulation.scale(`${simulation.scenario.workloads[0]?.namespace}/${simulation.scenario.workloads[0]?.name}`, 12);
    engine.take(simulation.advance(simulation.now + 120_000));
    const now = snapshot().filter(({ kind }) => kind === "pod").length;
    expect(now).not.toBe(before);
    expect(find({ query: "kind:pod" }).total).toBe(now);
  });
});

describe("the table", () => {
  test("comes in pages that make up the whole, grouped as the diagram is", () => {
    const whole = list({});
    expect(whole.total).toBe(snapshot().filter(({ kind }) => kind === "pod").length);
    const pages = [0, 7, 14].flatMap((from) => idsOf(list({ from, count: 7 })));
    expect(pages).toEqual(idsOf(whole).slice(0, 21));
    const groups = whole.rows.map((row) => row?.group ?? "~");
    expect(groups).toEqual([...groups].sort());
    expect(new Set(groups).size).toBeGreaterThan(1);
  });

  test("is sorted by a column and filtered by a query", () => {
    const rows = list({ of: "trunk", query: "free>0", sort: { path: "slots.used", descending: true } }).rows;
    const used = rows.map((row) => (row?.resource.kind === "trunk" ? row.resource.slots.used : -1));
    expect(used.length).toBeGreaterThan(1);
    expect(used).toEqual([...used].sort((a, b) => b - a));
  });

  test("refuses a query that cannot be read", () => {
    expect(() => list({ query: "vlan:x" })).toThrow(/character 6/);
  });
});

test("an export names the file for its cluster and moment, and says what was filtered out", () => {
  const { name, content } = fileOf(engine.view(), {
    at: null,
    format: "csv",
    query: "kind:trunk",
    grouping: "zone",
    theme: "light",
    kinds: ["trunk"],
    columns: ["id", "limit"],
    encoding: "identity",
  });
  expect(name).toMatch(/^[A-Za-z0-9_-]+-\d{8}T\d{6}Z\.csv$/);
  expect(content.startsWith("id,limit,")).toBe(true);
  expect(content).toContain("kind:trunk");
  expect(content.match(/^eni-/gm)?.length).toBe(find({ query: "kind:trunk" }).total);
});
