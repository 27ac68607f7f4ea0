import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compared, observed, told } from "./host.fixture.ts";
import { changed, file, outputOf, vethOf } from "./output.fixture.ts";
import { pathOf } from "./path.ts";
import { readHost } from "./read-host.ts";

const modes = ["strict", "standard"] as const;
const families = ["ipv4", "ipv6"] as const;
const ways = modes.flatMap((mode) => families.map((family) => ({ mode, family })));

function open(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.startsWith("confirmed"));
}

describe.each(ways)("a node in $mode mode with $family, as the CNI sets it up", ({ mode, family }) => {
  const observation = observed({ mode, family, pods: 3 });
  const files = outputOf({ mode, family, pods: [1, 2, 3] });

  test("every line of every Pod is confirmed, and nothing is surplus or found", () => {
    const { comparison, findings, reading } = compared(observation, files);
    expect(open(told(comparison)).every((line) => /^not-observed (net\.|-A)/.test(line))).toBe(true);
    expect(told(comparison).filter((line) => line.startsWith("confirmed"))).toHaveLength(
      { strict: { ipv4: 7, ipv6: 7 }, standard: { ipv4: 7, ipv6: 7 } }[mode][family] * 3 + nodeLines(mode, family),
    );
    expect({ surplus: comparison.surplus, findings, open: reading.notUnderstood }).toEqual({
      surplus: [],
      findings: [],
      open: [],
    });
  });

  test("the mode shows on the node, whatever its aws-node says or does not say", () => {
    const { comparison } = compared(observed({ mode: "unknown", family, pods: 3 }), files);
    expect(comparison.pods.map((pod) => [pod.mode.mode, pod.mode.by])).toEqual(Array(3).fill([mode, "host"]));
    expect(open(told(comparison)).every((line) => line.startsWith("not-observed"))).toBe(true);
  });

  test("each line that is taken away is missing, that one and no other", () => {
    const lines = files
      .flatMap(({ text }) => text.split("\n"))
      .filter((line) => /vlan\.eth\.1|10\.0\.1\.1|14::1 |14::1$/.test(line) && !/^\d+: vlan/.test(line));
    for (const line of new Set(lines)) {
      const { comparison, findings } = compared(observation, changed(files, `${line}\n`, ""));
      const missing = told(comparison).filter((one) => one.startsWith("missing"));
      expect({ line, missing: missing.length, codes: findings.map(({ code }) => code) }).toEqual({
        line,
        missing: 1,
        codes: ["SGP-100"],
      });
    }
    expect(lines.length).toBeGreaterThanOrEqual(4);
  });

  test("without a file, its lines are not observed; nothing else is said of them", () => {
    for (const { name } of files) {
      const { comparison, findings } = compared(
        observation,
        files.filter((one) => one.name !== name),
      );
      const bad = told(comparison).filter((line) => /^(missing|different)/.test(line));
      expect({ name, bad, findings, surplus: comparison.surplus }).toEqual({
        name,
        bad: [],
        findings: [],
        surplus: [],
      });
    }
  });
});

/** Trunk and its table; then the rules of the mode. */
function nodeLines(mode: string, family: string): number {
  return (
    3 + (mode === "strict" ? 2 : 0) + (mode === "strict" && family === "ipv6" ? 1 : 0) + (family === "ipv4" ? 1 : 0)
  );
}

describe("what is there and is wrong", () => {
  const observation = observed({ pods: 2 });
  const files = outputOf({ pods: [1, 2] });

  test.each([
    [
      "a default route through another gateway",
      /default via 10\.0\.0\.1 dev vlan\.eth\.1/,
      "default via 10.0.0.254 dev vlan.eth.1",
      "via",
      "10.0.0.254",
    ],
    ["a route of the Pod to another device", /10\.0\.1\.1 dev \S+/, "10.0.1.1 dev vlan.eth.2", "device", "vlan.eth.2"],
    ["a rule that asks another table", /iif vlan\.eth\.1 lookup 101/, "iif vlan.eth.1 lookup 102", "table", "102"],
    ["a rule at another priority", /^10:(\tfrom all iif vlan\.eth\.1 )/m, "15:$1", "priority", "15"],
    ["a VLAN device that is down", /(vlan\.eth\.1@eth1: <BROADCAST),UP>/, "$1>", "state", "down"],
    ["a VLAN device on another ENI", /vlan\.eth\.1@eth1/, "vlan.eth.1@eth0", "parent", "eth0"],
  ])("%s", (_, from, to, field, wrong) => {
    const { comparison } = compared(observation, changed(files, from, to));
    const different = comparison.pods.flatMap((pod) => pod.lines).filter(({ verdict }) => verdict === "different");
    expect(different.map(({ differences }) => differences.map((one) => [one.field, one.observed]))).toEqual([
      [[field, wrong]],
    ]);
    expect(different[0]?.evidence[0]?.text).toContain(field === "state" ? "<BROADCAST>" : wrong);
  });

  test("the local table still first in strict mode", () => {
    const { comparison } = compared(
      observation,
      changed(files, "20:\tfrom all lookup local", "0:\tfrom all lookup local"),
    );
    expect(told(comparison)).toContain("different no 0: from all lookup local");
    expect(told(comparison)).toContain("missing 20: from all lookup local");
  });

  test("a node whose mode nobody knows is not accused of the local table", () => {
    const { comparison } = compared(observed({ mode: "unknown", pods: 0 }), outputOf({ mode: "standard", pods: [] }));
    expect(told(comparison).filter((line) => /^(different|missing)/.test(line))).toEqual([]);
  });

  test("a Pod set up in another mode than its aws-node says is shown with both", () => {
    const { comparison } = compared(observed({ mode: "standard" }), outputOf({ mode: "strict" }));
    expect(comparison.pods[0]?.mode).toMatchObject({ mode: "strict", declared: "standard", by: "host" });
    expect(told(comparison)).toContain(`confirmed ${vethOf(1, "strict")}`);
  });

  test("sysctls of the VLAN device are compared when they are given", () => {
    const settings = file("sysctl.txt", [
      "net.ipv6.conf.vlan/eth/1.accept_ra = 0",
      "net.ipv6.conf.vlan/eth/1.forwarding = 1",
    ]);
    const { comparison } = compared(observation, [...files, settings]);
    expect(told(comparison)).toContain("confirmed net.ipv6.conf.vlan/eth/1.accept_ra = 0");
    expect(told(comparison)).toContain("different net.ipv6.conf.vlan/eth/1.forwarding = 0");
  });

  test("the prefix of the node's own configuration names the veths of standard mode", () => {
    const config = file("10-aws.conflist", [
      '{"plugins":[{"type":"aws-cni","vethPrefix":"pod","podSGEnforcingMode":"standard"}]}',
    ]);
    const veth = vethOf(1, "standard").replace("eni", "pod");
    const own = outputOf({ mode: "standard" }).map(({ name, text }) => ({
      name,
      text: text.replaceAll(vethOf(1, "standard"), veth),
    }));
    const { comparison } = compared(observed({ mode: "standard" }), [...own, config]);
    expect(told(comparison)).toContain(`confirmed ${veth}`);
  });
});

describe("SNAT", () => {
  const chain = '-m comment --comment "AWS, SNAT" -m addrtype ! --dst-type LOCAL -j SNAT --to-source';
  const nat = (...rules: string[]) =>
    file("iptables-save.txt", ["*nat", ":AWS-SNAT-CHAIN-0 - [0:0]", "-A POSTROUTING -j X", ...rules, "COMMIT"]);
  const verdicts = (files: Parameters<typeof compared>[1], externalSnat: boolean) =>
    told(compared(observed({ externalSnat }), files).comparison).filter((line) => line.includes("SNAT"));

  test("the rule is there, as the node's address, and spares the veths of strict mode", () => {
    const [right, wrong, unspared] = ["! -o vlan+ X 10.0.0.10", "! -o vlan+ X 10.0.0.99", "X 10.0.0.10"].map((rule) =>
      nat(`-A AWS-SNAT-CHAIN-0 ${rule.replace("X", chain)} --random-fully`),
    );
    const text = "-A AWS-SNAT-CHAIN-0 ! -o vlan+ -j SNAT --to-source 10.0.0.10";
    expect([right, wrong, unspared, nat()].map((one) => verdicts(one ? [one] : [], false))).toEqual([
      [`confirmed ${text}`],
      [`different ${text}`],
      [`different ${text}`],
      [`missing ${text}`],
    ]);
    expect(verdicts([], false)).toEqual([`not-observed ${text}`]);
  });

  test("ipamd's own settings say whether it is on, also where no aws-node is known", () => {
    const settings = file("settings.json", ['{"AWS_VPC_K8S_CNI_EXTERNALSNAT":true}']);
    const { comparison } = compared(observed({ mode: "unknown" }), [nat(), settings]);
    expect(comparison.externalSnat).toBe(true);
    expect(told(comparison)).toContain("confirmed no -A AWS-SNAT-CHAIN-0 ! -o vlan+ -j SNAT");
    expect(compared(observed({ mode: "unknown" }), []).comparison.externalSnat).toBeNull();
  });

  test("with external SNAT there is none", () => {
    const text = "no -A AWS-SNAT-CHAIN-0 ! -o vlan+ -j SNAT";
    expect(verdicts([nat()], true)).toEqual([`confirmed ${text}`]);
    expect(verdicts([nat(`-A AWS-SNAT-CHAIN-0 ! -o vlan+ ${chain} 10.0.0.10`)], true)).toEqual([`different ${text}`]);
  });
});

describe("surplus", () => {
  const observation = observed({ pods: 1 });

  test("what a Pod that is gone left behind is surplus, piece by piece", () => {
    const { comparison } = compared(observation, outputOf({ pods: [1, 7] }));
    expect(comparison.surplus.map(({ kind, vlan, reason }) => [kind, vlan, reason])).toEqual([
      ["link", null, "no-owner"],
      ["link", 7, "no-owner"],
      ["route", 7, "no-owner"],
      ["route", 7, "no-owner"],
      ["route", 7, "no-owner"],
      ["rule", 7, "no-owner"],
      ["rule", 7, "no-owner"],
    ]);
  });

  test("routes and rules of an earlier Pod on a VLAN that is in use again are not what its Pod needs", () => {
    const files = changed(outputOf(), "32766:", "1536:\tfrom 10.0.1.99 lookup 101\n32766:");
    const { comparison } = compared(
      observation,
      changed(files, "10.0.1.1 dev", "10.0.1.99 dev veth9 table 101 scope link\n10.0.1.1 dev"),
    );
    expect(comparison.surplus.map(({ name, reason }) => [name, reason])).toEqual([
      ["10.0.1.99 table 101", "not-expected"],
      ["1536 10.0.1.99 table 101", "not-expected"],
    ]);
  });

  test("nothing is surplus where Pods were not read", () => {
    const { pods: _, ...items } = observation.items;
    const { comparison } = compared({ ...observation, items }, outputOf({ pods: [7] }));
    expect(comparison.surplus).toEqual([]);
  });

  test("what a live Pod has whose annotation cannot be used is not without an owner", () => {
    const pods = new Map(observation.items.pods);
    const pod = pods.get("default/pod-1");
    if (!pod) throw new Error("there is a pod");
    const annotations = { "vpc.amazonaws.com/pod-eni": '[{"vlanId":1}]' };
    const items = { ...observation.items, pods: pods.set("default/pod-1", { ...pod, annotations }) };
    const { comparison } = compared({ ...observation, items }, outputOf());
    expect(comparison.surplus.filter(({ reason }) => reason === "no-owner")).toEqual([]);
  });

  test("what ordinary Pods have is none of it", () => {
    const files = changed(
      outputOf(),
      "32766:",
      "512:\tfrom all to 10.0.0.77 lookup main\n1536:\tfrom 10.0.0.77 lookup 2\n32766:",
    );
    expect(compared(observation, files).comparison.surplus).toEqual([]);
  });
});

test("several outputs of one device are taken together", () => {
  const detail = file("ip-d-link.txt", [
    "5: vlan.eth.1@eth1: <UP> mtu 9001",
    "    link/ether 02:00:00:00:01:01",
    "    vlan protocol 802.1Q id 1 <REORDER_HDR>",
  ]);
  const { comparison } = compared(observed(), [...outputOf(), detail]);
  expect(comparison.pods[0]?.lines[0]).toMatchObject({ verdict: "confirmed", notShown: [] });
  expect(readHost([detail]).state.coverage.links).toBe(false);
});

test("whatever becomes of its lines, a node is compared, and only what is shown is claimed", () => {
  const files = outputOf({ pods: [1, 2, 7] });
  const lines = files.flatMap(({ text }) => text.split("\n"));
  const line = fc.oneof(fc.constantFrom(...lines), fc.string({ maxLength: 40 }));
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 60 }),
      fc.constantFrom("strict" as const, "standard" as const, "unknown" as const),
      (some, mode) => {
        const { comparison, findings, reading } = compared(observed({ mode, pods: 2 }), [file("x", some)]);
        const judged = [...comparison.lines, ...comparison.pods.flatMap((pod) => pod.lines)];
        const claimed = judged.filter(({ verdict }) => verdict === "confirmed" || verdict === "different");
        expect(claimed.every(({ evidence }) => evidence.length > 0)).toBe(true);
        expect(findings.every(({ evidence, rule }) => evidence.length > 0 || rule === "host-state-incomplete")).toBe(
          true,
        );
        const path = pathOf("pod/default/pod-1", comparison, findings);
        expect(path?.hops).toHaveLength(8);
        expect(reading.notUnderstoodCount).toBeLessThanOrEqual(some.length);
      },
    ),
    { numRuns: 300 },
  );
});
