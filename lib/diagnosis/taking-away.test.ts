import { describe, expect, test } from "vitest";
import { collectionNames } from "../recording/collections.ts";
import type { Finding } from "./finding.ts";
import { rules } from "./register.ts";
import { healthy, judge, type Lab } from "./testing.fixture.ts";
import { troubles } from "./troubles.fixture.ts";

/** Which rules speak, and which cannot, when something went wrong a while ago. */
function spoken(what: string, blind: (cluster: Lab) => unknown) {
  const cluster = healthy().wait(60);
  blind(cluster);
  try {
    troubles[what]?.(cluster);
  } catch (error) {
    // What was taken away cannot be changed.
    if (!(error instanceof RangeError)) throw error;
  }
  blind(cluster);
  const { findings, undecided } = judge(rules, cluster.wait(900, 60));
  return { found: new Set(findings.flatMap(rulesIn)), undecided: new Set(undecided.map(({ rule }) => rule)) };
}

function rulesIn({ rule, follows }: Finding): string[] {
  return [rule, ...follows.flatMap(rulesIn)];
}

describe("a finding does not fall silent because something cannot be read: its rule is undecided", () => {
  test.each(Object.keys(troubles))("%s", (what) => {
    const whole = spoken(what, () => undefined);
    const silenced = collectionNames.flatMap((collection) => {
      const { found, undecided } = spoken(what, (cluster) => cluster.unread(collection).fail(collection));
      return [...whole.found.difference(found).difference(undecided)].map((rule) => `${rule} without ${collection}`);
    });
    expect(silenced).toEqual([]);
  });
});
