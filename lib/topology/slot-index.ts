import { MultiMap } from "./multi-map.ts";

/** Branches by trunk and VLAN id. */
export class SlotIndex {
  readonly #byTrunk = new Map<string, MultiMap<string, number>>();

  add({ trunkId, vlan }: Slot, branchId: string): void {
    const slots = this.#byTrunk.get(trunkId) ?? new MultiMap<string, number>();
    if (!this.#byTrunk.has(trunkId)) this.#byTrunk.set(trunkId, slots);
    slots.add(vlan, branchId);
  }

  delete({ trunkId, vlan }: Slot, branchId: string): void {
    const slots = this.#byTrunk.get(trunkId);
    slots?.delete(vlan, branchId);
    if (slots?.isEmpty) this.#byTrunk.delete(trunkId);
  }

  get({ trunkId, vlan }: Slot): Iterable<string> {
    return this.#byTrunk.get(trunkId)?.get(vlan) ?? [];
  }

  count({ trunkId, vlan }: Slot): number {
    return this.#byTrunk.get(trunkId)?.count(vlan) ?? 0;
  }
}

export interface Slot {
  readonly trunkId: string;
  readonly vlan: number;
}
