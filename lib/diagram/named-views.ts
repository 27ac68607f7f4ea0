import { formatView, parseView } from "./view.ts";

/** A view that the reader has given a name. */
export interface NamedView {
  readonly name: string;
  readonly cluster: string;
  /** The query string of the address. */
  readonly query: string;
}

export const mostViews = 50;
export const longestName = 60;
const longestCluster = 200;
const longestText = 200_000;

/** Reads what was kept; what is not a view, from whoever wrote it, is left out. */
export function parseNamedViews(text: string | null): readonly NamedView[] {
  if (text === null || text.length > longestText) return [];
  const views = new Map<string, NamedView>();
  for (const one of listIn(text)) {
    const view = viewIn(one);
    if (view && views.size < mostViews) views.set(keyOf(view), view);
  }
  return [...views.values()];
}

/** The list with a view, in place of the one of that name; `null`: the list is full, or the name is empty. */
export function withView(views: readonly NamedView[], view: NamedView): readonly NamedView[] | null {
  const clean = viewIn(view);
  if (!clean) return null;
  const others = withoutView(views, clean);
  return others.length >= mostViews ? null : [...others, clean].sort(byName);
}

export function withoutView(views: readonly NamedView[], gone: NamedView): readonly NamedView[] {
  return views.filter((view) => keyOf(view) !== keyOf(gone));
}

function viewIn(value: unknown): NamedView | null {
  if (typeof value !== "object" || value === null) return null;
  const { name, cluster, query } = value as Readonly<Record<string, unknown>>;
  if (typeof name !== "string" || typeof cluster !== "string" || typeof query !== "string") return null;
  const trimmed = name.trim().slice(0, longestName);
  if (trimmed === "" || cluster === "" || cluster.length > longestCluster) return null;
  // Only what an address can say is kept of it.
  return { name: trimmed, cluster, query: formatView(parseView(query)) };
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function keyOf({ name, cluster }: NamedView): string {
  return JSON.stringify([cluster, name]);
}

function byName(a: NamedView, b: NamedView): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}
