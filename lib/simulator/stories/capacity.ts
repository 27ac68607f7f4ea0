import { based, changed, from, nodeGroup, onlyOn, type Stories, web, withoutJobs } from "./story.ts";

/** Slots, addresses and quotas run out. */
export const capacity: Stories = {
  "trunk-full": {
    scenario: based(
      "trunk-full",
      "a deployment is scaled past the branch slots of its only node.",
      ({ workloads, nodeGroups }) => ({
        nodeGroups: [...nodeGroups, nodeGroup("payments", "m5.large")],
        workloads: [...workloads, web("payments", { replicas: 6, ...onlyOn("payments") })],
        faults: [from(2, { name: "scaled", target: "shop/payments", replicas: 16 })],
      }),
    ),
    minutes: 6,
    everySeconds: 20,
    codes: ["SGP-040", "SGP-041"],
    info: ["SGP-001", "SGP-006"],
  },
  "cool-down": {
    scenario: based(
      "cool-down",
      "pods are replaced faster than their branches cool down.",
      ({ workloads, nodeGroups }) => ({
        nodeGroups: [...nodeGroups, nodeGroup("small", "c6g.medium")],
        cni: { coolDownSeconds: 300 },
        workloads: [...workloads, web("rolling", onlyOn("small"))],
        faults: [
          from(1, { name: "rolled-out", target: "shop/rolling" }),
          from(2.5, { name: "rolled-out", target: "shop/rolling" }),
        ],
      }),
    ),
    minutes: 6,
    everySeconds: 15,
    codes: ["SGP-042"],
    info: ["SGP-001", "SGP-006"],
  },
  "subnet-exhausted": {
    scenario: based("subnet-exhausted", "others take the last addresses of a subnet.", () => ({
      faults: [
        from(1, { name: "subnet-nearly-full", target: "private-eu-west-1a", free: 0 }),
        from(2, { name: "scaled", target: "shop/web", replicas: 10 }),
      ],
    })),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-045", "SGP-046", "SGP-047", "SGP-050"],
  },
  "burstable-nodes": {
    scenario: based("burstable-nodes", "pods ask for branches on nodes that cannot have a trunk.", (base) => ({
      ...withoutJobs(base),
      nodeGroups: [{ name: "burst", kind: "managed", types: ["t3.large"], desired: 3, labels: { pool: "burst" } }],
      workloads: [...withoutJobs(base).workloads, web("pinned", { replicas: 1, pinnedTo: "burst" })],
    })),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-025", "SGP-040", "SGP-044"],
  },
  "max-pods": {
    scenario: based(
      "max-pods",
      "one node group lets in more pods than it has addresses for, another fewer than it has slots for.",
      ({ workloads, nodeGroups }) => ({
        nodeGroups: [
          ...nodeGroups,
          { ...nodeGroup("crowded", "c6g.medium"), maxPods: 58 },
          { ...nodeGroup("narrow", "m5.large"), maxPods: 5 },
        ],
        workloads: [
          ...workloads,
          { kind: "Deployment", namespace: "shop", name: "workers", replicas: 9, ...onlyOn("crowded") },
          web("narrow", { replicas: 6, ...onlyOn("narrow") }),
        ],
      }),
    ),
    minutes: 5,
    everySeconds: 30,
    codes: ["SGP-037"],
    info: ["SGP-043"],
  },
  "ec2-throttled": {
    scenario: based("ec2-throttled", "EC2 throttles the controller while a deployment grows.", () => ({
      faults: [
        from(
          1,
          {
            name: "ec2-refuses",
            operations: ["create-branch"],
            code: "RequestLimitExceeded",
            message: "Request limit exceeded.",
          },
          12,
        ),
        from(2, { name: "scaled", target: "shop/web", replicas: 12 }),
      ],
    })),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-045", "SGP-046", "SGP-047", "SGP-052"],
  },
  "interface-quota": {
    scenario: based("interface-quota", "interfaces of other services use up most of the account's quota.", (base) => ({
      nodeGroups: [{ name: "general", kind: "managed", types: ["m5.large"], desired: 1 }],
      ...withoutJobs(base),
      workloads: changed(withoutJobs(base).workloads, "web", { replicas: 2 }),
      faults: Array.from({ length: 4001 }, (_, index) => {
        const id = `eni-0${index.toString(16).padStart(16, "0")}`;
        const item = { id, groups: [], attachment: null, tags: {} };
        return from(0, { name: "created", collection: "interfaces", id, item });
      }),
    })),
    minutes: 2,
    everySeconds: 60,
    codes: ["SGP-051"],
    isMadeWhenWanted: true,
  },
};
