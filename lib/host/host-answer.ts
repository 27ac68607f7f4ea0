import type { Observation } from "../recording/observation.ts";
import type { Instance, Pod, Resource } from "../topology/resources.ts";
import { type HostView, hostViewOf } from "./host-view.ts";
import { type NodeView, viewNode } from "./node-view.ts";
import { readHost } from "./read-host.ts";

/** Why a pod that is on a node has no path over a branch. */
export const pathlessReasons = ["annotation-unusable", "annotation-names-none", "waits", "asks-for-none"] as const;
export type PathlessReason = (typeof pathlessReasons)[number];

/** What the node under a resource should look like, and what a reader needs to compare it with output of that node. */
export interface HostAnswer {
  readonly id: string;
  readonly at: number;
  /** `no-node`: it is on none, or is nothing that a node carries. `unknown`: it is not known at that moment. */
  readonly state: "here" | "no-node" | "unknown";
  /** The pod it is about; `null`: all of the node. */
  readonly pod: string | null;
  readonly pathless: PathlessReason | null;
  /** What gathering commands are made of; `null`: the node is no resource of its own. */
  readonly instance: Pick<Instance, "id" | "nodeName" | "ip"> | null;
  /** What a comparison starts from. */
  readonly node: NodeView | null;
  /** As it should be: nothing of it is observed. */
  readonly expected: HostView | null;
}

/** The node under a pod, a branch, a trunk, another ENI or an instance, as it should be at a moment. */
export function hostAnswer(
  observation: Observation,
  resources: ReadonlyMap<string, Resource>,
  id: string,
): Omit<HostAnswer, "at"> {
  const resource = resources.get(id);
  const { pod, instanceId } = subjectOf(resource);
  const empty = { id, pod, pathless: null, instance: null, node: null, expected: null };
  if (resource === undefined) return { ...empty, state: "unknown" };
  if (instanceId === null) return { ...empty, state: "no-node" };
  const instance = resources.get(instanceId);
  const node = viewNode(observation, resources, instanceId);
  const expected = hostViewOf(node, readHost([]).state, pod);
  const found = pod === null ? undefined : resources.get(pod);
  return {
    ...empty,
    state: "here",
    pathless: found?.kind === "pod" && expected.paths.length === 0 ? reasonOf(found) : null,
    instance: instance?.kind === "instance" ? placeOf(instance) : null,
    node,
    expected,
  };
}

function subjectOf(resource: Resource | undefined): {
  readonly pod: string | null;
  readonly instanceId: string | null;
} {
  switch (resource?.kind) {
    case "pod":
      return { pod: resource.id, instanceId: resource.instanceId };
    case "branch":
      return { pod: resource.podIds[0] ?? null, instanceId: resource.instanceId };
    case "trunk":
    case "interface":
      return { pod: null, instanceId: resource.instanceId };
    case "instance":
      return { pod: null, instanceId: resource.id };
    default:
      return { pod: null, instanceId: null };
  }
}

function placeOf({ id, nodeName, ip }: Instance): HostAnswer["instance"] {
  return { id, ...(nodeName !== undefined && { nodeName }), ...(ip !== undefined && { ip }) };
}

function reasonOf({ annotated, annotationText, podEniRequest }: Pod): PathlessReason {
  if (annotationText !== undefined) return "annotation-unusable";
  if (annotated) return "annotation-names-none";
  return podEniRequest > 0 ? "waits" : "asks-for-none";
}
