import type { ComparedPod, Comparison } from "../compare.ts";
import type { Role } from "../expected.ts";
import type { Found } from "../finding.ts";
import type { Judged } from "../judged.ts";

/** The pieces that SGP-100 asks for: device, veth, routes and rules (domain 9.6). */
const pieces: ReadonlySet<Role> = new Set([
  "vlan-device",
  "host-veth",
  "route-gateway",
  "route-default",
  "route-pod",
  "rule-from-branch",
  "rule-from-veth",
  "rule-to-pod",
  "rule-from-pod",
]);

/** SGP-100 and SGP-102 of each pod whose network is set up: one without an address is still waiting, one that terminates may be torn down already. */
export function* piecesMissing({ node, pods }: Comparison): Iterable<Found> {
  for (const { branched, mode, lines } of pods) {
    const { pod, entry } = branched;
    if (pod.ip === undefined || pod.deletingSince !== undefined) continue;
    const judged = lines.filter(({ expected }) => pieces.has(expected.role));
    const missing = judged.filter(({ verdict }) => verdict === "missing");
    const different = judged.filter((line) => line.verdict === "different" && !isOnlyMac(line));
    if (missing.length + different.length > 0) {
      yield {
        rule: "host-state-incomplete",
        subjects: subjectsOf(branched, node.id),
        facts: {
          pod: nameOf(branched),
          node: node.name,
          vlan: entry.vlan,
          mode: mode.mode ?? "unknown",
          missing: missing.map(({ text }) => text),
          different: different.map(({ text }) => text),
        },
        evidence: [...different, ...judged.filter(({ verdict }) => verdict === "confirmed")].flatMap(
          ({ evidence }) => evidence,
        ),
      };
    }
    yield* macDiffers(judged, branched, node);
  }
}

function* macDiffers(
  judged: readonly Judged[],
  branched: ComparedPod["branched"],
  node: Comparison["node"],
): Iterable<Found> {
  for (const { expected, differences, evidence } of judged) {
    const mac = differences.find(({ field }) => field === "mac");
    if (expected.role !== "vlan-device" || mac === undefined || expected.kind !== "link") continue;
    yield {
      rule: "vlan-device-mac-differs",
      subjects: subjectsOf(branched, node.id),
      facts: {
        pod: nameOf(branched),
        node: node.name,
        device: "name" in expected.device ? expected.device.name : expected.device.mac,
        expectedMac: mac.expected,
        observedMac: mac.observed,
      },
      evidence,
    };
  }
}

function isOnlyMac({ differences }: Judged): boolean {
  return differences.every(({ field }) => field === "mac");
}

export function subjectsOf({ pod, branch }: ComparedPod["branched"], nodeId: string): [string, ...string[]] {
  return [pod.id, ...(branch === undefined ? [] : [branch.id]), nodeId];
}

/** `namespace/name`, as sentences have it. */
export function nameOf({ pod }: ComparedPod["branched"]): string {
  return `${pod.namespace}/${pod.name}`;
}
