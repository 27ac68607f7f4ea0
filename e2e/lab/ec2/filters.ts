import type { CollectionName, Item } from "../../../lib/recording/collections.ts";
import { itemsOf, type Observation } from "../../../lib/recording/observation.ts";
import { refusals } from "./error.ts";
import type { Filter } from "./query.ts";

type Value = string | number | boolean | undefined | null;
/** The values of an item that a filter is matched against; one that matches is enough. */
export type FilterTable<C extends CollectionName> = {
  readonly [name: string]: (item: Item<C>, observation: Observation) => Value | readonly Value[];
};

/** A test for all filters together: every filter must have a value that fits. Throws EC2's refusal for a filter it does not know. */
export function matcherOf<C extends CollectionName>(
  filters: readonly Filter[],
  table: FilterTable<C>,
): (item: Item<C>, observation: Observation) => boolean {
  const tests = filters.map(({ name, values }) => {
    const read = readerOf(name, table);
    const fits = fitting(values);
    return (item: Item<C>, observation: Observation) => {
      const found = read(item, observation);
      const candidates = Array.isArray(found) ? found : [found];
      return candidates.some((value) => value !== undefined && value !== null && fits(String(value)));
    };
  });
  return (item, observation) => tests.every((test) => test(item, observation));
}

function readerOf<C extends CollectionName>(name: string, table: FilterTable<C>): FilterTable<C>[string] {
  const tags = (item: Item<C>) => (item as { tags?: Readonly<Record<string, string>> }).tags ?? {};
  if (name.startsWith("tag:")) return (item) => tags(item)[name.slice(4)];
  if (name === "tag-key") return (item) => Object.keys(tags(item));
  const read = table[name];
  if (!read) throw refusals.badFilter(name);
  return read;
}

/** `*` stands for any characters, `?` for one, a backslash takes them literally; everything is case-sensitive. */
function fitting(values: readonly string[]): (text: string) => boolean {
  const exact = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => /[*?\\]/.test(value)).map(patternOf);
  return (text) => exact.has(text) || patterns.some((pattern) => pattern.test(text));
}

function patternOf(value: string): RegExp {
  const source = value.replace(/\\([\s\S])|([*?])|([.+^${}()|[\]/])/g, (_, literal, wild, special) => {
    if (literal !== undefined) return literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    if (wild !== undefined) return wild === "*" ? "[\\s\\S]*" : "[\\s\\S]";
    return `\\${special}`;
  });
  return new RegExp(`^${source}$`);
}

const groupsOf = (item: Item<"instances">, observation: Observation) =>
  (item.interfaceIds ?? []).flatMap((id) => itemsOf(observation, "interfaces").get(id)?.groups ?? []);

export const filters = {
  instances: {
    "instance-id": (item) => item.id,
    "instance-state-name": (item) => item.state,
    "instance-type": (item) => item.type,
    "vpc-id": (item) => item.vpcId,
    "subnet-id": (item) => item.subnetId,
    "availability-zone": (item) => item.availabilityZone,
    "private-ip-address": (item) => item.privateIp,
    "private-dns-name": (item) => item.privateDnsName,
    "network-interface.network-interface-id": (item) => item.interfaceIds,
    "instance.group-id": (item, observation) => groupsOf(item, observation).map((group) => group.id),
    "network-interface.group-id": (item, observation) => groupsOf(item, observation).map((group) => group.id),
  },
  interfaces: {
    "network-interface-id": (item) => item.id,
    "vpc-id": (item) => item.vpcId,
    "subnet-id": (item) => item.subnetId,
    "availability-zone": (item) => item.availabilityZone,
    "group-id": (item) => item.groups.map((group) => group.id),
    "group-name": (item) => item.groups.map((group) => group.name),
    "attachment.instance-id": (item) => item.attachment?.instanceId,
    "attachment.attachment-id": (item) => item.attachment?.id,
    "attachment.device-index": (item) => item.attachment?.deviceIndex,
    "attachment.status": (item) => item.attachment?.status,
    "attachment.delete-on-termination": (item) => item.attachment?.deleteOnTermination,
    "interface-type": (item) => item.type,
    status: (item) => item.status,
    description: (item) => item.description,
    "mac-address": (item) => item.mac,
    "owner-id": (item) => item.ownerId,
    "requester-id": (item) => item.requesterId,
    "requester-managed": (item) => item.requesterManaged,
    "private-ip-address": (item) => item.privateIp,
    "private-dns-name": (item) => item.privateDnsName,
    "addresses.private-ip-address": (item) => item.privateIps,
    "ipv6-addresses.ipv6-address": (item) => item.ipv6s,
  },
  securityGroups: {
    "group-id": (item) => item.id,
    "group-name": (item) => item.name,
    description: (item) => item.description,
    "owner-id": (item) => item.ownerId,
    "vpc-id": (item) => item.vpcId,
  },
  securityGroupRules: {
    "group-id": (item) => item.groupId,
    "security-group-rule-id": (item) => item.id,
  },
  subnets: {
    "subnet-id": (item) => item.id,
    "vpc-id": (item) => item.vpcId,
    "availability-zone": (item) => item.availabilityZone,
    "cidr-block": (item) => item.cidr,
    "map-public-ip-on-launch": (item) => item.mapsPublicIp,
  },
  vpcs: {
    "vpc-id": (item) => item.id,
    cidr: (item) => item.cidrs[0],
    "cidr-block-association.cidr-block": (item) => item.cidrs,
    "owner-id": (item) => item.ownerId,
  },
  routeTables: {
    "route-table-id": (item) => item.id,
    "vpc-id": (item) => item.vpcId,
    "association.main": (item) => item.isMain,
    "association.subnet-id": (item) => item.subnetIds,
  },
  prefixLists: {
    "prefix-list-id": (item) => item.id,
    "prefix-list-name": (item) => item.name,
    "owner-id": () => "AWS",
  },
  trunkAssociations: {
    "gre-key": () => null,
    "interface-protocol": (item) => item.protocol,
  },
} satisfies { readonly [C in CollectionName]?: FilterTable<C> };
