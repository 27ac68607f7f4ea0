import { policyMatches } from "../topology/policies.ts";
import { faultsNow } from "./faults.ts";
import type { Pod, Workload } from "./state.ts";
import type { World } from "./world.ts";

/** What admission makes of a new pod: how many branches it asks for, or why it is refused. */
type Admission = { readonly podEni: number; readonly denied: null } | { readonly podEni: 0; readonly denied: string };

/**
 * The mutating webhook (domain 1.9): hostNetwork, Fargate and Windows pods pass untouched, others that a policy matches ask for one branch.
 * Nobody answers: the pod passes as it is, for its failure policy is Ignore.
 */
export function admit(world: World, workload: Workload): Admission {
  const { spec, template } = workload;
  const byHand = spec.podEni ?? 0;
  const isAsked = world.items.webhookConfigurations.has("vpc-resource-mutating-webhook");
  const answers = isAsked && world.controller.up && faultsNow(world, "webhook-down").length === 0;
  const isWindows = spec.nodeSelector?.["kubernetes.io/os"] === "windows";
  const isFargate = template.labels["eks.amazonaws.com/fargate-profile"] !== undefined;
  if (!answers || spec.hostNetwork || isFargate || isWindows) return { podEni: byHand, denied: null };
  const account = accountKey(workload);
  if (!world.items.serviceAccounts.has(account)) {
    const message = `admission webhook "mpod.vpc.k8s.aws" denied the request: Failed to get Matching SGP for Pods, rejecting event: ServiceAccount "${spec.serviceAccount ?? "default"}" not found`;
    return { podEni: 0, denied: message };
  }
  const matched = groupsFor(world, spec.namespace, template.labels, account).length > 0;
  return { podEni: matched ? Math.max(1, byHand) : byHand, denied: null };
}

/** Groups of all policies that match a pod now, without repetition; empty when none does (domain 1.5). */
export function matchingGroups(world: World, pod: Pod): string[] {
  return groupsFor(world, pod.namespace, pod.labels, accountKey(pod.workload));
}

function groupsFor(
  world: World,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  account: string,
): string[] {
  const accountLabels = world.items.serviceAccounts.get(account)?.labels ?? null;
  const groups = new Set<string>();
  for (const policy of world.policiesOf.get(namespace) ?? []) {
    if (policyMatches(policy, labels, accountLabels)) for (const id of policy.groupIds) groups.add(id);
  }
  return [...groups];
}

function accountKey({ spec }: Workload): string {
  return `${spec.namespace}/${spec.serviceAccount ?? "default"}`;
}
