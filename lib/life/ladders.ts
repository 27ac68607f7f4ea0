import type { Rung } from "./rung.ts";

/** A node, from its registration to schedulable branches (domain 4a; amazon-vpc-resource-controller-k8s: pkg/node/manager/manager.go, pkg/provider/branch/provider.go). */
export const nodeLadder: readonly Rung[] = [
  { step: "N0", name: "registered", shownBy: ["nodes"], provedBy: "nodes" },
  {
    step: "N1",
    name: "CNINode created",
    shownBy: ["cniNodes"],
    provedBy: "cni-nodes",
    within: 120,
    since: "N0",
    checks: ["SGP-027", "SGP-074"],
  },
  {
    step: "N2",
    name: "trunk requested",
    shownBy: ["cniNodes"],
    provedBy: "cni-nodes",
    within: 300,
    checks: ["SGP-020"],
  },
  {
    step: "N2x",
    name: "type not supported",
    trouble: "failed",
    isEnd: true,
    shownBy: ["events"],
    provedBy: "events",
    checks: ["SGP-025"],
  },
  { step: "N3", name: "trunk created", shownBy: ["interfaces"], provedBy: "cloudtrail" },
  {
    step: "N4x",
    name: "trunk failed",
    trouble: "failed",
    shownBy: ["events"],
    provedBy: "events",
    checks: ["SGP-021"],
  },
  {
    step: "N4",
    name: "trunk attached",
    shownBy: ["interfaces"],
    provedBy: "interfaces",
    within: 300,
    since: "N2",
    checks: ["SGP-021"],
  },
  {
    step: "N5",
    name: "capacity advertised",
    shownBy: ["nodes"],
    provedBy: "nodes",
    within: 120,
    since: "N4",
    checks: ["SGP-022"],
  },
  {
    step: "N6",
    name: "schedulable",
    shownBy: ["nodes"],
    provedBy: "nodes",
    within: 300,
    since: "N5",
    checks: ["SGP-023"],
  },
  { step: "N7", name: "unmanaged again", trouble: "failed", isEnd: true, shownBy: ["cniNodes"], provedBy: "cni-nodes" },
  { step: "N8", name: "deleted", isWanted: true, shownBy: ["nodes"], provedBy: "audit-log", checks: ["SGP-032"] },
];

const unanswered = { within: 60, since: "P3", checks: ["SGP-044", "SGP-045"] } as const;

/** A Pod that asks for a branch: scheduling, allocation, networking, release (domain 4b-4d). */
export const branchPodLadder: readonly Rung[] = [
  { step: "P1", name: "admitted with pod-eni", shownBy: ["pods"], provedBy: "audit-log" },
  { step: "P2", name: "unschedulable", trouble: "failed", shownBy: ["pods"], provedBy: "pods", checks: ["SGP-040"] },
  { step: "P3", name: "bound", shownBy: ["pods"], provedBy: "pods" },
  { step: "P4", name: "security groups resolved", shownBy: ["events"], provedBy: "events", ...unanswered },
  {
    step: "P4w",
    name: "waiting for capacity",
    trouble: "overdue",
    graceSeconds: 15,
    shownBy: ["events"],
    provedBy: "events",
    checks: ["SGP-042"],
  },
  {
    step: "P4x",
    name: "allocation failed",
    trouble: "failed",
    shownBy: ["events"],
    provedBy: "events",
    checks: ["SGP-046", "SGP-047"],
  },
  { step: "P5", name: "branch created", shownBy: ["interfaces"], provedBy: "cloudtrail", ...unanswered },
  { step: "P6", name: "branch associated", shownBy: ["interfaces"], provedBy: "cloudtrail", ...unanswered },
  {
    step: "P7x",
    name: "annotation failed",
    trouble: "failed",
    shownBy: ["events"],
    provedBy: "events",
    checks: ["SGP-048"],
  },
  { step: "P7", name: "annotated", shownBy: ["pods"], provedBy: "audit-log", ...unanswered },
  {
    step: "C0",
    name: "sandbox refused",
    trouble: "overdue",
    graceSeconds: 60,
    shownBy: ["events"],
    provedBy: "events",
    checks: ["SGP-049"],
  },
  { step: "C1", name: "annotation read by ipamd", shownBy: [], provedBy: "ipamd-log" },
  { step: "C2", name: "host network built", shownBy: [], provedBy: "host-output" },
  {
    step: "C3x",
    name: "not on its branch",
    trouble: "failed",
    shownBy: ["pods"],
    provedBy: "pods",
    checks: ["SGP-008"],
  },
  { step: "C3", name: "address reported", shownBy: ["pods"], provedBy: "pods", within: 60, checks: ["SGP-049"] },
  { step: "C4", name: "ready", shownBy: ["pods"], provedBy: "conditions", checks: ["SGP-080", "SGP-081"] },
  { step: "D0", name: "terminating", isWanted: true, shownBy: ["pods"], provedBy: "audit-log" },
  { step: "D1", name: "released", isWanted: true, shownBy: ["pods"], provedBy: "audit-log" },
  { step: "D2", name: "cooling", shownBy: ["interfaces"], provedBy: "interfaces" },
  { step: "D3", name: "deleting", shownBy: [], provedBy: "cloudtrail" },
  {
    step: "D5",
    name: "deletion refused",
    trouble: "failed",
    shownBy: ["apiCalls"],
    provedBy: "cloudtrail",
    checks: ["SGP-002", "SGP-003"],
  },
  {
    step: "D4",
    name: "branch gone",
    shownBy: ["interfaces"],
    provedBy: "cloudtrail",
    within: "release",
    since: "D1",
    checks: ["SGP-002", "SGP-003"],
  },
];

const ofEveryPod = new Set(["P3", "C4", "D0", "D1"]);

/** A Pod that asks for none. */
export const plainPodLadder: readonly Rung[] = [
  { step: "P0", name: "admitted without pod-eni", shownBy: ["pods"], provedBy: "audit-log" },
  {
    step: "P0x",
    name: "webhook failed open",
    trouble: "failed",
    shownBy: ["auditEvents"],
    provedBy: "audit-log",
    checks: ["SGP-065"],
  },
  { step: "P2", name: "unschedulable", trouble: "failed", shownBy: ["pods"], provedBy: "pods" },
  ...branchPodLadder.filter(({ step }) => step === "P3"),
  ...branchPodLadder.filter(({ step }) => step === "C0"),
  { step: "C3", name: "address reported", shownBy: ["pods"], provedBy: "pods" },
  ...branchPodLadder
    .filter(({ step }) => ofEveryPod.has(step) && step !== "P3")
    .map(({ checks: _, ...rung }): Rung => rung),
];

/** A branch ENI (domain 2.4, 2.6, 4d). EC2 gives an ENI no creation time: only CloudTrail does. */
export const branchLadder: readonly Rung[] = [
  { step: "created", name: "created", shownBy: ["interfaces"], provedBy: "cloudtrail" },
  { step: "associated", name: "associated", shownBy: ["interfaces"], provedBy: "cloudtrail" },
  { step: "annotated", name: "annotated", shownBy: ["pods"], provedBy: "audit-log" },
  { step: "in-use", name: "in use", shownBy: ["pods"], provedBy: "pods" },
  { step: "unowned", name: "unowned", isWanted: true, shownBy: ["pods"], provedBy: "audit-log" },
  { step: "cooling", name: "cooling", shownBy: ["interfaces"], provedBy: "interfaces" },
  {
    step: "deletion-refused",
    name: "deletion refused",
    trouble: "failed",
    shownBy: ["apiCalls"],
    provedBy: "cloudtrail",
    checks: ["SGP-002", "SGP-003"],
  },
  {
    step: "gone",
    name: "gone",
    shownBy: ["interfaces"],
    provedBy: "cloudtrail",
    within: "release",
    since: "unowned",
    checks: ["SGP-002", "SGP-003"],
  },
];

/** Any other ENI: trunks, and those of ipamd. */
export const attachedLadder: readonly Rung[] = [
  { step: "created", name: "created", shownBy: ["interfaces"], provedBy: "cloudtrail" },
  { step: "attached", name: "attached", shownBy: ["interfaces"], provedBy: "interfaces" },
  { step: "gone", name: "gone", isWanted: true, shownBy: ["interfaces"], provedBy: "cloudtrail" },
];
