import type { CollectionName } from "../recording/collections.ts";
import { same } from "../recording/same.ts";
import type { Since } from "./finding.ts";
import type { Claim, Rule } from "./rule.ts";

/** A claim as it stands. */
export interface Held {
  readonly rule: Rule;
  /** Host id, or `rule/ID` for a rule of the whole cluster. */
  readonly unit: string;
  readonly claim: Claim;
  /** When the evidence was judged: the newest reading of each collection then. */
  readonly readAt: ReadAt;
  readonly first: First;
}

export type ReadAt = { readonly [C in CollectionName]?: number };
export type Readings = { readonly [C in CollectionName]?: number };

export interface ReadingCount {
  /** How often a collection has been read. */
  of(collection: CollectionName): number;
}

/** When a claim first held without a break, and what was known then. */
export interface First extends Since {
  /** How often what its rule needs had been read by then, by collection. */
  readonly readings: Readings;
}

export type FirstHeld = readonly (readonly [string, First])[];

export interface Moment {
  readonly at: number;
  readonly readAt: ReadAt;
  readonly readings: ReadingCount;
  /** The rule had been decided at an earlier moment, so that what is new is really new. */
  readonly isWatched: boolean;
}

/** All claims that hold, by rule and unit, with when they first held. */
export class ClaimBook {
  readonly #held = new Map<Rule, Map<string, readonly Held[]>>();
  /** What was remembered, until it is claimed again. */
  readonly #remembered: Map<string, First>;

  constructor(remembered: FirstHeld = []) {
    this.#remembered = new Map(remembered);
  }

  /** What a rule now claims of a unit. True: that is something else than before. */
  put(rule: Rule, unit: string, claims: readonly Claim[], moment: Moment): boolean {
    const units = this.#held.get(rule);
    const before = units?.get(unit) ?? none;
    if (claims.length === 0) {
      if (before.length === 0) return false;
      units?.delete(unit);
      return true;
    }
    const known = new Map(before.map((held) => [keyOf(held.claim), held]));
    let isSame = before.length === claims.length;
    const next = claims.map((claim, index) => {
      const old = known.get(keyOf(claim));
      if (old !== undefined && same(old.claim, claim)) {
        isSame &&= before[index] === old;
        return old;
      }
      isSame = false;
      const first = old?.first ?? this.#firstOf(rule, unit, claim, moment);
      return { rule, unit, claim, readAt: moment.readAt, first };
    });
    if (isSame) return false;
    if (units === undefined) this.#held.set(rule, new Map([[unit, next]]));
    else units.set(unit, next);
    return true;
  }

  /** Every claim of a rule. */
  *of(rule: Rule): Iterable<Held> {
    for (const held of this.#held.get(rule)?.values() ?? []) yield* held;
  }

  /** Forgets what a rule claimed. True: there was something. */
  drop(rule: Rule): boolean {
    return this.#held.delete(rule);
  }

  toJSON(): FirstHeld {
    const firsts: (readonly [string, First])[] = [];
    for (const units of this.#held.values()) {
      for (const all of units.values())
        for (const { rule, unit, claim, first } of all) firsts.push([`${rule.id} ${unit} ${keyOf(claim)}`, first]);
    }
    return firsts;
  }

  #firstOf(rule: Rule, unit: string, claim: Claim, { at, readings, isWatched }: Moment): First {
    const key = `${rule.id} ${unit} ${keyOf(claim)}`;
    const remembered = this.#remembered.get(key);
    this.#remembered.delete(key);
    if (remembered !== undefined) return remembered;
    const needed: { [C in CollectionName]?: number } = {};
    for (const collection of rule.needs) needed[collection] = readings.of(collection);
    return { at, exact: isWatched, readings: needed };
  }
}

const none: readonly Held[] = [];

/** What makes a claim the same claim at a later moment. */
export function keyOf({ story, subjects }: Claim): string {
  return story === undefined ? subjects[0] : `${story} ${subjects[0]}`;
}
