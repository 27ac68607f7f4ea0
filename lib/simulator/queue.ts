/** Things to come, by time; those of one moment in the order they were added. */
export interface Queue {
  add(at: number, run: () => void): void;
  /** When the next thing happens; Infinity when nothing will. */
  nextAt(): number;
  take(): (() => void) | undefined;
}

interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** A binary heap: a large cluster has 100,000 things to come. */
export function createQueue(): Queue {
  const heap: Entry[] = [];
  let added = 0;
  const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);
  return {
    add(at, run) {
      const entry = { at, order: added++, run };
      let index = heap.length;
      while (index > 0) {
        const above = (index - 1) >> 1;
        const parent = heap[above] as Entry;
        if (!before(entry, parent)) break;
        heap[index] = parent;
        index = above;
      }
      heap[index] = entry;
    },
    nextAt: () => heap[0]?.at ?? Number.POSITIVE_INFINITY,
    take() {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first?.run;
      let index = 0;
      for (;;) {
        let child = 2 * index + 1;
        const left = heap[child];
        if (left === undefined) break;
        const right = heap[child + 1];
        if (right !== undefined && before(right, left)) child++;
        const least = heap[child] as Entry;
        if (!before(least, last)) break;
        heap[index] = least;
        index = child;
      }
      heap[index] = last;
      return first.run;
    },
  };
}
