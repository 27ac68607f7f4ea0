import type { Resource } from "../topology/resources.ts";
import type { SearchedFinding } from "./finding.ts";
import type { Query } from "./query.ts";
import { type Matches, SearchIndex } from "./search-index.ts";

const indexes = new WeakMap<readonly Resource[], SearchIndex>();

/** What a query finds in a snapshot that stands still. The index is kept as long as its resources; whoever follows patches keeps an index. */
export function matchAll(
  { at, resources }: { readonly at: number; readonly resources: readonly Resource[] },
  query: Query,
  findings?: readonly SearchedFinding[],
): Matches {
  const known = indexes.get(resources);
  const index = known ?? new SearchIndex({ at, resources });
  if (known === undefined) indexes.set(resources, index);
  index.moveTo(at);
  return index.match(query, findings);
}
