import type { EC2Client } from "@aws-sdk/client-ec2";
import { compareItems } from "../../recording/change.ts";
import { type CollectionName, collectionNames, collections, type Item } from "../../recording/collections.ts";
import type { Failure } from "../../recording/observation.ts";
import type { Reading } from "../../recording/reading.ts";
import { same } from "../../recording/same.ts";
import { type Clock, type Source, systemClock } from "../source.ts";
import { failureOf } from "./failure.ts";
import { findVpc } from "./find-vpc.ts";
import { NamedInterfaces } from "./named-interfaces.ts";
import { pauseAfter } from "./pause.ts";
import { type Also, type Part, parts, plan, type Seen, unionOfInterfaces } from "./plan.ts";
import { inBatches, readInterfaces } from "./reads.ts";

export interface Ec2SourceOptions {
  readonly client: EC2Client;
  readonly clusterName: string;
  /** Missing: found by the tags of the cluster's instances. */
  readonly vpcId?: string;
  /** Milliseconds between two reads of a part, where they differ from the plan's. */
  readonly intervals?: { readonly [P in Part]?: number };
  /** The longest pause after trouble, milliseconds, where it is shorter than usual; after a refusal never shorter than the interval. */
  readonly retryMs?: number;
  readonly also?: Also;
  readonly clock?: Clock;
  /** In [0, 1), for jitter. */
  readonly random?: () => number;
}

/** A read that takes long is followed by this many times as long without: a sweep of 100,000 ENIs is 15 s of CPU and 200 calls of the account's. */
const restPerRead = 3;

/** Milliseconds between two looks for ENIs that pods name. */
const namedEvery = 2_000;

type Emit = (readings: readonly Reading[]) => void;

/** Watches EC2 by polling: each part of the plan in its own loop, so that one refused call blinds nothing else. */
export function ec2Source(options: Ec2SourceOptions): Source {
  const {
    client,
    clusterName,
    intervals = {},
    retryMs,
    also = {},
    clock = systemClock,
    random = Math.random,
  } = options;

  async function run(emit: Emit, signal: AbortSignal): Promise<void> {
    const reader = { client, signal };
    const vpcId = options.vpcId ?? (await untilFound(emit, signal));
    if (vpcId === undefined) return;
    const seen: Seen = {};
    const failing: { [P in Part]?: Failure } = {};
    const named = new NamedInterfaces(intervals.branches ?? plan.branches.every);
    let sweptAt = 0;
    const tried = new Map(parts.map((part) => [part, Promise.withResolvers<void>()]));

    async function readOnce<P extends Part>(part: P): Promise<Failure | undefined> {
      const { read, action } = plan[part];
      const at = clock.now();
      try {
        const { items, failure } = await read({ reader, clusterName, vpcId: vpcId as string, seen, also });
        const before = seen[part];
        seen[part] = unchanged(before, items);
        if (plan[part].collection === "interfaces") {
          sweptAt = at;
          named.swept(items);
        }
        remember(part, failure);
        emit([readingOf(part, at, before), ...failuresOf(part, at)]);
        return failure;
      } catch (error) {
        if (signal.aborted) return undefined;
        const failure = failureOf(error, action);
        remember(part, failure);
        emit([failed(plan[part].collection, clock.now(), failure)]);
        return failure;
      }
    }

    function remember(part: Part, failure: Failure | undefined): void {
      if (failure) failing[part] = failure;
      else delete failing[part];
    }

    /** All of a collection once each of its parts is known; until then only what the part adds, so that nothing known is taken away. */
    function readingOf(part: Part, at: number, before: Seen[Part]): Reading {
      const { collection } = plan[part];
      if (collection !== "interfaces") return reading(collection, at, { kind: "all", items: seen[part] ?? new Map() });
      if (seen.branches && seen.nodeInterfaces) {
        return reading(collection, at, {
          kind: "all",
          items: unionOfInterfaces(seen, { clusterName, vpcId: vpcId as string }, named.items()),
        });
      }
      const items = compareItems<Item>(before, (seen[part] ?? new Map()) as ReadonlyMap<string, Item>);
      return reading(collection, at, { kind: "some", items });
    }

    /** A good reading clears its collection's failure, so those of its other parts are said again. */
    function failuresOf(part: Part, at: number): Reading[] {
      const { collection } = plan[part];
      return parts.flatMap((each) => {
        const failure = plan[each].collection === collection ? failing[each] : undefined;
        return failure ? [failed(collection, at, failure)] : [];
      });
    }

    async function keepReading(part: Part): Promise<void> {
      await Promise.all(plan[part].after.map((each) => tried.get(each)?.promise));
      const interval = intervals[part] ?? plan[part].every;
      for (let count = 0; !signal.aborted; ) {
        const startedAt = clock.now();
        const last = await readOnce(part);
        const every = Math.max(interval, restPerRead * (clock.now() - startedAt));
        count = last ? count + 1 : 0;
        tried.get(part)?.resolve();
        if (!signal.aborted) await clock.sleep(pauseAfter(every, { count, last }, random, retryMs), signal);
      }
      tried.get(part)?.resolve();
    }

    /** Reads by id what pods name before a sweep has seen it: at most one call at a time, and none while there is nothing to ask. */
    async function keepReadingNamed(interfaceIds: () => Iterable<string>): Promise<void> {
      await Promise.all([tried.get("branches")?.promise, tried.get("nodeInterfaces")?.promise]);
      for (let count = 0, last: Failure | undefined; !signal.aborted; ) {
        const ids = named.due(interfaceIds(), clock.now());
        if (ids.length > 0) {
          last = await readNamed(ids);
          count = last ? count + 1 : 0;
        }
        if (!signal.aborted) await clock.sleep(pauseAfter(namedEvery, { count, last }, random), signal);
      }
    }

    async function readNamed(ids: readonly string[]): Promise<Failure | undefined> {
      try {
        const items = await inBatches("network-interface-id", ids, (filters) => readInterfaces(reader, filters));
        const news = named.answered(ids, items, clock.now());
        // Not a reading in full: the collection stays as old as its last sweep, and what failed of it stays said.
        if (news.size > 0) {
          const some = reading("interfaces", sweptAt, { kind: "some", items: news });
          emit([some, ...failuresOf("branches", sweptAt)]);
        }
        return undefined;
      } catch (error) {
        return signal.aborted ? undefined : failureOf(error, plan.branches.action);
      }
    }

    const { interfaceIds } = also;
    await Promise.all([...parts.map(keepReading), ...(interfaceIds ? [keepReadingNamed(interfaceIds)] : [])]);
  }

  async function untilFound(emit: Emit, signal: AbortSignal): Promise<string | undefined> {
    for (let count = 1; !signal.aborted; count++) {
      const found = await findVpc({ client, signal }, clusterName);
      if (signal.aborted) return undefined;
      if ("vpcId" in found) return found.vpcId;
      emit(ec2Collections.map((collection) => failed(collection, clock.now(), found.failure)));
      await clock.sleep(pauseAfter(plan.instances.every, { count, last: found.failure }, random, retryMs), signal);
    }
    return undefined;
  }

  return { name: "ec2", run };
}

/** Items that are as they were keep their identity: a sweep is held once in memory, and comparing it with what is known costs nothing. */
function unchanged<T extends ReadonlyMap<string, Item>>(before: ReadonlyMap<string, Item> | undefined, items: T): T {
  const kept = items as unknown as Map<string, Item>;
  for (const [id, item] of kept) {
    const known = before?.get(id);
    if (known !== undefined && same(known, item)) kept.set(id, known);
  }
  return items;
}

const ec2Collections = collectionNames.filter((name) => collections[name].source === "ec2");

function failed(collection: CollectionName, at: number, failure: Failure): Reading {
  return reading(collection, at, { kind: "failed", failure });
}

type Said =
  | { readonly kind: "all"; readonly items: ReadonlyMap<string, Item> }
  | { readonly kind: "some"; readonly items: ReadonlyMap<string, Item | null> }
  | { readonly kind: "failed"; readonly failure: Failure };

/** The one place that trusts `plan` to pair a collection with its items: TypeScript cannot follow a union of pairs. */
function reading(collection: CollectionName, at: number, said: Said): Reading {
  return { collection, at, said } as Reading;
}
