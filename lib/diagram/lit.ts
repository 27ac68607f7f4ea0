import { cardOf } from "./card.ts";
import type { Model } from "./model.ts";

/** What stays at full strength while something is selected or searched for. */
export interface Lit {
  /** Of what is here. */
  readonly ids: ReadonlySet<string>;
  /** Of instances whose details are not here. */
  readonly far: ReadonlyMap<string, FarLit>;
}

export interface FarLit {
  /** Whether something on the instance is lit that is no slot, such as the instance itself. */
  readonly self: boolean;
  /** The slots that are, by their order over all sections of the outline. */
  readonly cells: ReadonlySet<number>;
}

export function isHostLit({ ids, far }: Lit, instanceId: string): boolean {
  return ids.has(instanceId) || far.has(instanceId);
}

/** Whether a slot is lit, by its order over all sections of the instance's outline. */
export function isCellLit({ ids, far }: Lit, model: Model, instanceId: string, order: number): boolean {
  const card = cardOf(model, instanceId);
  if (!card) return far.get(instanceId)?.cells.has(order) ?? false;
  let left = order;
  for (const { slots } of card.enis) {
    if (slots === null) continue;
    const slot = slots[left];
    if (slot) return (slot.branch !== null && ids.has(slot.branch.id)) || slot.pods.some(({ id }) => ids.has(id));
    left -= slots.length;
  }
  return false;
}
