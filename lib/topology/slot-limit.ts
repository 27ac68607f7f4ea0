import type { Instance, Trunk } from "./resources.ts";

/** Branch slots of a trunk: the table of instance types, else what the node offers; `null` when neither says (domain 8 `limit`). */
export function slotLimitOf(trunk: Trunk, instance: Instance | undefined): number | null {
  return trunk.limit ?? instance?.allocatable?.podEni ?? instance?.limits?.branches ?? null;
}

/** Slots that something holds: what the controller counts against the limit. */
export function heldSlotsOf({ slots }: Trunk): number {
  return slots.used + slots.allocating + slots.cooling + slots.unowned + slots.orphan;
}
