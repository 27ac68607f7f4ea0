import type { EnforcingMode } from "../topology/aws-node.ts";
import type { Family } from "./address.ts";
import type { BranchedPod, NodeView } from "./node-view.ts";

export const flows = [
  "kubelet-to-pod",
  "pod-to-same-node",
  "pod-to-vpc",
  "pod-to-internet",
  "vpc-to-pod",
  "node-port-local",
] as const;
export type Flow = (typeof flows)[number];

/** Security groups that a packet has to pass. */
export interface Gate {
  readonly interface: "branch" | "primary" | "peer";
  readonly direction: "ingress" | "egress";
  /** `null`: not known, or those of the peer, whoever it is. */
  readonly groupIds: readonly string[] | null;
}

/** What happens to traffic of a pod in one direction (domain 3.4). */
export interface Direction {
  readonly flow: Flow;
  readonly mode: EnforcingMode;
  /** `null`: it makes no difference. */
  readonly externalSnat: boolean | null;
  /** `vpc` through trunk and VPC, also to a neighbour on the node · `direct` from veth to veth · `primary` out by the primary ENI, as its address · `unsupported` it does not work. */
  readonly way: "vpc" | "direct" | "primary" | "unsupported";
  /** In the order they are passed; empty: no security group applies. */
  readonly gates: readonly Gate[];
  /** What else must hold, or be known. */
  readonly notes: readonly Note[];
}

export const notes = [
  "needs-early-demux-off",
  "needs-nat-path",
  "source-is-node-address",
  "groups-of-pod-do-not-apply",
] as const;
export type Note = (typeof notes)[number];

export interface Settings {
  readonly mode: EnforcingMode | null;
  readonly externalSnat: boolean | null;
}

/** The directions of one pod, in its mode, or in both where it is not known (`null`); likewise for AWS_VPC_K8S_CNI_EXTERNALSNAT. */
export function directionsOf(pod: BranchedPod, node: NodeView, { mode, externalSnat }: Settings): Direction[] {
  const gates = gatesOf(pod, node);
  const modes = mode === null ? (["strict", "standard"] as const) : [mode];
  return modes.flatMap((one) => (one === "strict" ? strict(gates) : standard(gates, pod.family, externalSnat)));
}

type Gates = Readonly<Record<"branchIn" | "branchOut" | "primaryIn" | "primaryOut" | "peerIn", Gate>>;

function gatesOf({ branch }: BranchedPod, { primary }: NodeView): Gates {
  const branchGroups = known(branch?.groupIds);
  return {
    branchIn: { interface: "branch", direction: "ingress", groupIds: branchGroups },
    branchOut: { interface: "branch", direction: "egress", groupIds: branchGroups },
    primaryIn: { interface: "primary", direction: "ingress", groupIds: known(primary?.groupIds) },
    primaryOut: { interface: "primary", direction: "egress", groupIds: known(primary?.groupIds) },
    peerIn: { interface: "peer", direction: "ingress", groupIds: null },
  };
}

/** An ENI has at least one group: none means that they were not read. */
function known(groupIds: readonly string[] | undefined): readonly string[] | null {
  return groupIds === undefined || groupIds.length === 0 ? null : groupIds;
}

function strict({ branchIn, branchOut, primaryOut, peerIn }: Gates): Direction[] {
  const of = { mode: "strict", externalSnat: null } as const;
  return [
    {
      ...of,
      flow: "kubelet-to-pod",
      way: "vpc",
      gates: [primaryOut, branchIn],
      notes: ["source-is-node-address", "needs-early-demux-off"],
    },
    { ...of, flow: "pod-to-same-node", way: "vpc", gates: [branchOut, peerIn], notes: [] },
    { ...of, flow: "pod-to-vpc", way: "vpc", gates: [branchOut, peerIn], notes: [] },
    { ...of, flow: "pod-to-internet", way: "vpc", gates: [branchOut], notes: ["needs-nat-path"] },
    { ...of, flow: "vpc-to-pod", way: "vpc", gates: [branchIn], notes: [] },
    { ...of, flow: "node-port-local", way: "unsupported", gates: [], notes: [] },
  ];
}

function standard(
  { branchIn, branchOut, primaryIn, primaryOut, peerIn }: Gates,
  family: Family,
  externalSnat: boolean | null,
): Direction[] {
  const of = { mode: "standard", externalSnat: null } as const;
  const byBranch = {
    ...of,
    flow: "pod-to-internet",
    way: "vpc",
    gates: [branchOut],
    notes: ["needs-nat-path"],
  } as const;
  const byPrimary = {
    ...of,
    flow: "pod-to-internet",
    externalSnat: false,
    way: "primary",
    gates: [primaryOut],
    notes: ["groups-of-pod-do-not-apply"],
  } as const;
  const internet: Record<"ipv6" | "true" | "false" | "unknown", readonly Direction[]> = {
    ipv6: [byBranch],
    true: [{ ...byBranch, externalSnat: true }],
    false: [byPrimary],
    unknown: [byPrimary, { ...byBranch, externalSnat: true }],
  };
  const snat = externalSnat === null ? "unknown" : externalSnat ? "true" : "false";
  return [
    { ...of, flow: "kubelet-to-pod", way: "direct", gates: [], notes: [] },
    { ...of, flow: "pod-to-same-node", way: "direct", gates: [], notes: ["groups-of-pod-do-not-apply"] },
    { ...of, flow: "pod-to-vpc", way: "vpc", gates: [branchOut, peerIn], notes: [] },
    ...internet[family === "ipv6" ? "ipv6" : snat],
    { ...of, flow: "vpc-to-pod", way: "vpc", gates: [branchIn], notes: [] },
    { ...of, flow: "node-port-local", way: "direct", gates: [primaryIn], notes: ["groups-of-pod-do-not-apply"] },
  ];
}
