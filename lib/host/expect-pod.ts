import type { EnforcingMode } from "../topology/aws-node.ts";
import { type Family, ipv4Gateway, ipv6Gateway } from "./address.ts";
import type { Expected } from "./expected.ts";
import { branchTable, defaultPrefix, hostVethName, strictPrefix, sysctlName, vlanDeviceName } from "./names.ts";
import type { BranchedPod, NodeView } from "./node-view.ts";

/** The prefix of host veths in standard mode: as the node's own configuration says where it is known, else as its aws-node is told. */
export function standardPrefix({ awsNode }: NodeView, observed: string | undefined): string {
  return observed ?? awsNode?.vethPrefix ?? defaultPrefix;
}

export interface PodNames {
  readonly vlanDevice: string;
  readonly table: string;
  readonly veth: Readonly<Record<EnforcingMode, string>>;
  /** `null`: the subnet's CIDR is not usable. */
  readonly gateway: string | null;
  /** Its address on the branch. */
  readonly ip: string | undefined;
}

export function namesOf({ pod, entry, family }: BranchedPod, prefix: string): PodNames {
  return {
    vlanDevice: vlanDeviceName(entry.vlan),
    table: branchTable(entry.vlan),
    veth: {
      strict: hostVethName(strictPrefix, pod.namespace, pod.name),
      standard: hostVethName(prefix, pod.namespace, pod.name),
    },
    gateway: family === "ipv6" ? ipv6Gateway : ipv4Gateway(entry.subnetCidr),
    ip: family === "ipv6" ? entry.ipv6 : entry.ip,
  };
}

/** What the node should have for one pod on a branch: its lines of both modes, each telling to which it belongs (domain 3.1-3.3; driver.go). */
export function expectPod(pod: BranchedPod, node: NodeView, prefix: string): Expected[] {
  const names = namesOf(pod, prefix);
  const subject = pod.pod.id;
  const { family } = pod;
  const { vlanDevice, table, veth, gateway, ip } = names;
  const onVlan = { name: vlanDevice };
  const both = { subject, mode: null } as const;
  const expected: Expected[] = [
    {
      ...both,
      role: "vlan-device",
      kind: "link",
      device: onVlan,
      ...(pod.entry.mac !== undefined && { mac: pod.entry.mac }),
      ...(node.trunk?.mac !== undefined && { parent: { mac: node.trunk.mac } }),
      vlan: pod.entry.vlan,
    },
  ];
  for (const mode of ["strict", "standard"] as const) {
    expected.push({ subject, mode, role: "host-veth", kind: "link", device: { name: veth[mode] } });
  }
  if (gateway !== null) {
    const route = { ...both, kind: "route", family, table, device: onVlan } as const;
    expected.push({ ...route, role: "route-gateway", destination: gateway, ...onLink(family) });
    expected.push({ ...route, role: "route-default", destination: "default", via: gateway });
  }
  if (ip !== undefined) {
    const route = { subject, role: "route-pod", kind: "route", family, destination: ip, ...onLink(family) } as const;
    expected.push({ ...route, mode: "strict", table, device: { name: veth.strict } });
    expected.push({ ...route, mode: "standard", table: "main", device: { name: veth.standard } });
  }
  expected.push(...rulesOf(pod, names));
  const settings = [
    ["vlan-accept-ra", "accept_ra", "0"],
    ["vlan-accept-redirects", "accept_redirects", "1"],
    ["vlan-forwarding", "forwarding", "0"],
  ] as const;
  for (const [role, setting, value] of settings) {
    expected.push({ ...both, role, kind: "sysctl", key: `net.ipv6.conf.${sysctlName(vlanDevice)}.${setting}`, value });
  }
  return expected;
}

/** What is reached without a gateway. */
export function onLink(family: Family): { readonly scope?: "link" } {
  return family === "ipv4" ? { scope: "link" } : {};
}

/** Strict asks for the device a packet comes in by, standard for the pod's address (domain 3.3). */
function rulesOf({ pod, family }: BranchedPod, { vlanDevice, table, veth, ip }: PodNames): Expected[] {
  const rule = { subject: pod.id, kind: "rule", family, from: "all", to: "all" } as const;
  const strict = { ...rule, mode: "strict", priority: 10, table } as const;
  const rules: Expected[] = [
    { ...strict, role: "rule-from-branch", device: vlanDevice },
    { ...strict, role: "rule-from-veth", device: veth.strict },
  ];
  if (ip === undefined) return rules;
  return [
    ...rules,
    { ...rule, mode: "standard", role: "rule-to-pod", priority: 512, to: ip, table: "main" },
    { ...rule, mode: "standard", role: "rule-from-pod", priority: 1536, from: ip, table },
  ];
}
