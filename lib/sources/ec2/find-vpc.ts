import type { Failure } from "../../recording/observation.ts";
import { failureOf } from "./failure.ts";
import { belongsTo, clusterTag, controllerOwner } from "./ownership.ts";
import { taggedFor } from "./plan.ts";
import { type Reader, readInstances, readInterfaces } from "./reads.ts";

type Found = { readonly vpcId: string } | { readonly failure: Failure };

/** The cluster's VPC: that of the instances tagged for it, else (none, or several) that of the controller's ENIs tagged for it. */
export async function findVpc(reader: Reader, clusterName: string): Promise<Found> {
  let failure: Failure | undefined;
  for (const [action, look] of lookups) {
    try {
      const vpcIds = await look(reader, clusterName);
      const [vpcId, ...others] = vpcIds;
      if (vpcId && others.length === 0) return { vpcId };
      if (vpcId) failure ??= ambiguous(clusterName, [...vpcIds]);
    } catch (error) {
      failure ??= failureOf(error, action);
    }
  }
  return { failure: failure ?? notFound(clusterName) };
}

const lookups = [
  [
    "DescribeInstances",
    async (reader: Reader, clusterName: string) => {
      const instances = await readInstances(reader, [taggedFor(clusterName)]);
      return vpcsOf([...instances.values()].filter(({ tags }) => belongsTo(tags, clusterName)));
    },
  ],
  [
    "DescribeNetworkInterfaces",
    async (reader: Reader, clusterName: string) => {
      const interfaces = await readInterfaces(reader, [
        { Name: "tag:eks:eni:owner", Values: [controllerOwner] },
        { Name: `tag:${clusterTag(clusterName)}`, Values: ["owned"] },
      ]);
      return vpcsOf([...interfaces.values()]);
    },
  ],
] as const;

function vpcsOf(items: readonly { readonly vpcId?: string }[]): Set<string> {
  return new Set(items.flatMap(({ vpcId }) => vpcId ?? []));
}

function notFound(clusterName: string): Failure {
  return {
    code: "VpcNotFound",
    message: `No instance and no trunk ENI carries a tag of cluster ${clusterName}. Check the region and the cluster's name, or set its VPC.`,
  };
}

function ambiguous(clusterName: string, vpcIds: readonly string[]): Failure {
  return {
    code: "VpcAmbiguous",
    message: `Instances tagged for cluster ${clusterName} are in several VPCs: ${vpcIds.toSorted().join(", ")}. Set the cluster's VPC.`,
  };
}
