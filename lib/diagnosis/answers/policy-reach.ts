import type { Item } from "../../recording/collections.ts";
import { isValidPolicy } from "../../topology/policies.ts";
import { printSelector } from "../../topology/selector.ts";
import type { Host, HostedPod } from "../host.ts";
import { type NearestLabels, nearestLabels } from "../nearest-labels.ts";
import { isLive } from "../pods.ts";
import { nameOf } from "../policy-names.ts";
import { selectorBroken } from "../rules/policies.ts";
import { restart } from "../words/steps/objects.ts";
import { workloadOf } from "../workloads.ts";
import { claimsOver, findingsAbout, isAbout } from "./claims.ts";
import type { GroupsVerdict } from "./groups-verdict.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { type Listed, listed } from "./listed.ts";
import { compareGroups, namesOf } from "./pod-groups.ts";

/** How far a policy reaches: the Pods it selects, those that have its groups, and what to do for the others. */
export interface PolicyReach {
  readonly policy: string;
  readonly groups: readonly string[];
  readonly groupNames: Readonly<Record<string, string>>;
  /** The controller skips a policy that is not `valid`, and says nothing. */
  readonly state: "valid" | "no-groups" | "no-selectors" | "selector-broken";
  readonly podSelector: string | null;
  readonly serviceAccountSelector: string | null;
  /** Pods that are there and stay, and that it selects now. */
  readonly selected: number;
  /** Those of them with its groups in force, and no others than are wanted. */
  readonly reached: number;
  readonly unreached: Listed<Unreached>;
  /** Those of the unreached that have no network yet. */
  readonly notYet: number;
  /** Pods of its namespace of which it cannot be said what matches them. */
  readonly unsure: number;
  readonly restarts: Listed<Restart>;
  /** Where it selects nothing: the Pods that it misses by the fewest labels. */
  readonly nearest: NearestLabels | null;
  readonly findings: readonly string[];
  readonly lacks: readonly Lack[];
}

export interface Unreached extends Pick<GroupsVerdict, "verdict" | "reason" | "confidence"> {
  readonly pod: string;
  readonly node: string | null;
  readonly workload: string;
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
}

/** A workload whose Pods get the groups when they are made anew. */
export interface Restart {
  readonly namespace: string;
  readonly workload: string;
  readonly pods: number;
  readonly commands: readonly string[];
}

/** `null`: there is no such policy. */
export function policyReach(inquiry: Inquiry, name: string): PolicyReach | null {
  const { world } = inquiry;
  const policy = world.item("securityGroupPolicies", name);
  if (policy === undefined) return null;
  const { groupIds, podSelector, serviceAccountSelector } = policy;
  const all = podsOf(inquiry, policy.namespace);
  const selected = all.filter(({ hosted }) => hosted.pod.policyIds?.includes(`policy/${name}`));
  const told = selected.map(({ host, hosted }) => ({ hosted, groups: compareGroups(inquiry, host, hosted) }));
  const unreached = told.filter(({ groups }) => !isReached(groupIds, groups));
  return {
    policy: name,
    groups: [...new Set(groupIds)].sort(),
    groupNames: namesOf(groupIds, inquiry),
    state: stateOf(inquiry, name, policy),
    podSelector: podSelector && printSelector(podSelector),
    serviceAccountSelector: serviceAccountSelector && printSelector(serviceAccountSelector),
    selected: selected.length,
    reached: selected.length - unreached.length,
    unreached: listed(
      unreached.map(({ hosted: { pod, item }, groups }) => ({
        pod: nameOf(pod.id),
        node: item.nodeName ?? null,
        workload: workloadOf(item),
        verdict: groups.verdict,
        reason: groups.reason,
        confidence: groups.confidence,
        missing: groups.missing,
        surplus: groups.surplus,
      })),
    ),
    notYet: unreached.filter(({ groups }) => groups.verdict === "not-yet").length,
    unsure: all.filter(({ hosted }) => hosted.pod.policyIds === undefined).length,
    restarts: listed(
      restartsOf(unreached.flatMap(({ hosted, groups }) => (groups.helps === "restart" ? [hosted.item] : []))),
    ),
    nearest: selected.length === 0 ? nearestLabels(policy, world) : null,
    findings: findingsAbout(inquiry, `policy/${name}`),
    lacks: lacking(world, ["pods", "securityGroupPolicies", "serviceAccounts", "interfaces", "nodes"]),
  };
}

/** Reached is who has the groups of this policy, and none that no policy names any more. */
function isReached(
  groupIds: readonly string[],
  { actual, surplus, verdict }: ReturnType<typeof compareGroups>,
): boolean {
  const isOwn = actual !== null && !actual.isNodes && verdict !== "not-enforced";
  return isOwn && surplus.length === 0 && groupIds.every((id) => actual.groups.includes(id));
}

function podsOf({ hosts }: Inquiry, namespace: string): { readonly host: Host; readonly hosted: HostedPod }[] {
  return [...hosts.values()].flatMap((host) =>
    host.pods
      .filter(({ item }) => item.namespace === namespace && isLive(item) && item.deletingSince === undefined)
      .map((hosted) => ({ host, hosted })),
  );
}

function stateOf(inquiry: Inquiry, name: string, policy: Item<"securityGroupPolicies">): PolicyReach["state"] {
  if (!isValidPolicy(policy)) {
    return policy.podSelector === null && policy.serviceAccountSelector === null ? "no-selectors" : "no-groups";
  }
  const isBroken = claimsOver(selectorBroken, inquiry).some((claim) => isAbout(claim, `policy/${name}`));
  return isBroken ? "selector-broken" : "valid";
}

function restartsOf(pods: readonly Item<"pods">[]): readonly Restart[] {
  const byWorkload = Map.groupBy(pods, (item) => workloadOf(item));
  return [...byWorkload]
    .map(([workload, items]) => {
      const { namespace } = items[0] as Item<"pods">;
      return { namespace, workload, pods: items.length, commands: restart(namespace, [workload]) };
    })
    .sort((a, b) => b.pods - a.pods || (a.workload < b.workload ? -1 : 1));
}
