import { branchItem, eventItem, type Lab, lab, podItem, podOnBranch } from "./healthy.fixture.ts";

type Trouble = (cluster: Lab) => unknown;
const wrong = branchItem("eni-0branchc", 2, "10.0.1.23");
/** Things that go wrong in the healthy cluster, one at a time or one after the other. */
export const troubles: Readonly<Record<string, Trouble>> = {
  "a branch loses its pod": (cluster) => cluster.remove("pods", lab.podA),
  "a branch goes": (cluster) => cluster.remove("interfaces", lab.branchA),
  "a branch is let go": (cluster) => cluster.change("interfaces", lab.branchB, { status: "available" }),
  "a VLAN is taken twice": (cluster) => cluster.put("interfaces", wrong.id, wrong),
  "a pod on that VLAN": (cluster) => cluster.put("pods", "shop/web-c", podOnBranch("web-c", wrong, 2)),
  "the trunk goes": (cluster) => cluster.remove("interfaces", lab.trunk),
  "the node goes": (cluster) => cluster.remove("nodes", lab.node),
  "the instance goes": (cluster) => cluster.remove("instances", lab.instance),
  "the policy is edited": (cluster) => cluster.change("securityGroupPolicies", lab.policy, { groupIds: ["sg-0other"] }),
  "the policy goes": (cluster) => cluster.remove("securityGroupPolicies", lab.policy),
  "a rule goes": (cluster) => cluster.remove("securityGroupRules", "sgr-02"),
  "the pods' egress goes": (cluster) => cluster.remove("securityGroupRules", "sgr-07"),
  "a group goes": (cluster) => cluster.remove("securityGroups", lab.podGroup),
  "the subnet fills up": (cluster) => cluster.change("subnets", lab.subnet, { availableIps: 1 }),
  "the CNINode goes": (cluster) => cluster.remove("cniNodes", lab.node),
  "capacity goes": (cluster) =>
    cluster.change("nodes", lab.node, { capacity: { pods: 29 }, allocatable: { pods: 29 } }),
  "the lease goes": (cluster) => cluster.remove("leases", lab.lease),
  "the webhook goes": (cluster) => cluster.remove("webhookConfigurations", "vpc-resource-mutating-webhook"),
  "aws-node starts anew": (cluster) => cluster.change("pods", lab.awsNode, { startedAt: cluster.now, uid: "other" }),
  "CoreDNS goes": (cluster) => cluster.remove("endpointSlices", "kube-system/kube-dns-1"),
  "a pod waits": (cluster) =>
    cluster.put(
      "pods",
      "shop/late",
      podItem("late", {
        labels: { tier: "web" },
        phase: "Pending",
        createdAt: cluster.now,
        conditions: [{ type: "PodScheduled", status: "True", changedAt: cluster.now }],
        containers: [{ name: "main", podEniRequest: 1, podEniLimit: 1 }],
      }),
    ),
  "its branch fails": (cluster) =>
    cluster.put(
      "events",
      "shop/late.1",
      eventItem("Pod", "shop/late", {
        reason: "BranchAllocationFailed",
        message: "failed to allocate branch ENI to pod: api error UnauthorizedOperation: no",
        lastAt: cluster.now,
      }),
    ),
  "interfaces cannot be read": (cluster) => cluster.fail("interfaces"),
  "interfaces can be read": (cluster) => cluster.recover("interfaces"),
  "policies cannot be read": (cluster) => cluster.fail("securityGroupPolicies"),
  "the annotation is garbage": (cluster) => annotate(cluster, lab.podB, "[{"),
  "the annotation names another ENI": (cluster) =>
    annotate(
      cluster,
      lab.podB,
      cluster.get("pods", lab.podB).annotations["vpc.amazonaws.com/pod-eni"]?.replace(lab.branchB, "eni-0gone"),
    ),
  "two pods name one ENI": (cluster) =>
    annotate(cluster, lab.podB, cluster.get("pods", lab.podA).annotations["vpc.amazonaws.com/pod-eni"]),
  "the VLAN is out of range": (cluster) =>
    cluster.change("interfaces", lab.branchB, {
      tags: { ...cluster.get("interfaces", lab.branchB).tags, "vpcresources.k8s.aws/vlan-id": "121" },
    }),
  "a pod completes": (cluster) => cluster.change("pods", lab.podB, { phase: "Succeeded" }),
  "a pod gives no grace": (cluster) => cluster.change("pods", lab.podB, { graceSeconds: 0 }),
  "a pod moves to the node's network": (cluster) => cluster.change("pods", lab.podB, { hostNetwork: true }),
  "the trunk survives its instance": (cluster) =>
    cluster.change("interfaces", lab.trunk, {
      attachment: { ...cluster.get("interfaces", lab.trunk).attachment, deleteOnTermination: false },
    }),
  "kubelet lags": (cluster) => cluster.change("nodes", lab.node, { allocatable: { pods: 29, podEni: 4 } }),
  "the feature goes": (cluster) => cluster.change("cniNodes", lab.node, { features: [] }),
  "the switch goes off": (cluster) => environment(cluster, { ENABLE_POD_ENI: "false" }),
  "the mode is standard": (cluster) => environment(cluster, { POD_SECURITY_GROUP_ENFORCING_MODE: "standard" }),
  "MAX_ENI is one": (cluster) => environment(cluster, { MAX_ENI: "1" }),
  "early demux is on": (cluster) =>
    cluster.change("pods", lab.awsNode, { initContainers: [{ name: "aws-vpc-cni-init", env: {} }] }),
  "a policy has no selector": (cluster) => cluster.change("securityGroupPolicies", lab.policy, { podSelector: null }),
  "a policy's selector is broken": (cluster) =>
    cluster.change("securityGroupPolicies", lab.policy, {
      podSelector: { matchExpressions: [{ key: "tier", operator: "in", values: ["web"] }] },
    }),
  "a policy selects nothing": (cluster) =>
    cluster.change("securityGroupPolicies", lab.policy, { podSelector: { matchLabels: { tier: "wbe" } } }),
  "a policy selects everything": (cluster) => cluster.change("securityGroupPolicies", lab.policy, { podSelector: {} }),
  "the policies' CRD goes": (cluster) =>
    cluster.remove("customResourceDefinitions", "securitygrouppolicies.vpcresources.k8s.aws"),
  "the cool-down is too short": (cluster) =>
    cluster.change("configMaps", "kube-system/amazon-vpc-cni", { data: { "branch-eni-cooldown": "10" } }),
  "kube-proxy runs ipvs": (cluster) =>
    cluster.change("configMaps", "kube-system/kube-proxy-config", { data: { mode: "ipvs" } }),
  "the pods' group is wide open": (cluster) =>
    cluster.put("securityGroupRules", "sgr-99", {
      id: "sgr-99",
      groupId: lab.podGroup,
      isEgress: false,
      protocol: "-1",
      fromPort: -1,
      toPort: -1,
      cidrIpv4: "0.0.0.0/0",
    }),
  "the subnet becomes public": (cluster) =>
    cluster.change("routeTables", "rtb-0a", {
      routes: [{ destination: "0.0.0.0/0", target: "igw-0a", state: "active" }],
    }),
};

function annotate(cluster: Lab, pod: string, text: string | undefined): Lab {
  return cluster.change("pods", pod, { annotations: { "vpc.amazonaws.com/pod-eni": text ?? "" } });
}

function environment(cluster: Lab, env: Readonly<Record<string, string>>): Lab {
  const { containers } = cluster.get("pods", lab.awsNode);
  return cluster.change("pods", lab.awsNode, {
    containers: containers.map((container) => ({ ...container, env: { ...container.env, ...env } })),
  });
}
