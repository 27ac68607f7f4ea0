import { type CollectionName, collectionNames, origins, type SourceName } from "../recording/origins.ts";
import type { Freshness, SnapshotHead } from "../snapshot/snapshot.ts";

/** `fresh` · `late` past twice its interval · `old` past five times · `failing` cannot be read now · `unread` never read. */
export type FreshnessState = "fresh" | "late" | "old" | "failing" | "unread";

export interface CollectionFreshness {
  readonly collection: CollectionName;
  readonly permission: string;
  readonly optional: boolean;
  readonly state: FreshnessState;
  readonly count: number;
  readonly readAt: number | null;
  readonly failure: Freshness["failure"];
}

export interface SourceFreshness {
  readonly source: SourceName;
  readonly state: FreshnessState;
  /** Age of the oldest collection that this source must have, milliseconds; `null` = one was never read. */
  readonly age: number | null;
  readonly collections: readonly CollectionFreshness[];
}

const slow: ReadonlySet<CollectionName> = new Set([
  "securityGroups",
  "securityGroupRules",
  "subnets",
  "vpcs",
  "routeTables",
  "prefixLists",
]);

/** How often a live collection is expected to be known as current when nothing is configured, seconds. */
function intervalSeconds(collection: CollectionName): number {
  if (slow.has(collection)) return 300;
  return collection === "interfaces" ? 30 : 60;
}

const worst: readonly FreshnessState[] = ["failing", "unread", "old", "late", "fresh"];

/** How fresh each source is at `now` (epoch milliseconds): for a recording the moment shown. Optional collections do not count against their source. */
export function freshnessAt(head: SnapshotHead, now: number): SourceFreshness[] {
  const bySource = new Map<SourceName, CollectionFreshness[]>();
  for (const collection of collectionNames) {
    const { source, permission, optional } = origins[collection];
    const known = head.freshness[collection];
    if (!known && (optional || head.mode === "recording")) continue;
    const list = bySource.get(source) ?? [];
    bySource.set(source, list);
    const { readAt = null, count = 0, failure = null } = known ?? {};
    list.push({
      collection,
      permission,
      optional,
      count,
      readAt,
      failure,
      state: stateOf(collection, known, head, now),
    });
  }
  return [...bySource].map(([source, all]) => {
    const needed = all.filter(({ optional }) => !optional);
    const states = new Set((needed.length > 0 ? needed : all).map(({ state }) => state));
    const times = needed.filter(({ collection }) => !slow.has(collection)).map(({ readAt }) => readAt);
    const oldest = times.some((time) => time === null) ? null : Math.min(...(times as number[]));
    return {
      source,
      state: worst.find((state) => states.has(state)) ?? "fresh",
      age: oldest === null || !Number.isFinite(oldest) ? null : Math.max(0, now - oldest),
      collections: all,
    };
  });
}

/** What is blind: collections that are needed and cannot be read or never were. */
export function blindSpots(sources: readonly SourceFreshness[]): CollectionFreshness[] {
  return sources.flatMap((source) =>
    source.collections.filter(({ state, optional }) => !optional && (state === "failing" || state === "unread")),
  );
}

function stateOf(
  collection: CollectionName,
  known: Freshness | undefined,
  { mode }: SnapshotHead,
  now: number,
): FreshnessState {
  if (known?.failure) return "failing";
  if (!known || known.readAt === null) return "unread";
  if (mode === "recording") return "fresh";
  const intervals = (now - known.readAt) / 1000 / intervalSeconds(collection);
  return intervals > 5 ? "old" : intervals > 2 ? "late" : "fresh";
}
