import type { Family } from "./address.ts";
import { macOf, trunkMac } from "./host.fixture.ts";
import { hostVethName } from "./names.ts";
import type { HostFile } from "./read-host.ts";

export interface Shown {
  readonly mode?: "strict" | "standard";
  readonly family?: Family;
  /** Numbers of the pods that are set up. */
  readonly pods?: readonly number[];
}

/** The files of a node as the CNI leaves it: `ip a`, `ip route show table all`, `ip rule`, `ip -6 rule`, in the spelling of iproute2. */
export function outputOf({ mode = "strict", family = "ipv4", pods = [1] }: Shown = {}): HostFile[] {
  const rules = [
    ...(mode === "strict" ? ["20:\tfrom all lookup local"] : ["0:\tfrom all lookup local"]),
    ...(mode === "strict" && family === "ipv6" ? ["0:\tfrom fe80:ec2::1 ipproto ipv6-icmp lookup local"] : []),
    ...(family === "ipv4" ? ["1024:\tfrom all fwmark 0x80/0x80 lookup main"] : []),
    ...pods.flatMap((number) => rulesOf(number, mode, family)),
    "32766:\tfrom all lookup main",
  ].toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const plain = ["0:\tfrom all lookup local", "32766:\tfrom all lookup main"];
  return [
    file("ip-a.txt", ["1: lo: <LOOPBACK,UP> mtu 65536", ...eths, ...pods.flatMap((number) => linksOf(number, mode))]),
    file("ip-route.txt", [
      ...routesOfTrunk(family),
      ...pods.flatMap((number) => routesOf(number, mode, family)),
      ...locals,
    ]),
    file("ip-rule.txt", [...(family === "ipv4" ? rules : plain), "32767:\tfrom all lookup default"]),
    file("ip-6-rule.txt", family === "ipv4" ? plain : rules),
  ];
}

/** The same files, the first that has it with something else in its place. */
export function changed(files: readonly HostFile[], from: string | RegExp, to: string): HostFile[] {
  const at = files.findIndex(({ text }) => (typeof from === "string" ? text.includes(from) : from.test(text)));
  if (at === -1) throw new Error(`nothing to change: ${from}`);
  return files.map((one, index) => (index === at ? { ...one, text: one.text.replace(from, to) } : one));
}

export function file(name: string, lines: readonly string[]): HostFile {
  return { name, text: lines.map((line) => `${line}\n`).join("") };
}

export function vethOf(number: number, mode: "strict" | "standard"): string {
  return hostVethName(mode === "strict" ? "vlan" : "eni", "default", `pod-${number}`);
}

export function ipOf(number: number, family: Family): string {
  return family === "ipv4" ? `10.0.1.${number}` : `2600:1f14::${number}`;
}

const eths = [
  "2: eth0: <BROADCAST,UP> mtu 9001 qdisc mq state UP group default qlen 1000",
  "    link/ether 02:00:00:00:00:00 brd ff:ff:ff:ff:ff:ff",
  "3: eth1: <BROADCAST,UP> mtu 9001 qdisc mq state UP group default qlen 1000",
  `    link/ether ${trunkMac} brd ff:ff:ff:ff:ff:ff`,
];

const locals = [
  "default via 10.0.0.1 dev eth0",
  "local 10.0.0.10 dev eth0 table local proto kernel scope host src 10.0.0.10",
  "local ::1 dev lo table local proto kernel metric 0 pref medium",
];

function linksOf(number: number, mode: "strict" | "standard"): string[] {
  return [
    `${2 * number + 2}: ${vethOf(number, mode)}@if3: <BROADCAST,UP> mtu 9001 qdisc noqueue state UP group default`,
    `    link/ether 3e:00:00:00:00:0${number} brd ff:ff:ff:ff:ff:ff link-netnsid 0`,
    `${2 * number + 3}: vlan.eth.${number}@eth1: <BROADCAST,UP> mtu 9001 qdisc noqueue state UP group default qlen 1000`,
    `    link/ether ${macOf(number)} brd ff:ff:ff:ff:ff:ff`,
  ];
}

function routesOfTrunk(family: Family): string[] {
  return family === "ipv4"
    ? ["default via 10.0.0.1 dev eth1 table 3", "10.0.0.1 dev eth1 table 3 scope link"]
    : [
        "default via fe80:ec2::1 dev eth1 table 3 metric 1024 pref medium",
        "fe80:ec2::1 dev eth1 table 3 metric 1024 pref medium",
      ];
}

function routesOf(number: number, mode: "strict" | "standard", family: Family): string[] {
  const [gateway, link] = family === "ipv4" ? ["10.0.0.1", " scope link"] : ["fe80:ec2::1", " metric 1024 pref medium"];
  const table = mode === "strict" ? ` table ${100 + number}` : "";
  return [
    `default via ${gateway} dev vlan.eth.${number} table ${100 + number}${family === "ipv6" ? link : ""}`,
    `${gateway} dev vlan.eth.${number} table ${100 + number}${link}`,
    `${ipOf(number, family)} dev ${vethOf(number, mode)}${table}${link}`,
  ];
}

function rulesOf(number: number, mode: "strict" | "standard", family: Family): string[] {
  if (mode === "strict") {
    const table = `lookup ${100 + number}`;
    return [`10:\tfrom all iif vlan.eth.${number} ${table}`, `10:\tfrom all iif ${vethOf(number, mode)} ${table}`];
  }
  const ip = ipOf(number, family);
  return [`512:\tfrom all to ${ip} lookup main`, `1536:\tfrom ${ip} lookup ${100 + number}`];
}
