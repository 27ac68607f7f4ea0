"use client";

import { useEffect, useState } from "react";
import type { Differences } from "../../lib/snapshot/differences.ts";
import { type Fetched, fetched } from "../dashboard/fetch-cluster.ts";

interface Pair {
  readonly cluster: string;
  /** The moment shown, and the one it is compared with; `null` = the latest. */
  readonly at: number | null;
  readonly compare: number;
  /** The moment shown goes on: what differs is asked for again. */
  readonly isLive: boolean;
}

const againMs = 15_000;

/** What differs between two moments of a cluster; `null` while nothing has come yet. */
export function useDifferences({ cluster, at, compare, isLive }: Pair): Fetched<Differences> | null {
  const [answer, setAnswer] = useState<Fetched<Differences> | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    setAnswer(null);
    const ask = async () => {
      const to = at === null ? [] : [["to", String(at)]];
      const found = await fetched({ cluster, at: compare, signal: stop.signal }, "compare", to, (text) => {
        return JSON.parse(text) as Differences;
      });
      if (stop.signal.aborted) return;
      setAnswer(found);
      if (isLive) timer = setTimeout(() => void ask(), againMs);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [cluster, at, compare, isLive]);
  return answer;
}
