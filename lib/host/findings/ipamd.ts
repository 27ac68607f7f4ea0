import type { Comparison } from "../compare.ts";
import type { Found } from "../finding.ts";
import type { HostState } from "../observed.ts";
import { nameOf, subjectsOf } from "./pieces.ts";

/** SGP-105 and 106: what ipamd and its checkpoint say against the annotations and EC2. */
export function* ipamdView(comparison: Comparison, state: HostState): Iterable<Found> {
  yield* onNodeAddress(comparison, state);
  yield* trunkUnknown(comparison, state);
}

function* onNodeAddress({ node, pods }: Comparison, { allocations }: HostState): Iterable<Found> {
  const byPod = Map.groupBy(allocations, ({ namespace, pod }) => `pod/${namespace}/${pod}`);
  for (const { branched } of pods) {
    const listed = byPod.get(branched.pod.id) ?? [];
    const last = listed.at(-1);
    if (last === undefined) continue;
    yield {
      rule: "pod-on-node-address",
      subjects: subjectsOf(branched, node.id),
      facts: {
        pod: nameOf(branched),
        node: node.name,
        ip: last.ip,
        branchIp: branched.entry.ip ?? branched.entry.ipv6 ?? null,
        listedIn: last.from,
      },
      evidence: listed.flatMap(({ lines }) => lines),
    };
  }
}

/** Versions of ipamd that do not say which ENI is the trunk leave it open. */
function* trunkUnknown({ node }: Comparison, { enis, coverage }: HostState): Iterable<Found> {
  if (node.trunk === undefined || !coverage.enis) return;
  const says = enis.length === 0 || enis.some(({ isTrunk }) => isTrunk !== undefined);
  if (!says || enis.some(({ isTrunk }) => isTrunk === true)) return;
  yield {
    rule: "trunk-unknown-to-ipamd",
    subjects: [node.id, node.trunk.id],
    facts: { node: node.name, trunk: node.trunk.id, interfaces: new Set(enis.map(({ id }) => id)).size },
    evidence: enis.flatMap(({ lines }) => lines),
  };
}
