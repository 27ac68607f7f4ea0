import { type Severity, severities } from "../diagnosis/finding.ts";
import { isFree, type Outline } from "../snapshot/outline.ts";
import { outlineOf } from "./card.ts";
import { get, type Model } from "./model.ts";
import { troubleOf } from "./trouble.ts";

/** How cards stand within their group: by name, the fewest free slots first, or the worst finding first. */
export const orders = ["name", "free", "findings"] as const;
export type Order = (typeof orders)[number];

type Compare = (a: string, b: string) => number;

/** Compares instance ids; every order ends with the name, so that equals stand alike each time. */
export function compareBy(model: Model, order: Order): Compare {
  const byName = comparing((id) => get(model, "instance", id)?.nodeName ?? id);
  const compare: Readonly<Record<Order, () => readonly Compare[]>> = {
    name: () => [],
    free: () => [comparing(remembered((id) => freeSlots(outlineOf(model, id))))],
    findings: () => [
      comparing((id) => -rankOf(troubleOf(model, id).worst)),
      comparing((id) => -troubleOf(model, id).count),
    ],
  };
  const all = [...compare[order](), byName, comparing((id) => id)];
  return (a, b) => {
    for (const one of all) {
      const result = one(a, b);
      if (result !== 0) return result;
    }
    return 0;
  };
}

/** Without slots there is nothing to run short of: those come last. */
function freeSlots({ sections }: Outline): number {
  let slots = 0;
  let free = 0;
  for (const { cells } of sections) {
    slots += cells?.length ?? 0;
    for (const cell of cells ?? []) if (isFree(cell)) free += 1;
  }
  return slots === 0 ? Number.POSITIVE_INFINITY : free;
}

function rankOf(severity: Severity | null): number {
  return severity === null ? -1 : severities.indexOf(severity);
}

function comparing(of: (id: string) => string | number): Compare {
  return (a, b) => {
    const first = of(a);
    const second = of(b);
    return first < second ? -1 : first > second ? 1 : 0;
  };
}

function remembered<T>(of: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const value = of(id);
    known.set(id, value);
    return value;
  };
}
