import { expect, test } from "vitest";
import type { Item } from "../recording/collections.ts";
import { nearestLabels } from "./nearest-labels.ts";
import { healthy, lab, podItem } from "./testing.fixture.ts";
import type { World } from "./world.ts";

type Policy = Item<"securityGroupPolicies">;

function nearest(fields: Partial<Policy>, ...pods: readonly Item<"pods">[]) {
  const cluster = healthy();
  for (const key of [lab.podA, lab.podB, lab.ordinaryPod]) cluster.remove("pods", key);
  for (const pod of pods) cluster.put("pods", `${pod.namespace}/${pod.name}`, pod);
  const { items } = cluster.observation();
  const world: Pick<World, "items" | "item"> = {
    items: (collection) => (items[collection] ?? new Map()) as never,
    item: (collection, id) => items[collection]?.get(id) as never,
  };
  return nearestLabels({ ...cluster.get("securityGroupPolicies", lab.policy), ...fields }, world);
}

const owned = (name: string, labels: Record<string, string>) =>
  podItem(name, { labels, owner: { kind: "ReplicaSet", name: `rs-${name}` } });

test("the pod that lacks the fewest labels comes first", () => {
  const podSelector = { matchLabels: { app: "web", tier: "front", env: "prod" } };
  const near = owned("near", { app: "web", tier: "front", env: "test" });
  const far = owned("far", { app: "api" });
  expect(nearest({ podSelector }, far, near).nearest).toEqual([
    { pod: "shop/near", lacks: ["env=prod (has env=test)"] },
    { pod: "shop/far", lacks: ["app=web (has app=api)", "tier=front (has no tier)", "env=prod (has no env)"] },
  ]);
});

test("expressions are told with what the pod has", () => {
  const podSelector = {
    matchExpressions: [
      { key: "tier", operator: "In", values: ["a", "b"] },
      { key: "legacy", operator: "DoesNotExist" },
    ],
  };
  expect(nearest({ podSelector }, owned("x", { tier: "c", legacy: "1" })).nearest[0]?.lacks).toEqual([
    "tier In (a, b) (has tier=c)",
    "legacy DoesNotExist (has legacy=1)",
  ]);
});

test("one pod stands for all of its owner, and other namespaces do not count", () => {
  const twins = ["a", "b"].map((name) => podItem(name, { owner: { kind: "ReplicaSet", name: "same" } }));
  const stranger = podItem("c", { namespace: "other" });
  const result = nearest({}, ...twins, stranger);
  expect([result.podsInNamespace, result.nearest.length]).toEqual([2, 1]);
});

test("a ServiceAccount that is not there is said to be so", () => {
  const policy = { podSelector: null, serviceAccountSelector: { matchLabels: { team: "a" } } };
  expect(nearest(policy, podItem("a", { serviceAccount: "ghost" })).nearest[0]?.lacks).toEqual([
    "ServiceAccount ghost is not there",
  ]);
});
