import type { Times } from "../faults.ts";

/** What goes wrong at EC2. Every fault but `refuse` and `only` counts calls or holds until it is set back. */
export interface Ec2Faults {
  /** Actions answered with UnauthorizedOperation; `*` for all. */
  refuse: string[];
  /** Actions that the faults below hit; empty for all. */
  only: string[];
  /** RequestLimitExceeded. */
  throttle: Times;
  /** Calls per second above which RequestLimitExceeded is answered; 0 for no limit. */
  callsPerSecond: number;
  /** InternalError. */
  internalError: Times;
  expiredToken: Times;
  /** The HTML 502 of a proxy. */
  html: Times;
  /** XML that ends in the middle. */
  truncated: Times;
  /** XML that is none. */
  malformed: Times;
  /** The connection is reset before an answer. */
  reset: Times;
  /** No answer ever comes. */
  hang: Times;
  /** A page without items but with a NextToken, which is legal. */
  emptyPage: Times;
  latencyMs: number;
  /** How long a new interface or instance stays missing from answers. */
  unseenForMs: number;
}

export const noEc2Faults: Ec2Faults = {
  refuse: ["DescribeTrunkInterfaceAssociations"],
  only: [],
  throttle: false,
  callsPerSecond: 0,
  internalError: false,
  expiredToken: false,
  html: false,
  truncated: false,
  malformed: false,
  reset: false,
  hang: false,
  emptyPage: false,
  latencyMs: 0,
  unseenForMs: 0,
};
