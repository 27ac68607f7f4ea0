import { complete } from "../lib/query/complete.ts";
import { parseQuery } from "../lib/query/parse.ts";
import { SearchIndex } from "../lib/query/search-index.ts";
import { scaled } from "../lib/simulator/scaled.ts";
import { simulate } from "../lib/simulator/simulate.ts";
import { createTopology } from "../lib/topology/topology.ts";
import { measure, medianOf } from "./measure.ts";

const branchesPerNode = 20;
const podsPerNode = 30;

const searches = [
  "eni-0a",
  "team-1 api",
  "api*7f",
  "10.0.12.162",
  "10.0.0.0/19",
  "kind:branch state:used",
  "sg:team-1",
  "ip:10.0.12.162",
  "mac:02:ab",
  "node:ip-10-1 -ns:team-3",
  "workload:api-1",
  "free<3",
  "restarts>0",
  "kind:pod age>10m",
  "id:eni-0a OR trunk:eni-0b",
];

/** Searching everything at one size: reading ahead in steps, each kind of search, completion, and a patch. */
export function benchSearch(branches: number) {
  const simulation = simulate(scaled({ nodes: branches / branchesPerNode, branchesPerNode, podsPerNode }));
  const topology = createTopology({ cluster: simulation.scenario.cluster });
  topology.advance(simulation.advance(simulation.now));
  const at = simulation.now;
  const resources = [...topology.resources.values()];

  const cold = measure(() => new SearchIndex({ at, resources }).match(parsed("team-1 api")));
  const index = new SearchIndex({ at, resources });
  const steps: number[] = [];
  const reading = index.prepare();
  for (let step = measure(() => reading.next()); !step.value.done; step = measure(() => reading.next())) {
    steps.push(step.timing.wallMs);
  }
  const changed = resources.filter(({ kind }) => kind === "pod").slice(0, 100);
  return {
    branches,
    resources: resources.length,
    firstSearchWithoutReadingAhead: cold.timing,
    readAheadMs: Math.round(steps.reduce((sum, ms) => sum + ms, 0)),
    longestStepMs: Math.max(...steps),
    search: Object.fromEntries(searches.map((text) => [text, benchOne(index, text)])),
    completeWord: medianOf(9, () => complete("team", 4, index)),
    completeValue: medianOf(9, () => complete("node:ip", 7, index)),
    patchOf100: medianOf(9, () => {
      index.update({ head: { at }, changed: changed.map((one) => ({ ...one })), removed: [] });
    }),
  };
}

function benchOne(index: SearchIndex, text: string) {
  const query = parsed(text);
  return { found: index.match(query).total, ...medianOf(9, () => index.match(query)) };
}

function parsed(text: string) {
  const { query, error } = parseQuery(text);
  if (query === undefined) throw new Error(`${text}: ${error.message}`);
  return query;
}
