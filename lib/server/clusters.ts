import "server-only";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { type ClusterSummary, hub, troubleOf } from "./hub.ts";
import type { Trouble } from "./protocol.ts";

export type { ClusterSummary } from "./hub.ts";

/** What a page is rendered from, or why there is nothing: `unknown-cluster`, `out-of-span`, `unavailable`. */
export type SnapshotAnswer =
  | {
      readonly ok: true;
      readonly snapshot: Snapshot /** False: only the first instances; fetch the rest. */;
      readonly complete: boolean;
    }
  | { readonly ok: false; readonly error: Trouble };

/** Resources in a server-rendered page: past this the HTML helps nobody and the browser fetches the rest. */
const firstResources = 3000;

/** Live clusters first, then recordings by name. */
export async function listClusters(): Promise<readonly ClusterSummary[]> {
  return hub().clusters();
}

/** The snapshot for a server-rendered page. `at`: epoch milliseconds, `null` = the latest. */
export async function snapshotFor(name: string, at: number | null): Promise<SnapshotAnswer> {
  const cluster = hub().cluster(name);
  if (!cluster) return { ok: false, error: { code: "unknown-cluster", message: `There is no cluster named ${name}.` } };
  try {
    return { ok: true, ...(await cluster.first({ at, limit: firstResources })) };
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    return { ok: false, error: trouble };
  }
}
