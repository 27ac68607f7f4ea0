import { describe, expect, test } from "vitest";
import { type HostFacts, hostRules } from "../../host/finding.ts";
import { host as en } from "./en/host.ts";
import type { Words } from "./words.ts";
import { host as zhTw } from "./zh-tw/host.ts";

/** Facts as the checks give them, with a name that a shell would stumble over. */
const facts: { readonly [R in keyof HostFacts]: readonly HostFacts[R][] } = {
  "host-state-incomplete": [
    { pod: "a/b", node: "n", vlan: 3, mode: "strict", missing: ["10: x"], different: [] },
    { pod: "a/b", node: "n", vlan: 3, mode: "unknown", missing: [], different: ["y", "z"] },
  ],
  "host-state-stale": [
    { node: "n", vlan: 7, pieces: ["link vlan.eth.7"] },
    { node: "n", vlan: null, pieces: ["link vlan0"] },
  ],
  "vlan-device-mac-differs": [
    { pod: "a/b", node: "n", device: "vlan.eth.3", expectedMac: "02:01", observedMac: "02:02" },
  ],
  "early-demux-is-on": [{ node: "n", setting: "net.ipv4.tcp_early_demux = 1" }],
  "host-mode-differs": [
    { node: "n", configuredMode: "strict", environmentMode: null },
    { node: "n; rm", configuredMode: "strict", environmentMode: "standard" },
  ],
  "pod-on-node-address": [{ pod: "a/b", node: "n", ip: "10.0.0.9", branchIp: null, listedIn: "ipam.json" }],
  "trunk-unknown-to-ipamd": [{ node: "n", trunk: "eni-1", interfaces: 2 }],
  "neighbour-times-differ": [
    { node: "n", coolDown: 60, settings: ["a = 1"], isLonger: true },
    { node: "n", coolDown: 60, settings: ["a = 1"], isLonger: false },
  ],
  "nm-cloud-setup-interferes": [{ node: "n", tables: ["30200"] }],
};

const languages = { en, zhTw } as const;

describe.each(Object.keys(hostRules) as (keyof HostFacts)[])("%s", (rule) => {
  test.each(["en", "zhTw"] as const)("tells its facts in %s", (language) => {
    const words = languages[language][rule] as Words;
    for (const one of facts[rule]) {
      const told = { facts: one, subjects: [], cluster: "c", region: null };
      expect(words.title).not.toBe("");
      expect(words.describe(told)).toContain(one.node);
      expect(`${words.describe(told)}${words.remedy(told)}`).not.toMatch(/undefined|null|\[object|NaN/);
      expect([...words.verify(told), ...(words.commands?.(told) ?? [])].join("\n")).not.toMatch(
        /undefined|null|n; rm(?!')/,
      );
    }
  });

  test("has the same commands in both languages, and one to see it by hand", () => {
    const [one] = facts[rule];
    const told = { facts: one as HostFacts[typeof rule], subjects: [], cluster: "c", region: null };
    const [english, chinese] = [en[rule] as Words, zhTw[rule] as Words];
    expect(english.verify(told)).toEqual(chinese.verify(told));
    expect(english.verify(told).length).toBeGreaterThan(0);
    expect(english.title).not.toBe(chinese.title);
  });
});
