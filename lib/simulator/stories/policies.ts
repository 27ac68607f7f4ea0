import { based, from, type Stories, web } from "./story.ts";

/** What policies say, and what became of it. */
export const policies: Stories = {
  "group-deleted": {
    scenario: based(
      "group-deleted",
      "a security group is deleted that a policy still names, and its workload is started again.",
      (base) => ({
        groups: [...base.groups, { key: "legacy", description: "Legacy pods", rules: [] }],
        policies: [
          ...base.policies,
          { namespace: "shop", name: "legacy", podSelector: { matchLabels: { tier: "legacy" } }, groups: ["legacy"] },
        ],
        workloads: [...base.workloads, web("legacy", { replicas: 0, labels: { tier: "legacy" } })],
        faults: [
          from(1, { name: "group-deleted", target: "legacy" }),
          from(2, { name: "scaled", target: "shop/legacy", replicas: 3 }),
        ],
      }),
    ),
    minutes: 7,
    everySeconds: 30,
    codes: ["SGP-045", "SGP-046", "SGP-047", "SGP-062"],
    info: ["SGP-006"],
  },
  "policy-edited": {
    scenario: based("policy-edited", "a policy is given another group after its pods were created.", () => ({
      faults: [from(3, { name: "policy-edited", target: "shop/web", groups: ["jobs"] })],
    })),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-067"],
    info: ["SGP-006"],
  },
  "policy-deleted": {
    scenario: based(
      "policy-deleted",
      "a policy is deleted under its pods; others ask for a branch by hand, and their node's groups change.",
      ({ workloads }) => ({
        workloads: [
          ...workloads,
          { kind: "Deployment", namespace: "tools", name: "scanner", replicas: 0, podEni: 1, port: 9000 },
        ],
        faults: [
          from(1, { name: "scaled", target: "tools/scanner", replicas: 3 }),
          from(2, { name: "policy-deleted", target: "shop/web" }),
          from(3, {
            name: "edited",
            collection: "interfaces",
            count: 4,
            which: ({ attachment }) => attachment?.deviceIndex === 0,
            edit: (primary) => ({ ...primary, groups: primary.groups.slice(0, 1) }),
          }),
        ],
      }),
    ),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-066", "SGP-097", "SGP-098"],
    info: ["SGP-006"],
  },
  "webhook-outage": {
    scenario: based("webhook-outage", "the webhook is out while a deployment rolls out.", () => ({
      faults: [from(0, { name: "webhook-down" }, 4), from(1, { name: "rolled-out", target: "shop/web" })],
    })),
    minutes: 6,
    everySeconds: 20,
    codes: ["SGP-065"],
    info: ["SGP-001", "SGP-006"],
  },
  "sloppy-policies": {
    scenario: based(
      "sloppy-policies",
      "policies written in a hurry: too broad, too many groups, broken, or without any effect.",
      (base) => ({
        groups: [
          ...base.groups,
          ...["a", "b", "c", "d", "e"].map((key) => ({ key: `extra-${key}`, description: "One of many", rules: [] })),
        ],
        policies: [
          ...base.policies,
          { namespace: "shop", name: "invalid", groups: ["web"] },
          {
            namespace: "shop",
            name: "hasty",
            podSelector: { matchLabels: { "app.kubernetes.io/name": "hasty" } },
            groups: ["extra-a"],
          },
          { namespace: "shop", name: "nothing", podSelector: { matchLabels: { tier: "wbe" } }, groups: ["web"] },
          { namespace: "batch", name: "everything", podSelector: {}, groups: ["jobs"] },
          {
            namespace: "shop",
            name: "broken",
            podSelector: { matchExpressions: [{ key: "tier", operator: "Matches", values: ["web"] }] },
            groups: ["web"],
          },
          {
            namespace: "shop",
            name: "many",
            podSelector: { matchLabels: { tier: "many" } },
            groups: ["web", "extra-a", "extra-b", "extra-c", "extra-d", "extra-e"],
          },
          {
            namespace: "shop",
            name: "foreign",
            podSelector: { matchLabels: { tier: "foreign" } },
            groups: ["sg-0f0e1a2b3c4d5e6f7"],
          },
        ],
        workloads: [
          ...base.workloads,
          web("agent", { kind: "DaemonSet", hostNetwork: true }),
          web("greedy", { replicas: 1, podEni: 2 }),
          web("misplaced", { replicas: 1, labels: {}, podEni: 1, podEniOnSidecar: true, sidecar: "proxy" }),
          web("hasty", { replicas: 1, graceSeconds: 0 }),
          web("many", { replicas: 0, labels: { tier: "many" } }),
          web("windows", { replicas: 1, nodeSelector: { "kubernetes.io/os": "windows" } }),
        ],
        faults: [
          from(0, {
            name: "created",
            collection: "securityGroups",
            id: "sg-0f0e1a2b3c4d5e6f7",
            item: {
              id: "sg-0f0e1a2b3c4d5e6f7",
              name: "staging-web",
              description: "Web pods of staging",
              vpcId: "vpc-0a1b2c3d4e5f60718",
              tags: {},
            },
          }),
          from(1, { name: "scaled", target: "shop/many", replicas: 1 }),
        ],
      }),
    ),
    minutes: 9,
    everySeconds: 60,
    codes: [
      "SGP-008",
      "SGP-012",
      "SGP-045",
      "SGP-046",
      "SGP-047",
      "SGP-060",
      "SGP-061",
      "SGP-063",
      "SGP-064",
      "SGP-066",
      "SGP-069",
      "SGP-070",
      "SGP-072",
      "SGP-091",
      "SGP-097",
    ],
    info: ["SGP-006", "SGP-068", "SGP-071"],
  },
};
