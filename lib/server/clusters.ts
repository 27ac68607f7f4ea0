import "server-only";
import { type ClusterSummary, hub, troubleOf } from "./hub.ts";
import type { PageStart, Trouble } from "./protocol.ts";

export type { ClusterSummary } from "./hub.ts";

/** What a page is rendered from, or why there is nothing: `unknown-cluster`, `out-of-span`, `unavailable`. */
export type StartAnswer = ({ readonly ok: true } & PageStart) | { readonly ok: false; readonly error: Trouble };

/** Live clusters first, then recordings by name. */
export async function listClusters(): Promise<readonly ClusterSummary[]> {
  return hub().clusters();
}

/** What a server-rendered page starts with. `at`: epoch milliseconds, `null` = the latest. */
export async function startFor(name: string, at: number | null): Promise<StartAnswer> {
  const cluster = hub().cluster(name);
  if (!cluster) return { ok: false, error: { code: "unknown-cluster", message: `There is no cluster named ${name}.` } };
  try {
    return { ok: true, ...(await cluster.start({ at })) };
  } catch (error) {
    const trouble = troubleOf(error);
    if (!trouble) throw error;
    return { ok: false, error: trouble };
  }
}
