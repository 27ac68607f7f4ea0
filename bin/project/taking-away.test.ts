import { describe, expect, test } from "vitest";
import type { Finding } from "../../lib/diagnosis/finding.ts";
import { rules } from "../../lib/diagnosis/register.ts";
import { createWatch } from "../../lib/diagnosis/watch.ts";
import { type Change, compare } from "../../lib/recording/change.ts";
import type { CollectionName } from "../../lib/recording/collections.ts";
import { emptyObservation, type Observation } from "../../lib/recording/observation.ts";
import { simulate } from "../../lib/simulator/simulate.ts";
import { stories } from "../../lib/simulator/stories/stories.ts";
import type { Story } from "../../lib/simulator/stories/story.ts";
import { readCollections } from "../../lib/simulator/world.ts";

/** As many looks are enough for whatever wants to be sure. */
const looks = 6;
const refused = { code: "Forbidden", message: "Not allowed." };

type Blinded = (observation: Observation, turn: number, before: Observation) => Observation;

/** The moments of a story, each a copy. */
function momentsOf({ scenario, minutes }: Story): readonly Observation[] {
  const simulation = simulate(scenario);
  return Array.from({ length: looks }, (_, index) => {
    simulation.advance(scenario.start + Math.round((index * minutes * 60_000) / (looks - 1)));
    const { items, failures, readAt, at } = simulation.observation;
    const copies = Object.entries(items).map(([name, all]) => [name, new Map(all as ReadonlyMap<string, unknown>)]);
    return {
      at,
      items: Object.fromEntries(copies) as Observation["items"],
      failures: { ...failures },
      readAt: { ...readAt },
    };
  });
}

/** Which rules speak at the end, and which cannot be decided. */
function told(moments: readonly Observation[], cluster: string, blinded: Blinded) {
  const watch = createWatch({ rules, cluster });
  let before = emptyObservation;
  moments.forEach((moment, turn) => {
    const now = blinded(moment, turn, before);
    const change: Change = compare(before, now);
    watch.advance(change);
    before = now;
  });
  const { findings, undecided } = watch.diagnosis;
  return {
    found: new Set([...findings.values()].flatMap(rulesIn)),
    undecided: new Set(undecided.map(({ rule }) => rule)),
  };
}

function rulesIn({ rule, follows }: Finding): string[] {
  return [rule, ...follows.flatMap(rulesIn)];
}

/** It may not be read, and never was. */
function never(collection: CollectionName): Blinded {
  return ({ items, failures, readAt, at }) => ({
    at,
    items: { ...items, [collection]: undefined },
    failures: { ...failures, [collection]: refused },
    readAt: { ...readAt, [collection]: undefined },
  });
}

/** It was read, and fails since a while. */
function failing(collection: CollectionName): Blinded {
  return (moment, turn, before) =>
    turn < looks - 2
      ? moment
      : {
          at: moment.at,
          items: { ...moment.items, [collection]: before.items[collection] },
          failures: { ...moment.failures, [collection]: refused },
          readAt: { ...moment.readAt, [collection]: before.readAt[collection] },
        };
}

describe("what is found does not fall silent because something cannot be read: it stays, or is undecided", () => {
  test.each(Object.entries(stories))("%s", { timeout: 60_000 }, (name, story) => {
    const moments = momentsOf(story);
    const whole = told(moments, name, (moment) => moment);
    expect(whole.found.size > 0).toBe(story.codes.length > 0 || story.info !== undefined);
    const silenced = Object.entries({ never, failing }).flatMap(([how, blind]) =>
      readCollections.flatMap((collection) => {
        const { found, undecided } = told(moments, name, blind(collection));
        const silent = whole.found.difference(found).difference(undecided);
        return [...silent].map((rule) => `${rule} without ${collection} (${how})`);
      }),
    );
    expect(silenced).toEqual([]);
  });
});
