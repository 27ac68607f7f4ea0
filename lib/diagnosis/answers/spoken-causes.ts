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
  return [
    ...claimsOver(controllerSilent, inquiry).map((claim) => told(inquiry, controllerSilent, claim, "cluster")),
    ...clusterRules.flatMap((rule) => over(inquiry, rule, podId)),
    ...hostRules.flatMap((rule) => on(inquiry, rule, host, podId)),
    ...(host.node === undefined ? [] : nodeRules.flatMap((rule) => on(inquiry, rule, host, null))),
    ...subnets.flatMap((id) => over(inquiry, subnetShort, id)),
  ];
}

function on(inquiry: Inquiry, rule: HostRule, host: Host, subject: string | null): SpokenCause[] {
  return claimsOn(rule, host, inquiry)
    .filter((claim) => subject === null || isAbout(claim, subject))
    .map((claim) => told(inquiry, rule, claim, subject ?? claim.subjects[0]));
}

function over(inquiry: Inquiry, rule: ClusterRule, subject: string): SpokenCause[] {
  return claimsOver(rule, inquiry)
    .filter((claim) => isAbout(claim, subject))
    .map((claim) => told(inquiry, rule, claim, subject));
}

function told(
  inquiry: Inquiry,
  { id, code }: HostRule | ClusterRule,
  { facts, subjects, confidence = "certain" }: Claim,
  about: string,
): SpokenCause {
  const finding = findingOf(inquiry, id, about)?.id ?? null;
  return { rule: id, code, facts, subjects: subjects.slice(0, mostSubjects), confidence, finding };
}
