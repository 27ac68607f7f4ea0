import { type Outline, readCell } from "../snapshot/outline.ts";
import { type SlotState, slotStates } from "../snapshot/slots.ts";

/** The slots of many instances by state: what a collapsed group shows. */
export interface Strip {
  readonly slots: number;
  readonly byState: Readonly<Record<SlotState, number>>;
}

export function stripOf(outlines: Iterable<Outline>): Strip {
  const byState = Object.fromEntries(slotStates.map((state) => [state, 0])) as Record<SlotState, number>;
  let slots = 0;
  for (const { sections } of outlines) {
    for (const { cells } of sections) {
      slots += cells?.length ?? 0;
      for (const cell of cells ?? []) byState[readCell(cell).state] += 1;
    }
  }
  return { slots, byState };
}
