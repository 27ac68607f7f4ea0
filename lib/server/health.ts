import type { ClusterSummary, Hub } from "./hub.ts";

/** `live`: the process answers. `ready`: every live cluster has been read at least once, so that its page shows something. */
export function healthOf(hub: Hub, now: number) {
  const clusters = hub.clusters().map((cluster) => clusterHealth(cluster, now));
  const watched = clusters.filter(({ mode }) => mode === "live");
  return {
    live: true,
    ready: watched.every(({ state, readAgeSeconds }) => state === "ready" && readAgeSeconds !== null),
    uptimeSeconds: Math.round((now - hub.startedAt) / 1000),
    streams: hub.streams.open,
    clusters,
  };
}

function clusterHealth({ name, mode, state, trouble, status }: ClusterSummary, now: number) {
  const sources = (status?.sources ?? []).map(({ collection, optional, state, readAt, failure }) => ({
    collection,
    optional,
    state,
    ageSeconds: ageOf(readAt, now),
    failure,
  }));
  const ages = sources.flatMap(({ ageSeconds }) => ageSeconds ?? []);
  return {
    name,
    mode,
    state,
    trouble,
    /** Of the part read last; `null` = nothing was read yet. */
    readAgeSeconds: ages.length > 0 ? Math.min(...ages) : null,
    history: status?.history ?? null,
    heapBytes: status?.heapBytes ?? null,
    sources,
  };
}

function ageOf(at: number | null, now: number): number | null {
  return at === null ? null : Math.max(0, Math.round((now - at) / 1000));
}
