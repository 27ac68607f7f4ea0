import type { Line } from "./line.ts";

/** The facts of each finding that a node's own files give. Words for them are in `lib/diagnosis/words`. */
export interface HostFacts {
  /** SGP-100 */
  readonly "host-state-incomplete": {
    readonly pod: string;
    readonly node: string;
    readonly vlan: number;
    /** `unknown`: pieces of either mode are named. */
    readonly mode: "strict" | "standard" | "unknown";
    readonly missing: readonly string[];
    readonly different: readonly string[];
  };
  /** SGP-101. `vlan` null: a veth of no pod. */
  readonly "host-state-stale": {
    readonly node: string;
    readonly vlan: number | null;
    readonly pieces: readonly string[];
  };
  /** SGP-102 */
  readonly "vlan-device-mac-differs": {
    readonly pod: string;
    readonly node: string;
    readonly device: string;
    readonly expectedMac: string;
    readonly observedMac: string;
  };
  /** SGP-103 */
  readonly "early-demux-is-on": { readonly node: string; readonly setting: string };
  /** SGP-104. `environmentMode` null: it is the rule for the local table that shows it. */
  readonly "host-mode-differs": {
    readonly node: string;
    readonly configuredMode: string;
    readonly environmentMode: string | null;
  };
  /** SGP-105 */
  readonly "pod-on-node-address": {
    readonly pod: string;
    readonly node: string;
    readonly ip: string;
    readonly branchIp: string | null;
    readonly listedIn: string;
  };
  /** SGP-106 */
  readonly "trunk-unknown-to-ipamd": { readonly node: string; readonly trunk: string; readonly interfaces: number };
  /** SGP-107. Seconds. */
  readonly "neighbour-times-differ": {
    readonly node: string;
    readonly coolDown: number;
    readonly settings: readonly string[];
    /** Entries outlive the cool-down, so that an address in use again is sent to its former owner. */
    readonly isLonger: boolean;
  };
  /** SGP-108 */
  readonly "nm-cloud-setup-interferes": { readonly node: string; readonly tables: readonly string[] };
}

export type HostRuleId = keyof HostFacts;

/** A finding that a node's own files prove. It has the shape of every finding; its evidence is lines of those files. */
export interface HostFindingOf<R extends HostRuleId> {
  /** `RULE/STORY` */
  readonly id: string;
  readonly rule: R;
  readonly code: string;
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly confidence: "certain";
  /** Ids of resources, the one it is about first. */
  readonly subjects: readonly string[];
  readonly facts: HostFacts[R];
  readonly evidence: readonly Line[];
}

export type HostFinding = { [R in HostRuleId]: HostFindingOf<R> }[HostRuleId];

/** Code and severity of each: as the rule that it proves, where there is one (domain 9). */
export const hostRules = {
  "host-state-incomplete": { code: "SGP-100", severity: "high" },
  "host-state-stale": { code: "SGP-101", severity: "medium" },
  "vlan-device-mac-differs": { code: "SGP-102", severity: "high" },
  "early-demux-is-on": { code: "SGP-103", severity: "high" },
  "host-mode-differs": { code: "SGP-104", severity: "high" },
  "pod-on-node-address": { code: "SGP-105", severity: "critical" },
  "trunk-unknown-to-ipamd": { code: "SGP-106", severity: "high" },
  "neighbour-times-differ": { code: "SGP-107", severity: "low" },
  "nm-cloud-setup-interferes": { code: "SGP-108", severity: "high" },
} as const satisfies Record<HostRuleId, { readonly code: string; readonly severity: HostFinding["severity"] }>;

/** What a check found; the rest of a finding follows from its rule. */
export type Found = {
  [R in HostRuleId]: {
    readonly rule: R;
    readonly subjects: readonly [string, ...string[]];
    readonly facts: HostFacts[R];
    readonly evidence: readonly Line[];
    /** What tells it from others of its rule, besides its first subject. */
    readonly story?: string;
    readonly severity?: HostFinding["severity"];
  };
}[HostRuleId];
