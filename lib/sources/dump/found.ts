import type { CollectionName, Item } from "../../recording/collections.ts";
import type { Foreign } from "../ec2/fields.ts";
import type { Label } from "./label.ts";

export interface Fact {
  readonly collection: CollectionName;
  readonly id: string;
  readonly item: Item;
}

/** What one file holds for us. */
export interface Found {
  readonly facts: Fact[];
  /** Collections that the file speaks of, also where it says that there is nothing. */
  readonly collections: Set<CollectionName>;
  /** Things that are not used, and how many of each. */
  readonly unused: Map<string, number>;
  readonly problems: string[];
  readonly warnings: string[];
  /** Security groups with the rules that older output prints inside of them. */
  readonly groupsWithRules: Foreign[];
  /** CIDRs of a prefix list that the output itself does not name. */
  readonly prefixListCidrs: string[][];
  labels: Label[];
}

export function nothingFound(): Found {
  return {
    facts: [],
    collections: new Set(),
    unused: new Map(),
    problems: [],
    warnings: [],
    groupsWithRules: [],
    prefixListCidrs: [],
    labels: [],
  };
}

export function addFact(found: Found, fact: Fact): void {
  found.facts.push(fact);
  found.collections.add(fact.collection);
}

export function countUnused(found: Found, what: string, count = 1): void {
  found.unused.set(what, (found.unused.get(what) ?? 0) + count);
}
