import fc from "fast-check";
import { living } from "../simulator/living.ts";
import { simulate } from "../simulator/simulate.ts";
import type { Resource } from "../topology/resources.ts";
import { createTopology } from "../topology/topology.ts";
import { type FieldName, fieldNames, fieldOf } from "./fields.ts";
import type { SearchedFinding } from "./finding.ts";
import type { Operator } from "./operators.ts";
import { join, type Query } from "./query.ts";
import type { SearchedPatch } from "./search-index.ts";
import { compileValue, valueTypes } from "./value-types.ts";

/** For tests: a cluster with rollouts, scaling and jobs, some minutes in; what happened in each further minute; and queries about it. */

const minute = 60_000;

export function livedCluster(minutes: number) {
  const simulation = simulate(living());
  const topology = createTopology({ cluster: simulation.scenario.cluster });
  topology.advance(simulation.advance(simulation.now));
  const snapshot = () => ({ at: topology.observation.at, resources: [...topology.resources.values()] });
  const first = snapshot();
  const patches = Array.from({ length: minutes }, (): SearchedPatch => {
    const { changed, removed } = topology.advance(simulation.advance(simulation.now + minute));
    return { head: { at: topology.observation.at }, changed, removed };
  });
  return { first, patches, last: snapshot() };
}

export function byId(resources: readonly Resource[]): Map<string, Resource> {
  return new Map(resources.map((resource) => [resource.id, resource]));
}

/** Invented findings about every ninth resource. */
export function findingsOn(resources: readonly Resource[]): SearchedFinding[] {
  return resources
    .filter((_, index) => index % 9 === 0)
    .map(({ id }, index) => ({
      subject: id,
      severity: index % 2 === 0 ? "high" : "low",
      rule: "trunk-full",
      code: "SGP-040",
    }));
}

/** Values worth asking for, in each type. */
const interesting: Readonly<Record<keyof typeof valueTypes, readonly string[]>> = {
  text: [
    "eni-0",
    "team",
    "i-0",
    "prod",
    "*",
    "*a*",
    "sg-*",
    "running",
    "cooling",
    "us",
    "eu-west-1a",
    "m5*",
    "a b(",
    'a"b\\',
    "sgs",
  ],
  choice: ["branch", "pod", "eni", "p", "yes", "no", "*", "sg"],
  rank: ["high", "low", "m", "*"],
  number: ["0", "1", "2", "9", "50", "-1", "1.5", "*"],
  moment: ["0s", "10m", "1h30m", "7d"],
  address: ["10.0.0.0/16", "10", "10.0.1", "192.168.0.0/19", "10.0.*", "::/0", "0.0.0.0/0", "fd00::1", "*"],
  mac: ["02", "02:a", "0A-", "02ab.4f", "*"],
};

const comparison = fc.constantFrom(...fieldNames).chain((field) => {
  const { type, choices } = fieldOf(field);
  const valid = valueTypes[type].operators.flatMap((operator: Operator) =>
    interesting[type]
      .filter((value) => "test" in compileValue(type, operator, value, choices))
      .map((value) => comparisonOf(field, operator, value)),
  );
  return fc.constantFrom(...valid);
});

function comparisonOf(field: FieldName, operator: Operator, value: string): Query {
  return { kind: "field", field, operator, value };
}

const word = fc
  .oneof(
    fc.constantFrom(
      "eni",
      "0a",
      "10.0.",
      "running",
      "a*1",
      "aws-node",
      "10.0.0.0/18",
      "eu-west-1b",
      "-x",
      "OR",
      "a:b",
      "NOT",
      "!",
      "(",
    ),
    fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 6 }),
  )
  .map((text): Query => ({ kind: "word", text }));

/** Any query, flat as the parser makes them. */
export const anyQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison,
    word,
    tie("query").map((part): Query => ({ kind: "not", part })),
    fc
      .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(tie("query"), { minLength: 2, maxLength: 3 }))
      .map(([kind, parts]) => join(kind, parts)),
  ),
})).query;
