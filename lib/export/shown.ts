import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import type { ExportView } from "./export.ts";
import { kindNames } from "./names.ts";

/** The resources that are shown, by kind and then by id: the same snapshot gives the same file. */
export function shownOf({ resources }: Snapshot, { shown }: Pick<ExportView, "shown">): Resource[] {
  const byKind = new Map(kinds.map((kind) => [kind, [] as Resource[]]));
  for (const resource of resources)
    if (shown === null || shown.has(resource.id)) byKind.get(resource.kind)?.push(resource);
  return [...byKind.values()].flatMap((list) => list.sort(byId));
}

const kinds = Object.keys(kindNames) as ResourceKind[];

/** Ids are not repeated, so that one comparison does. */
function byId(a: Resource, b: Resource): number {
  return a.id < b.id ? -1 : 1;
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
