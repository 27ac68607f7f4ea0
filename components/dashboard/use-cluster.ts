"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { applyPatch, type Model, startModel } from "../../lib/diagram/model.ts";
import type { Start } from "../../lib/snapshot/overview-wire.ts";
import type { Patch } from "../../lib/snapshot/snapshot.ts";
import { DetailsLoader } from "./details-loader.ts";
import { fetchDetails, fetchOverview, type Refusal } from "./fetch-cluster.ts";
import { measureToPaint } from "./timings.ts";

export interface ClusterState {
  readonly model: Model;
  /** Moves with every change of the model. */
  readonly tick: number;
  /** `at` is what the model shows: a requested moment, or `null` = the latest. */
  readonly at: number | null;
  /** False: its instances are on their way. */
  readonly isWhole: boolean;
}

export interface Connection {
  /** `quiet`: nothing to listen to, because this moment does not change. */
  readonly state: "quiet" | "connecting" | "open" | "lost";
  /** When the server was last heard of, epoch milliseconds. */
  readonly heardAt: number | null;
}

interface First {
  readonly name: string;
  readonly start: Start;
  readonly isWhole: boolean;
  readonly at: number | null;
}

/** What is known of a cluster, kept up to date by patches; unchanged resources keep their identity. */
export function useCluster(first: First, at: number | null) {
  const [state, setState] = useState<ClusterState>(() => ({
    model: startModel(first.start),
    tick: 0,
    at: first.at,
    isWhole: first.isWhole,
  }));
  const [connection, setConnection] = useState<Connection>({ state: "quiet", heardAt: null });
  const [loading, setLoading] = useState(!first.isWhole);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const current = useRef(state);
  current.current = state;
  const { name } = first;

  const show = useCallback((part: Partial<ClusterState>) => {
    current.current = { ...current.current, ...part, tick: current.current.tick + 1 };
    setState(current.current);
  }, []);

  const loader = useRef<DetailsLoader>(null);
  useEffect(() => {
    const stop = new AbortController();
    const made = new DetailsLoader({
      model: () => current.current.model,
      fetch: (ids) => fetchDetails({ cluster: name, at: current.current.at, signal: stop.signal }, ids),
      onChange: () => show({}),
    });
    loader.current = made;
    return () => {
      made.stop();
      stop.abort();
    };
  }, [name, show]);
  const want = useCallback((ids: readonly string[]) => loader.current?.want(ids), []);
  const bring = useCallback(async (id: string) => (await loader.current?.bring(id)) ?? false, []);

  const load = useCallback(
    async (moment: number | null, signal: AbortSignal) => {
      setLoading(true);
      const answer = await fetchOverview({ cluster: name, at: moment, signal });
      if (signal.aborted) return false;
      setLoading(false);
      if (!answer.ok) {
        setRefusal(answer.refusal);
        return false;
      }
      setRefusal(null);
      // Two answers may overlap: what patches have brought further since stays.
      const { at: shown, model, isWhole } = current.current;
      const isOlder = moment === null && shown === null && answer.value.head.revision < model.head.revision;
      if (isOlder && isWhole) return true;
      show({ model: startModel(answer.value), at: moment, isWhole: true });
      if (!isWhole) measureToPaint("trunkscope.whole", 0);
      return true;
    },
    [name, show],
  );

  useEffect(() => {
    const stop = new AbortController();
    const isShown = current.current.at === at && current.current.isWhole;
    const isLive = () => current.current.model.head.mode === "live" && at === null;
    const follow = () => {
      if (!stop.signal.aborted && isLive()) listen();
      else setConnection({ state: "quiet", heardAt: null });
    };
    let events: EventSource | null = null;
    let queue: Patch[] = [];
    let frame = 0;
    let heardFirst = 0;

    const apply = () => {
      frame = 0;
      const { model } = current.current;
      for (const patch of queue) {
        if (patch.head.revision <= model.head.revision) continue;
        if (patch.from !== model.head.revision) {
          queue = [];
          void load(null, stop.signal);
          return;
        }
        applyPatch(model, patch);
      }
      queue = [];
      show({});
      measureToPaint("trunkscope.patch", heardFirst);
    };
    const heard = () => setConnection({ state: "open", heardAt: Date.now() });
    const listen = () => {
      const since = current.current.model.head.revision;
      events = new EventSource(`/api/clusters/${encodeURIComponent(name)}/stream?since=${since}`);
      setConnection((before) => ({ ...before, state: before.state === "lost" ? "lost" : "connecting" }));
      events.addEventListener("patch", ({ data }) => {
        heard();
        if (frame === 0) {
          heardFirst = performance.now();
          frame = requestAnimationFrame(apply);
        }
        queue.push(JSON.parse(data) as Patch);
      });
      events.addEventListener("reset", () => void load(null, stop.signal));
      events.addEventListener("hello", heard);
      events.addEventListener("beat", heard);
      events.addEventListener("error", () => {
        setConnection((before) => ({ state: "lost", heardAt: before.heardAt ?? Date.now() }));
        // The browser tries again by itself unless the answer was no stream.
        if (events?.readyState === EventSource.CLOSED) again();
      });
    };
    let wait = 1000;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      events?.close();
      timer = setTimeout(
        () => void load(null, stop.signal).then((ok) => (ok ? listen() : again())),
        wait * (0.75 + Math.random() / 2),
      );
      wait = Math.min(30_000, wait * 2);
    };

    if (isShown && current.current.tick === 0) measureToPaint("trunkscope.whole", 0);
    if (isShown) follow();
    else void load(at, stop.signal).then(follow);
    return () => {
      stop.abort();
      events?.close();
      clearTimeout(timer);
      cancelAnimationFrame(frame);
    };
  }, [name, at, load, show]);

  return { state, connection, loading, refusal, want, bring };
}
