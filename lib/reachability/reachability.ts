import { type Address, parseAddress } from "./address.ts";
import type { Connection, Decision, Direction, End, Flow, Traffic, Verdict } from "./flow.ts";
import { matchesPeer, type PeerMatcher, peerMatcher } from "./peer.ts";
import { coversTraffic } from "./protocol.ts";
import type { Rulebook } from "./rulebook.ts";

/**
 * What security groups let through (domain 8.1), three-valued. `allow` means "not blocked by security groups": network ACLs, routes,
 * network policies and what runs on the hosts are not looked at.
 */
export interface Reachability {
  /** Whether an ENI with these groups may open a flow (egress) or be opened one to (ingress), with the rules that decide. */
  decide(groupIds: readonly string[] | null, flow: Flow): Decision;
  /** The same question about many peers. */
  ask(groupIds: readonly string[] | null, direction: Direction, traffic: Traffic): Question;
  /** Both sides of a flow. */
  connect(from: End, to: End, traffic: Traffic): Connection;
}

export interface Question {
  about(peer: End): Decision;
}

/** One rule of a set of groups that covers, or may cover, some traffic in one direction. */
interface Candidate {
  readonly ruleId: string;
  readonly covers: Verdict;
  readonly peer: PeerMatcher;
}

/** What a set of groups has to say of some traffic in one direction. */
interface Candidates {
  readonly rules: readonly Candidate[];
  readonly unreadGroupIds: readonly string[];
}

const unheard: Decision = { verdict: "unknown", ruleIds: [], unreadGroupIds: [] };

export function createReachability(rulebook: Rulebook): Reachability {
  const candidates = new Map<string, Candidates>();
  const sets = new Map<string, ReadonlySet<string>>();

  function candidatesOf(groupIds: readonly string[], direction: Direction, traffic: Traffic): Candidates {
    const key = `${direction} ${traffic.protocol} ${traffic.port ?? ""} ${traffic.code ?? ""} ${keyOf(groupIds)}`;
    return memoised(candidates, key, () => findCandidates(rulebook, groupIds, direction, traffic));
  }

  function ask(groupIds: readonly string[] | null, direction: Direction, traffic: Traffic): Question {
    if (groupIds === null || groupIds.length === 0) return { about: () => unheard };
    const found = candidatesOf(groupIds, direction, traffic);
    return { about: (peer) => decisionOf(found, parseAddress(peer.ip), setOf(peer.groupIds)) };
  }

  function decide(groupIds: readonly string[] | null, flow: Flow): Decision {
    return ask(groupIds, flow.direction, flow).about(flow.peer);
  }

  function setOf(groupIds: readonly string[] | null): ReadonlySet<string> | null {
    return groupIds === null ? null : memoised(sets, keyOf(groupIds), () => new Set(groupIds));
  }

  function connect(from: End, to: End, traffic: Traffic): Connection {
    const egress = decide(from.groupIds, { ...traffic, direction: "egress", peer: to });
    const ingress = decide(to.groupIds, { ...traffic, direction: "ingress", peer: from });
    return { verdict: both(egress.verdict, ingress.verdict), egress, ingress };
  }

  return { ask, decide, connect };
}

/** Both must let it through: one that does not is enough to block it, whatever the other says. */
export function both(one: Verdict, other: Verdict): Verdict {
  if (one === "deny" || other === "deny") return "deny";
  return one === "allow" && other === "allow" ? "allow" : "unknown";
}

function decisionOf(
  { rules, unreadGroupIds }: Candidates,
  address: Address | null,
  peerGroups: ReadonlySet<string> | null,
): Decision {
  const allowing: string[] = [];
  const possible: string[] = [];
  for (const { ruleId, covers, peer } of rules) {
    const verdict = both(covers, matchesPeer(peer, address, peerGroups));
    if (verdict === "allow") allowing.push(ruleId);
    else if (verdict === "unknown") possible.push(ruleId);
  }
  if (allowing.length > 0) return { verdict: "allow", ruleIds: allowing, unreadGroupIds };
  const isOpen = possible.length > 0 || unreadGroupIds.length > 0;
  return { verdict: isOpen ? "unknown" : "deny", ruleIds: possible, unreadGroupIds };
}

function findCandidates(
  rulebook: Rulebook,
  groupIds: readonly string[],
  direction: Direction,
  traffic: Traffic,
): Candidates {
  const rules: Candidate[] = [];
  const unreadGroupIds: string[] = [];
  for (const groupId of new Set(groupIds)) {
    const known = rulebook.rulesOf(groupId);
    if (known === null) unreadGroupIds.push(groupId);
    for (const rule of known ?? []) {
      if (rule.isEgress !== (direction === "egress")) continue;
      const covers = coversTraffic(rule, traffic);
      if (covers !== "deny") rules.push({ ruleId: rule.id, covers, peer: peerMatcher(rule, rulebook.cidrsOf) });
    }
  }
  return { rules, unreadGroupIds };
}

function keyOf(groupIds: readonly string[]): string {
  return groupIds.length === 1 ? (groupIds[0] as string) : groupIds.join(",");
}

function memoised<V>(known: Map<string, V>, key: string, make: () => V): V {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
