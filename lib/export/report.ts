import type { Snapshot } from "../snapshot/snapshot.ts";
import type { Branch, Pod, Resource, ResourceKind, Trunk } from "../topology/resources.ts";
import { heldSlotsOf, slotLimitOf } from "../topology/slot-limit.ts";
import { ageText, type Caption, captionOf, failureTexts, filterText, sourceNames } from "./caption.ts";
import type { ExportView } from "./export.ts";
import { kindNames, nameOf } from "./names.ts";
import { compareText, shownOf } from "./shown.ts";
import { countOf, durationOf, grouped, isoOf } from "./text.ts";

/** A report before it is written in any format. Texts are as they were found: whoever writes them escapes them. */
export interface Report {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  /** Sentences before the table. */
  readonly lines: readonly string[];
  readonly table: Table | null;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table longer than this is for a spreadsheet, not for a page. */
const mostRows = 1_000;
const mostTrunks = 100;

/** What one wants in an incident: where, when, how fresh, how much, what waits, what is left over, where there is room. */
export function reportOf(snapshot: Snapshot, view: ExportView): Report {
  const caption = captionOf(snapshot, view);
  const context = contextOf(snapshot, view);
  return {
    title: `Trunkscope report: ${caption.cluster}`,
    facts: factsOf(caption),
    sections: [
      counts(context),
      waiting(context),
      orphans(context),
      marked(context),
      trunks(context),
      branches(context),
      sources(caption),
      filled(caption),
    ],
  };
}

interface Context {
  readonly at: number;
  readonly all: readonly Resource[];
  readonly shown: readonly Resource[];
  readonly byId: ReadonlyMap<string, Resource>;
}

function contextOf(snapshot: Snapshot, view: ExportView): Context {
  const byId = new Map(snapshot.resources.map((resource) => [resource.id, resource]));
  return { at: snapshot.at, all: snapshot.resources, shown: shownOf(snapshot, view), byId };
}

function factsOf(caption: Caption): [string, string][] {
  const { cluster, region, about, mode, moment } = caption;
  const filledCount = Object.keys(caption.filled).length;
  return [
    ["Cluster", cluster],
    ["Region", region ?? "not known"],
    ["Moment", `${moment} (${mode === "live" ? "live" : "from a recording"})`],
    ["Filter", filterText(caption)],
    ["Data age", caption.sources.map(ageText).join("; ") || "nothing was read"],
    ...failureTexts(caption).map((text): [string, string] => ["Cannot be read", text]),
    ...(filledCount > 0
      ? [["Filled in", `${countOf(filledCount, "fact")}, listed at the end`] as [string, string]]
      : []),
    ...(about === null ? [] : [["About", about] as [string, string]]),
  ];
}

function sources(caption: Caption): Section {
  const rows = caption.sources.flatMap(({ source, collections }) =>
    collections.map(({ collection, count, readAt, ageSeconds }) => [
      sourceNames[source],
      collection,
      grouped(count),
      ageSeconds === null ? "never read" : durationOf(ageSeconds),
      readAt === null ? "" : isoOf(readAt),
    ]),
  );
  return {
    title: "Sources",
    lines: [],
    table: { columns: ["Source", "Collection", "Items", "Age", "Read at"], rows },
  };
}

function counts({ all, shown }: Context): Section {
  const row = (name: string, is: (resource: Resource) => boolean) => [
    name,
    grouped(shown.filter(is).length),
    grouped(all.filter(is).length),
  ];
  const kinds = (Object.keys(kindNames) as ResourceKind[]).map((kind) => row(plural(kind), (one) => one.kind === kind));
  const states = (["used", "allocating", "cooling", "unowned", "orphan"] as const).map((state) =>
    row(`branches, ${state}`, (one) => one.kind === "branch" && one.state === state),
  );
  const onBranches = row("pods on branches", (one) => one.kind === "pod" && one.branchIds.length > 0);
  return {
    title: "Counts",
    lines: [],
    table: { columns: ["What", "Shown", "In the cluster"], rows: [...kinds, ...states, onBranches] },
  };
}

function waiting({ at, shown }: Context): Section {
  const pods = ofKind(shown, "pod")
    .filter((pod) => pod.waitsForBranch || waitsForNode(pod))
    .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || compareText(a.id, b.id));
  const rows = pods.map((pod) => [
    nameOf(pod),
    pod.waitsForBranch ? "a branch" : "a node",
    pod.status,
    pod.nodeName ?? "none",
    since(at, pod.createdAt),
  ]);
  return section("Waiting pods", "No pod waits.", ["Pod", "Waits for", "Status", "Node", "Created"], rows);
}

function orphans({ at, shown }: Context): Section {
  const rows = ofKind(shown, "branch")
    .filter(({ state }) => state === "orphan" || state === "unowned")
    .map((branch) => [
      branch.id,
      branch.state,
      vlanText(branch),
      branch.trunkId ?? "none",
      since(at, branch.unownedSince?.at),
      branch.lastOwner ?? "not known",
    ]);
  const columns = ["Branch", "State", "VLAN", "Trunk", "Without owner since", "Last owner"];
  return section("Branches without an owner", "Every branch has an owner or is being released.", columns, rows);
}

function marked({ shown }: Context): Section {
  const rows = shown
    .filter(({ marks }) => marks.length > 0)
    .map((resource) => [
      kindNames[resource.kind],
      nameOf(resource),
      resource.marks.map((mark) => mark.replaceAll("-", " ")).join(", "),
    ]);
  return section("Out of place", "Nothing is out of place.", ["Kind", "Name", "What is odd"], rows);
}

function trunks({ shown, byId }: Context): Section {
  const known = ofKind(shown, "trunk")
    .map((trunk) => ({ trunk, held: heldSlotsOf(trunk), limit: slotLimitOf(trunk, instanceOf(trunk, byId)) }))
    .map((one) => ({ ...one, free: one.limit === null ? null : Math.max(0, one.limit - one.held) }))
    .sort((a, b) => (a.free ?? 1e9) - (b.free ?? 1e9) || b.held - a.held || compareText(a.trunk.id, b.trunk.id));
  const rows = known.map(({ trunk, held, limit, free }) => [
    trunk.id,
    instanceOf(trunk, byId)?.nodeName ?? trunk.instanceId ?? "none",
    instanceOf(trunk, byId)?.instanceType ?? "not known",
    String(trunk.slots.used),
    String(trunk.slots.cooling),
    String(held),
    limit === null ? "not known" : String(limit),
    free === null ? "not known" : String(free),
  ]);
  const columns = ["Trunk", "Node", "Type", "Used", "Cooling", "Held", "Limit", "Free"];
  return section("Trunks, least room first", "No trunk is shown.", columns, rows, mostTrunks);
}

function branches({ shown, byId }: Context): Section {
  const rows = ofKind(shown, "branch").map((branch) => [
    branch.id,
    branch.state,
    vlanText(branch),
    branch.trunkId ?? "none",
    branch.podIds.map((id) => podName(id, byId)).join(", ") || "none",
    branch.ip ?? branch.ipv6 ?? "not known",
    branch.groupIds.map((id) => groupName(id, byId)).join(", "),
  ]);
  const columns = ["Branch", "State", "VLAN", "Trunk", "Pods", "IP", "Security groups"];
  return section("Branches", "No branch is shown.", columns, rows);
}

function filled({ filled }: Caption): Section {
  const none = "Nothing was filled in: every fact was observed.";
  return section("Filled in, not observed", none, ["Fact", "Reason"], Object.entries(filled));
}

function section(
  title: string,
  none: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  most = mostRows,
): Section {
  if (rows.length === 0) return { title, lines: [none], table: null };
  const cut = rows.length > most;
  const lines = cut
    ? [`The first ${grouped(most)} of ${countOf(rows.length, "row")}. JSON and CSV have everything.`]
    : [];
  return { title: `${title} (${grouped(rows.length)})`, lines, table: { columns, rows: rows.slice(0, most) } };
}

function ofKind<K extends ResourceKind>(resources: readonly Resource[], kind: K): Extract<Resource, { kind: K }>[] {
  return resources.filter((resource): resource is Extract<Resource, { kind: K }> => resource.kind === kind);
}

function instanceOf({ instanceId }: Trunk, byId: ReadonlyMap<string, Resource>) {
  const instance = instanceId === null ? undefined : byId.get(instanceId);
  return instance?.kind === "instance" ? instance : undefined;
}

function groupName(id: string, byId: ReadonlyMap<string, Resource>): string {
  const group = byId.get(id);
  return group ? nameOf(group) : id;
}

function podName(id: string, byId: ReadonlyMap<string, Resource>): string {
  const pod = byId.get(id);
  return pod ? nameOf(pod) : id;
}

function waitsForNode({ nodeName, phase, deletingSince }: Pod): boolean {
  return nodeName === undefined && phase === "Pending" && deletingSince === undefined;
}

function vlanText({ vlan }: Branch): string {
  return vlan === null ? "not known" : String(vlan);
}

function since(at: number, moment: number | undefined): string {
  if (moment === undefined) return "not known";
  return `${isoOf(moment)} (${durationOf(Math.max(0, Math.round((at - moment) / 1000)))} before)`;
}

function plural(kind: ResourceKind): string {
  return countOf(2, kindNames[kind]).slice(2);
}
