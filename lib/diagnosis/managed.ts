import type { Item } from "../recording/collections.ts";
import type { Interface } from "../topology/resources.ts";
import type { Host } from "./host.ts";

/** Whether the controller looks after a node (domain 8 `managed`). `null`: cannot be said. */
export function isManaged({ instance }: Host): boolean | null {
  if (instance === undefined || instance.management === "unknown") return null;
  return instance.management === "cni-node" || instance.management === "legacy-label";
}

/** Whether the checks of nodes apply: not to Auto Mode, Fargate, hybrid and Windows nodes, nor to what is no node (domain 8, suppression 3). */
export function isOrdinaryNode(host: Host): host is Host & { readonly node: Item<"nodes"> } {
  const { instance, node } = host;
  if (instance === undefined || node === undefined || instance.os === "windows") return false;
  return !["auto-mode", "fargate", "hybrid"].includes(instance.management);
}

/** Whether the type takes a trunk; `null`: the type is not known, or not in the table (domain 2.7). */
export function canTrunk({ instance }: Host): boolean | null {
  return instance?.limits?.trunk ?? null;
}

/** The ENI with device index 0 on network card 0. */
export function primaryOf({ interfaces }: Host): Interface | undefined {
  return interfaces.find(({ deviceIndex, networkCardIndex = 0 }) => deviceIndex === 0 && networkCardIndex === 0);
}
