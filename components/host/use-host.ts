"use client";

import { useEffect, useState } from "react";
import type { HostAnswer } from "../../lib/host/host-answer.ts";
import { type Fetched, fetched } from "../dashboard/fetch-cluster.ts";

interface Options {
  readonly cluster: string;
  /** `null` = the latest. */
  readonly at: number | null;
  readonly id: string | null;
  /** It goes on changing: it is asked for again now and then. */
  readonly isLive: boolean;
}

const everyMs = 10_000;

/** What the node under a resource should look like; `null` until it is known. An answer that says the same again is the same object. */
export function useHost({ cluster, at, id, isLive }: Options): Fetched<HostAnswer> | null {
  const [state, setState] = useState<{
    readonly of: string;
    readonly text: string;
    readonly answer: Fetched<HostAnswer>;
  } | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (!isLive) return;
    const timer = setInterval(() => document.visibilityState === "visible" && setTurn((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, [isLive]);
  useEffect(() => {
    void turn;
    if (id === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    void fetched({ cluster, at, signal }, "host", [["id", id]], (text) => JSON.parse(text) as HostAnswer).then(
      (answer) => {
        if (signal.aborted) return;
        const text = JSON.stringify(answer.ok ? { ...answer.value, at: 0 } : answer);
        setState((before) => (before?.of === id && before.text === text ? before : { of: id, text, answer }));
      },
    );
    return () => stop.abort();
  }, [cluster, at, id, turn]);
  return state?.of === id ? state.answer : null;
}
