import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { healthy, judge, type Lab, podItem } from "../testing.fixture.ts";
import { lab, putPods, tell } from "./pods.fixture.ts";
import { policyInvalid, policySelectsNothing, selectorBroken } from "./policies.ts";

type Policy = Item<"securityGroupPolicies">;
const rules = [policyInvalid, policySelectsNothing, selectorBroken];
const edited = (fields: Partial<Policy>) => healthy().change("securityGroupPolicies", lab.policy, fields);
const expressing = (operator: string, values?: string[]) => ({
  matchExpressions: [values === undefined ? { key: "tier", operator } : { key: "tier", operator, values }],
});

describe("policy-invalid (SGP-060)", () => {
  test.each<[Partial<Policy>, object]>([
    [{ podSelector: null }, { lacksSelectors: true, lacksGroups: false }],
    [{ groupIds: [] }, { lacksSelectors: false, lacksGroups: true }],
    [
      { podSelector: null, groupIds: [] },
      { lacksSelectors: true, lacksGroups: true },
    ],
  ])("%j", (fields, facts) => {
    expect(judge(rules, edited(fields)).findings).toMatchObject([
      { code: "SGP-060", severity: "high", subjects: [`policy/${lab.policy}`], facts },
    ]);
  });

  test("an empty selector is a selector", () => {
    expect(judge([policyInvalid], edited({ podSelector: {} })).findings).toEqual([]);
    expect(judge([policyInvalid], edited({ podSelector: null, serviceAccountSelector: {} })).findings).toEqual([]);
  });
});

describe("selector-broken (SGP-069)", () => {
  test.each([
    ["an operator that does not exist", expressing("Equals", ["web"])],
    ["In without values", expressing("In", [])],
    ["NotIn without values", expressing("NotIn")],
    ["Exists with values", expressing("Exists", ["web"])],
    ["a value that is no label value", { matchLabels: { tier: "not valid" } }],
    ["a key that is no label key", { matchLabels: { "a/b/c": "x" } }],
  ])("%s", (_, podSelector) => {
    expect(judge(rules, edited({ podSelector })).findings).toMatchObject([
      { code: "SGP-069", severity: "high", facts: { policy: lab.policy, which: "podSelector" } },
    ]);
  });

  test("also in the selector of ServiceAccounts; all four operators well used are silent", () => {
    const broken = edited({ serviceAccountSelector: expressing("Gt", ["1"]) });
    expect(judge([selectorBroken], broken).findings).toMatchObject([{ facts: { which: "serviceAccountSelector" } }]);
    for (const sound of [
      expressing("In", ["web"]),
      expressing("NotIn", ["db"]),
      expressing("Exists"),
      expressing("DoesNotExist"),
    ]) {
      expect(judge([selectorBroken], edited({ podSelector: sound })).findings).toEqual([]);
    }
  });
});

describe("policy-selects-nothing (SGP-061)", () => {
  const mismatched = () => edited({ podSelector: { matchLabels: { tier: "backend" } } });

  test("names the pods that come closest, and what they lack", () => {
    expect(judge(rules, mismatched()).findings).toMatchObject([
      {
        code: "SGP-061",
        severity: "low",
        confidence: "likely",
        subjects: [`policy/${lab.policy}`],
        facts: {
          podSelector: "tier=backend",
          podsInNamespace: 3,
          nearestPods: ["shop/admin"],
          nearestLacks: ["tier=backend (has no tier)"],
        },
      },
    ]);
  });

  test("looks at the labels of the ServiceAccount, not its name", () => {
    const cluster = edited({ podSelector: null, serviceAccountSelector: { matchLabels: { team: "a" } } });
    expect(judge(rules, cluster).findings).toMatchObject([
      { facts: { nearestLacks: ["ServiceAccount default: team=a (has no team)"] } },
    ]);
    cluster.change("serviceAccounts", lab.account, { labels: { team: "a" } });
    expect(judge(rules, cluster).findings).toEqual([]);
  });

  test.each<[string, () => Lab]>([
    [
      "a completed pod matches",
      () => putPods(mismatched(), podItem("job", { labels: { tier: "backend" }, phase: "Succeeded" })),
    ],
    [
      "the policy was made a moment ago",
      () => mismatched().change("securityGroupPolicies", lab.policy, { createdAt: lab.start - 60_000 }),
    ],
    [
      "the controller gave its groups to a pod of the namespace today",
      () =>
        tell(mismatched(), "shop/old", "SecurityGroupRequested", {
          secondsAgo: 40_000,
          type: "Normal",
          message: `Groups [${lab.podGroup}]`,
        }),
    ],
    [
      "it cannot be said what matches a pod of the namespace",
      () =>
        edited({ podSelector: null, serviceAccountSelector: { matchLabels: { team: "a" } } }).remove(
          "serviceAccounts",
          lab.account,
        ),
    ],
  ])("is silent when %s", (_, cluster) => {
    expect(judge(rules, cluster()).findings).toEqual([]);
  });

  test("gives what is watched six minutes", () => {
    expect(judge(rules, mismatched().wait(300, 60)).findings).toEqual([]);
    expect(judge(rules, mismatched().wait(360, 60)).findings).toHaveLength(1);
  });

  test("pods of other namespaces do not count", () => {
    const elsewhere = podItem("web-x", { namespace: "other", labels: { tier: "backend" } });
    expect(judge(rules, putPods(mismatched(), elsewhere)).findings).toHaveLength(1);
  });
});
