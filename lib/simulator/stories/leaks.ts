import { based, changed, from, type Stories, web, withoutJobs } from "./story.ts";

const inZone = { zones: ["eu-west-1a"], eniConfig: "eu-west-1a" };
const podSubnets = [
  { name: "pods-a", zone: "eu-west-1a", cidr: "10.0.128.0/22", use: "pods" as const },
  { name: "pods-a-new", zone: "eu-west-1a", cidr: "10.0.132.0/22", use: "pods" as const },
  { name: "pods-b", zone: "eu-west-1b", cidr: "10.0.136.0/22", use: "pods" as const },
];

/** Branches outlive their pods, or get in each other's way. */
export const leaks: Stories = {
  "branch-leaked": {
    scenario: based("branch-leaked", "EC2 refuses to disassociate one branch, and the controller forgets it.", () => ({
      faults: [
        from(0, {
          name: "ec2-refuses",
          operations: ["disassociate", "delete"],
          code: "InternalError",
          message: "An internal error has occurred",
          subjects: 1,
        }),
        from(1, { name: "rolled-out", target: "shop/web" }),
      ],
    })),
    minutes: 10,
    everySeconds: 30,
    codes: ["SGP-002"],
    info: ["SGP-006"],
  },
  "interfaces-undeletable": {
    scenario: based(
      "interfaces-undeletable",
      "the controller's role may no longer delete interfaces, and a node is replaced.",
      (base) => ({
        ...withoutJobs(base),
        nodeGroups: [
          { name: "general", kind: "managed", types: ["m5.large"], desired: 2 },
          { name: "spot", kind: "karpenter", types: ["c6g.medium"], desired: 1 },
        ],
        faults: [
          from(0, {
            name: "ec2-refuses",
            operations: ["delete"],
            code: "UnauthorizedOperation",
            message: "You are not authorized to perform this operation.",
          }),
          from(1, { name: "scaled", target: "shop/web", replicas: 3 }),
          from(60, { name: "node-replaced", target: "spot" }),
        ],
      }),
    ),
    minutes: 75,
    everySeconds: 150,
    codes: ["SGP-003", "SGP-032"],
  },
  "vlan-collision": {
    scenario: based(
      "vlan-collision",
      "an ENIConfig is given another subnet, the controller restarts, and VLAN ids are used twice.",
      (base) => ({
        ...withoutJobs(base),
        subnets: [...base.subnets, ...podSubnets],
        eniConfigs: [{ name: "eu-west-1a", subnet: "pods-a", groups: ["nodes", "cluster"] }],
        nodeGroups: [{ name: "general", kind: "managed", types: ["m5.large"], ...inZone, desired: 2 }],
        workloads: [web("web", { replicas: 4, service: true, probes: ["http"] })],
        faults: [
          from(1, { name: "eni-config-changed", target: "eu-west-1a", subnet: "pods-a-new" }),
          from(2, { name: "controller-down" }, 3),
          from(4, { name: "scaled", target: "shop/web", replicas: 8 }),
        ],
      }),
    ),
    minutes: 8,
    everySeconds: 20,
    codes: ["SGP-009", "SGP-028", "SGP-030"],
  },
  "eni-config-changed": {
    scenario: based(
      "eni-config-changed",
      "two ENIConfigs are edited while their nodes run: one gets another subnet, one a subnet of another zone.",
      (base) => ({
        ...withoutJobs(base),
        subnets: [...base.subnets, ...podSubnets],
        eniConfigs: [
          { name: "eu-west-1a", subnet: "pods-a", groups: ["nodes", "cluster"] },
          { name: "eu-west-1b", subnet: "pods-b", groups: ["nodes", "cluster"] },
        ],
        nodeGroups: [
          { name: "general", kind: "managed", types: ["m5.large"], desired: 1, ...inZone },
          {
            name: "other",
            kind: "managed",
            types: ["m5.large"],
            desired: 1,
            zones: ["eu-west-1b"],
            eniConfig: "eu-west-1b",
          },
        ],
        workloads: changed(withoutJobs(base).workloads, "web", { replicas: 3 }),
        faults: [
          from(1, { name: "eni-config-changed", target: "eu-west-1a", subnet: "pods-a-new" }),
          from(1, { name: "eni-config-changed", target: "eu-west-1b", subnet: "pods-a-new" }),
        ],
      }),
    ),
    minutes: 5,
    everySeconds: 30,
    codes: ["SGP-028", "SGP-029", "SGP-030"],
  },
};
