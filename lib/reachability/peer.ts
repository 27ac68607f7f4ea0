import type { Item } from "../recording/collections.ts";
import { type Address, type Block, contains, parseBlock } from "./address.ts";
import type { Verdict } from "./flow.ts";

type Rule = Item<"securityGroupRules">;

/** Whom a rule lets through, made ready to ask often. */
export type PeerMatcher =
  | { readonly kind: "blocks"; readonly blocks: readonly Block[] }
  | { readonly kind: "group"; readonly groupId: string; readonly isCertain: boolean }
  | { readonly kind: "nobody" }
  | { readonly kind: "unknown" };

const unknown: PeerMatcher = { kind: "unknown" };
const nobody: PeerMatcher = { kind: "nobody" };

/** `cidrsOf`: the entries of a prefix list; `null` = not read. */
export function peerMatcher(rule: Rule, cidrsOf: (prefixListId: string) => readonly string[] | null): PeerMatcher {
  const cidr = rule.cidrIpv4 ?? rule.cidrIpv6;
  if (cidr !== undefined) return blocks([cidr]);
  if (rule.prefixListId !== undefined) {
    const cidrs = cidrsOf(rule.prefixListId);
    return cidrs === null ? unknown : blocks(cidrs);
  }
  return rule.referencedGroup === undefined ? unknown : groupMatcher(rule.referencedGroup);
}

/** Whether the peer is among those a rule lets through: `allow` = yes, `deny` = no. */
export function matchesPeer(
  matcher: PeerMatcher,
  address: Address | null,
  groupIds: ReadonlySet<string> | null,
): Verdict {
  if (matcher.kind === "unknown") return "unknown";
  if (matcher.kind === "nobody") return "deny";
  if (matcher.kind === "blocks") {
    if (address === null) return "unknown";
    for (const block of matcher.blocks) if (contains(block, address)) return "allow";
    return "deny";
  }
  if (groupIds === null) return "unknown";
  if (!groupIds.has(matcher.groupId)) return "deny";
  return matcher.isCertain ? "allow" : "unknown";
}

/** A CIDR that cannot be read could be any. */
function blocks(cidrs: readonly string[]): PeerMatcher {
  const parsed = cidrs.map(parseBlock);
  return parsed.includes(null) ? unknown : { kind: "blocks", blocks: parsed as Block[] };
}

/** A reference over a peering connection works while the connection is active; group ids are unique over all accounts. */
function groupMatcher({ groupId, peeringConnectionId, peeringStatus }: NonNullable<Rule["referencedGroup"]>) {
  if (peeringStatus !== undefined && peeringStatus !== "active") return nobody;
  const isCertain = peeringConnectionId === undefined || peeringStatus === "active";
  return { kind: "group", groupId, isCertain } as const;
}
