import { describe, expect, test } from "vitest";
import { type CollectionName, collectionNames } from "../../recording/collections.ts";
import type { Observation } from "../../recording/observation.ts";
import { rules } from "../register.ts";
import { judge } from "../testing.fixture.ts";
import { trafficTroubles } from "./traffic-troubles.fixture.ts";

const mine = rules.filter(({ code }) => code >= "SGP-080" && code <= "SGP-098");
const cases = mine.map((rule) => [rule.id, rule] as const);

/** As if a collection had never been read. */
function without({ items, readAt, ...rest }: Observation, collection: CollectionName): Observation {
  const [otherItems, otherReadAt] = [{ ...items }, { ...readAt }];
  delete otherItems[collection];
  delete otherReadAt[collection];
  return { ...rest, items: otherItems, readAt: otherReadAt };
}

describe("rules about traffic", () => {
  test("each has a cluster in which it speaks", () => {
    expect(Object.keys(trafficTroubles).sort()).toEqual(mine.map(({ id }) => id).sort());
  });

  test.each(cases)("%s speaks, or is undecided, whatever was never read", (id, rule) => {
    const moments = trafficTroubles[id]?.().moments() ?? [];
    expect(judge([rule], moments).findings).toHaveLength(1);
    for (const collection of collectionNames) {
      const { findings, undecided } = judge(
        [rule],
        moments.map((moment) => without(moment, collection)),
      );
      expect([collection, findings.length + undecided.length]).toEqual([collection, 1]);
    }
  });

  test.each(cases)("%s is undecided while what it needs cannot be read", (id, rule) => {
    for (const collection of rule.needs) {
      const { findings, undecided } = judge([rule], trafficTroubles[id]?.().fail(collection) ?? []);
      expect([findings.length, undecided.map((one) => one.rule)]).toEqual([0, [id]]);
    }
  });
});
