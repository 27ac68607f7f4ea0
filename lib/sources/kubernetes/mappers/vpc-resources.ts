import type { Item } from "../../../recording/collections.ts";
import {
  dictionaryIn,
  type Json,
  known,
  numberIn,
  objectIn,
  objectsIn,
  textIn,
  textsIn,
  unlessEmpty,
} from "../fields.ts";
import { selectorIn } from "./label-selector.ts";
import { changedAt, metadataOf, namespacedMetadataOf } from "./metadata.ts";

/** vpcresources.k8s.aws/v1beta1 SecurityGroupPolicy: the schema admits missing selectors and groups, so do we (domain 1.5). */
export function securityGroupPolicyOf(object: Json): Item<"securityGroupPolicies"> {
  const spec = objectIn(object["spec"]);
  return known({
    ...namespacedMetadataOf(object),
    generation: numberIn(objectIn(object["metadata"])["generation"]),
    specChangedAt: changedAt(object, "f:spec"),
    podSelector: selectorIn(spec["podSelector"]),
    serviceAccountSelector: selectorIn(spec["serviceAccountSelector"]),
    groupIds: textsIn(objectIn(spec["securityGroups"])["groupIds"]),
  });
}

/** vpcresources.k8s.aws/v1alpha1 CNINode (domain 1.4). Features written as plain strings are the wrong shape and mean nothing. */
export function cniNodeOf(object: Json): Item<"cniNodes"> {
  const spec = objectIn(object["spec"]);
  return known({
    ...metadataOf(object),
    features: objectsIn(spec["features"]).flatMap((feature) => {
      const name = textIn(feature["name"]);
      return name === undefined ? [] : [known({ name, value: textIn(feature["value"]) })];
    }),
    tags: dictionaryIn(spec["tags"]),
    finalizers: unlessEmpty(textsIn(objectIn(object["metadata"])["finalizers"])),
    featuresChangedAt: changedAt(object, "f:spec", "f:features"),
    trunkId: interfaceIdIn(objectIn(object["status"])["trunkInterface"]),
  });
}

/** crd.k8s.amazonaws.com/v1alpha1 ENIConfig. */
export function eniConfigOf(object: Json): Item<"eniConfigs"> {
  const spec = objectIn(object["spec"]);
  return known({
    ...metadataOf(object),
    subnet: textIn(spec["subnet"]),
    securityGroups: textsIn(spec["securityGroups"]),
  });
}

/** An ENI id, given as it is or as a field of an object whose other fields no release has fixed yet. */
function interfaceIdIn(value: unknown): string | undefined {
  const candidates = typeof value === "string" ? [value] : Object.values(objectIn(value));
  return candidates.find(
    (candidate): candidate is string => typeof candidate === "string" && /^eni-[0-9a-f]+$/.test(candidate),
  );
}
