/** Ids of one collection in code-unit order, kept sorted as single ids come and go: sorting 150,000 for every page would take seconds. */
export function sortedIds() {
  let ids: string[] | null = null;
  return {
    of(items: ReadonlyMap<string, unknown> | undefined): readonly string[] {
      ids ??= [...(items?.keys() ?? [])].sort(byCodeUnit);
      return ids;
    },
    note(id: string, added: boolean) {
      if (ids === null) return;
      const at = firstAtLeast(ids, id);
      if (added) ids.splice(at, 0, id);
      else if (ids[at] === id) ids.splice(at, 1);
    },
  };
}

/** Index of the first id that is not before `id`. */
export function firstAtLeast(ids: readonly string[], id: string): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as string) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
