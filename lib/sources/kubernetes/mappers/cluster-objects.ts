import type { Item } from "../../../recording/collections.ts";
import { configMapData } from "../config-map-keys.ts";
import {
  type Json,
  known,
  listIn,
  numberIn,
  objectIn,
  objectsIn,
  textIn,
  textsIn,
  timeIn,
  unlessEmpty,
} from "../fields.ts";
import { containersIn } from "./containers.ts";
import { selectorIn } from "./label-selector.ts";
import { metadataOf, namespacedMetadataOf } from "./metadata.ts";

export function namespaceOf(object: Json): Item<"namespaces"> {
  return known({ ...metadataOf(object), phase: textIn(objectIn(object["status"])["phase"]) });
}

export function serviceAccountOf(object: Json): Item<"serviceAccounts"> {
  return namespacedMetadataOf(object);
}

export function daemonSetOf(object: Json): Item<"daemonSets"> {
  const metadata = namespacedMetadataOf(object);
  const template = objectIn(objectIn(objectIn(object["spec"])["template"])["spec"]);
  const status = objectIn(object["status"]);
  const isAwsNode = metadata.name === "aws-node";
  return known({
    ...metadata,
    generation: numberIn(objectIn(object["metadata"])["generation"]),
    initContainers: unlessEmpty(containersIn(template["initContainers"], isAwsNode)),
    containers: containersIn(template["containers"], isAwsNode),
    desired: numberIn(status["desiredNumberScheduled"]),
    ready: numberIn(status["numberReady"]),
    updated: numberIn(status["updatedNumberScheduled"]),
  });
}

export function configMapOf(object: Json): Item<"configMaps"> {
  const metadata = namespacedMetadataOf(object);
  return { ...metadata, data: configMapData(metadata.name, objectIn(object["data"])) };
}

export function leaseOf(object: Json): Item<"leases"> {
  const spec = objectIn(object["spec"]);
  return known({
    ...namespacedMetadataOf(object),
    holder: textIn(spec["holderIdentity"]),
    durationSeconds: numberIn(spec["leaseDurationSeconds"]),
    renewedAt: timeIn(spec["renewTime"]),
  });
}

/** A mutating or validating webhook configuration. Of the CA bundle only whether there is one. */
export function webhookConfigurationOf(mutating: boolean) {
  return (object: Json): Item<"webhookConfigurations"> => ({
    ...metadataOf(object),
    mutating,
    webhooks: objectsIn(object["webhooks"]).map((webhook) =>
      known({
        name: textIn(webhook["name"]) ?? "",
        failurePolicy: textIn(webhook["failurePolicy"]),
        hasCaBundle: textIn(objectIn(webhook["clientConfig"])["caBundle"]) !== undefined,
        namespaceSelector: selectorIn(webhook["namespaceSelector"]) ?? undefined,
        objectSelector: selectorIn(webhook["objectSelector"]) ?? undefined,
        rules: objectsIn(webhook["rules"]).map((rule) => ({
          operations: textsIn(rule["operations"]),
          apiGroups: textsIn(rule["apiGroups"]),
          apiVersions: textsIn(rule["apiVersions"]),
          resources: textsIn(rule["resources"]),
        })),
      }),
    ),
  });
}

export function customResourceDefinitionOf(object: Json): Item<"customResourceDefinitions"> {
  const spec = objectIn(object["spec"]);
  const served = objectsIn(spec["versions"]).filter((version) => version["served"] !== false);
  return known({
    ...metadataOf(object),
    group: textIn(spec["group"]),
    kind: textIn(objectIn(spec["names"])["kind"]),
    versions: unlessEmpty(served.flatMap(({ name }) => textIn(name) ?? [])),
  });
}

/** networking.k8s.io NetworkPolicy: whom it selects and how many rules it has; the rules themselves are not evaluated. */
export function networkPolicyOf(object: Json): Item<"networkPolicies"> {
  const spec = objectIn(object["spec"]);
  return known({
    ...namespacedMetadataOf(object),
    podSelector: selectorIn(spec["podSelector"]) ?? {},
    policyTypes: textsIn(spec["policyTypes"]),
    ingressRules: listIn(spec["ingress"]).length,
    egressRules: listIn(spec["egress"]).length,
  });
}
