import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";
import type { ExportView } from "./export.ts";
import { kindNames } from "./names.ts";

const order = new Map(Object.keys(kindNames).map((kind, index) => [kind as ResourceKind, index]));

/** The resources that are shown, by kind and then by id: the same snapshot gives the same file. */
export function shownOf({ resources }: Snapshot, { shown }: Pick<ExportView, "shown">): Resource[] {
  const seen = shown === null ? [...resources] : resources.filter(({ id }) => shown.has(id));
  return seen.sort((a, b) => (a.kind === b.kind ? compareText(a.id, b.id) : rank(a) - rank(b)));
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank({ kind }: Resource): number {
  return order.get(kind) ?? order.size;
}
