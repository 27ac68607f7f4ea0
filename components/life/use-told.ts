"use client";

import { useEffect, useState } from "react";
import { type Fetched, fetched } from "../dashboard/fetch-cluster.ts";

interface Options {
  readonly cluster: string;
  /** `null` = the latest. */
  readonly at: number | null;
  /** Of whom; `null` = of the cluster. */
  readonly id: string | null;
  readonly everyMs: number;
  /** It goes on changing: it is asked for again now and then. */
  readonly isLive: boolean;
}

/** What a route tells, asked for when it is first shown; `null` until it is known, and for another object at once. */
export function useTold<T>(what: "life" | "latency", { cluster, at, id, everyMs, isLive }: Options): Fetched<T> | null {
  const of = `${cluster} ${at} ${id}`;
  const [state, setState] = useState<{ readonly of: string; readonly answer: Fetched<T> } | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => document.visibilityState === "visible" && setTurn((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [isLive, everyMs]);
  useEffect(() => {
    void turn;
    const stop = new AbortController();
    const { signal } = stop;
    void fetched({ cluster, at, signal }, what, id === null ? [] : [["id", id]], (text) => JSON.parse(text) as T).then(
      (answer) => {
        if (!signal.aborted) setState({ of, answer });
      },
    );
    return () => stop.abort();
  }, [cluster, at, id, what, of, turn]);
  return state?.of === of ? state.answer : null;
}
