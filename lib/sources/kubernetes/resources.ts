import { type CollectionName, collections } from "../../recording/collections.ts";
import { eventFieldSelector } from "./events-of-interest.ts";

/** A collection that is listed and then watched. */
export interface Watched {
  readonly how: "watch";
  readonly resource: string;
  /** List paths, newest API version first: an older server answers 404 to the first. */
  readonly paths: readonly string[];
  readonly pageSize: number;
  readonly fieldSelector: string | null;
  /** Served by a CustomResourceDefinition, so that a 404 means that it is not installed. */
  readonly isCustom: boolean;
}

/** A collection of which only objects known by name are read, one GET each. */
export interface Named {
  readonly how: "get";
  readonly resource: string;
  readonly paths: readonly string[];
  readonly names: readonly string[];
  readonly everySeconds: number;
}

const system = "kube-system";
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const usualPage = 500;

/** How each Kubernetes collection is read; the permissions of lib/recording/collections.ts follow from the same rows. */
export const resources = {
  nodes: watched("nodes", ["/api/v1/nodes"]),
  pods: watched("pods", ["/api/v1/pods"]),
  serviceAccounts: watched("serviceaccounts", ["/api/v1/serviceaccounts"]),
  namespaces: watched("namespaces", ["/api/v1/namespaces"]),
  securityGroupPolicies: custom("securitygrouppolicies", "vpcresources.k8s.aws", "v1beta1"),
  cniNodes: custom("cninodes", "vpcresources.k8s.aws", "v1alpha1"),
  eniConfigs: custom("eniconfigs", "crd.k8s.amazonaws.com", "v1alpha1"),
  events: { ...watched("events", ["/api/v1/events"]), fieldSelector: eventFieldSelector },
  services: watched("services", ["/api/v1/services"]),
  endpointSlices: watched("endpointslices.discovery.k8s.io", [
    "/apis/discovery.k8s.io/v1/endpointslices",
    "/apis/discovery.k8s.io/v1beta1/endpointslices",
  ]),
  daemonSets: watched("daemonsets.apps", [`/apis/apps/v1/namespaces/${system}/daemonsets`]),
  configMaps: named("configmaps", `/api/v1/namespaces/${system}/configmaps`, [
    "amazon-vpc-cni",
    "kube-proxy-config",
    "coredns",
  ]),
  leases: {
    ...named("leases.coordination.k8s.io", `/apis/coordination.k8s.io/v1/namespaces/${system}/leases`, [
      "cp-vpc-resource-controller",
    ]),
    everySeconds: 15,
  },
  webhookConfigurations: {
    how: "get",
    resource: "mutatingwebhookconfigurations,validatingwebhookconfigurations.admissionregistration.k8s.io",
    names: ["vpc-resource-mutating-webhook", "vpc-resource-validating-webhook"],
    paths: [
      "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/vpc-resource-mutating-webhook",
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/vpc-resource-validating-webhook",
    ],
    everySeconds: 45,
  },
  customResourceDefinitions: named(
    "customresourcedefinitions.apiextensions.k8s.io",
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
    ["securitygrouppolicies.vpcresources.k8s.aws", "cninodes.vpcresources.k8s.aws", "eniconfigs.crd.k8s.amazonaws.com"],
  ),
  clusterRoles: named("clusterroles.rbac.authorization.k8s.io", `${rbac}/clusterroles`, [
    "vpc-resource-controller-role",
  ]),
  clusterRoleBindings: named("clusterrolebindings.rbac.authorization.k8s.io", `${rbac}/clusterrolebindings`, [
    "vpc-resource-controller-rolebinding",
  ]),
  roles: named("roles.rbac.authorization.k8s.io", `${rbac}/namespaces/${system}/roles`, [
    "eks-vpc-resource-controller-role",
  ]),
  roleBindings: named("rolebindings.rbac.authorization.k8s.io", `${rbac}/namespaces/${system}/rolebindings`, [
    "eks-vpc-resource-controller-rolebinding",
  ]),
  networkPolicies: watched("networkpolicies.networking.k8s.io", ["/apis/networking.k8s.io/v1/networkpolicies"]),
} satisfies { [C in CollectionName]?: Watched | Named };

export type KubernetesCollection = keyof typeof resources;

export const kubernetesCollections = Object.keys(resources) as readonly KubernetesCollection[];

/** The permission that reading a collection takes, in the words of lib/recording/collections.ts. */
export function permissionOf(collection: KubernetesCollection): string {
  const row: Watched | Named = resources[collection];
  return row.how === "watch" ? `get,list,watch ${row.resource}` : `get ${row.resource} (${row.names.join(", ")})`;
}

const knownPaths: ReadonlySet<string> = new Set(
  kubernetesCollections.flatMap((name): readonly string[] => resources[name].paths).concat("/version"),
);

/** Whether a path is one of the table's (or `/version`): nothing else is ever requested, so no Secret, exec or proxy either. */
export function isKnownPath(path: string): boolean {
  return knownPaths.has(path);
}

/** What to grant when a read is refused. */
export function grantFor(collection: KubernetesCollection): string {
  const { permission, optional } = collections[collection];
  return optional ? `Grant ${permission} to see it; the rest works without.` : `Grant ${permission}.`;
}

function watched(resource: string, paths: readonly string[]): Watched {
  return { how: "watch", resource, paths, pageSize: usualPage, fieldSelector: null, isCustom: false };
}

function custom(plural: string, group: string, version: string): Watched {
  return { ...watched(`${plural}.${group}`, [`/apis/${group}/${version}/${plural}`]), isCustom: true };
}

function named(resource: string, base: string, names: readonly string[]): Named {
  return { how: "get", resource, names, paths: names.map((name) => `${base}/${name}`), everySeconds: 45 };
}
