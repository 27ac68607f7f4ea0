import type { FieldName } from "./fields.ts";
import type { Operator } from "./operators.ts";

/** What is asked for: words and comparisons, joined. `and` and `or` have two parts or more, none of them of their own kind. */
export type Query =
  | { readonly kind: "all" }
  | { readonly kind: "word"; readonly text: string }
  | Comparison
  | { readonly kind: "not"; readonly part: Query }
  | { readonly kind: "and" | "or"; readonly parts: readonly Query[] };

export interface Comparison {
  readonly kind: "field";
  readonly field: FieldName;
  readonly operator: Operator;
  /** As it was written, without its quotes. */
  readonly value: string;
}

/** Joins parts, flat: joining joined parts of the same kind adds theirs. */
export function join(kind: "and" | "or", parts: readonly Query[]): Query {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [first] = flat;
  return flat.length === 1 && first !== undefined ? first : { kind, parts: flat };
}
