import type { Item } from "../recording/collections.ts";
import { type Annotation, podEniAnnotation } from "./annotation.ts";
import { defined } from "./defined.ts";
import { kindOf, taggedVlan } from "./interface-kind.ts";
import { isReady, podStatus } from "./pod-status.ts";
import { policyMatches } from "./policies.ts";
import type { AnnotationEntry, Mark, Pod } from "./resources.ts";
import { annotationOf, isLive, known, podIpsOf, type World, wasRead } from "./world.ts";

/** A pod with its place: the branch its annotation names first, the ENI that holds its IP else (domain 8.1). */
export function buildPod(world: World, key: string, pod: Item<"pods">): Pod {
  const annotation = annotationOf(pod);
  const ips = podIpsOf(pod);
  const branchIds = isLive(pod) && annotation ? branchesOf(world, annotation) : [];
  const host = pod.nodeName === undefined ? null : (world.index.hostOfNode.get(pod.nodeName) ?? null);
  const interfaceId = isLive(pod) ? carrierOf(world, { ips, branchIds, host }) : null;
  const podEniRequest = pod.containers.reduce((sum, { podEniRequest = 0 }) => sum + podEniRequest, 0);
  const asksForBranch = podEniRequest > 0 || pod.containers[0]?.podEniLimit !== undefined;
  return defined({
    kind: "pod" as const,
    id: `pod/${key}`,
    marks: marksOf(world, { pod, annotation, branchIds, ips, interfaceId }),
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
    ips: ips.length > 1 ? ips : undefined,
    hostNetwork: pod.hostNetwork ?? false,
    serviceAccount: pod.serviceAccount,
    workload: pod.owner && { kind: pod.owner.kind, name: pod.owner.name },
    podEniRequest,
    annotated: annotation !== null,
    annotation:
      annotation === null || repeatsBranch(world, annotation, branchIds) ? undefined : [...annotation.entries],
    annotationText: annotation?.problem ? pod.annotations[podEniAnnotation] : undefined,
    branchIds,
    interfaceId,
    waitsForBranch: asksForBranch && pod.nodeName !== undefined && isLive(pod) && annotation === null,
    policyIds: policiesFor(world, pod),
  });
}

function branchesOf(world: World, { entries }: Annotation): string[] {
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

function carrierOf(
  world: World,
  { ips, branchIds, host }: { ips: readonly string[]; branchIds: readonly string[]; host: string | null },
): string | null {
  const holders = ips.flatMap((ip) => world.index.addresses.holders(ip));
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
  const account = known(world, "serviceAccounts").get(`${pod.namespace}/${pod.serviceAccount ?? "default"}`);
  const matching: string[] = [];
  for (const id of world.index.policiesByNamespace.get(pod.namespace)) {
    const policy = known(world, "securityGroupPolicies").get(id);
    const matches = policy && policyMatches(policy, pod.labels, account?.labels ?? null);
    if (matches === null) return undefined;
    if (matches) matching.push(`policy/${id}`);
  }
  return matching.sort();
}

interface Facts {
  readonly pod: Item<"pods">;
  readonly annotation: Annotation | null;
  readonly branchIds: readonly string[];
  readonly ips: readonly string[];
  readonly interfaceId: string | null;
}

function marksOf(world: World, { pod, annotation, branchIds, ips, interfaceId }: Facts): Mark[] {
  const marks: Mark[] = [];
  if (annotation?.problem) marks.push("annotation-unusable");
  if (!isLive(pod)) return marks;
  const [entry] = annotation?.entries ?? [];
  const eni = entry?.eniId === undefined ? undefined : known(world, "interfaces").get(entry.eniId);
  const canTell = wasRead(world, "interfaces");
  if (entry?.eniId !== undefined && eni === undefined && canTell) marks.push("annotation-names-unknown-interface");
  if (entry && eni && disagrees(entry, eni)) marks.push("annotation-disagrees");
  if ((annotation?.entries.length ?? 0) > 1) marks.push("surplus-branches");
  const wanted = [entry?.ip, entry?.ipv6].filter((ip) => ip !== undefined);
  if (wanted.length > 0 && ips.length > 0 && !ips.some((ip) => wanted.includes(ip))) marks.push("not-on-its-branch");
  if (canTell && ips.length > 0 && interfaceId === null && branchIds.length === 0 && !pod.hostNetwork) {
    marks.push("ip-on-no-interface");
  }
  return marks;
}

/** Whether an annotation says nothing that its branch does not: one entry, in agreement on everything a branch shows. */
function repeatsBranch(
  world: World,
  { entries, problem }: Annotation,
  [branchId, ...others]: readonly string[],
): boolean {
  const [entry, ...surplus] = entries;
  const eni = branchId === undefined ? undefined : known(world, "interfaces").get(branchId);
  if (problem !== null || entry === undefined || eni === undefined || others.length + surplus.length > 0) return false;
  return (
    entry.eniId === branchId &&
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
