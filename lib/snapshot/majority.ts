import type { Branch, Pod } from "../topology/resources.ts";
import type { Card } from "./card-shape.ts";

/** What a branch or its pod may be grouped by; an instance has many of each. */
export const majorityAxes = ["namespace", "workload", "securityGroup", "policy"] as const;
export type MajorityAxis = (typeof majorityAxes)[number];

/** Per axis the value that most branches of an instance have, the first by name among equals; `null`: no branch has one. */
export type Majority = Readonly<Record<MajorityAxis, string | null>>;

export const noMajority: Majority = { namespace: null, workload: null, securityGroup: null, policy: null };

const valuesOf: Readonly<Record<MajorityAxis, (branch: Branch, pod: Pod | undefined) => readonly string[]>> = {
  namespace: (_, pod) => (pod ? [pod.namespace] : []),
  workload: (_, pod) => (pod?.workload ? [`${pod.namespace}/${pod.workload.name}`] : []),
  securityGroup: ({ groupIds }) => groupIds,
  policy: (_, pod) => pod?.policyIds ?? [],
};

export function majorityOf({ enis, looseBranches }: Card): Majority {
  const held: (readonly [Branch, Pod | undefined])[] = looseBranches.map((branch) => [branch, undefined]);
  for (const { slots } of enis) for (const { branch, pods } of slots ?? []) if (branch) held.push([branch, pods[0]]);
  if (held.length === 0) return noMajority;
  const majority: Record<MajorityAxis, string | null> = { ...noMajority };
  for (const axis of majorityAxes) majority[axis] = mostFrequent(held.flatMap((one) => valuesOf[axis](...one)));
  return majority;
}

function mostFrequent(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  let best: string | null = null;
  let most = 0;
  for (const value of values) {
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (count < most || (count === most && best !== null && value >= best)) continue;
    best = value;
    most = count;
  }
  return best;
}
