import { isFree, type Outline, type OutlineSection } from "../snapshot/outline.ts";

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
  /** That of the ENI's section in the card, or `others`. */
  readonly key: number;
  /** Where its title starts, from the card's top. */
  readonly y: number;
  /** Rows of `rowHeight` kept for its body, which starts `titleHeight` below. */
  readonly rows: number;
}

/** Key of the section for what no ENI of the card carries. */
export const others = -1;

export interface Size {
  readonly height: number;
  readonly sections: readonly Section[];
}

/** `before`: rows kept so far by section. Room once given is kept, so that coming and going pods move nothing. */
export function measure({ sections: shown, loose, otherPods }: Outline, before?: Size): Size {
  const kept = new Map(before?.sections.map(({ key, rows }) => [key, rows]));
  const sections: Section[] = [];
  let y = headerHeight;
  const add = (key: number, needed: number) => {
    const rows = Math.max(roundUp(needed, 2), kept.get(key) ?? 0);
    sections.push({ key, y, rows });
    y += titleHeight + rows * rowHeight;
  };
  for (const section of shown) add(section.key, rowsOf(section));
  const left = loose + Math.ceil(otherPods / podColumns);
  if (left > 0 || kept.has(others)) add(others, left);
  if (shown.length === 0) y += titleHeight;
  return { height: roundUp(y + unit / 2, unit), sections };
}

function rowsOf({ pods, cells }: OutlineSection): number {
  const podRows = Math.ceil(pods / podColumns);
  if (cells === null) return podRows;
  const gridRows = Math.ceil(cells.length / slotColumns) * (unit / rowHeight);
  let held = 0;
  for (const cell of cells) if (!isFree(cell)) held += 1;
  return podRows + Math.max(gridRows, held);
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
