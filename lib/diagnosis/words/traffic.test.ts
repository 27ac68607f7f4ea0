import { describe, expect, test } from "vitest";
import { rules } from "../register.ts";
import { mode, withAwsNode, withGroup, withGroups, withRule } from "../rules/traffic.fixture.ts";
import { eventItem, healthy, judge, type Lab, lab, podItem } from "../testing.fixture.ts";
import { type Dictionary, en, zhTw } from "./register.ts";
import type { Told } from "./words.ts";

const withoutEgress = () => healthy().remove("securityGroupRules", "sgr-07");
const withTwoGroups = () => withGroups(withGroup(healthy(), "sg-0more"), lab.branchA, lab.podGroup, "sg-0more");

/** One cluster for each rule about traffic, in which it speaks. */
const troubles: Readonly<Record<string, () => Lab>> = {
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
  "group-rules-at-limit": () =>
    withRule(healthy(), "sgr-x", lab.podGroup, { prefixListId: "pl-1" }).put("prefixLists", "pl-1", {
      id: "pl-1",
      maxEntries: 60,
    }),
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

function told(rule: string): Told {
  const [finding] = judge(
    rules.filter(({ id }) => id === rule),
    troubles[rule]?.() ?? healthy(),
  ).findings;
  if (finding === undefined) throw new Error(`${rule} does not speak`);
  return { facts: finding.facts, subjects: finding.subjects, cluster: "lab", region: "eu-west-1" };
}

describe.each([
  ["English", en as Dictionary],
  ["Traditional Chinese", zhTw as Dictionary],
])("findings about traffic in %s", (_, dictionary) => {
  test.each(Object.keys(troubles))("%s says what it found, with nothing missing in the sentence", (rule) => {
    const words = dictionary[rule];
    const found = told(rule);
    const texts = [words?.title, words?.describe(found), words?.remedy(found)];
    for (const text of texts) expect(text).toMatch(/\S{4}/);
    const commands = [...(words?.commands?.(found) ?? []), ...(words?.verify(found) ?? [])];
    expect(commands.length).toBeGreaterThan(0);
    for (const text of [...texts, ...commands]) expect(text).not.toMatch(/undefined|null|NaN|\[object/);
  });
});

describe("the commands to copy", () => {
  const commandsFor = (rule: string) => (en as Dictionary)[rule]?.commands?.(told(rule));

  test("open the probe's port to the exact group of the node", () => {
    expect(commandsFor("probes-blocked")).toEqual([
      "aws ec2 authorize-security-group-ingress --group-id sg-0pods --protocol tcp --port 8080 --source-group sg-0nodes --region eu-west-1",
    ]);
  });

  test("let the pods out to CoreDNS, and into it, over both protocols", () => {
    expect(commandsFor("dns-egress-blocked")?.[0]).toBe(
      "aws ec2 authorize-security-group-egress --group-id sg-0pods --ip-permissions 'IpProtocol=udp,FromPort=53,ToPort=53,UserIdGroupPairs=[{GroupId=sg-0cluster}]' --region eu-west-1",
    );
    expect(commandsFor("dns-ingress-blocked")).toHaveLength(2);
    expect(commandsFor("dns-ingress-blocked")?.[1]).toMatch(/--protocol tcp --port 53 --source-group sg-0pods/);
  });

  test("patch the init container, which kubectl set env does not reach", () => {
    expect(commandsFor("tcp-early-demux-on")?.[0]).toMatch(
      /^kubectl patch daemonset -n kube-system aws-node --patch '\{.*"initContainers":\[\{"name":"aws-vpc-cni-init".*\}'$/,
    );
  });
});
