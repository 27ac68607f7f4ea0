import { z } from "zod";
import { collectionName } from "../recording/collections.ts";
import { resource } from "../topology/resources.ts";
import type { Summary } from "./summary.ts";
import type { Totals } from "./troubles.ts";
import { finding, undecided } from "./verdict.ts";

/**
 * The whole contract between server and browser: topology at one moment, what is wrong with it, and how fresh each part of it is.
 * `bin/trunkscope snapshot`, `GET /api/clusters/NAME/snapshot` and the page all get exactly this.
 */

export const freshness = z.object({
  /** When the collection was last known to be current, epoch milliseconds; `null` = never read. */
  readAt: z.number().nullable(),
  /** How many items are known. */
  count: z.number(),
  /** Why it cannot be read now; `null` = it can, or was never tried. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type Freshness = z.infer<typeof freshness>;

export const snapshotHead = z.object({
  version: z.literal(1),
  cluster: z.string(),
  region: z.string().nullable(),
  about: z.string().nullable(),
  /** `live` clusters go on; a `recording` ends. */
  mode: z.enum(["live", "recording"]),
  /** The moment shown, epoch milliseconds. */
  at: z.number(),
  /** Grows by one with every change of a live cluster; what patches count from. */
  revision: z.number(),
  /** Cool-down in force, and how long a released branch may take to go (domain 8 `cool`, `release`). Seconds. */
  coolDownSeconds: z.number(),
  releaseSeconds: z.number(),
  /** By collection; a collection that is missing was never tried. */
  freshness: z.partialRecord(collectionName, freshness),
  /** Facts that were filled in and not observed, by path, with the reason. */
  filled: z.record(z.string(), z.string()),
});
export type SnapshotHead = z.infer<typeof snapshotHead>;

export const snapshot = snapshotHead.extend({
  /** The worst first. */
  findings: z.array(finding),
  undecided: z.array(undecided),
  resources: z.array(resource),
});
export type Snapshot = z.infer<typeof snapshot>;

const packedOutlines = z.object({ numbers: z.array(z.number()).readonly(), names: z.array(z.string()).readonly() });

/** What leads from one revision to a later one: resources that appeared or changed, ids of those that went. */
export const patch = z.object({
  from: z.number(),
  head: snapshotHead,
  changed: z.array(resource),
  removed: z.array(z.string()),
  /** Findings that appeared or changed, and ids of those that hold no longer. */
  findings: z.object({ changed: z.array(finding), removed: z.array(z.string()) }),
  /** All that cannot be decided, when that changed. */
  undecided: z.array(undecided).nullable(),
  /** Whose worst finding is another now: id, and its place in `severities`; -1 where nothing is found any more. */
  troubles: z.array(z.tuple([z.string(), z.number()])),
  /** How much was found, when that changed. */
  totals: z.custom<Totals>(isRecord).nullable(),
  /** Instances that look another now from far: id, and what `packOutlines` makes of it. */
  outlines: z.array(z.tuple([z.string(), packedOutlines])),
  /** The parts of the summary that are others now. */
  summary: z.custom<Partial<Summary>>(isRecord),
});
export type Patch = z.infer<typeof patch>;

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
