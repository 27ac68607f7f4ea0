import { coversTraffic } from "../../reachability/protocol.ts";
import type { Item } from "../../recording/collections.ts";
import { isValueElsewhere } from "../../topology/aws-node.ts";
import { annotatedPods, carriedPods, isIpv6 } from "../carried-pods.ts";
import type { Host, HostedPod } from "../host.ts";
import { modeOfPod } from "../mode.ts";
import { classOf, isLive } from "../pods.ts";
import { rulebookOf } from "../reach.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import { tally } from "../tally.ts";
import type { World } from "../world.ts";

type NoPathFacts = { subnetId: string; routeTableId: string; isMain: boolean; gateway: string; pods: number };

/** A branch has no public IP, so a public subnet leads it nowhere; whether its pods need the internet is not known. */
export const noInternetPath = defineRule<NoPathFacts>({
  id: "no-internet-path",
  code: "SGP-088",
  severity: "medium",
  per: "host",
  needs: ["interfaces", "pods", "routeTables"],
  confirmAfterSeconds: 60,
  merge: tally,
  *check(host, world) {
    const leaving = carriedPods(host).filter(
      (each) => !isIpv6(each.ip) && (host.awsNode?.externalSnat || modeOfPod(host, each) === "strict"),
    );
    const bySubnet = new Map<string, typeof leaving>();
    for (const each of leaving) {
      const { subnetId } = each.branch;
      if (subnetId !== undefined) bySubnet.set(subnetId, [...(bySubnet.get(subnetId) ?? []), each]);
    }
    for (const [subnetId, pods] of bySubnet) {
      const vpcId = world.item("interfaces", pods[0]?.branch.id ?? "")?.vpcId;
      const table = routeTableOf(world, subnetId, vpcId);
      const route = table?.routes.find(({ destination }) => destination === "0.0.0.0/0");
      if (table === undefined || !route?.target?.startsWith("igw-")) continue;
      yield {
        story: subnetId,
        subjects: [subnetId, ...pods.map(({ pod }) => pod.id)],
        facts: {
          subnetId,
          routeTableId: table.id,
          isMain: !table.subnetIds.includes(subnetId),
          gateway: route.target,
          pods: pods.length,
        },
        evidence: [
          seen("routeTables", table.id, "routes.0.0.0.0/0", route.target),
          seen("interfaces", pods[0]?.branch.id ?? "", "subnetId", subnetId),
        ],
        confidence: "likely",
      };
    }
  },
});

type EscapesFacts = { nodes: number; pods: number; exampleNode: string; value: string | null };

const snatVariable = "AWS_VPC_K8S_CNI_EXTERNALSNAT";

export const egressEscapesGroups = defineRule<EscapesFacts>({
  id: "egress-escapes-groups",
  code: "SGP-089",
  severity: "medium",
  per: "host",
  needs: ["pods"],
  merge: tally,
  *check(host) {
    const { awsNode } = host;
    if (awsNode === null || awsNode.externalSnat || awsNode.ipv6) return;
    if (isValueElsewhere(awsNode, "aws-node", snatVariable)) return;
    const pods = annotatedPods(host).filter((each) => modeOfPod(host, each) === "standard");
    if (pods.length === 0) return;
    const value = awsNode.env[snatVariable] ?? null;
    const id = `kube-system/${awsNode.pod.name}`;
    yield {
      story: "cluster",
      subjects: [host.id, ...pods.map(({ pod }) => pod.id)],
      facts: { nodes: 1, pods: pods.length, exampleNode: awsNode.pod.nodeName ?? host.id, value },
      evidence: [
        seen("pods", id, `containers.aws-node.env.${snatVariable}`, value),
        seen("pods", id, "containers.aws-node.env.POD_SECURITY_GROUP_ENFORCING_MODE", "standard"),
      ],
    };
  },
});

type FargateFacts = { groupIds: string[]; clusterGroupId: string | null };

const fargateGroups = "fargate.amazonaws.com/pod-sg";

export const fargateEgressMissing = defineRule<FargateFacts>({
  id: "fargate-egress-missing",
  code: "SGP-093",
  severity: "high",
  per: "host",
  needs: ["pods", "securityGroupRules", "securityGroups"],
  *check(host, world) {
    for (const { pod, item } of fargatePods(host)) {
      const groupIds = (item.annotations[fargateGroups] ?? "").split(",").filter((id) => id !== "");
      if (groupIds.length === 0) continue;
      const clusterGroupId = clusterGroupOf(world);
      if (clusterGroupId !== null && groupIds.includes(clusterGroupId)) continue;
      if (mayLeave(world, groupIds, 443, ["tcp"]) || mayLeave(world, groupIds, 53, ["udp", "tcp"])) continue;
      yield {
        story: groupIds.join(","),
        subjects: [pod.id],
        facts: { groupIds, clusterGroupId },
        evidence: [
          seen("pods", `${item.namespace}/${item.name}`, `annotations.${fargateGroups}`, groupIds.join(",")),
          ...groupIds.map((id) =>
            seen("securityGroupRules", id, "egress", (rulebookOf(world).rulesOf(id) ?? []).filter(isEgress).map(idOf)),
          ),
        ],
      };
    }
  },
});

function fargatePods({ pods }: Host): readonly HostedPod[] {
  return pods.filter(({ item }) => classOf(item) === "fargate" && isLive(item) && item.deletingSince === undefined);
}

/** The security group that EKS made for the cluster; `null`: not known which one it is. */
function clusterGroupOf(world: World): string | null {
  return world.shared("cluster-group", (shared) => {
    const told = shared.item("eksClusters", shared.cluster)?.clusterSecurityGroupId;
    if (told !== undefined) return told;
    for (const [id, { name, tags }] of shared.items("securityGroups")) {
      if (tags["aws:eks:cluster-name"] === shared.cluster && name?.startsWith("eks-cluster-sg-")) return id;
    }
    return null;
  });
}

/** Whether a group lets a port out to anyone, or may do so for all we know. */
function mayLeave(world: World, groupIds: readonly string[], port: number, protocols: readonly string[]): boolean {
  const { rulesOf } = rulebookOf(world);
  return groupIds.some((id) => {
    const rules = rulesOf(id);
    if (rules === null) return true;
    return rules
      .filter(isEgress)
      .some((rule) => protocols.some((protocol) => coversTraffic(rule, { protocol, port }) !== "deny"));
  });
}

function isEgress(rule: Item<"securityGroupRules">): boolean {
  return rule.isEgress;
}

function idOf(rule: Item<"securityGroupRules">): string {
  return rule.id;
}

/** The table a subnet is associated with, else the main one of its VPC. */
function routeTableOf(world: World, subnetId: string, vpcId: string | undefined): Item<"routeTables"> | undefined {
  let main: Item<"routeTables"> | undefined;
  for (const table of world.items("routeTables").values()) {
    if (table.subnetIds.includes(subnetId)) return table;
    if (table.isMain && (table.vpcId === vpcId || vpcId === undefined)) main = table;
  }
  return main;
}
