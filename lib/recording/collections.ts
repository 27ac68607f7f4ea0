import { z } from "zod";
import * as items from "./items.ts";

/** Where a collection is read from. `eks` is never read live: it comes with imported dumps. */
export type SourceName = "ec2" | "kubernetes" | "eks";

interface Collection {
  readonly source: SourceName;
  readonly schema: z.ZodType;
  /** What a reader must be granted: an IAM action, or `verbs resource.group` with `(name, ...)` where names restrict it. */
  readonly permission: string;
  /** Optional: without it Trunkscope only knows less; its absence is not an error. */
  readonly optional: boolean;
}

/**
 * Everything that is ever read, in one table: IAM policy, ClusterRole, freshness page and docs follow from it.
 * Item ids: the EC2 id, `namespace/name`, or `name` for what is cluster-scoped.
 */
export const collections = {
  instances: ec2(items.instance, "ec2:DescribeInstances"),
  interfaces: ec2(items.networkInterface, "ec2:DescribeNetworkInterfaces"),
  securityGroups: ec2(items.securityGroup, "ec2:DescribeSecurityGroups"),
  securityGroupRules: ec2(items.securityGroupRule, "ec2:DescribeSecurityGroupRules"),
  subnets: ec2(items.subnet, "ec2:DescribeSubnets"),
  vpcs: ec2(items.vpc, "ec2:DescribeVpcs"),
  routeTables: optional(ec2(items.routeTable, "ec2:DescribeRouteTables")),
  prefixLists: optional(ec2(items.prefixList, "ec2:DescribeManagedPrefixLists ec2:GetManagedPrefixListEntries")),
  trunkAssociations: optional(ec2(items.trunkAssociation, "ec2:DescribeTrunkInterfaceAssociations")),

  eksClusters: optional({
    source: "eks",
    schema: items.eksCluster,
    permission: "eks:DescribeCluster",
    optional: true,
  }),

  nodes: kubernetes(items.node, "nodes"),
  pods: kubernetes(items.pod, "pods"),
  serviceAccounts: kubernetes(items.serviceAccount, "serviceaccounts"),
  namespaces: kubernetes(items.namespace, "namespaces"),
  securityGroupPolicies: kubernetes(items.securityGroupPolicy, "securitygrouppolicies.vpcresources.k8s.aws"),
  cniNodes: kubernetes(items.cniNode, "cninodes.vpcresources.k8s.aws"),
  eniConfigs: optional(kubernetes(items.eniConfig, "eniconfigs.crd.k8s.amazonaws.com")),
  events: optional(kubernetes(items.event, "events")),
  services: optional(kubernetes(items.service, "services")),
  endpointSlices: optional(kubernetes(items.endpointSlice, "endpointslices.discovery.k8s.io")),
  daemonSets: kubernetes(items.daemonSet, "daemonsets.apps"),
  configMaps: named(kubernetes(items.configMap, "configmaps"), "amazon-vpc-cni, kube-proxy-config, coredns"),
  leases: named(optional(kubernetes(items.lease, "leases.coordination.k8s.io")), "cp-vpc-resource-controller"),
  webhookConfigurations: named(
    optional(
      kubernetes(
        items.webhookConfiguration,
        "mutatingwebhookconfigurations,validatingwebhookconfigurations.admissionregistration.k8s.io",
      ),
    ),
    "vpc-resource-mutating-webhook, vpc-resource-validating-webhook",
  ),
  customResourceDefinitions: named(
    optional(kubernetes(items.customResourceDefinition, "customresourcedefinitions.apiextensions.k8s.io")),
    "securitygrouppolicies.vpcresources.k8s.aws, cninodes.vpcresources.k8s.aws, eniconfigs.crd.k8s.amazonaws.com",
  ),
  clusterRoles: named(
    optional(kubernetes(items.clusterAccess, "clusterroles.rbac.authorization.k8s.io")),
    "vpc-resource-controller-role",
  ),
  clusterRoleBindings: named(
    optional(kubernetes(items.clusterAccess, "clusterrolebindings.rbac.authorization.k8s.io")),
    "vpc-resource-controller-rolebinding",
  ),
  roles: named(
    optional(kubernetes(items.namespacedAccess, "roles.rbac.authorization.k8s.io")),
    "eks-vpc-resource-controller-role",
  ),
  roleBindings: named(
    optional(kubernetes(items.namespacedAccess, "rolebindings.rbac.authorization.k8s.io")),
    "eks-vpc-resource-controller-rolebinding",
  ),
  networkPolicies: optional(kubernetes(items.networkPolicy, "networkpolicies.networking.k8s.io")),
} satisfies Record<string, Collection>;

export type CollectionName = keyof typeof collections;
export type Item<C extends CollectionName = CollectionName> = z.infer<(typeof collections)[C]["schema"]>;

export const collectionNames = Object.keys(collections) as readonly CollectionName[];
export const collectionName = z.enum(collectionNames);

function ec2<S extends z.ZodType>(schema: S, permission: string) {
  return { source: "ec2" as SourceName, schema, permission, optional: false };
}

function kubernetes<S extends z.ZodType>(schema: S, resource: string) {
  return { source: "kubernetes" as SourceName, schema, permission: `get,list,watch ${resource}`, optional: false };
}

function named<C extends Collection>(collection: C, names: string): C {
  return { ...collection, permission: `${collection.permission.replace("get,list,watch", "get")} (${names})` };
}

function optional<C extends Collection>(collection: C): C {
  return { ...collection, optional: true };
}
