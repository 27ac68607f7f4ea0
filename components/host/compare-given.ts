import { hostViewOf } from "../../lib/host/host-view.ts";
import { identify } from "../../lib/host/identity.ts";
import { type HostFile, type HostReading, readHost } from "../../lib/host/read-host.ts";
import { isOfNode } from "../../lib/host/sources.ts";
import type { Given, GivenReport, HostOutcome, HostTask } from "./given.ts";
import { type Opened, openGiven } from "./open-given.ts";

interface Read extends Opened {
  readonly reading: HostReading;
}

/** Lines that were not understood, of each thing given. */
const mostShown = 200;

/** Compares what is given with a node, task by task; what was opened before is not opened again. */
export function comparer(): (task: HostTask) => Promise<HostOutcome> {
  const opened = new Map<number, Promise<Read>>();
  return async ({ turn, node, pod, known, given }) => {
    for (const key of opened.keys()) if (!given.some((one) => one.key === key)) opened.delete(key);
    for (const one of given) if (!opened.has(one.key)) opened.set(one.key, read(one));
    const resources = new Map(known.map((one) => [one.id, one]));
    const reports: GivenReport[] = [];
    const files: HostFile[] = [];
    for (const { key, name } of given) {
      const source = await (opened.get(key) as Promise<Read>);
      const { reading, problem, bundle } = source;
      const identified = identify(reading.state, resources);
      const isUsed = problem === null && isOfNode({ name, reading, identified }, node.id);
      if (isUsed) files.push(...source.files);
      reports.push({
        key,
        name,
        problem,
        isUsed,
        identified: { id: identified.id, by: identified.by },
        parts: reading.parts,
        notUnderstood: reading.notUnderstood.slice(0, mostShown),
        notUnderstoodCount: reading.notUnderstoodCount,
        cut: reading.cut,
        bundle: bundle && { passedOver: bundle.passedOver, troubles: bundle.troubles },
      });
    }
    return { turn, view: hostViewOf(node, readHost(files).state, pod), reports };
  };
}

async function read(given: Given): Promise<Read> {
  const opened = await openGiven(given);
  return { ...opened, reading: readHost(opened.files) };
}
