"use client";

import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { homeOf } from "../../lib/diagram/home.ts";
import type { FarLit, Lit } from "../../lib/diagram/lit.ts";
import type { Model } from "../../lib/diagram/model.ts";
import type { Suggestion } from "../../lib/query/complete.ts";
import type { Trouble } from "../../lib/query/trouble.ts";
import { type Found, mostIds } from "../../lib/snapshot/found.ts";
import { unpackHostMatches } from "../../lib/snapshot/host-matches.ts";
import type { Fetched } from "../dashboard/fetch-cluster.ts";
import { measureToPaint } from "../dashboard/timings.ts";
import { fetchFound } from "./fetch-found.ts";
import { Latest } from "./latest.ts";
import type { LocalSearch } from "./local-search.ts";

export interface Search {
  readonly text: string;
  readonly status: "none" | "waiting" | "ready" | "lost";
  /** Why the text is no query. */
  readonly trouble: Trouble | null;
  readonly matches: Matched | null;
  /** What stays at full strength; `null` = everything. */
  readonly lit: Lit | null;
  /** The match that is `by` steps after an id, or the first or last when that is none. */
  step(from: string | null, by: 1 | -1): Promise<string | null>;
  suggest(text: string, caret: number): Promise<readonly Suggestion[]>;
  /** Ids of the first things that another search would find. */
  lookFor(text: string): Promise<readonly string[]>;
  /** Soon there will be a search. */
  prepare(): void;
}

export interface Matched {
  readonly total: number;
  /** How many were searched. */
  readonly of: number;
  /** Those from the `from`-th on. */
  readonly ids: readonly string[];
  readonly from: number;
}

interface Options {
  readonly name: string;
  readonly model: Model;
  readonly tick: number;
  readonly at: number | null;
  readonly text: string;
}

interface Answer {
  readonly text: string;
  readonly found: Found;
  readonly far: ReadonlyMap<string, FarLit>;
}

/** How often a search is asked again while the cluster changes. */
const againMs = 2_000;
const nothingFar: ReadonlyMap<string, FarLit> = new Map();

/** Searches as somebody types: what is here is searched here, and of a large cluster the server searches the rest. */
export function useSearch({ name, model, tick, at, text: typed }: Options): Search {
  const text = useDeferredValue(typed);
  const isAsked = text.trim() !== "";
  const [local, setLocal] = useState<LocalSearch | null>(null);
  const loading = useRef<Promise<LocalSearch>>(undefined);
  const load = useCallback(() => {
    loading.current ??= import("./local-search.ts").then(({ LocalSearch }) => {
      const made = new LocalSearch();
      setLocal(made);
      return made;
    });
    return loading.current;
  }, []);
  useEffect(() => {
    if (isAsked) void load();
  }, [isAsked, load]);

  const here = useMemo(() => {
    void tick;
    return local && isAsked ? local.match(model, text) : null;
  }, [local, model, tick, text, isAsked]);

  const isRemote = !model.complete;
  const remote = useRemote({ name, at, text, revision: model.head.revision, isWanted: isRemote && isAsked });

  const far = remote.answer?.far ?? nothingFar;
  const ids = here?.ids ?? null;
  const lit = useMemo(() => {
    void tick;
    if (ids === null) return null;
    const all = new Set(ids);
    for (const id of ids) {
      const resource = model.byId.get(id);
      const home = resource && homeOf(model, resource);
      if (home) all.add(home);
    }
    return { ids: all, far };
  }, [model, tick, ids, far]);

  const answer = remote.answer?.text === text ? remote.answer.found : null;
  const matches = useMemo((): Matched | null => {
    if (isRemote) return answer && answer.trouble === null ? answer : null;
    return ids && here ? { total: ids.length, of: here.of, ids, from: 0 } : null;
  }, [isRemote, answer, ids, here]);

  const typedAt = useRef(0);
  useEffect(() => {
    typedAt.current = typed === "" ? 0 : performance.now();
  }, [typed]);
  const isShown = matches !== null && text === typed;
  useEffect(() => {
    // Once for what was typed, not again when the cluster changes.
    if (!isShown || typedAt.current === 0) return;
    measureToPaint("trunkscope.search", typedAt.current);
    typedAt.current = 0;
  });

  const { ask } = remote;
  const step = async (from: string | null, by: 1 | -1) => {
    if (matches === null || matches.total === 0) return null;
    const known = from === null ? -1 : matches.ids.indexOf(from);
    const first = by > 0 ? 0 : matches.total - 1;
    const wanted = known < 0 ? first : (matches.from + known + by + matches.total) % matches.total;
    const here = matches.ids[wanted - matches.from];
    if (here !== undefined || !isRemote) return here ?? null;
    const page = await ask(text, { from: Math.floor(wanted / mostIds) * mostIds });
    return page?.ids[wanted - page.from] ?? null;
  };

  const suggest = async (part: string, caret: number): Promise<readonly Suggestion[]> => {
    if (!isRemote) return (await load()).suggest(model, part, caret);
    return remote.suggest(part, caret);
  };

  const lookFor = async (other: string): Promise<readonly string[]> =>
    (isRemote ? (await ask(other, {}))?.ids : (await load()).match(model, other).ids) ?? [];

  const trouble = here?.trouble ?? null;
  const isReady = matches !== null || trouble !== null;
  return {
    text: typed,
    status: !isAsked ? "none" : isReady ? "ready" : remote.isLost ? "lost" : "waiting",
    trouble: isAsked ? trouble : null,
    matches: isAsked ? matches : null,
    lit: isAsked ? lit : null,
    step,
    suggest,
    lookFor,
    prepare: () => {
      void load();
      if (isRemote) void ask("", {});
    },
  };
}

interface RemoteOptions {
  readonly name: string;
  readonly at: number | null;
  readonly text: string;
  readonly revision: number;
  readonly isWanted: boolean;
}

function useRemote({ name, at, text, revision, isWanted }: RemoteOptions) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [isLost, setLost] = useState(false);
  const asking = useRef<Latest<string, Fetched<Found>>>(undefined);
  const askedAt = useRef(0);
  /** Which ids somebody who goes from match to match has come to. */
  const page = useRef({ query: "", from: 0 });

  useEffect(() => {
    const made = new Latest<string, Fetched<Found>>(
      (query, signal) => {
        askedAt.current = performance.now();
        const from = page.current.query === query ? page.current.from : 0;
        return fetchFound({ cluster: name, at, signal }, { query, from, withHosts: true });
      },
      (told, asked) => {
        setLost(!told.ok);
        if (!told.ok) return;
        const { hosts } = told.value;
        setAnswer({ text: asked, found: told.value, far: hosts ? unpackHostMatches(hosts) : nothingFar });
      },
    );
    asking.current = made;
    return () => {
      made.stop();
      setAnswer(null);
    };
  }, [name, at]);

  useEffect(() => {
    void at;
    void name;
    if (isWanted) asking.current?.want(text);
    else {
      asking.current?.drop();
      setAnswer(null);
    }
  }, [isWanted, text, at, name]);

  const answered = answer?.found.revision;
  useEffect(() => {
    if (!isWanted || at !== null || answered === undefined || answered === revision) return;
    const wait = Math.max(0, askedAt.current + againMs - performance.now());
    const timer = setTimeout(() => asking.current?.want(text), wait);
    return () => clearTimeout(timer);
  }, [isWanted, at, text, answered, revision]);

  /** Something besides the search that goes on; a page of its ids takes the place of the one before. */
  const ask = useCallback(
    async (query: string, more: { readonly from?: number }) => {
      const told = await fetchFound({ cluster: name, at, signal: AbortSignal.timeout(10_000) }, { query, ...more });
      if (!told.ok) return null;
      const { ids, from } = told.value;
      if (more.from !== undefined) {
        page.current = { query, from };
        setAnswer((before) => (before?.text === query ? { ...before, found: { ...before.found, ids, from } } : before));
      }
      return told.value;
    },
    [name, at],
  );
  const suggesting = useRef<Latest<Typed, Fetched<Found>>>(undefined);
  useEffect(() => {
    const made = new Latest<Typed, Fetched<Found>>(
      ({ query, caret }, signal) => fetchFound({ cluster: name, at, signal }, { query, caret }),
      (told, { tell }) => tell(told.ok ? (told.value.suggestions ?? []) : []),
    );
    suggesting.current = made;
    return () => made.stop();
  }, [name, at]);
  const suggest = useCallback(
    (query: string, caret: number) =>
      new Promise<readonly Suggestion[]>((tell) => suggesting.current?.want({ query, caret, tell })),
    [],
  );
  return { answer, isLost, ask, suggest };
}

interface Typed {
  readonly query: string;
  readonly caret: number;
  /** Not called when more was typed meanwhile. */
  readonly tell: (suggestions: readonly Suggestion[]) => void;
}
