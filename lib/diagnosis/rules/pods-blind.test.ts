import { describe, expect, test } from "vitest";
import { type CollectionName, collectionNames } from "../../recording/collections.ts";
import type { Observation } from "../../recording/observation.ts";
import type { Finding } from "../finding.ts";
import { rules } from "../register.ts";
import { type Judged, judge } from "../testing.fixture.ts";
import { podTroubles } from "./pod-troubles.fixture.ts";

const mine = rules.filter(({ code }) => code >= "SGP-040" && code < "SGP-080");
const cases = Object.entries(podTroubles);

function speaks({ findings }: Pick<Judged, "findings">, rule: string): boolean {
  return findings.some((finding: Finding) => finding.rule === rule || speaks({ findings: finding.follows }, rule));
}

/** As if a collection had never been read. */
function without({ items, readAt, ...rest }: Observation, collection: CollectionName): Observation {
  const [otherItems, otherReadAt] = [{ ...items }, { ...readAt }];
  delete otherItems[collection];
  delete otherReadAt[collection];
  return { ...rest, items: otherItems, readAt: otherReadAt };
}

describe("rules about pods, policies and the controller", () => {
  test("each has a cluster in which it speaks", () => {
    expect(Object.keys(podTroubles).sort()).toEqual(mine.map(({ id }) => id).sort());
  });

  test.each(cases)("%s speaks, with evidence that names what it was read from", (rule, happen) => {
    const judged = judge(rules, happen());
    expect(speaks(judged, rule)).toBe(true);
    for (const { evidence } of judged.findings) expect(evidence.length).toBeGreaterThan(0);
  });

  test.each(cases)("%s is never silent for want of a collection: it speaks, or is undecided", (rule, happen) => {
    const moment = happen().observation();
    for (const collection of collectionNames) {
      const blind = judge(mine, without(moment, collection));
      const isUndecided = blind.undecided.some((one) => one.rule === rule);
      expect([collection, isUndecided || speaks(blind, rule)]).toEqual([collection, true]);
      expect([collection, isUndecided && speaks(blind, rule)]).toEqual([collection, false]);
    }
  });

  test.each(cases)("%s says nothing while what it needs cannot be read", (rule, happen) => {
    for (const collection of mine.find(({ id }) => id === rule)?.needs ?? []) {
      const blind = judge(mine, happen().fail(collection));
      expect(speaks(blind, rule)).toBe(false);
      expect(blind.undecided.map((one) => one.rule)).toContain(rule);
    }
  });
});
