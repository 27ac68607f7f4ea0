import type { Resource } from "../topology/resources.ts";

interface Known {
  readonly byId: ReadonlyMap<string, Resource>;
}

/** The instance on whose card a resource stands; `null` when it stands on none. */
export function homeOf(known: Known, resource: Resource): string | null {
  switch (resource.kind) {
    case "instance":
      return resource.id;
    case "interface":
    case "trunk":
    case "pod":
      return instance(known, resource.instanceId);
    case "branch": {
      const trunk = resource.trunkId === null ? undefined : known.byId.get(resource.trunkId);
      const throughTrunk = trunk?.kind === "trunk" ? instance(known, trunk.instanceId) : null;
      return throughTrunk ?? instance(known, resource.instanceId);
    }
    default:
      return null;
  }
}

function instance({ byId }: Known, id: string | null): string | null {
  return id !== null && byId.get(id)?.kind === "instance" ? id : null;
}
