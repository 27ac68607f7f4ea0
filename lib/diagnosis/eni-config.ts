import type { Item } from "../recording/collections.ts";
import type { Host } from "./host.ts";
import type { World } from "./world.ts";

const controllersLabel = "vpc.amazonaws.com/eniConfig";
const firstLabel = "vpc.amazonaws.com/externalEniConfig";
const usualKey = "k8s.amazonaws.com/eniConfig";

/** The name ipamd falls back to, and never tells the controller (domain 1.3). */
const fallback = "default";

export interface EniConfigName {
  readonly name: string;
  /** The label, annotation or feature that says so. */
  readonly from: string;
  /** Whether the controller goes by it: it decides the subnet of trunk and branches. */
  readonly isControllers: boolean;
}

/**
 * The ENIConfig of a node: the controller goes by its own label, then by the CNINode's feature; ipamd by a label, an annotation, a label, and
 * tells the controller unless it is `default` (domain 1.3). `null`: none is named.
 */
export function eniConfigNameOf({ node, cniNode, awsNode }: Host): EniConfigName | null {
  const label = node?.labels[controllersLabel];
  if (label) return { name: label, from: `label ${controllersLabel}`, isControllers: true };
  const feature = cniNode?.features.find(({ name }) => name === "CustomNetworking")?.value;
  if (feature) return { name: feature, from: "CNINode feature CustomNetworking", isControllers: true };
  if (!node || !awsNode?.customNetworking) return null;
  const annotationKey = awsNode.env.ENI_CONFIG_ANNOTATION_DEF || usualKey;
  const labelKey = awsNode.env.ENI_CONFIG_LABEL_DEF || usualKey;
  const found = [
    [node.labels[firstLabel], `label ${firstLabel}`],
    [node.annotations[annotationKey], `annotation ${annotationKey}`],
    [node.labels[labelKey], `label ${labelKey}`],
  ].find(([name]) => name);
  const [name, from = ""] = found ?? [];
  return name && name !== fallback ? { name, from, isControllers: false } : null;
}

export type EniConfigTrouble = "missing" | "subnet-missing" | "zone-differs" | "group-missing";

/** What is wrong with an ENIConfig on a node of that zone: the trouble, and the id or zone that shows it; `null`: it is sound. */
export function troubleOf(
  world: World,
  config: Item<"eniConfigs"> | undefined,
  zone: string | undefined,
): { readonly trouble: EniConfigTrouble; readonly what: string | null } | null {
  if (config === undefined) return { trouble: "missing", what: null };
  const subnet = config.subnet === undefined ? undefined : world.item("subnets", config.subnet);
  if (subnet === undefined) return { trouble: "subnet-missing", what: config.subnet ?? null };
  const isElsewhere = zone !== undefined && subnet.availabilityZone !== undefined && subnet.availabilityZone !== zone;
  if (isElsewhere) return { trouble: "zone-differs", what: subnet.availabilityZone ?? null };
  const group = config.securityGroups.find((id) => world.item("securityGroups", id) === undefined);
  return group === undefined ? null : { trouble: "group-missing", what: group };
}
