import type { EnforcingMode } from "../topology/aws-node.ts";
import type { Family } from "./address.ts";
import { printIpRoute } from "./parse/ip-route.ts";
import { printIpRule } from "./parse/ip-rule.ts";

/** A device: by its name, or by the MAC of an ENI, whose name the kernel chose. */
export type Device = { readonly name: string } | { readonly mac: string };

interface Common {
  /** What it is, the same for every pod: `vlan-device`, `route-default`, … */
  readonly role: Role;
  /** Id of the pod or instance resource it is for. */
  readonly subject: string;
  /** It belongs to this mode alone; `null`: to both. */
  readonly mode: EnforcingMode | null;
}

export interface ExpectedLink extends Common {
  readonly kind: "link";
  readonly device: Device;
  readonly mac?: string;
  readonly parent?: Device;
  readonly vlan?: number;
}

export interface ExpectedRoute extends Common {
  readonly kind: "route";
  readonly family: Family;
  readonly table: string;
  readonly destination: string;
  readonly via?: string;
  readonly device: Device;
  /** `ip` prints it for IPv4 alone. */
  readonly scope?: "link";
}

interface Selection {
  readonly family: Family;
  readonly priority: number;
  readonly from: string;
  readonly to: string;
  readonly device?: string;
  readonly mark?: string;
  readonly protocol?: string;
  readonly table: string;
}

export interface ExpectedRule extends Common, Selection {
  readonly kind: "rule";
}

/** A rule that must not be there. */
export interface ExpectedAbsence extends Common, Selection {
  readonly kind: "no-rule";
}

export interface ExpectedSysctl extends Common {
  readonly kind: "sysctl";
  readonly key: string;
  readonly value: string;
}

/** The rule that gives what leaves the VPC the node's own address; with external SNAT there must be none (domain 3.5). */
export interface ExpectedSnat extends Common {
  readonly kind: "snat";
  readonly isThere: boolean;
  /** The node's primary address; missing: not known. */
  readonly source?: string;
}

/** One line of what a node's network should be. */
export type Expected = ExpectedLink | ExpectedRoute | ExpectedRule | ExpectedAbsence | ExpectedSysctl | ExpectedSnat;

export const roles = [
  "trunk-device",
  "trunk-route-gateway",
  "trunk-route-default",
  "local-rule-first",
  "local-rule-behind",
  "icmpv6-rule",
  "mark-rule",
  "snat",
  "early-demux",
  "vlan-device",
  "host-veth",
  "route-gateway",
  "route-default",
  "route-pod",
  "rule-from-branch",
  "rule-from-veth",
  "rule-to-pod",
  "rule-from-pod",
  "vlan-accept-ra",
  "vlan-accept-redirects",
  "vlan-forwarding",
] as const;
export type Role = (typeof roles)[number];

/** What `ip`, `sysctl` or `iptables-save` would print of it; a device whose name is not known stands as the MAC it has. */
export function printExpected(expected: Expected, nameOf: (device: Device) => string): string {
  switch (expected.kind) {
    case "link": {
      const { device, mac, parent, vlan } = expected;
      const name = `${nameOf(device)}${parent === undefined ? "" : `@${nameOf(parent)}`}`;
      return [
        name,
        ...(mac === undefined ? [] : ["link/ether", mac]),
        ...(vlan === undefined ? [] : ["vlan id", vlan]),
      ].join(" ");
    }
    case "route":
      return printIpRoute({ ...expected, device: nameOf(expected.device), type: "unicast", rest: [] });
    case "rule":
    case "no-rule":
      return `${expected.kind === "rule" ? "" : "no "}${printIpRule({ ...expected, isInverted: false, rest: [] }).replace("\t", " ")}`;
    case "sysctl":
      return `${expected.key} = ${expected.value}`;
    case "snat": {
      const { isThere, source } = expected;
      return `${isThere ? "" : "no "}-A AWS-SNAT-CHAIN-0 ! -o vlan+ -j SNAT${source === undefined ? "" : ` --to-source ${source}`}`;
    }
  }
}
