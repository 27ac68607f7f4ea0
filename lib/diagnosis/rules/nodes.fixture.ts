import type { Item } from "../../recording/collections.ts";
import { branchItem, eventItem, healthy, type Lab, lab, podItem, podOnBranch } from "../testing.fixture.ts";

const minute = 60_000;
const sgp = { name: "SecurityGroupsForPods", value: "" };

/** For each rule about ENIs, nodes and the CNI a cluster in which it speaks, watched for long enough. */
export const nodeTroubles: Readonly<Record<string, () => Lab>> = {
  "branch-cooling": () => released().wait(30),
  "branch-leaked": () => released().wait(180, 30),
  "interface-stranded": () => withBranch("eni-0left", 7, { status: "available" }).wait(65 * 60, 600),
  "trunk-gone": () => trunkless().wait(180, 60),
  "annotation-names-unknown": () => healthy().wait(60).remove("interfaces", lab.branchA).wait(180, 60),
  "completed-keeps-annotation": () => healthy().change("pods", lab.podA, { phase: "Succeeded" }),
  "annotation-disagrees": () => healthy().change("interfaces", lab.branchA, { mac: "02:ff:ff:ff:ff:ff" }).wait(90, 30),
  "pod-off-its-branch": () => healthy().change("pods", lab.podA, { podIp: "10.0.1.13", podIps: ["10.0.1.13"] }),
  "vlan-conflict": () => withBranch("eni-0twin", 1),
  "vlan-out-of-range": () => withBranch("eni-0odd", 130),
  "shared-branch": () =>
    healthy().put("pods", "shop/second", podOnBranch("second", branchItem(lab.branchA, 1, "10.0.1.21"), 1)),
  "surplus-branches": () => annotated((entry) => [entry, { ...entry, eniId: "eni-0second", vlanId: 3 }]),
  "annotation-unusable": () => annotated((entry) => [{ ...entry, ifAddress: "" }]),
  "several-trunks": () =>
    healthy().put("interfaces", "eni-0trunk2", { ...healthy().get("interfaces", lab.trunk), id: "eni-0trunk2" }),
  "trunk-survives-instance": () => {
    const { attachment } = healthy().get("interfaces", lab.trunk);
    return healthy().change("interfaces", lab.trunk, { attachment: { ...attachment, deleteOnTermination: false } });
  },
  "too-many-branches": () => {
    const l = healthy();
    for (let vlan = 10; vlan < 18; vlan++)
      l.put("interfaces", `eni-0${vlan}`, branchItem(`eni-0${vlan}`, vlan, `10.0.2.${vlan}`));
    return l;
  },
  "trunk-not-requested": () => withoutTrunk([]),
  "trunk-missing": () => withoutTrunk([sgp]).wait(420, 60),
  "trunk-without-capacity": () =>
    healthy()
      .change("nodes", lab.node, { capacity: { pods: 29 } })
      .wait(90, 30),
  "allocatable-lags": () =>
    healthy()
      .change("nodes", lab.node, { allocatable: { pods: 29, podEni: 0 } })
      .wait(330, 30),
  "capacity-differs-from-table": () => healthy().change("nodes", lab.node, { capacity: { pods: 29, podEni: 12 } }),
  "type-cannot-trunk": () => {
    const reason = "Unsupported";
    return labelled({ "node.kubernetes.io/instance-type": "t3.large" })
      .change("instances", lab.instance, { type: "t3.large" })
      .put("events", "default/1", eventItem("Node", lab.node, { reason }));
  },
  "legacy-trunk-label": () => labelled({ "vpc.amazonaws.com/has-trunk-attached": "not-supported" }),
  "cni-node-odd": () => healthy().remove("cniNodes", lab.node),
  "cni-node-without-node": () =>
    healthy()
      .put("cniNodes", "former", { ...healthy().get("cniNodes", lab.node), name: "former" })
      .wait(330, 60),
  "trunk-differs-from-eni-config": () => custom({ securityGroups: [lab.podGroup] }).wait(90, 30),
  "eni-config-broken": () => custom({ subnet: "subnet-0gone" }).wait(90, 30),
  "branches-in-former-subnet": () =>
    healthy().change("interfaces", lab.branchA, { subnetId: "subnet-0b" }).wait(90, 30),
  "pod-eni-switched-off": () => withEnv({ ENABLE_POD_ENI: "false" }),
  "residue-of-gone-node": () => {
    const l = healthy().wait(60);
    for (const pod of [lab.podA, lab.podB, lab.ordinaryPod, lab.awsNode, lab.coreDns]) l.remove("pods", pod);
    l.remove("nodes", lab.node).remove("cniNodes", lab.node).remove("instances", lab.instance);
    return l.remove("interfaces", lab.trunk).remove("interfaces", lab.primary).wait(330, 30);
  },
  "aws-node-unhealthy": () =>
    healthy().change("pods", lab.awsNode, {
      conditions: [{ type: "Ready", status: "False", changedAt: lab.start - 5 * minute }],
    }),
  "aws-node-outdated": () => {
    const containers = [{ name: "aws-node", image: "cni:v1.21.0" }];
    return healthy().change("daemonSets", "kube-system/aws-node", { containers }).wait(150, 30);
  },
  "cni-flags-clash": () => withEnv({ ENABLE_POD_ENI: "true", MAX_ENI: "1" }),
  "auto-mode-node": () => labelled({ "eks.amazonaws.com/compute-type": "auto" }),
  "cni-lacks-permission": () =>
    healthy().put(
      "events",
      "kube-system/1",
      eventItem("Pod", lab.awsNode, { reason: "MissingIAMPermissions", message: "ec2:CreateTags" }),
    ),
  "trunk-crowds-pods": () => {
    const l = healthy().change("nodes", lab.node, { allocatable: { pods: 40, podEni: 9 } });
    for (let index = 0; index < 18; index++) l.put("pods", `shop/plain-${index}`, podItem(`plain-${index}`));
    return l;
  },
};

function released(): Lab {
  return healthy().wait(60).remove("pods", lab.podA);
}

function withBranch(id: string, vlan: number, fields: Partial<Item<"interfaces">> = {}): Lab {
  return healthy().put("interfaces", id, branchItem(id, vlan, "10.0.1.77", fields));
}

function trunkless(): Lab {
  const branch = branchItem("eni-0stray", 5, "10.0.1.55");
  const tags = { ...branch.tags, "vpcresources.k8s.aws/trunk-eni-id": "eni-0lost" };
  return healthy().put("interfaces", branch.id, { ...branch, tags });
}

function annotated(change: (entry: Record<string, unknown>) => unknown): Lab {
  const key = "vpc.amazonaws.com/pod-eni";
  const [entry] = JSON.parse(healthy().get("pods", lab.podA).annotations[key] ?? "");
  return healthy().change("pods", lab.podA, { annotations: { [key]: JSON.stringify(change(entry)) } });
}

function withoutTrunk(features: Item<"cniNodes">["features"]): Lab {
  const l = healthy().remove("pods", lab.podA).remove("pods", lab.podB);
  for (const eni of [lab.trunk, lab.branchA, lab.branchB]) l.remove("interfaces", eni);
  l.change("instances", lab.instance, { interfaceIds: [lab.primary] });
  l.change("nodes", lab.node, { capacity: { pods: 29 }, allocatable: { pods: 29 } });
  return l.change("cniNodes", lab.node, { features });
}

function labelled(labels: Record<string, string>): Lab {
  return healthy().change("nodes", lab.node, { labels: { ...healthy().get("nodes", lab.node).labels, ...labels } });
}

function custom(fields: { readonly subnet?: string; readonly securityGroups?: string[] }): Lab {
  const named = { name: "zone-a", labels: {}, annotations: {} };
  return healthy()
    .change("cniNodes", lab.node, { features: [{ name: "CustomNetworking", value: "zone-a" }, sgp] })
    .put("eniConfigs", "zone-a", { ...named, subnet: lab.subnet, securityGroups: [], ...fields });
}

function withEnv(env: Record<string, string>): Lab {
  const [main] = healthy().get("pods", lab.awsNode).containers;
  return healthy().change("pods", lab.awsNode, { containers: [{ ...main, name: "aws-node", env }] });
}
