import type { Resource, ResourceKind, ResourceOf } from "../topology/resources.ts";
import type { SearchedFinding } from "./finding.ts";
import { type LinkName, linksFrom } from "./links.ts";
import type { Choices, Value, ValueTypeName } from "./value-types.ts";

export type Values = Value | null | undefined | readonly (Value | undefined)[];

/** One thing that can be asked for by name. */
export interface Field {
  readonly aliases?: readonly string[];
  readonly type: ValueTypeName;
  readonly choices?: Choices;
  /** What it is, for help and documentation. */
  readonly summary: string;
  readonly example: string;
  /** The value as a resource of a kind states it; `undefined` or `null` = none. */
  readonly own?: { readonly [K in ResourceKind]?: (resource: ResourceOf<K>) => Values };
  /** Links along which a resource also has the values of others. Links that later ones build on come first. */
  readonly follow?: readonly LinkName[];
  /** The value as a finding about the resource states it. */
  readonly finding?: (finding: SearchedFinding) => Values;
  /** Few distinct values: read once for all resources, counted, and offered first in completion. */
  readonly few?: boolean;
  /** Every value of it is among the facts, so that the text of those can be searched first. */
  readonly inFacts?: boolean;
  /** A plain word is also searched for in what resources themselves state here. */
  readonly inWords?: boolean;
}

export const kinds = Object.keys({
  instance: true,
  interface: true,
  trunk: true,
  branch: true,
  pod: true,
  securityGroup: true,
  policy: true,
  subnet: true,
  unjoined: true,
} satisfies Record<ResourceKind, true>) as ResourceKind[];

/** The kinds that can have a field; findings can be about any. */
export function kindsOf(field: Field): readonly ResourceKind[] {
  if (field.finding !== undefined) return kinds;
  const own = Object.keys(field.own ?? {}) as ResourceKind[];
  return [...new Set([...own, ...(field.follow ?? []).flatMap(linksFrom)])];
}

/** The values a resource itself states. */
export function ownValues(field: Field, resource: Resource): readonly Value[] {
  const read = (field.own as Partial<Record<ResourceKind, (resource: Resource) => Values>> | undefined)?.[
    resource.kind
  ];
  return read === undefined ? [] : list(read(resource));
}

export function findingValues(field: Field, finding: SearchedFinding): readonly Value[] {
  return field.finding === undefined ? [] : list(field.finding(finding));
}

function list(values: Values): readonly Value[] {
  if (values === null || values === undefined) return [];
  if (typeof values !== "object") return [values];
  return values.includes(undefined) ? values.filter((value) => value !== undefined) : (values as readonly Value[]);
}
