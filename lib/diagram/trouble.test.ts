import fc from "fast-check";
import { expect, test } from "vitest";
import { type Finding, severities } from "../diagnosis/finding.ts";
import { packOutlines } from "../snapshot/outline.ts";
import { Overview } from "../snapshot/overview.ts";
import { decodeOverview, encodeOverview } from "../snapshot/overview-wire.ts";
import type { Patch } from "../snapshot/snapshot.ts";
import { outlineOf } from "./card.ts";
import { exampleSnapshot } from "./example.fixture.ts";
import { addDetails, applyPatch, get, type Model, modelOf, ofKind, startModel } from "./model.ts";
import { severityAt, troubleOf } from "./trouble.ts";

const { resources, findings: _, undecided, ...head } = exampleSnapshot({ nodes: 5, seed: 7, oddities: true });
const ids = resources.map(({ id }) => id);
const found = fc
  .record({
    id: fc.constantFrom("a", "b", "c"),
    severity: fc.constantFrom(...severities),
    subjects: fc.subarray(ids, { maxLength: 6 }),
  })
  .map(
    (one): Finding => ({
      ...one,
      rule: one.id,
      code: "SGP-001",
      confidence: "certain",
      facts: {},
      evidence: [],
      since: null,
      follows: [],
    }),
  );
const verdicts = fc.uniqueArray(found, { selector: ({ id }) => id });

/** What every instance looks like, and what is said of each resource. */
const seen = (model: Model) => ({
  outlines: [...ofKind(model, "instance")].map(({ id }) => [id, outlineOf(model, id), troubleOf(model, id)]),
  resources: ids.map((id) => [id, severityAt(model, id)]),
});

test("a reader of outlines and patches sees the troubles that one who has everything sees", () => {
  fc.assert(
    fc.property(verdicts, verdicts, (before, after) => {
      const known = new Map(resources.map((resource) => [resource.id, resource]));
      const overview = new Overview(known, before);
      overview.news();
      const told = { findings: before, undecided, subjectTotals: {} };
      const model = startModel(
        decodeOverview(JSON.parse(JSON.stringify(encodeOverview(head, told, overview.take(0))))),
      );
      const instances = [...ofKind(model, "instance")].map(({ id }) => id);
      const late = { head, ...overview.detailsOf(instances) };

      const removed = before.filter(({ id }) => !after.some((one) => one.id === id)).map(({ id }) => id);
      overview.judge({ changed: after, removed });
      const { outlines, summary, troubles, totals } = overview.news();
      const patch: Patch = {
        from: head.revision,
        head: { ...head, revision: head.revision + 1 },
        changed: [],
        removed: [],
        findings: { changed: after, removed },
        undecided: null,
        troubles: troubles.map(([id, rank]) => [id, rank]),
        totals,
        outlines: outlines.map(([id, outline]) => [id, packOutlines([outline])]),
        summary,
      };
      applyPatch(model, patch);
      addDetails(model, late);

      const whole = modelOf({ ...head, resources, findings: after, undecided });
      expect(seen(model)).toEqual(seen(whole));
      expect(model.totals).toEqual(whole.totals);
    }),
    { numRuns: 40 },
  );
});

test("what is found about a pod is seen on its instance", () => {
  const bare = modelOf({ ...head, resources, findings: [], undecided });
  const pod = [...ofKind(bare, "pod")].find(({ instanceId }) => get(bare, "instance", instanceId));
  const finding = { id: "a", severity: "critical", subjects: [pod?.id], follows: [] } as unknown as Finding;
  const model = modelOf({ ...head, resources, findings: [finding], undecided });
  expect(troubleOf(model, String(pod?.instanceId))).toEqual({ worst: "critical", count: 1 });
});
