import { type CollectionName, collectionName } from "../recording/collections.ts";
import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";

/** An item by its collection and its id there. */
export type ItemId = readonly [collection: CollectionName, id: string];

/** The item that a resource of an id is there by; `null`: no resource can have that id. */
export function mainItemOf(resourceId: string): ItemId | null {
  const [, name, rest] = /^unjoined\/([^/]+)\/(.+)$/s.exec(resourceId) ?? [];
  if (name !== undefined && rest !== undefined) {
    const collection = collectionName.safeParse(name);
    return collection.success ? [collection.data, rest] : null;
  }
  const [prefix, collection] = mainItems.find(([start]) => resourceId.startsWith(start)) ?? [];
  if (prefix === undefined || collection === undefined) return null;
  return [collection, prefix.endsWith("/") ? resourceId.slice(prefix.length) : resourceId];
}

const mainItems: readonly (readonly [prefix: string, collection: CollectionName])[] = [
  ["i-", "instances"],
  ["node/", "nodes"],
  ["eni-", "interfaces"],
  ["pod/", "pods"],
  ["sg-", "securityGroups"],
  ["policy/", "securityGroupPolicies"],
  ["subnet-", "subnets"],
];

/** The items that the facts of a resource come from, the one that it is there by first. */
export function itemsBehind(resource: Resource): readonly ItemId[] {
  const main = mainItemOf(resource.id);
  const others = (more[resource.kind] as ((resource: Resource) => readonly ItemId[]) | undefined)?.(resource) ?? [];
  const isMain = ([collection, id]: ItemId) => main !== null && collection === main[0] && id === main[1];
  return [...(main === null ? [] : [main]), ...others.filter((one) => !isMain(one))];
}

/** A group has at most 1,000 rules; who looks for one of so many takes the command. */
const mostRules = 200;

const more: { readonly [K in ResourceKind]?: (resource: ResourceOf<K>) => readonly ItemId[] } = {
  instance: ({ nodeName }) =>
    nodeName === undefined
      ? []
      : [
          ["nodes", nodeName],
          ["cniNodes", nodeName],
        ],
  branch: ({ associationId }) => (associationId === undefined ? [] : [["trunkAssociations", associationId]]),
  securityGroup: ({ rules = [] }) => rules.slice(0, mostRules).map(({ id }) => ["securityGroupRules", id]),
};
