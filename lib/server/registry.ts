import type { LinkTemplate } from "../export/link-templates.ts";
import { checkPage } from "./check-pages.ts";
import { Cluster } from "./cluster.ts";
import type { ClusterPort, ClusterSummary, Hub, Log } from "./hub.ts";
import type { Task, Trouble } from "./protocol.ts";
import { recordingsIn } from "./recordings.ts";

export interface RegistryOptions {
  /** Watched from the start, in this order. */
  readonly live: readonly Task[];
  /** Directories of recordings; the first to have a name wins. */
  readonly recordings: readonly string[];
  readonly allowedHosts: readonly string[];
  readonly links?: readonly LinkTemplate[];
  readonly log: Log;
  readonly onGaveUp?: (cluster: string, trouble: Trouble) => void;
}

export interface Registry extends Hub {
  /** Settles when the stores of all live clusters are open, or turned out not to open. */
  readonly opened: Promise<void>;
  stop(): Promise<void>;
}

/** All clusters of this server: live ones at once, recordings when first asked for. */
export function createRegistry({
  live,
  recordings,
  allowedHosts,
  links = [],
  log,
  onGaveUp,
}: RegistryOptions): Registry {
  const clusters = new Map<string, Cluster>();
  const add = (task: Task) => {
    const cluster = new Cluster({ task, log, onGaveUp: (trouble) => onGaveUp?.(task.name, trouble) });
    clusters.set(task.name, cluster);
    return cluster;
  };
  const watched = live.map(add);
  for (const cluster of watched) cluster.open();
  const opened = Promise.all(watched.map((cluster) => cluster.opened)).then(() => undefined);

  /** Looks again each time: a recording that was just imported is there. */
  function refresh(): void {
    for (const directory of recordings) {
      for (const [name, file] of recordingsIn(directory))
        if (!clusters.has(name)) add({ kind: "recording", name, file });
    }
  }

  return {
    opened,
    allowedHosts,
    links,
    checkPage,
    startedAt: Date.now(),
    log,
    streams: { open: 0 },
    clusters(): readonly ClusterSummary[] {
      refresh();
      return [...clusters.values()].map((cluster) => cluster.summary).sort(liveFirst);
    },
    cluster(name: string): ClusterPort | null {
      if (!clusters.has(name)) refresh();
      const cluster = clusters.get(name);
      cluster?.open();
      return cluster ?? null;
    },
    async stop() {
      await Promise.all(clusters.values().map((cluster) => cluster.stop()));
    },
  };
}

function liveFirst(a: ClusterSummary, b: ClusterSummary): number {
  return Number(a.mode === "recording") - Number(b.mode === "recording");
}
