import type { CollectionName, Item } from "../../recording/collections.ts";
import type { Host } from "../host.ts";
import { nameOf } from "../policy-names.ts";
import { restart } from "../words/steps/objects.ts";
import { workloadOf } from "../workloads.ts";
import { findingsAbout } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { type Leak, leaksOf } from "./leaks.ts";
import { type Listed, listed } from "./listed.ts";

export const holderVerdicts = ["pod", "node", "cooling", "orphan", "allocating", "other-cluster", "unknown"] as const;

/** An ENI that keeps a security group or subnet from being deleted. */
export interface HolderInterface {
  readonly eni: string;
  readonly kind: "interface" | "trunk" | "branch";
  /** Whom it serves: Pods, a node as a whole, or nobody. */
  readonly verdict: (typeof holderVerdicts)[number];
  readonly pods: readonly string[];
  readonly node: string | null;
  readonly instance: string | null;
  readonly leak: Pick<Leak, "class" | "safe" | "because" | "goneAt"> | null;
  readonly description: string | null;
}

/** A rule of a group that names this group, or of this group that names itself. */
export interface HolderRule {
  readonly rule: string;
  readonly group: string;
  readonly isEgress: boolean;
  readonly protocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  readonly isItself: boolean;
}

export interface HolderPolicy {
  readonly policy: string;
  /** Pods that it selects now. */
  readonly pods: number;
  readonly otherGroups: number;
}

/** What to do before it can be deleted, in this order. */
export const releaseSteps = [
  "edit-policies",
  "edit-eni-configs",
  "restart-workloads",
  "replace-nodes",
  "wait-for-cool-down",
  "delete-leaks",
  "clear-leaks",
  "look-at-others",
  "remove-rules",
  "delete",
] as const;

export interface ReleaseStep {
  readonly step: (typeof releaseSteps)[number];
  /** How many things it is about; 0 for the last one. */
  readonly count: number;
  /** The first few of them. */
  readonly what: readonly string[];
  readonly commands: readonly string[];
  /** By when it is done by itself, epoch milliseconds; `null`: it is not. */
  readonly doneAt: number | null;
}

/** Who holds a security group or subnet, and in which order to let go. */
export interface Holders {
  readonly id: string;
  readonly kind: "security-group" | "subnet";
  readonly name: string | null;
  readonly vpc: string | null;
  /** `null`: it cannot be said, because groups or subnets were not read. */
  readonly exists: boolean | null;
  readonly interfaces: Listed<HolderInterface>;
  /** How many of them there are by verdict. */
  readonly byVerdict: { readonly [V in HolderInterface["verdict"]]?: number };
  readonly rules: Listed<HolderRule>;
  readonly policies: Listed<HolderPolicy>;
  readonly eniConfigs: readonly string[];
  readonly order: readonly ReleaseStep[];
  /** `nothing-seen` is no proof: of a live cluster only the ENIs of its nodes and Pods are read, not those of load balancers and databases. */
  readonly verdict: "held" | "nothing-seen" | "cannot-tell";
  readonly findings: readonly string[];
  readonly lacks: readonly Lack[];
}

/** By `sg-…` or `subnet-…`. `null`: it is neither. */
export function holders(inquiry: Inquiry, id: string): Holders | null {
  const kind = /^sg-/.test(id) ? "security-group" : /^subnet-/.test(id) ? "subnet" : null;
  if (kind === null) return null;
  const { world } = inquiry;
  const isGroup = kind === "security-group";
  const lacks = lacking(world, [...(isGroup ? ofGroup : ofSubnet), "interfaces", "pods", "instances"]);
  const enis = interfacesHolding(inquiry, id, isGroup);
  const rules = isGroup ? rulesNaming(inquiry, id) : [];
  const policies = isGroup ? policiesNaming(inquiry, id) : [];
  const eniConfigs = eniConfigsNaming(inquiry, id, isGroup);
  const counts = Object.groupBy(enis, ({ verdict }) => verdict);
  const isHeld = enis.length + policies.length + eniConfigs.length > 0 || rules.some(({ isItself }) => !isItself);
  return {
    id,
    kind,
    ...knownOf(inquiry, id, isGroup),
    interfaces: listed(enis),
    byVerdict: Object.fromEntries(Object.entries(counts).map(([verdict, all]) => [verdict, all.length])),
    rules: listed(rules),
    policies: listed(policies),
    eniConfigs,
    order: orderOf(inquiry, { id, isGroup, enis, rules, policies, eniConfigs }),
    verdict: isHeld ? "held" : lacks.length > 0 ? "cannot-tell" : "nothing-seen",
    findings: findingsAbout(inquiry, id),
    lacks,
  };
}

const ofGroup: readonly CollectionName[] = [
  "securityGroups",
  "securityGroupRules",
  "securityGroupPolicies",
  "eniConfigs",
];
const ofSubnet: readonly CollectionName[] = ["subnets", "eniConfigs"];

function knownOf({ world }: Inquiry, id: string, isGroup: boolean): Pick<Holders, "name" | "vpc" | "exists"> {
  const group = isGroup ? world.item("securityGroups", id) : undefined;
  const subnet = isGroup ? undefined : world.item("subnets", id);
  const isRead = lacking(world, [isGroup ? "securityGroups" : "subnets"]).length === 0;
  const found = group ?? subnet;
  return {
    name: group?.name ?? subnet?.tags.Name ?? null,
    vpc: found?.vpcId ?? null,
    exists: found !== undefined ? true : isRead ? false : null,
  };
}

function interfacesHolding(inquiry: Inquiry, id: string, isGroup: boolean): readonly HolderInterface[] {
  const leaks = new Map(leaksOf(inquiry).map((leak) => [leak.eni, leak]));
  const hosts = hostByEni(inquiry);
  const { world } = inquiry;
  return [...world.items("interfaces")]
    .filter(([, eni]) => (isGroup ? eni.groups.some((group) => group.id === id) : eni.subnetId === id))
    .map(([eniId, eni]) => holderOf(inquiry, eni, { host: hosts.get(eniId), leak: leaks.get(eniId) }))
    .sort((a, b) => holderVerdicts.indexOf(a.verdict) - holderVerdicts.indexOf(b.verdict) || (a.eni < b.eni ? -1 : 1));
}

function hostByEni({ hosts }: Inquiry): ReadonlyMap<string, Host> {
  const found = new Map<string, Host>();
  for (const host of hosts.values()) {
    for (const { id } of [...host.interfaces, ...host.trunks, ...host.branches]) found.set(id, host);
  }
  return found;
}

interface Stands {
  readonly host: Host | undefined;
  readonly leak: Leak | undefined;
}

function holderOf({ world }: Inquiry, eni: Item<"interfaces">, { host, leak }: Stands): HolderInterface {
  const found = world.resources.get(eni.id);
  const kind = found?.kind === "trunk" || found?.kind === "branch" ? found.kind : "interface";
  const podIds = found?.kind === "branch" ? found.podIds : [];
  return {
    eni: eni.id,
    kind,
    verdict: verdictOf({ world } as Pick<Inquiry, "world">, eni, { host, leak }),
    pods: podIds.map(nameOf),
    node: host?.instance?.nodeName ?? null,
    instance: eni.attachment?.instanceId ?? (host?.id.startsWith("i-") ? host.id : null),
    leak:
      leak === undefined ? null : { class: leak.class, safe: leak.safe, because: leak.because, goneAt: leak.goneAt },
    description: eni.description ?? null,
  };
}

function verdictOf(
  { world }: Pick<Inquiry, "world">,
  eni: Item<"interfaces">,
  { host, leak }: Stands,
): HolderInterface["verdict"] {
  const found = world.resources.get(eni.id);
  if (found?.marks.includes("other-cluster")) return "other-cluster";
  if (leak !== undefined)
    return leak.class === "cooling" ? "cooling" : leak.class === "age-unknown" ? "unknown" : "orphan";
  if (found?.kind === "branch")
    return found.podIds.length > 0 ? "pod" : found.state === "allocating" ? "allocating" : "unknown";
  return host?.instance !== undefined && eni.attachment?.instanceId !== undefined ? "node" : "unknown";
}

function rulesNaming({ world }: Inquiry, id: string): readonly HolderRule[] {
  return [...world.items("securityGroupRules").values()]
    .filter(({ referencedGroup }) => referencedGroup?.groupId === id)
    .map((rule) => ({
      rule: rule.id,
      group: rule.groupId,
      isEgress: rule.isEgress,
      protocol: rule.protocol,
      fromPort: rule.fromPort ?? null,
      toPort: rule.toPort ?? null,
      isItself: rule.groupId === id,
    }))
    .sort((a, b) => Number(a.isItself) - Number(b.isItself) || (a.rule < b.rule ? -1 : 1));
}

function policiesNaming({ world, hosts }: Inquiry, id: string): readonly HolderPolicy[] {
  const naming = [...world.items("securityGroupPolicies")].filter(([, { groupIds }]) => groupIds.includes(id));
  if (naming.length === 0) return [];
  const pods = new Map<string, number>();
  for (const host of hosts.values()) {
    for (const { pod } of host.pods) {
      for (const policy of pod.policyIds ?? []) pods.set(policy, (pods.get(policy) ?? 0) + 1);
    }
  }
  return naming.map(([policy, { groupIds }]) => ({
    policy,
    pods: pods.get(`policy/${policy}`) ?? 0,
    otherGroups: new Set(groupIds).size - 1,
  }));
}

function eniConfigsNaming({ world }: Inquiry, id: string, isGroup: boolean): readonly string[] {
  return [...world.items("eniConfigs")]
    .filter(([, { subnet, securityGroups }]) => (isGroup ? securityGroups.includes(id) : subnet === id))
    .map(([name]) => name)
    .sort();
}

interface Held {
  readonly id: string;
  readonly isGroup: boolean;
  readonly enis: readonly HolderInterface[];
  readonly rules: readonly HolderRule[];
  readonly policies: readonly HolderPolicy[];
  readonly eniConfigs: readonly string[];
}

const mostNamed = 10;

/** What makes new holders goes first: else every restart brings another. */
function orderOf(inquiry: Inquiry, held: Held): readonly ReleaseStep[] {
  const { enis, rules, policies, eniConfigs } = held;
  const by = (verdict: HolderInterface["verdict"]) => enis.filter((eni) => eni.verdict === verdict);
  const orphans = by("orphan");
  const deletable = orphans.filter(({ leak }) => leak?.safe === "yes");
  const workloads = workloadsOn(inquiry, by("pod"));
  const cooling = by("cooling").flatMap(({ leak }) => leak?.goneAt ?? []);
  const named = rules.filter(({ isItself }) => !isItself);
  const others = [...by("other-cluster"), ...by("unknown"), ...by("allocating")];
  const nodes = [...new Set(by("node").map(({ node, instance, eni }) => node ?? instance ?? eni))];
  const steps: readonly ReleaseStep[] = [
    step(
      "edit-policies",
      policies.map(({ policy }) => policy),
    ),
    step("edit-eni-configs", eniConfigs),
    {
      ...step(
        "restart-workloads",
        workloads.map(({ name }) => name),
      ),
      commands: workloads.flatMap(({ commands }) => commands),
    },
    step("replace-nodes", nodes),
    {
      ...step(
        "wait-for-cool-down",
        by("cooling").map(({ eni }) => eni),
      ),
      doneAt: cooling.length === 0 ? null : Math.max(...cooling),
    },
    {
      ...step(
        "delete-leaks",
        deletable.map(({ eni }) => eni),
      ),
      commands: deletable.slice(0, mostNamed).map(({ eni }) => deletion(eni)),
    },
    step(
      "clear-leaks",
      orphans.filter((eni) => !deletable.includes(eni)).map(({ eni }) => eni),
    ),
    step(
      "look-at-others",
      others.map(({ eni }) => eni),
    ),
    step(
      "remove-rules",
      named.map(({ rule }) => rule),
    ),
  ];
  const last = {
    ...step("delete", []),
    commands: [
      held.isGroup
        ? `aws ec2 delete-security-group --group-id ${held.id}`
        : `aws ec2 delete-subnet --subnet-id ${held.id}`,
    ],
  };
  return [...steps.filter(({ count }) => count > 0), last];
}

function step(name: ReleaseStep["step"], all: readonly string[]): ReleaseStep {
  return { step: name, count: all.length, what: all.slice(0, mostNamed), commands: [], doneAt: null };
}

function deletion(eni: string): string {
  return `aws ec2 delete-network-interface --network-interface-id ${eni}`;
}

function workloadsOn({ world }: Inquiry, enis: readonly HolderInterface[]) {
  const found = new Map<string, { readonly name: string; readonly commands: readonly string[] }>();
  for (const key of enis.flatMap(({ pods }) => pods)) {
    const pod = world.item("pods", key);
    if (pod === undefined) continue;
    const workload = workloadOf(pod);
    const name = `${pod.namespace}/${workload}`;
    if (!found.has(name))
      found.set(name, { name, commands: found.size < mostNamed ? restart(pod.namespace, [workload]) : [] });
  }
  return [...found.values()];
}
