import type { Resource } from "../topology/resources.ts";
import { type Model, unplacedIn } from "./model.ts";

export const trayKinds = ["waiting", "unplaced"] as const;
export type TrayKind = (typeof trayKinds)[number];

/** What stands on no instance, so that nothing known is left out. A long tray goes on in a second one. */
export interface Tray {
  readonly id: string;
  readonly kind: TrayKind;
  readonly part: number;
  readonly parts: number;
  /** Of all parts. */
  readonly total: number;
  readonly resources: readonly Resource[];
}

const perTray = 24;

export function traysOf(model: Model): Tray[] {
  const lists: Record<TrayKind, Resource[]> = { waiting: [], unplaced: [] };
  for (const resource of unplacedIn(model)) lists[trayOf(resource)].push(resource);
  return trayKinds.flatMap((kind) => {
    const all = lists[kind].sort((a, b) => (a.kind === b.kind ? compare(a.id, b.id) : compare(a.kind, b.kind)));
    const parts = Math.ceil(all.length / perTray);
    return Array.from({ length: parts }, (_, part) => ({
      id: `tray/${kind}/${part}`,
      kind,
      part,
      parts,
      total: all.length,
      resources: all.slice(part * perTray, (part + 1) * perTray),
    }));
  });
}

/** A pod that no node was found for waits; everything else lacks something it names. */
function trayOf(resource: Resource): TrayKind {
  return resource.kind === "pod" && resource.nodeName === undefined ? "waiting" : "unplaced";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
