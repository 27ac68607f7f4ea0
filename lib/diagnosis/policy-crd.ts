import type { World } from "./world.ts";

/** Without its CustomResourceDefinition there are no policies (domain 13.18). */
export const policyCrd = "securitygrouppolicies.vpcresources.k8s.aws";

/**
 * Whether the definition is known to be missing. Policies that can be listed now prove that it is there: what was read of definitions was
 * then not all of them.
 */
export function isPolicyCrdMissing(world: World): boolean {
  return world.shared("policy-crd-missing", (now) => {
    if (!now.wasRead("customResourceDefinitions") || now.item("customResourceDefinitions", policyCrd)) return false;
    return (
      !now.wasRead("securityGroupPolicies") ||
      now.items("securityGroupPolicies").size === 0 ||
      now.observation.failures.securityGroupPolicies !== undefined
    );
  });
}
