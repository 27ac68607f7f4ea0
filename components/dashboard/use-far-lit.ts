"use client";

import { useEffect, useMemo, useState } from "react";
import type { Lit } from "../../lib/diagram/lit.ts";
import { get, type Model } from "../../lib/diagram/model.ts";
import type { Found } from "../../lib/snapshot/found.ts";
import { unpackHostMatches } from "../../lib/snapshot/host-matches.ts";
import { fetched } from "./fetch-cluster.ts";

interface Options {
  readonly cluster: string;
  readonly model: Model;
  readonly at: number | null;
  readonly selection: string | null;
  /** The code of the finding that is looked at, before what is selected. */
  readonly finding: string | null;
}

/** The selected group, policy or subnet is on instances whose details are not here: asked for again while the cluster changes. */
const againMs = 5_000;
const nothing: Lit["far"] = new Map();

/** Where in a large cluster the selected thing is, on instances whose details are not here. */
export function useFarLit({ cluster, model, at, selection, finding }: Options): Lit["far"] {
  const [answer, setAnswer] = useState<{ readonly query: string; readonly far: Lit["far"] } | null>(null);
  const query = model.complete ? null : finding !== null ? `finding:${finding}` : queryOf(model, selection);
  useEffect(() => {
    if (query === null) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      const asked = [["query", query] as const, ["hosts", "yes"] as const];
      const found = await fetched(
        { cluster, at, signal: stop.signal },
        "search",
        asked,
        (text) => JSON.parse(text) as Found,
      );
      if (stop.signal.aborted) return;
      if (found.ok && found.value.hosts) setAnswer({ query, far: unpackHostMatches(found.value.hosts) });
      if (at === null) timer = setTimeout(() => void ask(), againMs);
    };
    void ask();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [cluster, at, query]);
  return useMemo(() => (answer !== null && answer.query === query ? answer.far : nothing), [answer, query]);
}

/** What finds all that is lit with a resource that stands on no instance. */
function queryOf(model: Model, id: string | null): string | null {
  if (id === null) return null;
  if (get(model, "securityGroup", id)) return `sg="${id}"`;
  if (get(model, "subnet", id)) return `subnet="${id}"`;
  const policy = get(model, "policy", id);
  return policy ? `policy="${policy.namespace}/${policy.name}"` : null;
}
