import type { Confidence, Facts } from "../finding.ts";
import type { Host } from "../host.ts";
import type { Claim, ClusterRule, HostRule } from "../rule.ts";
import { allocationFailed, allocationGivenUp, annotationRefused } from "../rules/allocation.ts";
import { annotationUnusable } from "../rules/annotations.ts";
import { awsNodeUnhealthy } from "../rules/aws-node.ts";
import { matchIneffective } from "../rules/breadth.ts";
import { podEniSwitchedOff } from "../rules/cni.ts";
import { controllerSilent } from "../rules/controller.ts";
import { groupMissing } from "../rules/groups.ts";
import { branchLeaked } from "../rules/leaks.ts";
import { maxPodsReached, slotsExhausted } from "../rules/scheduling.ts";
import { subnetShort } from "../rules/subnets.ts";
import { annotationMissing, podWithoutTrunk, sandboxFailing, trunkFull } from "../rules/waiting.ts";
import { claimsOn, claimsOver, findingOf, isAbout } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";

/** What a check says of a Pod that waits. */
export interface SpokenCause {
  readonly rule: string;
  readonly code: string;
  readonly facts: Facts;
  readonly subjects: readonly string[];
  readonly confidence: Confidence;
  /** The finding that says the same; `null`: it has not been confirmed yet. */
  readonly finding: string | null;
  /** The rule of this list that explains it, so that it is no cause of its own. */
  readonly explainedBy: string | null;
}

/** What is wrong with the Pod itself or with what it waits for, the deepest cause first. */
const hostRules: readonly HostRule[] = [
  annotationRefused,
  allocationFailed,
  trunkFull,
  podWithoutTrunk,
  allocationGivenUp,
  matchIneffective,
  annotationUnusable,
  podEniSwitchedOff,
  sandboxFailing,
  annotationMissing,
];
const clusterRules: readonly ClusterRule[] = [slotsExhausted, maxPodsReached, groupMissing];

/** What is wrong with its node or the cluster explains a Pod that waits, whoever else it also hits. */
const nodeRules: readonly HostRule[] = [branchLeaked, awsNodeUnhealthy];

const mostSubjects = 20;

export function spokenCauses(inquiry: Inquiry, host: Host, podId: string): readonly SpokenCause[] {
  const subnets = host.trunks.flatMap(({ subnetId }) => subnetId ?? []);
  const all = [
    ...claimsOver(controllerSilent, inquiry).map((claim) => told(inquiry, controllerSilent, claim, "cluster")),
    ...clusterRules.flatMap((rule) => over(inquiry, rule, podId)),
    ...hostRules.flatMap((rule) => on(inquiry, rule, host, podId)),
    ...(host.node === undefined ? [] : nodeRules.flatMap((rule) => on(inquiry, rule, host, null))),
    ...subnets.flatMap((id) => over(inquiry, subnetShort, id)),
  ];
  const spoken = new Set(all.map(({ rule }) => rule.id));
  return all.map(({ rule, ...cause }) => ({
    rule: rule.id,
    ...cause,
    explainedBy: rule.explainedBy?.find((id) => spoken.has(id)) ?? null,
  }));
}

interface Told extends Omit<SpokenCause, "rule" | "explainedBy"> {
  readonly rule: HostRule | ClusterRule;
}

function on(inquiry: Inquiry, rule: HostRule, host: Host, subject: string | null): Told[] {
  return claimsOn(rule, host, inquiry)
    .filter((claim) => subject === null || isAbout(claim, subject))
    .map((claim) => told(inquiry, rule, claim, subject ?? claim.subjects[0]));
}

function over(inquiry: Inquiry, rule: ClusterRule, subject: string): Told[] {
  return claimsOver(rule, inquiry)
    .filter((claim) => isAbout(claim, subject))
    .map((claim) => told(inquiry, rule, claim, subject));
}

function told(
  inquiry: Inquiry,
  rule: HostRule | ClusterRule,
  { facts, subjects, confidence = "certain" }: Claim,
  about: string,
): Told {
  const finding = findingOf(inquiry, rule.id, about)?.id ?? null;
  return { rule, code: rule.code, facts, subjects: subjects.slice(0, mostSubjects), confidence, finding };
}
