import type { CollectionName, Item } from "../../../lib/recording/collections.ts";
import type { Items } from "../../../lib/recording/observation.ts";
import { firstAtLeast } from "../sorted-ids.ts";
import type { World } from "../world.ts";
import type { Action } from "./actions.ts";
import { Ec2Error, refusals } from "./error.ts";
import { matcherOf } from "./filters.ts";
import type { Query } from "./query.ts";

export interface Page {
  readonly items: Iterable<Item>;
  readonly nextToken: string | null;
}

/** The page of a listing that a query asks for, refused where EC2 would refuse it. `isVisible` hides what is too new to be seen. */
export function pageOf(world: World, action: Action, query: Query, isVisible: (id: string) => boolean): Page {
  const wanted = query.list(action.ids);
  const [least, most] = action.limits;
  if (query.maxResults !== null) {
    if (wanted.length > 0) {
      throw new Ec2Error(
        "InvalidParameterCombination",
        `The parameter ${action.noun}sSet cannot be used with the parameter maxResults`,
      );
    }
    if (query.maxResults < least) throw outOfRange(query.maxResults, "greater", least);
    if (query.maxResults > most) throw outOfRange(query.maxResults, "less", most);
  }
  const matches = matcherOf<CollectionName>(query.filters, action.filters);
  const items = world.observation.items[action.collection] as Items | undefined;
  const visible = (id: string): Item | null => {
    const item = items?.get(id);
    return item && isVisible(id) && matches(item, world.observation) ? item : null;
  };
  if (wanted.length > 0) return { items: named(action, wanted, items, isVisible, visible), nextToken: null };

  const ids = world.idsOf(action.collection);
  const start = query.nextToken === null ? 0 : firstAtLeast(ids, startOf(query));
  if (query.maxResults === null) return { items: lazily(ids.slice(start), visible), nextToken: null };
  const found: Item[] = [];
  for (let index = start; index < ids.length; index++) {
    const id = ids[index] as string;
    const item = visible(id);
    if (!item) continue;
    if (found.length === query.maxResults) return { items: found, nextToken: tokenFor(query, id) };
    found.push(item);
  }
  return { items: found, nextToken: null };
}

/** A token with which the same query goes on at an id. */
export function tokenFor(query: Query, id: string): string {
  return Buffer.from(JSON.stringify([id, signatureOf(query)])).toString("base64");
}

function startOf(query: Query): string {
  try {
    const [id, signature] = JSON.parse(Buffer.from(query.nextToken ?? "", "base64").toString());
    if (typeof id === "string" && signature === signatureOf(query)) return id;
  } catch {
    throw refusals.badToken();
  }
  throw refusals.badToken();
}

/** A token is good for the action and filters it was given for. */
function signatureOf(query: Query): string {
  return JSON.stringify([query.action, query.filters]);
}

function named(
  action: Action,
  ids: readonly string[],
  items: Items | undefined,
  isVisible: (id: string) => boolean,
  visible: (id: string) => Item | null,
): Item[] {
  const unknown = ids.filter((id) => !items?.has(id) || !isVisible(id));
  if (unknown.length > 0) throw refusals.notFound(action.notFound, action.noun, unknown);
  return [...new Set(ids)].map(visible).filter((item) => item !== null);
}

function* lazily(ids: readonly string[], visible: (id: string) => Item | null): Generator<Item> {
  for (const id of ids) {
    const item = visible(id);
    if (item) yield item;
  }
}

function outOfRange(value: number, than: string, bound: number): Ec2Error {
  return new Ec2Error(
    "InvalidParameterValue",
    `Value ( ${value} ) for parameter maxResults is invalid. Expecting a value ${than} than or equal to ${bound}.`,
  );
}
