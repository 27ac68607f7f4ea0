import { branchItem, eventItem, healthy, type Lab, lab, podItem, podOnBranch } from "../testing.fixture.ts";
import { putPods, refusedBy, tell, unscheduledPod, waitingPod } from "./pods.fixture.ts";

const asking = (podEni: number) => [{ name: "main", podEniRequest: podEni, podEniLimit: podEni }];
const policy = (fields: object) => healthy().change("securityGroupPolicies", lab.policy, fields);
const webhook = "vpc-resource-mutating-webhook";

function failing(message: string, reason = "BranchAllocationFailed", secondsAgo = 20): Lab {
  return tell(putPods(healthy(), waitingPod("a", lab.start, 120)), "shop/a", reason, { secondsAgo, message });
}

/** One cluster for each rule about pods, policies and the controller, in which it speaks. */
export const podTroubles: Readonly<Record<string, () => Lab>> = {
  "slots-exhausted": () =>
    putPods(healthy(), podItem("big", { containers: asking(7) }), unscheduledPod("a", lab.start, 120)),
  "slots-nearly-full": () => putPods(healthy(), podItem("big", { containers: asking(7) })),
  "trunk-full": () => {
    const cluster = healthy();
    for (let vlan = 3; vlan < 10; vlan++)
      cluster.put("interfaces", `eni-0old${vlan}`, branchItem(`eni-0old${vlan}`, vlan, `10.0.1.${30 + vlan}`));
    return tell(putPods(cluster, waitingPod("a", lab.start, 30)), "shop/a", "SecurityGroupRequested", {
      secondsAgo: 29,
    });
  },
  "max-pods-reached": () => {
    const conditions = [
      { type: "PodScheduled", status: "False", message: "1 Too many pods.", changedAt: lab.start - 120_000 },
    ];
    const cluster = healthy().change("nodes", lab.node, { allocatable: { pods: 5, podEni: 9 } });
    return putPods(cluster, unscheduledPod("a", lab.start, 120, { conditions }));
  },
  "pod-without-trunk": () =>
    putPods(healthy().change("cniNodes", lab.node, { features: [] }), waitingPod("a", lab.start, 90)),
  "annotation-missing": () => putPods(healthy(), waitingPod("a", lab.start, 90)),
  "allocation-failed": () => failing(refusedBy("UnauthorizedOperation")),
  "allocation-given-up": () => failing(refusedBy("Boom"), "BranchAllocationFailed", 70),
  "annotation-refused": () => failing("failed to annotate pod", "BranchENIAnnotationFailed"),
  "sandbox-failing": () => {
    const cluster = healthy().change("pods", lab.podA, { podIp: undefined, podIps: undefined });
    tell(cluster, lab.podA, "ResourceAllocated", { secondsAgo: 90, message: 'Allocated [{"eniId":"eni-0brancha"}]' });
    return tell(cluster, lab.podA, "FailedCreatePodSandBox", { secondsAgo: 20, message: "failed to setup network" });
  },
  "subnet-short": () => healthy().change("subnets", lab.subnet, { availableIps: 2 }),
  "interface-quota": () => {
    const ids = Array.from({ length: 4000 }, (_, n) => `eni-0n${n}`);
    const others = ids.map((id) => [id, branchItem(id, 1, "10.0.2.1", { tags: {}, type: "interface" })] as const);
    return healthy().fill("interfaces", others);
  },
  "ec2-throttled": () =>
    tell(healthy(), lab.podA, "BranchAllocationFailed", { secondsAgo: 30, message: refusedBy("RequestLimitExceeded") }),
  "allocation-slow": () => {
    const cluster = healthy();
    for (const name of ["a", "b", "c", "d", "e"]) {
      putPods(
        cluster,
        waitingPod(name, lab.start, 300, { annotations: { "vpc.amazonaws.com/pod-eni": '[{"eniId":"eni-0x"}]' } }),
      );
      tell(cluster, `shop/${name}`, "ResourceAllocated", {
        secondsAgo: 270,
        message: 'Allocated [{"eniId":"eni-0x"}]',
      });
    }
    return cluster;
  },
  "policy-invalid": () => policy({ groupIds: [] }),
  "policy-selects-nothing": () => policy({ podSelector: { matchLabels: { tier: "nobody" } } }),
  "group-missing": () => policy({ groupIds: ["sg-0gone"] }),
  "group-of-other-vpc": () =>
    policy({ groupIds: ["sg-0far"] }).put("securityGroups", "sg-0far", { id: "sg-0far", vpcId: "vpc-0far", tags: {} }),
  "groups-too-many": () => policy({ groupIds: ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5", "sg-6"] }),
  "policy-not-enforced": () => putPods(healthy(), podItem("bare", { labels: { tier: "web" } })),
  "branch-without-policy": () => healthy().remove("securityGroupPolicies", lab.policy),
  "groups-drifted": () => policy({ groupIds: [lab.podGroup, lab.nodeGroup] }),
  "policies-overlap": () =>
    healthy().put("securityGroupPolicies", "shop/extra", {
      ...healthy().get("securityGroupPolicies", lab.policy),
      name: "extra",
    }),
  "selector-broken": () =>
    policy({ podSelector: { matchExpressions: [{ key: "tier", operator: "Equals", values: ["web"] }] } }),
  "policy-too-broad": () => policy({ podSelector: {} }),
  "match-ineffective": () => putPods(healthy(), podItem("iis", { labels: { tier: "web" }, os: "windows" })),
  "pod-eni-wrong-container": () =>
    putPods(
      healthy(),
      podOnBranch("web-a", healthy().get("interfaces", lab.branchA), 1, {
        containers: [{ name: "a" }, { name: "b", podEniRequest: 1 }],
      }),
    ),
  "webhook-broken": () => healthy().remove("webhookConfigurations", webhook),
  "controller-silent": () => healthy().remove("leases", lab.lease),
  "controller-access-missing": () => healthy().remove("clusterRoles", "vpc-resource-controller-role"),
  "admission-denied": () => {
    const message = 'admission webhook "mpod.vpc.k8s.aws" denied the request: Failed to get Matching SGP for Pods';
    return healthy().put(
      "events",
      "shop/api",
      eventItem("ReplicaSet", "shop/api", { reason: "FailedCreate", message }),
    );
  },
  "cool-down-setting": () =>
    healthy().change("configMaps", "kube-system/amazon-vpc-cni", { data: { "branch-eni-cooldown": "10" } }),
  "policy-crd-missing": () =>
    healthy()
      .remove("customResourceDefinitions", "securitygrouppolicies.vpcresources.k8s.aws")
      .remove("securityGroupPolicies", lab.policy),
};
