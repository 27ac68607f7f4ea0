import type { Comparison } from "../compare.ts";
import type { Found } from "../finding.ts";

/** SGP-101: device, routes and rules of a VLAN that no live pod has, told together. */
export function* staleState({ node, surplus }: Comparison): Iterable<Found> {
  const left = surplus.filter(({ reason }) => reason === "no-owner");
  for (const [vlan, pieces] of Map.groupBy(left, (one) => one.vlan)) {
    yield {
      rule: "host-state-stale",
      subjects: [node.id],
      story: vlan === null ? "veth" : `vlan-${vlan}`,
      facts: { node: node.name, vlan, pieces: pieces.map(({ kind, name }) => `${kind} ${name}`) },
      evidence: pieces.flatMap(({ evidence }) => evidence),
    };
  }
}
