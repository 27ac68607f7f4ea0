import type { Branch, Instance, Interface, Pod, Resource, Trunk } from "../topology/resources.ts";
import { homeOf } from "./home.ts";
import { get, type Model, naming } from "./model.ts";

/** The way of a pod's traffic to its instance; what is not on it or not known is missing. */
export interface Path {
  readonly pod?: Pod;
  /** The ENI that carries the pod: a branch, or an ordinary one. */
  readonly carrier?: Branch | Interface | Trunk;
  /** The trunk of a branch. */
  readonly trunk?: Trunk;
  readonly instance?: Instance;
}

/** The path that leads through a resource; empty for what lies on none. */
export function pathThrough(model: Model, resource: Resource): Path {
  switch (resource.kind) {
    case "pod": {
      const carrier = eniOf(model, resource.branchIds[0] ?? resource.interfaceId);
      return { ...pathFrom(model, carrier, resource), pod: resource };
    }
    case "branch":
    case "interface":
    case "trunk": {
      const [pod] = resource.kind === "branch" ? naming(model, "pod", resource.id) : [];
      return { ...pathFrom(model, resource, resource), ...(pod && { pod }) };
    }
    case "instance":
      return { instance: resource };
    default:
      return {};
  }
}

function pathFrom(model: Model, carrier: Path["carrier"], stands: Resource): Path {
  const trunk = carrier?.kind === "branch" ? get(model, "trunk", carrier.trunkId) : undefined;
  const home = homeOf(model, carrier ?? stands);
  const instance = get(model, "instance", home);
  return { ...(carrier && { carrier }), ...(trunk && { trunk }), ...(instance && { instance }) };
}

function eniOf(model: Model, id: string | null): Path["carrier"] {
  const eni = id === null ? undefined : model.byId.get(id);
  return eni?.kind === "branch" || eni?.kind === "interface" || eni?.kind === "trunk" ? eni : undefined;
}
