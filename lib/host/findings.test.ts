import { describe, expect, test } from "vitest";
import { compared, macOf, observed } from "./host.fixture.ts";
import { changed, file, outputOf } from "./output.fixture.ts";
import type { HostFile } from "./read-host.ts";

const strict = file("10-aws.conflist", [
  '{"name":"aws-cni","plugins":[{"type":"aws-cni","podSGEnforcingMode":"strict"}]}',
]);
const standard = file("10-aws.conflist", [
  '{"name":"aws-cni","plugins":[{"type":"aws-cni","podSGEnforcingMode":"standard"}]}',
]);

function found(files: readonly HostFile[], observation = observed()) {
  return compared(observation, files).findings.map(({ code, severity, facts }) => ({ code, severity, facts }));
}

function codes(files: readonly HostFile[], observation = observed()): string[] {
  return found(files, observation).map(({ code }) => code);
}

describe("SGP-100", () => {
  test("names what is missing and what differs, and shows what is there", () => {
    const files = changed(
      changed(outputOf(), /^default via .* table 101\n/m, ""),
      "iif vlan.eth.1 lookup 101",
      "iif vlan.eth.1 lookup 111",
    );
    const { findings } = compared(observed(), files);
    expect(findings[0]).toMatchObject({
      code: "SGP-100",
      severity: "high",
      confidence: "certain",
      subjects: ["pod/default/pod-1", "eni-0branch1", "i-0a1b2c3d4e5f60718"],
      facts: {
        pod: "default/pod-1",
        vlan: 1,
        mode: "strict",
        missing: ["default via 10.0.0.1 dev vlan.eth.1 table 101"],
        different: ["10: from all iif vlan.eth.1 lookup 101"],
      },
    });
    expect(findings[0]?.evidence.length).toBeGreaterThan(0);
  });

  test("is silent about a Pod without an address, and about one that terminates", () => {
    const observation = observed();
    const pods = new Map(observation.items.pods);
    const pod = pods.get("default/pod-1");
    if (!pod) throw new Error("there is a pod");
    const { podIp: _, ...waiting } = pod;
    for (const other of [waiting, { ...pod, deletingSince: 9_000 }]) {
      const items = { ...observation.items, pods: new Map(pods).set("default/pod-1", other) };
      expect(codes(outputOf({ pods: [] }), { ...observation, items })).toEqual([]);
    }
  });
});

test("SGP-101: what is left of a VLAN is one finding with all its pieces", () => {
  const stale = found(outputOf({ pods: [1, 7] }));
  expect(stale.map(({ code, severity }) => [code, severity])).toEqual([
    ["SGP-101", "medium"],
    ["SGP-101", "medium"],
  ]);
  expect(stale.find(({ facts }) => "vlan" in facts && facts.vlan === 7)?.facts).toMatchObject({ node: "node-1" });
});

test("SGP-102: the MAC of an earlier branch on the VLAN device, and not a missing piece besides", () => {
  expect(found(changed(outputOf(), macOf(1), macOf(9)))).toEqual([
    {
      code: "SGP-102",
      severity: "high",
      facts: {
        pod: "default/pod-1",
        node: "node-1",
        device: "vlan.eth.1",
        expectedMac: macOf(1),
        observedMac: macOf(9),
      },
    },
  ]);
});

describe("SGP-103", () => {
  const on = file("sysctl.txt", ["net.ipv4.tcp_early_demux = 1"]);
  const off = file("sysctl.txt", ["net.ipv4.tcp_early_demux = 0"]);

  test("needs strict mode in the configuration and the switch on", () => {
    expect(codes([strict, on])).toEqual(["SGP-103"]);
    expect([codes([strict, off]), codes([on]), codes([strict])]).toEqual([[], [], []]);
    expect(codes([standard, on], observed({ mode: "standard" }))).toEqual([]);
  });

  test("says nothing of a node without a trunk", () => {
    const observation = observed({ pods: 0 });
    const interfaces = new Map([...(observation.items.interfaces ?? [])].filter(([id]) => id !== "eni-0trunk"));
    expect(codes([strict, on], { ...observation, items: { ...observation.items, interfaces } })).toEqual([]);
  });
});

describe("SGP-104", () => {
  test("the configuration says another mode than aws-node", () => {
    expect(found([standard])).toEqual([
      {
        code: "SGP-104",
        severity: "medium",
        facts: { node: "node-1", configuredMode: "standard", environmentMode: "strict" },
      },
    ]);
  });

  test("strict in the configuration, and the local table asked first", () => {
    const files = [
      strict,
      file("ip-rule.txt", [
        "0:\tfrom all lookup local",
        "32766:\tfrom all lookup main",
        "32767:\tfrom all lookup default",
      ]),
    ];
    expect(found(files).filter(({ code }) => code === "SGP-104")).toEqual([
      { code: "SGP-104", severity: "high", facts: { node: "node-1", configuredMode: "strict", environmentMode: null } },
    ]);
  });

  test("is silent where both agree, and where no aws-node is known", () => {
    expect([codes([strict]), codes([standard], observed({ mode: "unknown" }))]).toEqual([[], []]);
  });
});

describe("SGP-105", () => {
  const metadata = { k8sPodNamespace: "default", k8sPodName: "pod-1" };
  const ipam = file("ipam.json", [
    JSON.stringify({ version: "vpc-cni-ipam/1", allocations: [{ ipv4: "10.0.0.99", metadata }] }),
  ]);

  test("a Pod with a branch in the checkpoint of ipamd runs on an address of the node", () => {
    expect(found([ipam])).toEqual([
      {
        code: "SGP-105",
        severity: "critical",
        facts: { pod: "default/pod-1", node: "node-1", ip: "10.0.0.99", branchIp: "10.0.1.1", listedIn: "ipam.json" },
      },
    ]);
  });

  test("so does one that the introspection lists", () => {
    const addresses = {
      "10.0.0.99/32": { IPAddresses: { "10.0.0.99": { Address: "10.0.0.99", IPAMMetadata: metadata } } },
    };
    const enis = file("enis.json", [
      JSON.stringify({ "0": { ENIs: { "eni-1": { IsTrunk: true, AvailableIPv4Cidrs: addresses } } } }),
    ]);
    expect(found([enis])).toMatchObject([{ code: "SGP-105", facts: { listedIn: "enis.json" } }]);
  });

  test("an ordinary Pod may stand there", () => {
    const other = { ...ipam, text: ipam.text.replace("pod-1", "pod-9") };
    expect(codes([other])).toEqual([]);
  });
});

describe("SGP-106", () => {
  const enis = (all: object) => file("enis.json", [JSON.stringify({ TotalIPs: 1, ENIs: all })]);

  test("none of the ENIs that ipamd knows is a trunk", () => {
    expect(found([enis({ "eni-1": { ID: "eni-1", IsTrunk: false } })])).toEqual([
      { code: "SGP-106", severity: "high", facts: { node: "node-1", trunk: "eni-0trunk", interfaces: 1 } },
    ]);
  });

  test("is silent where one is, and where ipamd's version does not say", () => {
    expect(codes([enis({ "eni-1": { ID: "eni-1", IsTrunk: true } })])).toEqual([]);
    expect(codes([enis({ "eni-1": { ID: "eni-1" } })])).toEqual([]);
  });
});

describe("SGP-107", () => {
  const times = (stale: number, reachable: number) =>
    file("sysctl.txt", [
      `net.ipv4.neigh.default.gc_stale_time = ${stale}`,
      `net.ipv4.neigh.vlan/eth/1.base_reachable_time_ms = ${reachable}`,
    ]);

  test("times that outlive the cool-down are a risk, shorter ones a remark, the advised ones nothing", () => {
    expect(found([times(120, 30_000)])).toMatchObject([
      { code: "SGP-107", severity: "medium", facts: { coolDown: 60, isLonger: true } },
    ]);
    expect(found([times(60, 15_000)])).toMatchObject([
      { code: "SGP-107", severity: "low", facts: { isLonger: false } },
    ]);
    expect(codes([times(60, 30_000)])).toEqual([]);
  });

  test("the cool-down is that of the cluster", () => {
    const observation = observed();
    const configMap = {
      namespace: "kube-system",
      name: "amazon-vpc-cni",
      labels: {},
      annotations: {},
      data: { "branch-eni-cooldown": "120" },
    };
    const items = { ...observation.items, configMaps: new Map([["kube-system/amazon-vpc-cni", configMap]]) };
    expect(codes([times(120, 60_000)], { ...observation, items })).toEqual([]);
  });
});

test("SGP-108: routing tables of nm-cloud-setup", () => {
  const files = changed(
    outputOf(),
    "32766:",
    "30200:\tfrom 10.0.0.10 lookup 30200\n30400:\tfrom all lookup 30400\n32766:",
  );
  expect(found(files)).toEqual([
    { code: "SGP-108", severity: "high", facts: { node: "node-1", tables: ["30200", "30400"] } },
  ]);
});
