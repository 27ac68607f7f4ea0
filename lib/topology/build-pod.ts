import type { Item } from "../recording/collections.ts";
import { type Annotation, podEniAnnotation } from "./annotation.ts";
import { defined } from "./defined.ts";
import { kindOf, taggedVlan } from "./interface-kind.ts";
import { isReady, podStatus } from "./pod-status.ts";
import { policyMatches } from "./policies.ts";
import type { AnnotationEntry, Mark, Pod } from "./resources.ts";
import type { Labels } from "./selector.ts";
import { annotationOf, isLive, known, podIpsOf, type World, wasRead } from "./world.ts";

type NetworkInterface = Item<"interfaces">;

/** A pod with its place: the branch its annotation names first, the ENI that holds its IP else (domain 8.1). */
export function buildPod(world: World, id: string, pod: Item<"pods">): Pod {
  const annotation = annotationOf(pod);
  const named = namedFirst(world, annotation);
  const ips = podIpsOf(pod);
  const branchIds = isLive(pod) && annotation ? branchesOf(world, annotation, named) : [];
  const host = pod.nodeName === undefined ? null : (world.index.hostOfNode.get(pod.nodeName) ?? null);
  const interfaceId = isLive(pod) ? carrierOf(world, { ips, branchIds, host, named }) : null;
  const podEniRequest = pod.containers.reduce((sum, { podEniRequest = 0 }) => sum + podEniRequest, 0);
  const asksForBranch = podEniRequest > 0 || pod.containers[0]?.podEniLimit !== undefined;
  return defined({
    kind: "pod" as const,
    id,
    marks: marksOf(world, { pod, annotation, named, branchIds, ips, interfaceId }),
    namespace: pod.namespace,
    name: pod.name,
    nodeName: pod.nodeName,
    instanceId: host,
    phase: pod.phase,
    status: podStatus(pod),
    ready: isReady(pod),
    restarts: pod.statuses?.reduce((sum, { restarts }) => sum + restarts, 0),
    createdAt: pod.createdAt,
    deletingSince: pod.deletingSince,
    ip: pod.podIp,
    ips: ips.length > 1 ? [...ips] : undefined,
    hostNetwork: pod.hostNetwork ?? false,
    serviceAccount: pod.serviceAccount,
    workload: pod.owner && { kind: pod.owner.kind, name: pod.owner.name },
    podEniRequest,
    annotated: annotation !== null,
    annotation:
      annotation === null || repeatsBranch(annotation, named, branchIds) ? undefined : [...annotation.entries],
    annotationText: annotation?.problem ? pod.annotations[podEniAnnotation] : undefined,
    branchIds,
    interfaceId,
    waitsForBranch: asksForBranch && pod.nodeName !== undefined && isLive(pod) && annotation === null,
    policyIds: policiesFor(world, pod),
  });
}

/** The ENI whose id the first entry of an annotation names. */
function namedFirst(world: World, annotation: Annotation | null): NetworkInterface | undefined {
  const eniId = annotation?.entries[0]?.eniId;
  return eniId === undefined ? undefined : known(world, "interfaces").get(eniId);
}

function branchesOf(world: World, { entries }: Annotation, named: NetworkInterface | undefined): string[] {
  if (named !== undefined && entries.length === 1) return [named.id];
  return [...new Set(entries.flatMap((entry) => branchOf(world, entry) ?? []))];
}

/** The ENI an entry names: by id, else the branch with its IP, else the one with its MAC. */
function branchOf(world: World, { eniId, ip, ipv6, mac }: AnnotationEntry): string | undefined {
  const interfaces = known(world, "interfaces");
  if (eniId !== undefined && interfaces.has(eniId)) return eniId;
  const isBranch = (id: string) => {
    const eni = interfaces.get(id);
    return eni !== undefined && kindOf(eni) === "branch";
  };
  const byIp = [ip, ipv6].flatMap((address) => (address === undefined ? [] : world.index.addresses.holders(address)));
  return byIp.find(isBranch) ?? (mac === undefined ? undefined : branchByMac(world, mac));
}

/** The last resort, for the rare annotation that names neither a known ENI nor a known IP: worth a walk, not an index. */
function branchByMac(world: World, mac: string): string | undefined {
  for (const eni of known(world, "interfaces").values()) {
    if (eni.mac?.toLowerCase() === mac && kindOf(eni) === "branch") return eni.id;
  }
  return undefined;
}

interface Place {
  readonly ips: readonly string[];
  readonly branchIds: readonly string[];
  readonly host: string | null;
  readonly named: NetworkInterface | undefined;
}

function carrierOf(world: World, { ips, branchIds, host, named }: Place): string | null {
  const [ip, ...others] = ips;
  if (ip === undefined) return null;
  if (named?.privateIp === ip && branchIds.length === 1 && branchIds[0] === named.id) return named.id;
  const holders =
    others.length === 0 ? world.index.addresses.holders(ip) : ips.flatMap((ip) => world.index.addresses.holders(ip));
  if (holders.length < 2) return holders[0] ?? null;
  const interfaces = known(world, "interfaces");
  return (
    holders.find((id) => branchIds.includes(id)) ??
    holders.find((id) => host !== null && interfaces.get(id)?.attachment?.instanceId === host) ??
    holders[0] ??
    null
  );
}

function policiesFor(world: World, pod: Item<"pods">): string[] | undefined {
  if (!wasRead(world, "securityGroupPolicies")) return undefined;
  const matching: string[] = [];
  for (const id of world.index.policiesByNamespace.sorted(pod.namespace)) {
    const policy = known(world, "securityGroupPolicies").get(id);
    const accountLabels = policy?.serviceAccountSelector ? labelsOfAccount(world, pod) : null;
    const matches = policy && policyMatches(policy, pod.labels, accountLabels);
    if (matches === null) return undefined;
    if (matches) matching.push(`policy/${id}`);
  }
  return matching;
}

/** The labels of a pod's ServiceAccount object; `null` when it is not known. */
function labelsOfAccount(world: World, { namespace, serviceAccount = "default" }: Item<"pods">): Labels | null {
  return known(world, "serviceAccounts").get(`${namespace}/${serviceAccount}`)?.labels ?? null;
}

interface Facts {
  readonly pod: Item<"pods">;
  readonly annotation: Annotation | null;
  readonly named: NetworkInterface | undefined;
  readonly branchIds: readonly string[];
  readonly ips: readonly string[];
  readonly interfaceId: string | null;
}

function marksOf(world: World, { pod, annotation, named, branchIds, ips, interfaceId }: Facts): Mark[] {
  const marks: Mark[] = [];
  if (annotation?.problem) marks.push("annotation-unusable");
  if (!isLive(pod)) return marks;
  const entry = annotation?.entries[0];
  const canTell = wasRead(world, "interfaces");
  if (entry?.eniId !== undefined && named === undefined && canTell) marks.push("annotation-names-unknown-interface");
  if (entry && named && disagrees(entry, named)) marks.push("annotation-disagrees");
  if ((annotation?.entries.length ?? 0) > 1) marks.push("surplus-branches");
  if (entry && isElsewhere(entry, ips)) marks.push("not-on-its-branch");
  if (canTell && ips.length > 0 && interfaceId === null && branchIds.length === 0 && !pod.hostNetwork) {
    marks.push("ip-on-no-interface");
  }
  return marks;
}

/** Whether an annotation names IPs of which the pod has none. */
function isElsewhere({ ip, ipv6 }: AnnotationEntry, ips: readonly string[]): boolean {
  const isNaming = ip !== undefined || ipv6 !== undefined;
  return isNaming && ips.length > 0 && !ips.some((one) => one === ip || one === ipv6);
}

/** Whether an annotation says nothing that its branch does not: one entry, in agreement on everything a branch shows. */
function repeatsBranch(
  { entries, problem }: Annotation,
  eni: NetworkInterface | undefined,
  branchIds: readonly string[],
): boolean {
  const entry = entries[0];
  if (problem !== null || entry === undefined || eni === undefined) return false;
  return (
    entries.length === 1 &&
    branchIds.length === 1 &&
    branchIds[0] === eni.id &&
    entry.mac === eni.mac &&
    entry.ip === eni.privateIp &&
    entry.ipv6 === eni.ipv6s?.[0] &&
    entry.vlan === taggedVlan(eni)
  );
}

/** Entry 0 against what EC2 says of that ENI; fields that either side leaves out do not disagree (domain 13.2). */
function disagrees(entry: AnnotationEntry, eni: Item<"interfaces">): boolean {
  const vlan = taggedVlan(eni);
  return (
    (entry.mac !== undefined && eni.mac !== undefined && entry.mac !== eni.mac.toLowerCase()) ||
    (entry.ip !== undefined && eni.privateIp !== undefined && entry.ip !== eni.privateIp) ||
    (entry.ipv6 !== undefined && eni.ipv6s !== undefined && !eni.ipv6s.includes(entry.ipv6)) ||
    (entry.vlan !== undefined && vlan !== undefined && entry.vlan !== vlan)
  );
}
