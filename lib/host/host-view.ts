import { type Comparison, compareNode } from "./compare.ts";
import type { HostFinding } from "./finding.ts";
import { hostFindings } from "./findings.ts";
import type { Judged } from "./judged.ts";
import type { NodeView } from "./node-view.ts";
import type { HostState } from "./observed.ts";
import { type PodPath, pathOf } from "./path.ts";
import type { Surplus } from "./surplus.ts";

/** A node's paths as they should be and as they were seen: plain data, to be drawn. */
export interface HostView {
  readonly node: Pick<Comparison, "mode" | "externalSnat"> & Pick<NodeView, "id" | "name">;
  /** Of every live pod on a branch, or of the one that was asked for. */
  readonly paths: readonly HostPath[];
  /** What concerns the node as a whole. */
  readonly nodeLines: readonly Judged[];
  readonly surplus: readonly Surplus[];
  readonly findings: readonly HostFinding[];
}

export type HostPath = Pick<PodPath, "pod" | "mode" | "hops" | "directions">;

/** Compares a node with what it showed, and tells it by paths. `podId` null: of all its pods. */
export function hostViewOf(view: NodeView, state: HostState, podId: string | null): HostView {
  const comparison = compareNode(view, state);
  const findings = hostFindings(comparison, state);
  const { mode, externalSnat } = comparison;
  const node = { id: view.id, name: view.name, mode, externalSnat };
  const ids = podId === null ? comparison.pods.map(({ branched }) => branched.pod.id) : [podId];
  const paths = ids.flatMap((id) => pathOf(id, comparison, findings) ?? []);
  const [only] = paths;
  const told = podId !== null && only !== undefined ? only : { surplus: comparison.surplus, findings };
  return {
    node,
    paths: paths.map(({ pod, mode, hops, directions }) => ({ pod, mode, hops, directions })),
    nodeLines: only === undefined ? comparison.lines : only.nodeLines,
    surplus: told.surplus,
    findings: told.findings,
  };
}
