import type { Filter } from "@aws-sdk/client-ec2";
import type { CollectionName, Item } from "../../recording/collections.ts";
import type { Failure } from "../../recording/observation.ts";
import { failureOf } from "./failure.ts";
import { belongsTo, clusterTag, controllerOwner, isControllers } from "./ownership.ts";
import * as reads from "./reads.ts";

/** What EC2 has said so far, by part. A part that is missing was never read. */
export interface Seen {
  branches?: ReadonlyMap<string, Item<"interfaces">>;
  nodeInterfaces?: ReadonlyMap<string, Item<"interfaces">>;
  instances?: ReadonlyMap<string, Item<"instances">>;
  securityGroups?: ReadonlyMap<string, Item<"securityGroups">>;
  securityGroupRules?: ReadonlyMap<string, Item<"securityGroupRules">>;
  prefixLists?: ReadonlyMap<string, Item<"prefixLists">>;
  subnets?: ReadonlyMap<string, Item<"subnets">>;
  vpcs?: ReadonlyMap<string, Item<"vpcs">>;
  routeTables?: ReadonlyMap<string, Item<"routeTables">>;
  trunkAssociations?: ReadonlyMap<string, Item<"trunkAssociations">>;
}

export type Part = keyof Seen;

export interface Scope {
  readonly reader: reads.Reader;
  readonly clusterName: string;
  readonly vpcId: string;
  readonly seen: Readonly<Seen>;
  /** Ids that only Kubernetes knows: instances of nodes, groups of policies, ENIs of pods. */
  readonly also: Also;
}

export interface Also {
  readonly instanceIds?: () => Iterable<string>;
  readonly groupIds?: () => Iterable<string>;
  /** ENIs that pods name and that no reading has had: they are read within seconds. */
  readonly interfaceIds?: () => Iterable<string>;
}

interface Answer<P extends Part> {
  readonly items: NonNullable<Seen[P]>;
  /** What of it could not be read, though the rest was. */
  readonly failure?: Failure;
}

interface PartPlan<P extends Part> {
  readonly collection: CollectionName;
  readonly action: string;
  /** Milliseconds between two reads. */
  readonly every: number;
  /** Parts whose answer this read starts from; it waits until each was tried once. */
  readonly after: readonly Part[];
  readonly read: (scope: Scope) => Promise<Answer<P>>;
}

const second = 1000;
const minute = 60 * second;

/**
 * What is read, how often, and from what. The two parts of `interfaces` are read at their own pace: branches come and go in seconds, the
 * ENIs of nodes in minutes. All filters name the VPC or ids: an unfiltered call costs twice and fails in large accounts (domain 7, 8.1).
 */
export const plan: { readonly [P in Part]: PartPlan<P> } = {
  branches: {
    collection: "interfaces",
    action: "DescribeNetworkInterfaces",
    every: 30 * second,
    after: [],
    read: async ({ reader, vpcId, clusterName }) => ({
      items: await reads.readInterfaces(reader, [
        filter("vpc-id", vpcId),
        filter("tag:eks:eni:owner", controllerOwner),
        filter(`tag:${clusterTag(clusterName)}`, "owned"),
      ]),
    }),
  },
  instances: {
    collection: "instances",
    action: "DescribeInstances",
    every: minute,
    after: [],
    read: async (scope) => {
      const { reader, vpcId, clusterName } = scope;
      const tagged = await reads.readInstances(reader, [filter("vpc-id", vpcId), taggedFor(clusterName)]);
      const items = new Map([...tagged].filter(([, { tags }]) => belongsTo(tags, clusterName)));
      const named = [...namedInstances(scope)].filter((id) => !items.has(id));
      const untagged = await reads.inBatches("instance-id", named, (filters) => reads.readInstances(reader, filters));
      return { items: new Map([...items, ...untagged]) };
    },
  },
  nodeInterfaces: {
    collection: "interfaces",
    action: "DescribeNetworkInterfaces",
    every: minute,
    after: ["instances", "branches"],
    read: async (scope) => {
      const instanceIds = new Set([...(scope.seen.instances?.keys() ?? []), ...namedInstances(scope)]);
      return {
        items: await reads.inBatches("attachment.instance-id", instanceIds, (filters) =>
          reads.readInterfaces(scope.reader, filters),
        ),
      };
    },
  },
  securityGroups: {
    collection: "securityGroups",
    action: "DescribeSecurityGroups",
    every: 2 * minute,
    after: ["branches", "nodeInterfaces"],
    read: async (scope) => {
      const ofVpc = await reads.readSecurityGroups(scope.reader, [filter("vpc-id", scope.vpcId)]);
      const elsewhere = [...namedGroups(scope)].filter((id) => !ofVpc.has(id));
      const foreign = await reads.inBatches("group-id", elsewhere, (filters) =>
        reads.readSecurityGroups(scope.reader, filters),
      );
      return { items: new Map([...ofVpc, ...foreign]) };
    },
  },
  securityGroupRules: {
    collection: "securityGroupRules",
    action: "DescribeSecurityGroupRules",
    every: 2 * minute,
    after: ["securityGroups"],
    read: async (scope) => {
      const groupIds = [...(scope.seen.securityGroups?.keys() ?? namedGroups(scope))];
      return {
        items: await reads.inBatches("group-id", groupIds, (filters) =>
          reads.readSecurityGroupRules(scope.reader, filters),
        ),
      };
    },
  },
  prefixLists: {
    collection: "prefixLists",
    action: "DescribeManagedPrefixLists",
    every: 5 * minute,
    after: ["securityGroupRules"],
    read: readPrefixLists,
  },
  subnets: {
    collection: "subnets",
    action: "DescribeSubnets",
    every: 2 * minute,
    after: [],
    read: async ({ reader, vpcId }) => ({ items: await reads.readSubnets(reader, [filter("vpc-id", vpcId)]) }),
  },
  vpcs: {
    collection: "vpcs",
    action: "DescribeVpcs",
    every: 5 * minute,
    after: [],
    read: async ({ reader, vpcId }) => ({ items: await reads.readVpcs(reader, [filter("vpc-id", vpcId)]) }),
  },
  routeTables: {
    collection: "routeTables",
    action: "DescribeRouteTables",
    every: 5 * minute,
    after: [],
    read: async ({ reader, vpcId }) => ({ items: await reads.readRouteTables(reader, [filter("vpc-id", vpcId)]) }),
  },
  trunkAssociations: {
    collection: "trunkAssociations",
    action: "DescribeTrunkInterfaceAssociations",
    every: 60 * minute,
    after: ["branches", "nodeInterfaces"],
    read: async ({ reader, seen }) => {
      const all = await reads.readTrunkAssociations(reader);
      const ours = (id: string) => seen.branches?.has(id) || seen.nodeInterfaces?.has(id);
      return { items: new Map([...all].filter(([, { trunkId, branchId }]) => ours(trunkId) || ours(branchId))) };
    },
  },
};

export const parts = Object.keys(plan) as readonly Part[];

/**
 * The `interfaces` collection from its two parts. Each ENI belongs to one of them by its tags, so a trunk that is gone from the faster part
 * does not live on in the slower one.
 */
export function unionOfInterfaces(
  { branches, nodeInterfaces }: Readonly<Seen>,
  cluster: { readonly clusterName: string; readonly vpcId: string },
  named: Iterable<readonly [string, Item<"interfaces">]> = [],
): ReadonlyMap<string, Item<"interfaces">> {
  const union = new Map(branches);
  for (const [id, item] of named) if (!union.has(id)) union.set(id, item);
  for (const [id, item] of nodeInterfaces ?? []) {
    if (branches === undefined || !isControllers(item, cluster)) union.set(id, item);
  }
  return union;
}

function filter(Name: string, value: string): Filter {
  return { Name, Values: [value] };
}

export function taggedFor(clusterName: string): Filter {
  return { Name: "tag-key", Values: [clusterTag(clusterName), "eks:cluster-name", "aws:eks:cluster-name"] };
}

function* namedInstances({ seen, also }: Scope): Iterable<string> {
  for (const { attachment, tags } of seen.branches?.values() ?? []) {
    const id = attachment?.instanceId ?? tags["node.k8s.amazonaws.com/instance_id"];
    if (id) yield id;
  }
  yield* also.instanceIds?.() ?? [];
}

function* namedGroups({ seen, also }: Scope): Iterable<string> {
  for (const interfaces of [seen.branches, seen.nodeInterfaces]) {
    for (const { groups } of interfaces?.values() ?? []) for (const { id } of groups) yield id;
  }
  yield* also.groupIds?.() ?? [];
}

/** The lists that rules name. Entries are a call per list: those that fail leave their list without CIDRs, and the failure says so. */
async function readPrefixLists({ reader, seen }: Scope): Promise<Answer<"prefixLists">> {
  const ids = [...(seen.securityGroupRules?.values() ?? [])].flatMap(({ prefixListId }) => prefixListId ?? []);
  const lists = await reads.inBatches("prefix-list-id", ids, (filters) => reads.readPrefixLists(reader, filters));
  let failure: Failure | undefined;
  for (const [id, list] of lists) {
    try {
      lists.set(id, { ...list, cidrs: await reads.readPrefixListCidrs(reader, id) });
    } catch (error) {
      failure = failureOf(error, "GetManagedPrefixListEntries");
      const known = seen.prefixLists?.get(id)?.cidrs;
      if (known) lists.set(id, { ...list, cidrs: known });
    }
  }
  return failure ? { items: lists, failure } : { items: lists };
}
