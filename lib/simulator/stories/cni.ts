import { based, from, nodePerZone, type Stories, withoutJobs } from "./story.ts";

const unauthorized = { code: "UnauthorizedOperation", message: "You are not authorized to perform this operation." };
const twoGroups = [
  { name: "general", kind: "managed" as const, types: ["m5.large"], desired: 2 },
  { name: "spot", kind: "karpenter" as const, types: ["c6g.medium"], desired: 1 },
];

/** aws-node, its settings and its rights, and the nodes' trunks. */
export const cni: Stories = {
  "trunk-refused": {
    scenario: based("trunk-refused", "the cluster's role lost its policy, and a new node gets no trunk.", () => ({
      nodeGroups: twoGroups,
      faults: [
        from(0, { name: "ec2-refuses", operations: ["create-trunk"], ...unauthorized }),
        from(1, { name: "node-replaced", target: "spot" }),
      ],
    })),
    minutes: 12,
    everySeconds: 30,
    codes: ["SGP-021"],
    info: ["SGP-001", "SGP-006"],
  },
  "aws-node-may-not": {
    scenario: based(
      "aws-node-may-not",
      "aws-node lost its rights in EC2 and on CNINodes, and a new node joins.",
      (base) => ({
        ...withoutJobs(base),
        nodeGroups: twoGroups.map((group) => ({ ...group, types: ["m5.large"] })),
        faults: [
          from(0, { name: "cni-node-refused" }),
          from(0, { name: "ec2-refuses", operations: ["create-secondary"], target: "spot", ...unauthorized }),
          from(1, { name: "node-replaced", target: "spot" }),
        ],
      }),
    ),
    minutes: 10,
    everySeconds: 60,
    codes: ["SGP-020", "SGP-036"],
  },
  "aws-node-down": {
    scenario: based("aws-node-down", "ipamd stops answering on the nodes, and a deployment rolls out.", () => ({
      faults: [from(1, { name: "cni-down", target: "general" }), from(1.5, { name: "rolled-out", target: "shop/web" })],
    })),
    minutes: 5,
    everySeconds: 30,
    codes: ["SGP-033", "SGP-049"],
  },
  "pod-eni-off": {
    scenario: based(
      "pod-eni-off",
      "ENABLE_POD_ENI is switched off while policies are in use, and a deployment rolls out.",
      () => ({
        faults: [
          from(1, { name: "cni-changed", cni: { podEni: false } }),
          from(4, { name: "rolled-out", target: "shop/web" }),
        ],
      }),
    ),
    minutes: 6,
    everySeconds: 30,
    codes: ["SGP-008", "SGP-031"],
    info: ["SGP-006"],
  },
  "misconfigured-cni": {
    scenario: based(
      "misconfigured-cni",
      "variables of aws-node that do not go together, and a new image that no node runs yet.",
      () => ({
        cni: { earlyDemuxDisabled: false, env: { DISABLE_TCP_EARLY_DEMUX: "true", ENABLE_IMDS_ONLY_MODE: "true" } },
        faults: [
          from(0, {
            name: "edited",
            collection: "daemonSets",
            which: (_item, id) => id === "kube-system/aws-node",
            edit: (daemonSet) => ({
              ...daemonSet,
              containers: daemonSet.containers.map((one) =>
                one.name === "aws-node" ? { ...one, image: (one.image ?? "").replace("v1.20.4", "v1.21.1") } : one,
              ),
            }),
          }),
        ],
      }),
    ),
    minutes: 5,
    everySeconds: 30,
    codes: ["SGP-033", "SGP-034", "SGP-081", "SGP-082"],
  },
  "capacity-lost": {
    scenario: based(
      "capacity-lost",
      "node status is written by others: one node lost its slots, one kubelet does not follow, one counts differently.",
      (base) => ({
        ...withoutJobs(base),
        nodeGroups: nodePerZone("m5.large"),
        faults: [
          from(1, {
            name: "edited",
            collection: "nodes",
            which: ({ labels }) => labels["eks.amazonaws.com/nodegroup"] === "a",
            edit: ({ capacity: { podEni: _capacity, ...capacity }, allocatable: { podEni: _, ...rest }, ...node }) => ({
              ...node,
              capacity,
              allocatable: rest,
            }),
          }),
          from(1, {
            name: "edited",
            collection: "nodes",
            which: ({ labels }) => labels["eks.amazonaws.com/nodegroup"] === "b",
            edit: ({ allocatable, ...node }) => ({ ...node, allocatable: { ...allocatable, podEni: 0 } }),
          }),
          from(1, {
            name: "edited",
            collection: "nodes",
            which: ({ labels }) => labels["eks.amazonaws.com/nodegroup"] === "c",
            edit: ({ capacity, allocatable, labels, ...node }) => ({
              ...node,
              labels: { ...labels, "vpc.amazonaws.com/has-trunk-attached": "false" },
              capacity: { ...capacity, podEni: 11 },
              allocatable: { ...allocatable, podEni: 11 },
            }),
          }),
        ],
      }),
    ),
    minutes: 8,
    everySeconds: 60,
    codes: ["SGP-022", "SGP-023", "SGP-024"],
    info: ["SGP-026"],
  },
};
