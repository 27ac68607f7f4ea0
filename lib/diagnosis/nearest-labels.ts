import type { Item } from "../recording/collections.ts";
import { type LabelSelector, type Labels, selects } from "../topology/selector.ts";
import type { World } from "./world.ts";

type SecurityGroupPolicy = Item<"securityGroupPolicies">;
type Looked = Pick<World, "item" | "items">;

export interface Nearest {
  /** `namespace/name`. */
  readonly pod: string;
  /** What keeps the policy from selecting it: `app=web (has app=frontend)`, or of its ServiceAccount `ServiceAccount web: team=a (has no team)`. */
  readonly lacks: readonly string[];
}

export interface NearestLabels {
  readonly podsInNamespace: number;
  /** The pods that come closest, one of each owner. */
  readonly nearest: readonly Nearest[];
}

const most = 3;

/** Which pods of its namespace a policy misses by the fewest labels. */
export function nearestLabels(policy: SecurityGroupPolicy, world: Looked): NearestLabels {
  const pods = [...world.items("pods").values()].filter(({ namespace }) => namespace === policy.namespace);
  const byOwner = new Map<string, Item<"pods">>();
  for (const pod of pods) byOwner.set(pod.owner ? `${pod.owner.kind}/${pod.owner.name}` : pod.name, pod);
  const missed = [...byOwner.values()].map((pod) => ({
    pod: `${pod.namespace}/${pod.name}`,
    lacks: lacksOf(policy, pod, world),
  }));
  const nearest = missed.filter(({ lacks }) => lacks.length > 0).sort((a, b) => a.lacks.length - b.lacks.length);
  return { podsInNamespace: pods.length, nearest: nearest.slice(0, most) };
}

/** One requirement of a selector that a pod, or its ServiceAccount, does not meet. */
export interface Unmet {
  readonly object: "pod" | "service-account";
  /** Name of the pod or of the ServiceAccount. */
  readonly name: string;
  readonly key: string;
  /** As selectors have them; `=` for `matchLabels`. */
  readonly operator: string;
  readonly wanted: readonly string[];
  /** The value of that label; `null`: it has none. */
  readonly has: string | null;
}

/** What a pod does not meet of a policy of its namespace, and whether the ServiceAccount that it is asked of is not there. */
export function unmetOf(policy: SecurityGroupPolicy, pod: Item<"pods">, world: Looked) {
  const { namespace, labels, serviceAccount: name = "default" } = pod;
  const { podSelector, serviceAccountSelector } = policy;
  const account = world.item("serviceAccounts", `${namespace}/${name}`);
  const own = unmet(podSelector, labels).map((one): Unmet => ({ object: "pod", name: pod.name, ...one }));
  if (serviceAccountSelector === null) return { unmet: own, missingAccount: null };
  if (account === undefined) return { unmet: own, missingAccount: name };
  const its = unmet(serviceAccountSelector, account.labels);
  return {
    unmet: [...own, ...its.map((one): Unmet => ({ object: "service-account", name, ...one }))],
    missingAccount: null,
  };
}

/** What a pod lacks for a policy of its namespace to select it, as one reads it; empty: nothing. */
export function lacksOf(policy: SecurityGroupPolicy, pod: Item<"pods">, world: Looked): string[] {
  const { unmet, missingAccount } = unmetOf(policy, pod, world);
  const lacks = unmet.map((one) =>
    one.object === "pod" ? written(one) : `ServiceAccount ${one.name}: ${written(one)}`,
  );
  return missingAccount === null ? lacks : [...lacks, `ServiceAccount ${missingAccount} is not there`];
}

/** Each requirement by itself: a selector is met when all of them are. */
function unmet(selector: LabelSelector | null, labels: Labels): Omit<Unmet, "object" | "name">[] {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const has = (key: string) => (Object.hasOwn(labels, key) ? (labels[key] ?? null) : null);
  const equal = Object.entries(matchLabels).flatMap(([key, value]) =>
    selects({ matchLabels: { [key]: value } }, labels) ? [] : [{ key, operator: "=", wanted: [value], has: has(key) }],
  );
  const expressed = matchExpressions.flatMap((expression) => {
    const { key, operator, values: wanted = [] } = expression;
    return selects({ matchExpressions: [expression] }, labels) ? [] : [{ key, operator, wanted, has: has(key) }];
  });
  return [...equal, ...expressed];
}

function written({ key, operator, wanted, has }: Unmet): string {
  const demand =
    operator === "="
      ? `${key}=${wanted[0]}`
      : [key, operator, ...(wanted.length > 0 ? [`(${wanted.join(", ")})`] : [])].join(" ");
  return `${demand} (${has === null ? `has no ${key}` : `has ${key}=${has}`})`;
}
