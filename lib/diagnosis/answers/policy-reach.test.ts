import { describe, expect, test } from "vitest";
import { healthy, lab, podItem } from "../testing.fixture.ts";
import { asked } from "./asking.fixture.ts";
import { policyReach } from "./policy-reach.ts";

const day = 86_400_000;
const matching = (name: string) =>
  podItem(name, {
    labels: { tier: "web", "pod-template-hash": "5d8f" },
    createdAt: lab.start - 2 * day,
    podIp: "10.0.1.13",
    podIps: ["10.0.1.13"],
  });

describe("how far a policy reaches", () => {
  test("who has its groups is reached; who is older is listed, with what to restart", () => {
    const cluster = healthy().put("pods", "shop/old-1", matching("old-1")).put("pods", "shop/old-2", matching("old-2"));
    const answer = policyReach(asked(cluster), lab.policy);
    expect(answer).toMatchObject({ state: "valid", selected: 4, reached: 2, notYet: 0, unsure: 0, nearest: null });
    expect(answer?.unreached).toMatchObject({
      total: 2,
      shown: [
        { pod: "shop/old-1", workload: "deployment/web", verdict: "not-enforced", reason: "older-than-policy" },
        { pod: "shop/old-2" },
      ],
    });
    expect(answer?.restarts.shown).toEqual([
      {
        namespace: "shop",
        workload: "deployment/web",
        pods: 2,
        commands: ["kubectl rollout restart deployment/web -n shop"],
      },
    ]);
  });

  test("an edit that takes a group away leaves its Pods behind as much as one that adds one", () => {
    const narrowed = healthy().change("interfaces", lab.branchA, {
      groups: [{ id: lab.podGroup }, { id: "sg-0former" }],
    });
    const answer = policyReach(asked(narrowed), lab.policy);
    expect(answer).toMatchObject({ selected: 2, reached: 1 });
    expect(answer?.unreached.shown).toMatchObject([{ pod: lab.podA, surplus: ["sg-0former"], missing: [] }]);
  });

  test.each([
    ["no-groups", { groupIds: [] }],
    ["no-selectors", { podSelector: null }],
    ["selector-broken", { podSelector: { matchExpressions: [{ key: "a", operator: "Like", values: ["b"] }] } }],
  ] as const)("a policy that the controller cannot use is %s", (state, fields) => {
    const cluster = healthy();
    const policy = { ...cluster.get("securityGroupPolicies", lab.policy), ...fields };
    const answer = policyReach(asked(cluster.put("securityGroupPolicies", lab.policy, policy as never)), lab.policy);
    expect(answer).toMatchObject({ state, selected: 0, reached: 0 });
  });

  test("one that selects nothing comes with the Pods it misses by the fewest labels", () => {
    const cluster = healthy().change("securityGroupPolicies", lab.policy, {
      podSelector: { matchLabels: { app: "admim" } },
    });
    expect(policyReach(asked(cluster), lab.policy)?.nearest?.nearest[0]?.lacks).toEqual(["app=admim (has app=admin)"]);
  });

  test("Pods of which it cannot be said are counted, and what is missing is named", () => {
    const cluster = healthy()
      .change("securityGroupPolicies", lab.policy, { serviceAccountSelector: {} })
      .unread("serviceAccounts");
    const answer = policyReach(asked(cluster), lab.policy);
    expect(answer).toMatchObject({ selected: 0, unsure: 2 });
    expect(answer?.lacks).toMatchObject([{ collection: "serviceAccounts" }]);
  });
});
