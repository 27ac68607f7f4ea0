import type { CollectionName, SourceName } from "../recording/collections.ts";

/**
 * How a time is known. `stated`: an API or a log says it. `between`: a reading shows it and the reading before did not.
 * `before`: it was so already when it was first seen.
 */
export type Exactness = "stated" | "between" | "before";

export type StepState = "reached" | "overdue" | "next" | "not-reached" | "failed" | "not-observable";

/** Where a step would be seen that was not, or that no API shows. */
export type Proof =
  | "audit-log"
  | "cloudtrail"
  | "cni-nodes"
  | "conditions"
  | "events"
  | "host-output"
  | "interfaces"
  | "ipamd-log"
  | "nodes"
  | "pods";

/** The steps of the state machines (domain 4) by their codes; of an ENI by their names. */
export type StepCode =
  | `N${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | "N2x"
  | "N4x"
  | `P${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`
  | "P0x"
  | "P4w"
  | "P4x"
  | "P7x"
  | `C${0 | 1 | 2 | 3 | 4}`
  | "C3x"
  | `D${0 | 1 | 2 | 3 | 4 | 5}`
  | "created"
  | "associated"
  | "attached"
  | "annotated"
  | "in-use"
  | "unowned"
  | "cooling"
  | "deletion-refused"
  | "gone";

/** What shows that a step was reached. */
export interface Evidence {
  readonly source: SourceName;
  readonly collection: CollectionName;
  readonly id: string;
  readonly field: string;
  readonly value: string;
  /** Epoch milliseconds: when it was so, as the source states it, or the reading that showed it. */
  readonly at: number;
  /** Who did it. */
  readonly by?: string;
  readonly request?: string;
  /** The code that the API answered with. */
  readonly error?: string;
  /** Why somebody filled the value in: no source stated it. */
  readonly filled?: string;
}

export interface Step {
  readonly step: StepCode;
  readonly name: string;
  readonly state: StepState;
  /** Epoch milliseconds. Of `before`, the latest it can have been; of `between`, the reading that showed it. */
  readonly at: number | null;
  /** The last reading that did not show it yet. */
  readonly notBefore: number | null;
  readonly exactness: Exactness | null;
  /** Since the step before whose time is known; `null` where either time is only a bound. */
  readonly durationMs: number | null;
  /** When it should have been reached. */
  readonly due: number | null;
  /** The checks that judge what is late or failed. */
  readonly checks: readonly string[];
  readonly evidence: readonly Evidence[];
  /** Of what is not observable: where it would be seen. */
  readonly provedBy: Proof | null;
}

export type SubjectKind = "pod" | "node" | "eni";

export interface Owner {
  readonly pod: string;
  readonly uid: string | null;
  readonly from: number;
  /** `null`: it owns it still. */
  readonly to: number | null;
}

export interface Life {
  readonly kind: SubjectKind;
  /** `namespace/name`, the node's name, or the ENI's id. */
  readonly id: string;
  readonly uid: string | null;
  readonly at: number;
  /** From where on the past was read, epoch milliseconds. */
  readonly since: number;
  readonly steps: readonly Step[];
  /** The last step reached. */
  readonly reached: StepCode | null;
  readonly next: StepCode | null;
  /** Of a Pod its branches, of a node its trunks. */
  readonly interfaces: readonly string[];
  readonly node: string | null;
  /** Of an ENI: the Pods whose annotation named it, oldest first. */
  readonly owners: readonly Owner[];
  /** Objects of the same name that were there before this one. */
  readonly earlier: readonly { readonly uid: string | null; readonly from: number; readonly to: number | null }[];
}
