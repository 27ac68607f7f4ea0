import { describe, expect, test } from "vitest";
import { exampleSnapshot } from "../../lib/diagram/example.fixture.ts";
import { type Model, modelOf } from "../../lib/diagram/model.ts";
import type { RelationPart } from "../../lib/snapshot/inspected.ts";
import type { Resource, ResourceKind } from "../../lib/topology/resources.ts";
import { relatedLists } from "./related-lists.ts";

const snapshot = exampleSnapshot({ nodes: 4 });
const whole = modelOf(snapshot);
const large: Model = { ...whole, complete: false };
const firstOf = (kind: ResourceKind) => snapshot.resources.find((one) => one.kind === kind) as Resource;
const group = snapshot.resources.find(
  ({ id, kind }) =>
    kind === "securityGroup" && snapshot.resources.some((one) => one.kind === "branch" && one.groupIds.includes(id)),
) as Resource;
const rolesOf = (lists: ReturnType<typeof relatedLists>) => lists.map(({ role }) => role);

describe("what a resource is linked with", () => {
  test("comes from the model where that holds everything, with the query that finds the same", () => {
    const branches = relatedLists(whole, group, null).find(({ role }) => role === "branch");
    expect(branches?.total).toBe(branches?.ids.length);
    expect(branches?.query).toEqual({ kind: "branch", text: `kind:branch sg=${group.id}` });
  });

  test("is counted by the server in a large cluster; until then the number is not known", () => {
    const waiting = relatedLists(large, group, null).find(({ role }) => role === "branch");
    expect(waiting).toMatchObject({ total: null, ids: [] });
    const row = firstOf("branch");
    const parts: RelationPart[] = [
      { kind: "branch", query: `kind:branch sg=${group.id}`, total: 70_000, rows: [row] },
      { kind: "trunk", query: `kind:trunk sg=${group.id}`, total: 0, rows: [] },
    ];
    const counted = relatedLists(large, group, parts);
    expect(counted.find(({ role }) => role === "branch")).toMatchObject({ total: 70_000, ids: [row.id] });
    expect(counted.find(({ role }) => role === "branch")?.rows.get(row.id)).toBe(row);
    expect(rolesOf(counted)).not.toContain("trunk");
  });

  test("stays the model's in a large cluster for what stands on one instance", () => {
    const pod = firstOf("pod");
    expect(relatedLists(large, pod, null)).toEqual(relatedLists(whole, pod, null));
  });
});
