import type { Item } from "../../recording/collections.ts";

/** amazon-vpc-resource-controller-k8s: pkg/config/type.go */
export const controllerOwner = "eks-vpc-resource-controller";

export function clusterTag(clusterName: string): string {
  return `kubernetes.io/cluster/${clusterName}`;
}

/** Whether the tags of an instance name the cluster. */
export function belongsTo(tags: Readonly<Record<string, string>>, clusterName: string): boolean {
  const owned = tags[clusterTag(clusterName)];
  return (
    owned === "owned" ||
    owned === "shared" ||
    tags["eks:cluster-name"] === clusterName ||
    tags["aws:eks:cluster-name"] === clusterName
  );
}

/** Whether an ENI is a trunk or branch that the controller made for the cluster: exactly what the filter of that read says. */
export function isControllers(
  { tags, vpcId }: Item<"interfaces">,
  cluster: { readonly clusterName: string; readonly vpcId: string },
): boolean {
  return (
    vpcId === cluster.vpcId &&
    tags["eks:eni:owner"] === controllerOwner &&
    tags[clusterTag(cluster.clusterName)] === "owned"
  );
}
