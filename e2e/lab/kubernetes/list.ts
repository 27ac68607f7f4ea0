import type { Item } from "../../../lib/recording/collections.ts";
import { firstAtLeast } from "../sorted-ids.ts";
import type { Listing, World } from "../world.ts";
import { apiVersionOf, objectOf } from "./resources.ts";
import type { Route } from "./route.ts";
import { selectorOf, type Test } from "./selectors.ts";
import { refusals } from "./status.ts";

/** The JSON of a list, piece by piece: a page is found at once, its objects are printed one at a time. */
export function listText(world: World, route: Route, query: URLSearchParams): Iterable<string> {
  const { resource } = route;
  const { start, listing } = startOf(world, route, query);
  const wanted = testOf(route, selectorOf(query));
  // With resourceVersion=0 the API answers from its cache and ignores the limit.
  const limit = query.get("resourceVersion") === "0" ? 0 : Number(query.get("limit") ?? 0);
  const end = route.namespace === null ? listing.ids.length : firstAtLeast(listing.ids, `${route.namespace}0`);

  const page: number[] = [];
  let index = start;
  for (; index < end && (limit === 0 || page.length < limit); index++) {
    if (!wanted || wanted(listing.items[index] as Item)) page.push(index);
  }
  while (wanted && index < end && !wanted(listing.items[index] as Item)) index++;
  const next = index < end ? (listing.ids[index] as string) : null;
  const metadata = {
    resourceVersion: String(listing.version),
    ...(next === null ? {} : { continue: tokenOf(listing.version, next) }),
    ...(next === null || selectorOf(query) ? {} : { remainingItemCount: end - index }),
  };
  return printed(
    world,
    route,
    listing,
    page,
    `{"kind":"${resource.kind}List","apiVersion":"${apiVersionOf(resource)}","metadata":${JSON.stringify(metadata)},"items":[`,
  );
}

/** Whether an item is in a route's lists; `null` when all of the collection are. */
export function testOf({ resource, namespace }: Route, selector: Test | null): Test | null {
  const { holds } = resource;
  if (!holds && !selector && namespace === null) return null;
  return (item) =>
    (namespace === null || (item as { namespace?: string }).namespace === namespace) &&
    (!holds || holds(item)) &&
    (!selector || selector(item));
}

function startOf(world: World, { resource, namespace }: Route, query: URLSearchParams) {
  const token = query.get("continue");
  if (!token) {
    const asked = Number(query.get("resourceVersion") || 0);
    if (asked > world.version) throw refusals.tooNew(asked, world.version);
    const listing = world.listing(resource.collection);
    return { listing, start: namespace === null ? 0 : firstAtLeast(listing.ids, `${namespace}/`) };
  }
  const { version, from } = parseToken(token);
  const listing = world.listingAt(resource.collection, version);
  if (!listing) throw refusals.expiredList();
  return { listing, start: firstAtLeast(listing.ids, from) };
}

function* printed(
  world: World,
  { resource }: Route,
  listing: Listing,
  page: readonly number[],
  head: string,
): Generator<string> {
  yield head;
  let separator = "";
  for (const index of page) {
    const version = Math.min(world.versionOf(resource.collection, listing.ids[index] as string), listing.version);
    yield separator + JSON.stringify(objectOf(resource, listing.items[index] as Item, version, true));
    separator = ",";
  }
  yield "]}\n";
}

function tokenOf(version: number, from: string): string {
  return Buffer.from(JSON.stringify({ v: "meta.k8s.io/v1", rv: version, start: from })).toString("base64url");
}

function parseToken(token: string): { readonly version: number; readonly from: string } {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, "base64url").toString());
    if (typeof rv === "number" && typeof start === "string") return { version: rv, from: start };
  } catch {
    throw refusals.expiredList();
  }
  throw refusals.expiredList();
}
