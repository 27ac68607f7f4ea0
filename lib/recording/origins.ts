/** Where a collection is read from. `eks`, `audit` and `cloudtrail` are never read live: they come with imported files. */
export type SourceName = "ec2" | "kubernetes" | "eks" | "audit" | "cloudtrail";

/** Sources that are watched. */
export function isLive(source: SourceName): boolean {
  return source === "ec2" || source === "kubernetes";
}

export interface Origin {
  readonly source: SourceName;
  /** What a reader must be granted: an IAM action, or `verbs resource.group` with `(name, ...)` where names restrict it. */
  readonly permission: string;
  /** Optional: without it Trunkscope only knows less; its absence is not an error. */
  readonly optional: boolean;
}

/** Where each collection comes from, without the shapes of its items: the page needs no more. */
export const origins = {
  instances: ec2("ec2:DescribeInstances"),
  interfaces: ec2("ec2:DescribeNetworkInterfaces"),
  securityGroups: ec2("ec2:DescribeSecurityGroups"),
  securityGroupRules: ec2("ec2:DescribeSecurityGroupRules"),
  subnets: ec2("ec2:DescribeSubnets"),
  vpcs: ec2("ec2:DescribeVpcs"),
  routeTables: optional(ec2("ec2:DescribeRouteTables")),
  prefixLists: optional(ec2("ec2:DescribeManagedPrefixLists ec2:GetManagedPrefixListEntries")),
  trunkAssociations: optional(ec2("ec2:DescribeTrunkInterfaceAssociations")),

  eksClusters: { source: "eks", permission: "eks:DescribeCluster", optional: true },

  nodes: kubernetes("nodes"),
  pods: kubernetes("pods"),
  serviceAccounts: kubernetes("serviceaccounts"),
  namespaces: kubernetes("namespaces"),
  securityGroupPolicies: kubernetes("securitygrouppolicies.vpcresources.k8s.aws"),
  cniNodes: kubernetes("cninodes.vpcresources.k8s.aws"),
  eniConfigs: optional(kubernetes("eniconfigs.crd.k8s.amazonaws.com")),
  events: optional(kubernetes("events")),
  services: optional(kubernetes("services")),
  endpointSlices: optional(kubernetes("endpointslices.discovery.k8s.io")),
  daemonSets: kubernetes("daemonsets.apps"),
  configMaps: named(kubernetes("configmaps"), "amazon-vpc-cni, kube-proxy-config, coredns"),
  leases: named(optional(kubernetes("leases.coordination.k8s.io")), "cp-vpc-resource-controller"),
  webhookConfigurations: named(
    optional(kubernetes("mutatingwebhookconfigurations,validatingwebhookconfigurations.admissionregistration.k8s.io")),
    "vpc-resource-mutating-webhook, vpc-resource-validating-webhook",
  ),
  customResourceDefinitions: named(
    optional(kubernetes("customresourcedefinitions.apiextensions.k8s.io")),
    "securitygrouppolicies.vpcresources.k8s.aws, cninodes.vpcresources.k8s.aws, eniconfigs.crd.k8s.amazonaws.com",
  ),
  clusterRoles: named(optional(kubernetes("clusterroles.rbac.authorization.k8s.io")), "vpc-resource-controller-role"),
  clusterRoleBindings: named(
    optional(kubernetes("clusterrolebindings.rbac.authorization.k8s.io")),
    "vpc-resource-controller-rolebinding",
  ),
  roles: named(optional(kubernetes("roles.rbac.authorization.k8s.io")), "eks-vpc-resource-controller-role"),
  roleBindings: named(
    optional(kubernetes("rolebindings.rbac.authorization.k8s.io")),
    "eks-vpc-resource-controller-rolebinding",
  ),
  networkPolicies: optional(kubernetes("networkpolicies.networking.k8s.io")),

  auditEvents: { source: "audit", permission: "logs:FilterLogEvents", optional: true },
  apiCalls: { source: "cloudtrail", permission: "cloudtrail:LookupEvents", optional: true },
} satisfies Record<string, Origin>;

export type CollectionName = keyof typeof origins;

export const collectionNames = Object.keys(origins) as readonly CollectionName[];

function ec2(permission: string): Origin {
  return { source: "ec2", permission, optional: false };
}

function kubernetes(resource: string): Origin {
  return { source: "kubernetes", permission: `get,list,watch ${resource}`, optional: false };
}

function named(origin: Origin, names: string): Origin {
  return { ...origin, permission: `${origin.permission.replace("get,list,watch", "get")} (${names})` };
}

function optional(origin: Origin): Origin {
  return { ...origin, optional: true };
}
