import type { Item } from "../../../lib/recording/collections.ts";
import { StatusError } from "./status.ts";

export type Test = (item: Item) => boolean;

/** The test of a request's fieldSelector and labelSelector; `null` when it has neither. */
export function selectorOf(query: URLSearchParams): Test | null {
  const tests = [
    ...requirements(query.get("fieldSelector")).map(fieldTest),
    ...requirements(query.get("labelSelector")).map(labelTest),
  ];
  return tests.length === 0 ? null : (item) => tests.every((test) => test(item));
}

type Facts = Readonly<Record<string, unknown>> & { readonly about?: Readonly<Record<string, unknown>> };

const fields: Readonly<Record<string, (facts: Facts) => unknown>> = {
  "metadata.name": ({ name }) => name,
  "metadata.namespace": ({ namespace }) => namespace,
  "spec.nodeName": ({ nodeName }) => nodeName,
  "spec.unschedulable": ({ unschedulable }) => unschedulable === true,
  "spec.serviceAccountName": ({ serviceAccount }) => serviceAccount,
  "status.phase": ({ phase }) => phase,
  "status.podIP": ({ podIp }) => podIp,
  reason: ({ reason }) => reason,
  type: ({ type }) => type,
  "involvedObject.kind": ({ about }) => about?.kind,
  "involvedObject.name": ({ about }) => about?.name,
  "involvedObject.namespace": ({ about }) => about?.namespace,
  "involvedObject.uid": ({ about }) => about?.uid,
};

function fieldTest(requirement: string): Test {
  const match = /^([^!=]+)(!=|==?)(.*)$/.exec(requirement);
  const read = match ? fields[match[1] as string] : undefined;
  if (!match || !read)
    throw new StatusError(400, "BadRequest", `field label not supported: ${match?.[1] ?? requirement}`);
  const wanted = match[2] !== "!=";
  return (item) => (String(read(item as Facts) ?? "") === match[3]) === wanted;
}

function labelTest(requirement: string): Test {
  const labelsOf = (item: Item) => (item as { labels?: Readonly<Record<string, string>> }).labels ?? {};
  const set = /^(\S+) (in|notin) \(([^)]*)\)$/.exec(requirement);
  if (set) {
    const [, key = "", operator, values = ""] = set;
    const among = new Set(values.split(",").map((value) => value.trim()));
    return (item) => among.has(labelsOf(item)[key] ?? "\0") === (operator === "in");
  }
  const equal = /^([^!=]+)(!=|==?)(.*)$/.exec(requirement);
  if (equal) {
    const [, key = "", operator, value] = equal;
    return (item) => (labelsOf(item)[key] === value) === (operator !== "!=");
  }
  const key = requirement.replace(/^!/, "");
  return (item) => key in labelsOf(item) === !requirement.startsWith("!");
}

/** Splits at the commas outside of parentheses. */
function requirements(selector: string | null): string[] {
  return (selector ?? "")
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
