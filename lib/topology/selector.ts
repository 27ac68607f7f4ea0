import type { z } from "zod";
import type { labelSelector } from "../recording/items.ts";

export type LabelSelector = z.infer<typeof labelSelector>;
export type Labels = Readonly<Record<string, string>>;

type Requirement = (labels: Labels) => boolean;
type Compiled = { readonly requirements: readonly Requirement[] } | { readonly broken: string };

const operators: Readonly<
  Record<
    string,
    { readonly wantsValues: boolean; readonly meets: (value: string | undefined, values: readonly string[]) => boolean }
  >
> = {
  In: { wantsValues: true, meets: (value, values) => value !== undefined && values.includes(value) },
  NotIn: { wantsValues: true, meets: (value, values) => value === undefined || !values.includes(value) },
  Exists: { wantsValues: false, meets: (value) => value !== undefined },
  DoesNotExist: { wantsValues: false, meets: (value) => value === undefined },
};

const compiledSelectors = new WeakMap<LabelSelector, Compiled>();

/** Whether labels meet a selector. An empty one meets everything; a broken one meets nothing (domain 1.5, step 5). */
export function selects(selector: LabelSelector, labels: Labels): boolean {
  const compiled = compile(selector);
  return !("broken" in compiled) && compiled.requirements.every((meets) => meets(labels));
}

/** Why the controller cannot use a selector; `null` when it can. */
export function brokenBecause(selector: LabelSelector): string | null {
  const compiled = compile(selector);
  return "broken" in compiled ? compiled.broken : null;
}

/** A selector as one reads it: `app=web, tier In (a, b)`; `everything` when empty. */
export function printSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const parts = [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values }) =>
      values?.length ? `${key} ${operator} (${values.join(", ")})` : `${key} ${operator}`,
    ),
  ];
  return parts.length > 0 ? parts.join(", ") : "everything";
}

function compile(selector: LabelSelector): Compiled {
  const known = compiledSelectors.get(selector);
  if (known) return known;
  const compiled = compileAnew(selector);
  compiledSelectors.set(selector, compiled);
  return compiled;
}

function compileAnew({ matchLabels = {}, matchExpressions = [] }: LabelSelector): Compiled {
  const requirements: Requirement[] = [];
  for (const [key, value] of Object.entries(matchLabels)) {
    if (!isLabelKey(key)) return { broken: `"${key}" is not a label key` };
    if (!isLabelValue(value)) return { broken: `"${value}" is not a label value` };
    requirements.push((labels) => labelOf(labels, key) === value);
  }
  for (const { key, operator, values = [] } of matchExpressions) {
    const rule = Object.hasOwn(operators, operator) ? operators[operator] : undefined;
    if (!rule) return { broken: `operator "${operator}" does not exist` };
    if (!isLabelKey(key)) return { broken: `"${key}" is not a label key` };
    if (rule.wantsValues && values.length === 0) return { broken: `${operator} needs values` };
    if (!rule.wantsValues && values.length > 0) return { broken: `${operator} takes no values` };
    const wrong = values.find((value) => !isLabelValue(value));
    if (wrong !== undefined) return { broken: `"${wrong}" is not a label value` };
    requirements.push((labels) => rule.meets(labelOf(labels, key), values));
  }
  return { requirements };
}

function labelOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const namePart = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const dnsSubdomain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** Kubernetes' qualified name: an optional DNS prefix of up to 253 characters, a slash, a name of up to 63. */
function isLabelKey(key: string): boolean {
  const parts = key.split("/");
  const name = parts.pop() ?? "";
  if (!namePart.test(name) || parts.length > 1) return false;
  const [prefix] = parts;
  return prefix === undefined || (prefix.length <= 253 && dnsSubdomain.test(prefix));
}

function isLabelValue(value: string): boolean {
  return value === "" || namePart.test(value);
}
