import type { EnforcingMode } from "../topology/aws-node.ts";
import { namesOf } from "./expect-pod.ts";
import type { Line } from "./line.ts";
import type { BranchedPod } from "./node-view.ts";
import type { HostState } from "./observed.ts";

/** The mode of a pod, and how it is known. */
export interface ModeInForce {
  readonly mode: EnforcingMode | null;
  /** `host`: the node's own links, routes and rules show it; `aws-node`: its environment says so; `null`: not known. */
  readonly by: "host" | "aws-node" | null;
  /** What aws-node says; another one than `mode` where the node shows otherwise. */
  readonly declared: EnforcingMode | null;
  readonly evidence: readonly Line[];
}

/** The mode a pod was set up in. What the node shows goes before what its aws-node is told: the mode is that of the pod's sandbox (domain 3.4). */
export function modeInForce(pod: BranchedPod, state: HostState, prefix: string): ModeInForce {
  const shown = { strict: traces(pod, state, prefix, "strict"), standard: traces(pod, state, prefix, "standard") };
  const declared = pod.mode;
  for (const [mode, other] of [
    ["strict", "standard"],
    ["standard", "strict"],
  ] as const) {
    if (shown[mode].length > 0 && shown[other].length === 0)
      return { mode, by: "host", declared, evidence: shown[mode] };
  }
  return { mode: declared, by: declared === null ? null : "aws-node", declared, evidence: [] };
}

/** Lines that only one mode leaves: the name of the veth decides; where no such device is seen, routes and rules do. */
function traces(pod: BranchedPod, state: HostState, prefix: string, mode: EnforcingMode): Line[] {
  const { veth, table, ip, vlanDevice } = namesOf(pod, prefix);
  const isVeth = (name: string) => name === veth.strict || name === veth.standard;
  const veths = state.links.filter(({ name }) => isVeth(name));
  if (veths.length > 0) return veths.filter(({ name }) => name === veth[mode]).flatMap(({ lines }) => lines);
  const routeTable = mode === "strict" ? table : "main";
  const routes = state.routes.filter((route) => route.destination === ip && route.table === routeTable);
  const rules = state.rules.filter((rule) =>
    mode === "strict"
      ? rule.table === table && (rule.device === vlanDevice || rule.device === veth.strict)
      : rule.table === table && ip !== undefined && rule.from === ip,
  );
  return [...routes, ...rules].flatMap(({ lines }) => lines);
}
