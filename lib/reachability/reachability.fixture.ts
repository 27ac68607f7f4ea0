import type { Item } from "../recording/collections.ts";
import { createReachability, type Reachability } from "./reachability.ts";
import { createRulebook } from "./rulebook.ts";

type Rule = Item<"securityGroupRules">;

/** A rule of `sg-pods` for ingress of tcp, unless said otherwise. */
export function ruleOf(rule: Partial<Rule>): Rule {
  return { id: "sgr-1", groupId: "sg-pods", isEgress: false, protocol: "tcp", ...rule };
}

export interface Given {
  readonly rules: readonly Rule[];
  /** Groups that were read; those of the rules are anyway. */
  readonly groupIds?: readonly string[];
  /** Entries by prefix list; `null` = could not be read. */
  readonly prefixLists?: Readonly<Record<string, readonly string[] | null>>;
}

export function reachabilityOf({ rules, groupIds = [], prefixLists = {} }: Given): Reachability {
  const lists = Object.entries(prefixLists).map(
    ([id, cidrs]) => [id, cidrs === null ? { id } : { id, cidrs: [...cidrs] }] as const,
  );
  return createReachability(
    createRulebook({
      rules,
      groups: new Map(groupIds.map((id) => [id, { id, tags: {} }])),
      prefixLists: new Map(lists),
    }),
  );
}
