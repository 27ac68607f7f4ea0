"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { HostAnswer } from "../../lib/host/host-answer.ts";
import type { Resource } from "../../lib/topology/resources.ts";
import type { Given, HostOutcome, HostTask } from "./given.ts";

export const givenLimits = { count: 100, mebibytes: 1024 } as const;

/** What was not even opened, or what went wrong. */
export type GivingTrouble =
  | { readonly code: "tooMany" }
  | { readonly code: "tooLarge"; readonly name: string }
  | { readonly code: "crashed"; readonly message: string };

export interface Compared {
  readonly given: readonly Given[];
  /** Of what is given and the node as it is now; `null` while it is made, and where nothing is given. */
  readonly outcome: HostOutcome | null;
  readonly isReading: boolean;
  readonly trouble: GivingTrouble | null;
  readonly give: (files: readonly { readonly name: string; readonly content: Blob }[]) => void;
  readonly remove: (key: number) => void;
  readonly clear: () => void;
}

/** Compares what is given with the node, in a worker that ends with the panel. */
export function useCompared(answer: HostAnswer | null, byId: ReadonlyMap<string, Resource>): Compared {
  const [given, setGiven] = useState<readonly Given[]>([]);
  const [outcome, setOutcome] = useState<HostOutcome | null>(null);
  const [trouble, setTrouble] = useState<GivingTrouble | null>(null);
  const worker = useRef<Worker | null>(null);
  const turn = useRef(0);
  const keys = useRef(0);
  const end = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
  }, []);
  useEffect(() => end, [end]);

  useEffect(() => {
    const current = ++turn.current;
    if (given.length === 0 || answer?.node == null) {
      setOutcome(null);
      return;
    }
    worker.current ??= new Worker(new URL("./compare-worker.ts", import.meta.url), { type: "module" });
    const { node, pod } = answer;
    const task: HostTask = { turn: current, node, pod, known: knownNodes(answer, byId), given };
    worker.current.onmessage = ({ data }: MessageEvent<HostOutcome>) => {
      if (data.turn === turn.current) setOutcome(data);
    };
    worker.current.onerror = ({ message }) => {
      end();
      setGiven([]);
      setTrouble({ code: "crashed", message });
    };
    worker.current.postMessage(task);
  }, [given, answer, byId, end]);

  const give = useCallback<Compared["give"]>((files) => {
    const large = files.find(({ content }) => content.size > givenLimits.mebibytes * 1024 ** 2);
    const fit = files.filter(({ content }) => content.size <= givenLimits.mebibytes * 1024 ** 2);
    setGiven((before) => {
      const all = [...before, ...fit.map((one) => ({ ...one, key: ++keys.current }))];
      if (all.length > givenLimits.count) setTrouble({ code: "tooMany" });
      return all.slice(0, givenLimits.count);
    });
    setTrouble(large ? { code: "tooLarge", name: large.name } : null);
  }, []);
  const remove = useCallback((key: number) => setGiven((before) => before.filter((one) => one.key !== key)), []);
  const clear = useCallback(() => {
    setGiven([]);
    setTrouble(null);
    // What was opened goes with the worker.
    end();
  }, [end]);
  const isNow = outcome !== null && given.length > 0;
  return {
    given,
    outcome: isNow ? outcome : null,
    isReading: given.length > 0 && outcome === null,
    trouble,
    give,
    remove,
    clear,
  };
}

/** What tells this node and those of which the page knows the ENIs. */
function knownNodes({ node, instance }: HostAnswer, byId: ReadonlyMap<string, Resource>): HostTask["known"] {
  const known: HostTask["known"][number][] = [];
  for (const one of byId.values()) {
    if (one.kind === "instance")
      known.push({ kind: one.kind, id: one.id, ...(one.nodeName && { nodeName: one.nodeName }) });
    if (one.kind === "interface" || one.kind === "trunk") {
      const { kind, id, mac, instanceId } = one;
      known.push({ kind, id, instanceId, ...(mac !== undefined && { mac }) });
    }
  }
  if (instance?.nodeName !== undefined) known.push({ kind: "instance", id: instance.id, nodeName: instance.nodeName });
  if (node?.trunk?.mac !== undefined)
    known.push({ kind: "trunk", id: node.trunk.id, mac: node.trunk.mac, instanceId: node.id });
  return known;
}
