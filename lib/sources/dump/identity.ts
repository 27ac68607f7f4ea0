import { itemsOf, type Observation } from "../../recording/observation.ts";

const ownership = "kubernetes.io/cluster/";

/** The cluster that the facts name: what EKS says, else the tag most ENIs and instances carry. */
export function clusterOf(observation: Observation): string | undefined {
  const [eks] = itemsOf(observation, "eksClusters").keys();
  return eks ?? mostFrequent(clusterTags(observation));
}

/** The region of the facts: that of the cluster's ARN, else of the availability zones. */
export function regionOf(observation: Observation): string | undefined {
  for (const { arn } of itemsOf(observation, "eksClusters").values()) {
    const region = arn?.split(":")[3];
    if (region) return region;
  }
  return mostFrequent(zones(observation));
}

function* clusterTags(observation: Observation): Iterable<string> {
  for (const collection of ["interfaces", "instances"] as const) {
    for (const { tags } of itemsOf(observation, collection).values()) {
      for (const key of Object.keys(tags)) if (key.startsWith(ownership)) yield key.slice(ownership.length);
    }
  }
}

function* zones(observation: Observation): Iterable<string> {
  for (const collection of ["instances", "interfaces", "subnets"] as const) {
    for (const { availabilityZone } of itemsOf(observation, collection).values()) {
      const [region] = /^[a-z]{2}(?:-[a-z]+)+?-\d+/.exec(availabilityZone ?? "") ?? [];
      if (region) yield region;
    }
  }
}

function mostFrequent(names: Iterable<string>): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
