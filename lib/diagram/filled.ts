import type { SnapshotHead } from "../snapshot/snapshot.ts";

/** Why a fact was filled in and not observed; `undefined` when it was observed. `path`: `interfaces/eni-…/mac`, or an item. */
export function filledReason({ filled }: SnapshotHead, path: string): string | undefined {
  if (Object.hasOwn(filled, path)) return filled[path];
  for (const [known, reason] of Object.entries(filled)) if (path.startsWith(`${known}/`)) return reason;
  return undefined;
}
