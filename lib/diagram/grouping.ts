import type { Majority } from "../snapshot/majority.ts";
import type { Instance } from "../topology/resources.ts";

export const groupings = [
  "zone",
  "subnet",
  "node-group",
  "instance-type",
  "namespace",
  "workload",
  "security-group",
  "policy",
] as const;
export type Grouping = (typeof groupings)[number];

const axes = {
  zone: ({ zone }) => zone,
  subnet: ({ subnetId }) => subnetId,
  "node-group": ({ nodeGroup, nodePool }) => nodePool ?? nodeGroup,
  "instance-type": ({ instanceType }) => instanceType,
  namespace: (_, { namespace }) => namespace,
  workload: (_, { workload }) => workload,
  "security-group": (_, { securityGroup }) => securityGroup,
  policy: (_, { policy }) => policy,
} satisfies Record<Grouping, (instance: Instance, majority: Majority) => string | null | undefined>;

/** The second level of each grouping. */
const within: Readonly<Record<Grouping, Grouping>> = {
  zone: "node-group",
  subnet: "node-group",
  "node-group": "zone",
  "instance-type": "zone",
  namespace: "zone",
  workload: "zone",
  "security-group": "zone",
  policy: "zone",
};

/** An instance has many of these: it stands where most of its branches do (`lib/snapshot/majority.ts`). */
export function isByMajority(grouping: Grouping): boolean {
  return byMajority.has(grouping);
}

const byMajority: ReadonlySet<Grouping> = new Set(["namespace", "workload", "security-group", "policy"]);

export type GroupPath = readonly [outer: string | null, inner: string | null];

/** The group and the group within it that an instance belongs to; `null` where the value is not known or there is none. */
export function groupPathOf(instance: Instance, majority: Majority, grouping: Grouping): GroupPath {
  return [axes[grouping](instance, majority) ?? null, axes[within[grouping]](instance, majority) ?? null];
}

export function axesOf(grouping: Grouping): readonly [Grouping, Grouping] {
  return [grouping, within[grouping]];
}
