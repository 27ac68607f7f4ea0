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
};
