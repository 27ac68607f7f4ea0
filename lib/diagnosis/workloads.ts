import type { Item } from "../recording/collections.ts";

const restartable: Readonly<Record<string, string>> = {
  Deployment: "deployment",
  StatefulSet: "statefulset",
  DaemonSet: "daemonset",
};

/**
 * What one restarts to get another pod in the place of this one, as kubectl names it: `deployment/web`, `statefulset/db`, else `pod/NAME`.
 * A ReplicaSet's name is its Deployment's with the hash of the template that the pod carries as a label.
 */
export function workloadOf({ name, owner, labels }: Item<"pods">): string {
  if (owner === undefined) return `pod/${name}`;
  const hash = labels["pod-template-hash"];
  if (owner.kind === "ReplicaSet" && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return `deployment/${owner.name.slice(0, -hash.length - 1)}`;
  }
  const kind = restartable[owner.kind];
  return kind === undefined ? `pod/${name}` : `${kind}/${owner.name}`;
}
