import type { Card } from "./card-shape.ts";
import { paintOf } from "./hue.ts";
import { type Majority, majorityAxes, majorityOf } from "./majority.ts";
import { type Slot, type SlotState, slotStates } from "./slots.ts";

/**
 * What of a card is seen from far, and how much room it takes: enough to lay out and paint instances whose details
 * the reader has not been sent.
 */
export interface Outline {
  readonly sections: readonly OutlineSection[];
  /** Branches whose trunk is elsewhere, and pods that no ENI carries. */
  readonly loose: number;
  readonly otherPods: number;
  readonly majority: Majority;
  /** The worst finding about the instance or anything on it, as a place in `severities`, and about how many of these there is one; -1: nothing was found. */
  readonly worst: number;
  readonly troubled: number;
}

/** The worst finding about a resource, as a place in `severities`; -1: nothing was found. */
type RankOf = (id: string) => number;

const untroubled: RankOf = () => -1;

export interface OutlineSection {
  /** As in the card. */
  readonly key: number;
  readonly pods: number;
  /** One code per slot in the card's order, see `cellOf`; `null` for an ordinary ENI. */
  readonly cells: readonly number[] | null;
}

/** No group is known. */
export const noHue = 15;

export function outlineOf(card: Card, rankOf: RankOf = untroubled): Outline {
  const { enis, looseBranches, otherPods } = card;
  const cell = (slot: Slot) => cellOf(slot, rankOf);
  return {
    sections: enis.map(({ key, pods, slots }) => ({ key, pods: pods.length, cells: slots?.map(cell) ?? null })),
    loose: looseBranches.length,
    otherPods: otherPods.length,
    majority: majorityOf(card),
    ...troubleOn(card, rankOf),
  };
}

function troubleOn({ instance, enis, otherPods, looseBranches }: Card, rankOf: RankOf) {
  let worst = -1;
  let troubled = 0;
  const look = ({ id }: { readonly id: string }) => {
    const rank = rankOf(id);
    if (rank >= 0) troubled += 1;
    if (rank > worst) worst = rank;
  };
  look(instance);
  for (const { eni, pods, slots } of enis) {
    look(eni);
    pods.forEach(look);
    for (const slot of slots ?? []) {
      if (slot.branch) look(slot.branch);
      slot.pods.forEach(look);
    }
  }
  otherPods.forEach(look);
  looseBranches.forEach(look);
  return { worst, troubled };
}

export interface Cell {
  readonly state: SlotState;
  /** 0-11, or `noHue`. */
  readonly hue: number;
  /** The worst finding about its branch or its pods, as a place in `severities`; -1: nothing was found. */
  readonly rank: number;
}

/** State, colour and worst finding of a slot as one small number. */
function cellOf(slot: Slot, rankOf: RankOf): number {
  const { state, branch } = slot;
  const hue = state === "used" ? hueOf(branch?.groupIds ?? []) : noHue;
  return (slotRank(slot, rankOf) + 1) * 128 + slotStates.indexOf(state) * 16 + hue;
}

/** The worst finding about the branch of a slot or its pods. */
export function slotRank({ branch, pods }: Slot, rankOf: RankOf): number {
  return Math.max(branch ? rankOf(branch.id) : -1, ...pods.map(({ id }) => rankOf(id)));
}

export function readCell(code: number): Cell {
  return { state: slotStates[(code >> 4) & 7] ?? "unowned", hue: code & 15, rank: (code >> 7) - 1 };
}

export function isFree(code: number): boolean {
  return ((code >> 4) & 7) === freeCode;
}

const freeCode = slotStates.indexOf("free");

function hueOf(groupIds: readonly string[]): number {
  let least = groupIds[0];
  if (least === undefined) return noHue;
  for (const id of groupIds) if (id < least) least = id;
  return paintOf(least).hue;
}

/** Outlines for the wire: one list of numbers, and the names that some of them point to. */
export interface PackedOutlines {
  readonly numbers: readonly number[];
  readonly names: readonly string[];
}

export function packOutlines(outlines: Iterable<Outline>): PackedOutlines {
  const numbers: number[] = [];
  const names = new Map<string, number>();
  const codeOf = (name: string | null): number => {
    if (name === null) return -1;
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  for (const { sections, loose, otherPods, majority, worst, troubled } of outlines) {
    for (const axis of majorityAxes) numbers.push(codeOf(majority[axis]));
    numbers.push(loose, otherPods, worst, troubled, sections.length);
    for (const { key, pods, cells } of sections) {
      numbers.push(key, pods, cells === null ? -1 : cells.length);
      if (cells !== null) for (const cell of cells) numbers.push(cell);
    }
  }
  return { numbers, names: [...names.keys()] };
}

/** The outlines that `packOutlines` packed, in their order. */
export function unpackOutlines({ numbers, names }: PackedOutlines): Outline[] {
  const outlines: Outline[] = [];
  let at = 0;
  const next = () => numbers[at++] as number;
  while (at < numbers.length) {
    const majority = Object.fromEntries(majorityAxes.map((axis) => [axis, names[next()] ?? null])) as Majority;
    const loose = next();
    const otherPods = next();
    const worst = next();
    const troubled = next();
    const count = next();
    const sections: OutlineSection[] = [];
    for (let section = 0; section < count; section++) {
      const key = next();
      const pods = next();
      const length = next();
      sections.push({ key, pods, cells: length < 0 ? null : numbers.slice(at, at + length) });
      at += Math.max(0, length);
    }
    outlines.push({ sections, loose, otherPods, majority, worst, troubled });
  }
  return outlines;
}
