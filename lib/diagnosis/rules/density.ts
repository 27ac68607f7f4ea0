import { isOrdinaryNode } from "../managed.ts";
import { isLive, isSgpPod } from "../pods.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";

/** From so much of what can have an address on, ordinary pods are short of addresses soon (domain 13.23). */
const nearlyAll = 0.9;
/** Pods of the host's own network that the usual formula counts along. */
const hostPods = 2;

type CrowdedFacts = {
  node: string;
  instanceType: string;
  maxPods: number;
  usable: number;
  branches: number;
  ordinaryPods: number;
};

export const trunkCrowdsPods = defineRule<CrowdedFacts>({
  id: "trunk-crowds-pods",
  code: "SGP-037",
  severity: "medium",
  per: "host",
  needs: ["nodes", "pods", "interfaces"],
  *check(host) {
    const { awsNode, instance, trunks } = host;
    const limits = instance?.limits;
    if (!isOrdinaryNode(host) || awsNode === null || awsNode.prefixDelegation || awsNode.ipv6) return;
    if (limits === undefined || instance?.instanceType === undefined) return;
    const trunk = trunks.find(({ instanceId }) => instanceId === host.id);
    const maxPods = host.node.allocatable.pods;
    if (trunk === undefined || maxPods === undefined) return;
    const usable = (limits.interfaces - 1) * (limits.ipsPerInterface - 1) + hostPods;
    const ordinary = host.pods.filter(({ item }) => isLive(item) && item.hostNetwork !== true && !isSgpPod(item));
    if (maxPods <= usable + limits.branches || ordinary.length < nearlyAll * usable) return;
    yield {
      story: `${instance.instanceType}/${maxPods}`,
      subjects: [host.id, trunk.id],
      facts: {
        node: host.node.name,
        instanceType: instance.instanceType,
        maxPods,
        usable,
        branches: limits.branches,
        ordinaryPods: ordinary.length,
      },
      evidence: [seen("nodes", host.node.name, "allocatable.pods", maxPods)],
    };
  },
});
