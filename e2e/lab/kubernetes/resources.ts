import type { CollectionName, Item } from "../../../lib/recording/collections.ts";
import { canary } from "../canary.ts";
import { isoTime, type Json, without } from "./json.ts";
import { bodies } from "./objects.ts";

/** One kind that the API serves, and the collection it comes from. */
export interface Resource {
  readonly collection: CollectionName;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  /** Served by a CustomResourceDefinition: its objects say their kind in lists too. */
  readonly isCustom: boolean;
  /** Which items of the collection are of this kind; all of them when missing. */
  readonly holds?: (item: Item) => boolean;
}

const isMutating = (item: Item) => (item as Item<"webhookConfigurations">).mutating;

export const resources: readonly Resource[] = [
  core("pods", "Pod", true),
  core("nodes", "Node", false),
  core("serviceAccounts", "ServiceAccount", true),
  core("namespaces", "Namespace", false),
  core("events", "Event", true),
  core("services", "Service", true),
  core("configMaps", "ConfigMap", true),
  custom("securityGroupPolicies", "vpcresources.k8s.aws", "v1beta1", "SecurityGroupPolicy", true),
  custom("cniNodes", "vpcresources.k8s.aws", "v1alpha1", "CNINode", false),
  custom("eniConfigs", "crd.k8s.amazonaws.com", "v1alpha1", "ENIConfig", false),
  grouped("endpointSlices", "discovery.k8s.io", "v1", "EndpointSlice", true),
  grouped("daemonSets", "apps", "v1", "DaemonSet", true),
  grouped("leases", "coordination.k8s.io", "v1", "Lease", true),
  grouped("clusterRoles", "rbac.authorization.k8s.io", "v1", "ClusterRole", false),
  grouped("clusterRoleBindings", "rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", false),
  grouped("roles", "rbac.authorization.k8s.io", "v1", "Role", true),
  grouped("roleBindings", "rbac.authorization.k8s.io", "v1", "RoleBinding", true),
  grouped("networkPolicies", "networking.k8s.io", "v1", "NetworkPolicy", true),
  grouped("customResourceDefinitions", "apiextensions.k8s.io", "v1", "CustomResourceDefinition", false),
  {
    ...grouped("webhookConfigurations", "admissionregistration.k8s.io", "v1", "MutatingWebhookConfiguration", false),
    holds: isMutating,
  },
  {
    ...grouped("webhookConfigurations", "admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", false),
    holds: (item) => !isMutating(item),
  },
];

export function apiVersionOf({ group, version }: Resource): string {
  return group === "" ? version : `${group}/${version}`;
}

/** `pods` or `cninodes.vpcresources.k8s.aws`, as in RBAC messages. */
export function fullNameOf({ plural, group }: Resource): string {
  return group === "" ? plural : `${plural}.${group}`;
}

/** An item as the API prints it. Members of built-in lists do not say their kind. */
export function objectOf(resource: Resource, item: Item, version: number, inList = false): Json {
  const body = (bodies as Record<string, (item: Item) => Json>)[resource.collection]?.(item) ?? {};
  const typed = inList && !resource.isCustom ? {} : { apiVersion: apiVersionOf(resource), kind: resource.kind };
  return { ...typed, metadata: metadataOf(resource, item, version), ...body };
}

/** The metadata fields that any of the kinds has; a kind that lacks one leaves it out. */
interface Described {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly createdAt?: number;
  readonly deletingSince?: number;
  readonly graceSeconds?: number;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: { readonly kind: string; readonly name: string; readonly uid?: string };
  readonly finalizers?: readonly string[];
  readonly specChangedAt?: number;
  readonly featuresChangedAt?: number;
  readonly firstAt?: number;
}

function metadataOf(resource: Resource, item: Item, version: number): Json {
  const facts = item as Described;
  const grace = facts.deletingSince === undefined ? undefined : (facts.graceSeconds ?? 30);
  return without({
    name: facts.name,
    generateName: facts.owner ? `${facts.owner.name}-` : undefined,
    namespace: facts.namespace,
    uid: facts.uid,
    resourceVersion: String(version),
    generation: facts.generation,
    creationTimestamp: isoTime(facts.createdAt ?? facts.firstAt),
    deletionTimestamp:
      facts.deletingSince === undefined ? undefined : isoTime(facts.deletingSince + (grace ?? 0) * 1000),
    deletionGracePeriodSeconds: grace,
    labels: facts.labels && Object.keys(facts.labels).length > 0 ? facts.labels : undefined,
    annotations: {
      ...facts.annotations,
      "kubectl.kubernetes.io/last-applied-configuration": `{"kind":"${resource.kind}","stringData":{"password":"${canary}"}}\n`,
    },
    ownerReferences: facts.owner && [
      without({ apiVersion: "apps/v1", ...facts.owner, controller: true, blockOwnerDeletion: true }),
    ],
    finalizers: facts.finalizers,
    managedFields: managedFields(resource, facts),
  });
}

function managedFields(resource: Resource, { createdAt, specChangedAt, featuresChangedAt }: Described): Json[] {
  const written = (manager: string, at: number | undefined, fields: Json) => ({
    manager,
    operation: "Update",
    apiVersion: apiVersionOf(resource),
    time: isoTime(at),
    fieldsType: "FieldsV1",
    fieldsV1: fields,
  });
  const entries = [written("kube-controller-manager", createdAt, usualFields)];
  if (specChangedAt !== undefined) entries.push(written("kubectl-edit", specChangedAt, { "f:spec": { ".": {} } }));
  if (featuresChangedAt !== undefined) {
    entries.push(written("aws-k8s-agent", featuresChangedAt, { "f:spec": { "f:features": {} } }));
  }
  return entries;
}

const usualFields = {
  "f:metadata": {
    "f:generateName": {},
    "f:labels": { ".": {}, "f:app": {}, "f:pod-template-hash": {} },
    "f:ownerReferences": { ".": {}, 'k:{"uid":"6d2a4e0e-5a3f-4b7e-9d8e-1a2b3c4d5e6f"}': {} },
  },
  "f:status": {
    "f:conditions": {
      'k:{"type":"ContainersReady"}': {
        ".": {},
        "f:lastProbeTime": {},
        "f:lastTransitionTime": {},
        "f:status": {},
        "f:type": {},
      },
      'k:{"type":"Initialized"}': {
        ".": {},
        "f:lastProbeTime": {},
        "f:lastTransitionTime": {},
        "f:status": {},
        "f:type": {},
      },
      'k:{"type":"Ready"}': {
        ".": {},
        "f:lastProbeTime": {},
        "f:lastTransitionTime": {},
        "f:status": {},
        "f:type": {},
      },
    },
    "f:phase": {},
    "f:podIP": {},
  },
};

function core(collection: CollectionName, kind: string, namespaced: boolean): Resource {
  return grouped(collection, "", "v1", kind, namespaced);
}

function custom(
  collection: CollectionName,
  group: string,
  version: string,
  kind: string,
  namespaced: boolean,
): Resource {
  return { ...grouped(collection, group, version, kind, namespaced), isCustom: true };
}

function grouped(
  collection: CollectionName,
  group: string,
  version: string,
  kind: string,
  namespaced: boolean,
): Resource {
  const lower = kind.toLowerCase();
  const plural = lower.endsWith("y") ? `${lower.slice(0, -1)}ies` : `${lower}s`;
  return { collection, group, version, kind, plural, namespaced, isCustom: false };
}
