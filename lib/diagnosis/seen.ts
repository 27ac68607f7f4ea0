import type { CollectionName, Item } from "../recording/collections.ts";
import { clusterTagOf } from "../topology/interface-kind.ts";
import type { Fact, Facts } from "./finding.ts";
import type { Host, HostedPod } from "./host.ts";
import type { Pointed } from "./rule.ts";
import type { World } from "./world.ts";

/** One value of one object as evidence; what the object does not have is `null`. */
export function seen(collection: CollectionName, id: string, field: string, value: Fact | undefined): Pointed {
  return { collection, id, field, value: value ?? null };
}

/** An ENI that its tags call this cluster's own; of any other nobody here can say what it is for (domain 8 `ours`, 13.5). */
export function ourInterface(world: World, eniId: string): Item<"interfaces"> | undefined {
  const eni = world.item("interfaces", eniId);
  return eni?.tags[tagOf(world.cluster)] === "owned" ? eni : undefined;
}

// Asked of every ENI by many rules: a name that is made anew each time is looked up slowly.
const tags = new Map<string, string>();

function tagOf(cluster: string): string {
  const known = tags.get(cluster) ?? clusterTagOf(cluster);
  tags.set(cluster, known);
  return known;
}

/**
 * Whether something is older than so many seconds, and a collection was read when it already was: EC2 is read now and then, and what it
 * said before proves nothing. If not yet, the question is asked again soon.
 */
export function wasReadWhenOlder(world: World, collection: CollectionName, at: number, seconds: number): boolean {
  if (!world.isOlderThan(at, seconds)) return false;
  const readAt = world.readAt(collection);
  if (readAt === undefined || readAt > at + seconds * 1000) return true;
  world.isOlderThan(world.now, askAgainSeconds);
  return false;
}

const askAgainSeconds = 15;

/** Whether an ENI that appeared under our eyes has been there for so long; one that was there from the first reading has. */
export function isSettled(world: World, eniId: string, seconds: number): boolean {
  const sight = world.branchMemory(eniId)?.firstSeen ?? world.firstSeen("interfaces", eniId);
  return !sight?.exact || wasReadWhenOlder(world, "interfaces", sight.at, seconds);
}

/** The pods of a host whose annotations can be judged. What Auto Mode writes into pods nobody has told (domain 10.12). */
export function podsOn({ instance, pods }: Host): readonly HostedPod[] {
  return instance?.management === "auto-mode" ? [] : pods;
}

/** The facts of a story from those of its claims: lists are joined, all else is as in the first. */
export function joinFacts<F extends Facts>(all: readonly F[]): F {
  const [first] = all;
  const joined: Record<string, Fact> = { ...first };
  for (const [name, value] of Object.entries(first ?? {})) {
    if (Array.isArray(value)) joined[name] = [...new Set(all.flatMap((facts) => facts[name] as string[]))];
  }
  return joined as F;
}
