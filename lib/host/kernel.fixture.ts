import { spawnSync } from "node:child_process";
import type { Family } from "./address.ts";
import { macOf, trunkMac } from "./host.fixture.ts";
import { ipOf, vethOf } from "./output.fixture.ts";
import type { HostFile } from "./read-host.ts";

export interface Built {
  readonly mode: "strict" | "standard";
  readonly family: Family;
  /** Numbers of the pods that are set up. */
  readonly pods: readonly number[];
  /** The MAC of their VLAN devices, where it is not that of their branch. */
  readonly mac?: string;
  /** Commands after everything is built. */
  readonly spoil?: readonly string[];
}

/** What a kernel shows of itself, as text and as JSON, and whether it has real VLAN devices. */
export interface Kernel {
  readonly text: readonly HostFile[];
  readonly json: readonly HostFile[];
  readonly hasVlan: boolean;
}

/** Why no network namespace can be built here; `null`: one can. */
export const cannotBuild: string | null = whyNot();

function whyNot(): string | null {
  const { error, status, stderr } = spawnSync(
    "unshare",
    ["-rn", "ip", "link", "add", "t1", "type", "veth", "peer", "name", "t2"],
    { encoding: "utf8" },
  );
  if (error) return `unshare cannot run: ${error.message}`;
  return status === 0 ? null : `no network namespace with ip: ${stderr.trim()}`;
}

/** Builds a node in a network namespace of its own, by the commands that match what the CNI does, and lists it. */
export function build(built: Built): Kernel {
  const script = [
    ...preamble,
    ...node(built),
    ...built.pods.flatMap((number) => pod(number, built)),
    ...(built.spoil ?? []),
    ...listing,
  ].join("\n");
  const { status, stdout, stderr } = spawnSync("unshare", ["-rn", "sh", "-ec", script], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`the node could not be built: ${stderr}`);
  const [kind = "", text = "", json = ""] = stdout.split("\f");
  return {
    text: [{ name: "pasted.txt", text }],
    json: [{ name: "pasted.json", text: json }],
    hasVlan: kind.trim() === "vlan",
  };
}

/** Kernels without the module for VLANs get a device of another kind under the same name: then only its kind and parent stay unproved. */
const preamble = [
  "if ip link add probe0 type dummy 2>/dev/null; then plain=dummy; ip link del probe0; else plain=ifb; fi",
  "ip link add probe1 type $plain",
  "if ip link add link probe1 name probe2 type vlan id 9 2>/dev/null; then kind=vlan; ip link del probe2; else kind=none; fi",
  "ip link del probe1",
  "echo $kind",
  // The pods' ends of the veths go where a pod's would: into another namespace.
  "unshare -n sleep 60 & other=$!",
  "trap 'kill $other' EXIT",
  'while [ "$(readlink /proc/$other/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do :; done',
];

function node({ mode, family }: Built): string[] {
  const six = family === "ipv6" ? "-6 " : "";
  const gateway = gatewayOf(family);
  return [
    "ip link set lo up",
    "ip link add eth0 address 02:00:00:00:00:00 type $plain",
    `ip link add eth1 address ${trunkMac} type $plain`,
    "ip link set eth0 up",
    "ip link set eth1 up",
    "ip addr add 10.0.0.10/19 dev eth0",
    `ip ${six}route add ${gateway} dev eth1 table 3${linkScope(family)}`,
    `ip ${six}route add default via ${gateway} dev eth1 table 3`,
    ...(family === "ipv4" ? ["ip rule add fwmark 0x80/0x80 pref 1024 lookup main"] : []),
    ...(mode === "strict" ? [`ip ${six}rule add pref 20 lookup local`, `ip ${six}rule del pref 0`] : []),
    ...(mode === "strict" && family === "ipv6"
      ? ["ip -6 rule add pref 0 from fe80:ec2::1 ipproto ipv6-icmp lookup local"]
      : []),
  ];
}

function pod(number: number, { mode, family, mac = macOf(number) }: Built): string[] {
  const six = family === "ipv6" ? "-6 " : "";
  const gateway = gatewayOf(family);
  const vlan = `vlan.eth.${number}`;
  const veth = vethOf(number, mode);
  const table = 100 + number;
  const ip = ipOf(number, family);
  return [
    `ip link add ${veth} type veth peer name c${number}`,
    `ip link set c${number} netns $other`,
    `ip link set ${veth} up`,
    `if [ $kind = vlan ]; then ip link add link eth1 name ${vlan} address ${mac} type vlan id ${number}; else ip link add ${vlan} address ${mac} type $plain; fi`,
    `ip link set ${vlan} up`,
    `ip ${six}route add ${gateway} dev ${vlan} table ${table}${linkScope(family)}`,
    `ip ${six}route add default via ${gateway} dev ${vlan} table ${table}`,
    `ip ${six}route add ${ip} dev ${veth}${mode === "strict" ? ` table ${table}` : ""}${linkScope(family)}`,
    ...(mode === "strict"
      ? [
          `ip ${six}rule add iif ${vlan} pref 10 lookup ${table}`,
          `ip ${six}rule add iif ${veth} pref 10 lookup ${table}`,
        ]
      : [`ip ${six}rule add to ${ip} pref 512 lookup main`, `ip ${six}rule add from ${ip} pref 1536 lookup ${table}`]),
  ];
}

function gatewayOf(family: Family): string {
  return family === "ipv4" ? "10.0.0.1" : "fe80:ec2::1";
}

function linkScope(family: Family): string {
  return family === "ipv4" ? " scope link" : "";
}

const commands = ["ip a", "ip -d link", "ip -s link", "ip rule", "ip -6 rule", "ip route show table all"];
const inJson = ["ip -j -d addr", "ip -j link", "ip -j rule", "ip -j -6 rule", "ip -j route show table all"];

const listing = [
  ...["printf '\\f'", ...commands.map(shown), "sysctl -a 2>/dev/null || true"],
  ...["printf '\\f'", ...inJson.map(shown)],
];

function shown(command: string): string {
  return `echo '$ ${command}'; ${command}`;
}
