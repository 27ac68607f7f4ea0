import type { Resource } from "../topology/resources.ts";
import type { Patch, Snapshot } from "./snapshot.ts";

/** The snapshot after a patch; `null` when the patch starts from another revision, so that a fresh snapshot is needed. Unchanged resources keep identity and place. */
export function applyPatch(snapshot: Snapshot, { from, head, changed, removed }: Patch): Snapshot | null {
  if (snapshot.revision !== from) return null;
  if (changed.length === 0 && removed.length === 0) return { ...head, resources: snapshot.resources };
  const changes = new Map<string, Resource | null>(changed.map((resource) => [resource.id, resource]));
  for (const id of removed) changes.set(id, null);
  const resources: Resource[] = [];
  for (const resource of snapshot.resources) {
    const change = changes.get(resource.id);
    changes.delete(resource.id);
    if (change !== null) resources.push(change ?? resource);
  }
  for (const resource of changes.values()) if (resource !== null) resources.push(resource);
  return { ...head, resources };
}

/** Two patches in a row as one: what a slow reader needs. */
export function joinPatches(first: Patch, second: Patch): Patch {
  const changed = new Map([...first.changed, ...second.changed].map((resource) => [resource.id, resource]));
  const removed = new Set(first.removed);
  for (const { id } of second.changed) removed.delete(id);
  for (const id of second.removed) {
    removed.add(id);
    changed.delete(id);
  }
  return {
    from: first.from,
    head: second.head,
    changed: [...changed.values()],
    removed: [...removed],
    outlines: [...new Map([...first.outlines, ...second.outlines])],
    summary: { ...first.summary, ...second.summary },
  };
}
