import type { Card, EniSection } from "./card-shape.ts";
import { heldSlots } from "./slots.ts";

/**
 * Sizes of a card in world units (CSS pixels at zoom 1), the same at every level of detail: a slot is one cell of the
 * lattice when seen from far, and a card that unfolds needs no more room than it had.
 */
export const unit = 36;
export const rowHeight = 18;
export const cardWidth = 16 * unit;
export const slotColumns = 15;
export const podColumns = 3;
export const headerHeight = 2 * unit;
export const titleHeight = 36;

export interface Section {
  /** ENI id, or `others`. */
  readonly key: string;
  /** Where its title starts, from the card's top. */
  readonly y: number;
  /** Rows of `rowHeight` kept for its body, which starts `titleHeight` below. */
  readonly rows: number;
}

export interface Size {
  readonly height: number;
  readonly sections: readonly Section[];
}

/** `before`: rows kept so far by section. Room once given is kept, so that coming and going pods move nothing. */
export function measure(card: Card, before?: Size): Size {
  const kept = new Map(before?.sections.map(({ key, rows }) => [key, rows]));
  const sections: Section[] = [];
  let y = headerHeight;
  const add = (key: string, needed: number) => {
    const rows = Math.max(roundUp(needed, 2), kept.get(key) ?? 0);
    sections.push({ key, y, rows });
    y += titleHeight + rows * rowHeight;
  };
  for (const section of card.enis) add(section.eni.id, rowsOf(section));
  const others = card.looseBranches.length + Math.ceil(card.otherPods.length / podColumns);
  if (others > 0 || kept.has("others")) add("others", others);
  if (card.enis.length === 0) y += titleHeight;
  return { height: roundUp(y + unit / 2, unit), sections };
}

function rowsOf({ pods, slots }: EniSection): number {
  const podRows = Math.ceil(pods.length / podColumns);
  if (slots === null) return podRows;
  const gridRows = Math.ceil(slots.length / slotColumns) * (unit / rowHeight);
  return podRows + Math.max(gridRows, heldSlots(slots).length);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
