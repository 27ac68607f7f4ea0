import { type CollectionName, collectionNames, collections, type SourceName } from "../recording/collections.ts";
import type { Freshness, SnapshotHead } from "./snapshot.ts";

export interface CollectionAge extends Freshness {
  readonly collection: CollectionName;
  /** Between its last reading and the moment shown; `null` = never read. */
  readonly ageSeconds: number | null;
}

export interface SourceAge {
  readonly source: SourceName;
  readonly collections: readonly CollectionAge[];
  /** The collection read longest ago, of those ever read; `null` = nothing was. */
  readonly oldest: CollectionAge | null;
}

/** How old the data of each source is at the moment shown. Sources that were never tried are left out. */
export function sourceAges({ at, freshness }: SnapshotHead): SourceAge[] {
  const bySource = new Map<SourceName, CollectionAge[]>();
  for (const collection of collectionNames) {
    const known = freshness[collection];
    if (!known) continue;
    const { source } = collections[collection];
    const ages = bySource.get(source) ?? [];
    bySource.set(source, ages);
    const ageSeconds = known.readAt === null ? null : Math.max(0, Math.round((at - known.readAt) / 1000));
    ages.push({ collection, ...known, ageSeconds });
  }
  return [...bySource].map(([source, ages]) => ({ source, collections: ages, oldest: oldestOf(ages) }));
}

function oldestOf(ages: readonly CollectionAge[]): CollectionAge | null {
  return ages.reduce<CollectionAge | null>(
    (oldest, age) => (age.ageSeconds !== null && age.ageSeconds > (oldest?.ageSeconds ?? -1) ? age : oldest),
    null,
  );
}
