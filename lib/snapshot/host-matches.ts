/** What of an instance matches a search, for readers who see the instance in outline only. */
export interface HostMatches {
  /** Whether something on it matches that is no slot, such as the instance itself. */
  readonly self: boolean;
  /** The slots that match, by their order over all sections of the outline. */
  readonly cells: ReadonlySet<number>;
}

/** The same for many instances, as it travels. */
export interface HostMatchesWire {
  readonly hosts: readonly string[];
  /** For each host: twice its number of runs, plus one when it matches itself; then of each run the distance from the one before, and its length. */
  readonly runs: readonly number[];
}

/** Adds one host to the runs; `cells` has a one for each slot that matches. */
export function packCells(runs: number[], self: boolean, cells: Uint8Array): void {
  const head = runs.push(Number(self)) - 1;
  let end = 0;
  for (let cell = cells.indexOf(1); cell >= 0; cell = cells.indexOf(1, end)) {
    const gap = cells.indexOf(0, cell);
    runs.push(cell - end, (gap < 0 ? cells.length : gap) - cell);
    end = gap < 0 ? cells.length : gap;
    runs[head] = (runs[head] as number) + 2;
  }
}

export function unpackHostMatches({ hosts, runs }: HostMatchesWire): Map<string, HostMatches> {
  const matches = new Map<string, HostMatches>();
  let at = 0;
  const next = () => runs[at++] as number;
  for (const host of hosts) {
    const head = next();
    const cells = new Set<number>();
    let cell = 0;
    for (let run = head >> 1; run > 0; run -= 1) {
      cell += next();
      for (let length = next(); length > 0; length -= 1) cells.add(cell++);
    }
    matches.set(host, { self: head % 2 === 1, cells });
  }
  return matches;
}
