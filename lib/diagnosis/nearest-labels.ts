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

/** What a pod lacks for a policy of its namespace to select it; empty: nothing. */
export function lacksOf(policy: SecurityGroupPolicy, pod: Item<"pods">, world: Looked): string[] {
  const { namespace, labels, serviceAccount = "default" } = pod;
  const account = world.item("serviceAccounts", `${namespace}/${serviceAccount}`);
  const own = policy.podSelector === null ? [] : unmet(policy.podSelector, labels);
  if (policy.serviceAccountSelector === null) return own;
  if (account === undefined) return [...own, `ServiceAccount ${serviceAccount} is not there`];
  const its = unmet(policy.serviceAccountSelector, account.labels);
  return [...own, ...its.map((lack) => `ServiceAccount ${serviceAccount}: ${lack}`)];
}

/** Each requirement by itself: a selector is met when all of them are. */
function unmet({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): string[] {
  const equal = Object.entries(matchLabels).flatMap(([key, value]) =>
    selects({ matchLabels: { [key]: value } }, labels) ? [] : [`${key}=${value} (${has(labels, key)})`],
  );
  const expressed = matchExpressions.flatMap((expression) => {
    if (selects({ matchExpressions: [expression] }, labels)) return [];
    const { key, operator, values = [] } = expression;
    return [
      `${[key, operator, ...(values.length > 0 ? [`(${values.join(", ")})`] : [])].join(" ")} (${has(labels, key)})`,
    ];
  });
  return [...equal, ...expressed];
}

function has(labels: Labels, key: string): string {
  return Object.hasOwn(labels, key) ? `has ${key}=${labels[key]}` : `has no ${key}`;
}
