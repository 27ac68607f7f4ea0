import type { Item } from "../../recording/collections.ts";
import { isValidPolicy } from "../../topology/policies.ts";
import { brokenBecause } from "../../topology/selector.ts";
import { type Unmet, unmetOf } from "../nearest-labels.ts";
import type { World } from "../world.ts";

type Policy = Item<"securityGroupPolicies">;

/** A policy of a Pod's namespace that does not apply to it, and why. */
export interface Unmatched {
  readonly policy: string;
  readonly groups: readonly string[];
  readonly because: "labels" | "account-missing" | "selector-broken" | "no-groups" | "no-selectors";
  /** The requirements that are not met, of the Pod's labels and of its ServiceAccount's. */
  readonly unmet: readonly Unmet[];
  /** Why the controller cannot use the selector, where it is broken. */
  readonly broken: string | null;
}

/** Those of its namespace, the nearest first: a policy that would apply if it were sound, then the one with the fewest labels amiss. */
export function unmatchedPolicies(
  pod: Item<"pods">,
  matching: ReadonlySet<string>,
  world: World,
): readonly Unmatched[] {
  return [...world.items("securityGroupPolicies")]
    .filter(([id, { namespace }]) => namespace === pod.namespace && !matching.has(`policy/${id}`))
    .map(([id, policy]) => whyNot(id, policy, pod, world))
    .sort((a, b) => a.unmet.length - b.unmet.length || (a.policy < b.policy ? -1 : 1));
}

function whyNot(id: string, policy: Policy, pod: Item<"pods">, world: World): Unmatched {
  const { unmet, missingAccount } = unmetOf(policy, pod, world);
  const broken = brokenIn(policy);
  return {
    policy: id,
    groups: policy.groupIds,
    because: becauseOf(policy, { broken, isAccountMissing: missingAccount !== null && unmet.length === 0 }),
    unmet: broken === null ? unmet : unmet.filter(({ wanted, operator }) => isSound(operator, wanted)),
    broken,
  };
}

function becauseOf(
  policy: Policy,
  { broken, isAccountMissing }: { readonly broken: string | null; readonly isAccountMissing: boolean },
): Unmatched["because"] {
  if (!isValidPolicy(policy)) return policy.groupIds.length === 0 && hasSelector(policy) ? "no-groups" : "no-selectors";
  if (broken !== null) return "selector-broken";
  return isAccountMissing ? "account-missing" : "labels";
}

function hasSelector({ podSelector, serviceAccountSelector }: Policy): boolean {
  return podSelector !== null || serviceAccountSelector !== null;
}

function brokenIn({ podSelector, serviceAccountSelector }: Policy): string | null {
  for (const selector of [podSelector, serviceAccountSelector]) {
    const reason = selector === null ? null : brokenBecause(selector);
    if (reason !== null) return reason;
  }
  return null;
}

/** What is broken is not also unmet: the controller never got to it. */
function isSound(operator: string, wanted: readonly string[]): boolean {
  const expression = operator === "=" ? null : { key: "sound", operator, values: [...wanted] };
  return expression === null || brokenBecause({ matchExpressions: [expression] }) === null;
}
