import type { Item } from "../recording/collections.ts";
import { itemsOf, type Observation } from "../recording/observation.ts";

/** The leader's lease of the controller: renewed every few seconds while it is alive (amazon-vpc-resource-controller-k8s: main.go). */
export const leaseId = "kube-system/cp-vpc-resource-controller";

/** Four times what the controller takes to lose its lease (domain 9.4, SGP-074). */
export const leaseLimitSeconds = 60;

/** For how long the lease had not been renewed when it was last read, seconds; `null`: it was not read, or says nothing. */
export function leaseAgeSeconds({ at, readAt, items }: Observation): number | null {
  const lease: Item<"leases"> | undefined = items.leases?.get(leaseId);
  return lease?.renewedAt === undefined ? null : (Math.min(at, readAt.leases ?? at) - lease.renewedAt) / 1000;
}

/** Whether the controller leads, as far as its lease says: one that was never read says nothing against it. */
export function isControllerSound(observation: Observation): boolean {
  if (observation.items.leases === undefined) return true;
  if (!itemsOf(observation, "leases").has(leaseId)) return false;
  return (leaseAgeSeconds(observation) ?? 0) <= leaseLimitSeconds;
}
