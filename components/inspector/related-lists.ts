import type { Model } from "../../lib/diagram/model.ts";
import { type Role, relationsOf } from "../../lib/diagram/relations.ts";
import { isSpread, relatedKinds, relatedQuery } from "../../lib/query/related.ts";
import type { RelationPart } from "../../lib/snapshot/inspected.ts";
import type { Resource, ResourceKind } from "../../lib/topology/resources.ts";

/** Shows all of a kind that a query finds. */
export type ShowAll = (kind: ResourceKind, query: string) => void;

/** What a resource is linked with in one role. */
export interface RelatedList {
  readonly role: Role;
  /** `null`: still being counted. */
  readonly total: number | null;
  /** Of all, or of the first of a great many. */
  readonly ids: readonly string[];
  /** Those that the model does not hold. */
  readonly rows: ReadonlyMap<string, Resource>;
  /** What finds all of them; `null`: no query does. */
  readonly query: { readonly kind: ResourceKind; readonly text: string } | null;
}

/** Lists of the model; of a large cluster, where it does not hold everything, those that the server counted (`null`: not yet). */
export function relatedLists(
  model: Model,
  resource: Resource,
  counted: readonly RelationPart[] | null,
): readonly RelatedList[] {
  const own = relationsOf(model, resource).map(({ role, ids }) => ({
    role,
    total: ids.length,
    ids,
    rows: none,
    query: isKind(resource, role) ? queryOf(role, relatedQuery(resource, role)) : null,
  }));
  if (model.complete || !isSpread(resource)) return own;
  const kinds: readonly Role[] = relatedKinds(resource);
  const asked =
    counted === null
      ? relatedKinds(resource).map((role) => ({ role, total: null, ids: [], rows: none, query: null }))
      : counted.filter(({ total }) => total > 0).map(ofPart);
  return [...asked, ...own.filter(({ role }) => !kinds.includes(role))];
}

function queryOf(kind: ResourceKind, text: string | null): RelatedList["query"] {
  return text === null ? null : { kind, text };
}

const none: ReadonlyMap<string, Resource> = new Map();

function isKind(resource: Resource, role: Role): role is ResourceKind {
  return (relatedKinds(resource) as readonly Role[]).includes(role);
}

function ofPart({ kind, query, total, rows }: RelationPart): RelatedList {
  return {
    role: kind,
    total,
    ids: rows.map(({ id }) => id),
    rows: new Map(rows.map((row) => [row.id, row])),
    query: queryOf(kind, query),
  };
}
