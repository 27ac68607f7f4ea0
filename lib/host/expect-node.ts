import { ipv4Gateway, ipv6Gateway } from "./address.ts";
import { onLink } from "./expect-pod.ts";
import type { Expected } from "./expected.ts";
import { interfaceTable } from "./names.ts";
import type { NodeView } from "./node-view.ts";

const defaultMark = "0x80";

/** What the node itself should have, whatever pods it carries: its trunk with its own table, and where strict mode puts the local table (domain 3.2, 3.3). */
export function expectNode(node: NodeView, externalSnat: boolean | null): Expected[] {
  return [...trunkLines(node), ...localTableLines(node), ...markLines(node, externalSnat)];
}

function trunkLines({ id, trunk, trunkCidr, family }: NodeView): Expected[] {
  if (trunk?.mac === undefined) return [];
  const device = { mac: trunk.mac.toLowerCase() };
  const both = { subject: id, mode: null } as const;
  const expected: Expected[] = [{ ...both, role: "trunk-device", kind: "link", device, mac: device.mac }];
  const gateway = family === "ipv6" ? ipv6Gateway : ipv4Gateway(trunkCidr);
  if (trunk.deviceIndex === undefined || gateway === null) return expected;
  const table = interfaceTable(trunk.deviceIndex, trunk.networkCardIndex ?? 0);
  const route = { ...both, kind: "route", family, table, device } as const;
  return [
    ...expected,
    { ...route, role: "trunk-route-gateway", destination: gateway, ...onLink(family) },
    { ...route, role: "trunk-route-default", destination: "default", via: gateway },
  ];
}

/** Strict mode asks the local table only after the rules of the pods, so that even what stays on the node leaves through the trunk. */
function localTableLines({ id, family }: NodeView): Expected[] {
  const rule = { subject: id, mode: "strict", family, from: "all", to: "all", table: "local" } as const;
  const expected: Expected[] = [
    { ...rule, role: "local-rule-first", kind: "no-rule", priority: 0 },
    { ...rule, role: "local-rule-behind", kind: "rule", priority: 20 },
  ];
  if (family === "ipv6") {
    expected.push({
      ...rule,
      role: "icmpv6-rule",
      kind: "rule",
      priority: 0,
      from: ipv6Gateway,
      protocol: "ipv6-icmp",
    });
  }
  expected.push({
    subject: id,
    mode: "strict",
    role: "early-demux",
    kind: "sysctl",
    key: "net.ipv4.tcp_early_demux",
    value: "0",
  });
  return expected;
}

/** Without external SNAT, what is marked leaves by the primary ENI, as its address; IPv6 clusters mark nothing (domain 3.3, 3.5). */
function markLines({ id, family, awsNode, primary }: NodeView, externalSnat: boolean | null): Expected[] {
  if (externalSnat === null || family === "ipv6") return [];
  const snat = { subject: id, mode: null, role: "snat", kind: "snat", isThere: !externalSnat } as const;
  if (externalSnat) return [snat];
  const translation = { ...snat, ...(primary?.ip !== undefined && { source: primary.ip }) };
  const set = Number(awsNode?.connectionMark ?? defaultMark);
  const mark = Number.isInteger(set) && set > 0 ? `0x${set.toString(16)}` : defaultMark;
  const rule = { subject: id, mode: null, role: "mark-rule", kind: "rule", family } as const;
  return [{ ...rule, priority: 1024, from: "all", to: "all", mark: `${mark}/${mark}`, table: "main" }, translation];
}
