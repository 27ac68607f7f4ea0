import type { Instance } from "../topology/resources.ts";
import type { GroupPath } from "./grouping.ts";

/** Which card stands in which column of which group, before any coordinates. */
export interface Outer {
  readonly key: string;
  readonly label: string | null;
  readonly columns: number;
  readonly inners: readonly Inner[];
}

export interface Inner {
  readonly key: string;
  readonly label: string | null;
  /** Top to bottom per column. */
  readonly columns: readonly (readonly Cell[])[];
}

/** An instance, or the room that one left behind. */
export type Cell = string | { readonly gap: number };

interface Options {
  readonly instances: Iterable<Instance>;
  readonly pathOf: (instance: Instance) => GroupPath;
  /** The order of newcomers within their group. */
  readonly compare: (a: string, b: string) => number;
  /** Also of an instance that has just gone. */
  readonly heightOf: (id: string) => number;
  readonly pitch: number;
  readonly gap: number;
  readonly before?: readonly Outer[];
}

const aspect = 1.5;

export function arrange(options: Options): Outer[] {
  const groups = membersOf(options);
  const earlier = new Map((options.before ?? []).map((outer) => [outer.key, outer]));
  let total = 0;
  let area = 0;
  for (const inners of groups.values()) {
    for (const { ids } of inners.values()) {
      total += ids.length;
      for (const id of ids) area += options.pitch * (options.heightOf(id) + options.gap);
    }
  }
  const wanted = Math.sqrt(area * aspect) / options.pitch;

  return inOrder(groups.keys(), earlier.keys()).map((key): Outer => {
    const inners = groups.get(key) as Inners;
    const old = earlier.get(key);
    let count = 0;
    for (const { ids } of inners.values()) count += ids.length;
    const ideal = Math.max(1, Math.min(count, Math.round((wanted * count) / total)));
    const keeps =
      old !== undefined && ideal <= Math.max(old.columns + 1, old.columns * 1.5) && old.columns <= ideal * 3;
    const columns = keeps ? old.columns : ideal;
    const before = new Map(keeps ? old.inners.map((inner) => [inner.key, inner]) : []);
    return {
      key,
      label: key === "" ? null : key,
      columns,
      inners: inOrder(inners.keys(), before.keys()).map((inner) => ({
        key: inner,
        label: inner === "" ? null : inner,
        columns: fill((inners.get(inner) as Members).ids, columns, options, before.get(inner)?.columns),
      })),
    };
  });
}

interface Members {
  readonly ids: string[];
}
type Inners = Map<string, Members>;

function membersOf({ instances, pathOf }: Options): Map<string, Inners> {
  const groups = new Map<string, Inners>();
  for (const instance of instances) {
    const [outer, inner] = pathOf(instance);
    const inners: Inners = groups.get(outer ?? "") ?? new Map();
    groups.set(outer ?? "", inners);
    const members = inners.get(inner ?? "") ?? { ids: [] };
    inners.set(inner ?? "", members);
    members.ids.push(instance.id);
  }
  return groups;
}

/** Earlier keys keep their order and new ones follow by name; the unknown comes last at first sight. */
function inOrder(keys: Iterable<string>, earlier: Iterable<string>): string[] {
  const left = new Set(keys);
  const kept = [...earlier].filter((key) => left.delete(key));
  return [...kept, ...[...left].sort(byName)];
}

function byName(a: string, b: string): number {
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function fill(
  ids: readonly string[],
  count: number,
  { heightOf, compare, gap }: Options,
  before: readonly (readonly Cell[])[] = [],
): Cell[][] {
  const present = new Set(ids);
  const columns = before.map((column) =>
    column.map((cell): Cell => (typeof cell !== "string" || present.has(cell) ? cell : { gap: heightOf(cell) })),
  );
  while (columns.length < count) columns.push([]);
  for (const column of columns) for (const cell of column) if (typeof cell === "string") present.delete(cell);
  const heights = columns.map((column) =>
    column.reduce((sum, cell) => sum + (typeof cell === "string" ? heightOf(cell) : cell.gap) + gap, 0),
  );
  const hasGaps = columns.some((column) => column.some((cell) => typeof cell !== "string"));
  for (const id of [...present].sort(compare)) {
    if (hasGaps && takeGap(columns, id, heightOf(id), gap)) continue;
    const shortest = heights.indexOf(Math.min(...heights));
    columns[shortest]?.push(id);
    heights[shortest] = (heights[shortest] ?? 0) + heightOf(id) + gap;
  }
  return columns;
}

/** The first gap the card fits into, with what is left of it kept as a gap, so that nothing below moves. */
function takeGap(columns: Cell[][], id: string, height: number, space: number): boolean {
  for (const column of columns) {
    for (const [index, cell] of column.entries()) {
      if (typeof cell === "string") continue;
      const rest = cell.gap - height - space;
      if (cell.gap !== height && rest < 0) continue;
      column.splice(index, 1, id, ...(cell.gap === height ? [] : [{ gap: rest }]));
      return true;
    }
  }
  return false;
}
