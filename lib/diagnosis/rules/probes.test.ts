import { describe, expect, test } from "vitest";
import { healthy, judge, type Lab, lab } from "../testing.fixture.ts";
import { earlyDemuxOnWrongContainer, probesBlocked, tcpEarlyDemuxOn } from "./probes.ts";
import { mode, withAwsNode, withContainer, withGroup, withGroups } from "./traffic.fixture.ts";

const both = [`pod/${lab.podA}`, `pod/${lab.podB}`];

describe("probes-blocked", () => {
  const found = (cluster: Lab) => judge([probesBlocked], cluster).findings;

  test("speaks when no rule lets the node in on the probe's port, once for all pods with these groups", () => {
    const [finding, ...others] = found(healthy().remove("securityGroupRules", "sgr-06"));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      code: "SGP-080",
      severity: "high",
      subjects: both,
      facts: { groupIds: [lab.podGroup], nodeGroupIds: [lab.nodeGroup, lab.clusterGroup], ports: ["8080"] },
    });
  });

  test("is silent when the port is open to the node", () => {
    expect(found(healthy())).toEqual([]);
    const byAddress = healthy().change("securityGroupRules", "sgr-06", {
      referencedGroup: undefined,
      cidrIpv4: "10.0.1.10/32",
    });
    expect(found(byAddress)).toEqual([]);
  });

  test("looks at the node's primary ENI, not at the trunk", () => {
    const cluster = withGroup(healthy(), "sg-0trunks").change("securityGroupRules", "sgr-06", {
      referencedGroup: { groupId: "sg-0trunks" },
    });
    expect(found(withGroups(cluster, lab.trunk, "sg-0trunks"))).toHaveLength(1);
    expect(found(withGroups(cluster, lab.primary, "sg-0trunks"))).toEqual([]);
  });

  test("resolves a named port in the probe's own container", () => {
    const cluster = withContainer(healthy(), lab.podA, { ports: [{ name: "http", port: 9090, protocol: "TCP" }] });
    const [finding] = found(cluster);
    expect(finding).toMatchObject({ subjects: [`pod/${lab.podA}`], facts: { ports: ["9090"] } });
    expect(found(withContainer(healthy(), lab.podA, { ports: [{ name: "web", port: 9090 }] }))).toEqual([]);
  });

  test.each([
    ["goes to another host", { use: "liveness", kind: "http", port: 9090, host: "127.0.0.1" }],
    ["runs a command", { use: "liveness", kind: "exec" }],
  ] as const)("leaves a probe alone that %s", (_, probe) => {
    expect(found(withContainer(healthy(), lab.podA, { probes: [probe] }))).toEqual([]);
  });

  test.each(["tcp", "grpc"] as const)("looks at %s probes as well", (kind) => {
    const cluster = withContainer(healthy(), lab.podA, { probes: [{ use: "liveness", kind, port: 9090 }] });
    expect(found(cluster)).toHaveLength(1);
  });

  test("looks at the probes of sidecars", () => {
    const probes = [{ use: "startup", kind: "tcp", port: 15_021 }] as const;
    const cluster = healthy().change("pods", lab.podA, { initContainers: [{ name: "proxy", probes: [...probes] }] });
    expect(found(cluster)[0]?.facts.probes).toEqual(["startup tcp 15021 (proxy)"]);
  });

  test("is silent in standard mode, and where the mode of a pod is not known", () => {
    const shut = () => healthy().remove("securityGroupRules", "sgr-06");
    expect(found(withAwsNode(shut(), mode("standard")))).toEqual([]);
    expect(found(shut().change("pods", lab.awsNode, { startedAt: lab.start }))).toEqual([]);
    expect(found(shut().remove("pods", lab.awsNode))).toEqual([]);
    const [main] = shut().get("pods", lab.awsNode).containers;
    const elsewhere = { name: "aws-node", ...main, envElsewhere: ["POD_SECURITY_GROUP_ENFORCING_MODE"] };
    expect(found(shut().change("pods", lab.awsNode, { containers: [elsewhere] }))).toEqual([]);
  });

  test("is silent while the rules of the group, or the entries of a prefix list in it, are not known", () => {
    const strange = healthy().change("securityGroupRules", "sgr-06", {
      referencedGroup: undefined,
      prefixListId: "pl-1",
    });
    expect(found(strange)).toEqual([]);
    expect(found(withGroups(healthy(), lab.branchA, "sg-0unread"))).toEqual([]);
    expect(found(strange.put("prefixLists", "pl-1", { id: "pl-1", cidrs: ["192.0.2.0/24"] }))).toHaveLength(1);
  });

  test("waits for a second reading of both halves", () => {
    const cluster = healthy().wait(60).remove("securityGroupRules", "sgr-06").wait(30);
    expect(found(cluster)).toEqual([]);
    expect(found(cluster.wait(60))).toHaveLength(1);
  });

  test.each(probesBlocked.needs)("without %s it is undecided, not silent", (collection) => {
    const { findings, undecided } = judge(
      [probesBlocked],
      healthy().remove("securityGroupRules", "sgr-06").fail(collection),
    );
    expect(findings).toEqual([]);
    expect(undecided.map(({ code }) => code)).toEqual(["SGP-080"]);
  });
});

describe("tcp-early-demux-on", () => {
  const found = (cluster: Lab) => judge([tcpEarlyDemuxOn], cluster).findings;
  const demuxOn = (value: string | null) =>
    withAwsNode(healthy(), { DISABLE_TCP_EARLY_DEMUX: value }, "initContainers");

  test.each(["false", "no", "", null])("speaks when the init container says %j", (value) => {
    expect(found(demuxOn(value))).toMatchObject([
      {
        code: "SGP-081",
        severity: "high",
        confidence: "likely",
        subjects: [lab.instance, ...both],
        facts: { value, pods: 2 },
      },
    ]);
  });

  test.each(["true", "T", "1"])("is silent when it says %j, as Go reads it", (value) => {
    expect(found(demuxOn(value))).toEqual([]);
  });

  test("is silent when the value comes from elsewhere", () => {
    const [init] = healthy().get("pods", lab.awsNode).initContainers ?? [];
    const named = { name: "aws-vpc-cni-init", ...init, env: {}, envElsewhere: ["DISABLE_TCP_EARLY_DEMUX"] };
    expect(found(healthy().change("pods", lab.awsNode, { initContainers: [named] }))).toEqual([]);
    const all = { ...named, envElsewhere: ["*"] };
    expect(found(healthy().change("pods", lab.awsNode, { initContainers: [all] }))).toEqual([]);
  });

  test("is silent in standard mode, and where no pod on a branch is probed over the network", () => {
    expect(found(withAwsNode(demuxOn("false"), mode("standard")))).toEqual([]);
    const unprobed = [lab.podA, lab.podB].reduce(
      (cluster, pod) => withContainer(cluster, pod, { probes: [] }),
      demuxOn("false"),
    );
    expect(found(unprobed)).toEqual([]);
  });
});

describe("early-demux-on-wrong-container", () => {
  const found = (cluster: Lab) => judge([earlyDemuxOnWrongContainer], cluster).findings;
  const misplaced = () => withAwsNode(healthy(), { DISABLE_TCP_EARLY_DEMUX: "true" });

  test("speaks when aws-node has the variable and the init container does not have it true", () => {
    const cluster = withAwsNode(misplaced(), { DISABLE_TCP_EARLY_DEMUX: "false" }, "initContainers");
    expect(found(cluster)).toMatchObject([
      { code: "SGP-082", subjects: [lab.instance], facts: { value: "true", initValue: "false", nodes: 1 } },
    ]);
  });

  test("is silent when the init container has it true as well", () => {
    expect(found(misplaced())).toEqual([]);
  });
});
