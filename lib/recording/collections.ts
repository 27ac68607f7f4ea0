import { z } from "zod";
import * as items from "./items.ts";
import * as logs from "./log-items.ts";
import { type CollectionName, collectionNames, type Origin, origins } from "./origins.ts";

export { type CollectionName, collectionNames, isLive, type SourceName } from "./origins.ts";

const schemas = {
  instances: items.instance,
  interfaces: items.networkInterface,
  securityGroups: items.securityGroup,
  securityGroupRules: items.securityGroupRule,
  subnets: items.subnet,
  vpcs: items.vpc,
  routeTables: items.routeTable,
  prefixLists: items.prefixList,
  trunkAssociations: items.trunkAssociation,
  eksClusters: items.eksCluster,
  nodes: items.node,
  pods: items.pod,
  serviceAccounts: items.serviceAccount,
  namespaces: items.namespace,
  securityGroupPolicies: items.securityGroupPolicy,
  cniNodes: items.cniNode,
  eniConfigs: items.eniConfig,
  events: items.event,
  services: items.service,
  endpointSlices: items.endpointSlice,
  daemonSets: items.daemonSet,
  configMaps: items.configMap,
  leases: items.lease,
  webhookConfigurations: items.webhookConfiguration,
  customResourceDefinitions: items.customResourceDefinition,
  clusterRoles: items.clusterAccess,
  clusterRoleBindings: items.clusterAccess,
  roles: items.namespacedAccess,
  roleBindings: items.namespacedAccess,
  networkPolicies: items.networkPolicy,
  auditEvents: logs.auditEvent,
  apiCalls: logs.apiCall,
} satisfies Record<CollectionName, z.ZodType>;

type Collections = { readonly [C in CollectionName]: Origin & { readonly schema: (typeof schemas)[C] } };

/**
 * Everything that is ever read, in one table: IAM policy, ClusterRole, freshness page and docs follow from it.
 * Item ids: the EC2 id, `namespace/name`, or `name` for what is cluster-scoped.
 */
export const collections = Object.fromEntries(
  collectionNames.map((name) => [name, { ...origins[name], schema: schemas[name] }]),
) as unknown as Collections;

export type Item<C extends CollectionName = CollectionName> = z.infer<(typeof schemas)[C]>;

export const collectionName = z.enum(collectionNames);
