import type { Family } from "./address.ts";
import type { Line } from "./line.ts";

/** Lines that say a fact, as they were given; never empty. */
export type Evidence = readonly [Line, ...Line[]];

/** A network device of the node as one listing shows it. Missing = that listing does not say. */
export interface Link {
  readonly name: string;
  readonly index?: number;
  /** What `ip` prints behind the @: the device below, or `if3` for a peer in another namespace. */
  readonly parent?: string;
  readonly flags: readonly string[];
  readonly mtu?: number;
  readonly mac?: string;
  /** `vlan`, `veth`, … as `ip -d link` shows it. */
  readonly kind?: string;
  readonly vlan?: number;
  /** Addresses with their prefix length. */
  readonly addresses: readonly string[];
  readonly lines: Evidence;
}

export interface Route {
  readonly family: Family;
  /** `unicast` where nothing else is said. */
  readonly type: string;
  /** `default`, an address, or a CIDR. */
  readonly destination: string;
  readonly via?: string;
  readonly device?: string;
  /** `main`, `local`, a number, or a name of the node's own. */
  readonly table: string;
  readonly scope?: string;
  readonly source?: string;
  /** Everything else that is printed, as it stands. */
  readonly rest: readonly string[];
  readonly lines: Evidence;
}

export interface IpRule {
  /** `null`: the listing does not tell IPv4 from IPv6. */
  readonly family: Family | null;
  readonly priority: number;
  readonly isInverted: boolean;
  /** An address, a CIDR, or `all`. */
  readonly from: string;
  readonly to: string;
  readonly device?: string;
  /** `0x80/0x80` */
  readonly mark?: string;
  readonly protocol?: string;
  /** `null`: it looks nothing up (`unreachable`, `goto 100`, …; then `rest` says what). */
  readonly table: string | null;
  readonly rest: readonly string[];
  readonly lines: Evidence;
}

export interface Sysctl {
  readonly key: string;
  readonly value: string;
  readonly lines: Evidence;
}

/** A rule of iptables-save. */
export interface Chained {
  readonly family: Family;
  readonly table: string;
  readonly chain: string;
  /** What follows the chain: `! -o vlan+ … -j SNAT --to-source 10.0.0.4`. */
  readonly rule: string;
  readonly lines: Evidence;
}

/** The CNI's own plugin in a conflist: what is in force for pods made from now on (domain 3.7). */
export interface CniConfig {
  readonly enforcingMode?: string;
  readonly vethPrefix?: string;
  readonly mtu?: string;
  readonly lines: Evidence;
}

/** An ENI as ipamd knows it. */
export interface IpamdInterface {
  readonly id: string;
  /** Missing: ipamd's version does not say. */
  readonly isTrunk?: boolean;
  readonly isPrimary?: boolean;
  readonly deviceNumber?: number;
  readonly routeTable?: number;
  readonly card: string;
  readonly lines: Evidence;
}

/** An IP of the node's own pool that a pod holds: never a branch's (domain 3.6). */
export interface Allocation {
  readonly namespace: string;
  readonly pod: string;
  readonly ip: string;
  readonly from: "ipam.json" | "enis.json";
  readonly lines: Evidence;
}

/** One variable of ipamd's environment as its introspection prints it. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly lines: Evidence;
}

/** What a file says of the node it is from. */
export interface Identity {
  readonly instanceId?: string;
  readonly hostName?: string;
  readonly lines: Evidence;
}

/** Which listings are whole, so that what they lack is missing on the node and not merely unseen. */
export interface Coverage {
  readonly links: boolean;
  /** All routing tables of a family. */
  readonly routes: Readonly<Record<Family, boolean>>;
  /** Single tables that were listed: `ipv4 101`. */
  readonly tables: ReadonlySet<string>;
  readonly rules: Readonly<Record<Family, boolean>>;
  readonly enis: boolean;
  readonly allocations: boolean;
}

/** What a node showed of itself. */
export interface HostState {
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  readonly rules: readonly IpRule[];
  readonly sysctls: ReadonlyMap<string, Sysctl>;
  readonly chained: readonly Chained[];
  readonly configs: readonly CniConfig[];
  readonly enis: readonly IpamdInterface[];
  readonly allocations: readonly Allocation[];
  readonly settings: readonly Setting[];
  /** Name of the node's ENIConfig as ipamd tells it. */
  readonly eniConfig: string | null;
  readonly identities: readonly Identity[];
  readonly coverage: Coverage;
}
