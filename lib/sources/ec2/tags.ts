import { listOf, textOf } from "./fields.ts";

/** The tags that something uses; every other tag stays in the account. */
const kept = [
  /^Name$/,
  /^eks:/,
  /^aws:eks:/,
  /^kubernetes\.io\/cluster\//,
  /^karpenter\.sh\//,
  /^cluster\.k8s\.amazonaws\.com\//,
  /^node\.k8s\.amazonaws\.com\//,
  /^vpcresources\.k8s\.aws\//,
];

/** Tags as EC2 writes them (`[{ Key, Value }]`, under `TagSet` for ENIs and `Tags` elsewhere), reduced to those in use. */
export function tagsOf(...lists: readonly unknown[]): Record<string, string> {
  const tags = new Map<string, string>();
  for (const { Key, Value } of lists.flatMap((list) => listOf(list) ?? [])) {
    const key = textOf(Key);
    if (key && kept.some((pattern) => pattern.test(key))) tags.set(key, textOf(Value) ?? "");
  }
  return Object.fromEntries(tags);
}
