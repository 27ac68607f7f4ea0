import type { Item } from "../recording/collections.ts";

/** Whether a pod says Windows in words that the webhook does not look at, so that it takes it for a Linux one (domain 1.9). */
export function isForWindows({ os, runtimeClass = "", affinityLabels = {} }: Item<"pods">): boolean {
  const systems = affinityLabels["kubernetes.io/os"] ?? affinityLabels["beta.kubernetes.io/os"] ?? [];
  const isBound = systems.length > 0 && systems.every((name) => name === "windows");
  return os === "windows" || /windows/i.test(runtimeClass) || isBound;
}
