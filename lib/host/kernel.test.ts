import { describe, expect, test } from "vitest";
import { compared, macOf, observed, told } from "./host.fixture.ts";
import { build, cannotBuild } from "./kernel.fixture.ts";
import { vethOf } from "./output.fixture.ts";
import { printIpLink } from "./parse/ip-link.ts";
import { printIpRoute } from "./parse/ip-route.ts";
import { printIpRule } from "./parse/ip-rule.ts";
import { readHost } from "./read-host.ts";

const modes = ["strict", "standard"] as const;
const families = ["ipv4", "ipv6"] as const;
const ways = modes.flatMap((mode) => families.map((family) => ({ mode, family })));
const skipped = cannotBuild === null ? "" : ` (skipped: ${cannotBuild})`;

/** What the node says of the lines that its files can show. */
function shown(lines: readonly string[]): string[] {
  return lines.filter((line) => !/ (net\.|-A )/.test(line));
}

describe.skipIf(cannotBuild !== null)(`a node built in a real kernel${skipped}`, () => {
  describe.each(ways)("in $mode mode with $family", ({ mode, family }) => {
    const observation = observed({ mode, family, pods: 3 });
    const kernel =
      cannotBuild === null ? build({ mode, family, pods: [1, 2, 3] }) : { text: [], json: [], hasVlan: false };

    test.each(["text", "json"] as const)("every link, route and rule of three Pods is confirmed by %s", (form) => {
      const { reading, comparison, findings } = compared(observation, kernel[form]);
      expect(reading.notUnderstood).toEqual([]);
      expect(shown(told(comparison)).filter((line) => !line.startsWith("confirmed"))).toEqual([]);
      expect({ surplus: comparison.surplus, codes: findings.map(({ code }) => code) }).toEqual({
        surplus: [],
        codes: [],
      });
    });

    test("a real VLAN device proves its tag and its trunk; without one they stay open", () => {
      const { comparison } = compared(observation, kernel.text);
      expect(comparison.pods[0]?.lines[0]?.notShown).toEqual(kernel.hasVlan ? [] : ["parent", "vlan"]);
    });

    test("what was read of it prints and reads again as the same", () => {
      const { links, routes, rules } = readHost(kernel.text).state;
      const text = [
        links.map(printIpLink).join("\n"),
        routes.map(printIpRoute).join("\n"),
        "$ ip rule",
        ...rules.filter((rule) => rule.family === "ipv4").map(printIpRule),
        "$ ip -6 rule",
        ...rules.filter((rule) => rule.family === "ipv6").map(printIpRule),
      ].join("\n");
      const again = readHost([{ name: "again", text }]).state;
      const bare = (all: readonly object[]) => all.map((one) => ({ ...one, lines: [] }));
      expect([bare(again.links), bare(again.routes), bare(again.rules)]).toEqual([
        bare(links),
        bare(routes),
        bare(rules),
      ]);
    });
  });

  test("what a Pod left behind is surplus and SGP-101, and nothing else", () => {
    const { text } = build({ mode: "strict", family: "ipv4", pods: [1, 7] });
    const { comparison, findings } = compared(observed(), text);
    expect(comparison.surplus.map(({ kind, vlan }) => `${kind} ${vlan}`).sort()).toEqual([
      "link 7",
      "link null",
      "route 7",
      "route 7",
      "route 7",
      "rule 7",
      "rule 7",
    ]);
    expect(findings.map(({ code, facts }) => [code, "vlan" in facts && facts.vlan])).toEqual([
      ["SGP-101", null],
      ["SGP-101", 7],
    ]);
  });

  test("a VLAN device that is gone takes its routes along; its rules stay behind, detached", () => {
    const { text } = build({ mode: "strict", family: "ipv4", pods: [1], spoil: ["ip link del vlan.eth.1"] });
    const { comparison, findings } = compared(observed(), text);
    expect(told(comparison).filter((line) => line.startsWith("missing"))).toEqual([
      expect.stringContaining("missing vlan.eth.1@eth1"),
      "missing 10.0.0.1 dev vlan.eth.1 table 101 scope link",
      "missing default via 10.0.0.1 dev vlan.eth.1 table 101",
    ]);
    expect(told(comparison)).toContain("confirmed 10: from all iif vlan.eth.1 lookup 101");
    expect(findings.map(({ code }) => code)).toEqual(["SGP-100"]);
  });

  test("the MAC of an earlier branch is SGP-102", () => {
    const { json } = build({ mode: "standard", family: "ipv4", pods: [1], mac: macOf(9) });
    const { findings } = compared(observed({ mode: "standard" }), json);
    expect(findings.map(({ code, facts }) => [code, "observedMac" in facts && facts.observedMac])).toEqual([
      ["SGP-102", macOf(9)],
    ]);
  });

  test.each([
    {
      mode: "strict",
      family: "ipv4",
      spoil: "ip rule del iif vlan.eth.1",
      missing: "10: from all iif vlan.eth.1 lookup 101",
    },
    {
      mode: "strict",
      family: "ipv6",
      spoil: `ip -6 rule del iif ${vethOf(1, "strict")}`,
      missing: `10: from all iif ${vethOf(1, "strict")} lookup 101`,
    },
    { mode: "standard", family: "ipv4", spoil: "ip rule del pref 1536", missing: "1536: from 10.0.1.1 lookup 101" },
    {
      mode: "standard",
      family: "ipv6",
      spoil: "ip -6 rule del pref 512",
      missing: "512: from all to 2600:1f14::1 lookup main",
    },
    {
      mode: "strict",
      family: "ipv4",
      spoil: "ip route del default table 101",
      missing: "default via 10.0.0.1 dev vlan.eth.1 table 101",
    },
  ] as const)(
    "$mode, $family: after `$spoil` that line is missing, and only it",
    ({ mode, family, spoil, missing }) => {
      const { text } = build({ mode, family, pods: [1], spoil: [spoil] });
      const { comparison, findings } = compared(observed({ mode, family }), text);
      expect(told(comparison).filter((line) => /^(missing|different) (?!net)/.test(line))).toEqual([
        `missing ${missing}`,
      ]);
      expect(findings.map(({ code, facts }) => [code, "missing" in facts && facts.missing])).toEqual([
        ["SGP-100", [missing]],
      ]);
    },
  );

  test("the local table put first again is seen", () => {
    const { text } = build({
      mode: "strict",
      family: "ipv4",
      pods: [1],
      spoil: ["ip rule add pref 0 lookup local", "ip rule del pref 20"],
    });
    const lines = told(compared(observed(), text).comparison).filter((line) => line.includes("lookup local"));
    expect(lines).toEqual(["different no 0: from all lookup local", "missing 20: from all lookup local"]);
  });
});
