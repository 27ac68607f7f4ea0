import type { EnforcingMode } from "../topology/aws-node.ts";
import { expectNode } from "./expect-node.ts";
import { expectPod, standardPrefix } from "./expect-pod.ts";
import type { Expected } from "./expected.ts";
import { judge } from "./judge.ts";
import type { Judged } from "./judged.ts";
import { type ModeInForce, modeInForce } from "./mode-in-force.ts";
import type { BranchedPod, NodeView } from "./node-view.ts";
import type { HostState } from "./observed.ts";
import { type Surplus, surplusOf } from "./surplus.ts";

export interface ComparedPod {
  readonly branched: BranchedPod;
  readonly mode: ModeInForce;
  /** Lines of its mode; of both where the mode is not known. */
  readonly lines: readonly Judged[];
}

/** A node as it should be, against what it showed. */
export interface Comparison {
  readonly node: NodeView;
  /** What stands before the name of a host veth in standard mode. */
  readonly prefix: string;
  /** AWS_VPC_K8S_CNI_EXTERNALSNAT as ipamd's own settings say, else as aws-node is told; `null`: not known. */
  readonly externalSnat: boolean | null;
  /** The mode that the node itself is set up for; `null`: not known. */
  readonly mode: EnforcingMode | null;
  readonly pods: readonly ComparedPod[];
  readonly lines: readonly Judged[];
  readonly surplus: readonly Surplus[];
}

/** Compares a node with what it showed, line by line; an empty state leaves every line not observed. */
export function compareNode(node: NodeView, state: HostState): Comparison {
  const prefix = standardPrefix(node, observedPrefix(state));
  const modes = new Map(node.pods.map((pod) => [pod, modeInForce(pod, state, prefix)]));
  const isStrict = modes.values().some(({ mode }) => mode === "strict");
  const mode = isStrict ? "strict" : node.trunk === undefined ? null : (node.awsNode?.enforcingMode ?? null);
  const pods = node.pods.map((branched): ComparedPod => {
    const inForce = modes.get(branched) as ModeInForce;
    return { branched, mode: inForce, lines: judge(ofMode(expectPod(branched, node, prefix), inForce.mode), state) };
  });
  const externalSnat = shownSnat(state) ?? node.awsNode?.externalSnat ?? null;
  const lines = judge(ofMode(expectNode(node, externalSnat), mode), state).filter(
    (line) => mode !== null || isFair(line),
  );
  const expected = [...pods.flatMap((pod) => pod.lines), ...lines].map((line) => line.expected);
  return { node, prefix, externalSnat, mode, pods, lines, surplus: surplusOf(node, expected, state) };
}

/** Where the mode is not known, that a line of strict mode is not met says nothing against the node. */
function isFair({ expected, verdict }: Judged): boolean {
  return expected.mode === null || verdict === "confirmed" || verdict === "not-observed";
}

function ofMode(expected: readonly Expected[], mode: EnforcingMode | null): Expected[] {
  return expected.filter((one) => mode === null || one.mode === null || one.mode === mode);
}

/** What the node's own files say the prefix of host veths is. */
function observedPrefix({ configs, settings }: HostState): string | undefined {
  return (
    configs.at(-1)?.vethPrefix ??
    settings.findLast(({ name, value }) => name === "AWS_VPC_K8S_CNI_VETHPREFIX" && value !== "")?.value
  );
}

function shownSnat({ settings }: HostState): boolean | null {
  const shown = settings.findLast(({ name }) => name === "AWS_VPC_K8S_CNI_EXTERNALSNAT");
  return shown === undefined ? null : shown.value === "true";
}
