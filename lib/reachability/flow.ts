/** What security groups say of a flow. `unknown`: what would decide it could not be read. It is not the same as blocked. */
export type Verdict = "allow" | "deny" | "unknown";

/** What opens the flow: tcp and udp have a port, ICMP a type and a code. */
export interface Traffic {
  /** A name EC2 knows (`tcp`, `udp`, `icmp`, `icmpv6`) or an IANA number. */
  readonly protocol: string;
  /** The destination port, or the ICMP type. */
  readonly port?: number;
  /** The ICMP code. */
  readonly code?: number;
}

/** One side of a flow: its private address, and the groups of the ENI that holds it. */
export interface End {
  readonly ip: string;
  /** `null`: not known which ENI holds it, or what groups that has. Empty: none, as for an address outside of every VPC. */
  readonly groupIds: readonly string[] | null;
}

export type Direction = "ingress" | "egress";

/** A flow as one side sees it. Groups are stateful: only the direction that opens the flow counts. */
export interface Flow extends Traffic {
  readonly direction: Direction;
  readonly peer: End;
}

/** A verdict and what it rests on. */
export interface Decision {
  readonly verdict: Verdict;
  /** allow: the rules that let it through. unknown: those that may. deny: none, for nothing matched. */
  readonly ruleIds: readonly string[];
  /** The groups whose rules were not read: with them the verdict could be another, where it is unknown. */
  readonly unreadGroupIds: readonly string[];
}

/** Both sides of a flow: the sender must let it out, the receiver must let it in. */
export interface Connection {
  readonly verdict: Verdict;
  readonly egress: Decision;
  readonly ingress: Decision;
}
