import { describe, expect, test } from "vitest";
import type { Branch, Resource } from "../topology/resources.ts";
import { columnsOf, defaultColumns, firstColumns } from "./columns.ts";
import { inTableOrder } from "./order.ts";
import { readerOf } from "./read-path.ts";

const ungrouped = () => null;

describe("rows", () => {
  const rows = [
    branch({ id: "eni-3", vlan: 10, ip: "192.168.9.1" }),
    branch({ id: "eni-1", vlan: 2, ip: "192.168.31.1" }),
    branch({ id: "eni-2", vlan: null }),
    branch({ id: "eni-4", vlan: 2, ip: "192.168.100.1" }),
  ];
  const sorted = (path: string, descending = false) =>
    idsOf(inTableOrder(rows, { sort: { path, descending }, groupOf: ungrouped }));

  test("sort by numbers as numbers, equal ones by id, what has none at the end both ways", () => {
    expect(sorted("vlan")).toEqual(["eni-1", "eni-4", "eni-3", "eni-2"]);
    expect(sorted("vlan", true)).toEqual(["eni-3", "eni-1", "eni-4", "eni-2"]);
  });

  test("sort addresses by their parts", () => {
    expect(sorted("ip")).toEqual(["eni-3", "eni-1", "eni-4", "eni-2"]);
    expect(sorted("ip", true)).toEqual(["eni-4", "eni-1", "eni-3", "eni-2"]);
  });

  test("stand by group and id where no column is asked for", () => {
    const groups: Record<string, string> = { "eni-4": "a", "eni-3": "a", "eni-1": "b" };
    const groupOf = ({ id }: Resource) => groups[id] ?? null;
    expect(idsOf(inTableOrder(rows, { sort: null, groupOf }))).toEqual(["eni-3", "eni-4", "eni-1", "eni-2"]);
  });
});

test("a path reads what the resource itself has and nothing that every object has", () => {
  const one = branch({ id: "eni-1", vlan: 2, firstSeen: { at: 5, exact: true } });
  expect(readerOf("firstSeen.at")(one)).toBe(5);
  expect(readerOf("firstSeen.at.further")(one)).toBeUndefined();
  for (const path of ["constructor", "vlan.toString", "__proto__.vlan", ""]) {
    expect(readerOf(path)(one)).toBeUndefined();
  }
});

test("what is shown at first can be chosen", () => {
  for (const kind of Object.keys(defaultColumns) as (keyof typeof defaultColumns)[]) {
    expect(columnsOf(kind)).toEqual(expect.arrayContaining([...firstColumns[kind]]));
  }
});

function branch(facts: Pick<Branch, "id" | "vlan"> & Partial<Branch>): Branch {
  return {
    kind: "branch",
    marks: [],
    groupIds: [],
    trunkId: null,
    instanceId: null,
    state: "used",
    podIds: [],
    ...facts,
  };
}

function idsOf(resources: readonly Resource[]): string[] {
  return resources.map(({ id }) => id);
}
