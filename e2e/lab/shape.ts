import { type CollectionName, collections, type Item } from "../../lib/recording/collections.ts";
import { type Items, itemsOf, type Observation } from "../../lib/recording/observation.ts";
import { tagsOf } from "../../lib/sources/ec2/tags.ts";
import { itemFromObject } from "../../lib/sources/kubernetes/mapper.ts";
import { objectOf, resources } from "./kubernetes/resources.ts";
import type { World } from "./world.ts";

/** What a perfect reader would know of a world's collection: the same mappers, but none of the machinery that lists, watches, polls and retries. */
export function perfectlyRead(world: World, collection: CollectionName): Map<string, unknown> {
  const known = itemsOf(world.observation, collection);
  if (collections[collection].source === "ec2") return comparable(known);
  const read = new Map<string, Item>();
  for (const [id, item] of known) {
    const resource = resources.find((each) => each.collection === collection && each.holds?.(item) !== false);
    const found = resource && itemFromObject(objectOf(resource, item, 1));
    if (found && "item" in found) read.set(id, found.item);
  }
  return comparable(read);
}

/** Items without what the APIs do not carry over: fractions of a second, the difference between empty and absent, the order of probes, odd tags. */
export function comparable(items: Items): Map<string, unknown> {
  return new Map([...items].map(([id, item]) => [id, plain(item, "")]));
}

/** Ids that differ between what is known and what is true, as readable lines; empty when nothing is lost, doubled or stale. */
export function differences(observation: Observation, world: World, wanted: readonly CollectionName[]): string[] {
  return wanted.flatMap((collection) => {
    const known = comparable(itemsOf(observation, collection));
    const truth = perfectlyRead(world, collection);
    const lost = [...truth.keys()].filter((id) => !known.has(id)).map((id) => `${collection} ${id} is missing`);
    const extra = [...known.keys()].filter((id) => !truth.has(id)).map((id) => `${collection} ${id} is no more`);
    const stale = [...known].filter(
      ([id, item]) => truth.has(id) && JSON.stringify(item) !== JSON.stringify(truth.get(id)),
    );
    return [...lost, ...extra, ...stale.map(([id]) => `${collection} ${id} is stale`)];
  });
}

function plain(value: unknown, key: string): unknown {
  if (typeof value === "number") return /(At|Since)$/.test(key) ? Math.floor(value / 1000) * 1000 : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const list = value.map((entry) => plain(entry, ""));
    return key === "probes" ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
  }
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(keptTags(value, key)).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const said = plain(inner, name);
    if (!isEmpty(said)) kept[name] = said;
  }
  return kept;
}

function keptTags(value: object, key: string): object {
  return key === "tags" ? tagsOf(Object.entries(value).map(([Key, Value]) => ({ Key, Value }))) : value;
}

function isEmpty(value: unknown): boolean {
  if (value === "" || value === false || value === null || value === undefined) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
