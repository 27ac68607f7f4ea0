import type { Item } from "../../recording/collections.ts";
import { isOfInterest } from "./events-of-interest.ts";
import { type Json, objectIn, textIn } from "./fields.ts";
import * as cluster from "./mappers/cluster-objects.ts";
import { eventOf } from "./mappers/event.ts";
import { metadataOf, namespacedMetadataOf } from "./mappers/metadata.ts";
import { nodeOf } from "./mappers/node.ts";
import { podOf } from "./mappers/pod.ts";
import { endpointSliceOf, serviceOf } from "./mappers/services.ts";
import { cniNodeOf, eniConfigOf, securityGroupPolicyOf } from "./mappers/vpc-resources.ts";
import { type KubernetesCollection, type Named, resources } from "./resources.ts";

/** An API object as one of our items, or why it is none. `unused`: nothing is wrong with it, Trunkscope just does not look at such objects. */
export type Mapped<C extends KubernetesCollection = KubernetesCollection> = ItemFound<C> | NoItem;

export type ItemFound<C extends KubernetesCollection = KubernetesCollection> = {
  [K in C]: { readonly collection: K; readonly id: string; readonly uid: string; readonly item: Item<K> };
}[C];

export interface NoItem {
  readonly problem: string;
  readonly unused: boolean;
  /** Its id, where the object says it. */
  readonly id: string | null;
}

interface Kind<C extends KubernetesCollection = KubernetesCollection> {
  readonly collection: C;
  readonly namespaced: boolean;
  readonly map: (object: Json) => Item<C>;
  /** Which objects of the kind are used; all of them when missing. */
  readonly uses?: (object: Json, namespace: string, name: string) => boolean;
}

const system = "kube-system";

/** By API group and kind, whatever the version: the fields used read the same in all served ones. */
const kinds: Readonly<Record<string, Kind>> = {
  "/Node": clusterScoped("nodes", nodeOf),
  "/Pod": namespaced("pods", podOf),
  "/ServiceAccount": namespaced("serviceAccounts", cluster.serviceAccountOf),
  "/Namespace": clusterScoped("namespaces", cluster.namespaceOf),
  "vpcresources.k8s.aws/SecurityGroupPolicy": namespaced("securityGroupPolicies", securityGroupPolicyOf),
  "vpcresources.k8s.aws/CNINode": clusterScoped("cniNodes", cniNodeOf),
  "crd.k8s.amazonaws.com/ENIConfig": clusterScoped("eniConfigs", eniConfigOf),
  "/Event": namespaced("events", eventOf, eventIsUsed),
  "events.k8s.io/Event": namespaced("events", eventOf, eventIsUsed),
  "/Service": namespaced("services", serviceOf),
  "discovery.k8s.io/EndpointSlice": namespaced("endpointSlices", endpointSliceOf),
  "apps/DaemonSet": namespaced("daemonSets", cluster.daemonSetOf, (_, namespace) => namespace === system),
  "/ConfigMap": namespaced("configMaps", cluster.configMapOf, isNamedIn("configMaps")),
  "coordination.k8s.io/Lease": namespaced("leases", cluster.leaseOf, isNamedIn("leases")),
  "admissionregistration.k8s.io/MutatingWebhookConfiguration": clusterScoped(
    "webhookConfigurations",
    cluster.webhookConfigurationOf(true),
    (_object, _namespace, name) => name === resources.webhookConfigurations.names[0],
  ),
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration": clusterScoped(
    "webhookConfigurations",
    cluster.webhookConfigurationOf(false),
    (_object, _namespace, name) => name === resources.webhookConfigurations.names[1],
  ),
  "apiextensions.k8s.io/CustomResourceDefinition": clusterScoped(
    "customResourceDefinitions",
    cluster.customResourceDefinitionOf,
    isNamed("customResourceDefinitions"),
  ),
  "rbac.authorization.k8s.io/ClusterRole": clusterScoped("clusterRoles", metadataOf, isNamed("clusterRoles")),
  "rbac.authorization.k8s.io/ClusterRoleBinding": clusterScoped(
    "clusterRoleBindings",
    metadataOf,
    isNamed("clusterRoleBindings"),
  ),
  "rbac.authorization.k8s.io/Role": namespaced("roles", namespacedMetadataOf, isNamedIn("roles")),
  "rbac.authorization.k8s.io/RoleBinding": namespaced("roleBindings", namespacedMetadataOf, isNamedIn("roleBindings")),
  "networking.k8s.io/NetworkPolicy": namespaced("networkPolicies", cluster.networkPolicyOf),
};

const kindOfCollection = new Map<KubernetesCollection, Kind>();
const nameOfKind = new Map<Kind, string>();
for (const [name, kind] of Object.entries(kinds)) {
  nameOfKind.set(kind, name.slice(name.indexOf("/") + 1));
  if (!kindOfCollection.has(kind.collection)) kindOfCollection.set(kind.collection, kind);
}

/** The collection that objects of a kind belong to, whatever the API version; `undefined` for kinds that are not used. */
export function collectionOfKind(apiVersion: string, kind: string): KubernetesCollection | undefined {
  return rowOf(apiVersion, kind)?.collection;
}

/** One object as `kubectl get -o json` or a GET prints it: its apiVersion and kind decide. Lists are for the caller to unfold. */
export function itemFromObject(object: unknown): Mapped {
  const { apiVersion, kind } = objectIn(object);
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    return { problem: "it has no apiVersion and kind, so it is no Kubernetes object", unused: false, id: null };
  }
  const row = rowOf(apiVersion, kind);
  if (!row) return { problem: `objects of kind ${kind} (${apiVersion}) are not used`, unused: true, id: null };
  return mapped(row, objectIn(object));
}

/** One object of a list or watch of this collection: members of a list do not say their kind. */
export function itemOf<C extends KubernetesCollection>(collection: C, object: unknown): Mapped<C> {
  const row = kindOfCollection.get(collection);
  if (!row) throw new Error(`no mapper for ${collection}`);
  // The row was looked up by this very collection.
  return mapped(row, objectIn(object)) as Mapped<C>;
}

function rowOf(apiVersion: string, kind: string): Kind | undefined {
  const slash = apiVersion.indexOf("/");
  const name = `${slash < 0 ? "" : apiVersion.slice(0, slash)}/${kind}`;
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

function mapped(row: Kind, object: Json): Mapped {
  const kind = nameOfKind.get(row) ?? row.collection;
  const metadata = objectIn(object["metadata"]);
  const name = textIn(metadata["name"]);
  if (name === undefined) return { problem: `a ${kind} without a name in its metadata`, unused: false, id: null };
  const namespace = textIn(metadata["namespace"]) ?? "";
  if (row.namespaced && namespace === "")
    return { problem: `${kind} ${name} names no namespace`, unused: false, id: null };
  const id = row.namespaced ? `${namespace}/${name}` : name;
  if (row.uses && !row.uses(object, namespace, name))
    return { problem: `${kind} ${id} is not one that is used`, unused: true, id };
  const found = { collection: row.collection, id, uid: textIn(metadata["uid"]) ?? "", item: row.map(object) };
  // Each row's map yields the items of that row's collection.
  return found as ItemFound;
}

function clusterScoped<C extends KubernetesCollection>(
  collection: C,
  map: (object: Json) => Item<C>,
  uses?: Kind["uses"],
): Kind {
  return { collection, namespaced: false, map, ...(uses && { uses }) };
}

function namespaced<C extends KubernetesCollection>(
  collection: C,
  map: (object: Json) => Item<C>,
  uses?: Kind["uses"],
): Kind {
  return { ...clusterScoped(collection, map, uses), namespaced: true };
}

type NamedCollection = {
  [C in KubernetesCollection]: (typeof resources)[C] extends Named ? C : never;
}[KubernetesCollection];

function isNamed(collection: NamedCollection): NonNullable<Kind["uses"]> {
  return (_object, _namespace, name) => resources[collection].names.includes(name);
}

function isNamedIn(collection: NamedCollection): NonNullable<Kind["uses"]> {
  return (_object, namespace, name) => namespace === system && resources[collection].names.includes(name);
}

function eventIsUsed(object: Json): boolean {
  return isOfInterest(textIn(object["reason"]) ?? "", textIn(object["message"] ?? object["note"]) ?? "");
}
