import {
  DescribeInstancesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTrunkInterfaceAssociationsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type Filter,
  GetManagedPrefixListEntriesCommand,
} from "@aws-sdk/client-ec2";
import type { Foreign } from "./fields.ts";
import * as map from "./mapper.ts";
import { everyPage } from "./pages.ts";

/** Where to read, and the signal that ends it. */
export interface Reader {
  readonly client: EC2Client;
  readonly signal: AbortSignal;
}

interface Page {
  readonly NextToken?: string | undefined;
}

interface PageInput {
  readonly Filters: Filter[];
  readonly NextToken: string | undefined;
}

/** Each read answers items by id, whole or not at all: a page that fails fails the read. */
export const readInstances = reading(
  (client, input, options) => client.send(new DescribeInstancesCommand({ ...input, MaxResults: 500 }), options),
  ({ Reservations }) => Reservations?.flatMap(({ Instances }) => Instances ?? []),
  map.instanceItem,
);

export const readInterfaces = reading(
  (client, input, options) => client.send(new DescribeNetworkInterfacesCommand({ ...input, MaxResults: 500 }), options),
  ({ NetworkInterfaces }) => NetworkInterfaces,
  map.interfaceItem,
);

export const readSecurityGroups = reading(
  (client, input, options) => client.send(new DescribeSecurityGroupsCommand({ ...input, MaxResults: 500 }), options),
  ({ SecurityGroups }) => SecurityGroups,
  map.securityGroupItem,
);

export const readSecurityGroupRules = reading(
  (client, input, options) =>
    client.send(new DescribeSecurityGroupRulesCommand({ ...input, MaxResults: 500 }), options),
  ({ SecurityGroupRules }) => SecurityGroupRules,
  map.securityGroupRuleItem,
);

export const readSubnets = reading(
  (client, input, options) => client.send(new DescribeSubnetsCommand({ ...input, MaxResults: 500 }), options),
  ({ Subnets }) => Subnets,
  map.subnetItem,
);

export const readVpcs = reading(
  (client, input, options) => client.send(new DescribeVpcsCommand({ ...input, MaxResults: 500 }), options),
  ({ Vpcs }) => Vpcs,
  map.vpcItem,
);

export const readRouteTables = reading(
  (client, input, options) => client.send(new DescribeRouteTablesCommand({ ...input, MaxResults: 100 }), options),
  ({ RouteTables }) => RouteTables,
  map.routeTableItem,
);

/** Prefix lists without their entries. */
export const readPrefixLists = reading(
  (client, input, options) =>
    client.send(new DescribeManagedPrefixListsCommand({ ...input, MaxResults: 100 }), options),
  ({ PrefixLists }) => PrefixLists,
  (foreign) => map.prefixListItem(foreign),
);

/** EC2 answers at most 255 associations at once, and has no filter by VPC. */
export const readTrunkAssociations = reading(
  (client, { NextToken }, options) =>
    client.send(new DescribeTrunkInterfaceAssociationsCommand({ NextToken, MaxResults: 255 }), options),
  ({ InterfaceAssociations }) => InterfaceAssociations,
  map.trunkAssociationItem,
);

/** The CIDRs of one prefix list. */
export async function readPrefixListCidrs({ client, signal }: Reader, PrefixListId: string): Promise<string[]> {
  const entries: Foreign[] = [];
  await everyPage(
    (NextToken) =>
      client.send(new GetManagedPrefixListEntriesCommand({ PrefixListId, NextToken, MaxResults: 100 }), {
        abortSignal: signal,
      }),
    ({ Entries }) => Entries,
    (entry) => entries.push(entry),
  );
  return map.prefixListItem({ PrefixListId }, entries)?.cidrs ?? [];
}

/** EC2 takes at most 200 values in one filter. */
const valuesPerFilter = 200;

/** Asks for many values of one filter, 200 at a time: by filter an unknown id is simply not there, by id it would fail the call. */
export async function inBatches<T>(
  filter: string,
  values: Iterable<string>,
  read: (filters: Filter[]) => Promise<ReadonlyMap<string, T>>,
): Promise<Map<string, T>> {
  const wanted = [...new Set(values)].sort();
  const all = new Map<string, T>();
  for (let start = 0; start < wanted.length; start += valuesPerFilter) {
    const batch = await read([{ Name: filter, Values: wanted.slice(start, start + valuesPerFilter) }]);
    for (const [id, item] of batch) all.set(id, item);
  }
  return all;
}

function reading<P extends Page, T extends { readonly id: string }>(
  send: (client: EC2Client, input: PageInput, options: { abortSignal: AbortSignal }) => Promise<P>,
  list: (page: P) => readonly object[] | undefined,
  itemOf: (foreign: Foreign) => T | null,
) {
  return async ({ client, signal }: Reader, Filters: Filter[] = []): Promise<Map<string, T>> => {
    const items = new Map<string, T>();
    await everyPage(
      (NextToken) =>
        send(client, { Filters: Filters.map((filter) => ({ ...filter })), NextToken }, { abortSignal: signal }),
      list,
      (foreign) => {
        const item = itemOf(foreign);
        if (item) items.set(item.id, item);
      },
    );
    return items;
  };
}
