import { withRoom } from "../query/column.ts";
import type { Matches, SearchIndex } from "../query/search-index.ts";
import { type HostMatchesWire, packCells } from "./host-matches.ts";
import { makeCard } from "./make-card.ts";
import type { Overview } from "./overview.ts";

interface Host {
  readonly id: string;
  /** One for each slot; written to while matches are gathered, and clean otherwise. */
  cells: Uint8Array;
  isMatched: boolean;
  isSelf: boolean;
}

interface Place {
  readonly host: number;
  readonly cell: number;
}

const noCell = -1;

/** On which instance, and in which slot, each row of a search index is. Costs eight bytes a row; a change costs the instances it touches. */
export class Places {
  readonly #overview: Overview;
  readonly #hosts: Host[] = [];
  readonly #numberOf = new Map<string, number>();
  readonly #stale = new Set<string>();
  /** Pods of other instances in slots: their second place. */
  readonly #guests = new Map<number, Place>();
  /** By row: the number of its host plus one, and its cell. */
  #hostOf: Int32Array = new Int32Array(0);
  #cellOf: Int32Array = new Int32Array(0);
  #edition: object | null = null;

  constructor(overview: Overview) {
    this.#overview = overview;
  }

  /** These hosts are to be looked at again. */
  note(hosts: Iterable<string>): void {
    if (this.#edition === null) return;
    for (const host of hosts) this.#stale.add(host);
  }

  /** What matches on each instance. */
  of(matches: Matches, index: SearchIndex): HostMatchesWire {
    const settling = this.settle(index);
    while (!settling.next().done);
    const found: Host[] = [];
    const mark = (place: Place) => {
      const host = this.#hosts[place.host] as Host;
      if (!host.isMatched) found.push(host);
      host.isMatched = true;
      if (place.cell === noCell) host.isSelf = true;
      else host.cells[place.cell] = 1;
    };
    matches.each((_, row) => {
      const host = (this.#hostOf[row] ?? 0) - 1;
      if (host >= 0) mark({ host, cell: this.#cellOf[row] as number });
      const guest = this.#guests.get(row);
      if (guest) mark(guest);
    });
    const wire = { hosts: found.map(({ id }) => id), runs: [] as number[] };
    for (const host of found) {
      packCells(wire.runs, host.isSelf, host.cells);
      host.cells.fill(0);
      host.isMatched = false;
      host.isSelf = false;
    }
    return wire;
  }

  /** Looks at what changed since, with pauses. */
  *settle(index: SearchIndex): Generator<void> {
    if (this.#edition !== index.edition) {
      this.#edition = index.edition;
      this.#hostOf = new Int32Array(index.size);
      this.#cellOf = new Int32Array(index.size);
      this.#guests.clear();
      for (const host of this.#overview.hostIds()) this.#stale.add(host);
    }
    let count = 0;
    for (const host of this.#stale) {
      this.#stale.delete(host);
      this.#place(host, index);
      count += 1;
      if (count % 64 === 0) yield;
    }
  }

  #place(hostId: string, index: SearchIndex): void {
    const members = this.#overview.membersOf(hostId);
    if (!members.instance) {
      this.#forget(hostId, index);
      return;
    }
    const host = this.#numberFor(hostId);
    for (const [row, guest] of this.#guests) if (guest.host === host) this.#guests.delete(row);
    for (const list of [[members.instance], members.interfaces, members.trunks, members.branches, members.pods]) {
      for (const { id } of list) this.#put(index.rowOf(id), { host, cell: noCell });
    }
    const own = new Set(members.pods);
    let cell = 0;
    for (const { slots } of makeCard(members.instance, members).enis) {
      for (const { branch, pods } of slots ?? []) {
        if (branch) this.#put(index.rowOf(branch.id), { host, cell });
        for (const pod of pods) {
          const row = index.rowOf(pod.id);
          if (own.has(pod)) this.#put(row, { host, cell });
          else if (row !== undefined) this.#guests.set(row, { host, cell });
        }
        cell += 1;
      }
    }
    (this.#hosts[host] as Host).cells = new Uint8Array(cell);
  }

  /** What names a host that is not known stands nowhere. */
  #forget(hostId: string, index: SearchIndex): void {
    const { interfaces, trunks, branches, pods } = this.#overview.membersOf(hostId);
    for (const { id } of [...interfaces, ...trunks, ...branches, ...pods]) {
      this.#put(index.rowOf(id), { host: -1, cell: noCell });
    }
  }

  #put(row: number | undefined, { host, cell }: Place): void {
    if (row === undefined) return;
    this.#hostOf = withRoom(this.#hostOf, row);
    this.#cellOf = withRoom(this.#cellOf, row);
    this.#hostOf[row] = host + 1;
    this.#cellOf[row] = cell;
  }

  #numberFor(id: string): number {
    const known = this.#numberOf.get(id);
    if (known !== undefined) return known;
    const number = this.#hosts.push({ id, cells: new Uint8Array(0), isMatched: false, isSelf: false }) - 1;
    this.#numberOf.set(id, number);
    return number;
  }
}
