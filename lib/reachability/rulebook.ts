import type { Item } from "../recording/collections.ts";

type Rule = Item<"securityGroupRules">;

/** The rules of every group, as far as they were read. */
export interface Rulebook {
  /** `null`: the rules of this group were not read. */
  rulesOf(groupId: string): readonly Rule[] | null;
  /** The entries of a prefix list; `null`: they were not read. */
  cidrsOf(prefixListId: string): readonly string[] | null;
}

export interface RulebookItems {
  readonly rules: Iterable<Rule>;
  /** The groups whose rules were asked for: one of them without rules lets nothing through. */
  readonly groups: ReadonlyMap<string, Item<"securityGroups">>;
  readonly prefixLists: ReadonlyMap<string, Item<"prefixLists">>;
}

export function createRulebook({ rules, groups, prefixLists }: RulebookItems): Rulebook {
  const byGroup = new Map<string, Rule[]>();
  for (const rule of rules) {
    const known = byGroup.get(rule.groupId);
    if (known) known.push(rule);
    else byGroup.set(rule.groupId, [rule]);
  }
  const none: readonly Rule[] = [];
  return {
    rulesOf: (groupId) => byGroup.get(groupId) ?? (wasRead(groups.get(groupId)) ? none : null),
    cidrsOf: (prefixListId) => prefixLists.get(prefixListId)?.cidrs ?? null,
  };
}

function wasRead(group: Item<"securityGroups"> | undefined): boolean {
  return group !== undefined && group.rulesUnread !== true;
}
