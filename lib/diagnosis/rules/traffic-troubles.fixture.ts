import { eventItem, healthy, type Lab, lab, podItem } from "../testing.fixture.ts";
import { mode, withAwsNode, withGroup, withGroups, withRule } from "./traffic.fixture.ts";

const withoutEgress = () => healthy().remove("securityGroupRules", "sgr-07");
const withTwoGroups = () => withGroups(withGroup(healthy(), "sg-0more"), lab.branchA, lab.podGroup, "sg-0more");

/** One cluster for each rule about traffic, in which it speaks. */
export const trafficTroubles: Readonly<Record<string, () => Lab>> = {
  "probes-blocked": () => healthy().remove("securityGroupRules", "sgr-06"),
  "tcp-early-demux-on": () => withAwsNode(healthy(), { DISABLE_TCP_EARLY_DEMUX: null }, "initContainers"),
  "early-demux-on-wrong-container": () =>
    withAwsNode(
      withAwsNode(healthy(), { DISABLE_TCP_EARLY_DEMUX: "true" }),
      { DISABLE_TCP_EARLY_DEMUX: null },
      "initContainers",
    ),
  "dns-egress-blocked": withoutEgress,
  "dns-ingress-blocked": () => healthy().remove("securityGroupRules", "sgr-02"),
  "strict-node-local-dns": () =>
    healthy().put("daemonSets", "kube-system/node-local-dns", {
      ...healthy().get("daemonSets", "kube-system/aws-node"),
      name: "node-local-dns",
    }),
  "strict-ipvs": () => healthy().change("configMaps", "kube-system/kube-proxy-config", { data: { mode: "ipvs" } }),
  "strict-local-traffic-policy": () =>
    healthy().change("services", "kube-system/kube-dns", {
      namespace: "shop",
      name: "web",
      type: "LoadBalancer",
      selector: { tier: "web" },
      externalTrafficPolicy: "Local",
    }),
  "no-internet-path": () =>
    healthy().change("routeTables", "rtb-0a", { routes: [{ destination: "0.0.0.0/0", target: "igw-1" }] }),
  "egress-escapes-groups": () => withAwsNode(healthy(), { ...mode("standard"), AWS_VPC_K8S_CNI_EXTERNALSNAT: null }),
  "mixed-modes": () =>
    withAwsNode(healthy().wait(60), mode("standard")).change("pods", lab.awsNode, { startedAt: lab.start }),
  "grace-period-zero": () =>
    withAwsNode(healthy(), { VPC_CNI_VERSION: "v1.9.0" }).change("pods", lab.podA, { graceSeconds: 0 }),
  "same-node-not-filtered": () =>
    withRule(withAwsNode(withTwoGroups(), mode("standard")), "sgr-x", "sg-0more", {
      referencedGroup: { groupId: lab.podGroup },
    }),
  "fargate-egress-missing": () =>
    withGroup(healthy(), "sg-0jobs").put(
      "pods",
      "shop/job",
      podItem("job", {
        labels: { "eks.amazonaws.com/fargate-profile": "jobs" },
        annotations: { "fargate.amazonaws.com/pod-sg": "sg-0jobs" },
      }),
    ),
  "group-rules-at-limit": () => {
    const cluster = healthy();
    for (let port = 1; port < 60; port++) {
      withRule(cluster, `sgr-x${port}`, lab.podGroup, { fromPort: port, toPort: port, cidrIpv4: "10.9.0.0/16" });
    }
    return cluster;
  },
  "dangling-group-reference": () =>
    withRule(healthy(), "sgr-x", lab.podGroup, { referencedGroup: { groupId: "sg-0gone" } }),
  "pod-group-wide-open": () => withRule(healthy(), "sgr-x", lab.podGroup, { cidrIpv4: "0.0.0.0/0" }),
  "load-balancer-tag-ambiguous": withTwoGroups,
  "stale-fallback-groups": () =>
    withGroups(healthy().remove("securityGroupPolicies", lab.policy), lab.branchA, lab.nodeGroup).put(
      "events",
      "shop/web-a.1",
      eventItem("Pod", lab.podA, { reason: "SecurityGroupRequested" }),
    ),
};
