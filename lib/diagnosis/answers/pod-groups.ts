import type { Item } from "../../recording/collections.ts";
import { wantedGroups } from "../groups-of.ts";
import type { Host, HostedPod } from "../host.ts";
import { classOf, type PodClass } from "../pods.ts";
import { nameOf } from "../policy-names.ts";
import { restart } from "../words/steps/objects.ts";
import { workloadOf } from "../workloads.ts";
import { type ActualGroups, actualGroups } from "./actual-groups.ts";
import { findingsAbout } from "./claims.ts";
import { type GroupsVerdict, judgeGroups } from "./groups-verdict.ts";
import type { Inquiry } from "./inquiry.ts";
import type { Lack } from "./lacks.ts";
import { type Listed, listed } from "./listed.ts";
import { type Unmatched, unmatchedPolicies } from "./unmatched-policies.ts";

/** Which security groups a Pod should have, which it has, and why these differ where they do. */
export interface PodGroups extends GroupsVerdict {
  readonly pod: string;
  readonly podClass: PodClass;
  readonly node: string | null;
  readonly serviceAccount: string;
  readonly createdAt: number | null;
  /** `null`: it cannot be said which policies match. */
  readonly wanted: WantedGroups | null;
  /** `null`: it cannot be said, or it has no address yet. */
  readonly actual: ActualGroups | null;
  /** Groups that are wanted and not in force, and the other way round. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  /** Policies of its namespace that do not apply to it. */
  readonly unmatched: Listed<Unmatched>;
  /** Names by group id, as far as they are known. */
  readonly groupNames: Readonly<Record<string, string>>;
  /** Commands that put a new Pod in its place, where that helps. */
  readonly restart: readonly string[];
  readonly findings: readonly string[];
  readonly lacks: readonly Lack[];
}

export interface WantedGroups {
  /** The union of what its policies name. */
  readonly groups: readonly string[];
  readonly policies: readonly Contribution[];
}

export interface Contribution {
  readonly policy: string;
  readonly groups: readonly string[];
  /** Those that no other policy of the Pod names. */
  readonly onlyHere: readonly string[];
  readonly createdAt: number | null;
}

/** `null`: there is no such Pod. */
export function podGroups(inquiry: Inquiry, name: string): PodGroups | null {
  const found = hostedPod(inquiry, name);
  return found === null ? null : groupsOf(inquiry, found.host, found.hosted);
}

/** What is wanted and in force, and the verdict on it, without the rest of the answer. */
export function compareGroups(inquiry: Inquiry, host: Host, hosted: HostedPod) {
  const wanted = wantedBy(hosted, inquiry);
  const actual = actualGroups(hosted, inquiry.world);
  const canCompare = wanted !== null && actual !== null;
  return {
    wanted,
    actual,
    missing: canCompare ? without(wanted.groups, actual.groups) : [],
    surplus: canCompare && !actual.isNodes ? without(actual.groups, wanted.groups) : [],
    ...judgeGroups(inquiry, host, hosted),
  };
}

function groupsOf(inquiry: Inquiry, host: Host, hosted: HostedPod): PodGroups {
  const { world } = inquiry;
  const { pod, item } = hosted;
  const compared = compareGroups(inquiry, host, hosted);
  const { wanted, actual } = compared;
  const unmatched = unmatchedPolicies(item, new Set(pod.policyIds), world);
  const mentioned = [
    ...(wanted?.groups ?? []),
    ...(actual?.groups ?? []),
    ...unmatched.flatMap(({ groups }) => groups),
  ];
  return {
    pod: nameOf(pod.id),
    podClass: classOf(item),
    node: item.nodeName ?? null,
    serviceAccount: item.serviceAccount ?? "default",
    createdAt: item.createdAt ?? null,
    ...compared,
    unmatched: listed(unmatched, mostUnmatched),
    groupNames: namesOf(mentioned, inquiry),
    restart: compared.helps === "restart" ? restart(item.namespace, [workloadOf(item)]) : [],
    findings: findingsAbout(inquiry, pod.id),
  };
}

const mostUnmatched = 20;

/** A Pod by `namespace/name`, and where it stands. */
export function hostedPod({ hosts, world }: Inquiry, name: string): { host: Host; hosted: HostedPod } | null {
  const pod = world.resource("pod", `pod/${name}`);
  if (pod === undefined) return null;
  const own = pod.instanceId === null ? undefined : hosts.get(pod.instanceId);
  for (const host of own === undefined ? hosts.values() : [own, ...hosts.values()]) {
    const hosted = host.pods.find((one) => one.pod.id === pod.id);
    if (hosted !== undefined) return { host, hosted };
  }
  return null;
}

function wantedBy({ pod }: HostedPod, { world }: Inquiry): WantedGroups | null {
  const wanted = wantedGroups(pod, world);
  if (wanted === null) return null;
  return {
    groups: wanted.groupIds,
    policies: wanted.policies.map(({ id, groupIds, createdAt }) => {
      const others = wanted.policies.filter((other) => other.id !== id).flatMap((other) => other.groupIds);
      return {
        policy: nameOf(id),
        groups: groupIds,
        onlyHere: without(groupIds, others),
        createdAt: createdAt ?? null,
      };
    }),
  };
}

export function namesOf(ids: Iterable<string>, { world }: Inquiry): Readonly<Record<string, string>> {
  const names: Record<string, string> = {};
  for (const id of ids) {
    const group: Item<"securityGroups"> | undefined = world.item("securityGroups", id);
    if (group?.name !== undefined) names[id] = group.name;
  }
  return names;
}

export function without(ids: readonly string[], others: readonly string[]): readonly string[] {
  return [...new Set(ids)].filter((id) => !others.includes(id));
}
