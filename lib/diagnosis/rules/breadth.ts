import type { Item } from "../../recording/collections.ts";
import type { LabelSelector } from "../../topology/selector.ts";
import { isForWindows } from "../for-windows.ts";
import { sameGroups, wantedGroups } from "../groups-of.ts";
import type { Host } from "../host.ts";
import { classOf, hasLimit, isLive, requestOf } from "../pods.ts";
import { nameOf } from "../policy-names.ts";
import { defineRule } from "../rule.ts";
import { joinFacts, seen } from "../seen.ts";
import { workloadOf } from "../workloads.ts";

type Broad = {
  policy: string;
  selectsEverything: boolean;
  inKubeSystem: boolean;
  /** What runs on every node: each of its pods takes a branch there. */
  daemonSets: string[];
  /** What the cluster itself rests on. */
  system: string[];
  pods: number;
};

/** What one host adds to a policy's reach. */
interface Reached {
  readonly policyId: string;
  pods: number;
  readonly daemonSets: Set<string>;
  readonly system: Set<string>;
}

const systemNames = /^(coredns|kube-dns|kube-proxy|aws-node|node-local-dns)\b/;

export const policyTooBroad = defineRule<Broad, readonly Reached[]>({
  id: "policy-too-broad",
  code: "SGP-070",
  severity: "medium",
  per: "cluster",
  needs: ["securityGroupPolicies", "pods", "serviceAccounts"],
  gather: reachedOn,
  *check(world, gathered) {
    const reached = Map.groupBy([...gathered.values()].flat(), ({ policyId }) => policyId);
    for (const [key, policy] of world.items("securityGroupPolicies")) {
      if (policy.groupIds.length === 0) continue;
      const hits = reached.get(`policy/${key}`) ?? [];
      const named = (which: "daemonSets" | "system") => [...new Set(hits.flatMap((hit) => [...hit[which]]))].sort();
      const facts = {
        policy: key,
        selectsEverything: selectsEverything(policy),
        inKubeSystem: policy.namespace === "kube-system",
        daemonSets: named("daemonSets"),
        system: named("system"),
        pods: hits.reduce((sum, { pods }) => sum + pods, 0),
      };
      if (!facts.selectsEverything && !facts.inKubeSystem && facts.daemonSets.length + facts.system.length === 0)
        continue;
      yield {
        subjects: [`policy/${key}`],
        facts,
        evidence: [
          seen("securityGroupPolicies", key, "podSelector", written(policy.podSelector)),
          seen("securityGroupPolicies", key, "serviceAccountSelector", written(policy.serviceAccountSelector)),
        ],
      };
    }
  },
});

type Ineffective = {
  reason: "host-network" | "windows" | "windows-by-affinity" | "fargate-differs" | "fargate-too-many";
  policies: string[];
  pods: string[];
  namespace: string;
  workloads: string[];
  wanted: string[];
  /** The groups that a Fargate pod has by its annotation. */
  actual: string[];
};

const severityOf = {
  "host-network": "info",
  windows: "info",
  "windows-by-affinity": "high",
  "fargate-differs": "medium",
  "fargate-too-many": "medium",
} as const;

const fargateAnnotation = "fargate.amazonaws.com/pod-sg";
const mostOnFargate = 5;

export const matchIneffective = defineRule<Ineffective>({
  id: "match-ineffective",
  code: "SGP-071",
  severity: "high",
  per: "host",
  needs: ["pods", "securityGroupPolicies", "serviceAccounts"],
  merge: joinFacts,
  *check(host, world) {
    for (const { pod, item } of host.pods) {
      if (!isLive(item) || item.deletingSince !== undefined) continue;
      const wanted = wantedGroups(pod, world);
      if (wanted === null || wanted.policies.length === 0) continue;
      const actual = (item.annotations[fargateAnnotation] ?? "").split(",").filter((id) => id !== "");
      const reason = reasonOf(item, wanted.groupIds, actual);
      if (reason === null) continue;
      const policies = wanted.policies.map(({ id }) => nameOf(id));
      yield {
        story: `${reason} ${policies.join(" ")}`,
        subjects: [pod.id],
        severity: severityOf[reason],
        facts: {
          reason,
          policies,
          pods: [nameOf(pod.id)],
          namespace: item.namespace,
          workloads: [workloadOf(item)],
          wanted: [...wanted.groupIds],
          actual,
        },
        evidence: [evidenceFor(reason, item, nameOf(pod.id))],
      };
    }
  },
});

type Misplaced = {
  pods: string[];
  namespace: string;
  workloads: string[];
  problem: "not-first" | "limits-differ";
  containers: string[];
};

export const requestMisplaced = defineRule<Misplaced>({
  id: "pod-eni-wrong-container",
  code: "SGP-072",
  severity: "high",
  per: "host",
  needs: ["pods"],
  merge: joinFacts,
  *check(host) {
    for (const { pod, item } of host.pods) {
      if (!isLive(item) || item.deletingSince !== undefined) continue;
      const problem = misplacedIn(item);
      if (problem === null) continue;
      const containers = item.containers.filter(
        ({ podEniRequest, podEniLimit }) => podEniRequest !== undefined || podEniLimit !== undefined,
      );
      yield {
        story: `${pod.namespace} ${workloadOf(item)} ${problem}`,
        subjects: [pod.id],
        facts: {
          pods: [nameOf(pod.id)],
          namespace: item.namespace,
          workloads: [workloadOf(item)],
          problem,
          containers: containers.map(({ name }) => name),
        },
        evidence: item.containers.map(({ podEniRequest }, index) =>
          seen("pods", nameOf(pod.id), `containers.${index}.podEniRequest`, podEniRequest),
        ),
      };
    }
  },
});

/** Whether nothing narrows a policy down: a selector that is set and empty, and no other that asks for anything. */
function selectsEverything({ podSelector, serviceAccountSelector }: Item<"securityGroupPolicies">): boolean {
  const set = [podSelector, serviceAccountSelector].filter((selector) => selector !== null);
  return set.length > 0 && set.every(isEmpty);
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

function reachedOn({ pods }: Host): readonly Reached[] | null {
  const reached = new Map<string, Reached>();
  for (const { pod, item } of pods) {
    if (!pod.policyIds?.length || !isLive(item) || classOf(item) !== "linux") continue;
    const workload = () => `${item.namespace}/${workloadOf(item)}`;
    for (const policyId of pod.policyIds) {
      const known = reached.get(policyId) ?? { policyId, pods: 0, daemonSets: new Set(), system: new Set() };
      reached.set(policyId, known);
      known.pods++;
      if (item.owner?.kind === "DaemonSet") known.daemonSets.add(workload());
      if (isSystem(item)) known.system.add(workload());
    }
  }
  return reached.size === 0 ? null : [...reached.values()];
}

function isSystem({ namespace, labels, name }: Item<"pods">): boolean {
  return namespace === "kube-system" && systemNames.test(labels["k8s-app"] ?? name);
}

function reasonOf(
  pod: Item<"pods">,
  wanted: readonly string[],
  actual: readonly string[],
): Ineffective["reason"] | null {
  const kind = classOf(pod);
  if (kind === "hostNetwork") return "host-network";
  if (kind === "windows") return "windows";
  if (kind === "fargate") {
    if (wanted.length > mostOnFargate) return "fargate-too-many";
    return sameGroups(wanted, actual) ? null : "fargate-differs";
  }
  return isForWindows(pod) ? "windows-by-affinity" : null;
}

function evidenceFor(reason: Ineffective["reason"], pod: Item<"pods">, key: string) {
  if (reason === "host-network") return seen("pods", key, "hostNetwork", true);
  if (reason === "windows") return seen("pods", key, "nodeSelector.kubernetes.io/os", "windows");
  if (reason !== "windows-by-affinity")
    return seen("pods", key, `annotations.${fargateAnnotation}`, pod.annotations[fargateAnnotation]);
  if (pod.os === "windows") return seen("pods", key, "os", pod.os);
  return pod.runtimeClass === undefined
    ? seen("pods", key, "affinityLabels.kubernetes.io/os", "windows")
    : seen("pods", key, "runtimeClass", pod.runtimeClass);
}

function misplacedIn(pod: Item<"pods">): Misplaced["problem"] | null {
  if (requestOf(pod) > 0 && !hasLimit(pod)) return "not-first";
  const differs = pod.containers.some(
    ({ podEniRequest, podEniLimit }) => podEniRequest !== undefined && podEniRequest !== podEniLimit,
  );
  return differs ? "limits-differ" : null;
}

function written(selector: LabelSelector | null): string | null {
  return selector === null ? null : JSON.stringify(selector);
}
