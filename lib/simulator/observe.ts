import type { Change } from "../recording/change.ts";
import { type CollectionName, collections, type Item } from "../recording/collections.ts";
import type { Failure } from "../recording/observation.ts";
import { same } from "../recording/same.ts";
import { faultsNow } from "./faults.ts";
import { saveAll } from "./save.ts";
import { readCollections, type World } from "./world.ts";

/** What an observer learns now: what changed since the last look, in O(what changed). The observation is updated in place. */
export function observe(world: World): Change {
  saveAll(world);
  const { seen } = world;
  const known = seen.items as Record<string, Map<string, Item>>;
  const failures = seen.failures as Record<string, Failure>;
  const readAt = seen.readAt as Record<string, number>;
  const change = {
    items: {} as Record<string, Map<string, Item | null>>,
    failures: {} as Record<string, Failure | null>,
    readAt: {} as Record<string, number>,
  };
  const blind = faultsNow(world, "blind");
  for (const collection of readCollections) {
    const fault = blind.find(({ target }) => target === collection || target === collections[collection].source);
    const failure = fault ? { code: fault.code, message: fault.message } : notInstalled(world, collection);
    if (failure) {
      if (same(failures[collection], failure)) continue;
      failures[collection] = failure;
      change.failures[collection] = failure;
      continue;
    }
    if (failures[collection] !== undefined) {
      delete failures[collection];
      change.failures[collection] = null;
    }
    const changed = look(world, collection, known);
    if (changed) change.items[collection] = changed;
    readAt[collection] = world.now;
    change.readAt[collection] = world.now;
  }
  seen.at = world.now;
  return { at: world.now, ...(change as Omit<Change, "at">) };
}

/** Definitions of the custom objects that are read, by collection. */
const definitions: { readonly [C in CollectionName]?: string } = {
  securityGroupPolicies: "securitygrouppolicies.vpcresources.k8s.aws",
  cniNodes: "cninodes.vpcresources.k8s.aws",
  eniConfigs: "eniconfigs.crd.k8s.amazonaws.com",
};

/** What the API server answers for objects whose definition is gone. */
function notInstalled(world: World, collection: CollectionName): Failure | null {
  const definition = definitions[collection];
  if (definition === undefined || world.items.customResourceDefinitions.has(definition)) return null;
  const message = `The CustomResourceDefinition ${definition} is not installed in this cluster.`;
  return { code: "NotInstalled", message };
}

/** Items of one collection that differ from what was seen of it; `null` when nothing does. */
function look(
  world: World,
  collection: CollectionName,
  known: Record<string, Map<string, Item>>,
): Map<string, Item | null> | null {
  const ids = world.changed.get(collection);
  const truth = world.items[collection] as ReadonlyMap<string, Item>;
  const before = known[collection];
  if (before === undefined) {
    known[collection] = new Map(truth);
    ids?.clear();
    return new Map(truth);
  }
  if (!ids || ids.size === 0) return null;
  const changed = new Map<string, Item | null>();
  for (const id of ids) {
    const item = truth.get(id);
    const old = before.get(id);
    if (item === undefined) {
      if (before.delete(id)) changed.set(id, null);
    } else if (old === undefined || !same(old, item)) {
      before.set(id, item);
      changed.set(id, item);
    }
  }
  ids.clear();
  return changed.size > 0 ? changed : null;
}
