import type { Instance, Resource } from "../topology/resources.ts";
import { type Columns, decodeSnapshot, encodeSnapshot } from "./columns.ts";
import { type Outline, packOutlines, unpackOutlines } from "./outline.ts";
import type { OverviewPart } from "./overview.ts";
import type { SnapshotHead } from "./snapshot.ts";
import type { Summary } from "./summary.ts";

/** An overview as it travels: resources in columns, outlines as one list of numbers in the order of the instances. */
export interface OverviewWire {
  readonly columns: Columns;
  readonly complete: boolean;
  readonly summary: Summary;
  readonly outlines: readonly number[];
  readonly unplaced: number;
}

/** What a reader starts with: everything, or the outline of it. */
export interface Start {
  readonly head: SnapshotHead;
  readonly complete: boolean;
  readonly summary: Summary;
  readonly resources: readonly Resource[];
  /** By instance id; empty when `resources` has everything. */
  readonly outlines: ReadonlyMap<string, Outline>;
  readonly unplaced: number;
}

/** Details of some instances: all that stands on `hosts`. */
export interface Details {
  readonly head: SnapshotHead;
  readonly hosts: readonly string[];
  readonly resources: readonly Resource[];
}

export function encodeOverview(head: SnapshotHead, { resources, outlines, ...rest }: OverviewPart): OverviewWire {
  return { ...rest, columns: encodeSnapshot({ ...head, resources: [...resources] }), outlines: packOutlines(outlines) };
}

export function decodeOverview({ columns, outlines, ...rest }: OverviewWire): Start {
  const { resources, ...head } = decodeSnapshot(columns);
  return { ...startOf(head, { ...rest, resources, outlines: unpackOutlines(outlines) }) };
}

/** Outlines by the ids of the instances they belong to. */
export function startOf(head: SnapshotHead, { outlines, resources, ...rest }: OverviewPart): Start {
  const byId = new Map<string, Outline>();
  if (outlines.length > 0) {
    const instances = resources.filter((one): one is Instance => one.kind === "instance");
    instances.forEach(({ id }, index) => {
      const outline = outlines[index];
      if (outline) byId.set(id, outline);
    });
  }
  return { head, resources, outlines: byId, ...rest };
}

export function encodeDetails(head: SnapshotHead, { hosts, resources }: Omit<Details, "head">) {
  return { hosts, columns: encodeSnapshot({ ...head, resources: [...resources] }) };
}

export function decodeDetails({ hosts, columns }: ReturnType<typeof encodeDetails>): Details {
  const { resources, ...head } = decodeSnapshot(columns);
  return { head, hosts, resources };
}
