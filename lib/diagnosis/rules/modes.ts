import type { Item } from "../../recording/collections.ts";
import { annotatedPods, type CarriedPod, carriedPods } from "../carried-pods.ts";
import { groupKey } from "../groups-in-use.ts";
import type { Host } from "../host.ts";
import { type Mode, modeOfNode, modeOfPod } from "../mode.ts";
import type { ModeSight } from "../mode-history.ts";
import { sandboxAt } from "../pods.ts";
import { rulebookOf } from "../reach.ts";
import { defineRule } from "../rule.ts";
import { seen } from "../seen.ts";
import { tally } from "../tally.ts";
import type { World } from "../world.ts";

const modeVariable = "POD_SECURITY_GROUP_ENFORCING_MODE";
const modeField = `containers.aws-node.env.${modeVariable}`;
const proxyConfig = "kube-system/kube-proxy-config";

type IpvsFacts = { nodes: number; pods: number; exampleNode: string };

export const strictIpvs = defineRule<IpvsFacts>({
  id: "strict-ipvs",
  code: "SGP-086",
  severity: "high",
  per: "host",
  needs: ["configMaps", "pods"],
  merge: tally,
  *check(host, world) {
    const { awsNode } = host;
    if (awsNode === null || modeOfNode(host) !== "strict") return;
    const mode = world.item("configMaps", proxyConfig)?.data.mode;
    if (mode?.toLowerCase() !== "ipvs") return;
    const pods = annotatedPods(host);
    if (pods.length === 0) return;
    yield {
      story: proxyConfig,
      subjects: [host.id, ...pods.map(({ pod }) => pod.id)],
      facts: { nodes: 1, pods: pods.length, exampleNode: awsNode.pod.nodeName ?? host.id },
      evidence: [
        seen("configMaps", proxyConfig, "data.mode", mode),
        seen("pods", `kube-system/${awsNode.pod.name}`, modeField, awsNode.env[modeVariable]),
      ],
    };
  },
});

type LocalFacts = { service: string; type: string; targetType: string | null; pods: number };

export const strictLocalTrafficPolicy = defineRule<LocalFacts>({
  id: "strict-local-traffic-policy",
  code: "SGP-087",
  severity: "high",
  per: "host",
  needs: ["pods", "services"],
  merge: tally,
  *check(host, world) {
    const services = localServices(world);
    if (services.length === 0) return;
    const strict = annotatedPods(host).filter((each) => modeOfPod(host, each) === "strict");
    for (const { id, namespace, selector, type, targetType } of services) {
      const selected = strict.filter(
        ({ item }) =>
          item.namespace === namespace && Object.entries(selector).every(([key, value]) => item.labels[key] === value),
      );
      if (selected.length === 0) continue;
      yield {
        story: id,
        subjects: [`services/${id}`, ...selected.map(({ pod }) => pod.id)],
        facts: { service: id, type, targetType, pods: selected.length },
        evidence: [
          seen("services", id, "externalTrafficPolicy", "Local"),
          seen("services", id, "type", type),
          ...(host.awsNode === null
            ? []
            : [seen("pods", `kube-system/${host.awsNode.pod.name}`, modeField, host.awsNode.env[modeVariable])]),
        ],
        confidence: type === "NodePort" || targetType === "instance" ? "certain" : "likely",
      };
    }
  },
});

type MixedFacts = {
  strict: number;
  standard: number;
  fewer: string;
  nodes: string[];
  olderPods: number;
  pods: string[];
};

interface Enforcing {
  readonly mode: Mode;
  readonly awsNode: string;
  readonly node: string;
  readonly value: string | null;
  /** Pods that were set up while the node was seen to run in the other mode. */
  readonly older: readonly string[];
}

/** Named are at most so many nodes of the mode that fewer have, and pods; all of them are subjects. */
const mostNamed = 20;

export const mixedModes = defineRule<MixedFacts, Enforcing>({
  id: "mixed-modes",
  code: "SGP-090",
  severity: "medium",
  per: "cluster",
  needs: ["pods"],
  gather(host, world) {
    const { awsNode } = host;
    const mode = modeOfNode(host);
    if (awsNode === null || mode === null || !awsNode.podEni) return null;
    const node = awsNode.pod.nodeName ?? host.id;
    return {
      mode,
      awsNode: `kube-system/${awsNode.pod.name}`,
      node,
      value: awsNode.env[modeVariable] ?? null,
      older: setUpOtherwise(host, world.enforcingModes(node)),
    };
  },
  *check(_world, gathered) {
    const of = (wanted: Mode) => [...gathered].filter(([, { mode }]) => mode === wanted);
    const strict = of("strict");
    const standard = of("standard");
    const [fewer, more] = strict.length < standard.length ? [strict, standard] : [standard, strict];
    const older = [...gathered.values()].flatMap((each) => each.older);
    const [first, ...others] = [...fewer.map(([id]) => id), ...older];
    if (first === undefined) return;
    const withOlder = [...gathered.values()].find((each) => each.older.length > 0);
    const shown = [fewer[0]?.[1], more[0]?.[1], withOlder].filter((one) => one !== undefined);
    yield {
      story: "cluster",
      subjects: [first, ...others],
      facts: {
        strict: strict.length,
        standard: standard.length,
        fewer: fewer === strict ? "strict" : "standard",
        nodes: fewer.slice(0, mostNamed).map(([, { node }]) => node),
        olderPods: older.length,
        pods: older.slice(0, mostNamed).map((id) => id.slice("pod/".length)),
      },
      evidence: [...new Set(shown)].map(({ awsNode, value }) => seen("pods", awsNode, modeField, value)),
    };
  },
});

/** Pods on branches that were there before the node's aws-node pod, when the node was seen to run in another mode. */
function setUpOtherwise(host: Host, modes: readonly ModeSight[]): string[] {
  const now = modes.at(-1);
  if (modes.length < 2 || now === undefined || now.mode !== modeOfNode(host)) return [];
  return annotatedPods(host).flatMap(({ pod, item }) => {
    const setUpAt = sandboxAt(item);
    const then = setUpAt === null ? undefined : modes.findLast(({ at }) => at <= setUpAt);
    return then === undefined || then.mode === now.mode ? [] : [pod.id];
  });
}

type SameNodeFacts = {
  groupIds: string[];
  otherGroupIds: string[];
  ruleIds: string[];
  pods: number;
  otherPods: number;
};

export const sameNodeNotFiltered = defineRule<SameNodeFacts>({
  id: "same-node-not-filtered",
  code: "SGP-092",
  severity: "info",
  per: "host",
  needs: ["interfaces", "pods", "securityGroupRules"],
  confirmAfterSeconds: 60,
  merge: tally,
  *check(host, world) {
    const sets = new Map<string, CarriedPod[]>();
    for (const carried of carriedPods(host)) {
      if (modeOfPod(host, carried) !== "standard") continue;
      const key = groupKey(carried.branch.groupIds);
      sets.set(key, [...(sets.get(key) ?? []), carried]);
    }
    const all = [...sets].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [index, [key, pods]] of all.entries()) {
      for (const [otherKey, otherPods] of all.slice(index + 1)) {
        const [one, other] = [pods[0], otherPods[0]];
        if (one === undefined || other === undefined) continue;
        const ruleIds = linkingRules(world, one.branch.groupIds, other.branch.groupIds);
        if (ruleIds.length === 0) continue;
        yield {
          story: `${key} ${otherKey}`,
          subjects: [one.pod.id, ...[...pods.slice(1), ...otherPods].map(({ pod }) => pod.id)],
          facts: {
            groupIds: one.branch.groupIds,
            otherGroupIds: other.branch.groupIds,
            ruleIds,
            pods: pods.length,
            otherPods: otherPods.length,
          },
          evidence: [
            seen("interfaces", one.branch.id, "groups", one.branch.groupIds),
            seen("interfaces", other.branch.id, "groups", other.branch.groupIds),
          ],
        };
      }
    }
  },
});

interface LocalService {
  readonly id: string;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly type: string;
  readonly targetType: string | null;
}

const loadBalancerType = "service.beta.kubernetes.io/aws-load-balancer-type";
const targetTypeAnnotation = "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type";

/** Services whose traffic comes by way of a node and must stay on it. With IP targets it goes to the pods straight. */
export function localServices(world: World): readonly LocalService[] {
  return world.shared("local-services", (shared) =>
    [...shared.items("services")].flatMap(([id, service]) => {
      const { type, selector, namespace, externalTrafficPolicy } = service;
      if (externalTrafficPolicy !== "Local" || selector === undefined) return [];
      if (type !== "NodePort" && type !== "LoadBalancer") return [];
      const targetType = type === "NodePort" ? null : targetTypeOf(service);
      return targetType === "ip" ? [] : [{ id, namespace, selector, type, targetType }];
    }),
  );
}

function targetTypeOf({ annotations }: Item<"services">): string | null {
  return annotations[loadBalancerType] === "nlb-ip" ? "ip" : (annotations[targetTypeAnnotation] ?? null);
}

/** The rules of one set of groups that name a group of the other, in either direction. */
function linkingRules(world: World, some: readonly string[], others: readonly string[]): string[] {
  const { rulesOf } = rulebookOf(world);
  const naming = (owners: readonly string[], named: readonly string[]) =>
    owners
      .flatMap((groupId) => rulesOf(groupId) ?? [])
      .filter(({ referencedGroup }) => referencedGroup !== undefined && named.includes(referencedGroup.groupId))
      .map(({ id }) => id);
  return [...new Set([...naming(some, others), ...naming(others, some)])];
}
