import { branchStates } from "../topology/branch-states.ts";
import type { Branch, Pod } from "../topology/resources.ts";

/** `requested`: a bound pod waits for a branch, which has no VLAN yet. */
export const slotStates = [...branchStates, "requested", "free"] as const;
export type SlotState = (typeof slotStates)[number];

export interface Slot {
  readonly key: string;
  /** The branch's VLAN, or for a free slot the lowest number nobody holds; `null` = not known. */
  readonly vlan: number | null;
  readonly state: SlotState;
  readonly branch: Branch | null;
  readonly pods: readonly Pod[];
}

interface Trunk {
  readonly branches: readonly Branch[];
  readonly podsOf: (branch: Branch) => readonly Pod[];
  readonly waiting: readonly Pod[];
  /** `undefined`: unknown, so that free slots cannot be counted. */
  readonly limit: number | undefined;
}

/** The slots of a trunk in the order of their VLANs; those without one at the end. */
export function slotsOf({ branches, podsOf, waiting, limit }: Trunk): Slot[] {
  const held = branches.map(
    (branch): Slot => ({ key: branch.id, vlan: branch.vlan, state: branch.state, branch, pods: podsOf(branch) }),
  );
  const requested = waiting.map(
    (pod): Slot => ({ key: pod.id, vlan: null, state: "requested", branch: null, pods: [pod] }),
  );
  const taken = new Set(branches.map(({ vlan }) => vlan));
  const free: Slot[] = [];
  const count = Math.max(0, (limit ?? 0) - held.length - requested.length);
  for (let vlan = 1; free.length < count; vlan += 1) {
    if (!taken.has(vlan)) free.push({ key: `free/${vlan}`, vlan, state: "free", branch: null, pods: [] });
  }
  return [...held, ...free].sort(byVlan).concat(requested);
}

/** Slots that something holds or asks for: each gets a row of its own when a card is unfolded. */
export function heldSlots(slots: readonly Slot[]): readonly Slot[] {
  return slots.filter(({ state }) => state !== "free");
}

function byVlan(a: Slot, b: Slot): number {
  return (a.vlan ?? 1e6) - (b.vlan ?? 1e6) || (a.key < b.key ? -1 : 1);
}
