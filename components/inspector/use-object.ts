"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { InspectedWithWays } from "../../lib/export/ways.ts";
import { fetched, type Refusal } from "../dashboard/fetch-cluster.ts";

interface Options {
  readonly cluster: string;
  /** `null` = the latest. */
  readonly at: number | null;
  readonly id: string;
  /** It goes on changing: it is asked for again now and then. */
  readonly isLive: boolean;
  /** Whether the page knows it: when that changes, what is behind it does. */
  readonly isHere: boolean;
}

export interface AskedObject {
  readonly answer: InspectedWithWays | null;
  /** Why there is no newer answer. */
  readonly refusal: Refusal | null;
  readonly again: () => void;
}

const everyMs = 5_000;

/** What is behind a resource, from the server. */
export function useObject({ cluster, at, id, isLive, isHere }: Options): AskedObject {
  const [state, setState] = useState<Omit<AskedObject, "again">>({ answer: null, refusal: null });
  const [turn, setTurn] = useState(0);
  const isAsking = useRef(false);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => {
    if (!isLive) return;
    // A question under way is waited for: asked anew each time, a slow server would never answer.
    const isTimely = () => document.visibilityState === "visible" && !isAsking.current;
    const timer = setInterval(() => isTimely() && again(), everyMs);
    return () => clearInterval(timer);
  }, [isLive, again]);
  useEffect(() => {
    void [isHere, turn];
    const stop = new AbortController();
    const { signal } = stop;
    isAsking.current = true;
    void fetched({ cluster, at, signal }, "object", [["id", id]], (text) => JSON.parse(text) as InspectedWithWays).then(
      (answer) => {
        if (signal.aborted) return;
        isAsking.current = false;
        if (answer.ok) setState({ answer: answer.value, refusal: null });
        else setState((before) => ({ ...before, refusal: answer.refusal }));
      },
    );
    return () => stop.abort();
  }, [cluster, at, id, isHere, turn]);
  return { ...state, again };
}
