import fc from "fast-check";
import { expect, test } from "vitest";
import { packOutlines } from "../snapshot/outline.ts";
import { Overview } from "../snapshot/overview.ts";
import { decodeOverview, encodeOverview } from "../snapshot/overview-wire.ts";
import type { Patch, Snapshot } from "../snapshot/snapshot.ts";
import { cardOf, outlineOf } from "./card.ts";
import { exampleSnapshot } from "./example.fixture.ts";
import { layoutOf } from "./layout.ts";
import { addDetails, applyPatch, forgetDetails, type Model, modelOf, ofKind, startModel } from "./model.ts";

/** A reader of a large cluster, whatever its size: nothing but outlines, and the server that goes on. */
function readerOf({ resources, findings, undecided, ...head }: Snapshot) {
  const known = new Map(resources.map((resource) => [resource.id, resource]));
  const overview = new Overview(known);
  overview.news();
  const wire = JSON.parse(
    JSON.stringify(encodeOverview(head, { findings, undecided, subjectTotals: {} }, overview.take(0))),
  );
  return { known, overview, head, model: startModel(decodeOverview(wire)) };
}

function patchTo(reader: ReturnType<typeof readerOf>, next: Snapshot, revision: number): Patch {
  const { known, overview } = reader;
  const present = new Set(next.resources.map(({ id }) => id));
  const removed = [...known.keys()].filter((id) => !present.has(id));
  for (const id of removed) known.delete(id);
  for (const resource of next.resources) known.set(resource.id, resource);
  overview.advance({ changed: next.resources, removed });
  const { outlines, summary } = overview.news();
  const { resources: _, findings: __, undecided: ___, ...head } = next;
  return {
    from: revision - 1,
    head: { ...head, revision },
    changed: next.resources,
    removed,
    findings: { changed: [], removed: [] },
    troubles: [],
    totals: null,
    undecided: null,
    outlines: outlines.map(([id, outline]) => [id, packOutlines([outline])]),
    summary,
  };
}

const example = (seed: number, nodes = 6) => exampleSnapshot({ nodes, seed, oddities: true });
const placesOf = (model: Model) => layoutOf(model, "zone").places;

test("from outlines alone everything stands where it stands with all details", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 20 }), (seed, nodes) => {
      const whole = modelOf(example(seed, nodes));
      const { model } = readerOf(example(seed, nodes));
      expect(placesOf(model)).toEqual(placesOf(whole));
      expect(model.summary).toEqual(whole.summary);
      for (const { id } of ofKind(whole, "instance")) expect(outlineOf(model, id)).toEqual(outlineOf(whole, id));
    }),
    { numRuns: 40 },
  );
});

test("details that were fetched, overtaken by patches and forgotten again show what is", () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), fc.array(fc.nat(5), { maxLength: 6 }), (first, second, third, picks) => {
      const reader = readerOf(example(first));
      const { model, overview, head } = reader;
      const ids = [...ofKind(model, "instance")].map(({ id }) => id);
      const picked = [...new Set(picks.flatMap((index) => ids[index] ?? []))];
      // The answer is of the first revision, and arrives after the patch to the next.
      const late = { head, ...overview.detailsOf(picked) };
      applyPatch(model, patchTo(reader, example(second, 5), 2));
      addDetails(model, late);
      applyPatch(model, patchTo(reader, example(third, 6), 3));

      const whole = modelOf({ ...example(third, 6), revision: 3 });
      for (const { id } of ofKind(whole, "instance")) {
        expect(outlineOf(model, id)).toEqual(outlineOf(whole, id));
        if (picked.includes(id)) expect(cardOf(model, id)).toEqual(cardOf(whole, id));
      }
      expect(model.summary).toEqual(whole.summary);
      forgetDetails(model, picked);
      expect(model.byId.size).toBe([...reader.known.values()].filter(isKept(reader.overview, model)).length);
      for (const { id } of ofKind(whole, "instance")) expect(outlineOf(model, id)).toEqual(outlineOf(whole, id));
    }),
    { numRuns: 40 },
  );
});

/** What a reader keeps without details: instances and what stands on none. */
function isKept(overview: Overview, model: Model) {
  return ({ id, kind }: { readonly id: string; readonly kind: string }) => {
    const { hosts } = overview.detailsOf([id]);
    return kind === "instance" || hosts.length === 0 || model.byId.has(id);
  };
}
