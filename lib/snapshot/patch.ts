import type { Finding } from "../diagnosis/finding.ts";
import { byWeight } from "../diagnosis/weight.ts";
import type { Resource } from "../topology/resources.ts";
import type { Patch, Snapshot } from "./snapshot.ts";

/** The snapshot after a patch; `null` when the patch starts from another revision, so that a fresh snapshot is needed. Unchanged resources keep identity and place. */
export function applyPatch(snapshot: Snapshot, patch: Patch): Snapshot | null {
  const { from, head, changed, removed } = patch;
  if (snapshot.revision !== from) return null;
  const findings = findingsAfter(snapshot.findings, patch.findings);
  const undecided = patch.undecided ?? snapshot.undecided;
  if (changed.length === 0 && removed.length === 0)
    return { ...head, findings, undecided, resources: snapshot.resources };
  const changes = new Map<string, Resource | null>(changed.map((resource) => [resource.id, resource]));
  for (const id of removed) changes.set(id, null);
  const resources: Resource[] = [];
  for (const resource of snapshot.resources) {
    const change = changes.get(resource.id);
    changes.delete(resource.id);
    if (change !== null) resources.push(change ?? resource);
  }
  for (const resource of changes.values()) if (resource !== null) resources.push(resource);
  return { ...head, findings, undecided, resources };
}

/** Findings after a patch, the worst first; the same list when nothing of it changed. */
export function findingsAfter<All extends readonly Finding[]>(
  before: All,
  { changed, removed }: Patch["findings"],
): All | Finding[] {
  if (changed.length === 0 && removed.length === 0) return before;
  const byId = new Map(before.map((finding) => [finding.id, finding]));
  for (const id of removed) byId.delete(id);
  for (const finding of changed) byId.set(finding.id, finding);
  return [...byId.values()].sort(byWeight);
}

/** Two patches in a row as one: what a slow reader needs. */
export function joinPatches(first: Patch, second: Patch): Patch {
  return {
    from: first.from,
    head: second.head,
    ...joinChanges(first, second),
    findings: joinChanges(first.findings, second.findings),
    undecided: second.undecided ?? first.undecided,
    troubles: [...new Map([...first.troubles, ...second.troubles])],
    totals: second.totals ?? first.totals,
    outlines: [...new Map([...first.outlines, ...second.outlines])],
    summary: { ...first.summary, ...second.summary },
  };
}

interface Changes<T> {
  readonly changed: readonly T[];
  readonly removed: readonly string[];
}

function joinChanges<T extends { readonly id: string }>(first: Changes<T>, second: Changes<T>) {
  const changed = new Map([...first.changed, ...second.changed].map((one) => [one.id, one]));
  const removed = new Set(first.removed);
  for (const { id } of second.changed) removed.delete(id);
  for (const id of second.removed) {
    removed.add(id);
    changed.delete(id);
  }
  return { changed: [...changed.values()], removed: [...removed] };
}
