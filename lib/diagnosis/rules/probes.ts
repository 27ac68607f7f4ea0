import { isValueElsewhere } from "../../topology/aws-node.ts";
import { annotatedPods, carriedPods, isIpv6 } from "../carried-pods.ts";
import { groupKey } from "../groups-in-use.ts";
import type { Host } from "../host.ts";
import { primaryOf } from "../managed.ts";
import { modeOfNode, modeOfPod } from "../mode.ts";
import { networkProbesOf } from "../probes-of.ts";
import { reachabilityOf } from "../reach.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import { tally } from "../tally.ts";

type BlockedFacts = {
  groupIds: string[];
  nodeGroupIds: string[];
  ports: string[];
  probes: string[];
  sources: string[];
};

export const probesBlocked = defineRule<BlockedFacts>({
  id: "probes-blocked",
  code: "SGP-080",
  severity: "high",
  per: "host",
  needs: ["interfaces", "nodes", "pods", "securityGroupRules"],
  confirmAfterSeconds: 60,
  merge: tally,
  *check(host, world) {
    const primary = primaryOf(host);
    if (primary === undefined) return;
    const { decide } = reachabilityOf(world);
    for (const carried of carriedPods(host)) {
      const { pod, item, branch, ip } = carried;
      const probes = networkProbesOf(item);
      if (probes.length === 0 || modeOfPod(host, carried) !== "strict") continue;
      const source = nodeAddress(host, primary, isIpv6(ip));
      if (source === undefined) continue;
      const peer = { ip: source, groupIds: primary.groupIds };
      const blocked = probes.filter(
        ({ port }) => decide(branch.groupIds, { direction: "ingress", protocol: "tcp", port, peer }).verdict === "deny",
      );
      if (blocked.length === 0) continue;
      const ports = [...new Set(blocked.map(({ port }) => port))].sort((a, b) => a - b);
      yield {
        story: `${groupKey(branch.groupIds)} ${groupKey(primary.groupIds)} ${ports.join(",")}`,
        subjects: [pod.id],
        facts: {
          groupIds: branch.groupIds,
          nodeGroupIds: primary.groupIds,
          ports: ports.map(String),
          probes: blocked.map(({ use, kind, port, container }) => `${use} ${kind} ${port} (${container})`),
          sources: [source],
        },
        evidence: [
          seen("interfaces", branch.id, "groups", branch.groupIds),
          seen("interfaces", primary.id, "groups", primary.groupIds),
          seen("pods", `${item.namespace}/${item.name}`, "containers.probes", ports.map(String)),
        ],
      };
    }
  },
});

type EarlyDemuxFacts = { value: string | null; nodes: number; pods: number; restarts: number; exampleNode: string };

const variable = "DISABLE_TCP_EARLY_DEMUX";
const initField = `initContainers.aws-vpc-cni-init.env.${variable}`;
const mainField = `containers.aws-node.env.${variable}`;

/** Likely, not certain: the node's image may set the sysctl by itself. */
export const tcpEarlyDemuxOn = defineRule<EarlyDemuxFacts>({
  id: "tcp-early-demux-on",
  code: "SGP-081",
  severity: "high",
  per: "host",
  needs: ["pods"],
  merge: tally,
  *check(host) {
    const { awsNode } = host;
    if (awsNode === null || awsNode.earlyDemuxDisabled || modeOfNode(host) !== "strict") return;
    if (isValueElsewhere(awsNode, "aws-vpc-cni-init", variable)) return;
    const probed = annotatedPods(host).filter(({ item }) => networkProbesOf(item).length > 0);
    if (probed.length === 0) return;
    const value = awsNode.initEnv.DISABLE_TCP_EARLY_DEMUX ?? null;
    yield {
      story: "aws-vpc-cni-init",
      subjects: [host.id, ...probed.map(({ pod }) => pod.id)],
      facts: {
        value,
        nodes: 1,
        pods: probed.length,
        restarts: probed.reduce((sum, { pod }) => sum + (pod.restarts ?? 0), 0),
        exampleNode: awsNode.pod.nodeName ?? host.id,
      },
      evidence: [seen("pods", `kube-system/${awsNode.pod.name}`, initField, value)],
      confidence: "likely",
    };
  },
});

type WrongContainerFacts = { value: string; initValue: string | null; nodes: number; exampleNode: string };

export const earlyDemuxOnWrongContainer = defineRule<WrongContainerFacts>({
  id: "early-demux-on-wrong-container",
  code: "SGP-082",
  severity: "medium",
  per: "host",
  needs: ["pods"],
  merge: tally,
  *check(host) {
    const { awsNode } = host;
    const value = awsNode?.env.DISABLE_TCP_EARLY_DEMUX;
    if (awsNode === null || value === undefined || awsNode.earlyDemuxDisabled || modeOfNode(host) !== "strict") return;
    if (isValueElsewhere(awsNode, "aws-vpc-cni-init", variable)) return;
    const initValue = awsNode.initEnv.DISABLE_TCP_EARLY_DEMUX ?? null;
    const id = `kube-system/${awsNode.pod.name}`;
    yield {
      story: "aws-node",
      subjects: [host.id],
      facts: { value, initValue, nodes: 1, exampleNode: awsNode.pod.nodeName ?? host.id },
      evidence: [seen("pods", id, mainField, value), seen("pods", id, initField, initValue)],
    };
  },
});

/** Where kubelet's probes come from: the node's address of the pod's family, which is that of its primary ENI. */
function nodeAddress(
  { node }: Host,
  primary: { readonly ip?: string; readonly ipv6?: string },
  wantsIpv6: boolean,
): string | undefined {
  const internal = node?.addresses.find(({ type, address }) => type === "InternalIP" && isIpv6(address) === wantsIpv6);
  return internal?.address ?? (wantsIpv6 ? primary.ipv6 : primary.ip);
}
