import type { z } from "zod";
import type { labelSelector } from "../../../recording/items.ts";
import { dictionaryIn, type Json, listIn, objectIn, textsIn, written } from "../fields.ts";

type LabelSelector = z.infer<typeof labelSelector>;

/** A selector as written, `null` when there is none. What has no selector's shape is kept as an operator that no one knows: it never matches. */
export function selectorIn(value: unknown): LabelSelector | null {
  if (value === undefined || value === null) return null;
  const selector = objectIn(value);
  if (selector !== value) return { matchExpressions: [broken(value)] };
  const { matchLabels, matchExpressions } = selector;
  const result: LabelSelector = {};
  const expressions = [];
  if (isSaid(matchLabels)) {
    if (objectIn(matchLabels) === matchLabels) result.matchLabels = dictionaryIn(matchLabels);
    else expressions.push(broken(matchLabels));
  }
  if (isSaid(matchExpressions)) {
    if (Array.isArray(matchExpressions)) expressions.push(...listIn(matchExpressions).map(expressionIn));
    else expressions.push(broken(matchExpressions));
  }
  if (expressions.length > 0 || Array.isArray(matchExpressions)) result.matchExpressions = expressions;
  return result;
}

function expressionIn(value: unknown) {
  const expression: Json = objectIn(value);
  if (expression !== value) return broken(value);
  const { key, operator, values } = expression;
  const read = { key: written(key), operator: written(operator) };
  return Array.isArray(values) ? { ...read, values: textsIn(values) } : read;
}

function broken(value: unknown) {
  return { key: "", operator: written(value) };
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}
