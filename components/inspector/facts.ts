import { type CollectionName, collectionNames } from "../../lib/recording/origins.ts";
import type { Resource, ResourceKind, ResourceOf } from "../../lib/topology/resources.ts";
import type { MessageKey, Translate } from "../messages/messages.ts";

export interface Fact {
  readonly label: MessageKey;
  readonly value: FactValue;
  /** Where it was seen, and the item and field it comes from, as recordings name them: `interfaces/eni-…/mac`. */
  readonly collection: CollectionName | null;
  readonly path: string | null;
  /** What it was concluded from, where no source states it. */
  readonly from: readonly CollectionName[];
  /** Worth a copy button. */
  readonly copy: boolean;
}

export type FactValue =
  /** `most`: characters shown; the middle goes, and the whole is copied. */
  | { readonly as: "text" | "mono"; readonly text: string; readonly most?: number }
  | { readonly as: "time"; readonly at: number; readonly exact: boolean }
  | { readonly as: "link"; readonly id: string }
  | { readonly as: "unknown" }
  | { readonly as: "absent" };

type Table = { [K in ResourceKind]: (resource: ResourceOf<K>, t: Translate) => (Fact | null)[] };

/** Every fact of a resource, in the order in which one asks for them. What is not known is left out, except where not knowing matters. */
export function factsOf(resource: Resource, t: Translate): Fact[] {
  const facts = table[resource.kind] as (resource: Resource, t: Translate) => (Fact | null)[];
  return facts(resource, t).filter((fact) => fact !== null);
}

const table: Table = {
  instance(instance, t) {
    const ec2 = at("instances", instance.id);
    const node = at("nodes", instance.nodeName ?? "");
    const cni = at("cniNodes", instance.nodeName ?? "");
    return [
      instance.id.startsWith("i-") ? ec2("fact.id", "id", mono(instance.id), true) : null,
      node("fact.nodeName", "name", text(instance.nodeName) ?? { as: "absent" }, true),
      ec2("fact.state", "state", text(instance.state)),
      node("fact.ready", "conditions", flag(instance.ready, t) ?? unknown(instance.inKubernetes)),
      ec2("fact.instanceType", "type", text(instance.instanceType) ?? unknown(instance.inEc2)),
      ec2("fact.zone", "availabilityZone", text(instance.zone)),
      ec2("fact.ip", "privateIp", mono(instance.ip), true),
      ec2("fact.subnet", "subnetId", link(instance.subnetId)),
      ec2("fact.vpc", "vpcId", mono(instance.vpcId), true),
      node("fact.nodeGroup", "labels", text(instance.nodeGroup)),
      node("fact.nodePool", "labels", text(instance.nodePool)),
      cni("fact.management", "features", text(t(`management.${instance.management}`))),
      cni("fact.features", "features", list(instance.cniFeatures)),
      node("fact.capacity", "capacity", quantities(instance.capacity, t)),
      node("fact.allocatable", "allocatable", quantities(instance.allocatable, t)),
      plain("fact.limits", ["instances", "nodes"], limits(instance.limits, t)),
      ec2("fact.launchedAt", "launchedAt", time(instance.launchedAt)),
      node("fact.joinedAt", "createdAt", time(instance.joinedAt)),
      node("fact.os", "labels", text(instance.os)),
      node("fact.kubelet", "kubeletVersion", text(instance.kubeletVersion)),
    ];
  },
  interface: (eni, t) => [
    ...eniFacts(eni),
    ...attachedFacts(eni, t),
    at("interfaces", eni.id)("fact.secondaryIps", "privateIps", text(String(eni.secondaryIps))),
    at("interfaces", eni.id)("fact.prefixes", "ipv4Prefixes", list(eni.prefixes)),
    at("interfaces", eni.id)("fact.madeBy", "tags", text(eni.madeBy)),
  ],
  trunk: (trunk, t) => [
    ...eniFacts(trunk),
    ...attachedFacts(trunk, t),
    plain(
      "fact.limit",
      ["instances", "nodes"],
      text(trunk.limit === undefined ? undefined : String(trunk.limit)) ?? { as: "unknown" },
    ),
    plain("fact.slots", ["interfaces", "pods"], text(slotText(trunk.slots, t)) ?? { as: "absent" }),
  ],
  branch(branch, t) {
    const eni = at("interfaces", branch.id);
    return [
      ...eniFacts(branch),
      eni("fact.vlan", "tags", text(branch.vlan === null ? undefined : String(branch.vlan)) ?? { as: "unknown" }),
      eni("fact.vlanFrom", "tags", text(branch.vlanFrom && t(`vlanFrom.${branch.vlanFrom}`))),
      plain(
        "fact.branchState",
        ["interfaces", "pods"],
        text(`${t(`slot.${branch.state}`)}. ${t(`slot.${branch.state}.about`)}`),
      ),
      eni("fact.trunk", "tags", link(branch.trunkId) ?? { as: "unknown" }),
      at("trunkAssociations", branch.associationId ?? "")("fact.association", "id", mono(branch.associationId), true),
      plain("fact.firstSeen", ["interfaces"], seen(branch.firstSeen)),
      plain("fact.unownedSince", ["interfaces", "pods"], seen(branch.unownedSince)),
      plain("fact.lastOwner", ["interfaces", "pods"], branch.podIds.length === 0 ? link(branch.lastOwner) : null),
    ];
  },
  pod(pod, t) {
    const item = at("pods", pod.id.replace(/^pod\//, ""));
    return [
      item("fact.namespace", "namespace", text(pod.namespace)),
      item("fact.name", "name", text(pod.name), true),
      item("fact.status", "statuses", text(pod.status)),
      item("fact.phase", "phase", text(pod.phase)),
      item("fact.ready", "conditions", flag(pod.ready, t)),
      item("fact.restarts", "statuses", text(pod.restarts?.toString())),
      item("fact.ips", "podIps", pod.ips ? list(pod.ips, "mono") : mono(pod.ip), true),
      item("fact.nodeName", "nodeName", text(pod.nodeName) ?? { as: "absent" }),
      item("fact.workload", "owner", text(pod.workload && `${pod.workload.kind} ${pod.workload.name}`)),
      item("fact.serviceAccount", "serviceAccount", text(pod.serviceAccount)),
      item("fact.hostNetwork", "hostNetwork", pod.hostNetwork ? flag(true, t) : null),
      item(
        "fact.podEniRequest",
        "containers",
        pod.podEniRequest > 0 ? text(t("fact.podEniRequest.value", { n: pod.podEniRequest })) : null,
      ),
      item("fact.waits", "annotations", pod.waitsForBranch ? flag(true, t) : null),
      item("fact.annotation", "annotations", pod.annotated ? text(annotationText(pod, t)) : null),
      item("fact.annotationText", "annotations", mono(pod.annotationText)),
      item("fact.createdAt", "createdAt", time(pod.createdAt)),
      item("fact.deletingSince", "deletingSince", time(pod.deletingSince)),
    ];
  },
  securityGroup(group) {
    const item = at("securityGroups", group.id);
    return [
      item("fact.id", "id", mono(group.id), true),
      item("fact.name", "name", text(group.name) ?? { as: "unknown" }, true),
      item("fact.description", "description", text(group.description)),
      item("fact.vpc", "vpcId", mono(group.vpcId), true),
      item("fact.owner", "ownerId", mono(group.ownerId)),
    ];
  },
  policy(policy) {
    const item = at("securityGroupPolicies", policy.id.replace(/^policy\//, ""));
    return [
      item("fact.namespace", "namespace", text(policy.namespace)),
      item("fact.name", "name", text(policy.name), true),
      item("fact.podSelector", "podSelector", selector(policy.podSelector)),
      item("fact.serviceAccountSelector", "serviceAccountSelector", selector(policy.serviceAccountSelector)),
      item("fact.createdAt", "createdAt", time(policy.createdAt)),
    ];
  },
  subnet(subnet) {
    const item = at("subnets", subnet.id);
    return [
      item("fact.id", "id", mono(subnet.id), true),
      item("fact.name", "tags", text(subnet.name)),
      item("fact.zone", "availabilityZone", text(subnet.zone)),
      item("fact.cidr", "cidr", mono(subnet.cidr), true),
      item("fact.ipv6Cidrs", "ipv6Cidrs", list(subnet.ipv6Cidrs, "mono")),
      item("fact.availableIps", "availableIps", text(subnet.availableIps?.toString())),
      item("fact.vpc", "vpcId", mono(subnet.vpcId), true),
    ];
  },
  unjoined(one) {
    const from = collectionNames.filter((name) => name === one.collection);
    return [plain("fact.collection", from, text(one.collection)), plain("fact.name", from, text(one.name))];
  },
};

function eniFacts(eni: ResourceOf<"interface"> | ResourceOf<"trunk"> | ResourceOf<"branch">): (Fact | null)[] {
  const item = at("interfaces", eni.id);
  return [
    item("fact.id", "id", mono(eni.id), true),
    item("fact.ip", "privateIp", mono(eni.ip), true),
    item("fact.ipv6", "ipv6s", mono(eni.ipv6), true),
    item("fact.mac", "mac", mono(eni.mac), true),
    item("fact.status", "status", text(eni.status)),
    item("fact.interfaceType", "type", text(eni.interfaceType)),
    item("fact.subnet", "subnetId", link(eni.subnetId)),
    item("fact.zone", "availabilityZone", text(eni.zone)),
    item("fact.description", "description", text(eni.description || undefined)),
  ];
}

function attachedFacts(eni: ResourceOf<"interface"> | ResourceOf<"trunk">, t: Translate): (Fact | null)[] {
  const item = at("interfaces", eni.id);
  return [
    item("fact.instance", "attachment", link(eni.instanceId) ?? { as: "absent" }),
    item("fact.deviceIndex", "attachment", text(eni.deviceIndex?.toString())),
    item("fact.networkCard", "attachment", text(eni.networkCardIndex?.toString())),
    item("fact.attachedAt", "attachment", time(eni.attachedAt)),
    item("fact.attachmentStatus", "attachment", text(eni.attachmentStatus)),
    item("fact.deleteOnTermination", "attachment", flag(eni.deleteOnTermination, t)),
  ];
}

function at(collection: CollectionName, item: string) {
  return (label: MessageKey, field: string, value: FactValue | null, copy = false): Fact | null =>
    value && { label, value, copy, collection, path: `${collection}/${item}/${field}`, from: [collection] };
}

/** A fact that Trunkscope concluded and no source stated. */
function plain(label: MessageKey, from: readonly CollectionName[], value: FactValue | null): Fact | null {
  return value && { label, value, copy: false, collection: null, path: null, from };
}

/** The ARN is put together from an id, the region and the account that EC2 states. */
export function arnFact(arn: string): Fact {
  return {
    label: "fact.arn",
    value: { as: "mono", text: arn, most: 41 },
    copy: true,
    collection: null,
    path: null,
    from: ["interfaces"],
  };
}

function text(value: string | undefined): FactValue | null {
  return value === undefined || value === "" ? null : { as: "text", text: value };
}

function mono(value: string | undefined): FactValue | null {
  return value === undefined || value === "" ? null : { as: "mono", text: value };
}

function link(id: string | null | undefined): FactValue | null {
  return id ? { as: "link", id } : null;
}

function time(value: number | undefined): FactValue | null {
  return value === undefined ? null : { as: "time", at: value, exact: true };
}

function seen(value: { readonly at: number; readonly exact: boolean } | undefined): FactValue | null {
  return value === undefined ? null : { as: "time", ...value };
}

function flag(value: boolean | undefined, t: Translate): FactValue | null {
  return value === undefined ? null : { as: "text", text: t(value ? "inspector.yes" : "inspector.no") };
}

/** Unknown where the half was read or may have been; nothing to say where it is known not to exist. */
function unknown(exists: boolean | undefined): FactValue | null {
  return exists === false ? null : { as: "unknown" };
}

function list(values: readonly string[] | undefined, as: "text" | "mono" = "text"): FactValue | null {
  return values && values.length > 0 ? { as, text: values.join(", ") } : null;
}

function selector(value: string | null): FactValue {
  return value === null ? { as: "absent" } : { as: "mono", text: value };
}

function quantities(value: ResourceOf<"instance">["capacity"], t: Translate): FactValue | null {
  if (!value || (value.pods === undefined && value.podEni === undefined)) return null;
  const n = value.podEni ?? 0;
  return {
    as: "text",
    text: value.pods === undefined ? t("fact.podEni", { n }) : t("fact.podEni.pods", { n, pods: value.pods }),
  };
}

function limits(value: ResourceOf<"instance">["limits"], t: Translate): FactValue {
  if (!value) return { as: "unknown" };
  const { branches, interfaces, ipsPerInterface: ips } = value;
  return { as: "text", text: t(value.trunk ? "fact.limits.value" : "fact.limits.none", { branches, interfaces, ips }) };
}

function slotText(slots: ResourceOf<"trunk">["slots"], t: Translate): string {
  return (["used", "allocating", "cooling", "unowned", "orphan"] as const)
    .filter((state) => slots[state] > 0)
    .map((state) => `${slots[state]} ${t(`slot.${state}`)}`)
    .join(", ");
}

function annotationText({ annotation }: ResourceOf<"pod">, t: Translate): string {
  if (!annotation) return t("fact.annotation.agrees");
  return annotation
    .map(({ eniId, vlan, ip, ipv6, mac, associationId }) =>
      [eniId, vlan !== undefined && t("card.vlan", { vlan }), ip, ipv6, mac, associationId].filter(Boolean).join(" · "),
    )
    .join("\n");
}
