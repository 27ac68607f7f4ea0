import type { Instance } from "../topology/resources.ts";

export const groupings = ["zone", "node-group", "instance-type", "subnet"] as const;
export type Grouping = (typeof groupings)[number];

const axes = {
  zone: ({ zone }: Instance) => zone,
  "node-group": ({ nodeGroup, nodePool }: Instance) => nodePool ?? nodeGroup,
  "instance-type": ({ instanceType }: Instance) => instanceType,
  subnet: ({ subnetId }: Instance) => subnetId,
} satisfies Record<Grouping, (instance: Instance) => string | undefined>;

/** The second level of each grouping. */
const within: Readonly<Record<Grouping, Grouping>> = {
  zone: "node-group",
  "node-group": "zone",
  "instance-type": "zone",
  subnet: "node-group",
};

export type GroupPath = readonly [outer: string | null, inner: string | null];

/** The group and the group within it that an instance belongs to; `null` where the value is not known. */
export function groupPathOf(instance: Instance, grouping: Grouping): GroupPath {
  return [axes[grouping](instance) ?? null, axes[within[grouping]](instance) ?? null];
}

export function axesOf(grouping: Grouping): readonly [Grouping, Grouping] {
  return [grouping, within[grouping]];
}
