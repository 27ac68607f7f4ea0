import type { Host } from "./host.ts";

/** How many ENIs aws-node lets an instance have: what the type takes, or MAX_ENI where that is less; `null`: not known (amazon-vpc-cni-k8s: pkg/ipamd/ipamd.go getMaxENI). */
export function mostInterfacesOf({ instance, awsNode }: Host): number | null {
  const limit = instance?.limits?.interfaces;
  if (limit === undefined) return null;
  return Math.min(limit, maxEniOf(awsNode?.env) ?? limit);
}

/** MAX_ENI; `null`: not set, or nothing that counts. */
export function maxEniOf(env: Readonly<Record<string, string>> | undefined): number | null {
  const text = env?.MAX_ENI;
  return text !== undefined && /^[1-9]\d*$/.test(text) ? Number(text) : null;
}
