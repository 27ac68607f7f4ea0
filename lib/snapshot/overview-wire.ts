import type { Instance, Resource } from "../topology/resources.ts";
import { type Columns, decodeSnapshot, encodeSnapshot } from "./columns.ts";
import { type Outline, type PackedOutlines, packOutlines, unpackOutlines } from "./outline.ts";
import type { DetailsPart, OverviewPart } from "./overview.ts";
import type { SnapshotHead } from "./snapshot.ts";
import type { Summary } from "./summary.ts";
import type { Told } from "./told.ts";
import type { Totals, TroubleNews } from "./troubles.ts";

/** An overview as it travels: resources in columns, outlines packed in the order of the instances. */
export interface OverviewWire {
  readonly columns: Columns;
  readonly complete: boolean;
  readonly summary: Summary;
  readonly outlines: PackedOutlines;
  readonly unplaced: number;
  readonly troubles: readonly TroubleNews[];
  readonly totals: Totals;
  readonly subjectTotals: Told["subjectTotals"];
}

/** What a reader starts with: everything, or the outline of it; the worst of what is wrong, and how much there is. */
export interface Start {
  readonly head: SnapshotHead;
  readonly verdict: Told;
  readonly complete: boolean;
  readonly summary: Summary;
  readonly resources: readonly Resource[];
  /** By instance id; empty when `resources` has everything. */
  readonly outlines: ReadonlyMap<string, Outline>;
  readonly unplaced: number;
  readonly troubles: readonly TroubleNews[];
  readonly totals: Totals;
}

/** Details of some instances: all that stands on `hosts`. */
export interface Details extends DetailsPart {
  readonly head: SnapshotHead;
}

export function encodeOverview(
  head: SnapshotHead,
  { findings, undecided, subjectTotals }: Told,
  { resources, outlines, ...rest }: OverviewPart,
): OverviewWire {
  const snapshot = { ...head, findings: [...findings], undecided: [...undecided], resources: [...resources] };
  return { ...rest, columns: encodeSnapshot(snapshot), outlines: packOutlines(outlines), subjectTotals };
}

export function decodeOverview({ columns, outlines, subjectTotals, ...rest }: OverviewWire): Start {
  const { resources, findings, undecided, ...head } = decodeSnapshot(columns);
  return startOf(
    head,
    { findings, undecided, subjectTotals },
    { ...rest, resources, outlines: unpackOutlines(outlines) },
  );
}

/** Outlines by the ids of the instances they belong to. */
export function startOf(head: SnapshotHead, verdict: Told, { outlines, resources, ...rest }: OverviewPart): Start {
  const byId = new Map<string, Outline>();
  if (outlines.length > 0) {
    const instances = resources.filter((one): one is Instance => one.kind === "instance");
    instances.forEach(({ id }, index) => {
      const outline = outlines[index];
      if (outline) byId.set(id, outline);
    });
  }
  return { head, verdict, resources, outlines: byId, ...rest };
}

export function encodeDetails(head: SnapshotHead, { hosts, resources, troubles }: DetailsPart) {
  return {
    hosts,
    troubles,
    columns: encodeSnapshot({ ...head, findings: [], undecided: [], resources: [...resources] }),
  };
}

export function decodeDetails({ hosts, troubles, columns }: ReturnType<typeof encodeDetails>): Details {
  const { resources, findings: _, undecided: __, ...head } = decodeSnapshot(columns);
  return { head, hosts, resources, troubles };
}
