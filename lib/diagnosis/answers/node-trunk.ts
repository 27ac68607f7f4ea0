import type { CollectionName } from "../../recording/collections.ts";
import type { AwsNode } from "../../topology/aws-node.ts";
import { awsNodeLabel, isValueElsewhere } from "../../topology/aws-node.ts";
import type { Instance, Trunk } from "../../topology/resources.ts";
import type { Fact } from "../finding.ts";
import type { Host } from "../host.ts";
import { canTrunk, isManaged, isOrdinaryNode } from "../managed.ts";
import type { World } from "../world.ts";
import { findingsAbout } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { claimsAboutRung } from "./rung-claims.ts";
import { type BrokenRung, type RungName, rungs } from "./rungs.ts";

export interface Rung {
  readonly rung: RungName;
  readonly state: "yes" | "no" | "unknown" | "not-applicable";
  /** What says so. Empty: nothing was read that could. */
  readonly evidence: readonly RungEvidence[];
}

export interface RungEvidence {
  readonly collection: CollectionName | "branch-limits";
  readonly id: string;
  readonly field: string;
  readonly value: Fact;
}

/** Whether a node has a trunk that takes branches; if not, where the way to it ends. */
export interface NodeTrunk {
  readonly node: string;
  readonly instance: string | null;
  readonly instanceType: string | null;
  readonly management: Instance["management"] | null;
  readonly hasTrunk: "yes" | "no" | "unknown" | "not-applicable";
  readonly trunks: readonly string[];
  readonly slots: { readonly offered: number; readonly limit: number | null } | null;
  readonly ladder: readonly Rung[];
  readonly broken: BrokenRung | null;
  readonly findings: readonly string[];
  readonly lacks: readonly Lack[];
}

const needs: readonly CollectionName[] = ["nodes", "pods", "cniNodes", "interfaces", "instances"];

/** By node name or instance id. `null`: there is no such node. */
export function nodeTrunk(inquiry: Inquiry, name: string): NodeTrunk | null {
  const host = [...inquiry.hosts.values()].find(({ id, instance }) => id === name || instance?.nodeName === name);
  return host?.instance === undefined ? null : trunkOf(inquiry, host);
}

export function trunkOf(inquiry: Inquiry, host: Host): NodeTrunk {
  const { instance, node } = host;
  const ladder = ladderOf(inquiry, host);
  const broken = brokenRungOf(inquiry, host);
  const isSure = ladder.every(({ state }) => state === "yes");
  const hasTrunk = isOrdinaryNode(host) ? (broken ? "no" : isSure ? "yes" : "unknown") : "not-applicable";
  return {
    node: node?.name ?? instance?.nodeName ?? host.id,
    instance: host.id.startsWith("i-") ? host.id : null,
    instanceType: instance?.instanceType ?? null,
    management: instance?.management ?? null,
    hasTrunk,
    trunks: host.trunks.map(({ id }) => id),
    slots: node === undefined ? null : { offered: offeredBy(host), limit: instance?.limits?.branches ?? null },
    ladder,
    broken,
    findings: findingsAbout(inquiry, host.id),
    lacks: lacking(inquiry.world, needs),
  };
}

/** The first rung that is not there, and why; `null`: none is known to be missing. */
export function brokenRungOf(inquiry: Inquiry, host: Host): BrokenRung | null {
  const first = ladderOf(inquiry, host).find(({ state }) => state === "no");
  return first === undefined ? null : claimsAboutRung(first.rung, host, inquiry);
}

function ladderOf(inquiry: Inquiry, host: Host): readonly Rung[] {
  return isOrdinaryNode(host) ? climb(host, inquiry) : rungs.map(notApplicable);
}

type Step = Pick<Rung, "state" | "evidence">;

/** Past a rung that is missing, those that rest on it are told as they are: what is there is there. */
function climb(host: Host, { world }: Inquiry): readonly Rung[] {
  const canRead = (...collections: readonly CollectionName[]) => lacking(world, collections).length === 0;
  const steps: Readonly<Record<RungName, Step>> = {
    type: typeOf(host),
    "pod-eni": podEniOf(host, canRead("pods") && isAwsNodeListed(world)),
    "cni-node": cniNodeOf(host, canRead("cniNodes")),
    feature: featureOf(host, canRead("cniNodes")),
    trunk: trunkStep(host, canRead("interfaces", "instances")),
    attached: attachedStep(host, canRead("interfaces")),
    capacity: capacityOf(host, canRead("nodes")),
    allocatable: allocatableOf(host, canRead("nodes")),
  };
  return rungs.map((rung) => ({ rung, ...steps[rung] }));
}

function notApplicable(rung: RungName): Rung {
  return { rung, state: "not-applicable", evidence: [] };
}

/** A node that offers branches proves what an older table does not know. */
function typeOf(host: Host): Step {
  const { instanceType, limits } = host.instance ?? {};
  const isOffering = offeredBy(host) > 0;
  const fits = canTrunk(host);
  const evidence: RungEvidence[] = [
    ...(instanceType === undefined
      ? []
      : [at("branch-limits", instanceType, "trunk", limits === undefined ? null : limits.trunk)]),
    ...(isOffering && fits !== true ? [ofNode(host, "capacity.podEni", host.node?.capacity.podEni)] : []),
  ];
  return { state: fits === true || isOffering ? "yes" : fits === false ? "no" : "unknown", evidence };
}

function podEniOf({ awsNode, id }: Host, canRead: boolean): Step {
  if (awsNode === null)
    return { state: canRead ? "no" : "unknown", evidence: canRead ? [at("pods", id, "aws-node", null)] : [] };
  const evidence = [
    at("pods", podId(awsNode), "containers.aws-node.env.ENABLE_POD_ENI", awsNode.env.ENABLE_POD_ENI ?? null),
  ];
  const isElsewhere = isValueElsewhere(awsNode, "aws-node", "ENABLE_POD_ENI");
  return { state: awsNode.podEni ? "yes" : isElsewhere || !canRead ? "unknown" : "no", evidence };
}

/** Who may list only some Pods, or prints only some, says nothing of aws-node by not showing it. */
function isAwsNodeListed(world: World): boolean {
  return world.shared("is-aws-node-listed", (shared) =>
    shared
      .items("pods")
      .values()
      .some(({ namespace, labels }) => namespace === "kube-system" && labels["k8s-app"] === awsNodeLabel),
  );
}

function cniNodeOf(host: Host, canRead: boolean): Step {
  if (host.cniNode !== undefined)
    return { state: "yes", evidence: [at("cniNodes", host.cniNode.name, "name", host.cniNode.name)] };
  // A controller from before CNINodes goes by a label (domain 0.3).
  if (host.instance?.management === "legacy-label") return { state: "not-applicable", evidence: [legacyLabel(host)] };
  return canRead ? { state: "no", evidence: [at("cniNodes", host.node?.name ?? host.id, "name", null)] } : blank;
}

function featureOf(host: Host, canRead: boolean): Step {
  const { cniNode } = host;
  const features = cniNode?.features.map(({ name }) => name);
  const evidence = features === undefined ? [] : [at("cniNodes", cniNode?.name ?? "", "features", features)];
  if (host.instance?.management === "legacy-label") return { state: "yes", evidence: [...evidence, legacyLabel(host)] };
  const managed = isManaged(host);
  if (managed === true) return { state: "yes", evidence };
  return managed === false && canRead ? { state: "no", evidence } : { state: "unknown", evidence };
}

function trunkStep({ trunks, interfaces, ec2, id }: Host, canRead: boolean): Step {
  if (trunks.length > 0)
    return {
      state: "yes",
      evidence: trunks.map((trunk) => at("interfaces", trunk.id, "type", trunk.interfaceType ?? "trunk")),
    };
  const known = new Set(interfaces.map((one) => one.id));
  // An interface of the instance that no reading shows may be the trunk.
  const isWhole = ec2 !== undefined && known.size > 0 && (ec2.interfaceIds ?? []).every((one) => known.has(one));
  const evidence = ec2 === undefined ? [] : [at("instances", id, "interfaceIds", ec2.interfaceIds ?? [...known])];
  return { state: canRead && isWhole ? "no" : "unknown", evidence };
}

function attachedStep({ trunks, id }: Host, canRead: boolean): Step {
  if (trunks.length === 0) return { state: "not-applicable", evidence: [] };
  const evidence = trunks.map((trunk) =>
    at("interfaces", trunk.id, "attachment.status", trunk.attachmentStatus ?? null),
  );
  return { state: trunks.some((trunk) => isAttached(trunk, id)) ? "yes" : canRead ? "no" : "unknown", evidence };
}

function isAttached({ instanceId, attachmentStatus = "attached" }: Trunk, host: string): boolean {
  return instanceId === host && attachmentStatus === "attached";
}

function capacityOf(host: Host, canRead: boolean): Step {
  const capacity = host.node?.capacity.podEni ?? 0;
  const evidence = [ofNode(host, "capacity.podEni", host.node?.capacity.podEni)];
  return { state: capacity > 0 ? "yes" : canRead ? "no" : "unknown", evidence };
}

function allocatableOf(host: Host, canRead: boolean): Step {
  const { capacity, allocatable } = host.node ?? {};
  if ((capacity?.podEni ?? 0) === 0 && (allocatable?.podEni ?? 0) === 0)
    return { state: "not-applicable", evidence: [] };
  const isSame = (capacity?.podEni ?? 0) === (allocatable?.podEni ?? 0);
  const evidence = [
    ofNode(host, "capacity.podEni", capacity?.podEni),
    ofNode(host, "allocatable.podEni", allocatable?.podEni),
  ];
  return { state: isSame ? "yes" : canRead ? "no" : "unknown", evidence };
}

const blank: Step = { state: "unknown", evidence: [] };

function offeredBy({ node }: Host): number {
  return node?.allocatable.podEni ?? 0;
}

function legacyLabel(host: Host): RungEvidence {
  const key = "vpc.amazonaws.com/has-trunk-attached";
  return ofNode(host, `labels.${key}`, host.node?.labels[key]);
}

function ofNode(host: Host, field: string, value: Fact | undefined): RungEvidence {
  return at("nodes", host.node?.name ?? host.id, field, value ?? null);
}

function at(collection: RungEvidence["collection"], id: string, field: string, value: Fact): RungEvidence {
  return { collection, id, field, value };
}

function podId({ pod }: AwsNode): string {
  return `${pod.namespace}/${pod.name}`;
}
