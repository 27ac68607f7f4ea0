import { same } from "../recording/same.ts";
import type { Resource, ResourceKind } from "../topology/resources.ts";

/** What is another at a later moment, by kind; long lists are cut, and say how long they are. */
export interface Differences {
  /** The moments compared, epoch milliseconds, the earlier first. */
  readonly from: number;
  readonly to: number;
  readonly kinds: readonly KindDifferences[];
}

export interface KindDifferences {
  readonly kind: ResourceKind;
  readonly added: Cut<Named>;
  readonly removed: Cut<Named>;
  readonly changed: Cut<Changed>;
}

export interface Cut<T> {
  readonly total: number;
  readonly first: readonly T[];
}

export interface Named {
  readonly id: string;
  /** `null`: it has none but its id. */
  readonly name: string | null;
}

export interface Changed extends Named {
  readonly fields: readonly FieldChange[];
}

/** Values as JSON, shortened; `null`: the field was not there. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

const mostListed = 200;
const mostFields = 12;
const mostCharacters = 160;
const kinds: readonly ResourceKind[] = [
  "instance",
  "trunk",
  "branch",
  "pod",
  "interface",
  "policy",
  "securityGroup",
  "subnet",
  "unjoined",
];

interface Moment {
  readonly at: number;
  readonly resources: Iterable<Resource>;
}

/** O(resources of both). Kinds of which nothing differs are left out. */
export function differencesBetween(one: Moment, other: Moment): Differences {
  const [from, to] = one.at <= other.at ? [one, other] : [other, one];
  const before = new Map<string, Resource>();
  for (const resource of from.resources) before.set(resource.id, resource);
  const lists = new Map(kinds.map((kind) => [kind, { added: [], removed: [], changed: [] } as Lists]));
  for (const resource of to.resources) {
    const old = before.get(resource.id);
    before.delete(resource.id);
    if (old === undefined) lists.get(resource.kind)?.added.push(resource);
    else if (old.kind !== resource.kind) {
      lists.get(old.kind)?.removed.push(old);
      lists.get(resource.kind)?.added.push(resource);
    } else if (!same(old, resource)) lists.get(resource.kind)?.changed.push([old, resource]);
  }
  for (const old of before.values()) lists.get(old.kind)?.removed.push(old);
  return {
    from: from.at,
    to: to.at,
    kinds: [...lists].flatMap(([kind, { added, removed, changed }]) =>
      added.length + removed.length + changed.length === 0
        ? []
        : [
            {
              kind,
              added: cut(added, (resource) => resource.id, named),
              removed: cut(removed, (resource) => resource.id, named),
              changed: cut(changed, ([, resource]) => resource.id, changedBetween),
            },
          ],
    ),
  };
}

interface Lists {
  readonly added: Resource[];
  readonly removed: Resource[];
  readonly changed: (readonly [before: Resource, after: Resource])[];
}

function cut<T, U>(all: readonly T[], idOf: (one: T) => string, shown: (one: T) => U): Cut<U> {
  const sorted = [...all].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  return { total: all.length, first: sorted.slice(0, mostListed).map(shown) };
}

function named(resource: Resource): Named {
  const name = resource.kind === "instance" ? resource.nodeName : "name" in resource ? resource.name : undefined;
  return { id: resource.id, name: name ?? null };
}

function changedBetween([before, after]: readonly [Resource, Resource]): Changed {
  const old = before as Readonly<Record<string, unknown>>;
  const now = after as Readonly<Record<string, unknown>>;
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !same(old[field], now[field]))
    .slice(0, mostFields)
    .map((field) => ({ field, before: textOf(old[field]), after: textOf(now[field]) }));
  return { ...named(after), fields };
}

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
