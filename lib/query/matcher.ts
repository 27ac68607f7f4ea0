import type { Resource } from "../topology/resources.ts";
import { compileComparison, compileWord, type FieldTest, type WordTest, wordFields } from "./compile.ts";
import { factsOf } from "./facts.ts";
import { type Field, findingValues, ownValues } from "./field.ts";
import type { SearchedFinding } from "./finding.ts";
import { linkedIds } from "./links.ts";
import type { Query } from "./query.ts";
import type { Value } from "./value-types.ts";

/** What a resource is seen in: the moment (epoch milliseconds), the other resources, and the findings where they are known. */
export interface Surroundings {
  readonly at: number;
  readonly byId: ReadonlyMap<string, Resource>;
  readonly findings?: readonly SearchedFinding[];
}

export type Matcher = (resource: Resource) => boolean;

/** Whether one resource is what a query asks for. For all of a snapshot, an index is quicker. */
export function createMatcher(query: Query, surroundings: Surroundings): Matcher {
  const findings = Map.groupBy(surroundings.findings ?? [], ({ subject }) => subject);
  return compile(query, { ...surroundings, findingsOf: (id) => findings.get(id) ?? [] });
}

interface Context extends Surroundings {
  readonly findingsOf: (id: string) => readonly SearchedFinding[];
}

function compile(query: Query, context: Context): Matcher {
  switch (query.kind) {
    case "all":
      return () => true;
    case "word":
      return wordMatcher(compileWord(query.text), context);
    case "field":
      return fieldMatcher(compileComparison(query), context);
    case "not": {
      const part = compile(query.part, context);
      return (resource) => !part(resource);
    }
    case "and": {
      const parts = query.parts.map((part) => compile(part, context));
      return (resource) => parts.every((part) => part(resource));
    }
    case "or": {
      const parts = query.parts.map((part) => compile(part, context));
      return (resource) => parts.some((part) => part(resource));
    }
  }
}

function wordMatcher({ inText, spelled }: WordTest, context: Context): Matcher {
  const others = spelled.map((test) => fieldMatcher(test, context));
  return (resource) =>
    factsOf(resource).some((fact) => fact !== undefined && inText(fact)) ||
    wordFields.some((field) => ownValues(field, resource).some((value) => inText(String(value)))) ||
    others.some((other) => other(resource));
}

function fieldMatcher({ field, test, negated }: FieldTest, context: Context): Matcher {
  return (resource) => {
    const values = valuesOf(field, resource, context);
    const isFound = values.some((value) => test(value, context.at));
    return negated ? values.length > 0 && !isFound : isFound;
  };
}

/** The values of a field: a resource's own, those of what it is linked with, and those of its findings. */
function valuesOf(field: Field, resource: Resource, context: Context): readonly Value[] {
  if (field.finding !== undefined) {
    return context.findingsOf(resource.id).flatMap((finding) => findingValues(field, finding));
  }
  const values = [...ownValues(field, resource)];
  for (const link of field.follow ?? []) {
    for (const id of linkedIds(link, resource)) {
      const other = context.byId.get(id);
      if (other !== undefined) values.push(...valuesOf(field, other, context));
    }
  }
  return values;
}
