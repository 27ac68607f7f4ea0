import { describe, expect, test } from "vitest";
import { parseQuery } from "../query/parse.ts";
import type { Query } from "../query/query.ts";
import { SearchIndex } from "../query/search-index.ts";
import { unpackHostMatches } from "../snapshot/host-matches.ts";
import { Overview } from "../snapshot/overview.ts";
import { gather, Searcher } from "../snapshot/searcher.ts";
import type { Resource } from "../topology/resources.ts";
import { outlineOf } from "./card.ts";
import { exampleSnapshot } from "./example.fixture.ts";
import { isCellLit } from "./lit.ts";
import { modelOf, ofKind } from "./model.ts";

const searches = [
  "kind:branch",
  "kind:pod shop",
  "state:cooling",
  "kind:trunk",
  "eni-0",
  "free<3",
  "nowhere",
  "10.0.0.0/16",
];

describe("a search over a cluster that the reader has in outline", () => {
  const snapshots = [
    exampleSnapshot({ nodes: 12, oddities: true }),
    exampleSnapshot({ nodes: 15, seed: 9, oddities: true }),
  ];
  const known = new Map<string, Resource>();
  const overview = new Overview(known);
  const searcher = new Searcher(known, overview);

  for (const [round, snapshot] of snapshots.entries()) {
    test(`lights the same cells as it does where everything is at hand, ${round === 0 ? "at first" : "after changes"}`, () => {
      const present = new Set(snapshot.resources.map(({ id }) => id));
      const removed = [...known.keys()].filter((id) => !present.has(id));
      for (const id of removed) known.delete(id);
      for (const resource of snapshot.resources) known.set(resource.id, resource);
      overview.advance({ changed: snapshot.resources, removed });

      const model = modelOf(snapshot);
      const index = new SearchIndex(snapshot);
      for (const text of searches) {
        const here = { ids: new Set(index.match(queryOf(text)).ids()), far: new Map() };
        const matches = searcher.match(queryOf(text), snapshot.at, []);
        const hosts = searcher.onHosts(matches, snapshot.at);
        const far = { ids: new Set<string>(), far: unpackHostMatches(JSON.parse(JSON.stringify(hosts))) };
        for (const { id } of ofKind(model, "instance")) {
          const cells = outlineOf(model, id).sections.flatMap((section) => section.cells ?? []);
          const litHere = cells.flatMap((_, order) => (isCellLit(here, model, id, order) ? [order] : []));
          expect([text, id, [...(far.far.get(id)?.cells ?? [])]]).toEqual([text, id, litHere]);
          if (here.ids.has(id)) expect([text, id, far.far.get(id)?.self]).toEqual([text, id, true]);
        }
      }
    });
  }
});

test("matches are told by kind and then by id, a page at a time", () => {
  const snapshot = exampleSnapshot({ nodes: 8, oddities: true });
  const resources = new Map(snapshot.resources.map((resource) => [resource.id, resource]));
  const searcher = new Searcher(resources, new Overview(resources));
  const matches = searcher.match(queryOf("kind:trunk OR kind:instance"), snapshot.at, []);
  const all = gather(matches, { from: 0, count: 1000 });
  const idsOf = (kind: string) =>
    snapshot.resources
      .filter((one) => one.kind === kind)
      .map(({ id }) => id)
      .sort();
  expect(all.ids).toEqual([...idsOf("instance"), ...idsOf("trunk")]);
  expect(all.kinds).toEqual({ instance: idsOf("instance").length, trunk: idsOf("trunk").length });
  const pages = [0, 5, 10, 15].map((from) => gather(matches, { from, count: 5 }).ids);
  expect(pages.flat()).toEqual(all.ids.slice(0, 20));
});

function queryOf(text: string): Query {
  const { query } = parseQuery(text);
  if (!query) throw new Error(`${text} is no query`);
  return query;
}
