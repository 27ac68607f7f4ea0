import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Item } from "../../recording/collections.ts";
import { policyMatches } from "../../topology/policies.ts";
import { branchItem, healthy, type Lab, lab, podItem, podOnBranch } from "../testing.fixture.ts";
import { asked } from "./asking.fixture.ts";
import { groupsReasons, groupsVerdicts } from "./groups-verdict.ts";
import { podGroups } from "./pod-groups.ts";
import { policyReach } from "./policy-reach.ts";

type Policy = Item<"securityGroupPolicies">;

const web = lab.podA;
const plain = "shop/plain";
const minute = 60_000;

/** A Pod that matches the policy of the lab and has no branch. */
function unserved(fields: Partial<Item<"pods">> = {}): Lab {
  const createdAt = lab.start - 600_000;
  const item = podItem("plain", {
    labels: { tier: "web" },
    podIp: "10.0.1.13",
    podIps: ["10.0.1.13"],
    createdAt,
    ...fields,
  });
  return healthy().remove("pods", lab.ordinaryPod).put("pods", plain, item);
}

const policyOf = (cluster: Lab) => cluster.get("securityGroupPolicies", lab.policy);
const edit = (cluster: Lab, fields: Partial<Policy>) =>
  cluster.put("securityGroupPolicies", lab.policy, { ...policyOf(cluster), ...fields });

/** Every verdict and reason, with a lab that shows it. */
const cases: readonly (readonly [string, string, () => Lab, string])[] = [
  ["as-wanted", "policies-match", healthy, web],
  ["not-enforced", "older-than-policy", () => edit(unserved(), { createdAt: lab.start - minute }), plain],
  ["not-enforced", "webhook-skipped", unserved, plain],
  [
    "not-enforced",
    "policy-edited",
    () => edit(unserved(), { generation: 2, specChangedAt: lab.start - minute }),
    plain,
  ],
  ["not-enforced", "labels-changed", () => unserved({ labelsChangedAt: lab.start - minute }), plain],
  ["not-enforced", "changed-since", () => edit(unserved(), { generation: 2 }), plain],
  [
    "not-enforced",
    "host-network",
    () => unserved({ hostNetwork: true, podIp: "10.0.1.10", podIps: ["10.0.1.10"] }),
    plain,
  ],
  ["not-enforced", "windows", () => unserved({ nodeSelector: { "kubernetes.io/os": "windows" } }), plain],
  ["not-enforced", "windows-by-affinity", () => unserved({ os: "windows" }), plain],
  [
    "differs",
    "fargate-differs",
    () => unserved({ ...fargate, annotations: { "fargate.amazonaws.com/pod-sg": "sg-0other" } }),
    plain,
  ],
  [
    "differs",
    "fargate-too-many",
    () => edit(unserved(fargate), { groupIds: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"] }),
    plain,
  ],
  [
    "not-enforced",
    "off-its-branch",
    () =>
      healthy()
        .change("pods", web, { podIp: "10.0.1.13", podIps: ["10.0.1.13"] })
        .remove("pods", lab.ordinaryPod),
    web,
  ],
  [
    "differs",
    "policy-edited",
    () => edit(healthy(), { groupIds: ["sg-0new"], generation: 2, specChangedAt: lab.start - minute }),
    web,
  ],
  [
    "differs",
    "labels-changed",
    () => edit(healthy(), { groupIds: ["sg-0new"] }).change("pods", web, { labelsChangedAt: lab.start - minute }),
    web,
  ],
  ["differs", "changed-since", () => edit(healthy(), { groupIds: ["sg-0new"] }), web],
  [
    "unasked",
    "fell-back",
    () =>
      healthy()
        .remove("securityGroupPolicies", lab.policy)
        .put("securityGroupPolicies", "shop/else", {
          ...policyOf(healthy()),
          name: "else",
          podSelector: { matchLabels: { a: "b" } },
        })
        .put("events", "shop/web-a.1", requested),
    web,
  ],
  ["unasked", "policy-gone", () => healthy().change("pods", web, { labels: {} }), web],
  ["cannot-tell", "other-mechanism", autoMode, plain],
  ["node-groups", "labels-differ", healthy, lab.ordinaryPod],
  ["node-groups", "host-network", healthy, lab.awsNode],
  ["node-groups", "no-policy", healthy, lab.coreDns],
  ["node-groups", "policy-invalid", () => edit(unserved(), { groupIds: [] }), plain],
  [
    "node-groups",
    "selector-broken",
    () =>
      edit(unserved(), {
        podSelector: {
          matchLabels: { tier: "web" },
          matchExpressions: [{ key: "a", operator: "Like", values: ["b"] }],
        },
      }),
    plain,
  ],
  [
    "cannot-tell",
    "policy-crd-missing",
    () =>
      healthy()
        .remove("securityGroupPolicies", lab.policy)
        .remove("customResourceDefinitions", "securitygrouppolicies.vpcresources.k8s.aws"),
    web,
  ],
  [
    "not-yet",
    "waiting-for-branch",
    () => healthy().change("pods", web, { annotations: {}, podIp: undefined, podIps: undefined }),
    web,
  ],
  [
    "not-yet",
    "not-scheduled",
    () =>
      healthy().change("pods", web, {
        ...{ annotations: {}, podIp: undefined, podIps: undefined, nodeName: undefined, phase: "Pending" },
      }),
    web,
  ],
  [
    "not-yet",
    "starting",
    () => unserved({ podIp: undefined as never, podIps: [], createdAt: lab.start - 5_000 }),
    plain,
  ],
  ["not-enforced", "just-created", () => unserved({ createdAt: lab.start - 5_000 }), plain],
  ["ended", "leaving", () => healthy().change("pods", web, { deletingSince: lab.start }), web],
  ["ended", "completed", () => healthy().change("pods", web, { phase: "Succeeded" }), web],
  ["cannot-tell", "unread", () => healthy().fail("serviceAccounts"), web],
];

const fargate = { labels: { tier: "web", "eks.amazonaws.com/fargate-profile": "default" } };
const requested: Item<"events"> = {
  ...{ namespace: "shop", name: "web-a.1", reason: "SecurityGroupRequested", type: "Warning", count: 1 },
  ...{ message: "Pod will get the instance security group", firstAt: lab.start, lastAt: lab.start },
  about: { kind: "Pod", namespace: "shop", name: "web-a" },
};

function autoMode(): Lab {
  const cluster = unserved();
  const { labels } = cluster.get("nodes", lab.node);
  return cluster.change("nodes", lab.node, { labels: { ...labels, "eks.amazonaws.com/compute-type": "auto" } });
}

describe("which groups a Pod has, and why", () => {
  test.each(cases)("%s, because %s", (verdict, reason, make, pod) => {
    expect(podGroups(asked(make()), pod)).toMatchObject({ verdict, reason });
  });

  test("every verdict and every reason has a case", () => {
    expect(new Set(cases.map(([verdict]) => verdict))).toEqual(new Set(groupsVerdicts));
    expect(new Set(cases.map(([, reason]) => reason))).toEqual(new Set(groupsReasons));
  });

  test("what a restart changes comes with the command; what it does not, with none", () => {
    const withHash = { labels: { tier: "web", "pod-template-hash": "5d8f" } };
    expect(podGroups(asked(unserved(withHash)), plain)?.restart).toEqual([
      "kubectl rollout restart deployment/web -n shop",
    ]);
    expect(podGroups(asked(unserved({ hostNetwork: true })), plain)?.restart).toEqual([]);
  });

  test("each policy is named with what only it adds", () => {
    const cluster = healthy();
    const two = cluster.put("securityGroupPolicies", "shop/more", {
      ...policyOf(cluster),
      name: "more",
      groupIds: [lab.podGroup, "sg-0more"],
    });
    expect(podGroups(asked(two), web)?.wanted).toEqual({
      groups: ["sg-0more", lab.podGroup],
      policies: [
        {
          policy: "shop/more",
          groups: [lab.podGroup, "sg-0more"],
          onlyHere: ["sg-0more"],
          createdAt: policyOf(cluster).createdAt,
        },
        { policy: "shop/web", groups: [lab.podGroup], onlyHere: [], createdAt: policyOf(cluster).createdAt },
      ],
    });
  });

  test("a label that differs is named with its object, what is wanted and what is there", () => {
    const cluster = healthy();
    edit(cluster, {
      podSelector: { matchLabels: { app: "admin", tier: "web" } },
      serviceAccountSelector: { matchExpressions: [{ key: "team", operator: "In", values: ["a", "b"] }] },
    });
    expect(podGroups(asked(cluster), lab.ordinaryPod)?.unmatched.shown).toEqual([
      {
        ...{ policy: "shop/web", groups: [lab.podGroup], because: "labels", broken: null },
        unmet: [
          { object: "pod", name: "admin", key: "tier", operator: "=", wanted: ["web"], has: null },
          { object: "service-account", name: "default", key: "team", operator: "In", wanted: ["a", "b"], has: null },
        ],
      },
    ]);
  });

  test("what cannot be read is named, and nothing is claimed", () => {
    const answer = podGroups(asked(healthy().unread("securityGroupPolicies")), web);
    expect(answer).toMatchObject({ verdict: "cannot-tell", reason: "unread", wanted: null });
    expect(answer?.lacks).toMatchObject([{ collection: "securityGroupPolicies", code: "NotRead" }]);
  });

  test("a Pod that is not there is no answer", () => {
    expect(podGroups(asked(healthy()), "shop/nobody")).toBeNull();
  });
});

const groupIds = ["sg-0a", "sg-0b", "sg-0c"];
const labelsOf = fc.dictionary(fc.constantFrom("tier", "team"), fc.constantFrom("web", "db"));
const somePolicies = fc.array(
  fc.record({ selector: fc.option(labelsOf), account: fc.option(labelsOf), groups: fc.subarray(groupIds) }),
  { maxLength: 4 },
);

test("wanted and verdict agree with the union over all policies, worked out one by one", () => {
  fc.assert(
    fc.property(
      labelsOf,
      labelsOf,
      somePolicies,
      fc.subarray(groupIds, { minLength: 1 }),
      (labels, account, policies, groups) => {
        const cluster = healthy().remove("securityGroupPolicies", lab.policy);
        const eni = branchItem(lab.branchA, 1, "10.0.1.21", { groups: groups.map((id) => ({ id })) });
        cluster.put("interfaces", lab.branchA, eni).put("pods", web, podOnBranch("web-a", eni, 1, { labels }));
        cluster.change("serviceAccounts", lab.account, { labels: account });
        const made = policies.map(
          (one, index): Policy => ({
            ...policyOf(healthy()),
            name: `p${index}`,
            podSelector: one.selector && { matchLabels: one.selector },
            serviceAccountSelector: one.account && { matchLabels: one.account },
            groupIds: one.groups,
          }),
        );
        cluster.fill(
          "securityGroupPolicies",
          made.map((policy) => [`shop/${policy.name}`, policy] as const),
        );
        const inquiry = asked(cluster);
        const matching = made.filter((policy) => policyMatches(policy, labels, account) === true);
        const union = [...new Set(matching.flatMap((policy) => policy.groupIds))].sort();
        const answer = podGroups(inquiry, web);
        expect(answer?.wanted?.groups).toEqual(union);
        expect(answer?.actual?.groups).toEqual(groups.toSorted());
        const isSame = union.join() === groups.toSorted().join();
        expect(answer?.verdict).toBe(matching.length === 0 ? "unasked" : isSame ? "as-wanted" : "differs");
        for (const { name } of matching) {
          const reach = policyReach(inquiry, `shop/${name}`);
          const isReached = reach?.unreached.shown.every(({ pod }) => pod !== web);
          expect(reach?.selected).toBeGreaterThan(0);
          if (isSame) expect(isReached).toBe(true);
          if (groups.some((id) => !union.includes(id))) expect(isReached).toBe(false);
        }
      },
    ),
    { numRuns: 60 },
  );
});
