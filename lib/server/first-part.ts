import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Resource } from "../topology/resources.ts";
import type { FirstSnapshot } from "./protocol.ts";

/** What a page rendered on the server starts with: all of it, or the first instances with all that hangs on them. */
export function firstPart(snapshot: Snapshot, limit: number): FirstSnapshot {
  const { resources } = snapshot;
  if (resources.length <= limit) return { snapshot, complete: true };
  const byInstance = Map.groupBy(resources, instanceOf);
  const chosen: Resource[] = [];
  for (const id of [...byInstance.keys()].filter((id) => id !== null).sort()) {
    const hanging = byInstance.get(id) ?? [];
    if (chosen.length > 0 && chosen.length + hanging.length > limit) break;
    chosen.push(...hanging.slice(0, limit));
  }
  return {
    snapshot: { ...snapshot, resources: [...chosen, ...namedBy(chosen, byInstance.get(null) ?? [])] },
    complete: false,
  };
}

function instanceOf(resource: Resource): string | null {
  if (resource.kind === "instance") return resource.id;
  return "instanceId" in resource ? resource.instanceId : null;
}

/** Groups and subnets that the chosen ones name. */
function namedBy(chosen: readonly Resource[], others: readonly Resource[]): Resource[] {
  const names = new Set(
    chosen.flatMap((resource) => [
      ...("groupIds" in resource ? resource.groupIds : []),
      ...("subnetId" in resource && resource.subnetId ? [resource.subnetId] : []),
    ]),
  );
  return others.filter(({ id }) => names.has(id));
}
