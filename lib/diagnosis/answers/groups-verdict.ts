import type { CollectionName } from "../../recording/collections.ts";
import { isWaiting } from "../allocation.ts";
import type { Confidence, Facts } from "../finding.ts";
import { wantedGroups } from "../groups-of.ts";
import type { Host, HostedPod } from "../host.ts";
import { classOf, hasLimit, isLive } from "../pods.ts";
import { isPolicyCrdMissing } from "../policy-crd.ts";
import type { Claim, HostRule } from "../rule.ts";
import { matchIneffective } from "../rules/breadth.ts";
import { podOffItsBranch } from "../rules/disagreements.ts";
import { branchWithoutPolicy, groupsDrifted, policyNotEnforced } from "../rules/matching.ts";
import { actualGroups } from "./actual-groups.ts";
import { claimsOn, isAbout } from "./claims.ts";
import type { Inquiry } from "./inquiry.ts";
import { type Lack, lacking } from "./lacks.ts";
import { type Unmatched, unmatchedPolicies } from "./unmatched-policies.ts";

/**
 * `as-wanted` the groups in force are those its policies name · `not-enforced` policies match it, and it has the groups of its node ·
 * `differs` it is on a branch with other groups · `unasked` it is on a branch and no policy matches it · `node-groups` no policy matches
 * it and it has the groups of its node, as it should · `not-yet` it has no network so far · `ended` · `cannot-tell`.
 */
export const groupsVerdicts = [
  "as-wanted",
  "not-enforced",
  "differs",
  "unasked",
  "node-groups",
  "not-yet",
  "ended",
  "cannot-tell",
] as const;

export const groupsReasons = [
  "policies-match",
  "older-than-policy",
  "webhook-skipped",
  "policy-edited",
  "labels-changed",
  "changed-since",
  "host-network",
  "windows",
  "windows-by-affinity",
  "fargate-differs",
  "fargate-too-many",
  "off-its-branch",
  "fell-back",
  "policy-gone",
  "other-mechanism",
  "no-policy",
  "labels-differ",
  "policy-invalid",
  "selector-broken",
  "policy-crd-missing",
  "waiting-for-branch",
  "not-scheduled",
  "starting",
  "just-created",
  "leaving",
  "completed",
  "unread",
] as const;

export interface GroupsVerdict {
  readonly verdict: (typeof groupsVerdicts)[number];
  readonly reason: (typeof groupsReasons)[number];
  readonly confidence: Confidence;
  /** What it rests on, as the rule tells it; empty where none speaks. */
  readonly facts: Facts;
  /** The check that says so. */
  readonly rule: string | null;
  /** Of what cannot be read, so that nothing can be said. */
  readonly lacks: readonly Lack[];
  /** What gives the Pod the groups it should have. */
  readonly helps: "restart" | "other" | null;
}

const needs: readonly CollectionName[] = ["pods", "securityGroupPolicies", "serviceAccounts", "interfaces", "nodes"];

/** Whether the groups in force are those that are wanted, in the words of the rules where one of them speaks. */
export function judgeGroups(inquiry: Inquiry, host: Host, hosted: HostedPod): GroupsVerdict {
  const { world } = inquiry;
  const { item, pod } = hosted;
  const lacks = lacking(world, needs);
  const says = (verdict: GroupsVerdict["verdict"], reason: GroupsVerdict["reason"]): GroupsVerdict => ({
    ...{ verdict, reason, confidence: "certain", facts: {}, rule: null, lacks, helps: null },
  });
  if (!isLive(item)) return says("ended", "completed");
  // What cannot be read now may be old, and an old half accuses wrongly.
  if (lacks.length > 0) return { ...says("cannot-tell", "unread"), confidence: "cannot-tell" };
  if (isPolicyCrdMissing(world)) return { ...says("cannot-tell", "policy-crd-missing"), confidence: "cannot-tell" };
  const spoken = spokenOf(inquiry, host, hosted);
  if (spoken !== null) return { ...spoken, lacks };
  const wanted = wantedGroups(pod, world);
  if (wanted === null) return { ...says("cannot-tell", "unread"), confidence: "cannot-tell" };
  const isWanted = wanted.policies.length > 0;
  if (item.deletingSince !== undefined) return says("ended", "leaving");
  if (isElsewhere(host)) return { ...says("cannot-tell", "other-mechanism"), confidence: "cannot-tell" };
  if (!isWanted) return unwanted(inquiry, hosted, says);
  if (isWaiting(hosted)) return says("not-yet", "waiting-for-branch");
  if (item.nodeName === undefined) return says("not-yet", "not-scheduled");
  const actual = actualGroups(hosted, world);
  if (actual === null) return says("not-yet", "starting");
  if (actual.isNodes) return hasLimit(item) ? says("not-yet", "starting") : says("not-enforced", "just-created");
  return says("as-wanted", "policies-match");
}

type Says = (verdict: GroupsVerdict["verdict"], reason: GroupsVerdict["reason"]) => GroupsVerdict;

/** Where a rule accuses, it has the word. */
function spokenOf(inquiry: Inquiry, host: Host, { pod, item }: HostedPod): GroupsVerdict | null {
  const about = <F extends Facts>(rule: HostRule<F>) =>
    claimsOn(rule, host, inquiry).find((claim) => isAbout(claim, pod.id));
  const told = <F extends Facts>(
    rule: HostRule<F>,
    { facts, confidence = "certain" }: Claim<F>,
    verdict: Pick<GroupsVerdict, "verdict" | "reason" | "helps">,
  ): GroupsVerdict => ({ ...verdict, facts, confidence, rule: rule.id, lacks: [] });

  const ineffective = about(matchIneffective);
  if (ineffective !== undefined) {
    const { reason } = ineffective.facts;
    const isFargate = reason === "fargate-differs";
    return told(matchIneffective, ineffective, {
      verdict: reason === "fargate-too-many" || isFargate ? "differs" : "not-enforced",
      reason,
      helps: isFargate ? "restart" : "other",
    });
  }
  const off = about(podOffItsBranch);
  if (off !== undefined)
    return told(podOffItsBranch, off, { verdict: "not-enforced", reason: "off-its-branch", helps: "other" });
  const unenforced = about(policyNotEnforced);
  if (unenforced !== undefined) {
    const { case: which, changed } = unenforced.facts;
    const changedReasons = { policy: "policy-edited", "pod-labels": "labels-changed" } as const;
    const reason = which === "changed-since" && changed !== null ? changedReasons[changed] : which;
    return told(policyNotEnforced, unenforced, { verdict: "not-enforced", reason, helps: "restart" });
  }
  const stray = about(branchWithoutPolicy);
  if (stray !== undefined) {
    const reason = stray.facts.fellBack === true ? "fell-back" : "policy-gone";
    return told(branchWithoutPolicy, stray, { verdict: "unasked", reason, helps: "restart" });
  }
  const drifted = about(groupsDrifted);
  if (drifted === undefined) return null;
  const { policyChangedAt } = drifted.facts;
  const isEdited = policyChangedAt !== null && policyChangedAt > (item.createdAt ?? 0);
  const isRelabelled = item.labelsChangedAt !== undefined;
  const reason = isEdited ? "policy-edited" : isRelabelled ? "labels-changed" : "changed-since";
  return told(groupsDrifted, drifted, { verdict: "differs", reason, helps: "restart" });
}

/** No policy matches: why that may be, the likeliest first. */
function unwanted({ world }: Inquiry, hosted: HostedPod, says: Says): GroupsVerdict {
  const { item } = hosted;
  if (classOf(item) === "hostNetwork") return says("node-groups", "host-network");
  const near = unmatchedPolicies(item, new Set(), world);
  const actual = actualGroups(hosted, world);
  if (actual?.by === "fargate" && actual.groups.length > 0) return says("unasked", "policy-gone");
  const verdict = actual === null ? (item.podIp === undefined ? "not-yet" : "cannot-tell") : "node-groups";
  return says(verdict, nearReason(near));
}

function nearReason(near: readonly Unmatched[]): GroupsVerdict["reason"] {
  const met = near.filter(({ unmet }) => unmet.length === 0);
  if (met.some(({ because }) => because === "no-groups")) return "policy-invalid";
  if (met.some(({ because }) => because === "selector-broken")) return "selector-broken";
  if (near.some(({ because }) => because === "labels" || because === "account-missing")) return "labels-differ";
  return near.some(({ because }) => because !== "selector-broken") ? "policy-invalid" : "no-policy";
}

/** Auto Mode and the like give groups in ways that nobody has told (domain 1.10). */
function isElsewhere({ instance }: Host): boolean {
  return instance?.management === "auto-mode" || instance?.management === "hybrid" || instance?.os === "windows";
}
