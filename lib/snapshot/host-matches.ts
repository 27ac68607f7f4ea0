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

export function packHostMatches(matches: ReadonlyMap<string, HostMatches>): HostMatchesWire {
  const hosts: string[] = [];
  const runs: number[] = [];
  for (const [host, { self, cells }] of matches) {
    hosts.push(host);
    const head = runs.push(Number(self)) - 1;
    let end = 0;
    for (const cell of [...cells].sort((a, b) => a - b)) {
      if (cell === end && (runs[head] as number) > 1) runs[runs.length - 1] = (runs.at(-1) as number) + 1;
      else {
        runs[head] = (runs[head] as number) + 2;
        runs.push(cell - end, 1);
      }
      end = cell + 1;
    }
  }
  return { hosts, runs };
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
