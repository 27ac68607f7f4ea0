import type { Diagnosis, DiagnosisChange } from "../diagnosis/diagnosis.ts";
import { byWeight } from "../diagnosis/weight.ts";
import { type CollectionName, collectionNames } from "../recording/collections.ts";
import type { Header } from "../recording/recording.ts";
import { coolDownSeconds, releaseSeconds } from "../topology/cool-down.ts";
import type { Topology, TopologyChange } from "../topology/topology.ts";
import { packOutlines } from "./outline.ts";
import type { OverviewChange } from "./overview.ts";
import type { Freshness, Patch, Snapshot, SnapshotHead } from "./snapshot.ts";
import type { Verdict } from "./verdict.ts";

/** What a topology does not know about itself. */
export interface Edition {
  readonly header: Header;
  readonly mode: SnapshotHead["mode"];
  readonly revision: number;
}

/** The snapshot of a topology, and of what is wrong with it, as they stand. */
export function takeSnapshot(topology: Topology, verdict: Verdict, edition: Edition): Snapshot {
  return {
    ...headOf(topology, edition),
    findings: [...verdict.findings],
    undecided: [...verdict.undecided],
    resources: [...topology.resources.values()],
  };
}

/** What a diagnosis says now. */
export function verdictOf({ findings, undecided }: Diagnosis): Verdict {
  return { findings: [...findings.values()].sort(byWeight), undecided };
}

/** The patch from one revision to the edition's, made of what the topology said had changed. */
export function takePatch(
  topology: Topology,
  from: number,
  { changed, removed, outlines, summary, troubles, totals }: TopologyChange & OverviewChange,
  diagnosis: DiagnosisChange,
  edition: Edition,
): Patch {
  return {
    from,
    head: headOf(topology, edition),
    changed: [...changed],
    removed: [...removed],
    findings: { changed: [...diagnosis.changed], removed: [...diagnosis.removed] },
    undecided: diagnosis.undecided === null ? null : [...diagnosis.undecided],
    troubles: troubles.map(([id, rank]) => [id, rank]),
    totals,
    outlines: outlines.map(([id, outline]) => [id, packOutlines([outline])]),
    summary,
  };
}

export function headOf({ observation }: Topology, { header, mode, revision }: Edition): SnapshotHead {
  return {
    version: 1,
    cluster: header.cluster,
    region: header.region ?? null,
    about: header.about ?? null,
    mode,
    at: observation.at,
    revision,
    coolDownSeconds: coolDownSeconds(observation),
    releaseSeconds: releaseSeconds(observation),
    freshness: freshnessOf(observation),
    filled: { ...header.filled },
  };
}

function freshnessOf({ items, failures, readAt }: Topology["observation"]): SnapshotHead["freshness"] {
  const freshness: { [C in CollectionName]?: Freshness } = {};
  for (const collection of collectionNames) {
    const count = items[collection]?.size;
    const failure = failures[collection] ?? null;
    if (count === undefined && failure === null) continue;
    freshness[collection] = { readAt: readAt[collection] ?? null, count: count ?? 0, failure };
  }
  return freshness;
}
