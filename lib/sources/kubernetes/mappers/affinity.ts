import { type Json, objectIn, objectsIn, textIn, textsIn } from "../fields.ts";

/** Labels by which nodes are told apart for scheduling; custom ones say nothing that Trunkscope could use. */
const wellKnown = new Set([
  "kubernetes.io/os",
  "beta.kubernetes.io/os",
  "kubernetes.io/arch",
  "beta.kubernetes.io/arch",
  "kubernetes.io/hostname",
  "node.kubernetes.io/instance-type",
  "beta.kubernetes.io/instance-type",
  "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/zone",
  "eks.amazonaws.com/nodegroup",
  "eks.amazonaws.com/compute-type",
  "karpenter.sh/nodepool",
  "karpenter.sh/capacity-type",
]);

/**
 * The values that required node affinity admits, by label key. Terms are alternatives and the expressions of one term add up,
 * so a key counts only when every term restricts it.
 */
export function requiredLabels(affinity: unknown): Record<string, string[]> {
  const required = objectIn(objectIn(affinity)["nodeAffinity"])["requiredDuringSchedulingIgnoredDuringExecution"];
  const terms = objectsIn(objectIn(required)["nodeSelectorTerms"]).map(admittedBy);
  const [first, ...others] = terms;
  const labels: Record<string, string[]> = {};
  for (const [key, values] of first ?? []) {
    if (!others.every((term) => term.has(key))) continue;
    labels[key] = [...new Set([...values, ...others.flatMap((term) => term.get(key) ?? [])])];
  }
  return labels;
}

function admittedBy(term: Json): Map<string, readonly string[]> {
  const admitted = new Map<string, readonly string[]>();
  for (const expression of objectsIn(term["matchExpressions"])) {
    const key = textIn(expression["key"]);
    if (key === undefined || expression["operator"] !== "In" || !wellKnown.has(key)) continue;
    const values = textsIn(expression["values"]);
    admitted.set(key, admitted.get(key)?.filter((value) => values.includes(value)) ?? values);
  }
  return admitted;
}
